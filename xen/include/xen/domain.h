/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Domains and vCPUs. Letters say what guards a field:
 *   [I] set at creation, then constant   [a] atomic access     [c] only the vCPU itself / its CPU
 *   [d] domain lock   [p] page_alloc_lock   [e] event lock   [g] grant lock   [s] scheduler locks
 *   [x] shutdown lock   [P] written only while the vCPU (domain) is paused
 * A subsystem with much state of its own keeps it in one structure (evtchn, grant_table, arch).
 */
#ifndef XEN_DOMAIN_H
#define XEN_DOMAIN_H

#include <xen/atomic.h>
#include <xen/cpumask.h>
#include <xen/list.h>
#include <xen/lock.h>
#include <xen/mm-frame.h>
#include <xen/page-list.h>
#include <xen/softirq.h>
#include <xen/timer.h>
#include <public/xen.h>
#include <public/vcpu.h>
#include <public/domctl.h>
#include <asm/domain.h>

typedef struct vcpu_info vcpu_info_t;
typedef struct shared_info shared_info_t;

typedef unsigned long (*hypercall_fn_t)(const unsigned long args[6]);

struct guest_ops;
struct grant_table;
struct hypercall_continue;
struct evtchn;
struct evtchn_fifo_domain;
struct evtchn_port_ops;
struct sched_unit;
struct cpupool;
struct rangeset;
struct page_info;
struct waitqueue;

#define MAX_VIRT_CPUS 8192          /* what a domain may ask for; 32 without vcpu_info registration */

/* Set while a vCPU executes the entries of a multicall. */
struct multicall_state {
	bool active;
	bool preempted;                     /* the entry asked to be continued with .call.args */
	struct multicall_entry call;
};

struct vcpu {
	/* Touched on every switch and event: keep in the first cache lines. */
	unsigned int vcpu_id;               /* [I] */
	unsigned int processor;             /* [s] CPU it runs on or ran on last */
	struct domain *domain;              /* [I] */
	vcpu_info_t *vcpu_info;             /* [P] hypervisor mapping of the guest's vcpu_info */
	unsigned long pause_flags;          /* [a] VPF_* */
	atomic_t pause_count;               /* [a] hypervisor's pauses; runnable only at 0 */
	bool is_running;                    /* [s] its state is live in registers of .processor */
	bool is_initialised;                /* [d] has a context */
	bool runstate_guest_update;         /* [c] VMASST runstate_update_flag in force */
	bool force_context_switch;          /* [s] */
	bool paused_for_shutdown;           /* [x] */
	bool args32;                        /* [c] executes a hypercall of 32-bit code: its structures are laid out so */
	unsigned int dirty_cpu;             /* [s] CPU whose registers/TLB may hold its state; VCPU_CPU_CLEAN */
	unsigned int async_poll_evtchn;     /* [a] SCHEDOP_poll: 0 not polling, -1 several ports, else the port */

	void *sched_priv;                   /* [s] the scheduler's per-vCPU data */
	struct cpupool *cpupool;            /* [s] */
	cpumask_t *hard_affinity, *soft_affinity, *hard_affinity_saved; /* [s] */
	bool affinity_broken;               /* [s] */
	struct vcpu_runstate_info runstate; /* [s] */
	unsigned long runstate_guest;       /* [c] guest virtual address registered for it; 0: none */
	unsigned long time_info_guest;      /* [c] register_vcpu_time_memory_area; 0: none */
	s_time_t last_run_time;             /* [s] */

	mfn_t vcpu_info_mfn;                /* [P] registered page, or INVALID_MFN while in shared_info */
	struct page_info *vcpu_info_page;   /* [P] reference held on it */

	s_time_t periodic_period, periodic_last_event; /* [c] */
	struct timer periodic_timer, singleshot_timer, poll_timer;
	evtchn_port_t virq_to_evtchn[NR_VIRQS]; /* [e] */
	struct evtchn_fifo_vcpu *evtchn_fifo; /* [e] */
	struct tasklet continue_tasklet;    /* continue_hypercall_on_cpu() */
	struct hypercall_continue *continue_info; /* [c] while one is under way */
	struct multicall_state multicall;   /* [c] */

	struct arch_vcpu arch;
};

#define VCPU_CPU_CLEAN (~0U)
/* pause_flags: why a vCPU is not runnable */
enum { _VPF_blocked, _VPF_down, _VPF_blocked_in_xen, _VPF_migrating, _VPF_in_reset, _VPF_parked };
#define VPF_blocked (1UL << _VPF_blocked)
#define VPF_down (1UL << _VPF_down)
#define VPF_blocked_in_xen (1UL << _VPF_blocked_in_xen)
#define VPF_migrating (1UL << _VPF_migrating)
#define VPF_in_reset (1UL << _VPF_in_reset)
#define VPF_parked (1UL << _VPF_parked)

enum domain_dying { DOMDYING_alive, DOMDYING_dying, DOMDYING_dead };

struct domain {
	domid_t domain_id;                  /* [I] */
	bool is_privileged;                 /* [I] may use the control operations */
	bool is_hwdom;                      /* [I] drives the hardware: dom0 */
	bool is_xenstore;                   /* [I] */
	u8 kind;                            /* [I] enum guest_kind */
	const struct guest_ops *ops;        /* [I] */
	const hypercall_fn_t *hypercalls;   /* [I] by number; NR_HYPERCALLS rows */
	u64 missing_logged;                 /* [a] hypercalls reported as not implemented, by number */
	u32 options;                        /* [I] XEN_DOMCTL_CDF_* of creation */
	unsigned int max_vcpus;             /* [I] */
	struct vcpu **vcpu;                 /* [I] array of max_vcpus, filled at XEN_DOMCTL_max_vcpus */
	shared_info_t *shared_info;         /* [I] */
	struct page_info *shared_info_page; /* [I] */
	atomic_t refcnt;                    /* [a] get_domain/put_domain; freed at 0 */

	spinlock_t lock;                    /* rank domain */
	struct list_head list;              /* [domlist] all domains, by domain_id */
	struct domain *next_in_bucket;      /* [domlist] */
	u8 handle[16];                      /* [d] UUID */
	u32 ssidref;                        /* [I] */
	u64 vm_assist;                      /* [a] bits VMASST_TYPE_* */
	bool abi32;                         /* [a] shared_info and registered areas are as 32-bit code lays them out */
	u64 createtime;

	spinlock_t page_alloc_lock;
	struct page_list_head page_list;    /* [p] */
	struct page_list_head xenpage_list; /* [p] */
	unsigned int tot_pages;             /* [p] pages that count against max_pages */
	unsigned int xenheap_pages;         /* [p] */
	unsigned int max_pages;             /* [p] */
	unsigned int outstanding_pages;     /* [heap] claimed and not yet allocated */
	atomic_t shr_pages, paged_pages;

	/* Event channels: common/event */
	rwlock_t event_lock;
	struct evtchn **evtchn_buckets;     /* [e] */
	unsigned int valid_evtchns;         /* [e] ports that exist, a multiple of the bucket size */
	unsigned int max_evtchns;           /* [I] what the ABI allows */
	unsigned int max_evtchn_port;       /* [I] limit given at creation */
	unsigned int active_evtchns;        /* [e] */
	unsigned int free_evtchn_hint;      /* [e] no port below it is free */
	evtchn_port_t next_evtchn_destroy;  /* [domctl] evtchn_destroy() goes on here */
	const struct evtchn_port_ops *evtchn_port_ops; /* [e] */
	struct evtchn_fifo_domain *evtchn_fifo; /* [e] */
	atomic_t nr_polling;                /* [a] vCPUs in SCHEDOP_poll (async_poll_evtchn is not 0) */

	struct grant_table *grant_table;    /* [I] */

	/* Rights over hardware: ranges of irqs, MMIO frames, and I/O ports (arch). */
	struct rangeset *irq_caps, *iomem_caps;
	struct pirq **pirqs;                /* [e] array of nr_pirqs */
	unsigned int nr_pirqs;              /* [I] */

	/* Life */
	spinlock_t shutdown_lock;
	bool is_shutting_down, is_shut_down; /* [x] */
	unsigned int shutdown_code;         /* [x] SHUTDOWN_*; SHUTDOWN_CODE_INVALID */
	atomic_t pause_count;               /* [a] */
	int controller_pause_count;         /* [d] pauses by the control domain */
	bool creation_finished;             /* [d] unpaused by its builder for the first time */
	bool debugger_attached;
	enum domain_dying is_dying;         /* [a] */
	unsigned int relinquish_step;       /* [domctl] where domain_relinquish_resources() goes on */
	evtchn_port_t suspend_evtchn;       /* [d] domctl subscribe */

	struct cpupool *cpupool;            /* [s] */
	void *sched_priv;                   /* [s] */
	struct timer watchdog_timer[2];
	u32 watchdog_inuse;                 /* [d] */
	s64 time_offset_seconds;            /* [d] */
	struct domain *target;              /* [I] for a device-model stub domain */

	struct arch_domain arch;
};

enum guest_kind { GUEST_idle, GUEST_pv, GUEST_hvm, GUEST_system };

/*
 * What differs between kinds of guests. The common code calls these and nothing else of the wings.
 */
struct guest_ops {
	const char *name;
	int (*domain_create)(struct domain *d, const struct xen_domctl_createdomain *cfg);
	void (*domain_destroy)(struct domain *d);
	int (*vcpu_create)(struct vcpu *v);
	void (*vcpu_destroy)(struct vcpu *v);
	/* VCPUOP_initialise / setvcpucontext: @ctx has been copied in; v is paused. */
	int (*vcpu_set_context)(struct vcpu *v, const void *ctx);
	size_t vcpu_context_size;  /* of VCPUOP_initialise's context */
	void (*vcpu_get_context)(struct vcpu *v, void *ctx);
	size_t (*raw_read)(void *dst, const void *guest, size_t n);
	size_t (*raw_write)(void *guest, const void *src, size_t n);
	size_t (*raw_clear)(void *guest, size_t n);
	/* An event is pending for @v, which may sleep or run elsewhere: wake it, make it notice. Any context. */
	void (*kick)(struct vcpu *v);
	/* Whether @v, which is current, would be interrupted now. NULL: by events alone. */
	bool (*interrupt_due)(struct vcpu *v);
	/* Re-executes the current hypercall with new arguments once the vCPU runs again. */
	void (*set_continuation)(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args);
	/* HVM: registers of the processor to and from memory on a context switch; back into the guest. */
	void (*switch_from)(struct vcpu *v);
	void (*switch_to)(struct vcpu *v);
	void (*resume)(struct vcpu *v); /* does not return */
	bool (*osxsave)(const struct vcpu *v); /* guest CR4.OSXSAVE */
	long (*paging_op)(struct domain *d, struct xen_domctl_shadow_op *op);
	int (*relinquish)(struct domain *d); /* guest-physical map: 0 or -ERESTART */
};

extern struct domain *hardware_domain;  /* dom0 */
extern struct domain *dom_xen, *dom_io; /* owners of hypervisor pages shared out, and of MMIO */
extern struct vcpu *idle_vcpu[NR_CPUS];

#define is_idle_domain(d) ((d)->domain_id == DOMID_IDLE)
#define is_idle_vcpu(v) is_idle_domain((v)->domain)
#define is_pv_domain(d) ((d)->kind == GUEST_pv)
#define is_hvm_domain(d) ((d)->kind == GUEST_hvm)
#define is_pv_vcpu(v) is_pv_domain((v)->domain)
#define is_hvm_vcpu(v) is_hvm_domain((v)->domain)
#define is_hardware_domain(d) ((d)->is_hwdom)
#define is_control_domain(d) ((d)->is_privileged)
#define SHUTDOWN_CODE_INVALID (~0U)
#define for_each_vcpu(d, v) \
	for (unsigned int i_##v = 0; i_##v < (d)->max_vcpus; i_##v++) \
		if (!((v) = (d)->vcpu[i_##v])) continue; else

/* common/domain: life */
/*
 * A new domain without vCPUs and memory, paused, with one reference that domain_kill() drops. NULL @cfg only for the idle
 * and system domains, which lookups do not find. ERR_PTR(-ENOMEM, -EINVAL, -EEXIST). No locks held.
 */
struct domain *domain_create(domid_t id, const struct xen_domctl_createdomain *cfg, bool privileged);
/* NULL: out of memory. The vCPU is down (VPF_down) and has no context yet. */
struct vcpu *vcpu_create(struct domain *d, unsigned int id);
/* An unused domain number, as createdomain picks it; DOMID_INVALID when there is none. */
domid_t domid_alloc(void);
/* Boot, before the first context switch: the idle domain, CPU 0's idle vCPU as current, dom_xen and dom_io. */
void init_idle_domain(void);
/* The first domain with an id >= @id, referenced; NULL: none. */
struct domain *get_next_domain(domid_t id);
struct domain *get_domain_by_id(domid_t id); /* takes a reference; NULL when there is none or it is dead */
static inline bool get_domain(struct domain *d) { return atomic_inc_unless_zero(&d->refcnt); }
static inline void get_knownalive_domain(struct domain *d) { atomic_inc(&d->refcnt); }
void domain_destroy_last_ref(struct domain *d);
static inline void put_domain(struct domain *d)
{
	if (atomic_dec_and_test(&d->refcnt))
		domain_destroy_last_ref(d);
}
/* The domain a hypercall names (DOMID_SELF too), referenced; NULL: none such. */
struct domain *get_domain_by_any_id(domid_t id);
/* Runs the relinquish state machine: 0 done, -ERESTART: call again. */
int domain_kill(struct domain *d);
void domain_shutdown(struct domain *d, u8 reason);
void domain_resume(struct domain *d);
void domain_crash_at(struct domain *d, const char *func, int line);
#define domain_crash(d, fmt, ...) ({ printk(XENLOG_G_ERR fmt "\n", ##__VA_ARGS__); domain_crash_at(d, __func__, __LINE__); })
void vcpu_pause(struct vcpu *v);        /* waits until it is off its CPU; not current */
void vcpu_pause_nosync(struct vcpu *v);
void vcpu_unpause(struct vcpu *v);
void domain_pause(struct domain *d);
void domain_pause_nosync(struct domain *d);
void domain_unpause(struct domain *d);
int domain_pause_by_systemcontroller(struct domain *d);
int domain_unpause_by_systemcontroller(struct domain *d);
/* 0, -EINVAL (mapped already, or crosses a page), -ENOENT, -ENOMEM. @v is current, or down or paused. */
int map_vcpu_info(struct vcpu *v, gfn_t gfn, unsigned int offset);
/* Writes the runstate to the area v registered. v is current, its address space loaded. false: could not be written. */
bool update_runstate_area(struct vcpu *v);
/* The VMASST_TYPE_* bits that a guest of its kind may set. */
u64 vm_assist_valid(const struct domain *d);
void domain_info(struct domain *d, struct xen_domctl_getdomaininfo *info);
void unmap_vcpu_info(struct vcpu *v);

/* scheduler (common/sched) */
void vcpu_wake(struct vcpu *v);
void vcpu_sleep_sync(struct vcpu *v);
void vcpu_sleep_nosync(struct vcpu *v);
void vcpu_block(void);                   /* current: until an event, unless one is already pending */
void vcpu_unblock(struct vcpu *v);
void vcpu_yield(void);
void vcpu_runstate_get(const struct vcpu *v, struct vcpu_runstate_info *out);
static inline bool vcpu_runnable(const struct vcpu *v)
{
	return !(READ_ONCE(v->pause_flags) | atomic_read(&v->pause_count) | atomic_read(&v->domain->pause_count));
}
int sched_init_vcpu(struct vcpu *v);
void sched_insert_vcpu(struct vcpu *v);  /* the vCPU is complete and may be woken */
unsigned int sched_domain_pool(const struct domain *d); /* number of its CPU pool; ~0 for none */
void sched_destroy_vcpu(struct vcpu *v);
int sched_init_domain(struct domain *d, unsigned int poolid);
void sched_destroy_domain(struct domain *d);
/* The policy may use @mask only: soft: preferred CPUs. -EINVAL: no CPU of its pool; -EBUSY: overridden by pin. */
int vcpu_set_affinity(struct vcpu *v, const cpumask_t *mask, bool hard);
/* v runs on @cpu alone until it is called with a negative number. -EINVAL, -EBUSY (overridden already). */
int vcpu_pin_override(struct vcpu *v, int cpu);
void scheduler_init(void);               /* boot, before the idle domain */
/* Before @cpu is started: its idle vCPU, which the new CPU makes its current. -ENOMEM. */
int scheduler_cpu_up(unsigned int cpu);
void scheduler_cpu_dead(unsigned int cpu);
void sched_context_switched(struct vcpu *prev, struct vcpu *next);
void noreturn startup_cpu_idle_loop(void);
void noreturn idle_loop(void);           /* on an empty stack */

/* arch (arch/x86/domain). arch_domain_create() sets d->ops and calls its domain_create(). */
int arch_domain_create(struct domain *d, const struct xen_domctl_createdomain *cfg);
void arch_domain_destroy(struct domain *d);
int arch_domain_relinquish(struct domain *d); /* 0 or -ERESTART */
int arch_vcpu_create(struct vcpu *v);
void arch_vcpu_destroy(struct vcpu *v);
void arch_get_domain_info(const struct domain *d, struct xen_domctl_getdomaininfo *info);
/* Called by schedule() with interrupts off and no locks held. Does not return: ends in @next's guest or the idle loop. */
void context_switch(struct vcpu *prev, struct vcpu *next);
/* Makes @v's register state in memory current if it is still live (lazily) on some CPU. */
void sync_vcpu_execstate(struct vcpu *v);
void arch_vcpu_regs_init(struct vcpu *v);
/* pvclock: (re)fills v's vcpu_time_info. */
void update_vcpu_system_time(struct vcpu *v);
void update_domain_wallclock_time(struct domain *d);
void arch_dump_vcpu(struct vcpu *v);
/* Arch: array of pirqs of a new domain, and its end. -ENOMEM. */
int pirq_domain_init(struct domain *d);
void pirq_domain_destroy(struct domain *d);
/* The hardware domain has shut down: power off, reboot or halt the machine. */
void hwdom_shutdown(u8 reason);

#endif

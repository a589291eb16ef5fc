/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the scheduler's core and its policies. A vCPU belongs to the run queue of its .processor, whose lock
 * guards everything marked [s]; struct sched_cpu says which lock that is.
 */
#ifndef COMMON_SCHED_PRIVATE_H
#define COMMON_SCHED_PRIVATE_H

#include <xen/domain.h>
#include <xen/lock.h>
#include <xen/timer.h>

struct scheduler;

struct cpupool {
	unsigned int id;
	const struct scheduler *ops;
	cpumask_t cpus;               /* [sched_pool] */
	unsigned int nr_domains;      /* [sched_pool] */
	void *priv;                   /* the policy's */
	struct list_head list;        /* [sched_pool] by id */
};

struct sched_cpu {
	spinlock_t *lock;             /* of the run queue this CPU serves; changes only while both are held */
	spinlock_t own_lock;          /* used while it serves none */
	struct cpupool *pool;         /* NULL: runs nothing but its idle vCPU */
	struct vcpu *curr;            /* [s] */
	struct timer slice_timer;     /* end of the time slice */
	void *priv;                   /* the policy's */
	s_time_t idle_time;           /* of idle vCPUs that are gone */
} __aligned(64);
extern struct sched_cpu sched_cpus[NR_CPUS];

struct sched_decision {
	struct vcpu *next;
	s_time_t slice;               /* ns; negative: until something happens */
};

struct xen_domctl_scheduler_op;
struct xen_sysctl_scheduler_op;

/* A policy. Unless said otherwise the lock of the vCPU's run queue is held and interrupts are off. */
struct scheduler {
	const char *name, *opt_name;
	u32 id;                                         /* XEN_SCHEDULER_* */
	int (*pool_init)(struct cpupool *p);            /* no lock */
	void (*pool_destroy)(struct cpupool *p);        /* no lock; no CPUs, no domains */
	spinlock_t *(*cpu_add)(struct cpupool *p, unsigned int cpu);   /* [sched_pool] the run queue's lock; NULL: no memory */
	void (*cpu_remove)(struct cpupool *p, unsigned int cpu);       /* [sched_pool] */
	void *(*dom_alloc)(struct cpupool *p, struct domain *d);       /* no lock */
	void (*dom_free)(struct domain *d);             /* no lock */
	void *(*vcpu_alloc)(struct vcpu *v);            /* no lock */
	void (*vcpu_free)(struct vcpu *v);              /* no lock; it does not run and is not queued */
	void (*insert)(struct vcpu *v);                 /* joins the run queue of .processor */
	void (*remove)(struct vcpu *v);
	unsigned int (*pick_cpu)(const struct vcpu *v); /* where it may and should run */
	void (*wake)(struct vcpu *v);                   /* has become runnable */
	void (*sleep)(struct vcpu *v);                  /* no longer runnable */
	void (*yield)(struct vcpu *v);                  /* v is current */
	void (*migrate)(struct vcpu *v, unsigned int cpu); /* both run queues locked; v neither runs nor is runnable */
	struct sched_decision (*schedule)(unsigned int cpu, struct vcpu *prev, s_time_t now);
	void (*context_saved)(struct vcpu *v);          /* its registers are in memory again */
	int (*adjust_domain)(struct domain *d, struct xen_domctl_scheduler_op *op);   /* no lock */
	int (*adjust_pool)(struct cpupool *p, struct xen_sysctl_scheduler_op *op);    /* no lock */
	void (*dump)(struct cpupool *p);                /* no lock */
};

extern const struct scheduler sched_credit2, sched_null;
extern spinlock_t sched_pool_lock; /* rank sched_pool */

static inline const struct scheduler *vcpu_scheduler(const struct vcpu *v) { return v->domain->cpupool->ops; }
/* A vCPU that some policy looks after. */
static inline bool sched_managed(const struct vcpu *v) { return !is_idle_vcpu(v); }

spinlock_t *vcpu_schedule_lock_irqsave(const struct vcpu *v, unsigned long *flags);
void sched_tickle(unsigned int cpu);            /* makes @cpu choose again */
void sched_set_runstate(struct vcpu *v, int state, s_time_t now); /* [s] */
/* CPUs v may run on now: hard affinity, its pool, online; never empty for a managed vCPU. */
void vcpu_allowed_cpus(const struct vcpu *v, cpumask_t *out);
/* Moves v to a CPU where it may run, if it cannot stay; it must not be running (VPF_migrating is set). */
void vcpu_migrate_finish(struct vcpu *v);
void vcpu_migrate_start(struct vcpu *v);
int cpupool_add_cpu(struct cpupool *p, unsigned int cpu);
void cpupool_remove_cpu(unsigned int cpu);
struct cpupool *cpupool_create(unsigned int id, const struct scheduler *ops);
struct cpupool *cpupool_find(unsigned int id, bool exact);
const struct scheduler *scheduler_by_id(u32 id);
const struct scheduler *scheduler_by_name(const char *name);

#endif

/* SPDX-License-Identifier: MIT */
/* Domains and their virtual CPUs. Part of xenctrl.h, which includes it. */
#ifndef XENCTRL_DOMAIN_H
#define XENCTRL_DOMAIN_H

#ifdef __cplusplus
extern "C" {
#endif

/* --- life --- */

/*
 * Create a domain as @config says. *@pdomid is the number wanted (0 or DOMID_INVALID: any free one)
 * and receives the number given; *@config receives what the hypervisor made of it.
 */
int xc_domain_create(xc_interface *xch, uint32_t *pdomid, struct xen_domctl_createdomain *config);

/* Create the domain's @max vCPUs; once, before anything else is done to them. */
int xc_domain_max_vcpus(xc_interface *xch, uint32_t domid, unsigned int max);

/* Pauses count: a domain runs when each has been undone. */
int xc_domain_pause(xc_interface *xch, uint32_t domid);
int xc_domain_unpause(xc_interface *xch, uint32_t domid);

/* Shut the domain down from outside, with @reason one of SHUTDOWN_*. */
int xc_domain_shutdown(xc_interface *xch, uint32_t domid, int reason);

/* End the domain and free what it has. */
int xc_domain_destroy(xc_interface *xch, uint32_t domid);

/* Bring the domain, which shut down with SHUTDOWN_soft_reset, back to where it can start anew. */
int xc_domain_soft_reset(xc_interface *xch, uint32_t domid);

/*
 * Watchdog of the calling domain: @id 0 makes a new one (its number is returned); @timeout
 * seconds, 0 to end it.
 */
int xc_watchdog(xc_interface *xch, uint32_t id, uint32_t timeout);

/* --- properties --- */

int xc_domain_sethandle(xc_interface *xch, uint32_t domid, xen_domain_handle_t handle);

/* Send XEN_DOMCTL_SENDTRIGGER_* to a vCPU. */
int xc_domain_send_trigger(xc_interface *xch, uint32_t domid, uint32_t trigger, uint32_t vcpu);

/* Let @domid act on @target as a device model does. */
int xc_domain_set_target(xc_interface *xch, uint32_t domid, uint32_t target);

/* Have @port signalled when the domain shuts down for suspension. */
int xc_domain_subscribe_for_suspend(xc_interface *xch, uint32_t domid, evtchn_port_t port);

/* Let the domain receive the global interrupt @virq (VIRQ_*). */
int xc_domain_set_virq_handler(xc_interface *xch, uint32_t domid, int virq);

/* The domain's wallclock is so many seconds ahead of the host's. */
int xc_domain_set_time_offset(xc_interface *xch, uint32_t domid, int32_t time_offset_seconds);

/* How the domain sees the time stamp counter: XEN_CPUID_TSC_MODE_*, and from what it goes on. */
int xc_domain_set_tsc_info(xc_interface *xch, uint32_t domid, uint32_t tsc_mode,
			   uint64_t elapsed_nsec, uint32_t gtsc_khz, uint32_t incarnation);
int xc_domain_get_tsc_info(xc_interface *xch, uint32_t domid, uint32_t *tsc_mode,
			   uint64_t *elapsed_nsec, uint32_t *gtsc_khz, uint32_t *incarnation);

/* Parameters of HVM domains (HVM_PARAM_*). The last two are the older form. */
int xc_hvm_param_set(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t value);
int xc_hvm_param_get(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t *value);
int xc_set_hvm_param(xc_interface *xch, uint32_t dom, int param, unsigned long value);
int xc_get_hvm_param(xc_interface *xch, uint32_t dom, int param, unsigned long *value);

/* --- debugging --- */

int xc_domain_setdebugging(xc_interface *xch, uint32_t domid, unsigned int enable);

/* @sop is one of XEN_DOMCTL_DEBUG_OP_*. */
int xc_domain_debug_control(xc_interface *xch, uint32_t domid, uint32_t sop, uint32_t vcpu);

/* --- information --- */

typedef struct xc_dominfo {
	uint32_t domid;
	uint32_t ssidref;
	unsigned int dying:1, crashed:1, shutdown:1, paused:1, blocked:1, running:1,
		     hvm:1, debugged:1, xenstore:1, hap:1;
	unsigned int shutdown_reason; /* SHUTDOWN_*, if shutdown or crashed */
	unsigned long nr_pages;       /* that it has now */
	unsigned long nr_outstanding_pages;
	unsigned long nr_shared_pages;
	unsigned long nr_paged_pages;
	unsigned long shared_info_frame;
	uint64_t cpu_time; /* nanoseconds, of all vCPUs */
	unsigned long max_memkb;
	unsigned int nr_online_vcpus;
	unsigned int max_vcpu_id;
	xen_domain_handle_t handle;
	unsigned int cpupool;
	uint8_t gpaddr_bits; /* of guest physical addresses */
	struct xen_arch_domainconfig arch_config;
} xc_dominfo_t;

typedef xen_domctl_getdomaininfo_t xc_domaininfo_t;

/*
 * Describe the domains numbered @first_domid and above, at most @max_doms, by a call for each (in
 * the first form) or a single one. The number of domains is returned; asking for one domain may
 * yield its successor: check the number in the result.
 */
int xc_domain_getinfo(xc_interface *xch, uint32_t first_domid, unsigned int max_doms,
		      xc_dominfo_t *info);
int xc_domain_getinfolist(xc_interface *xch, uint32_t first_domain, unsigned int max_domains,
			  xc_domaininfo_t *info);

/* The number of pages the domain has. */
long xc_get_tot_pages(xc_interface *xch, uint32_t domid);

/* Bytes in the domain's machine word, 4 or 8. */
int xc_domain_get_guest_width(xc_interface *xch, uint32_t domid, unsigned int *guest_width);

/* The name of the domain's I/O protocol ("x86_64-abi"): a fixed string. */
const char *xc_domain_get_native_protocol(xc_interface *xch, uint32_t domid);

/* --- virtual CPUs --- */

typedef struct xen_domctl_getvcpuinfo xc_vcpuinfo_t;

int xc_vcpu_getinfo(xc_interface *xch, uint32_t domid, uint32_t vcpu, xc_vcpuinfo_t *info);

/* Nanoseconds that a vCPU has run, or -1. Logged. */
long long xc_domain_get_cpu_usage(xc_interface *xch, uint32_t domid, int vcpu);

/*
 * Where a vCPU must run (hard) and should run (soft). @flags, XEN_VCPUAFFINITY_*, says which of the
 * maps are meant; each has xc_get_cpumap_size() bytes. Setting returns in them what takes effect:
 * the part that lies within the domain's cpupool.
 */
int xc_vcpu_setaffinity(xc_interface *xch, uint32_t domid, int vcpu,
			xc_cpumap_t cpumap_hard_inout, xc_cpumap_t cpumap_soft_inout,
			uint32_t flags);
int xc_vcpu_getaffinity(xc_interface *xch, uint32_t domid, int vcpu, xc_cpumap_t cpumap_hard,
			xc_cpumap_t cpumap_soft, uint32_t flags);

/* The NUMA nodes that the domain's memory should come from. */
int xc_domain_node_setaffinity(xc_interface *xch, uint32_t domid, xc_nodemap_t nodemap);
int xc_domain_node_getaffinity(xc_interface *xch, uint32_t domid, xc_nodemap_t nodemap);

/* --- register state --- */

/* The state of a vCPU, in the layout of the domain's own word size. */
typedef union {
#if defined(__i386__) || defined(__x86_64__)
	vcpu_guest_context_x86_64_t x64;
	vcpu_guest_context_x86_32_t x32;
#endif
	vcpu_guest_context_t c;
} vcpu_guest_context_any_t;

typedef union {
#if defined(__i386__) || defined(__x86_64__)
	shared_info_x86_64_t x64;
	shared_info_x86_32_t x32;
#endif
	shared_info_t s;
} shared_info_any_t;

#if defined(__i386__) || defined(__x86_64__)
typedef union {
	start_info_x86_64_t x64;
	start_info_x86_32_t x32;
	start_info_t s;
} start_info_any_t;
#endif

int xc_vcpu_setcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt);
int xc_vcpu_getcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt);

typedef struct xc_vcpu_extstate {
	uint64_t xfeature_mask;
	uint64_t size; /* of buffer, bytes */
	void *buffer;
} xc_vcpu_extstate_t;

/*
 * The XSAVE state of a vCPU into extstate->buffer; or, if its mask and size are 0, only how large
 * that will be.
 */
int xc_vcpu_get_extstate(xc_interface *xch, uint32_t domid, uint32_t vcpu,
			 xc_vcpu_extstate_t *extstate);

/*
 * All state of an HVM domain, as a sequence of records. Getting returns its size; with a NULL
 * buffer nothing else is done.
 */
int xc_domain_hvm_getcontext(xc_interface *xch, uint32_t domid, uint8_t *ctxt_buf, uint32_t size);
int xc_domain_hvm_setcontext(xc_interface *xch, uint32_t domid, uint8_t *hvm_ctxt, uint32_t size);

/* One record: type @typecode (HVM_SAVE_CODE()), of vCPU or device @instance. */
int xc_domain_hvm_getcontext_partial(xc_interface *xch, uint32_t domid, uint16_t typecode,
				     uint16_t instance, void *ctxt_buf, uint32_t size);

/* --- scheduling: parameters of a domain, of its vCPUs, of a cpupool --- */

int xc_sched_id(xc_interface *xch, int *sched_id);
int xc_sched_credit_domain_set(xc_interface *xch, uint32_t domid,
			       struct xen_domctl_sched_credit *sdom);
int xc_sched_credit_domain_get(xc_interface *xch, uint32_t domid,
			       struct xen_domctl_sched_credit *sdom);
int xc_sched_credit_params_set(xc_interface *xch, uint32_t cpupool_id,
			       struct xen_sysctl_credit_schedule *schedule);
int xc_sched_credit_params_get(xc_interface *xch, uint32_t cpupool_id,
			       struct xen_sysctl_credit_schedule *schedule);
int xc_sched_credit2_domain_set(xc_interface *xch, uint32_t domid,
				struct xen_domctl_sched_credit2 *sdom);
int xc_sched_credit2_domain_get(xc_interface *xch, uint32_t domid,
				struct xen_domctl_sched_credit2 *sdom);
int xc_sched_credit2_params_set(xc_interface *xch, uint32_t cpupool_id,
				struct xen_sysctl_credit2_schedule *schedule);
int xc_sched_credit2_params_get(xc_interface *xch, uint32_t cpupool_id,
				struct xen_sysctl_credit2_schedule *schedule);
int xc_sched_rtds_domain_set(xc_interface *xch, uint32_t domid,
			     struct xen_domctl_sched_rtds *sdom);
int xc_sched_rtds_domain_get(xc_interface *xch, uint32_t domid,
			     struct xen_domctl_sched_rtds *sdom);
int xc_sched_rtds_vcpu_set(xc_interface *xch, uint32_t domid,
			   struct xen_domctl_schedparam_vcpu *vcpus, uint32_t num_vcpus);
int xc_sched_rtds_vcpu_get(xc_interface *xch, uint32_t domid,
			   struct xen_domctl_schedparam_vcpu *vcpus, uint32_t num_vcpus);
int xc_sched_arinc653_schedule_set(xc_interface *xch, uint32_t cpupool_id,
				   struct xen_sysctl_arinc653_schedule *schedule);
int xc_sched_arinc653_schedule_get(xc_interface *xch, uint32_t cpupool_id,
				   struct xen_sysctl_arinc653_schedule *schedule);

/* --- core dumps (libxenguest) --- */

typedef struct xc_core_header {
	unsigned int xch_magic;
	unsigned int xch_nr_vcpus;
	unsigned int xch_nr_pages;
	unsigned int xch_ctxt_offset;
	unsigned int xch_index_offset;
	unsigned int xch_pages_offset;
} xc_core_header_t;

#define XC_CORE_MAGIC 0xF00FEBED
#define XC_CORE_MAGIC_HVM 0xF00FEBEE

/* Called with each piece of a dump and with the caller's @arg: 0 to go on. */
typedef int(dumpcore_rtn_t)(xc_interface *xch, void *arg, char *buffer, unsigned int length);

int xc_domain_dumpcore(xc_interface *xch, uint32_t domid, const char *corename);
int xc_domain_dumpcore_via_callback(xc_interface *xch, uint32_t domid, void *arg,
				    dumpcore_rtn_t dump_rtn);

/* --- CPUID and MSR policies (libxenguest) --- */

#if defined(__i386__) || defined(__x86_64__)
/*
 * Registers of a CPUID leaf as 32 characters each, for eax, ebx, ecx and edx, most significant bit
 * first: '1' and '0' force a bit, 'x' leaves the default, 'k' (or 's') takes the host's.
 */
struct xc_xend_cpuid {
	union {
		struct {
			uint32_t leaf, subleaf;
		};
		uint32_t input[2];
	};
	char *policy[4];
};

#define XC_MSR_INPUT_UNUSED 0xffffffffu

/* An MSR as 64 characters of the same meaning. */
struct xc_msr {
	uint32_t index;
	char policy[65];
};

/*
 * Decide what CPUID and MSRs the domain sees: the host's defaults for it, or those of a domain
 * restored from before 4.14 (@restore); either all of @featureset, or single features; then @xend
 * and @msr on top, which end with an element whose leaf or index is unused.
 */
int xc_cpuid_apply_policy(xc_interface *xch, uint32_t domid, bool restore,
			  const uint32_t *featureset, unsigned int nr_features, bool pae, bool itsc,
			  bool nested_virt, const struct xc_xend_cpuid *xend,
			  const struct xc_msr *msr);
#endif

struct elf_binary;
void xc_elf_set_logfile(xc_interface *xch, struct elf_binary *elf, int verbose);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_DOMAIN_H */

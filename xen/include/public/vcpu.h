/* SPDX-License-Identifier: MIT */
/* Operations on a domain's own vcpus: vcpu_op(cmd, vcpu, argument). */
#ifndef __XEN_PUBLIC_VCPU_H__
#define __XEN_PUBLIC_VCPU_H__

#include "xen.h"

/* vcpu_guest_context of PV, vcpu_hvm_context of HVM; once, before VCPUOP_up */
#define VCPUOP_initialise 0
#define VCPUOP_up 1 /* lets it run */
#define VCPUOP_down 2 /* takes it out, with its pending events kept */
#define VCPUOP_is_up 3 /* answers 1 or 0 */
#define VCPUOP_get_runstate_info 4 /* vcpu_runstate_info */

struct vcpu_runstate_info {
	int state; /* RUNSTATE_* */
	/* ns since boot; with XEN_RUNSTATE_UPDATE set while it changes */
	uint64_t state_entry_time;
#define XEN_RUNSTATE_UPDATE (xen_mk_ullong(1) << 63) /* only with VMASST_TYPE_runstate_update_flag */
	uint64_t time[4]; /* ns spent in each state */
};
typedef struct vcpu_runstate_info vcpu_runstate_info_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_runstate_info_t);

#define RUNSTATE_running 0 /* on a processor */
#define RUNSTATE_runnable 1 /* waits for a processor */
#define RUNSTATE_blocked 2 /* waits for an event */
#define RUNSTATE_offline 3 /* neither: paused or down */
/* vcpu_register_runstate_memory_area; the hypervisor keeps it up to date */
#define VCPUOP_register_runstate_memory_area 5

struct vcpu_register_runstate_memory_area {
	union {
		XEN_GUEST_HANDLE(vcpu_runstate_info_t) h;
		struct vcpu_runstate_info *v;
		uint64_t p;
	} addr;
};
typedef struct vcpu_register_runstate_memory_area vcpu_register_runstate_memory_area_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_register_runstate_memory_area_t);

#define VCPUOP_set_periodic_timer 6 /* vcpu_set_periodic_timer */
#define VCPUOP_stop_periodic_timer 7 /* no argument */

struct vcpu_set_periodic_timer {
	uint64_t period_ns; /* at least 1 ms */
};
typedef struct vcpu_set_periodic_timer vcpu_set_periodic_timer_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_set_periodic_timer_t);

#define VCPUOP_set_singleshot_timer 8 /* vcpu_set_singleshot_timer */
#define VCPUOP_stop_singleshot_timer 9 /* no argument */

struct vcpu_set_singleshot_timer {
	uint64_t timeout_abs_ns; /* system time */
	uint32_t flags; /* VCPU_SSHOTTMR_* */
};
typedef struct vcpu_set_singleshot_timer vcpu_set_singleshot_timer_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_set_singleshot_timer_t);

#define _VCPU_SSHOTTMR_future (0) /* -ETIME if it is past */
#define VCPU_SSHOTTMR_future (1U << _VCPU_SSHOTTMR_future)
/* vcpu_register_vcpu_info; once, and before the vcpu runs if it is another's */
#define VCPUOP_register_vcpu_info 10

struct vcpu_register_vcpu_info {
	uint64_t mfn; /* frame that holds it */
	uint32_t offset; /* bytes into the page; it may not cross its end */
	uint32_t rsvd;
};
typedef struct vcpu_register_vcpu_info vcpu_register_vcpu_info_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_register_vcpu_info_t);

#define VCPUOP_send_nmi 11 /* no argument */
#define VCPUOP_get_physid 12 /* vcpu_get_physid; hardware domain with pinned vcpus only */

struct vcpu_get_physid {
	uint64_t phys_id; /* APIC id in the low half, ACPI id in the high half */
};
typedef struct vcpu_get_physid vcpu_get_physid_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_get_physid_t);

#define xen_vcpu_physid_to_x86_apicid(physid) ((uint32_t)(physid))
#define xen_vcpu_physid_to_x86_acpiid(physid) ((uint32_t)((physid) >> 32))
/* vcpu_register_time_memory_area; a second copy of the vcpu's clock */
#define VCPUOP_register_vcpu_time_memory_area 13

DEFINE_XEN_GUEST_HANDLE(vcpu_time_info_t);

struct vcpu_register_time_memory_area {
	union {
		XEN_GUEST_HANDLE(vcpu_time_info_t) h;
		struct vcpu_time_info *v;
		uint64_t p;
	} addr;
};
typedef struct vcpu_register_time_memory_area vcpu_register_time_memory_area_t;
DEFINE_XEN_GUEST_HANDLE(vcpu_register_time_memory_area_t);

#endif

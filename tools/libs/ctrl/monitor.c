/* SPDX-License-Identifier: LGPL-2.1-only */
/* Which events of a domain a monitor is told. */
#include "private.h"

void *xc_monitor_enable(xc_interface *xch, uint32_t domain_id, uint32_t *port)
{
	return xc_vm_event_enable(xch, domain_id, HVM_PARAM_MONITOR_RING_PFN, port);
}

int xc_monitor_disable(xc_interface *xch, uint32_t domain_id)
{
	return xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_DISABLE,
				   XEN_DOMCTL_VM_EVENT_OP_MONITOR, NULL);
}

int xc_monitor_resume(xc_interface *xch, uint32_t domain_id)
{
	return xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_RESUME,
				   XEN_DOMCTL_VM_EVENT_OP_MONITOR, NULL);
}

int xc_monitor_get_capabilities(xc_interface *xch, uint32_t domain_id, uint32_t *capabilities)
{
	struct xen_domctl domctl = DOMCTL(monitor_op, domain_id,
					  .op = XEN_DOMCTL_MONITOR_OP_GET_CAPABILITIES);
	int rc;

	if (!capabilities)
		return fail_with(EINVAL);

	rc = do_domctl(xch, &domctl);
	if (!rc)
		*capabilities = domctl.u.monitor_op.event;
	return rc;
}

int xc_monitor_emulate_each_rep(xc_interface *xch, uint32_t domain_id, bool enable)
{
	struct xen_domctl domctl = DOMCTL(monitor_op, domain_id,
					  .op = XEN_DOMCTL_MONITOR_OP_EMULATE_EACH_REP,
					  .event = enable);

	return do_domctl(xch, &domctl);
}

/* struct xen_domctl that turns event @name_ on or off, with what is particular to the event. */
#define MONITOR_EVENT(name_, dom, enable, ...)							\
	DOMCTL(monitor_op, dom,									\
	       .op = (enable) ? XEN_DOMCTL_MONITOR_OP_ENABLE : XEN_DOMCTL_MONITOR_OP_DISABLE,	\
	       .event = XEN_DOMCTL_MONITOR_EVENT_##name_, __VA_ARGS__)

int xc_monitor_write_ctrlreg(xc_interface *xch, uint32_t domain_id, uint16_t index, bool enable,
			     bool sync, uint64_t bitmask, bool onchangeonly)
{
	struct xen_domctl domctl = MONITOR_EVENT(WRITE_CTRLREG, domain_id, enable,
		.u.mov_to_cr = { .index = index, .sync = sync, .onchangeonly = onchangeonly,
				 .bitmask = bitmask });

	return do_domctl(xch, &domctl);
}

int xc_monitor_mov_to_msr(xc_interface *xch, uint32_t domain_id, uint32_t msr, bool enable,
			  bool onchangeonly)
{
	struct xen_domctl domctl = MONITOR_EVENT(MOV_TO_MSR, domain_id, enable,
		.u.mov_to_msr = { .msr = msr, .onchangeonly = onchangeonly });

	return do_domctl(xch, &domctl);
}

int xc_monitor_guest_request(xc_interface *xch, uint32_t domain_id, bool enable, bool sync,
			     bool allow_userspace)
{
	struct xen_domctl domctl = MONITOR_EVENT(GUEST_REQUEST, domain_id, enable,
		.u.guest_request = { .sync = sync,
				     .allow_userspace = enable && allow_userspace });

	return do_domctl(xch, &domctl);
}

int xc_monitor_debug_exceptions(xc_interface *xch, uint32_t domain_id, bool enable, bool sync)
{
	struct xen_domctl domctl = MONITOR_EVENT(DEBUG_EXCEPTION, domain_id, enable,
						 .u.debug_exception.sync = sync);

	return do_domctl(xch, &domctl);
}

int xc_monitor_vmexit(xc_interface *xch, uint32_t domain_id, bool enable, bool sync)
{
	struct xen_domctl domctl = MONITOR_EVENT(VMEXIT, domain_id, enable, .u.vmexit.sync = sync);

	return do_domctl(xch, &domctl);
}

/* Walking page tables is an event unless it is disabled: the sense is the other way round. */
int xc_monitor_inguest_pagefault(xc_interface *xch, uint32_t domain_id, bool disable)
{
	struct xen_domctl domctl = MONITOR_EVENT(INGUEST_PAGEFAULT, domain_id, disable);

	return do_domctl(xch, &domctl);
}

/* Events that are just on or off. */
#define PLAIN_EVENT(function, name)								\
	int xc_monitor_##function(xc_interface *xch, uint32_t domain_id, bool enable)		\
	{											\
		struct xen_domctl domctl = MONITOR_EVENT(name, domain_id, enable);		\
												\
		return do_domctl(xch, &domctl);							\
	}

PLAIN_EVENT(singlestep, SINGLESTEP)
PLAIN_EVENT(software_breakpoint, SOFTWARE_BREAKPOINT)
PLAIN_EVENT(descriptor_access, DESC_ACCESS)
PLAIN_EVENT(cpuid, CPUID)
PLAIN_EVENT(privileged_call, PRIVILEGED_CALL)
PLAIN_EVENT(emul_unimplemented, EMUL_UNIMPLEMENTED)

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Creating, running, stopping and ending domains. */
#include "../private.h"

#include <xen/hvm/hvm_op.h>

int xc_domain_create(xc_interface *xch, uint32_t *pdomid, struct xen_domctl_createdomain *config)
{
	struct xen_domctl domctl = DOMCTL0(createdomain, *pdomid);
	int rc;

	domctl.u.createdomain = *config;
	rc = do_domctl(xch, &domctl);
	if (rc)
		return rc;

	*pdomid = domctl.domain;
	*config = domctl.u.createdomain;
	return 0;
}

int xc_domain_max_vcpus(xc_interface *xch, uint32_t domid, unsigned int max)
{
	struct xen_domctl domctl = DOMCTL(max_vcpus, domid, .max = max);

	return do_domctl(xch, &domctl);
}

int xc_domain_pause(xc_interface *xch, uint32_t domid)
{
	return domctl_simple(xch, XEN_DOMCTL_pausedomain, domid);
}

int xc_domain_unpause(xc_interface *xch, uint32_t domid)
{
	return domctl_simple(xch, XEN_DOMCTL_unpausedomain, domid);
}

int xc_domain_destroy(xc_interface *xch, uint32_t domid)
{
	return domctl_simple(xch, XEN_DOMCTL_destroydomain, domid);
}

int xc_domain_soft_reset(xc_interface *xch, uint32_t domid)
{
	return domctl_simple(xch, XEN_DOMCTL_soft_reset, domid);
}

int xc_domain_shutdown(xc_interface *xch, uint32_t domid, int reason)
{
	sched_remote_shutdown_t arg = { .domain_id = domid, .reason = reason };
	BOUNCE(buf, &arg, sizeof(arg), XC_IN);

	return xencall2(xch->xcall, __HYPERVISOR_sched_op, SCHEDOP_remote_shutdown,
			(uintptr_t)buf.hyp);
}

int xc_watchdog(xc_interface *xch, uint32_t id, uint32_t timeout)
{
	sched_watchdog_t arg = { .id = id, .timeout = timeout };
	BOUNCE(buf, &arg, sizeof(arg), XC_IN);

	return xencall2(xch->xcall, __HYPERVISOR_sched_op, SCHEDOP_watchdog, (uintptr_t)buf.hyp);
}

int xc_domain_sethandle(xc_interface *xch, uint32_t domid, xen_domain_handle_t handle)
{
	struct xen_domctl domctl = DOMCTL0(setdomainhandle, domid);

	memcpy(domctl.u.setdomainhandle.handle, handle, sizeof(xen_domain_handle_t));
	return do_domctl(xch, &domctl);
}

int xc_domain_send_trigger(xc_interface *xch, uint32_t domid, uint32_t trigger, uint32_t vcpu)
{
	struct xen_domctl domctl = DOMCTL(sendtrigger, domid, .trigger = trigger, .vcpu = vcpu);

	return do_domctl(xch, &domctl);
}

int xc_domain_setdebugging(xc_interface *xch, uint32_t domid, unsigned int enable)
{
	struct xen_domctl domctl = DOMCTL(setdebugging, domid, .enable = enable);

	return do_domctl(xch, &domctl);
}

int xc_domain_debug_control(xc_interface *xch, uint32_t domid, uint32_t sop, uint32_t vcpu)
{
	struct xen_domctl domctl = DOMCTL(debug_op, domid, .op = sop, .vcpu = vcpu);

	return do_domctl(xch, &domctl);
}

int xc_domain_set_target(xc_interface *xch, uint32_t domid, uint32_t target)
{
	struct xen_domctl domctl = DOMCTL(set_target, domid, .target = target);

	return do_domctl(xch, &domctl);
}

int xc_domain_subscribe_for_suspend(xc_interface *xch, uint32_t domid, evtchn_port_t port)
{
	struct xen_domctl domctl = DOMCTL(subscribe, domid, .port = port);

	return do_domctl(xch, &domctl);
}

int xc_domain_set_virq_handler(xc_interface *xch, uint32_t domid, int virq)
{
	struct xen_domctl domctl = DOMCTL(set_virq_handler, domid, .virq = virq);

	return do_domctl(xch, &domctl);
}

int xc_domain_set_time_offset(xc_interface *xch, uint32_t domid, int32_t time_offset_seconds)
{
	struct xen_domctl domctl = DOMCTL(settimeoffset, domid,
					  .time_offset_seconds = time_offset_seconds);

	return do_domctl(xch, &domctl);
}

int xc_domain_set_tsc_info(xc_interface *xch, uint32_t domid, uint32_t tsc_mode,
			   uint64_t elapsed_nsec, uint32_t gtsc_khz, uint32_t incarnation)
{
	struct xen_domctl domctl = DOMCTL_AS(settscinfo, tsc_info, domid, .tsc_mode = tsc_mode,
		.elapsed_nsec = elapsed_nsec, .gtsc_khz = gtsc_khz, .incarnation = incarnation);

	return do_domctl(xch, &domctl);
}

int xc_domain_get_tsc_info(xc_interface *xch, uint32_t domid, uint32_t *tsc_mode,
			   uint64_t *elapsed_nsec, uint32_t *gtsc_khz, uint32_t *incarnation)
{
	struct xen_domctl domctl = DOMCTL0(gettscinfo, domid);
	int rc = do_domctl(xch, &domctl);

	if (rc)
		return rc;
	*tsc_mode = domctl.u.tsc_info.tsc_mode;
	*elapsed_nsec = domctl.u.tsc_info.elapsed_nsec;
	*gtsc_khz = domctl.u.tsc_info.gtsc_khz;
	*incarnation = domctl.u.tsc_info.incarnation;
	return 0;
}

int xc_domain_set_access_required(xc_interface *xch, uint32_t domid, unsigned int required)
{
	struct xen_domctl domctl = DOMCTL_AS(set_access_required, access_required, domid,
					     .access_required = required);

	return do_domctl(xch, &domctl);
}

int xc_hvm_param_set(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t value)
{
	xen_hvm_param_t arg = { .domid = dom, .index = param, .value = value };

	return do_hvm_op(xch, HVMOP_set_param, &arg, sizeof(arg));
}

int xc_hvm_param_get(xc_interface *xch, uint32_t dom, uint32_t param, uint64_t *value)
{
	xen_hvm_param_t arg = { .domid = dom, .index = param };
	int rc = do_hvm_op(xch, HVMOP_get_param, &arg, sizeof(arg));

	*value = arg.value;
	return rc;
}

int xc_set_hvm_param(xc_interface *xch, uint32_t dom, int param, unsigned long value)
{
	return xc_hvm_param_set(xch, dom, param, value);
}

int xc_get_hvm_param(xc_interface *xch, uint32_t dom, int param, unsigned long *value)
{
	uint64_t v;
	int rc = xc_hvm_param_get(xch, dom, param, &v);

	if (rc < 0)
		return rc;
	*value = v;
	return 0;
}

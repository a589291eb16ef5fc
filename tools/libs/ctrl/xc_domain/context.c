/* SPDX-License-Identifier: LGPL-2.1-only */
/* Register state of virtual CPUs and of HVM devices. */
#include "../private.h"

int xc_vcpu_setcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt)
{
	struct xen_domctl domctl = DOMCTL_AS(setvcpucontext, vcpucontext, domid, .vcpu = vcpu);
	BOUNCE(buf, ctxt, sizeof(*ctxt), XC_IN);

	set_bounce_handle(domctl.u.vcpucontext.ctxt, buf);
	return do_domctl(xch, &domctl);
}

int xc_vcpu_getcontext(xc_interface *xch, uint32_t domid, uint32_t vcpu,
		       vcpu_guest_context_any_t *ctxt)
{
	struct xen_domctl domctl = DOMCTL_AS(getvcpucontext, vcpucontext, domid, .vcpu = vcpu);
	BOUNCE(buf, ctxt, sizeof(*ctxt), XC_OUT);

	set_bounce_handle(domctl.u.vcpucontext.ctxt, buf);
	return do_domctl(xch, &domctl);
}

int xc_vcpu_get_extstate(xc_interface *xch, uint32_t domid, uint32_t vcpu,
			 xc_vcpu_extstate_t *extstate)
{
	struct xen_domctl domctl = DOMCTL_AS(getvcpuextstate, vcpuextstate, domid, .vcpu = vcpu,
		.xfeature_mask = extstate->xfeature_mask, .size = extstate->size);
	/* Without a mask and a size it is a question for both, and the buffer is not looked at. */
	int query = !extstate->xfeature_mask && !extstate->size;
	BOUNCE(buf, query ? NULL : extstate->buffer, extstate->size, XC_OUT);

	set_bounce_handle(domctl.u.vcpuextstate.buffer, buf);
	if (do_domctl(xch, &domctl) < 0)
		return -1;

	if (query) {
		extstate->xfeature_mask = domctl.u.vcpuextstate.xfeature_mask;
		extstate->size = domctl.u.vcpuextstate.size;
	}
	return 0;
}

int xc_domain_hvm_getcontext(xc_interface *xch, uint32_t domid, uint8_t *ctxt_buf, uint32_t size)
{
	struct xen_domctl domctl = DOMCTL_AS(gethvmcontext, hvmcontext, domid, .size = size);
	BOUNCE(buf, ctxt_buf, size, XC_OUT);

	set_bounce_handle(domctl.u.hvmcontext.buffer, buf);
	if (do_domctl(xch, &domctl) < 0)
		return -1;
	return domctl.u.hvmcontext.size;
}

int xc_domain_hvm_setcontext(xc_interface *xch, uint32_t domid, uint8_t *hvm_ctxt, uint32_t size)
{
	struct xen_domctl domctl = DOMCTL_AS(sethvmcontext, hvmcontext, domid, .size = size);
	BOUNCE(buf, hvm_ctxt, size, XC_IN);

	set_bounce_handle(domctl.u.hvmcontext.buffer, buf);
	return do_domctl(xch, &domctl);
}

int xc_domain_hvm_getcontext_partial(xc_interface *xch, uint32_t domid, uint16_t typecode,
				     uint16_t instance, void *ctxt_buf, uint32_t size)
{
	struct xen_domctl domctl = DOMCTL_AS(gethvmcontext_partial, hvmcontext_partial, domid,
		.type = typecode, .instance = instance, .bufsz = size);

	if (!ctxt_buf)
		return fail_with(EINVAL);

	BOUNCE(buf, ctxt_buf, size, XC_OUT);

	set_bounce_handle(domctl.u.hvmcontext_partial.buffer, buf);
	return zero_if_ok(do_domctl(xch, &domctl));
}

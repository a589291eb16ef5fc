/* SPDX-License-Identifier: LGPL-2.1-only */
/* Alternate physmaps: several views of an HVM guest's memory. */
#include "private.h"

#include <xen/hvm/hvm_op.h>

/* struct xen_hvm_altp2m_op for command @name on domain @dom, with fields of a union member. */
#define ALTP2M(name, dom, member, ...)								\
	{ .version = HVMOP_ALTP2M_INTERFACE_VERSION, .cmd = HVMOP_altp2m_##name,		\
	  .domain = (dom), .u.member = { __VA_ARGS__ } }

static int altp2m(xc_interface *xch, xen_hvm_altp2m_op_t *op)
{
	return do_hvm_op(xch, HVMOP_altp2m, op, sizeof(*op));
}

int xc_altp2m_get_domain_state(xc_interface *xch, uint32_t dom, bool *state)
{
	xen_hvm_altp2m_op_t op = ALTP2M(get_domain_state, dom, domain_state);
	int rc = altp2m(xch, &op);

	if (!rc)
		*state = op.u.domain_state.state;
	return rc;
}

int xc_altp2m_set_domain_state(xc_interface *xch, uint32_t dom, bool state)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_domain_state, dom, domain_state, .state = state);

	return altp2m(xch, &op);
}

int xc_altp2m_set_vcpu_enable_notify(xc_interface *xch, uint32_t domid, uint32_t vcpuid,
				     xen_pfn_t gfn)
{
	xen_hvm_altp2m_op_t op = ALTP2M(vcpu_enable_notify, domid, enable_notify,
					.vcpu_id = vcpuid, .gfn = gfn);

	return altp2m(xch, &op);
}

int xc_altp2m_set_vcpu_disable_notify(xc_interface *xch, uint32_t domid, uint32_t vcpuid)
{
	xen_hvm_altp2m_op_t op = ALTP2M(vcpu_disable_notify, domid, disable_notify,
					.vcpu_id = vcpuid);

	return altp2m(xch, &op);
}

int xc_altp2m_create_view(xc_interface *xch, uint32_t domid, xenmem_access_t default_access,
			  uint16_t *view_id)
{
	xen_hvm_altp2m_op_t op = ALTP2M(create_p2m, domid, view, .view = -1,
					.hvmmem_default_access = default_access);
	int rc = altp2m(xch, &op);

	if (!rc)
		*view_id = op.u.view.view;
	return rc;
}

int xc_altp2m_destroy_view(xc_interface *xch, uint32_t domid, uint16_t view_id)
{
	xen_hvm_altp2m_op_t op = ALTP2M(destroy_p2m, domid, view, .view = view_id);

	return altp2m(xch, &op);
}

int xc_altp2m_switch_to_view(xc_interface *xch, uint32_t domid, uint16_t view_id)
{
	xen_hvm_altp2m_op_t op = ALTP2M(switch_p2m, domid, view, .view = view_id);

	return altp2m(xch, &op);
}

int xc_altp2m_set_suppress_ve(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			      bool sve)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_suppress_ve, domid, suppress_ve, .view = view_id,
					.gfn = gfn, .suppress_ve = sve);

	return altp2m(xch, &op);
}

int xc_altp2m_get_suppress_ve(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			      bool *sve)
{
	xen_hvm_altp2m_op_t op = ALTP2M(get_suppress_ve, domid, suppress_ve, .view = view_id,
					.gfn = gfn);
	int rc = altp2m(xch, &op);

	if (!rc)
		*sve = op.u.suppress_ve.suppress_ve;
	return rc;
}

int xc_altp2m_set_supress_ve_multi(xc_interface *xch, uint32_t domid, uint16_t view_id,
				   xen_pfn_t first_gfn, xen_pfn_t last_gfn, bool sve,
				   xen_pfn_t *error_gfn, int32_t *error_code)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_suppress_ve_multi, domid, suppress_ve_multi,
		.view = view_id, .first_gfn = first_gfn, .last_gfn = last_gfn, .suppress_ve = sve);
	int rc = altp2m(xch, &op);

	if (rc >= 0 && op.u.suppress_ve_multi.first_error) {
		*error_gfn = op.u.suppress_ve_multi.first_error_gfn;
		*error_code = op.u.suppress_ve_multi.first_error;
	}
	return rc;
}

int xc_altp2m_set_mem_access(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			     xenmem_access_t access)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_mem_access, domid, mem_access, .view = view_id,
					.access = access, .gfn = gfn);

	return altp2m(xch, &op);
}

int xc_altp2m_get_mem_access(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t gfn,
			     xenmem_access_t *access)
{
	xen_hvm_altp2m_op_t op = ALTP2M(get_mem_access, domid, mem_access, .view = view_id,
					.gfn = gfn);
	int rc = altp2m(xch, &op);

	if (!rc)
		*access = op.u.mem_access.access;
	return rc;
}

int xc_altp2m_set_mem_access_multi(xc_interface *xch, uint32_t domid, uint16_t view_id,
				   uint8_t *access, uint64_t *gfns, uint32_t nr)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_mem_access_multi, domid, set_mem_access_multi,
					.view = view_id, .nr = nr);
	BOUNCE(access_buf, access, ARRAY_BYTES(access, nr), XC_IN);
	BOUNCE(gfn_buf, gfns, ARRAY_BYTES(gfns, nr), XC_IN);

	set_bounce_handle(op.u.set_mem_access_multi.pfn_list, gfn_buf);
	set_bounce_handle(op.u.set_mem_access_multi.access_list, access_buf);
	return altp2m(xch, &op);
}

int xc_altp2m_change_gfn(xc_interface *xch, uint32_t domid, uint16_t view_id, xen_pfn_t old_gfn,
			 xen_pfn_t new_gfn)
{
	xen_hvm_altp2m_op_t op = ALTP2M(change_gfn, domid, change_gfn, .view = view_id,
					.old_gfn = old_gfn, .new_gfn = new_gfn);

	return altp2m(xch, &op);
}

int xc_altp2m_get_vcpu_p2m_idx(xc_interface *xch, uint32_t domid, uint32_t vcpuid,
			       uint16_t *p2midx)
{
	xen_hvm_altp2m_op_t op = ALTP2M(get_p2m_idx, domid, get_vcpu_p2m_idx, .vcpu_id = vcpuid);
	int rc = altp2m(xch, &op);

	if (!rc)
		*p2midx = op.u.get_vcpu_p2m_idx.altp2m_idx;
	return rc;
}

int xc_altp2m_set_visibility(xc_interface *xch, uint32_t domid, uint16_t view_id, bool visible)
{
	xen_hvm_altp2m_op_t op = ALTP2M(set_visibility, domid, set_visibility,
					.altp2m_idx = view_id, .visible = visible);

	return altp2m(xch, &op);
}

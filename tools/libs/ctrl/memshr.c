/* SPDX-License-Identifier: LGPL-2.1-only */
/* Sharing equal pages between domains, and forking domains. */
#include "private.h"

static int sharing_op(xc_interface *xch, uint32_t domid, xen_mem_sharing_op_t *op)
{
	op->domain = domid;
	return xc_memory_op(xch, XENMEM_sharing_op, op, sizeof(*op));
}

int xc_memshr_control(xc_interface *xch, uint32_t domid, int enable)
{
	struct xen_domctl domctl = DOMCTL(mem_sharing_op, domid,
		.op = XEN_DOMCTL_MEM_SHARING_CONTROL, .u.enable = enable);

	return do_domctl(xch, &domctl);
}

int xc_memshr_ring_enable(xc_interface *xch, uint32_t domid, uint32_t *port)
{
	if (!port)
		return fail_with(EINVAL);
	return xc_vm_event_control(xch, domid, XEN_VM_EVENT_ENABLE,
				   XEN_DOMCTL_VM_EVENT_OP_SHARING, port);
}

int xc_memshr_ring_disable(xc_interface *xch, uint32_t domid)
{
	return xc_vm_event_control(xch, domid, XEN_VM_EVENT_DISABLE,
				   XEN_DOMCTL_VM_EVENT_OP_SHARING, NULL);
}

int xc_memshr_domain_resume(xc_interface *xch, uint32_t domid)
{
	return xc_vm_event_control(xch, domid, XEN_VM_EVENT_RESUME,
				   XEN_DOMCTL_VM_EVENT_OP_SHARING, NULL);
}

static int nominate(xc_interface *xch, uint32_t domid, xen_mem_sharing_op_t *op, uint64_t *handle)
{
	int rc = sharing_op(xch, domid, op);

	if (!rc)
		*handle = op->u.nominate.handle;
	return rc;
}

int xc_memshr_nominate_gfn(xc_interface *xch, uint32_t domid, unsigned long gfn, uint64_t *handle)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_nominate_gfn, .u.nominate.u.gfn = gfn,
	};

	return nominate(xch, domid, &op, handle);
}

int xc_memshr_nominate_gref(xc_interface *xch, uint32_t domid, grant_ref_t gref, uint64_t *handle)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_nominate_gref, .u.nominate.u.grant_ref = gref,
	};

	return nominate(xch, domid, &op, handle);
}

int xc_memshr_share_gfns(xc_interface *xch, uint32_t source_domain, unsigned long source_gfn,
			 uint64_t source_handle, uint32_t client_domain, unsigned long client_gfn,
			 uint64_t client_handle)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_share,
		.u.share = {
			.source_gfn = source_gfn, .source_handle = source_handle,
			.client_domain = client_domain,
			.client_gfn = client_gfn, .client_handle = client_handle,
		},
	};

	return sharing_op(xch, source_domain, &op);
}

int xc_memshr_share_grefs(xc_interface *xch, uint32_t source_domain, grant_ref_t source_gref,
			  uint64_t source_handle, uint32_t client_domain, grant_ref_t client_gref,
			  uint64_t client_handle)
{
	return xc_memshr_share_gfns(xch, source_domain,
				    XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG | source_gref,
				    source_handle, client_domain,
				    XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG | client_gref,
				    client_handle);
}

int xc_memshr_add_to_physmap(xc_interface *xch, uint32_t source_domain, unsigned long source_gfn,
			     uint64_t source_handle, uint32_t client_domain,
			     unsigned long client_gfn)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_add_physmap,
		.u.share = {
			.source_gfn = source_gfn, .source_handle = source_handle,
			.client_gfn = client_gfn, .client_domain = client_domain,
		},
	};

	return sharing_op(xch, source_domain, &op);
}

int xc_memshr_range_share(xc_interface *xch, uint32_t source_domain, uint32_t client_domain,
			  uint64_t first_gfn, uint64_t last_gfn)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_range_share,
		.u.range = {
			.client_domain = client_domain,
			.first_gfn = first_gfn, .last_gfn = last_gfn,
		},
	};

	return sharing_op(xch, source_domain, &op);
}

int xc_memshr_fork(xc_interface *xch, uint32_t source_domain, uint32_t client_domain,
		   bool allow_with_iommu, bool block_interrupts)
{
	xen_mem_sharing_op_t op = {
		.op = XENMEM_sharing_op_fork, .u.fork.parent_domain = source_domain,
	};

	if (allow_with_iommu)
		op.u.fork.flags |= XENMEM_FORK_WITH_IOMMU_ALLOWED;
	if (block_interrupts)
		op.u.fork.flags |= XENMEM_FORK_BLOCK_INTERRUPTS;
	return sharing_op(xch, client_domain, &op);
}

int xc_memshr_fork_reset(xc_interface *xch, uint32_t forked_domain, bool reset_state,
			 bool reset_memory)
{
	xen_mem_sharing_op_t op = { .op = XENMEM_sharing_op_fork_reset };

	if (reset_state)
		op.u.fork.flags |= XENMEM_FORK_RESET_STATE;
	if (reset_memory)
		op.u.fork.flags |= XENMEM_FORK_RESET_MEMORY;
	return sharing_op(xch, forked_domain, &op);
}

int xc_memshr_debug_gfn(xc_interface *xch, uint32_t domid, unsigned long gfn)
{
	xen_mem_sharing_op_t op = { .op = XENMEM_sharing_op_debug_gfn, .u.debug.u.gfn = gfn };

	return sharing_op(xch, domid, &op);
}

int xc_memshr_debug_gref(xc_interface *xch, uint32_t domid, grant_ref_t gref)
{
	xen_mem_sharing_op_t op = { .op = XENMEM_sharing_op_debug_gref, .u.debug.u.gref = gref };

	return sharing_op(xch, domid, &op);
}

int xc_memshr_audit(xc_interface *xch)
{
	xen_mem_sharing_op_t op = { .op = XENMEM_sharing_op_audit };

	return sharing_op(xch, 0, &op);
}

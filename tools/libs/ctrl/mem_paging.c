/* SPDX-License-Identifier: LGPL-2.1-only */
/* Paging guest memory out and in. */
#include "private.h"

static int paging_op(xc_interface *xch, uint32_t domain_id, unsigned int op, uint64_t gfn,
		     void *buffer)
{
	xen_mem_paging_op_t arg = { .op = op, .domain = domain_id, .gfn = gfn };

	set_xen_guest_handle_raw(arg.buffer, buffer);
	return xc_memory_op(xch, XENMEM_paging_op, &arg, sizeof(arg));
}

int xc_mem_paging_enable(xc_interface *xch, uint32_t domain_id, uint32_t *port)
{
	if (!port)
		return fail_with(EINVAL);
	return xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_ENABLE,
				   XEN_DOMCTL_VM_EVENT_OP_PAGING, port);
}

int xc_mem_paging_disable(xc_interface *xch, uint32_t domain_id)
{
	return xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_DISABLE,
				   XEN_DOMCTL_VM_EVENT_OP_PAGING, NULL);
}

int xc_mem_paging_resume(xc_interface *xch, uint32_t domain_id)
{
	return xc_vm_event_control(xch, domain_id, XEN_VM_EVENT_RESUME,
				   XEN_DOMCTL_VM_EVENT_OP_PAGING, NULL);
}

int xc_mem_paging_nominate(xc_interface *xch, uint32_t domain_id, uint64_t gfn)
{
	return paging_op(xch, domain_id, XENMEM_paging_op_nominate, gfn, NULL);
}

int xc_mem_paging_evict(xc_interface *xch, uint32_t domain_id, uint64_t gfn)
{
	return paging_op(xch, domain_id, XENMEM_paging_op_evict, gfn, NULL);
}

int xc_mem_paging_prep(xc_interface *xch, uint32_t domain_id, uint64_t gfn)
{
	return paging_op(xch, domain_id, XENMEM_paging_op_prep, gfn, NULL);
}

int xc_mem_paging_load(xc_interface *xch, uint32_t domain_id, uint64_t gfn, void *buffer)
{
	if (!buffer || (uintptr_t)buffer & ~PAGE_MASK)
		return fail_with(EINVAL);

	BOUNCE(page, buffer, PAGE_SIZE, XC_IN);

	return paging_op(xch, domain_id, XENMEM_paging_op_prep, gfn, page.hyp);
}

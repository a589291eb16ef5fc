/* SPDX-License-Identifier: LGPL-2.1-only */
/* Watching which guest frames are read, written and executed. */
#include "private.h"

static int access_op(xc_interface *xch, xen_mem_access_op_t *op)
{
	return xc_memory_op(xch, XENMEM_access_op, op, sizeof(*op));
}

int xc_set_mem_access(xc_interface *xch, uint32_t domain_id, xenmem_access_t access,
		      uint64_t first_pfn, uint32_t nr)
{
	xen_mem_access_op_t op = {
		.op = XENMEM_access_op_set_access, .domid = domain_id, .access = access,
		.pfn = first_pfn, .nr = nr,
	};

	return access_op(xch, &op);
}

int xc_set_mem_access_multi(xc_interface *xch, uint32_t domain_id, uint8_t *access,
			    uint64_t *pages, uint32_t nr)
{
	xen_mem_access_op_t op = {
		.op = XENMEM_access_op_set_access_multi, .domid = domain_id,
		.access = XENMEM_access_default + 1, /* in range of none: the lists say it */
		.pfn = ~0ULL, .nr = nr,
	};
	BOUNCE(pfns, pages, ARRAY_BYTES(pages, nr), XC_IN);
	BOUNCE(accesses, access, ARRAY_BYTES(access, nr), XC_IN);

	set_bounce_handle(op.pfn_list, pfns);
	set_bounce_handle(op.access_list, accesses);
	return access_op(xch, &op);
}

int xc_get_mem_access(xc_interface *xch, uint32_t domain_id, uint64_t pfn,
		      xenmem_access_t *access)
{
	xen_mem_access_op_t op = {
		.op = XENMEM_access_op_get_access, .domid = domain_id, .pfn = pfn,
	};
	int rc = access_op(xch, &op);

	if (!rc)
		*access = op.access;
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* TLB, caches, LDT, and whole pages. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <asm/pv/mm-hooks.h>
#include "../guest-flush.h"
#include "private.h"

int mmuext_flush(const struct mmuext_op *op, struct domain *owner)
{
	const void *va = (void *)op->arg1.linear_addr;
	cpumask_t mask;
	int rc;

	switch (op->cmd) {
	case MMUEXT_TLB_FLUSH_LOCAL:
		flush_tlb_local();
		return 0;
	case MMUEXT_INVLPG_LOCAL:
		flush_tlb_one_local(va);
		return 0;
	case MMUEXT_TLB_FLUSH_ALL:
	case MMUEXT_INVLPG_ALL:
		domain_dirty_cpus(owner, &mask);
		break;
	default:
		rc = vcpu_bitmap_to_cpus(owner, op->arg2.vcpumask.p, &mask);
		if (rc)
			return rc;
		break;
	}
	if (op->cmd == MMUEXT_INVLPG_ALL || op->cmd == MMUEXT_INVLPG_MULTI)
		flush_area_mask(&mask, va, FLUSH_TLB | FLUSH_ONE_PAGE);
	else
		flush_tlb_mask(&mask);
	return 0;
}

/* For those who drive devices; wbinvd is slow and hits everybody. */
int mmuext_flush_cache(const struct mmuext_op *op, struct domain *owner)
{
	if (rangeset_is_empty(owner->iomem_caps))
		return hc_fail(-EACCES, "d%u: no devices, no cache flush", owner->domain_id);
	if (op->cmd == MMUEXT_FLUSH_CACHE)
		flush_area_local(NULL, FLUSH_CACHE);
	else
		flush_area_mask(&cpu_online_map, NULL, FLUSH_CACHE);
	return 0;
}

int mmuext_set_ldt(const struct mmuext_op *op, struct domain *owner)
{
	return pv_set_ldt(current, op->arg1.linear_addr, op->arg2.nr_ents);
}

int mmuext_clear_page(const struct mmuext_op *op, struct domain *owner)
{
	mfn_t m = _mfn(op->arg1.mfn);
	void *p;

	if (!mfn_has_page(m) || !get_page_and_type(mfn_to_page(m), owner, PGT_writable_page))
		return hc_fail(-EINVAL, "d%u: cannot clear frame %lx", owner->domain_id, mfn_x(m));
	p = map_domain_page(m);
	clear_page(p);
	unmap_domain_page(p);
	put_page_and_type(mfn_to_page(m));
	return 0;
}

int mmuext_copy_page(const struct mmuext_op *op, struct domain *owner)
{
	mfn_t to = _mfn(op->arg1.mfn), from = _mfn(op->arg2.src_mfn);
	void *p, *q;

	if (!mfn_has_page(from) || !get_page(mfn_to_page(from), owner))
		return hc_fail(-EINVAL, "d%u: cannot copy from frame %lx", owner->domain_id, mfn_x(from));
	if (!mfn_has_page(to) || !get_page_and_type(mfn_to_page(to), owner, PGT_writable_page)) {
		put_page(mfn_to_page(from));
		return hc_fail(-EINVAL, "d%u: cannot copy to frame %lx", owner->domain_id, mfn_x(to));
	}
	p = map_domain_page(to);
	q = map_domain_page(from);
	copy_page(p, q);
	unmap_domain_page(q);
	unmap_domain_page(p);
	put_page_and_type(mfn_to_page(to));
	put_page(mfn_to_page(from));
	return 0;
}

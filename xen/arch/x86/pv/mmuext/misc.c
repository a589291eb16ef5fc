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

/* The page that @owner calls @frame, to be written to. NULL. */
static struct page_info *get_writable(struct domain *owner, unsigned long frame)
{
	struct page_info *pg = get_page_from_gfn(owner, _gfn(frame));

	if (!pg || get_page_type(pg, PGT_writable_page))
		return pg;
	put_page(pg);
	return NULL;
}

int mmuext_clear_page(const struct mmuext_op *op, struct domain *owner)
{
	struct page_info *pg = get_writable(owner, op->arg1.mfn);
	void *p;

	if (!pg)
		return hc_fail(-EINVAL, "d%u: cannot clear frame %lx", owner->domain_id, op->arg1.mfn);
	p = map_domain_page(page_to_mfn(pg));
	clear_page(p);
	unmap_domain_page(p);
	put_page_and_type(pg);
	return 0;
}

int mmuext_copy_page(const struct mmuext_op *op, struct domain *owner)
{
	struct page_info *from = get_page_from_gfn(owner, _gfn(op->arg2.src_mfn)), *to;
	void *p, *q;

	if (!from)
		return hc_fail(-EINVAL, "d%u: cannot copy from frame %lx", owner->domain_id, op->arg2.src_mfn);
	to = get_writable(owner, op->arg1.mfn);
	if (!to) {
		put_page(from);
		return hc_fail(-EINVAL, "d%u: cannot copy to frame %lx", owner->domain_id, op->arg1.mfn);
	}
	p = map_domain_page(page_to_mfn(to));
	q = map_domain_page(page_to_mfn(from));
	copy_page(p, q);
	unmap_domain_page(q);
	unmap_domain_page(p);
	put_page_and_type(to);
	put_page(from);
	return 0;
}

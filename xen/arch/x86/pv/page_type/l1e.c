/* SPDX-License-Identifier: GPL-2.0-only */
/* References of leaf entries: a frame of memory, with type writable if the entry is; or I/O memory, by right. */
#include <xen/errno.h>
#include <xen/rangeset.h>
#include <asm/pv/mmio-ro.h>
#include "private.h"

static int check_io(u64 *e, struct domain *d, struct domain *owner)
{
	unsigned long m = mfn_x(pte_mfn(*e));

	if (!rangeset_contains_singleton(d->iomem_caps, m))
		return hc_fail(-EPERM, "d%u: no right to I/O memory %lx", d->domain_id, m);
	if (owner != d && owner != dom_io && !rangeset_contains_singleton(owner->iomem_caps, m))
		return hc_fail(-EPERM, "d%u: no right to I/O memory %lx", owner->domain_id, m);
	if ((*e & _PAGE_RW) && rangeset_contains_singleton(mmio_ro_ranges, m))
		*e &= ~_PAGE_RW;
	return 0;
}

int get_page_from_l1e(u64 *e, struct domain *d, struct domain *owner)
{
	mfn_t m = pte_mfn(*e);
	struct page_info *pg;

	if (unlikely(!mfn_has_page(m)))
		return check_io(e, d, owner);
	pg = mfn_to_page(m);
	if (unlikely(!get_page(pg, owner))) {
		if (pg->count_info & PGC_io)
			return check_io(e, d, owner);
		return hc_fail(-EINVAL, "d%u: entry %lx: frame is not d%u's", d->domain_id, *e, owner->domain_id);
	}
	/*
	 * Memory that is not cached for the guest but is for us would show stale data to one of both. Those who
	 * drive devices must be able to say so; others have no reason to.
	 */
	if (unlikely(*e & _PAGE_CACHE_MASK) && rangeset_is_empty(d->iomem_caps))
		*e &= ~_PAGE_CACHE_MASK;
	if ((*e & _PAGE_RW) && unlikely(!get_page_type(pg, PGT_writable_page))) {
		put_page(pg);
		return hc_fail(-EINVAL, "d%u: entry %lx: frame in use as type %lx cannot be writable", d->domain_id, *e,
			       pg->type_info);
	}
	return 0;
}

void put_page_from_l1e(u64 e, struct domain *d)
{
	struct page_info *pg;

	if (!(e & _PAGE_PRESENT) || (e & _PAGE_GNTTAB) || !mfn_has_page(pte_mfn(e)))
		return;
	pg = mfn_to_page(pte_mfn(e));
	if (pg->count_info & PGC_io)
		return;
	if (e & _PAGE_RW)
		put_page_type(pg);
	put_page(pg);
}

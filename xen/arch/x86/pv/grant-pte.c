/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page-table entries of grant mappings. Such an entry is marked (_PAGE_GNTTAB, which no guest can set) and has no
 * references of its own: those that the grant holds keep the frame until the mapping is ended through the grant
 * table. A guest that overwrites the entry by other means loses the mapping, not the hypervisor its count.
 */
#include <xen/atomic.h>
#include <xen/domain.h>
#include <xen/grant_table.h>
#include <xen/lib.h>
#include <asm/pv/grant-pte.h>
#include <asm/pv/page_type.h>
#include "page_type/private.h"
#include "pt-update.h"

/* The entry that @addr names: by its machine address, or the one that maps a linear address. Locked; NULL. */
static u64 *lock_entry(u64 addr, bool by_pte, struct page_info **pg)
{
	mfn_t m = maddr_to_mfn(addr);

	if (!by_pte)
		return guest_l1_lock(addr, pg);
	if ((addr & 7) || !mfn_has_page(m))
		return NULL;
	*pg = mfn_to_page(m);
	if (!page_lock_l1(*pg, current->domain))
		return NULL;
	return (u64 *)map_domain_page(m) + (addr & ~PAGE_MASK) / sizeof(u64);
}

int pv_create_grant_mapping(u64 host_addr, mfn_t frame, unsigned int flags)
{
	struct domain *d = current->domain;
	u64 *slot, old, n = pte_make(frame, _PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_USER | _PAGE_GNTTAB);
	struct page_info *pg;

	if (!(flags & GNTMAP_readonly))
		n |= _PAGE_RW;
	n |= ((u64)(flags >> _GNTMAP_guest_avail0) << 9) & _PAGE_AVAIL;
	slot = lock_entry(host_addr, flags & GNTMAP_contains_pte, &pg);
	if (!slot)
		return hc_fail(GNTST_general_error, "d%u: no entry at %lx", d->domain_id, host_addr);
	old = xchg(slot, n);
	put_page_from_l1e(old, d);
	guest_l1_unlock(slot, pg);
	return GNTST_okay;
}

/*
 * Writable or not must agree, too: a guest with two mappings of one frame would otherwise end the writable one and keep its
 * entry, and the frame's owner could make a page table of what the guest still writes to.
 */
static bool maps_grant(u64 e, mfn_t frame, unsigned int flags)
{
	u64 want = _PAGE_PRESENT | _PAGE_GNTTAB | (flags & GNTMAP_readonly ? 0 : _PAGE_RW);

	return (e & (_PAGE_PRESENT | _PAGE_GNTTAB | _PAGE_RW)) == want && mfn_eq(pte_mfn(e), frame);
}

/* Exchanges the grant's entry for @n, which brings its references along. */
static int end_mapping(u64 host_addr, unsigned int flags, mfn_t frame, u64 n)
{
	struct page_info *pg;
	u64 *slot = lock_entry(host_addr, flags & GNTMAP_contains_pte, &pg);
	int rc = GNTST_okay;

	if (!slot)
		return hc_fail(GNTST_general_error, "d%u: no entry at %lx", current->domain->domain_id, host_addr);
	if (maps_grant(READ_ONCE(*slot), frame, flags))
		xchg(slot, n); /* entries of a locked table change only in accessed and dirty bits */
	else
		rc = hc_fail(GNTST_general_error, "d%u: entry %lx at %lx does not map grant frame %lx",
			     current->domain->domain_id, *slot, host_addr, mfn_x(frame));
	guest_l1_unlock(slot, pg);
	return rc;
}

int pv_replace_grant_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags)
{
	struct domain *d = current->domain;
	struct page_info *pg;
	u64 *slot, n;
	int rc;

	if (!new_addr)
		return end_mapping(host_addr, flags, frame, 0);
	if (flags & GNTMAP_contains_pte)
		return GNTST_general_error;
	/* unmap_and_replace: what is mapped at @new_addr moves to @host_addr. The two locks do not nest. */
	slot = guest_l1_lock(new_addr, &pg);
	if (!slot)
		return GNTST_general_error;
	n = xchg(slot, 0);
	guest_l1_unlock(slot, pg);
	rc = end_mapping(host_addr, flags, frame, n);
	if (rc == GNTST_okay)
		return rc;
	slot = guest_l1_lock(new_addr, &pg);
	if (slot)
		n = xchg(slot, n);
	if (slot)
		guest_l1_unlock(slot, pg);
	put_page_from_l1e(n, d);
	return rc;
}

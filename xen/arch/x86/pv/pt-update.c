/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/atomic.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/pv/mm-hooks.h>
#include "page_type/private.h"
#include "pt-update.h"

#define AD_BITS (_PAGE_ACCESSED | _PAGE_DIRTY)

/* Puts @n into the slot and tells in *@old what was there. With preserve_ad, or an expectation, the entry may change
 * only as the processor changes it: accessed and dirty bits. */
static int exchange_entry(u64 *slot, u64 n, const struct pt_change *c, u64 *old)
{
	u64 seen;

	if (likely(!c->preserve_ad && !c->emulated)) {
		*old = xchg(slot, n);
		return 0;
	}
	for (u64 o = READ_ONCE(*slot);; o = seen) {
		if (c->emulated && o != c->expected)
			return -EAGAIN;
		seen = cmpxchg(slot, o, c->preserve_ad ? n | (o & AD_BITS) : n);
		if (seen == o) {
			*old = o;
			return 0;
		}
	}
}

/* Same frame, no new rights: the references that the entry has serve on. */
static bool keeps_references(u64 old, u64 n)
{
	return (old & _PAGE_PRESENT) &&
	       !((old ^ n) & (PTE_ADDR_MASK | _PAGE_PRESENT | _PAGE_RW | _PAGE_CACHE_MASK | _PAGE_GNTTAB));
}

int mod_l1_entry(u64 *slot, const struct pt_change *c)
{
	u64 old, n = pte_adjust(c->new, 1);
	const char *why;
	bool keep;
	int rc;

	if (!(n & _PAGE_PRESENT)) {
		rc = exchange_entry(slot, n, c, &old);
		if (!rc)
			put_page_from_l1e(old, c->d);
		return rc;
	}
	why = pte_bad(n, 1, guest_pa_bits);
	if (unlikely(why))
		return hc_fail(-EINVAL, "d%u: entry %lx: %s", c->d->domain_id, n, why);
	keep = keeps_references(READ_ONCE(*slot), n);
	if (!keep) {
		rc = get_page_from_l1e(&n, c->d, c->owner);
		if (unlikely(rc))
			return rc;
	}
	rc = exchange_entry(slot, n, c, &old);
	if (unlikely(rc)) {
		if (!keep)
			put_page_from_l1e(n, c->d);
		return rc;
	}
	if (!keep)
		put_page_from_l1e(old, c->d);
	return 0;
}

static int exchange_upper(u64 *slot, u64 n, bool preserve_ad, u64 old)
{
	for (;;) {
		u64 seen = cmpxchg(slot, old, preserve_ad ? n | (old & AD_BITS) : n);

		if (seen == old)
			return 0;
		/* Another vCPU of the guest has changed it, not the processor. */
		if ((seen ^ old) & ~AD_BITS)
			return -EAGAIN;
		old = seen;
	}
}

int mod_upper_entry(struct page_info *pg, unsigned int i, const struct pt_change *c)
{
	unsigned int level = (pg->type_info & PGT_type_mask) >> PGT_SHIFT;
	u64 *table, old, n = pte_adjust(c->new, level);
	const char *why = pte_bad(n, level, guest_pa_bits);
	bool keep;
	int rc = 0;

	if (why)
		return hc_fail(-EINVAL, "d%u: L%u entry %lx: %s", c->d->domain_id, level, n, why);
	if (slot_is_xen(level, i))
		return hc_fail(-EINVAL, "d%u: L4 slot %u is the hypervisor's", c->d->domain_id, i);

	table = map_domain_page(page_to_mfn(pg));
	old = READ_ONCE(table[i]);
	keep = (old & n & _PAGE_PRESENT) && !((old ^ n) & PTE_ADDR_MASK);
	if (!keep && (n & _PAGE_PRESENT))
		rc = get_page_from_upper(n, c->d, level, true);
	if (rc) {
		/* Interrupted: the child is partial and holds itself; the hold for our entry is not needed. */
		if (rc == -ERESTART)
			put_page(mfn_to_page(pte_mfn(n)));
		goto out;
	}
	rc = exchange_upper(&table[i], n, c->preserve_ad, old);
	if (rc)
		old = n; /* the new entry is the one to drop */
	if (!keep && (old & _PAGE_PRESENT) && put_page_from_upper(old, true)) {
		defer_table_put(current, mfn_to_page(pte_mfn(old)));
		if (!rc)
			rc = PT_CHANGED_MORE_TO_DO;
	}
out:
	unmap_domain_page(table);
	return rc;
}

/* The frame of the L1 table that maps @va in current's kernel page tables; INVALID_MFN. */
static mfn_t guest_l1_frame(unsigned long va)
{
	mfn_t m = current->arch.guest_table;

	if (!is_canonical(va) || slot_is_xen(4, l4_table_offset(va)))
		return INVALID_MFN;
	for (unsigned int level = 4; level > 1; level--) {
		const u64 *table = map_domain_page(m);
		u64 e = READ_ONCE(table[pt_index(va, level)]);

		unmap_domain_page(table);
		if ((e & (_PAGE_PRESENT | _PAGE_PSE)) != _PAGE_PRESENT || !mfn_has_page(pte_mfn(e)))
			return INVALID_MFN;
		m = pte_mfn(e);
	}
	return m;
}

u64 *guest_l1_lock(unsigned long va, struct page_info **pg)
{
	mfn_t m = guest_l1_frame(va);

	if (mfn_eq(m, INVALID_MFN))
		return NULL;
	*pg = mfn_to_page(m);
	if (!page_lock_l1(*pg, current->domain))
		return NULL;
	return (u64 *)map_domain_page(m) + l1_table_offset(va);
}

void guest_l1_unlock(u64 *slot, struct page_info *pg)
{
	unmap_domain_page(slot);
	page_unlock(pg);
}

u64 pv_guest_l1e(unsigned long va)
{
	mfn_t m = guest_l1_frame(va);
	const u64 *table;
	u64 e;

	if (mfn_eq(m, INVALID_MFN))
		return 0;
	table = map_domain_page(m);
	e = READ_ONCE(table[l1_table_offset(va)]);
	unmap_domain_page(table);
	return e;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of tables: taking and dropping the references of their entries. The page is in work, so nobody else
 * changes its entries but the processor (accessed and dirty bits, in tables that were in use until now).
 */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/pv/mm-hooks.h>
#include "private.h"

unsigned int __read_mostly guest_pa_bits = 36; /* of any 64-bit CPU */

static unsigned long type_of_level(unsigned int level)
{
	return (unsigned long)level << PGT_SHIFT;
}

int get_page_from_upper(u64 e, struct domain *d, unsigned int level, bool preemptible)
{
	mfn_t m = pte_mfn(e);
	struct page_info *pg;
	int rc;

	if (!mfn_has_page(m))
		return hc_fail(-EINVAL, "d%u: L%u entry %lx: no such frame", d->domain_id, level, e);
	pg = mfn_to_page(m);
	if (!get_page(pg, d))
		return hc_fail(-EINVAL, "d%u: L%u entry %lx: not its page", d->domain_id, level, e);
	rc = type_acquire(pg, type_of_level(level - 1), preemptible);
	if (rc && rc != -ERESTART)
		put_page(pg);
	return rc;
}

int put_page_from_upper(u64 e, bool preemptible)
{
	struct page_info *pg = mfn_to_page(pte_mfn(e));
	int rc = type_release(pg, preemptible);

	if (!rc)
		put_page(pg);
	return rc;
}

static int get_entry(u64 *slot, struct domain *d, unsigned int level, bool preemptible)
{
	u64 e = *slot, n = pte_adjust(e, level);
	int rc;

	rc = level == 1 ? get_page_from_l1e(&n, d, d) : get_page_from_upper(n, d, level, preemptible);
	if (!rc && n != e)
		WRITE_ONCE(*slot, n);
	return rc;
}

/* A child left partial by an earlier try is held by a plain reference, which a new reference replaces. */
static void drop_child_hold(struct page_info *pg, u64 e)
{
	if (pg->partial.child) {
		pg->partial.child = 0;
		put_page(mfn_to_page(pte_mfn(e)));
	}
}

static int get_entries(struct page_info *pg, u64 *table, struct domain *d, unsigned int level, bool preemptible)
{
	unsigned int i = pg->partial.nr_valid, first = i;

	for (; i < PT_ENTRIES; i++) {
		int rc;

		pg->partial.nr_valid = i;
		if (slot_is_xen(level, i) || !(table[i] & _PAGE_PRESENT))
			continue;
		if (preemptible && level > 1 && i > first && hypercall_preempt_check())
			return -ERESTART;
		rc = get_entry(&table[i], d, level, preemptible);
		if (rc == -ERESTART) {
			/* The new hold is the same as the old one. */
			drop_child_hold(pg, table[i]);
			pg->partial.child = 1;
		}
		if (rc)
			return rc;
		drop_child_hold(pg, table[i]);
	}
	pg->partial.nr_valid = PT_ENTRIES;
	return 0;
}

int table_validate(struct page_info *pg, struct domain *d, bool preemptible)
{
	unsigned int level = type_level(pg->type_info), bad;
	mfn_t m = page_to_mfn(pg);
	u64 *table = map_domain_page(m);
	const char *why;
	int rc;

	/* All entries are looked at before references are taken: most bad tables cost nothing to refuse. */
	bad = table_first_bad(table, pg->partial.nr_valid, level, guest_pa_bits, &why);
	if (bad < PT_ENTRIES)
		rc = hc_fail(-EINVAL, "d%u: L%u table %lx: slot %u (%lx): %s", d->domain_id, level, mfn_x(m), bad,
			     table[bad], why);
	else if (level == 4 && !d->arch.pv.perdomain_l3)
		rc = hc_fail(-EINVAL, "d%u: L4 table before there are vCPUs", d->domain_id);
	else
		rc = get_entries(pg, table, d, level, preemptible);
	if (!rc && level == 4) {
		init_xen_l4_slots(table, m, d);
		atomic_inc(&d->arch.pv.nr_l4_pages);
	}
	unmap_domain_page(table);
	return rc;
}

static int put_entry(struct page_info *pg, u64 e, struct domain *d, unsigned int level, bool preemptible)
{
	struct page_info *child;
	int rc;

	if (level == 1) {
		put_page_from_l1e(e, d);
		return 0;
	}
	rc = put_page_from_upper(e, preemptible);
	if (rc) {
		/* The plain reference of the entry stays, for page_type_finish(). */
		child = mfn_to_page(pte_mfn(e));
		ASSERT(child->count_info & PGC_count_mask);
		(void)child;
		pg->partial.child = 1;
	}
	return rc;
}

int table_invalidate(struct page_info *pg, struct domain *d, bool preemptible)
{
	unsigned int level = type_level(pg->type_info), i = pg->partial.nr_valid, first = i;
	u64 *table = map_domain_page(page_to_mfn(pg));
	int rc = 0;

	if (level == 4 && i == PT_ENTRIES)
		atomic_dec(&d->arch.pv.nr_l4_pages);
	if (pg->partial.child) {
		rc = page_type_finish(mfn_to_page(pte_mfn(table[i])));
		if (!rc)
			pg->partial.child = 0;
	}
	while (!rc && i > 0) {
		u64 e = table[i - 1];

		if (slot_is_xen(level, i - 1) || !(e & _PAGE_PRESENT)) {
			pg->partial.nr_valid = --i;
			continue;
		}
		if (preemptible && level > 1 && i < first && hypercall_preempt_check()) {
			rc = -ERESTART;
			break;
		}
		pg->partial.nr_valid = --i;
		rc = put_entry(pg, e, d, level, preemptible);
	}
	unmap_domain_page(table);
	return rc;
}

int desc_validate(struct page_info *pg)
{
	u64 *table = map_domain_page(page_to_mfn(pg));
	unsigned int bad = desc_first_bad(table);

	for (unsigned int i = 0; bad == PT_ENTRIES && i < PT_ENTRIES; i++)
		pv_check_descriptor(&table[i]);
	unmap_domain_page(table);
	return bad == PT_ENTRIES ? 0 : hc_fail(-EINVAL, "frame %lx: descriptor %u", mfn_x(page_to_mfn(pg)), bad);
}

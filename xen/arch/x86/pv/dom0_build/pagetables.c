/* SPDX-License-Identifier: GPL-2.0-only */
/* dom0's first page tables, in its own frames. Afterwards they are validated like any guest's. */
#include <xen/lib.h>
#include "private.h"

#define L1_FLAGS (_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED)
#define TABLE_FLAGS (_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED | _PAGE_DIRTY)

struct builder {
	const struct dom0_image *b;
	mfn_t l4;
	unsigned long next, end;    /* pseudo-physical frames for tables */
};

static mfn_t __init new_table(struct builder *t)
{
	mfn_t mfn;
	void *p;

	BUG_ON(t->next == t->end);
	mfn = dom0_mfn(t->b, t->next++);
	p = map_domain_page(mfn);
	memset(p, 0, PAGE_SIZE);
	unmap_domain_page(p);
	return mfn;
}

/* The L1 table for @va, made on the way down as needed. */
static mfn_t __init walk(struct builder *t, unsigned long va)
{
	mfn_t table = t->l4;

	for (int level = 4; level > 1; level--) {
		u64 *p = map_domain_page(table), *e = &p[pt_index(va, level)];

		if (!(*e & _PAGE_PRESENT))
			*e = pte_make(new_table(t), TABLE_FLAGS);
		table = pte_mfn(*e);
		unmap_domain_page(p);
	}
	return table;
}

static bool __init is_table(const struct dom0_layout *l, unsigned long pfn)
{
	return (pfn >= l->pt && pfn < l->pt + l->nr_pt) ||
	       (pfn >= l->p2m + l->nr_p2m && pfn < l->p2m + l->nr_p2m + l->nr_p2m_tables);
}

static void __init map_range(struct builder *t, unsigned long va, unsigned long pfn, unsigned long count)
{
	u64 *l1 = NULL;

	for (; count; count--, pfn++, va += PAGE_SIZE) {
		u64 flags = is_table(&t->b->l, pfn) ? L1_FLAGS & ~_PAGE_RW : L1_FLAGS;

		if (!l1 || !pt_index(va, 1)) {
			unmap_domain_page(l1);
			l1 = map_domain_page(walk(t, va));
		}
		l1[pt_index(va, 1)] = pte_make(dom0_mfn(t->b, pfn), flags);
	}
	unmap_domain_page(l1);
}

mfn_t __init dom0_pagetables(struct dom0_image *b)
{
	const struct dom0_layout *l = &b->l;
	struct builder t = { b, INVALID_MFN, l->pt, l->pt + l->nr_pt };

	t.l4 = new_table(&t);
	map_range(&t, l->virt_base, 0, l->mapped);
	if (l->p2m_apart) {
		t.next = l->p2m + l->nr_p2m;
		t.end = t.next + l->nr_p2m_tables;
		map_range(&t, l->p2m_virt, l->p2m, l->nr_p2m);
	}
	return t.l4;
}

// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Page tables of a PV guest's first moments: pfn 0 upwards at VIRT_BASE, up to a 4 MiB boundary
 * with at least 512 KiB to spare (<xen/xen.h>, "start of day"), and the p2m list at INIT_P2M.
 */
#include "x86.h"

#define VADDR_BITS  48
#define VADDR_MASK  ((1ULL << VADDR_BITS) - 1)
#define BOOT_ALIGN  (4ULL << 20)
#define BOOT_SLACK  (512ULL << 10)

#define PTE_P   0x01
#define PTE_RW  0x02
#define PTE_US  0x04
#define PTE_A   0x20
#define PTE_D   0x40
#define L1_PROT       (PTE_P | PTE_RW | PTE_A)
#define L1_TABLE_PROT (PTE_P | PTE_A)
#define LN_PROT       (PTE_P | PTE_RW | PTE_US | PTE_A | PTE_D)

/* log2 of what one table of a level maps */
static unsigned int span_shift(unsigned int level)
{
	return PAGE_SHIFT + PT_SHIFT * (level + 1);
}

/* the table of a level that covers va, counted from the mapping's first of that level */
static xen_pfn_t table_index(const struct pv_mapping *m, unsigned int level, xen_vaddr_t va)
{
	return ((va & VADDR_MASK) >> span_shift(level)) -
	       ((m->from & VADDR_MASK) >> span_shift(level));
}

static bool canonical_range(xen_vaddr_t from, xen_vaddr_t to)
{
	int64_t first = from, last = to - 1;

	if (to <= from && to != 0)
		return false;
	first >>= VADDR_BITS - 1;
	last >>= VADDR_BITS - 1;
	return first == last && (first == 0 || first == -1);
}

int pv_mapping_layout(struct pv_mapping *m, bool shared_l4)
{
	unsigned int top = shared_l4 ? PT_LEVELS - 1 : PT_LEVELS;
	xen_pfn_t pfn = m->pt_pfn;

	if (!canonical_range(m->from, m->to))
		return -1;
	for (unsigned int l = top; l-- > 0;) {
		m->level[l].pfn = pfn;
		m->level[l].tables = table_index(m, l, m->to - 1) + 1;
		pfn += m->level[l].tables;
	}
	m->pt_count = pfn - m->pt_pfn;
	return 0;
}

/* The end of the mapping depends on the number of its tables and the reverse: iterate to a fixpoint. */
int pv_alloc_pgtables(struct xc_dom_image *dom)
{
	struct pv_private *priv = dom->arch_private;
	struct pv_mapping *m = &priv->boot;
	xen_pfn_t tables;

	m->from = dom->parms->virt_base;
	m->first_pfn = 0;
	m->pt_pfn = dom->pfn_alloc_end;
	m->pt_count = 0;
	do {
		/* the tables and the boot stack page are part of what is mapped */
		xen_vaddr_t need = dom->virt_alloc_end + ((m->pt_count + 1) << PAGE_SHIFT) +
				   BOOT_SLACK;

		tables = m->pt_count;
		m->to = ROUND_UP(need, BOOT_ALIGN);
		if (need < dom->virt_alloc_end || pv_mapping_layout(m, false)) {
			errno = EINVAL;
			DOM_ERR(XC_INVALID_KERNEL, "the kernel at %#"PRIx64" leaves no room for its "
				"page tables below a non-canonical address", m->from);
			return -1;
		}
	} while (m->pt_count != tables);
	dom->virt_pgtab_end = m->to;
	dom->alloc_bootstack = 1;
	return xc_dom_alloc_segment(dom, &dom->pgtables_seg, "page tables", 0,
				    m->pt_count << PAGE_SHIFT);
}

/* The list in the boot mapping, or with tables of its own behind it, out of the mapping. */
int pv_alloc_p2m_list(struct xc_dom_image *dom)
{
	struct pv_private *priv = dom->arch_private;
	struct pv_mapping *m = &priv->p2m;
	uint64_t list = ROUND_UP(dom->total_pages * sizeof(uint64_t), PAGE_SIZE);
	uint64_t *p2m;

	if (dom->parms->init_p2m != NOTE_UNSET) {
		m->from = dom->parms->init_p2m;
		m->to = m->from + list;
		m->first_pfn = dom->pfn_alloc_end;
		m->pt_pfn = m->first_pfn + (list >> PAGE_SHIFT);
		/* not into the kernel's slot: its L3 is the boot mapping's */
		if (pv_mapping_layout(m, true) ||
		    m->to > ROUND_DOWN(dom->parms->virt_base, 1ULL << span_shift(PT_LEVELS - 2))) {
			errno = EINVAL;
			DOM_ERR(XC_INVALID_KERNEL, "the p2m list does not fit at the kernel's "
				"INIT_P2M address %#"PRIx64, m->from);
			return -1;
		}
	}
	if (xc_dom_alloc_segment(dom, &dom->p2m_seg, "phys2mach", 0,
				 list + (m->pt_count << PAGE_SHIFT)))
		return -1;
	p2m = xc_dom_seg_to_ptr(dom, &dom->p2m_seg);
	if (!p2m)
		return -1;
	if (m->to != m->from) {
		dom->p2m_seg.vstart = m->from;
		dom->p2m_seg.vend = m->to;
	}
	memcpy(p2m, dom->pv_p2m, dom->total_pages * sizeof(uint64_t));
	memset((char *)p2m + dom->total_pages * sizeof(uint64_t), 0xff,
	       list - dom->total_pages * sizeof(uint64_t));
	return 0;
}

static int set_entry(struct xc_dom_image *dom, xen_pfn_t table, xen_vaddr_t va, unsigned int level,
		     xen_pfn_t target, uint64_t prot)
{
	uint64_t *entries = xc_dom_pfn_to_ptr(dom, table, 1);

	if (!entries)
		return -1;
	entries[(va >> (PAGE_SHIFT + PT_SHIFT * level)) & 511] =
		(uint64_t)xc_dom_p2m(dom, target) << PAGE_SHIFT | prot;
	return 0;
}

static bool is_table(const struct pv_private *priv, xen_pfn_t pfn)
{
	return pfn - priv->boot.pt_pfn < priv->boot.pt_count;
}

/* Hangs every table of m into the one above it. */
static int link_tables(struct xc_dom_image *dom, const struct pv_mapping *m)
{
	for (unsigned int l = 0; l < PT_LEVELS - 1; l++) {
		unsigned int shift = span_shift(l);

		for (xen_pfn_t i = 0; i < m->level[l].tables; i++) {
			xen_vaddr_t va = (((m->from & VADDR_MASK) >> shift) + i) << shift;
			xen_pfn_t parent = m->level[l + 1].pfn + table_index(m, l + 1, va);

			if (set_entry(dom, parent, va, l + 1, m->level[l].pfn + i, LN_PROT))
				return -1;
		}
	}
	return 0;
}

/* Pages beyond the guest's memory stay unmapped; the boot mapping is rounded up and may reach them. */
static int map_pages(struct xc_dom_image *dom, const struct pv_private *priv,
		     const struct pv_mapping *m)
{
	xen_pfn_t count = (m->to - m->from) >> PAGE_SHIFT;

	for (xen_pfn_t i = 0; i < count && m->first_pfn + i < dom->total_pages; i++) {
		xen_vaddr_t va = m->from + (i << PAGE_SHIFT);
		xen_pfn_t pfn = m->first_pfn + i;
		uint64_t prot = is_table(priv, pfn) ? L1_TABLE_PROT : L1_PROT;

		if (set_entry(dom, m->level[0].pfn + table_index(m, 0, va), va, 0, pfn, prot))
			return -1;
	}
	return 0;
}

static int clear_tables(struct xc_dom_image *dom, const struct pv_mapping *m)
{
	void *tables = xc_dom_pfn_to_ptr(dom, m->pt_pfn, m->pt_count);

	if (!tables)
		return -1;
	memset(tables, 0, m->pt_count << PAGE_SHIFT);
	return 0;
}

int pv_setup_pgtables(struct xc_dom_image *dom)
{
	struct pv_private *priv = dom->arch_private;

	if (clear_tables(dom, &priv->boot) || link_tables(dom, &priv->boot) ||
	    map_pages(dom, priv, &priv->boot))
		return -1;
	if (priv->p2m.to == priv->p2m.from)
		return 0;
	priv->p2m.level[PT_LEVELS - 1].pfn = priv->boot.level[PT_LEVELS - 1].pfn;
	priv->p2m.level[PT_LEVELS - 1].tables = 1;
	if (clear_tables(dom, &priv->p2m) || link_tables(dom, &priv->p2m))
		return -1;
	return map_pages(dom, priv, &priv->p2m);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * XENMEM_increase_reservation, decrease_reservation, populate_physmap: a list of extents, each 2^order frames.
 * The result is the number of extents done, whatever stopped the rest; callers compare it with what they asked for.
 */
#include <xen/param.h>
#include "private.h"

/* Largest extents: a guest, a control domain, the hardware domain, a guest with devices. memop-max-order= */
static unsigned int __read_mostly max_order_domu = 9, max_order_ctl = 18, max_order_hw = 12, max_order_pt = 12;

static int __init parse_memop_max_order(const char *s)
{
	unsigned int *const field[] = { &max_order_domu, &max_order_ctl, &max_order_hw, &max_order_pt };

	for (unsigned int i = 0; i < ARRAY_SIZE(field); i++) {
		const char *end = s;

		if (*s && *s != ',')
			*field[i] = min_t(unsigned long, simple_strtoul(s, &end, 0), MAX_ORDER);
		if (!*end)
			return 0;
		if (*end != ',')
			return -EINVAL;
		s = end + 1;
	}
	return -EINVAL;
}
custom_param("memop-max-order", parse_memop_max_order);

static unsigned int max_order(void)
{
	const struct domain *d = current->domain;

	if (is_hardware_domain(d))
		return max(max_order_hw, is_control_domain(d) ? max_order_ctl : 0U);
	return is_control_domain(d) ? max_order_ctl : max_order_domu;
}

/* XENMEMF_* of the caller to MEMF_*. -EINVAL */
static int decode_flags(const struct xen_memory_reservation *r, unsigned int *memflags)
{
	unsigned int bits = XENMEMF_get_address_bits(r->mem_flags), node = (r->mem_flags >> 8) & 0xff;

	*memflags = 0;
	if (bits && bits <= get_order_from_pages(max_page) + PAGE_SHIFT) {
		if (bits <= PAGE_SHIFT)
			return -EINVAL;
		*memflags |= MEMF_bits(bits);
	}
	if (node && !(r->mem_flags & XENMEMF_vnode)) {
		*memflags |= MEMF_node(node - 1);
		if (r->mem_flags & XENMEMF_exact_node_request)
			*memflags |= MEMF_exact_node;
	}
	return 0;
}

static bool remove_page(struct domain *d, unsigned long frame)
{
	struct page_info *pg = get_page_from_gfn(d, _gfn(frame));

	if (!pg)
		return hc_fail(false, "d%u: frame %lx is not its page", d->domain_id, frame);
	/* Uncounted pages (of the hypervisor's making) are not the guest's to give. */
	if (pg->count_info & (PGC_xen_heap | PGC_extra)) {
		put_page(pg);
		return false;
	}
	set_gpfn_from_mfn(page_to_mfn(pg), INVALID_M2P_ENTRY);
	put_page_alloc_ref(pg);
	put_page(pg);
	return true;
}

static bool remove_extent(struct domain *d, const struct xen_memory_reservation *r, unsigned long i,
			  struct page_batch *batch)
{
	xen_pfn_t first;

	if (guest_read(&first, handle_in(xen_pfn_t, r->extent_start), i))
		return false;
	if (is_hvm_domain(d))
		return !arch_physmap_release(d, _gfn(first), r->extent_order, batch);
	for (unsigned long k = 0; k < 1UL << r->extent_order; k++)
		if (!remove_page(d, first + k))
			return false;
	return true;
}

/* New memory; with @populate it appears at the frame numbers that the list names. */
static bool add_extent(struct domain *d, const struct xen_memory_reservation *r, unsigned long i, unsigned int memflags,
		       bool populate)
{
	xen_pfn_t gfn = 0, mfn;
	struct page_info *pg;

	if (populate && guest_read(&gfn, handle_in(xen_pfn_t, r->extent_start), i))
		return false;
	pg = alloc_domheap_pages(d, r->extent_order, memflags);
	if (!pg)
		return hc_fail(false, "d%u: no extent of order %u", d->domain_id, r->extent_order);
	mfn = mfn_x(page_to_mfn(pg));
	if (populate && is_hvm_domain(d)) {
		if (!arch_physmap_add(d, _gfn(gfn), page_to_mfn(pg), r->extent_order))
			return true;
		for (unsigned long k = 0; k < 1UL << r->extent_order; k++)
			put_page_alloc_ref(&pg[k]);
		return false;
	}
	for (unsigned long k = 0; populate && k < 1UL << r->extent_order; k++)
		set_gpfn_from_mfn(_mfn(mfn + k), gfn + k);
	if (!is_hvm_domain(d) && r->extent_start.p && guest_write(handle_out(xen_pfn_t, r->extent_start), i, &mfn))
		return false;
	return true;
}

static bool populate_on_demand(struct domain *d, const struct xen_memory_reservation *r, unsigned long i)
{
	xen_pfn_t gfn;

	return !guest_read(&gfn, handle_in(xen_pfn_t, r->extent_start), i) &&
	       !arch_physmap_populate_on_demand(d, _gfn(gfn), r->extent_order);
}

static bool do_extent(struct memop *m, struct domain *d, unsigned int memflags, struct page_batch *batch)
{
	const struct xen_memory_reservation *r = &m->arg.reservation;

	switch (m->op) {
	case XENMEM_decrease_reservation:
		return remove_extent(d, r, m->start, batch);
	case XENMEM_populate_physmap:
		if (r->mem_flags & XENMEMF_populate_on_demand)
			return populate_on_demand(d, r, m->start);
		return add_extent(d, r, m->start, memflags, true);
	default:
		return add_extent(d, r, m->start, memflags, false);
	}
}

long memory_reservation(struct memop *m)
{
	const struct xen_memory_reservation *r = &m->arg.reservation;
	unsigned long first = m->start;
	struct page_batch batch = { .n = 0 };
	unsigned int memflags;
	struct domain *d;
	long rc = 0;

	if (m->start > r->nr_extents || r->nr_extents > ~0UL >> MEMOP_START_SHIFT || r->extent_order > max_order() ||
	    decode_flags(r, &memflags))
		return m->start;
	if (m->op != XENMEM_increase_reservation && r->nr_extents && !r->extent_start.p)
		return m->start;
	d = memory_domain(r->domid);
	if (IS_ERR(d))
		return m->start;
	for (; m->start < r->nr_extents; m->start++) {
		if (m->start > first && hypercall_preempt_check()) {
			rc = -ERESTART;
			break;
		}
		if (!do_extent(m, d, memflags, &batch))
			break;
	}
	if (is_hvm_domain(d) && m->op == XENMEM_decrease_reservation)
		arch_physmap_complete(d, &batch);
	put_domain(d);
	return rc ? rc : m->start;
}

long memory_claim(struct memop *m)
{
	const struct xen_memory_reservation *r = &m->arg.reservation;
	struct domain *d;
	long rc;

	if (r->extent_start.p || r->extent_order || r->mem_flags)
		return -EINVAL;
	d = get_domain_by_id(r->domid);
	if (!d)
		return -ESRCH;
	rc = domain_set_outstanding_pages(d, r->nr_extents);
	put_domain(d);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * XENMEM_exchange: a domain gives pages and gets others, contiguous or below an address, in their place. Done in
 * chunks of the larger of the two extent sizes; a chunk is exchanged as a whole or not at all.
 */
#include "private.h"

struct exchange {
	struct domain *d;
	const struct xen_memory_exchange *arg;
	unsigned int chunk_order, in_per_chunk_order, out_per_chunk_order;
	unsigned int memflags;
	struct page_list_head given, taken;
};

static int decode(struct exchange *x, struct memop *m)
{
	const struct xen_memory_exchange *e = &m->arg.exchange;
	unsigned int in = e->in.extent_order, out = e->out.extent_order;
	unsigned int bits = XENMEMF_get_address_bits(e->out.mem_flags);

	x->arg = e;
	/* The caller's initial value, or where an interrupted call has got to. */
	if (e->nr_exchanged > e->in.nr_extents)
		return -EINVAL;
	if (in > 9 || out > 9)
		return hc_fail(-EPERM, "extents of order %u and %u", in, out);
	if (e->in.domid != e->out.domid || e->in.nr_extents > ~0UL >> (in + PAGE_SHIFT) ||
	    e->in.nr_extents << in != e->out.nr_extents << out || e->out.nr_extents > ~0UL >> (out + PAGE_SHIFT))
		return -EINVAL;
	x->chunk_order = max(in, out);
	x->in_per_chunk_order = x->chunk_order - in;
	x->out_per_chunk_order = x->chunk_order - out;
	if (e->nr_exchanged & ((1UL << x->in_per_chunk_order) - 1))
		return -EINVAL;
	if (bits && bits <= PAGE_SHIFT)
		return -EINVAL;
	x->memflags = bits ? MEMF_bits(bits) : 0;
	INIT_PAGE_LIST_HEAD(&x->given);
	INIT_PAGE_LIST_HEAD(&x->taken);
	return 0;
}

static int take_from_guest(struct exchange *x, unsigned long chunk)
{
	const struct xen_memory_reservation *in = &x->arg->in;
	unsigned long first = chunk << x->in_per_chunk_order;

	for (unsigned long i = first; i < first + (1UL << x->in_per_chunk_order); i++) {
		xen_pfn_t frame;

		if (guest_read(&frame, handle_in(xen_pfn_t, in->extent_start), i))
			return -EFAULT;
		for (unsigned long k = 0; k < 1UL << in->extent_order; k++) {
			mfn_t mfn = _mfn(frame + k);

			if (!mfn_has_page(mfn) || !steal_page(x->d, mfn_to_page(mfn)))
				return hc_fail(-EINVAL, "d%u: frame %lx is in use or not its own",
					       x->d->domain_id, mfn_x(mfn));
			page_list_add_tail(mfn_to_page(mfn), &x->taken);
		}
	}
	return 0;
}

static int allocate(struct exchange *x)
{
	for (unsigned long i = 0; i < 1UL << x->out_per_chunk_order; i++) {
		struct page_info *pg = alloc_domheap_pages(x->d, x->arg->out.extent_order, x->memflags | MEMF_no_owner);

		if (!pg)
			return -ENOMEM;
		page_list_add_tail(pg, &x->given); /* the first page stands for its extent */
	}
	return 0;
}

static void undo(struct exchange *x)
{
	struct page_info *pg;

	while ((pg = page_list_remove_head(&x->taken)))
		if (assign_pages(pg, 1, x->d, MEMF_counted)) {
			/* Dying: what it had goes to the heap. */
			spin_lock(&x->d->page_alloc_lock);
			x->d->tot_pages--;
			spin_unlock(&x->d->page_alloc_lock);
			free_domheap_page(pg);
		}
	while ((pg = page_list_remove_head(&x->given)))
		free_domheap_pages(pg, x->arg->out.extent_order);
}

/* From here on the guest's pages are gone. */
static int commit(struct exchange *x, unsigned long chunk)
{
	const struct xen_memory_reservation *out = &x->arg->out;
	unsigned long i = chunk << x->out_per_chunk_order, pages = 1UL << out->extent_order;
	struct page_info *pg;
	int rc = 0;

	while ((pg = page_list_remove_head(&x->taken))) {
		set_gpfn_from_mfn(page_to_mfn(pg), INVALID_M2P_ENTRY);
		free_domheap_page(pg);
	}
	for (; (pg = page_list_remove_head(&x->given)); i++) {
		xen_pfn_t mfn = mfn_x(page_to_mfn(pg)), gfn;

		if (assign_pages(pg, pages, x->d, MEMF_counted)) {
			spin_lock(&x->d->page_alloc_lock);
			x->d->tot_pages -= pages;
			spin_unlock(&x->d->page_alloc_lock);
			free_domheap_pages(pg, out->extent_order);
			rc = -EINVAL;
			continue;
		}
		if (rc || guest_read(&gfn, handle_in(xen_pfn_t, out->extent_start), i)) {
			rc = rc ? rc : -EFAULT;
			continue;
		}
		for (unsigned long k = 0; k < pages; k++)
			set_gpfn_from_mfn(_mfn(mfn + k), gfn + k);
		if (guest_write(handle_out(xen_pfn_t, out->extent_start), i, &mfn))
			rc = -EFAULT;
	}
	return rc;
}

long memory_exchange(struct memop *m)
{
	struct exchange x = { 0 };
	unsigned long chunk, chunks;
	long rc;

	rc = decode(&x, m);
	if (rc)
		return rc;
	x.d = memory_domain(m->arg.exchange.in.domid);
	if (IS_ERR(x.d))
		return PTR_ERR(x.d);
	chunk = m->arg.exchange.nr_exchanged >> x.in_per_chunk_order;
	chunks = m->arg.exchange.in.nr_extents >> x.in_per_chunk_order;
	if (is_hvm_domain(x.d) || (m->arg.exchange.in.nr_extents & ((1UL << x.in_per_chunk_order) - 1)))
		rc = -EINVAL;
	for (unsigned long first = chunk; !rc && chunk < chunks; chunk++) {
		if (chunk > first && hypercall_preempt_check()) {
			rc = -ERESTART;
			break;
		}
		rc = take_from_guest(&x, chunk);
		if (!rc)
			rc = allocate(&x);
		if (rc)
			undo(&x);
		else
			rc = commit(&x, chunk);
		if (rc)
			break;
	}
	put_domain(x.d);
	m->arg.exchange.nr_exchanged = chunk << x.in_per_chunk_order;
	if (guest_layout_write_field(m->guest.inout, 0, &m->arg.exchange.nr_exchanged,
				     offsetof(struct xen_memory_exchange, nr_exchanged), sizeof(m->arg.exchange.nr_exchanged),
				     sizeof(m->arg.exchange), LAYOUT32_OF(m->arg.exchange)))
		rc = -EFAULT;
	m->start = 0; /* .nr_exchanged tells where to go on */
	return rc;
}

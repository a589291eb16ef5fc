/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory of domains: giving pages to an owner, counting them, and taking them back. */
#include <xen/errno.h>
#include "private.h"

/* Zones that hold frames below 2^bits bytes; bits 0: all. */
static unsigned int bits_to_zone(unsigned int bits)
{
	if (!bits || bits >= NR_ZONES - 1 + PAGE_SHIFT)
		return NR_ZONES - 1;
	return bits <= PAGE_SHIFT ? 0 : bits - PAGE_SHIFT;
}

/* Devices that address 32 bits find memory while others avoid it. */
#define DMA_BITS 32

static struct page_info *alloc_pages_below(unsigned int order, unsigned int memflags, struct domain *d)
{
	unsigned int hi = bits_to_zone(MEMF_bits_of(memflags)), dma = bits_to_zone(DMA_BITS);
	struct page_info *pg = NULL;

	if (!hi)
		return NULL;
	if (hi > dma)
		pg = alloc_heap_pages(dma + 1, hi, order, memflags, d);
	if (!pg && (hi <= dma || !(memflags & MEMF_no_dma)))
		pg = alloc_heap_pages(0, min(hi, dma), order, memflags, d);
	return pg;
}

int assign_pages(struct page_info *pg, unsigned int count, struct domain *d, unsigned int memflags)
{
	bool counted = !(memflags & MEMF_no_refcount);
	int rc = 0;

	spin_lock(&d->page_alloc_lock);
	if (d->is_dying != DOMDYING_alive) {
		rc = hc_fail(-EINVAL, "d%u is dying", d->domain_id);
		goto out;
	}
	if (counted && !(memflags & MEMF_counted) && (d->tot_pages + count < count || d->tot_pages + count > d->max_pages)) {
		rc = hc_fail(-E2BIG, "d%u: over allocation: %u + %u pages of %u", d->domain_id, d->tot_pages, count,
			     d->max_pages);
		goto out;
	}
	if (counted && !(memflags & MEMF_counted))
		d->tot_pages += count;
	/* Pages keep their owner alive. */
	if (page_list_empty(&d->page_list))
		get_knownalive_domain(d);
	for (unsigned int i = 0; i < count; i++) {
		owner_change(&pg[i], NULL, d);
		smp_wmb(); /* whoever sees the reference sees the owner */
		pg[i].count_info = PGC_allocated | (counted ? 0 : PGC_extra) | 1;
		page_list_add_tail(&pg[i], &d->page_list);
	}
out:
	spin_unlock(&d->page_alloc_lock);
	return rc;
}

bool steal_page(struct domain *d, struct page_info *pg)
{
	bool mine = false, last = false;

	spin_lock(&d->page_alloc_lock);
	/* The one reference is the allocation's, and no type is in use. */
	if (page_get_owner(pg) == d && !(READ_ONCE(pg->type_info) & PGT_count_mask) &&
	    cmpxchg(&pg->count_info, PGC_allocated | 1, 0) == (PGC_allocated | 1)) {
		page_list_del(pg, &d->page_list);
		owner_change(pg, d, NULL);
		last = page_list_empty(&d->page_list);
		mine = true;
	}
	spin_unlock(&d->page_alloc_lock);
	if (last)
		put_domain(d);
	return mine;
}

struct page_info *alloc_domheap_pages(struct domain *d, unsigned int order, unsigned int memflags)
{
	struct page_info *pg = alloc_pages_below(order, memflags, memflags & MEMF_no_refcount ? NULL : d);

	if (!pg || !d || (memflags & MEMF_no_owner))
		return pg;
	if (assign_pages(pg, 1U << order, d, memflags)) {
		free_heap_pages(pg, order, memflags & MEMF_no_scrub);
		return NULL;
	}
	return pg;
}

void free_domheap_pages(struct page_info *pg, unsigned int order)
{
	struct domain *d = page_get_owner(pg);
	bool last = false;

	if (d) {
		spin_lock(&d->page_alloc_lock);
		for (unsigned long i = 0; i < 1UL << order; i++) {
			BUG_ON(pg[i].type_info & PGT_count_mask);
			page_list_del(&pg[i], &d->page_list);
			if (!(pg[i].count_info & PGC_extra))
				d->tot_pages--;
		}
		last = page_list_empty(&d->page_list);
		spin_unlock(&d->page_alloc_lock);
	}
	free_heap_pages(pg, order, true);
	if (last)
		put_domain(d);
}

void *alloc_xenheap_pages(unsigned int order, unsigned int memflags)
{
	struct page_info *pg = alloc_pages_below(order, memflags | MEMF_no_scrub, NULL);

	if (!pg)
		return NULL;
	for (unsigned long i = 0; i < 1UL << order; i++)
		pg[i].count_info = PGC_xen_heap;
	return page_to_virt(pg);
}

void free_xenheap_pages(void *v, unsigned int order)
{
	struct page_info *pg;

	if (!v)
		return;
	pg = virt_to_page(v);
	for (unsigned long i = 0; i < 1UL << order; i++) {
		ASSERT(pg[i].count_info & PGC_xen_heap);
		BUG_ON(pg[i].count_info & PGC_count_mask);
	}
	free_heap_pages(pg, order, true);
}

#define DOMAIN_ORDER get_order_from_bytes(sizeof(struct domain))

struct domain *alloc_domain_struct(void)
{
	struct domain *d = alloc_xenheap_pages(DOMAIN_ORDER, 0);

	if (d)
		memset(d, 0, PAGE_SIZE << DOMAIN_ORDER);
	return d;
}

void free_domain_struct(struct domain *d)
{
	free_xenheap_pages(d, DOMAIN_ORDER);
}

int domain_set_outstanding_pages(struct domain *d, unsigned long pages)
{
	int rc = 0;

	/* The heap lock is the inner one: what d has does not change while its claim is worked out. */
	spin_lock(&d->page_alloc_lock);
	spin_lock(&heap_lock);
	if (!pages) {
		heap.claimed -= d->outstanding_pages;
		d->outstanding_pages = 0;
	} else if (d->outstanding_pages) {
		rc = -EINVAL; /* a second claim must cancel the first */
	} else if (pages > d->max_pages || pages <= d->tot_pages) {
		/* A claim is for all that the domain is to have in the end. */
		rc = -EINVAL;
	} else if (pages - d->tot_pages > heap.avail - min(heap.claimed, heap.avail)) {
		rc = -ENOMEM;
	} else {
		d->outstanding_pages = pages - d->tot_pages;
		heap.claimed += d->outstanding_pages;
	}
	spin_unlock(&heap_lock);
	spin_unlock(&d->page_alloc_lock);
	return rc;
}

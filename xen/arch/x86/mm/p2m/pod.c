/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Populate-on-demand: a guest that may have more memory (maxmem) than it is to have now (memory) is built with promises
 * instead of pages, and a cache of as many zeroed pages as it is to have. A promise that is touched takes a page from the
 * cache. Its balloon driver gives the difference back, promises or pages, until promises and cache are equal.
 *
 * A guest that touches more before is short of pages: those of its pages that are zero become promises again (the sweep).
 * Pages of the cache have no owner, but the domain's tot_pages counts them.
 */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <public/memory.h>
#include "private.h"

#define SUPER_ORDER 9
#define SUPER_PAGES (1UL << SUPER_ORDER)
#define SWEEP_STEPS 1024 /* entries that one sweep looks at */

void pod_init(struct p2m_domain *p2m)
{
	INIT_PAGE_LIST_HEAD(&p2m->pod.super);
	INIT_PAGE_LIST_HEAD(&p2m->pod.single);
}

static void cache_add(struct p2m_domain *p2m, struct page_info *pg, unsigned int order)
{
	page_list_add(pg, order ? &p2m->pod.super : &p2m->pod.single);
	p2m->pod.cached += 1UL << order;
}

/* NULL: there is none of that size; a chunk is broken for a single page. */
static struct page_info *cache_take(struct p2m_domain *p2m, unsigned int order)
{
	struct page_info *pg = page_list_remove_head(order ? &p2m->pod.super : &p2m->pod.single);

	if (!pg && !order) {
		pg = page_list_remove_head(&p2m->pod.super);
		for (unsigned long i = 1; pg && i < SUPER_PAGES; i++)
			page_list_add(pg + i, &p2m->pod.single);
	}
	if (pg)
		p2m->pod.cached -= 1UL << order;
	return pg;
}

static void uncount(struct domain *d, unsigned int order)
{
	spin_lock(&d->page_alloc_lock);
	d->tot_pages -= 1U << order;
	spin_unlock(&d->page_alloc_lock);
}

/* Chunks while they fit into @max, then single pages. How many went; 0: the cache is empty. */
static unsigned long cache_drop(struct p2m_domain *p2m, unsigned long max)
{
	unsigned int order = max >= SUPER_PAGES ? SUPER_ORDER : 0;
	struct page_info *pg = cache_take(p2m, order);

	if (!pg && order) {
		order = 0;
		pg = cache_take(p2m, 0);
	}
	if (!pg)
		return 0;
	uncount(p2m->domain, order);
	free_domheap_pages(pg, order);
	return 1UL << order;
}

void pod_trim(struct p2m_domain *p2m, unsigned long max)
{
	struct p2m_pod *pod = &p2m->pod;

	while (max && pod->cached > pod->entries) {
		unsigned long done = cache_drop(p2m, min(max, pod->cached - pod->entries));

		max -= done;
	}
}

/* A chunk for the cache that counts as d's. 0, -ENOMEM, -E2BIG (max_pages). */
static int cache_grow(struct p2m_domain *p2m, unsigned int order)
{
	struct domain *d = p2m->domain;
	unsigned int nr = 1U << order;
	struct page_info *pg;
	bool dying;

	spin_lock(&d->page_alloc_lock);
	if (d->tot_pages + nr < nr || d->tot_pages + nr > d->max_pages) {
		spin_unlock(&d->page_alloc_lock);
		return hc_fail(-E2BIG, "%pd: %u pages of %u", d, d->tot_pages, d->max_pages);
	}
	d->tot_pages += nr;
	spin_unlock(&d->page_alloc_lock);
	pg = alloc_domheap_pages(d, order, MEMF_no_owner);
	if (!pg) {
		uncount(d, order);
		return -ENOMEM;
	}
	p2m_lock(p2m);
	dying = d->is_dying != DOMDYING_alive; /* pod_relinquish() is yet to come, or has been */
	if (!dying)
		cache_add(p2m, pg, order);
	p2m_unlock(p2m);
	if (dying) {
		uncount(d, order);
		free_domheap_pages(pg, order);
	}
	return dying ? -ESRCH : 0;
}

/* Makes the cache @target pages. 0, -ENOMEM, -E2BIG, -ERESTART. */
static int cache_resize(struct p2m_domain *p2m, unsigned long target)
{
	for (;;) {
		unsigned long cached = READ_ONCE(p2m->pod.cached);
		int rc = 0;

		if (cached == target)
			return 0;
		if (cached < target) {
			rc = target - cached >= SUPER_PAGES ? cache_grow(p2m, SUPER_ORDER) : -ENOMEM;
			if (rc == -ENOMEM)
				rc = cache_grow(p2m, 0);
		} else {
			p2m_lock(p2m);
			if (p2m->pod.cached > target)
				cache_drop(p2m, p2m->pod.cached - target);
			p2m_unlock(p2m);
		}
		if (rc)
			return rc;
		if (hypercall_preempt_check())
			return -ERESTART;
	}
}

/*
 * What the cache is to be for a target of @pages. It is never made smaller than the promises: they shrink, and it with
 * them, when the guest gives back.
 */
static unsigned long cache_target(const struct domain *d, const struct p2m_pod *pod, unsigned long pages)
{
	unsigned long populated = d->tot_pages - min_t(unsigned long, pod->cached, d->tot_pages);
	unsigned long want = pages > populated ? pages - populated : 0;

	if (populated && want > pod->entries)
		want = pod->entries;
	return max(want, min(pod->cached, pod->entries));
}

int arch_pod_target(struct domain *d, struct xen_pod_target *t, bool set)
{
	struct p2m_domain *p2m = d->arch.p2m;
	int rc = 0;

	if (set && t->target_pages > d->max_pages)
		return hc_fail(-EINVAL, "%pd: target of %lu pages, %u allowed", d, t->target_pages, d->max_pages);
	if (set && d->is_dying == DOMDYING_alive)
		rc = cache_resize(p2m, cache_target(d, &p2m->pod, t->target_pages));
	t->tot_pages = d->tot_pages;
	t->pod_cache_pages = READ_ONCE(p2m->pod.cached);
	t->pod_entries = READ_ONCE(p2m->pod.entries);
	return rc;
}

static bool page_is_zero(const struct page_info *pg)
{
	const u64 *p = map_domain_page(page_to_mfn(pg));
	unsigned int i = 0;

	while (i < PAGE_SIZE / sizeof(*p) && !p[i])
		i++;
	unmap_domain_page(p);
	return i == PAGE_SIZE / sizeof(*p);
}

/* Frames found zero, with promises in their stead until they are seen to be ours. */
struct sweep {
	unsigned int n;
	struct { unsigned long gfn; struct page_info *pg; } found[POD_BATCH];
};

/* The map does not show them to the guest any more: what is zero now stays so. How many came to the cache. */
static unsigned int sweep_collect(struct p2m_domain *p2m, struct sweep *s)
{
	unsigned int got = 0;

	p2m_flush(p2m);
	for (unsigned int i = 0; i < s->n; i++) {
		struct page_info *pg = s->found[i].pg;

		if (page_is_zero(pg) && steal_page(p2m->domain, pg)) {
			cache_add(p2m, pg, 0);
			got++;
		} else if (p2m_set_locked(p2m, s->found[i].gfn, page_to_mfn(pg), 0, p2m_ram_rw)) {
			ASSERT_UNREACHABLE(); /* the entry is there */
		}
	}
	return got;
}

/* Frames that one step of the sweep is done with, from @gfn on. */
static unsigned long sweep_step(struct p2m_domain *p2m, unsigned long gfn, struct sweep *s)
{
	unsigned int level;
	u64 e = p2m_entry_get(p2m, gfn, &level);
	unsigned long rest = level_frames(level) - (gfn & (level_frames(level) - 1));
	struct page_info *pg;

	if (entry_type(e) != p2m_ram_rw)
		return rest;
	pg = mfn_to_page(mfn_add(entry_mfn(e), gfn & (level_frames(level) - 1)));
	/* Others' references, and the pages that hypervisor and guest share, keep it here. */
	if ((pg->count_info & ~PGC_count_mask) == PGC_allocated && (pg->count_info & PGC_count_mask) == 1 &&
	    page_is_zero(pg) && !p2m_set_locked(p2m, gfn, INVALID_MFN, 0, p2m_populate_on_demand)) {
		s->found[s->n].gfn = gfn;
		s->found[s->n++].pg = pg;
	}
	return 1;
}

/* 0: the cache has pages again; -EAGAIN: not yet; -ENOMEM: once around, and nothing is zero. */
static int sweep(struct p2m_domain *p2m)
{
	struct p2m_pod *pod = &p2m->pod;
	unsigned long limit = p2m->max_mapped + 1;
	struct sweep s = { 0 };

	for (unsigned int i = 0; i < SWEEP_STEPS && s.n < POD_BATCH && pod->swept_in_vain < limit; i++) {
		unsigned long n;

		if (pod->sweep_next >= limit)
			pod->sweep_next = 0;
		n = sweep_step(p2m, pod->sweep_next, &s);
		pod->sweep_next += n;
		pod->swept_in_vain += n;
	}
	if (sweep_collect(p2m, &s)) {
		pod->swept_in_vain = 0;
		return 0;
	}
	if (pod->swept_in_vain < limit)
		return -EAGAIN;
	pod->swept_in_vain = 0;
	return -ENOMEM;
}

/* A chunk of the cache becomes d's memory at @gfn. */
static int give(struct p2m_domain *p2m, struct page_info *pg, unsigned long gfn, unsigned int order)
{
	int rc = p2m_set_locked(p2m, gfn, page_to_mfn(pg), order, p2m_ram_rw);

	if (!rc) {
		rc = assign_pages(pg, 1U << order, p2m->domain, MEMF_counted);
		/* Dying. The entry is there, so this does not fail. */
		if (rc && !p2m_set_locked(p2m, gfn, INVALID_MFN, order, p2m_populate_on_demand))
			p2m_flush(p2m);
	}
	if (rc)
		cache_add(p2m, pg, order);
	return rc;
}

int pod_populate(struct p2m_domain *p2m, unsigned long gfn, unsigned int level)
{
	struct page_info *pg = level > 1 ? cache_take(p2m, SUPER_ORDER) : NULL;

	if (pg)
		return give(p2m, pg, gfn & ~(SUPER_PAGES - 1), SUPER_ORDER);
	if (!p2m->pod.cached) {
		int rc = sweep(p2m);

		if (rc)
			return rc;
	}
	pg = cache_take(p2m, 0);
	return give(p2m, pg, gfn, 0);
}

void pod_take_back(struct p2m_domain *p2m, struct page_info *pg)
{
	void *p;

	if (!steal_page(p2m->domain, pg)) {
		put_page_alloc_ref(pg); /* goes when its other users are done */
		return;
	}
	p = map_domain_page(page_to_mfn(pg));
	clear_page(p);
	unmap_domain_page(p);
	cache_add(p2m, pg, 0);
}

int arch_physmap_populate_on_demand(struct domain *d, gfn_t gfn, unsigned int order)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned long first = gfn_x(gfn), nr = 1UL << order, n;
	int rc = 0;

	if (!is_hvm_domain(d) || d == current->domain)
		return -EPERM;
	if (first >= P2M_GFN_LIMIT || nr > P2M_GFN_LIMIT - first)
		return -EINVAL;
	p2m_lock(p2m);
	if (mfn_eq(p2m->root, INVALID_MFN))
		rc = -ESRCH;
	for (unsigned long g = first; !rc && g < first + nr; g += n) {
		unsigned int level;
		u64 e = p2m_entry_get(p2m, g, &level);

		n = level_frames(level) - (g & (level_frames(level) - 1));
		if (p2m_types[entry_type(e)].frame)
			rc = hc_fail(-EBUSY, "%pd: frame %lx has memory", d, g);
	}
	if (!rc)
		rc = p2m_set_locked(p2m, first, INVALID_MFN, order, p2m_populate_on_demand);
	p2m_unlock(p2m);
	return rc;
}

int pod_relinquish(struct p2m_domain *p2m)
{
	for (unsigned int n = 1;; n++) {
		unsigned long done;

		p2m_lock(p2m);
		done = cache_drop(p2m, SUPER_PAGES);
		p2m_unlock(p2m);
		if (!done)
			return 0;
		if (n % 16 == 0 && hypercall_preempt_check())
			return -ERESTART;
	}
}

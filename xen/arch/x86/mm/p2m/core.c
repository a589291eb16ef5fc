/* SPDX-License-Identifier: GPL-2.0-only */
/* The map as others use it: life, look-up, change, faults. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include "private.h"

#define MIN_POOL 256 /* pages, until the domain's builder says */
#define POPULATE_TRIES 32 /* sweeps for a hypercall's frame; the guest's own accesses come back by themselves */

void p2m_lock(struct p2m_domain *p2m)
{
	write_lock(&p2m->lock);
}

void p2m_flush(struct p2m_domain *p2m)
{
	if (p2m->need_flush)
		hvm_flush_p2m(p2m->domain);
	p2m->need_flush = false;
	while (p2m->nr_put) {
		p2m->nr_put--;
		if (p2m->put[p2m->nr_put].typed)
			put_page_type(p2m->put[p2m->nr_put].pg);
		put_page(p2m->put[p2m->nr_put].pg);
	}
	p2m_tables_recycle(p2m);
}

void p2m_unlock(struct p2m_domain *p2m)
{
	p2m_flush(p2m);
	write_unlock(&p2m->lock);
}

void p2m_unlock_deferred(struct p2m_domain *p2m)
{
	write_unlock(&p2m->lock);
}

void p2m_set_leaf_levels(unsigned int level)
{
	p2m_leaf_levels = level;
}

int p2m_init(struct domain *d, const struct p2m_format *fmt)
{
	struct p2m_domain *p2m = xzalloc(struct p2m_domain);
	int rc;

	if (!p2m)
		return -ENOMEM;
	p2m->domain = d;
	p2m->fmt = fmt;
	rwlock_init(&p2m->lock, p2m);
	INIT_PAGE_LIST_HEAD(&p2m->stale);
	INIT_PAGE_LIST_HEAD(&p2m->free);
	INIT_PAGE_LIST_HEAD(&p2m->tables);
	pod_init(p2m);
	d->arch.p2m = p2m;
	do
		rc = p2m_pool_resize(p2m, MIN_POOL);
	while (rc == -ERESTART);
	if (p2m->nr_free) {
		p2m_lock(p2m);
		p2m->root = page_to_mfn(p2m_table_take(p2m, P2M_ROOT_LEVEL));
		p2m_unlock(p2m);
	} else {
		p2m->root = INVALID_MFN;
	}
	return rc;
}

/* References that the entries of @t, a table of level 1, hold. [p2m write] */
static void drop_refs(struct p2m_domain *p2m, struct page_info *t)
{
	const u64 *p = map_domain_page(page_to_mfn(t));

	for (unsigned int i = 0; i < 512 && p2m->nr_refs; i++) {
		const struct p2m_type_row *r = &p2m_types[entry_type(p[i])];

		if (!r->ref)
			continue;
		if (r->access & P2M_ACCESS_W)
			put_page_type(mfn_to_page(entry_mfn(p[i])));
		put_page(mfn_to_page(entry_mfn(p[i])));
		p2m->nr_refs--;
	}
	unmap_domain_page(p);
}

/* One table, or page of the pool; false: none is left. [p2m write] */
static bool free_one(struct p2m_domain *p2m)
{
	struct page_info *t = page_list_remove_head(&p2m->tables);

	if (t) {
		if (p2m->nr_refs && table_level(t) == 1)
			drop_refs(p2m, t);
		p2m->nr_tables--;
	} else {
		t = page_list_remove_head(&p2m->free);
		if (!t)
			return false;
		p2m->nr_free--;
	}
	t->type_info = 0;
	free_domheap_page(t);
	return true;
}

int p2m_relinquish(struct domain *d)
{
	struct p2m_domain *p2m = d->arch.p2m;
	int rc;

	if (!p2m)
		return 0;
	rc = pod_relinquish(p2m);
	if (rc)
		return rc;
	p2m_lock(p2m);
	p2m_flush(p2m);
	p2m->root = INVALID_MFN; /* from here on, tables are found by the list alone */
	for (unsigned int n = 1; free_one(p2m); n++) {
		if (n % 16 == 0 && hypercall_preempt_check()) {
			rc = -ERESTART;
			break;
		}
	}
	p2m_unlock(p2m);
	return rc;
}

void p2m_destroy(struct domain *d)
{
	if (!d->arch.p2m)
		return;
	while (p2m_relinquish(d))
		process_pending_softirqs();
	XFREE(d->arch.p2m);
}

mfn_t p2m_root(const struct domain *d)
{
	return d->arch.p2m->root;
}

gfn_t p2m_max_mapped(const struct domain *d)
{
	return _gfn(READ_ONCE(d->arch.p2m->max_mapped));
}

/* [p2m] */
static u64 get_entry(const struct p2m_domain *p2m, unsigned long gfn, unsigned int *level)
{
	*level = 1;
	if (gfn >= P2M_GFN_LIMIT || mfn_eq(p2m->root, INVALID_MFN))
		return 0;
	return p2m_entry_get(p2m, gfn, level);
}

static mfn_t frame_in(u64 e, unsigned long gfn, unsigned int level)
{
	return p2m_types[entry_type(e)].frame ? mfn_add(entry_mfn(e), gfn & (level_frames(level) - 1)) : INVALID_MFN;
}

mfn_t p2m_lookup(struct domain *d, gfn_t gfn, enum p2m_type *t, unsigned int *order)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned int level;
	u64 e;

	read_lock(&p2m->lock);
	e = get_entry(p2m, gfn_x(gfn), &level);
	read_unlock(&p2m->lock);
	if (t)
		*t = entry_type(e);
	if (order)
		*order = 9 * (level - 1);
	return frame_in(e, gfn_x(gfn), level);
}

/* A reference on the page of entry @e, which cannot change meanwhile. [p2m] */
static struct page_info *get_entry_page(struct domain *d, u64 e, mfn_t mfn)
{
	struct page_info *pg;

	if (entry_type(e) == p2m_mmio_direct || !p2m_types[entry_type(e)].frame)
		return NULL;
	pg = mfn_to_page(mfn);
	if (p2m_types[entry_type(e)].own)
		return get_page(pg, d) ? pg : NULL;
	/* The entry's reference, or the grant's, keeps it with its owner. */
	return page_get_owner_and_reference(pg) ? pg : NULL;
}

/* Memory for @gfn if it still is to be populated. 0: look again; else there is none. */
static int populate(struct p2m_domain *p2m, unsigned long gfn)
{
	unsigned int level;
	int rc = 0;
	u64 e;

	p2m_lock(p2m);
	e = get_entry(p2m, gfn, &level);
	if (entry_type(e) == p2m_populate_on_demand)
		rc = pod_populate(p2m, gfn, level);
	p2m_unlock(p2m);
	return rc;
}

struct page_info *p2m_get_page(struct domain *d, gfn_t gfn, enum p2m_type *t, unsigned int flags)
{
	struct p2m_domain *p2m = d->arch.p2m;

	for (unsigned int tries = 1;; tries++) {
		struct page_info *pg;
		unsigned int level;
		int rc;
		u64 e;

		read_lock(&p2m->lock);
		e = get_entry(p2m, gfn_x(gfn), &level);
		pg = get_entry_page(d, e, frame_in(e, gfn_x(gfn), level));
		read_unlock(&p2m->lock);
		if (t)
			*t = entry_type(e);
		if (entry_type(e) != p2m_populate_on_demand || !(flags & P2M_ALLOC))
			return pg;
		rc = populate(p2m, gfn_x(gfn));
		if (rc && (rc != -EAGAIN || tries == POPULATE_TRIES))
			return hc_fail(NULL, "%pd: no memory for frame %lx", d, gfn_x(gfn));
	}
}

bool p2m_write_begin(struct page_info *pg, enum p2m_type t)
{
	return p2m_is_writable(t) && (p2m_is_ram(t) || get_page_type(pg, PGT_writable_page));
}

void p2m_write_end(struct domain *d, gfn_t gfn, struct page_info *pg, enum p2m_type t)
{
	if (!p2m_is_ram(t))
		put_page_type(pg);
	p2m_mark_dirty(d, gfn);
}

int p2m_set_locked(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned int order, enum p2m_type t)
{
	unsigned long nr = 1UL << order, align = gfn | nr | (p2m_types[t].frame ? mfn_x(mfn) : 0);
	unsigned int level = p2m_types[t].frame ? p2m_leaf_levels : 3;
	int rc;

	if (order > MAX_ORDER || gfn >= P2M_GFN_LIMIT || nr > P2M_GFN_LIMIT - gfn || (p2m_types[t].ref && order))
		return -EINVAL;
	if (p2m_types[t].own && (!mfn_valid(mfn) || !mfn_valid(mfn_add(mfn, nr - 1))))
		return -EINVAL;
	if (mfn_eq(p2m->root, INVALID_MFN))
		return -ESRCH;
	while (align & (level_frames(level) - 1))
		level--;
	rc = p2m_entries_set(p2m, gfn, mfn, nr, level, t);
	if (rc)
		return hc_fail(rc, "%pd: paging pool of %u pages has no table for frame %lx", p2m->domain,
			       p2m->nr_tables + p2m->nr_free + p2m->nr_stale, gfn);
	if (t != p2m_invalid)
		p2m->max_mapped = max(p2m->max_mapped, gfn + nr - 1);
	return 0;
}

int p2m_set(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order, enum p2m_type t)
{
	struct p2m_domain *p2m = d->arch.p2m;
	int rc;

	p2m_lock(p2m);
	rc = p2m_set_locked(p2m, gfn_x(gfn), mfn, order, t);
	p2m_unlock(p2m);
	return rc;
}

static enum p2m_fault_result fault_populate(struct p2m_domain *p2m, unsigned long gfn)
{
	struct domain *d = p2m->domain;
	int rc = populate(p2m, gfn);

	/* -EAGAIN: the guest comes back with the same fault, and may be interrupted before. */
	if (rc && rc != -EAGAIN && p2m->pod.cached)
		domain_crash(d, "%pd: frame %lx: the paging pool (%u pages) has no table left", d, gfn, p2m->nr_tables);
	else if (rc && rc != -EAGAIN)
		domain_crash(d, "%pd: frame %lx: no memory: the guest uses more than its target, %lu frames are promised",
			     d, gfn, p2m->pod.entries);
	return P2M_RETRY;
}

/* A fetch from what a large entry maps, which does not allow it: from now on an entry of its own does. */
static enum p2m_fault_result fault_fetch(struct p2m_domain *p2m, unsigned long gfn)
{
	unsigned int level;
	int rc = 0;
	u64 e;

	p2m_lock(p2m);
	e = get_entry(p2m, gfn, &level);
	if (level > 1 && (p2m_types[entry_type(e)].access & P2M_ACCESS_X))
		rc = p2m_set_locked(p2m, gfn, frame_in(e, gfn, level), 0, entry_type(e));
	p2m_unlock(p2m);
	if (rc)
		domain_crash(p2m->domain, "%pd: no memory in its paging pool to execute from frame %lx", p2m->domain, gfn);
	return P2M_RETRY;
}

enum p2m_fault_result p2m_fault(struct domain *d, paddr_t gpa, unsigned int access)
{
	enum p2m_type t;

	p2m_lookup(d, _gfn(gpa >> PAGE_SHIFT), &t, NULL);
	switch (t) {
	case p2m_invalid:
	case p2m_mmio_dm:
		return P2M_EMULATE;
	case p2m_populate_on_demand:
		return fault_populate(d->arch.p2m, gpa >> PAGE_SHIFT);
	case p2m_ram_logdirty:
		if (!(access & P2M_ACCESS_W))
			break;
		p2m_mark_dirty(d, _gfn(gpa >> PAGE_SHIFT));
		return P2M_RETRY;
	default:
		if (p2m_small_exec && (access & p2m_types[t].access & P2M_ACCESS_X))
			return fault_fetch(d->arch.p2m, gpa >> PAGE_SHIFT);
		break;
	}
	/* Another vCPU may have mended it meanwhile. */
	return access & ~p2m_types[t].access ? P2M_DENIED : P2M_RETRY;
}

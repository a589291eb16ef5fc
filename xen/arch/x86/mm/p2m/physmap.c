/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory operations of translated guests: what common/memory asks for in terms of frames becomes changes of the map.
 *
 * Memory that is taken out is given back only after the flush, when no vCPU can reach it any more; so it is collected in
 * a struct page_batch with a reference each.
 */
#include <xen/errno.h>
#include <xen/grant_table.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <public/memory.h>
#include "private.h"

GUEST_HANDLES(int);

void arch_physmap_flush(struct domain *d)
{
	p2m_lock(d->arch.p2m);
	p2m_unlock(d->arch.p2m);
}

void arch_physmap_complete(struct domain *d, struct page_batch *b)
{
	arch_physmap_flush(d);
	while (b->n) {
		struct page_info *pg = b->pg[--b->n];

		put_page_alloc_ref(pg);
		put_page(pg);
	}
}

static bool batch_add(struct p2m_domain *p2m, struct page_batch *b, struct page_info *pg)
{
	if (!get_page(pg, p2m->domain))
		return false; /* is being freed by somebody else */
	if (b->n == PAGE_BATCH) {
		p2m_flush(p2m);
		while (b->n) {
			put_page_alloc_ref(b->pg[--b->n]);
			put_page(b->pg[b->n]);
		}
	}
	b->pg[b->n++] = pg;
	return true;
}

/* Pages of the hypervisor's making are not the guest's to give. */
static bool all_given(mfn_t mfn, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		if (mfn_to_page(mfn_add(mfn, i))->count_info & (PGC_xen_heap | PGC_extra))
			return false;
	return true;
}

static int release_ram(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned int order, struct page_batch *b)
{
	bool keep = p2m->pod.entries > p2m->pod.cached; /* promises that lack pages */
	int rc;

	if (!all_given(mfn, 1UL << order))
		return hc_fail(-EPERM, "%pd: frame %lx is shared with the hypervisor", p2m->domain, gfn);
	rc = p2m_set_locked(p2m, gfn, INVALID_MFN, order, p2m_invalid);
	if (rc)
		return rc;
	if (keep)
		p2m_flush(p2m);
	for (unsigned long i = 0; i < 1UL << order; i++) {
		if (keep)
			pod_take_back(p2m, mfn_to_page(mfn_add(mfn, i)));
		else
			batch_add(p2m, b, mfn_to_page(mfn_add(mfn, i)));
	}
	return 0;
}

/*
 * [p2m write] The memory at @gfn, or in all of the large entry there if that is not more than @max frames. *done: how many
 * frames that was. -ENOENT: there is none (*done is set), -EPERM, -ENOMEM.
 */
static int release_step(struct p2m_domain *p2m, unsigned long gfn, unsigned long max, struct page_batch *b,
			unsigned long *done)
{
	unsigned int level;
	u64 e = p2m_entry_get(p2m, gfn, &level);
	unsigned long size = level_frames(level), offset = gfn & (size - 1);
	mfn_t mfn = mfn_add(entry_mfn(e), offset);
	unsigned int order;
	int rc;

	if (entry_type(e) != p2m_populate_on_demand && !p2m_types[entry_type(e)].own) {
		*done = min(max, size - offset);
		return -ENOENT;
	}
	order = !offset && size <= max ? 9 * (level - 1) : 0;
	if (order && p2m_types[entry_type(e)].own && !all_given(mfn, size))
		order = 0;
	*done = 1UL << order;
	if (p2m_types[entry_type(e)].own)
		return release_ram(p2m, gfn, mfn, order, b);
	rc = p2m_set_locked(p2m, gfn, INVALID_MFN, order, p2m_invalid);
	if (!rc)
		pod_trim(p2m, *done);
	return rc;
}

/* [p2m write] Whatever memory of its own there is in the range; pages of the hypervisor's are only covered. */
static int release_all(struct p2m_domain *p2m, unsigned long gfn, unsigned long nr, struct page_batch *b)
{
	unsigned long done;

	for (unsigned long i = 0; i < nr; i += done) {
		int rc = release_step(p2m, gfn + i, nr - i, b, &done);

		if (rc && rc != -ENOENT && rc != -EPERM)
			return rc;
	}
	return 0;
}

static bool range_ok(unsigned long gfn, unsigned int order)
{
	return gfn < P2M_GFN_LIMIT && 1UL << order <= P2M_GFN_LIMIT - gfn;
}

int arch_physmap_release(struct domain *d, gfn_t gfn, unsigned int order, struct page_batch *b)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned long first = gfn_x(gfn), done;
	int rc = 0;

	if (!range_ok(first, order))
		return hc_fail(-EINVAL, "%pd: no frame %lx", d, first);
	p2m_lock(p2m);
	if (mfn_eq(p2m->root, INVALID_MFN))
		rc = -ESRCH;
	for (unsigned long i = 0; !rc && i < 1UL << order; i += done)
		rc = release_step(p2m, first + i, (1UL << order) - i, b, &done);
	p2m_unlock_deferred(p2m);
	if (rc)
		return hc_fail(rc, "%pd: frames %lx, 2^%u: not all its memory", d, first, order);
	return 0;
}

/* [p2m write] What is at @gfn makes room for @mfn. */
static int replace(struct p2m_domain *p2m, unsigned long gfn, mfn_t mfn, unsigned int order, enum p2m_type t,
		   struct page_batch *b)
{
	int rc = -ESRCH;

	if (!mfn_eq(p2m->root, INVALID_MFN))
		rc = release_all(p2m, gfn, 1UL << order, b);
	return rc ? rc : p2m_set_locked(p2m, gfn, mfn, order, t);
}

int arch_physmap_add(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order)
{
	struct p2m_domain *p2m = d->arch.p2m;
	struct page_batch b = { .n = 0 };
	int rc;

	if (!range_ok(gfn_x(gfn), order))
		return hc_fail(-EINVAL, "%pd: no frame %lx", d, gfn_x(gfn));
	p2m_lock(p2m);
	rc = replace(p2m, gfn_x(gfn), mfn, order, p2m_ram_rw, &b);
	p2m_unlock(p2m);
	if (b.n)
		arch_physmap_complete(d, &b);
	return rc;
}

/* [p2m write] Where @mfn, a page of d's own, stands in its map; false: nowhere. */
static bool find_own(const struct p2m_domain *p2m, mfn_t mfn, unsigned long *gfn)
{
	unsigned int level;
	u64 e;

	*gfn = get_gpfn_from_mfn(mfn);
	if (*gfn >= P2M_GFN_LIMIT)
		return false;
	e = p2m_entry_get(p2m, *gfn, &level);
	return p2m_types[entry_type(e)].own &&
	       mfn_eq(mfn_add(entry_mfn(e), *gfn & (level_frames(level) - 1)), mfn);
}

/* @pg, the domain's and referenced, appears at @gfn, and there alone. What was there goes. */
static int move_page(struct domain *d, struct page_info *pg, gfn_t gfn)
{
	struct p2m_domain *p2m = d->arch.p2m;
	mfn_t mfn = page_to_mfn(pg);
	struct page_batch b = { .n = 0 };
	unsigned long old;
	bool moves;
	int rc = 0;

	if (!range_ok(gfn_x(gfn), 0))
		return -EINVAL;
	p2m_lock(p2m);
	if (mfn_eq(p2m->root, INVALID_MFN)) {
		p2m_unlock(p2m);
		return -ESRCH;
	}
	moves = find_own(p2m, mfn, &old);
	/*
	 * Memory that is not in the map any more is being given back by another vCPU: only our reference still keeps it, and
	 * an entry would outlive that.
	 */
	if (!moves && !(pg->count_info & PGC_xen_heap))
		rc = -EINVAL;
	if (rc || (moves && old == gfn_x(gfn))) {
		p2m_unlock(p2m);
		return rc;
	}
	if (moves)
		rc = p2m_set_locked(p2m, old, INVALID_MFN, 0, p2m_invalid);
	if (!rc) {
		rc = replace(p2m, gfn_x(gfn), mfn, 0, p2m_ram_rw, &b);
		/* The table that it came out of is in the pool. */
		if (rc && moves && p2m_set_locked(p2m, old, mfn, 0, p2m_ram_rw))
			hc_fail(0, "%pd: frame %lx is lost", d, old);
	}
	p2m_unlock(p2m);
	if (b.n)
		arch_physmap_complete(d, &b);
	return rc;
}

static int map_shared_info(struct domain *d, gfn_t gfn)
{
	int rc;

	if (!get_page(d->shared_info_page, d))
		return -ESRCH;
	rc = move_page(d, d->shared_info_page, gfn);
	put_page(d->shared_info_page);
	return rc;
}

static int map_grant_frame(struct domain *d, unsigned long idx, gfn_t gfn)
{
	mfn_t mfn;
	int rc = gnttab_map_frame(d, idx, gfn, &mfn);

	if (rc)
		return rc;
	if (!get_page(mfn_to_page(mfn), d))
		return -ESRCH;
	rc = move_page(d, mfn_to_page(mfn), gfn);
	put_page(mfn_to_page(mfn));
	return rc;
}

static int map_gmfn(struct domain *d, unsigned long idx, gfn_t gfn)
{
	struct page_info *pg = get_page_from_gfn(d, _gfn(idx));
	int rc;

	if (!pg)
		return -EINVAL;
	rc = move_page(d, pg, gfn);
	put_page(pg);
	return rc;
}

/* @pg, referenced, of a domain that self may look into: writable unless it is in use as a table. Takes the reference. */
static int map_foreign_page(struct domain *self, struct page_info *pg, gfn_t gfn)
{
	struct p2m_domain *p2m = self->arch.p2m;
	bool writable = get_page_type(pg, PGT_writable_page);
	struct page_batch b = { .n = 0 };
	int rc = -EINVAL;

	if (range_ok(gfn_x(gfn), 0)) {
		p2m_lock(p2m);
		rc = replace(p2m, gfn_x(gfn), page_to_mfn(pg), 0, writable ? p2m_map_foreign : p2m_map_foreign_ro, &b);
		p2m_unlock(p2m);
	}
	if (b.n)
		arch_physmap_complete(self, &b);
	if (!rc)
		return 0;
	if (writable)
		put_page_type(pg);
	put_page(pg);
	return rc;
}

static int map_foreign(struct domain *d, domid_t id, unsigned long idx, gfn_t gfn)
{
	struct domain *self = current->domain, *fd = get_domain_by_id(id);
	struct page_info *pg;
	int rc = -EPERM;

	if (!fd)
		return -ESRCH;
	if (fd == d) {
		rc = -EINVAL;
	} else if (is_control_domain(self) || self->target == fd) {
		pg = get_page_from_gfn(fd, _gfn(idx));
		rc = pg ? map_foreign_page(d, pg, gfn) : -ENOENT;
	}
	put_domain(fd);
	return rc;
}

int arch_map_resource(struct domain *self, gfn_t gfn, struct domain *d, mfn_t mfn)
{
	if (!get_page(mfn_to_page(mfn), d))
		return -EINVAL;
	return map_foreign_page(self, mfn_to_page(mfn), gfn);
}

static int add_one(struct domain *d, unsigned int space, unsigned long idx, gfn_t gfn, domid_t foreign)
{
	switch (space) {
	case XENMAPSPACE_shared_info:
		return idx ? -EINVAL : map_shared_info(d, gfn);
	case XENMAPSPACE_grant_table:
		return map_grant_frame(d, idx, gfn);
	case XENMAPSPACE_gmfn:
	case XENMAPSPACE_gmfn_range:
		return map_gmfn(d, idx, gfn);
	case XENMAPSPACE_gmfn_foreign:
		return map_foreign(d, foreign, idx, gfn);
	}
	return hc_fail(-EOPNOTSUPP, "%pd: map space %u", d, space);
}

int arch_add_to_physmap(struct domain *d, struct xen_add_to_physmap *a, unsigned long *start)
{
	unsigned long nr = a->space == XENMAPSPACE_gmfn_range ? a->size : 1;
	int rc;

	if (a->space == XENMAPSPACE_gmfn_foreign) /* has no place for the other domain's number */
		return -ENOSYS;
	for (unsigned long first = *start; *start < nr; (*start)++) {
		if (*start > first && hypercall_preempt_check())
			return -ERESTART;
		rc = add_one(d, a->space, a->idx + *start, _gfn(a->gpfn + *start), DOMID_INVALID);
		if (rc)
			return rc;
	}
	return 0;
}

int arch_add_to_physmap_batch(struct domain *d, struct xen_add_to_physmap_batch *a, unsigned long *start)
{
	if (a->space == XENMAPSPACE_gmfn_range || (a->space != XENMAPSPACE_gmfn_foreign && a->u.res0))
		return -EINVAL;
	for (unsigned long first = *start; *start < a->size; (*start)++) {
		xen_ulong_t idx;
		xen_pfn_t gfn;
		int rc;

		if (*start > first && hypercall_preempt_check())
			return -ERESTART;
		if (guest_read(&idx, handle_in(xen_ulong_t, a->idxs), *start) ||
		    guest_read(&gfn, handle_in(xen_pfn_t, a->gpfns), *start))
			return -EFAULT;
		rc = add_one(d, a->space, idx, _gfn(gfn), a->u.foreign_domid);
		if (guest_write(handle_out(int, a->errs), *start, &rc))
			return -EFAULT;
	}
	return 0;
}

int arch_remove_from_physmap(struct domain *d, gfn_t gfn)
{
	struct p2m_domain *p2m = d->arch.p2m;
	enum p2m_type t;
	int rc = -ENOENT;

	p2m_lock(p2m);
	if (gfn_x(gfn) < P2M_GFN_LIMIT && !mfn_eq(p2m->root, INVALID_MFN)) {
		unsigned int level;

		t = entry_type(p2m_entry_get(p2m, gfn_x(gfn), &level));
		/* Grants end through the grant table. */
		if (p2m_types[t].own || p2m_types[t].ref)
			rc = p2m_set_locked(p2m, gfn_x(gfn), INVALID_MFN, 0, p2m_invalid);
	}
	p2m_unlock(p2m);
	return rc;
}

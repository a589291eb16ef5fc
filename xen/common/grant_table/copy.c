/* SPDX-License-Identifier: GPL-2.0-only */
/* Copying between granted pages and own ones without mapping them. */
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

/* One end of a copy, pinned. */
struct copy_end {
	struct domain *rd;     /* referenced; NULL: a page of the caller's own */
	grant_ref_t ref;
	bool readonly;
	mfn_t frame;
};

static int pin_own(const struct gnttab_copy_ptr *p, struct copy_end *e)
{
	struct page_info *pg;

	if (p->domid != DOMID_SELF && p->domid != current->domain->domain_id)
		return GNTST_permission_denied;
	pg = get_page_from_gfn(current->domain, _gfn(p->u.gmfn));
	if (!pg)
		return GNTST_bad_page;
	if (!e->readonly && !get_page_type(pg, PGT_writable_page)) {
		put_page(pg);
		return GNTST_bad_page;
	}
	e->frame = page_to_mfn(pg);
	return GNTST_okay;
}

static int pin(const struct gnttab_copy_ptr *p, bool is_gref, bool readonly, struct copy_end *e)
{
	int rc;

	*e = (struct copy_end){ .readonly = readonly };
	if (!is_gref)
		return pin_own(p, e);
	e->rd = get_domain_by_any_id(p->domid);
	if (!e->rd)
		return GNTST_bad_domain;
	e->ref = p->u.ref;
	rc = gnttab_acquire(e->rd, e->ref, current->domain, readonly, &e->frame);
	if (rc)
		put_domain(e->rd);
	return rc;
}

static void unpin(struct copy_end *e)
{
	if (e->rd) {
		gnttab_release(e->rd, e->ref, e->readonly, e->frame);
		put_domain(e->rd);
		return;
	}
	if (!e->readonly) {
		arch_mark_dirty(current->domain, e->frame);
		put_page_type(mfn_to_page(e->frame));
	}
	put_page(mfn_to_page(e->frame));
}

static int copy(const gnttab_copy_t *op)
{
	struct copy_end src, dst;
	const void *s;
	void *d;
	int rc;

	if (op->source.offset + op->len > PAGE_SIZE || op->dest.offset + op->len > PAGE_SIZE)
		return GNTST_bad_copy_arg;
	rc = pin(&op->source, op->flags & GNTCOPY_source_gref, true, &src);
	if (rc)
		return rc;
	rc = pin(&op->dest, op->flags & GNTCOPY_dest_gref, false, &dst);
	if (!rc) {
		s = map_domain_page(src.frame);
		d = map_domain_page(dst.frame);
		memmove(d + op->dest.offset, s + op->source.offset, op->len); /* both may be one page */
		unmap_domain_page(d);
		unmap_domain_page(s);
		unpin(&dst);
	}
	unpin(&src);
	return rc;
}

long gnttab_copy_one(struct gnttab_batch *batch, gnttab_copy_t *op)
{
	op->status = copy(op);
	return 0;
}

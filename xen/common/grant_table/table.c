/* SPDX-License-Identifier: GPL-2.0-only */
/* The table itself: limits, growth, what the guest and its builder see of it. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/param.h>
#include <xen/system.h>
#include "private.h"

static unsigned int opt_max_frames __ro_after_init = 64;
integer_param("gnttab_max_frames", opt_max_frames);
static unsigned int opt_max_maptrack __ro_after_init = 1024;
integer_param("gnttab_max_maptrack_frames", opt_max_maptrack);

#define FRAMES_LIMIT 65536

static int add_active_page(struct grant_table *gt)
{
	struct active_entry *page = alloc_xenheap_page();

	if (!page)
		return -ENOMEM;
	memset(page, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < ACTIVE_PER_PAGE; i++)
		spinlock_init(&page[i].lock, grant_entry);
	gt->active[gt->nr_active_pages++] = page;
	return 0;
}

int gnttab_grow(struct domain *d, unsigned int nr_frames)
{
	struct grant_table *gt = d->grant_table;
	void *frame;

	/* A frame that comes after the end has taken back all others would keep the domain for ever. */
	if (nr_frames > gt->max_frames || (d->is_dying && nr_frames > gt->nr_frames))
		return -EINVAL;
	while (gt->nr_frames < nr_frames) {
		while (gt->nr_active_pages * ACTIVE_PER_PAGE < (gt->nr_frames + 1) * ENTRIES_PER_FRAME)
			if (add_active_page(gt))
				return -ENOMEM;
		frame = alloc_xenheap_page();
		if (!frame)
			return -ENOMEM;
		memset(frame, 0, PAGE_SIZE);
		share_xen_page_with_guest(virt_to_page(frame), d, true);
		gt->shared[gt->nr_frames++] = frame;
	}
	return 0;
}

static unsigned int limit(int asked, unsigned int dflt)
{
	return asked < 0 ? dflt : asked;
}

int grant_table_init(struct domain *d, int max_frames, int max_maptrack, unsigned int opts)
{
	unsigned int version = XEN_DOMCTL_GRANT_version(opts);
	struct grant_table *gt;
	int rc;

	if (version < 1 && opts) /* a builder from before the field says 0 */
		return -EINVAL;
	if (limit(max_frames, opt_max_frames) > FRAMES_LIMIT || !limit(max_frames, opt_max_frames) ||
	    limit(max_maptrack, opt_max_maptrack) > FRAMES_LIMIT)
		return -EINVAL;
	gt = xzalloc(struct grant_table);
	if (!gt)
		return -ENOMEM;
	d->grant_table = gt;
	rwlock_init(&gt->lock, grant);
	gt->max_frames = limit(max_frames, opt_max_frames);
	gt->shared = xzalloc_array(grant_entry_v1_t *, gt->max_frames);
	gt->active = xzalloc_array(struct active_entry *,
				   DIV_ROUND_UP(gt->max_frames * ENTRIES_PER_FRAME, ACTIVE_PER_PAGE));
	rc = maptrack_init(gt, limit(max_maptrack, opt_max_maptrack));
	if (rc || !gt->shared || !gt->active)
		return -ENOMEM;
	write_lock(&gt->lock);
	rc = gnttab_grow(d, 1);
	write_unlock(&gt->lock);
	return rc;
}

void gnttab_drop_frames(struct domain *d)
{
	struct grant_table *gt = d->grant_table;

	for (unsigned int i = 0; gt && i < gt->nr_frames; i++)
		put_page_alloc_ref(virt_to_page(gt->shared[i]));
}

void grant_table_destroy(struct domain *d)
{
	struct grant_table *gt = d->grant_table;

	if (!gt)
		return;
	for (unsigned int i = 0; i < gt->nr_frames; i++)
		free_xenheap_page(gt->shared[i]);
	for (unsigned int i = 0; i < gt->nr_active_pages; i++)
		free_xenheap_page(gt->active[i]);
	xfree(gt->shared);
	xfree(gt->active);
	maptrack_destroy(gt);
	XFREE(d->grant_table);
}

/* The domain a caller may look after: itself, or any for a control domain. GNTST_*. */
static int get_target(domid_t id, struct domain **d)
{
	*d = get_domain_by_any_id(id);
	if (!*d)
		return GNTST_bad_domain;
	if (*d == current->domain || is_control_domain(current->domain))
		return GNTST_okay;
	put_domain(*d);
	return GNTST_permission_denied;
}

long gnttab_setup_table(struct gnttab_batch *batch, gnttab_setup_table_t *op)
{
	xen_pfn_t_out list = handle_out(xen_pfn_t, op->frame_list);
	struct grant_table *gt;
	struct domain *d;
	long rc = 0;

	op->status = get_target(op->dom, &d);
	if (op->status)
		return 0;
	gt = d->grant_table;
	write_lock(&gt->lock);
	if (op->nr_frames > gt->max_frames || (op->nr_frames > gt->nr_frames && gnttab_grow(d, op->nr_frames)))
		op->status = GNTST_general_error;
	write_unlock(&gt->lock);
	for (unsigned int i = 0; !rc && !op->status && i < op->nr_frames; i++) {
		xen_pfn_t gfn = mfn_to_gfn(d, virt_to_mfn(gt->shared[i])); /* frames never go while d exists */

		rc = guest_write(list, i, &gfn);
	}
	put_domain(d);
	return rc;
}

long gnttab_query_size(struct gnttab_batch *batch, gnttab_query_size_t *op)
{
	struct domain *d;

	op->status = get_target(op->dom, &d);
	if (op->status)
		return 0;
	op->nr_frames = READ_ONCE(d->grant_table->nr_frames);
	op->max_nr_frames = d->grant_table->max_frames;
	put_domain(d);
	return 0;
}

long gnttab_set_version(struct gnttab_batch *batch, gnttab_set_version_t *op)
{
	u32 asked = op->version;

	op->version = 1;
	return asked == 1 ? 0 : asked == 2 ? -ENOSYS : -EINVAL;
}

long gnttab_get_version(struct gnttab_batch *batch, gnttab_get_version_t *op)
{
	struct domain *d;
	int rc = get_target(op->dom, &d);

	if (rc)
		return rc == GNTST_permission_denied ? -EPERM : -ESRCH;
	op->version = 1;
	put_domain(d);
	return 0;
}

/* Version 2 has them. */
long gnttab_get_status_frames(struct gnttab_batch *batch, gnttab_get_status_frames_t *op)
{
	op->status = GNTST_general_error;
	return 0;
}

/* [gt->lock write: nobody takes or ends a use] */
static int swap(struct grant_table *gt, grant_ref_t a, grant_ref_t b)
{
	grant_entry_v1_t *ea, *eb, t;

	if (a >= gt_entries(gt) || b >= gt_entries(gt))
		return GNTST_bad_gntref;
	a = array_index_nospec(a, gt_entries(gt));
	b = array_index_nospec(b, gt_entries(gt));
	if (gnttab_active(gt, a)->readers || gnttab_active(gt, a)->writers || gnttab_active(gt, b)->readers ||
	    gnttab_active(gt, b)->writers)
		return GNTST_eagain;
	ea = gnttab_shared(gt, a);
	eb = gnttab_shared(gt, b);
	t = *ea;
	*ea = *eb;
	*eb = t;
	return GNTST_okay;
}

long gnttab_swap_grant_ref(struct gnttab_batch *batch, gnttab_swap_grant_ref_t *op)
{
	struct grant_table *gt = current->domain->grant_table;

	write_lock(&gt->lock);
	op->status = swap(gt, op->ref_a, op->ref_b);
	write_unlock(&gt->lock);
	return 0;
}

long gnttab_dump_table(struct gnttab_batch *batch, gnttab_dump_table_t *op)
{
	struct domain *d;

	/* To the console go many lines, and no guest may write there. */
	op->status = GNTST_permission_denied;
	if (!is_control_domain(current->domain))
		return 0;
	op->status = get_target(op->dom, &d);
	if (op->status)
		return 0;
	gnttab_dump(d);
	put_domain(d);
	return 0;
}

void gnttab_dump(struct domain *d)
{
	struct grant_table *gt = d->grant_table;
	unsigned int used = 0;

	if (!gt)
		return;
	read_lock(&gt->lock);
	printk("d%u: grant table: %u of %u frames, maptrack %u of %u pages\n", d->domain_id, gt->nr_frames, gt->max_frames,
	       gt->nr_maptrack, gt->max_maptrack);
	for (grant_ref_t ref = 0; ref < gt_entries(gt) && used < 64; ref++) {
		const struct active_entry *act = gnttab_active(gt, ref);

		if (!act->readers && !act->writers)
			continue;
		used++;
		printk("  [%05u] flags %#x: used by d%u, mfn %lx, %u readers, %u writers\n", ref,
		       gnttab_shared(gt, ref)->flags, act->domid, mfn_x(act->frame), act->readers, act->writers);
	}
	read_unlock(&gt->lock);
}

unsigned int gnttab_resource_max_frames(const struct domain *d, unsigned int id)
{
	return id == XENMEM_resource_grant_table_id_shared ? d->grant_table->max_frames : 0;
}

int gnttab_acquire_resource(struct domain *d, unsigned int id, unsigned int frame, unsigned int nr, mfn_t mfns[])
{
	struct grant_table *gt = d->grant_table;
	int rc = 0;

	if (id != XENMEM_resource_grant_table_id_shared || !nr || frame + nr < frame)
		return -EINVAL;
	write_lock(&gt->lock);
	if (frame + nr > gt->nr_frames)
		rc = gnttab_grow(d, frame + nr);
	for (unsigned int i = 0; !rc && i < nr; i++)
		mfns[i] = virt_to_mfn(gt->shared[frame + i]);
	write_unlock(&gt->lock);
	return rc;
}

int gnttab_map_frame(struct domain *d, unsigned long idx, gfn_t gfn, mfn_t *mfn)
{
	struct grant_table *gt = d->grant_table;
	int rc = 0;

	if (idx >= gt->max_frames) /* the status frames of version 2 too */
		return -EINVAL;
	write_lock(&gt->lock);
	if (idx >= gt->nr_frames)
		rc = gnttab_grow(d, idx + 1);
	if (!rc)
		*mfn = virt_to_mfn(gt->shared[idx]);
	write_unlock(&gt->lock);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* XENMEM_acquire_resource: frames of a domain that stand for no memory of its own, for its tools to map. */
#include <xen/grant_table.h>
#include "private.h"

#define BATCH 32

static unsigned int max_frames(const struct domain *d, const struct xen_mem_acquire_resource *r)
{
	switch (r->type) {
	case XENMEM_resource_grant_table:
		return gnttab_resource_max_frames(d, r->id);
	default:
		return arch_resource_max_frames(d, r->type, r->id);
	}
}

static int get_frames(struct domain *d, const struct xen_mem_acquire_resource *r, unsigned int from, unsigned int nr,
		      mfn_t *mfns)
{
	switch (r->type) {
	case XENMEM_resource_grant_table:
		return gnttab_acquire_resource(d, r->id, from, nr, mfns);
	default:
		return arch_acquire_resource(d, r->type, r->id, from, nr, mfns);
	}
}

static long acquire(struct memop *m, struct domain *d)
{
	const struct xen_mem_acquire_resource *r = &m->arg.resource;
	mfn_t mfns[BATCH];

	if (r->nr_frames > 65536 || r->frame + r->nr_frames < r->frame || r->frame + r->nr_frames > ~0U)
		return -E2BIG;
	while (m->start < r->nr_frames) {
		unsigned int nr = min_t(unsigned long, BATCH, r->nr_frames - m->start);
		int rc = get_frames(d, r, r->frame + m->start, nr, mfns);

		if (rc)
			return rc;
		for (unsigned int i = 0; i < nr; i++) {
			xen_pfn_t frame = mfn_x(mfns[i]);

			if (is_hvm_domain(current->domain)) {
				if (guest_read(&frame, handle_in(xen_pfn_t, r->frame_list), m->start + i))
					return -EFAULT;
				rc = arch_map_resource(current->domain, _gfn(frame), d, mfns[i]);
				if (rc)
					return m->start + i ? -EIO : rc;
			} else if (guest_write(handle_out(xen_pfn_t, r->frame_list), m->start + i, &frame)) {
				return -EFAULT;
			}
		}
		m->start += nr;
		if (m->start < r->nr_frames && hypercall_preempt_check())
			return -ERESTART;
	}
	return 0;
}

long memory_acquire_resource(struct memop *m)
{
	struct xen_mem_acquire_resource *r = &m->arg.resource;
	struct domain *d;
	long rc;

	if (r->pad)
		return -EINVAL;
	d = get_domain_by_any_id(r->domid);
	if (!d)
		return -ESRCH;
	if (d == current->domain || !(is_control_domain(current->domain) || current->domain->target == d)) {
		rc = -EPERM;
	} else if (!max_frames(d, r)) {
		rc = -EOPNOTSUPP;
	} else if (!r->frame_list.p) {
		/* A question for the size. */
		rc = r->nr_frames ? -EINVAL : 0;
		r->nr_frames = max_frames(d, r);
	} else {
		rc = acquire(m, d);
	}
	put_domain(d);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Mapping another domain's page and letting it go again. */
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

#define MAPPED (GNTMAP_host_map | GNTMAP_device_map)

static int map_one(gnttab_map_grant_ref_t *op, struct domain *ld, struct domain *rd)
{
	bool readonly = op->flags & GNTMAP_readonly;
	struct grant_mapping *m;
	mfn_t frame;
	u32 handle;
	int rc;

	m = maptrack_get(ld->grant_table, &handle);
	if (!m)
		return hc_fail(GNTST_no_space, "d%u: no handle left", ld->domain_id);
	rc = gnttab_acquire(rd, op->ref, ld, readonly, &frame);
	if (rc) {
		maptrack_put(ld->grant_table, handle);
		return rc;
	}
	if (op->flags & GNTMAP_host_map) {
		rc = create_grant_host_mapping(op->host_addr, frame, op->flags, 0);
		if (rc) {
			gnttab_release(rd, op->ref, readonly, frame);
			maptrack_put(ld->grant_table, handle);
			return rc;
		}
	}
	m->ref = op->ref;
	m->domid = rd->domain_id;
	m->extra = op->flags;
	smp_wmb();
	WRITE_ONCE(m->flags, op->flags & (MAPPED | GNTMAP_readonly)); /* from now on it may be unmapped */
	op->handle = handle;
	op->dev_bus_addr = mfn_to_maddr(frame);
	return GNTST_okay;
}

long gnttab_map_grant_ref(struct gnttab_batch *batch, gnttab_map_grant_ref_t *op)
{
	struct domain *rd;

	op->status = GNTST_bad_gntref;
	if (!(op->flags & MAPPED))
		return 0;
	op->status = GNTST_bad_domain;
	rd = get_domain_by_id(op->dom);
	if (!rd)
		return 0;
	op->status = map_one(op, current->domain, rd);
	put_domain(rd);
	return 0;
}

/* What an unmap asks for: which kinds of use end. */
struct unmap_request {
	u32 handle;
	u64 host_addr, dev_bus_addr, new_addr;
};

/*
 * The right to unmap: at most one CPU has it for a handle. Gives the kinds of use there are.
 */
static int claim(struct grant_mapping *m, u16 *flags)
{
	u16 old = READ_ONCE(m->flags);

	if (!(old & MAPPED) || (old & MAPPING_BUSY))
		return GNTST_bad_handle;
	if (cmpxchg(&m->flags, old, (u16)(old | MAPPING_BUSY)) != old)
		return GNTST_bad_handle;
	*flags = old;
	return GNTST_okay;
}

/* m is claimed. Ends the uses that are asked for; *left: those that remain. */
static int unmap_uses(const struct unmap_request *r, const struct grant_mapping *m, u16 flags, mfn_t frame, u16 *left)
{
	int rc;

	*left = flags;
	if (r->host_addr && (flags & GNTMAP_host_map)) {
		rc = replace_grant_host_mapping(r->host_addr, frame, r->new_addr, m->extra);
		if (rc)
			return rc;
		*left &= ~GNTMAP_host_map;
	}
	if (r->dev_bus_addr && (flags & GNTMAP_device_map)) {
		if (r->dev_bus_addr != mfn_to_maddr(frame))
			return GNTST_bad_dev_addr;
		*left &= ~GNTMAP_device_map;
	}
	return GNTST_okay;
}

static mfn_t frame_of(struct domain *rd, grant_ref_t ref)
{
	struct grant_table *gt = rd->grant_table;
	mfn_t frame;

	read_lock(&gt->lock);
	frame = gnttab_active(gt, ref)->frame; /* constant while the claimed mapping uses it */
	read_unlock(&gt->lock);
	return frame;
}

static int unmap_one(struct gnttab_batch *b, const struct unmap_request *r)
{
	struct grant_table *gt = current->domain->grant_table;
	struct grant_mapping *m = maptrack_lookup(gt, r->handle);
	struct domain *rd;
	u16 flags, left;
	mfn_t frame;
	int rc;

	if (!m)
		return GNTST_bad_handle;
	rc = claim(m, &flags);
	if (rc)
		return rc;
	rd = get_domain_by_id(m->domid); /* the page we hold keeps it */
	if (!rd) {
		WRITE_ONCE(m->flags, flags);
		return GNTST_bad_domain;
	}
	frame = frame_of(rd, m->ref);
	rc = unmap_uses(r, m, flags, frame, &left);
	if (left & MAPPED) { /* nothing, or only one of two uses, has ended */
		WRITE_ONCE(m->flags, left);
		put_domain(rd);
		return rc;
	}
	b->item[b->n++] = (struct unmapped){ rd, m->ref, r->handle, frame, left };
	if (b->n == UNMAP_BATCH)
		gnttab_batch_complete(b);
	return rc;
}

static void flush_domain_tlb(struct domain *d)
{
	cpumask_t mask = { { 0 } };
	struct vcpu *v;

	if (is_hvm_domain(d)) {
		arch_physmap_flush(d);
		return;
	}
	for_each_vcpu(d, v) {
		unsigned int cpu = READ_ONCE(v->dirty_cpu);

		if (cpu < NR_CPUS)
			cpumask_set_cpu(cpu, &mask);
	}
	cpumask_set_cpu(smp_processor_id(), &mask);
	flush_tlb_mask(&mask);
}

void gnttab_batch_complete(struct gnttab_batch *b)
{
	if (!b->n)
		return;
	flush_domain_tlb(current->domain);
	for (unsigned int i = 0; i < b->n; i++) {
		struct unmapped *u = &b->item[i];

		gnttab_release(u->rd, u->ref, u->done & GNTMAP_readonly, u->frame);
		maptrack_put(current->domain->grant_table, u->handle);
		put_domain(u->rd);
	}
	b->n = 0;
}

long gnttab_unmap_grant_ref(struct gnttab_batch *batch, gnttab_unmap_grant_ref_t *op)
{
	struct unmap_request r = { op->handle, op->host_addr, op->dev_bus_addr, 0 };

	op->status = unmap_one(batch, &r);
	return 0;
}

long gnttab_unmap_and_replace(struct gnttab_batch *batch, gnttab_unmap_and_replace_t *op)
{
	struct unmap_request r = { op->handle, op->host_addr, 0, op->new_addr };

	op->status = op->new_addr ? unmap_one(batch, &r) : GNTST_bad_virt_addr;
	return 0;
}

int gnttab_release_mappings(struct domain *d)
{
	struct grant_table *gt = d->grant_table;
	unsigned int worked = 0;

	if (!gt)
		return 0;
	/* is_dying is set: who grows the table has finished, and nobody after us does. */
	write_lock(&gt->lock);
	write_unlock(&gt->lock);
	for (; gt->release_next < gt->nr_maptrack * MAPTRACK_PER_PAGE; gt->release_next++) {
		struct grant_mapping *m = maptrack_lookup(gt, gt->release_next);
		struct domain *rd;

		if (!(m->flags & MAPPED))
			continue;
		/* Its page tables are never loaded again: nothing is left to unmap. */
		rd = get_domain_by_id(m->domid);
		if (rd) {
			gnttab_release(rd, m->ref, m->flags & GNTMAP_readonly, frame_of(rd, m->ref));
			put_domain(rd);
		}
		WRITE_ONCE(m->flags, 0);
		if (++worked % 64 == 0 && hypercall_preempt_check())
			return -ERESTART;
	}
	return 0;
}

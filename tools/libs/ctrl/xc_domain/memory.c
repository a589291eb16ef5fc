/* SPDX-License-Identifier: LGPL-2.1-only */
/* How much memory a domain has: limits, reservations, claims, populate on demand. */
#include "../private.h"

int xc_domain_setmaxmem(xc_interface *xch, uint32_t domid, uint64_t max_memkb)
{
	struct xen_domctl domctl = DOMCTL(max_mem, domid, .max_memkb = max_memkb);

	return do_domctl(xch, &domctl);
}

/*
 * One of the operations on a reservation: the number of extents that were done, or -1. @extents
 * is read; and written where the operation returns frames.
 */
static int reservation_op(xc_interface *xch, unsigned int op, uint32_t domid,
			  unsigned long nr_extents, unsigned int extent_order,
			  unsigned int mem_flags, xen_pfn_t *extents, enum xc_direction dir)
{
	struct xen_memory_reservation arg = {
		.nr_extents = nr_extents,
		.extent_order = extent_order,
		.mem_flags = mem_flags,
		.domid = domid,
	};
	BOUNCE(buf, extents, ARRAY_BYTES(extents, nr_extents), dir);

	set_bounce_handle(arg.extent_start, buf);
	return xc_memory_op(xch, op, &arg, sizeof(arg));
}

/* The result of an *_exact function: all extents, or an error (@error if some were done). */
static int all_or_error(xc_interface *xch, const char *what, uint32_t domid, int done,
			unsigned long nr_extents, unsigned int extent_order, int error)
{
	if (done >= 0 && (unsigned long)done == nr_extents)
		return 0;
	if (done < 0) {
		DPRINTF("Failed %s for dom %u: %lu extents of order %u", what, domid, nr_extents,
			extent_order);
		return -1;
	}
	DPRINTF("Failed %s for dom %u: %lu extents of order %u: only %d done", what, domid,
		nr_extents, extent_order, done);
	return fail_with(error);
}

int xc_domain_increase_reservation(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				   unsigned int extent_order, unsigned int mem_flags,
				   xen_pfn_t *extent_start)
{
	return reservation_op(xch, XENMEM_increase_reservation, domid, nr_extents, extent_order,
			      mem_flags, extent_start, XC_INOUT);
}

int xc_domain_increase_reservation_exact(xc_interface *xch, uint32_t domid,
					 unsigned long nr_extents, unsigned int extent_order,
					 unsigned int mem_flags, xen_pfn_t *extent_start)
{
	int done = xc_domain_increase_reservation(xch, domid, nr_extents, extent_order, mem_flags,
						  extent_start);

	return all_or_error(xch, "allocation", domid, done, nr_extents, extent_order, ENOMEM);
}

int xc_domain_decrease_reservation(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				   unsigned int extent_order, xen_pfn_t *extent_start)
{
	if (!extent_start) {
		ERROR("xc_domain_decrease_reservation: no frames given");
		return fail_with(EINVAL);
	}
	return reservation_op(xch, XENMEM_decrease_reservation, domid, nr_extents, extent_order, 0,
			      extent_start, XC_INOUT);
}

int xc_domain_decrease_reservation_exact(xc_interface *xch, uint32_t domid,
					 unsigned long nr_extents, unsigned int extent_order,
					 xen_pfn_t *extent_start)
{
	int done = xc_domain_decrease_reservation(xch, domid, nr_extents, extent_order,
						  extent_start);

	return all_or_error(xch, "deallocation", domid, done, nr_extents, extent_order,
			    EINVAL);
}

int xc_domain_populate_physmap(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
			       unsigned int extent_order, unsigned int mem_flags,
			       xen_pfn_t *extent_start)
{
	return reservation_op(xch, XENMEM_populate_physmap, domid, nr_extents, extent_order,
			      mem_flags, extent_start, XC_INOUT);
}

int xc_domain_populate_physmap_exact(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				     unsigned int extent_order, unsigned int mem_flags,
				     xen_pfn_t *extent_start)
{
	int done = xc_domain_populate_physmap(xch, domid, nr_extents, extent_order, mem_flags,
					      extent_start);

	return all_or_error(xch, "populating the physmap", domid, done, nr_extents, extent_order,
			    EBUSY);
}

int xc_domain_claim_pages(xc_interface *xch, uint32_t domid, unsigned long nr_pages)
{
	int rc = reservation_op(xch, XENMEM_claim_pages, domid, nr_pages, 0, 0, NULL, XC_IN);

	/* Without claims in the hypervisor, memory may be there all the same: allocating will tell. */
	return rc < 0 && errno == ENOSYS ? 0 : rc;
}

int xc_domain_memory_exchange_pages(xc_interface *xch, uint32_t domid, unsigned long nr_in_extents,
				    unsigned int in_order, xen_pfn_t *in_extents,
				    unsigned long nr_out_extents, unsigned int out_order,
				    xen_pfn_t *out_extents)
{
	struct xen_memory_exchange arg = {
		.in = { .nr_extents = nr_in_extents, .extent_order = in_order, .domid = domid },
		.out = { .nr_extents = nr_out_extents, .extent_order = out_order, .domid = domid },
	};
	BOUNCE(in, in_extents, ARRAY_BYTES(in_extents, nr_in_extents), XC_IN);
	BOUNCE(out, out_extents, ARRAY_BYTES(out_extents, nr_out_extents), XC_OUT);

	set_bounce_handle(arg.in.extent_start, in);
	set_bounce_handle(arg.out.extent_start, out);
	return xc_memory_op(xch, XENMEM_exchange, &arg, sizeof(arg));
}

static int pod_target(xc_interface *xch, unsigned int op, uint32_t domid, uint64_t target_pages,
		      uint64_t *tot_pages, uint64_t *pod_cache_pages, uint64_t *pod_entries)
{
	struct xen_pod_target arg = { .domid = domid, .target_pages = target_pages };
	int rc = xc_memory_op(xch, op, &arg, sizeof(arg));

	if (rc < 0)
		return -1;
	if (tot_pages)
		*tot_pages = arg.tot_pages;
	if (pod_cache_pages)
		*pod_cache_pages = arg.pod_cache_pages;
	if (pod_entries)
		*pod_entries = arg.pod_entries;
	return 0;
}

int xc_domain_set_pod_target(xc_interface *xch, uint32_t domid, uint64_t target_pages,
			     uint64_t *tot_pages, uint64_t *pod_cache_pages, uint64_t *pod_entries)
{
	int rc = pod_target(xch, XENMEM_set_pod_target, domid, target_pages, tot_pages,
			    pod_cache_pages, pod_entries);

	if (rc < 0)
		ERROR("Failed to set the populate-on-demand target of dom %u", domid);
	return rc;
}

int xc_domain_get_pod_target(xc_interface *xch, uint32_t domid, uint64_t *tot_pages,
			     uint64_t *pod_cache_pages, uint64_t *pod_entries)
{
	return pod_target(xch, XENMEM_get_pod_target, domid, -1, tot_pages, pod_cache_pages,
			  pod_entries);
}

int xc_get_paging_mempool_size(xc_interface *xch, uint32_t domid, uint64_t *size)
{
	struct xen_domctl domctl = DOMCTL0(get_paging_mempool_size, domid);
	int rc = do_domctl(xch, &domctl);

	if (!rc)
		*size = domctl.u.paging_mempool.size;
	return rc;
}

int xc_set_paging_mempool_size(xc_interface *xch, uint32_t domid, uint64_t size)
{
	struct xen_domctl domctl = DOMCTL_AS(set_paging_mempool_size, paging_mempool, domid,
					     .size = size);

	return do_domctl(xch, &domctl);
}

int xc_shadow_control(xc_interface *xch, uint32_t domid, unsigned int sop, unsigned int *mb,
		      unsigned int mode)
{
	struct xen_domctl domctl = DOMCTL(shadow_op, domid, .op = sop, .mode = mode);
	int rc;

	if (mb)
		domctl.u.shadow_op.mb = *mb;
	rc = do_domctl(xch, &domctl);
	if (mb)
		*mb = domctl.u.shadow_op.mb;
	return rc;
}

long long xc_logdirty_control(xc_interface *xch, uint32_t domid, unsigned int sop,
			      xc_hypercall_buffer_t *dirty_bitmap, unsigned long pages,
			      unsigned int mode, xc_shadow_op_stats_t *stats)
{
	struct xen_domctl domctl = DOMCTL(shadow_op, domid, .op = sop, .pages = pages,
					  .mode = mode);
	int rc;
	DECLARE_HYPERCALL_BUFFER_ARGUMENT(dirty_bitmap);

	if (dirty_bitmap)
		set_xen_guest_handle(domctl.u.shadow_op.dirty_bitmap, dirty_bitmap);

	rc = do_domctl(xch, &domctl);
	if (stats)
		*stats = domctl.u.shadow_op.stats;
	return rc ? rc : (long long)domctl.u.shadow_op.pages;
}

/* Swap a page of the caller's domain for one below 4 GiB: the new frame, or 0. */
unsigned long xc_make_page_below_4G(xc_interface *xch, uint32_t domid, unsigned long mfn)
{
	xen_pfn_t old_mfn = mfn, new_mfn;

	if (xc_domain_decrease_reservation_exact(xch, domid, 1, 0, &old_mfn)) {
		DPRINTF("cannot give back frame %lx", mfn);
		return 0;
	}
	if (xc_domain_increase_reservation_exact(xch, domid, 1, 0, XENMEMF_address_bits(32),
						 &new_mfn)) {
		DPRINTF("cannot get a frame below 4 GiB for frame %lx", mfn);
		return 0;
	}
	return new_mfn;
}

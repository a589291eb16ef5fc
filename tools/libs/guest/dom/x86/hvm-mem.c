// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Memory of an HVM or PVH guest: RAM from 0 to lowmem_end but for the VGA hole, and from 4 GiB to
 * highmem_end. With target_pages below total_pages it is populated on demand.
 */
#include "x86.h"

#define VGA_HOLE_PFN    0xa0
#define HIGH_MEM_PFN    (1UL << (32 - PAGE_SHIFT))
/* extents in one hypercall */
#define POPULATE_BATCH  256

/* The largest extent that starts at pfn, is aligned and ends by end. */
static unsigned int best_order(xen_pfn_t pfn, xen_pfn_t end, unsigned int max_order)
{
	static const unsigned int orders[] = { SUPERPAGE_1G, SUPERPAGE_2M, 0 };

	for (size_t i = 0; i < ARRAY_SIZE(orders); i++) {
		xen_pfn_t n = 1UL << orders[i];

		if (orders[i] <= max_order && !(pfn & (n - 1)) && end - pfn >= n)
			return orders[i];
	}
	return 0;
}

/* How many extents of order follow one another from pfn before a larger one would do. */
static unsigned int run_length(xen_pfn_t pfn, xen_pfn_t end, unsigned int order,
			       unsigned int max_order)
{
	unsigned int n = 0;

	while (n < POPULATE_BATCH && pfn < end && best_order(pfn, end, max_order) == order) {
		pfn += 1UL << order;
		n++;
	}
	return n;
}

static int populate(struct xc_dom_image *dom, xen_pfn_t start, xen_pfn_t end, unsigned int flags)
{
	unsigned int max_order = SUPERPAGE_1G;
	xen_pfn_t extents[POPULATE_BATCH];

	while (start < end) {
		unsigned int order = best_order(start, end, max_order);
		unsigned int n = run_length(start, end, order, max_order);
		int got;

		for (unsigned int i = 0; i < n; i++)
			extents[i] = start + ((xen_pfn_t)i << order);
		got = xc_domain_populate_physmap(dom->xch, dom->guest_domid, n, order, flags,
						 extents);
		if (got > 0) {
			start += (xen_pfn_t)got << order;
		} else if (order) {     /* none of that size left */
			max_order = order == SUPERPAGE_1G ? SUPERPAGE_2M : 0;
		} else {
			if (got == 0)
				errno = ENOMEM;
			DOM_ERR(XC_OUT_OF_MEMORY, "no memory for pages %#"PRIpfn" to %#"PRIpfn" of "
				"the guest: %s", start, end, strerror(errno));
			return -1;
		}
	}
	return 0;
}

/* [start, end) without the VGA hole */
static int populate_ram(struct xc_dom_image *dom, xen_pfn_t start, xen_pfn_t end,
			unsigned int flags)
{
	xen_pfn_t hole = VGA_HOLE_PFN, hole_end = hole + dom->vga_hole_size;

	if (!dom->vga_hole_size || start >= hole_end || end <= hole)
		return populate(dom, start, end, flags);
	if (start < hole && populate(dom, start, hole, flags))
		return -1;
	return end > hole_end ? populate(dom, hole_end, end, flags) : 0;
}

/* RAM ends where the caller said; one who did not gets everything below the MMIO hole first. */
static int place_ram(struct xc_dom_image *dom)
{
	uint64_t size = (uint64_t)dom->total_pages << PAGE_SHIFT;
	uint64_t low_limit = dom->mmio_start ? dom->mmio_start : 0xf0000000ULL;

	if (!dom->lowmem_end) {
		dom->lowmem_end = size < low_limit ? size : low_limit;
		dom->highmem_end = size > low_limit ? (1ULL << 32) + size - low_limit : 0;
	}
	if (dom->lowmem_end > 1ULL << 32 || dom->lowmem_end >> PAGE_SHIFT > dom->total_pages) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "low memory cannot end at %#"PRIx64" in a guest of %#"PRIpfn
			" pages", dom->lowmem_end, dom->total_pages);
		return -1;
	}
	return 0;
}

static int populate_all(struct xc_dom_image *dom, unsigned int flags)
{
	if (dom->nr_vmemranges) {
		for (unsigned int i = 0; i < dom->nr_vmemranges; i++)
			if (populate_ram(dom, dom->vmemranges[i].start >> PAGE_SHIFT,
					 dom->vmemranges[i].end >> PAGE_SHIFT,
					 flags | vnode_mem_flags(dom, dom->vmemranges[i].nid)))
				return -1;
		return 0;
	}
	if (populate_ram(dom, 0, dom->lowmem_end >> PAGE_SHIFT, flags))
		return -1;
	if (dom->highmem_end <= 1ULL << 32)
		return 0;
	return populate(dom, HIGH_MEM_PFN, dom->highmem_end >> PAGE_SHIFT, flags);
}

int hvm_meminit(struct xc_dom_image *dom)
{
	bool pod = dom->target_pages && dom->target_pages < dom->total_pages;
	xen_pfn_t used = (pod ? dom->target_pages : dom->total_pages) - dom->vga_hole_size;
	int rc;

	if (place_ram(dom))
		return -1;
	if (pod && dom->nr_vmemranges) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "populate on demand (memory < maxmem) does not go with "
			"virtual NUMA");
		return -1;
	}
	if (dom->claim_enabled && xc_domain_claim_pages(dom->xch, dom->guest_domid, used)) {
		DOM_ERR(XC_OUT_OF_MEMORY, "cannot claim %#"PRIpfn" pages: %s", used, strerror(errno));
		return -1;
	}
	rc = pod ? xc_domain_set_pod_target(dom->xch, dom->guest_domid, used, NULL, NULL, NULL) : 0;
	if (rc)
		DOM_ERR(XC_OUT_OF_MEMORY, "cannot set aside %#"PRIpfn" pages for populate on demand: %s",
			used, strerror(errno));
	else
		rc = populate_all(dom, pod ? XENMEMF_populate_on_demand : 0);
	if (dom->claim_enabled)
		xc_domain_claim_pages(dom->xch, dom->guest_domid, 0);
	return rc;
}

// SPDX-License-Identifier: LGPL-2.1-only
/* A PV guest's memory: superpages where there are, single pages for the rest. */
#include "x86.h"

/* extents in one hypercall */
#define POPULATE_BATCH 1024

unsigned int vnode_mem_flags(struct xc_dom_image *dom, unsigned int nid)
{
	unsigned int pnode;

	if (nid >= dom->nr_vnodes || !dom->vnode_to_pnode)
		return 0;
	pnode = dom->vnode_to_pnode[nid];
	return pnode == XC_NUMA_NO_NODE ? 0 : XENMEMF_exact_node(pnode);
}

static int set_address_size(struct xc_dom_image *dom)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_set_address_size };

	domctl.domain = dom->guest_domid;
	domctl.u.address_size.size = 64;
	if (xc_domctl(dom->xch, &domctl)) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot make domain %u a 64-bit guest: %s",
			dom->guest_domid, strerror(errno));
		return -1;
	}
	return 0;
}

/*
 * Up to max extents of an order for the pfns from start on; how many came, -1 on error. Frames
 * of an order go to consecutive pfns. The hypervisor stops at the first extent it cannot give.
 */
static long populate_extents(struct xc_dom_image *dom, xen_pfn_t start, xen_pfn_t max,
			     unsigned int order, unsigned int mem_flags)
{
	xen_pfn_t extents[POPULATE_BATCH];
	long n = max < POPULATE_BATCH ? max : POPULATE_BATCH, got;

	for (long i = 0; i < n; i++)
		extents[i] = start + ((xen_pfn_t)i << order);
	got = xc_domain_populate_physmap(dom->xch, dom->guest_domid, n, order, mem_flags, extents);
	for (long i = 0; i < got; i++)
		for (xen_pfn_t j = 0; j < 1UL << order; j++)
			dom->pv_p2m[start + ((xen_pfn_t)i << order) + j] = extents[i] + j;
	return got;
}

static int populate_range(struct xc_dom_image *dom, xen_pfn_t start, xen_pfn_t end,
			  unsigned int mem_flags)
{
	unsigned int order = SUPERPAGE_2M;

	while (start < end) {
		long got;

		if (end - start < 1UL << order)
			order = 0;
		got = populate_extents(dom, start, (end - start) >> order, order, mem_flags);
		if (got > 0) {
			start += (xen_pfn_t)got << order;
		} else if (order) {
			order = 0;      /* no superpages left */
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

static int populate_all(struct xc_dom_image *dom)
{
	if (!dom->nr_vmemranges)
		return populate_range(dom, 0, dom->total_pages, 0);
	for (unsigned int i = 0; i < dom->nr_vmemranges; i++) {
		xen_pfn_t start = dom->vmemranges[i].start >> PAGE_SHIFT;
		xen_pfn_t end = dom->vmemranges[i].end >> PAGE_SHIFT;

		if (start > end || end > dom->p2m_size) {
			errno = EINVAL;
			DOM_ERR(XC_INVALID_PARAM, "virtual NUMA range %u is not within the guest", i);
			return -1;
		}
		if (populate_range(dom, start, end,
				   vnode_mem_flags(dom, dom->vmemranges[i].nid)))
			return -1;
	}
	return 0;
}

static xen_pfn_t p2m_entries(struct xc_dom_image *dom)
{
	xen_pfn_t end = dom->total_pages;

	for (unsigned int i = 0; i < dom->nr_vmemranges; i++)
		if (dom->vmemranges[i].end >> PAGE_SHIFT > end)
			end = dom->vmemranges[i].end >> PAGE_SHIFT;
	return end;
}

int pv_meminit(struct xc_dom_image *dom)
{
	int rc;

	if (set_address_size(dom))
		return -1;
	dom->p2m_size = p2m_entries(dom);
	dom->pv_p2m = xc_dom_malloc(dom, dom->p2m_size * sizeof(*dom->pv_p2m));
	if (!dom->pv_p2m)
		return -1;
	for (xen_pfn_t i = 0; i < dom->p2m_size; i++)
		dom->pv_p2m[i] = INVALID_MFN;
	if (dom->claim_enabled &&
	    xc_domain_claim_pages(dom->xch, dom->guest_domid, dom->total_pages)) {
		DOM_ERR(XC_OUT_OF_MEMORY, "cannot claim %#"PRIpfn" pages: %s", dom->total_pages,
			strerror(errno));
		return -1;
	}
	rc = populate_all(dom);
	if (dom->claim_enabled)
		xc_domain_claim_pages(dom->xch, dom->guest_domid, 0);
	return rc;
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Hands out the guest's pseudo-physical pages from 0 upwards, with their virtual addresses. */
#include "private.h"

/* Takes count pages at the end of what is allocated; -1 (logged) if the guest has not that many. */
static int take_pages(struct xc_dom_image *dom, const char *name, xen_pfn_t count)
{
	/* translated guests have holes: their population is checked when the pages are mapped */
	if (!xc_dom_translated(dom) &&
	    (dom->pfn_alloc_end > dom->total_pages ||
	     count > dom->total_pages - dom->pfn_alloc_end)) {
		errno = ENOMEM;
		DOM_ERR(XC_OUT_OF_MEMORY, "no room for %s: %#"PRIpfn" pages at %#"PRIpfn" in a guest "
			"of %#"PRIpfn"; give it more memory", name, count, dom->pfn_alloc_end,
			dom->total_pages);
		return -1;
	}
	if (xc_dom_translated(dom) &&
	    count > (dom->lowmem_end >> PAGE_SHIFT) - dom->pfn_alloc_end) {
		errno = ENOMEM;
		DOM_ERR(XC_OUT_OF_MEMORY, "no room for %s: %#"PRIpfn" pages at %#"PRIpfn", low memory "
			"ends at %#"PRIx64"; give the guest more memory", name, count,
			dom->pfn_alloc_end, dom->lowmem_end);
		return -1;
	}
	dom->pfn_alloc_end += count;
	dom->virt_alloc_end += count << PAGE_SHIFT;
	return 0;
}

int xc_dom_alloc_pad(struct xc_dom_image *dom, xen_vaddr_t boundary)
{
	if (boundary & (PAGE_SIZE - 1) || boundary < dom->virt_alloc_end) {
		errno = EINVAL;
		DOM_ERR(XC_INTERNAL_ERROR, "address %#"PRIx64" is taken or not page-aligned "
			"(allocated up to %#"PRIx64")", boundary, dom->virt_alloc_end);
		return -1;
	}
	return take_pages(dom, "padding", (boundary - dom->virt_alloc_end) >> PAGE_SHIFT);
}

int xc_dom_alloc_segment(struct xc_dom_image *dom, struct xc_dom_seg *seg, const char *name,
			 xen_vaddr_t start, xen_vaddr_t size)
{
	if (start && xc_dom_alloc_pad(dom, ROUND_DOWN(start, PAGE_SIZE)))
		return -1;
	size += start & (PAGE_SIZE - 1);
	seg->pages = size / PAGE_SIZE + !!(size % PAGE_SIZE);
	seg->pfn = dom->pfn_alloc_end;
	seg->vstart = start ? start : dom->virt_alloc_end;
	if (take_pages(dom, name, seg->pages))
		return -1;
	seg->vend = dom->virt_alloc_end;
	if (dom->allocate && dom->allocate(dom))
		return -1;
	DOMPRINTF("%-20s: %-12s: %#"PRIx64" -> %#"PRIx64"  (pfn %#"PRIpfn" + %#"PRIpfn" pages)",
		  __func__, name, seg->vstart, seg->vend, seg->pfn, seg->pages);
	return 0;
}

xen_pfn_t xc_dom_alloc_page(struct xc_dom_image *dom, const char *name)
{
	xen_pfn_t pfn = dom->pfn_alloc_end;

	if (take_pages(dom, name, 1) || (dom->allocate && dom->allocate(dom)))
		return INVALID_PFN;
	DOMPRINTF("%-20s: %-12s: %#"PRIx64" (pfn %#"PRIpfn")", __func__, name,
		  dom->virt_alloc_end - PAGE_SIZE, pfn);
	return pfn;
}

// SPDX-License-Identifier: LGPL-2.1-only
/* The guest's pages mapped into the builder. Each mapping is kept until the image is done. */
#include <sys/mman.h>

#include "private.h"

static struct xc_dom_phys *find_mapping(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count)
{
	struct xc_dom_phys *phys;

	for (phys = dom->phys_pages; phys; phys = phys->next) {
		if (first < phys->first || first - phys->first >= phys->count)
			continue;
		if (count <= phys->count - (first - phys->first))
			return phys;
	}
	return NULL;
}

/* A mapping that holds some of the pages but not all would leave two views of one page. */
static bool overlaps_mapping(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count)
{
	struct xc_dom_phys *phys;

	for (phys = dom->phys_pages; phys; phys = phys->next)
		if (first < phys->first + phys->count && phys->first < first + count)
			return true;
	return false;
}

static void *map_new(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count)
{
	struct xc_dom_phys *phys = xc_dom_malloc(dom, sizeof(*phys));

	if (!phys)
		return NULL;
	phys->first = first;
	phys->count = count;
	if (dom->guest_domid != DOMID_INVALID)
		phys->ptr = xc_dom_boot_domU_map(dom, first, count);
	else    /* no domain: somebody only wants the image built in memory */
		phys->ptr = xc_dom_malloc_page_aligned(dom, count << PAGE_SHIFT);
	if (!phys->ptr)
		return NULL;
	phys->next = dom->phys_pages;
	dom->phys_pages = phys;
	return phys->ptr;
}

void *xc_dom_pfn_to_ptr_retcount(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count,
				 xen_pfn_t *count_out)
{
	struct xc_dom_phys *phys = find_mapping(dom, first, count);

	*count_out = 0;
	if (phys) {
		*count_out = count ? count : phys->count - (first - phys->first);
		return (char *)phys->ptr + ((first - phys->first) << PAGE_SHIFT);
	}
	if (!count) {
		errno = ENOENT;
		return NULL;    /* the caller asks whether there is a mapping */
	}
	if (overlaps_mapping(dom, first, count)) {
		errno = EINVAL;
		DOM_ERR(XC_INTERNAL_ERROR, "pages %#"PRIpfn"+%#"PRIpfn" are mapped in part", first,
			count);
		return NULL;
	}
	*count_out = count;
	return map_new(dom, first, count);
}

void *xc_dom_pfn_to_ptr(struct xc_dom_image *dom, xen_pfn_t first, xen_pfn_t count)
{
	xen_pfn_t dummy;

	return xc_dom_pfn_to_ptr_retcount(dom, first, count, &dummy);
}

void *xc_dom_boot_domU_map(struct xc_dom_image *dom, xen_pfn_t pfn, xen_pfn_t count)
{
	xen_pfn_t *frames = calloc(count, sizeof(*frames));
	void *ptr;

	if (!frames) {
		DOM_ERR(XC_OUT_OF_MEMORY, "no memory to map %#"PRIpfn" pages", count);
		return NULL;
	}
	for (xen_pfn_t i = 0; i < count; i++) {
		frames[i] = xc_dom_p2m(dom, pfn + i);
		if (frames[i] == INVALID_MFN) {
			free(frames);
			errno = ENOMEM;
			DOM_ERR(XC_OUT_OF_MEMORY, "page %#"PRIpfn" is beyond the guest's memory; give "
				"it more (memory=)", pfn + i);
			return NULL;
		}
	}
	ptr = xenforeignmemory_map(xc_interface_fmem_handle(dom->xch), dom->guest_domid,
				   PROT_READ | PROT_WRITE, count, frames, NULL);
	free(frames);
	if (!ptr) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot map guest pages %#"PRIpfn"+%#"PRIpfn": %s", pfn,
			count, strerror(errno));
		return NULL;
	}
	dom->alloc_domU_map += count << PAGE_SHIFT;
	return ptr;
}

static void unmap(struct xc_dom_image *dom, struct xc_dom_phys *phys)
{
	if (dom->guest_domid == DOMID_INVALID)
		return;         /* pool memory */
	xenforeignmemory_unmap(xc_interface_fmem_handle(dom->xch), phys->ptr, phys->count);
	dom->alloc_domU_map -= phys->count << PAGE_SHIFT;
}

void xc_dom_unmap_one(struct xc_dom_image *dom, xen_pfn_t pfn)
{
	struct xc_dom_phys **link, *phys;

	for (link = &dom->phys_pages; (phys = *link) != NULL; link = &phys->next) {
		if (pfn < phys->first || pfn - phys->first >= phys->count)
			continue;
		*link = phys->next;
		unmap(dom, phys);
		return;
	}
}

void xc_dom_unmap_all(struct xc_dom_image *dom)
{
	while (dom->phys_pages)
		xc_dom_unmap_one(dom, dom->phys_pages->first);
}

void *xc_dom_vaddr_to_ptr(struct xc_dom_image *dom, xen_vaddr_t vaddr, size_t *safe_region_out)
{
	xen_vaddr_t off = vaddr - dom->parms->virt_base;
	xen_pfn_t count;
	char *ptr = xc_dom_pfn_to_ptr_retcount(dom, off >> PAGE_SHIFT, 0, &count);

	*safe_region_out = 0;
	if (!ptr)
		return NULL;
	*safe_region_out = (count << PAGE_SHIFT) - (off & (PAGE_SIZE - 1));
	return ptr + (off & (PAGE_SIZE - 1));
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Mapping guest memory: the older functions, on top of libxenforeignmemory. */
#define XC_WANT_COMPAT_MAP_FOREIGN_API
#include <sys/mman.h>

#include "private.h"

#include "foreign_memory.h"

void *xc_map_foreign_pages(xc_interface *xch, uint32_t dom, int prot, const xen_pfn_t *arr, int num)
{
	if (num < 0) {
		errno = EINVAL;
		return NULL;
	}
	return xenforeignmemory_map(xch->fmem, dom, prot, num, arr, NULL);
}

void *xc_map_foreign_bulk(xc_interface *xch, uint32_t dom, int prot, const xen_pfn_t *arr,
			  int *err, unsigned int num)
{
	return xenforeignmemory_map(xch->fmem, dom, prot, num, arr, err);
}

/* Fill @count elements with the frames from @first on; returns what follows them. */
static xen_pfn_t *fill_frames(xen_pfn_t *arr, unsigned long first, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		arr[i] = first + i;
	return arr + count;
}

void *xc_map_foreign_range(xc_interface *xch, uint32_t dom, int size, int prot, unsigned long mfn)
{
	size_t num = size > 0 ? ((size_t)size + PAGE_SIZE - 1) >> PAGE_SHIFT : 0;
	xen_pfn_t *arr = calloc(num ? num : 1, sizeof(*arr));
	void *ret;

	if (!arr)
		return NULL;
	fill_frames(arr, mfn, num);
	ret = xc_map_foreign_pages(xch, dom, prot, arr, num);
	free(arr);
	return ret;
}

void *xc_map_foreign_ranges(xc_interface *xch, uint32_t dom, size_t size, int prot,
			    size_t chunksize, privcmd_mmap_entry_t entries[], int nentries)
{
	size_t per_entry = chunksize >> PAGE_SHIFT, total;
	xen_pfn_t *arr, *next;
	void *ret;
	int i;

	if (nentries < 0 || __builtin_mul_overflow(per_entry, (size_t)nentries, &total)) {
		errno = EINVAL;
		return NULL;
	}
	next = arr = calloc(total ? total : 1, sizeof(*arr));
	if (!arr)
		return NULL;
	for (i = 0; i < nentries; i++)
		next = fill_frames(next, entries[i].mfn, per_entry);
	ret = xenforeignmemory_map(xch->fmem, dom, prot, total, arr, NULL);
	free(arr);
	return ret;
}

int xc_copy_to_domain_page(xc_interface *xch, uint32_t domid, unsigned long dst_pfn,
			   const char *src_page)
{
	xen_pfn_t pfn = dst_pfn;
	void *page = xenforeignmemory_map(xch->fmem, domid, PROT_READ | PROT_WRITE, 1, &pfn, NULL);

	if (!page)
		return -1;
	memcpy(page, src_page, PAGE_SIZE);
	xenforeignmemory_unmap(xch->fmem, page, 1);
	xc_domain_cacheflush(xch, domid, dst_pfn, 1);
	return 0;
}

int xc_clear_domain_pages(xc_interface *xch, uint32_t domid, unsigned long dst_pfn, int num)
{
	size_t size = (size_t)num * PAGE_SIZE;
	void *pages = xc_map_foreign_range(xch, domid, size, PROT_READ | PROT_WRITE, dst_pfn);

	if (!pages)
		return -1;
	memset(pages, 0, size);
	munmap(pages, size);
	xc_domain_cacheflush(xch, domid, dst_pfn, num);
	return 0;
}

int xc_get_pfn_type_batch(xc_interface *xch, uint32_t dom, unsigned int num, xen_pfn_t *arr)
{
	struct xen_domctl domctl = DOMCTL(getpageframeinfo3, dom, .num = num);
	BOUNCE(buf, arr, ARRAY_BYTES(arr, num), XC_INOUT);

	set_bounce_handle(domctl.u.getpageframeinfo3.array, buf);
	return do_domctl(xch, &domctl);
}

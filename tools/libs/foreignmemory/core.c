/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles, and mapping guest frames. */
#include <stdlib.h>

#include "private.h"

static int restrict_handle(Xentoolcore__Active_Handle *ah, domid_t domid)
{
	xenforeignmemory_handle *fmem = CONTAINER_OF(ah, xenforeignmemory_handle, tc_ah);

	return fmem->fd < 0 ? 0 : os_fmem_restrict(fmem, domid);
}

xenforeignmemory_handle *xenforeignmemory_open(xentoollog_logger *logger, unsigned open_flags)
{
	xenforeignmemory_handle *fmem;
	int saved;

	if (open_flags) {
		errno = EINVAL;
		return NULL;
	}
	fmem = calloc(1, sizeof(*fmem));
	if (!fmem)
		return NULL;

	fmem->fd = -1;
	fmem->tc_ah.restrict_callback = restrict_handle;
	xentoolcore__register_active_handle(&fmem->tc_ah);

	if (!logger)
		logger = fmem->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	fmem->logger = logger;

	if (logger && !os_fmem_open(fmem))
		return fmem;

	saved = errno;
	xenforeignmemory_close(fmem);
	errno = saved;
	return NULL;
}

int xenforeignmemory_close(xenforeignmemory_handle *fmem)
{
	int rc;

	if (!fmem)
		return 0;

	xentoolcore__deregister_active_handle(&fmem->tc_ah);
	rc = os_fmem_close(fmem);
	xtl_logger_destroy(fmem->logger_tofree);
	free(fmem);

	return rc;
}

/* The first error in @err, as a positive errno value; 0 if there is none. */
static int first_error(const int err[], size_t pages)
{
	size_t i;

	for (i = 0; i < pages; i++)
		if (err[i])
			return -err[i];
	return 0;
}

static void *map_all_or_nothing(xenforeignmemory_handle *fmem, uint32_t dom, void *addr, int prot,
				int flags, size_t pages, const xen_pfn_t arr[])
{
	int *err = calloc(pages, sizeof(*err));
	void *ret;
	int failed;

	if (!err)
		return NULL;

	ret = os_fmem_map(fmem, dom, addr, prot, flags, pages, arr, err);
	failed = ret ? first_error(err, pages) : errno;
	if (ret && failed) {
		os_fmem_unmap(ret, pages);
		ret = NULL;
	}
	free(err);
	errno = failed;
	return ret;
}

void *xenforeignmemory_map2(xenforeignmemory_handle *fmem, uint32_t dom, void *addr, int prot,
			    int flags, size_t pages, const xen_pfn_t arr[], int err[])
{
	if (!pages || pages > SIZE_MAX >> PAGE_SHIFT) {
		errno = EINVAL;
		return NULL;
	}
	if (err)
		return os_fmem_map(fmem, dom, addr, prot, flags, pages, arr, err);
	return map_all_or_nothing(fmem, dom, addr, prot, flags, pages, arr);
}

void *xenforeignmemory_map(xenforeignmemory_handle *fmem, uint32_t dom, int prot, size_t pages,
			   const xen_pfn_t arr[], int err[])
{
	return xenforeignmemory_map2(fmem, dom, NULL, prot, 0, pages, arr, err);
}

int xenforeignmemory_unmap(xenforeignmemory_handle *fmem, void *addr, size_t pages)
{
	return os_fmem_unmap(addr, pages);
}

int xenforeignmemory_restrict(xenforeignmemory_handle *fmem, domid_t domid)
{
	return os_fmem_restrict(fmem, domid);
}

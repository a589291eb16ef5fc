/* SPDX-License-Identifier: LGPL-2.1-only */
/* Linux: /dev/xen/gntalloc. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "../private.h"

#include <xen/sys/gntalloc.h>

void *os_gntshr_share(xengntshr_handle *xgs, uint32_t domid, uint32_t count, uint32_t *refs,
		      int writable, const struct unmap_notify *notify)
{
	struct ioctl_gntalloc_alloc_gref *alloc;
	struct ioctl_gntalloc_dealloc_gref dealloc = { .index = 0 };
	void *addr = NULL;
	int saved;

	alloc = calloc(1, sizeof(*alloc) + (size_t)count * sizeof(alloc->gref_ids[0]));
	if (!alloc)
		return NULL;

	alloc->domid = domid;
	alloc->flags = writable ? GNTALLOC_FLAG_WRITABLE : 0;
	alloc->count = count;
	if (ioctl(xgs->fd, IOCTL_GNTALLOC_ALLOC_GREF, alloc)) {
		GTERROR(xgs, "cannot grant %u pages to domain %u", count, domid);
		goto out;
	}

	addr = os_map_pages(xgs->fd, alloc->index, count, PROT_READ | PROT_WRITE);
	if (!addr) {
		GTERROR(xgs, "cannot map %u pages granted to domain %u", count, domid);
	} else if (os_set_unmap_notify(xgs->fd, IOCTL_GNTALLOC_SET_UNMAP_NOTIFY, alloc->index,
				       notify)) {
		GTERROR(xgs, "cannot arrange the unmap notification");
		munmap(addr, (size_t)count << PAGE_SHIFT);
		addr = NULL;
	} else {
		memcpy(refs, alloc->gref_ids, (size_t)count * sizeof(refs[0]));
	}

	/* From here on the mapping alone holds the grants: unmapping it is all that unsharing takes. */
	dealloc.index = alloc->index;
	dealloc.count = count;
	saved = errno;
	ioctl(xgs->fd, IOCTL_GNTALLOC_DEALLOC_GREF, &dealloc);
	errno = saved;
out:
	free(alloc);
	return addr;
}

int xengntshr_unshare(xengntshr_handle *xgs, void *start_address, uint32_t count)
{
	return munmap(start_address, (size_t)count << PAGE_SHIFT);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Granting pages to other domains. */
#include "private.h"

xengntshr_handle *xengntshr_open(xentoollog_logger *logger, unsigned open_flags)
{
	return handle_open(logger, "/dev/xen/gntalloc",
			   "module xen-gntalloc not loaded, or not root?");
}

int xengntshr_close(xengntshr_handle *xgs)
{
	return handle_close(xgs);
}

int xengntshr_fd(xengntshr_handle *xgs)
{
	return xgs->fd;
}

void *xengntshr_share_pages(xengntshr_handle *xgs, uint32_t domid, int count, uint32_t *refs,
			    int writable)
{
	struct unmap_notify notify = { .offset = NO_NOTIFY_OFFSET, .port = NO_NOTIFY_PORT };

	if (count <= 0) {
		errno = EINVAL;
		return NULL;
	}
	return os_gntshr_share(xgs, domid, count, refs, writable, &notify);
}

void *xengntshr_share_page_notify(xengntshr_handle *xgs, uint32_t domid, uint32_t *ref,
				  int writable, uint32_t notify_offset, evtchn_port_t notify_port)
{
	struct unmap_notify notify = { .offset = notify_offset, .port = notify_port };

	return os_gntshr_share(xgs, domid, 1, ref, writable, &notify);
}

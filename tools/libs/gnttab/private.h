/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENGNTTAB_PRIVATE_H
#define XENGNTTAB_PRIVATE_H

#include <errno.h>
#include <stddef.h>

#include <xentoollog.h>

#include <xengnttab.h>
#include "xentoolcore_internal.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* Both halves of the library use it: either /dev/xen/gntdev or /dev/xen/gntalloc is open. */
struct xengntdev_handle {
	xentoollog_logger *logger, *logger_tofree;
	int fd;
	Xentoolcore__Active_Handle tc_ah;
};

/* Open @path into a new handle; NULL with errno set, logged with @hint. */
struct xengntdev_handle *handle_open(xentoollog_logger *logger, const char *path, const char *hint);
int handle_close(struct xengntdev_handle *handle);

#define GTERROR(handle, format, ...) \
	xtl_log((handle)->logger, XTL_ERROR, errno, "gnttab", format, ##__VA_ARGS__)

#define NO_NOTIFY_OFFSET (~0U)
#define NO_NOTIFY_PORT ((evtchn_port_t)-1)

/* What to do to the peer when a mapping goes away. */
struct unmap_notify {
	uint32_t offset;
	evtchn_port_t port;
};

/*
 * Tell the driver of @fd, by ioctl @request, what to do when the page at @index goes away. The
 * two devices use the same struct. Does nothing if nothing is wanted.
 */
int os_set_unmap_notify(int fd, unsigned long request, uint64_t index,
			const struct unmap_notify *notify);

/* mmap a driver's pages at @index; waits, for a bounded time, for pages being paged in. */
void *os_map_pages(int fd, uint64_t index, size_t nr_pages, int prot);

/*
 * Map @count grants: refs[i] of domain domids[i], or all of domids[0] if @one_domain.
 */
void *os_gnttab_map(xengnttab_handle *xgt, uint32_t count, const uint32_t *domids, int one_domain,
		    const uint32_t *refs, int prot, const struct unmap_notify *notify);

void *os_gntshr_share(xengntshr_handle *xgs, uint32_t domid, uint32_t count, uint32_t *refs,
		      int writable, const struct unmap_notify *notify);

#endif /* XENGNTTAB_PRIVATE_H */

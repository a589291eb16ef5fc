/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles of both halves, and mapping grants of other domains. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "private.h"

static int restrict_handle(Xentoolcore__Active_Handle *ah, domid_t domid)
{
	struct xengntdev_handle *handle = CONTAINER_OF(ah, struct xengntdev_handle, tc_ah);

	/* The grant drivers cannot be limited to one domain. */
	return xentoolcore__restrict_by_dup2_null(handle->fd);
}

struct xengntdev_handle *handle_open(xentoollog_logger *logger, const char *path, const char *hint)
{
	struct xengntdev_handle *handle = calloc(1, sizeof(*handle));
	int saved;

	if (!handle)
		return NULL;

	handle->fd = -1;
	handle->tc_ah.restrict_callback = restrict_handle;
	xentoolcore__register_active_handle(&handle->tc_ah);

	if (!logger)
		logger = handle->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	handle->logger = logger;
	if (!logger)
		goto fail;

	handle->fd = open(path, O_RDWR | O_CLOEXEC);
	if (handle->fd >= 0)
		return handle;
	GTERROR(handle, "cannot open %s (%s)", path, hint);
fail:
	saved = errno;
	handle_close(handle);
	errno = saved;
	return NULL;
}

int handle_close(struct xengntdev_handle *handle)
{
	int rc;

	if (!handle)
		return 0;

	xentoolcore__deregister_active_handle(&handle->tc_ah);
	rc = handle->fd >= 0 ? close(handle->fd) : 0;
	xtl_logger_destroy(handle->logger_tofree);
	free(handle);

	return rc;
}

xengnttab_handle *xengnttab_open(xentoollog_logger *logger, unsigned open_flags)
{
	return handle_open(logger, "/dev/xen/gntdev", "module xen-gntdev not loaded, or not root?");
}

int xengnttab_close(xengnttab_handle *xgt)
{
	return handle_close(xgt);
}

int xengnttab_fd(xengnttab_handle *xgt)
{
	return xgt->fd;
}

static const struct unmap_notify no_notify = {
	.offset = NO_NOTIFY_OFFSET, .port = NO_NOTIFY_PORT,
};

void *xengnttab_map_grant_ref(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot)
{
	return os_gnttab_map(xgt, 1, &domid, 1, &ref, prot, &no_notify);
}

void *xengnttab_map_grant_refs(xengnttab_handle *xgt, uint32_t count, uint32_t *domids,
			       uint32_t *refs, int prot)
{
	return os_gnttab_map(xgt, count, domids, 0, refs, prot, &no_notify);
}

void *xengnttab_map_domain_grant_refs(xengnttab_handle *xgt, uint32_t count, uint32_t domid,
				      uint32_t *refs, int prot)
{
	return os_gnttab_map(xgt, count, &domid, 1, refs, prot, &no_notify);
}

void *xengnttab_map_grant_ref_notify(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot,
				     uint32_t notify_offset, evtchn_port_t notify_port)
{
	struct unmap_notify notify = { .offset = notify_offset, .port = notify_port };

	return os_gnttab_map(xgt, 1, &domid, 1, &ref, prot, &notify);
}

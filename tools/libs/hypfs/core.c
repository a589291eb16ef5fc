/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles, and fetching an entry. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* An entry that grows between two calls is asked for again with more room, this often. */
#define FETCH_TRIES 10

xenhypfs_handle *xenhypfs_open(xentoollog_logger *logger, unsigned int open_flags)
{
	xenhypfs_handle *fshdl = calloc(1, sizeof(*fshdl));
	int saved;

	if (!fshdl)
		return NULL;

	fshdl->flags = open_flags;
	if (!logger)
		logger = fshdl->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	fshdl->logger = logger;
	if (logger)
		fshdl->xcall = xencall_open(logger, 0);

	/* Ask for the version, so that a hypervisor without hypfs is noticed here. */
	if (fshdl->xcall && xencall5(fshdl->xcall, __HYPERVISOR_hypfs_op, XEN_HYPFS_OP_get_version,
				     0, 0, 0, 0) >= 0)
		return fshdl;

	saved = errno;
	xenhypfs_close(fshdl);
	errno = saved;
	return NULL;
}

int xenhypfs_close(xenhypfs_handle *fshdl)
{
	int rc;

	if (!fshdl)
		return 0;

	rc = xencall_close(fshdl->xcall);
	xtl_logger_destroy(fshdl->logger_tofree);
	free(fshdl);
	return rc;
}

char *hypfs_path(xenhypfs_handle *fshdl, const char *path, size_t *size)
{
	char *copy;

	if (!path || *path != '/') {
		errno = EINVAL;
		return NULL;
	}
	*size = strlen(path) + 1;
	if (*size > HYPFS_PATH_SIZE) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	copy = xencall_alloc_buffer(fshdl->xcall, *size);
	return copy ? memcpy(copy, path, *size) : NULL;
}

struct xen_hypfs_direntry *hypfs_fetch(xenhypfs_handle *fshdl, const char *path, size_t *nr_pages)
{
	struct xen_hypfs_direntry *entry = NULL;
	size_t path_size, pages = 1, needed;
	char *path_buf = hypfs_path(fshdl, path, &path_size);
	unsigned int tries;
	int rc = -1, saved;

	if (!path_buf)
		return NULL;

	for (tries = 0; tries < FETCH_TRIES; tries++) {
		entry = xencall_alloc_buffer_pages(fshdl->xcall, pages);
		if (!entry)
			break;
		rc = xencall5(fshdl->xcall, __HYPERVISOR_hypfs_op, XEN_HYPFS_OP_read,
			      (uintptr_t)path_buf, path_size, (uintptr_t)entry,
			      pages << PAGE_SHIFT);
		if (rc >= 0)
			break;

		needed = sizeof(*entry) + (size_t)entry->content_len;
		saved = errno;
		xencall_free_buffer_pages(fshdl->xcall, entry, pages);
		entry = NULL;
		errno = saved;
		if (errno != ENOBUFS)
			break;
		pages = (needed + PAGE_SIZE - 1) >> PAGE_SHIFT;
	}
	*nr_pages = pages;

	/* The length is the hypervisor's word for what lies in our buffer. */
	if (entry && entry->content_len > (pages << PAGE_SHIFT) - sizeof(*entry)) {
		xencall_free_buffer_pages(fshdl->xcall, entry, pages);
		entry = NULL;
		errno = EIO;
	}
	xencall_free_buffer(fshdl->xcall, path_buf);
	return entry;
}

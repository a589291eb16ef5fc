/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENHYPFS_PRIVATE_H
#define XENHYPFS_PRIVATE_H

#include <errno.h>
#include <stddef.h>

#include <xencall.h>
#include <xentoollog.h>

#include <xenhypfs.h>

#include <xen/xen.h>
#include <xen/hypfs.h>

/* Longest path, with its final zero. */
#define HYPFS_PATH_SIZE 4096

struct xenhypfs_handle {
	xentoollog_logger *logger, *logger_tofree;
	unsigned int flags;
	xencall_handle *xcall;
};

/* @path in memory that a hypercall can be given, its size to *@size; NULL with errno set. */
char *hypfs_path(xenhypfs_handle *fshdl, const char *path, size_t *size);

/*
 * The entry at @path with the contents after it, in a hypercall buffer of whole pages whose number
 * goes to *@nr_pages. NULL with errno set.
 */
struct xen_hypfs_direntry *hypfs_fetch(xenhypfs_handle *fshdl, const char *path, size_t *nr_pages);

#endif /* XENHYPFS_PRIVATE_H */

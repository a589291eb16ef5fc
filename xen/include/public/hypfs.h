/* SPDX-License-Identifier: MIT */
/*
 * The hypervisor's own file system of settings: hypfs_op(cmd, path, length, buffer, size). Paths
 * start with / and end in NUL.
 */
#ifndef __XEN_PUBLIC_HYPFS_H__
#define __XEN_PUBLIC_HYPFS_H__

#include "xen.h"

#define XEN_HYPFS_VERSION 1
#define XEN_HYPFS_MAX_PATHLEN 1024

struct xen_hypfs_direntry {
	uint8_t type; /* XEN_HYPFS_TYPE_* */
#define XEN_HYPFS_TYPE_DIR 0
#define XEN_HYPFS_TYPE_BLOB 1
#define XEN_HYPFS_TYPE_STRING 2
#define XEN_HYPFS_TYPE_UINT 3
#define XEN_HYPFS_TYPE_INT 4
#define XEN_HYPFS_TYPE_BOOL 5
	uint8_t encoding; /* XEN_HYPFS_ENC_* */
#define XEN_HYPFS_ENC_PLAIN 0
#define XEN_HYPFS_ENC_GZIP 1
	uint16_t pad;
	uint32_t content_len; /* bytes as read */
	uint32_t max_write_len; /* 0: cannot be written */
};
typedef struct xen_hypfs_direntry xen_hypfs_direntry_t;

struct xen_hypfs_dirlistentry {
	xen_hypfs_direntry_t e;
	uint16_t off_next; /* from this entry to the next, 0: the last */
	char name[];
};

#define XEN_HYPFS_OP_get_version 0 /* answers XEN_HYPFS_VERSION */
/* out: the entry, then its content; -ENOBUFS: only the entry, the buffer is too small */
#define XEN_HYPFS_OP_read 1
#define XEN_HYPFS_OP_write_contents 2 /* in: the new content */

#endif

/* SPDX-License-Identifier: LGPL-2.1-only */
/* xenstore, with errors logged and memory owned by the scope. */
#ifndef LIBXL__XS_H
#define LIBXL__XS_H

#include "internal.h"

/* NULL: no such node, or an error that was logged */
const char *libxl__xs_read(libxl__gc *gc, xs_transaction_t t, const char *path);
/* the same for a path made by a format */
const char *libxl__xs_readf(libxl__gc *gc, xs_transaction_t t, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* 0, or ERROR_FAIL (logged); a missing node is success with *out NULL */
int libxl__xs_read_checked(libxl__gc *gc, xs_transaction_t t, const char *path, const char **out);
int libxl__xs_write(libxl__gc *gc, xs_transaction_t t, const char *path, const char *value);
int libxl__xs_writef(libxl__gc *gc, xs_transaction_t t, const char *path, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* an empty node with these permissions */
int libxl__xs_mknod(libxl__gc *gc, xs_transaction_t t, const char *path,
	struct xs_permissions *perms, unsigned int n);
int libxl__xs_set_perms(libxl__gc *gc, xs_transaction_t t, const char *path,
	struct xs_permissions *perms, unsigned int n);
/* a missing node is fine */
int libxl__xs_rm(libxl__gc *gc, xs_transaction_t t, const char *path);
/* removes it and then every parent that is left empty */
int libxl__xs_rm_upwards(libxl__gc *gc, xs_transaction_t t, const char *path);
/* names in a directory; NULL and *n 0 when there are none */
char **libxl__xs_directory(libxl__gc *gc, xs_transaction_t t, const char *path, unsigned int *n);
/* name, value, ..., NULL: written below dir; values that are NULL are skipped */
int libxl__xs_write_pairs(libxl__gc *gc, xs_transaction_t t, const char *dir, char **pairs,
	struct xs_permissions *perms, unsigned int n);

/*
 * Runs fn in a transaction until it is committed without conflict. fn returns 0 to commit, a
 * libxl_error to give up.
 */
int libxl__xs_transaction(libxl__gc *gc, int (*fn)(libxl__gc *gc, xs_transaction_t t, void *arg),
	void *arg);

/* "/local/domain/N" */
const char *libxl__xs_domain_path(libxl__gc *gc, uint32_t domid);
/* "/libxl/N" */
const char *libxl__xs_libxl_path(libxl__gc *gc, uint32_t domid);

#endif

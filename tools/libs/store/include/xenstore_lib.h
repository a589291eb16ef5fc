/* SPDX-License-Identifier: LGPL-2.1-only */
/* What users of libxenstore and of the wire protocol share. */
#ifndef XENSTORE_LIB_H
#define XENSTORE_LIB_H

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One entry of a node's permission list. */
struct xs_permissions {
	unsigned int id;	/* domain; in the first entry the owner */
	unsigned int perms;	/* XS_PERM_*; in the first entry for all domains not listed */
#define XS_PERM_NONE 0x00
#define XS_PERM_READ 0x01
#define XS_PERM_WRITE 0x02
/* Reserved for the daemon. */
#define XS_PERM_ENOENT_OK 0x04
#define XS_PERM_OWNER 0x08
#define XS_PERM_IGNORE 0x10
};

/* Bytes that a number of x's type needs in decimal, with sign and NUL. */
#define MAX_STRLEN(x) ((sizeof(x) * CHAR_BIT + CHAR_BIT - 1) / 10 * 3 + 2)

/*
 * Where the daemon is: its directory ($XENSTORED_RUNDIR), and its socket ($XENSTORED_PATH, else
 * in that directory). NULL if the path is too long for a socket. The two sockets are one.
 */
const char *xs_daemon_rundir(void);
const char *xs_daemon_socket(void);
const char *xs_daemon_socket_ro(void);

/* Writes all of it. False, with errno set, if that fails. */
bool xs_write_all(int fd, const void *data, unsigned int len);

/* Reads `num` strings of the form <letter><domid>, one after the other. False (EINVAL) if one is wrong. */
bool xs_strings_to_perms(struct xs_permissions *perms, unsigned int num, const char *strings);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * For libraries that own handles: how a handle takes part in xentoolcore_restrict_all().
 *
 * The struct is embedded in handles of libraries built at another time, so its layout is ABI:
 * the callback first, then the two links of a list, 24 bytes on a 64-bit machine.
 */
#ifndef XENTOOLCORE_INTERNAL_H
#define XENTOOLCORE_INTERNAL_H

#include <stddef.h>

#include "xentoolcore.h"

typedef struct Xentoolcore__Active_Handle Xentoolcore__Active_Handle;

/*
 * Limit the handle that embeds @handle to @domid. Runs with the list locked, so it must not
 * register or deregister. Returns 0, or -1 with errno set.
 */
typedef int Xentoolcore__Restrict_Callback(Xentoolcore__Active_Handle *handle, domid_t domid);

struct Xentoolcore__Active_Handle {
	Xentoolcore__Restrict_Callback *restrict_callback;
	Xentoolcore__Active_Handle *next;
	Xentoolcore__Active_Handle **prev_next;
};

/*
 * Put a handle on the list. Call it before the file descriptor is opened and set the descriptor
 * to -1 meanwhile: a restriction in between then either sees the descriptor or precedes it.
 */
void xentoolcore__register_active_handle(Xentoolcore__Active_Handle *handle);

/* Take a handle off the list; call it before closing the descriptor. */
void xentoolcore__deregister_active_handle(Xentoolcore__Active_Handle *handle);

/*
 * Replace @fd by /dev/null, for descriptors that cannot be limited to one domain. A negative @fd
 * is left alone. Returns 0, or -1 with errno set.
 */
int xentoolcore__restrict_by_dup2_null(int fd);

/* The handle of type @type that embeds @ptr as its @member. */
#define CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))

#endif /* XENTOOLCORE_INTERNAL_H */

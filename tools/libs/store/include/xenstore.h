/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Access to Xenstore, the small database that domains, backends and tools share.
 *
 * A handle may be used by several threads: requests take turns, and a thread that waits for a watch event
 * does not keep others from asking. Functions fail with NULL, false or 0 and errno, which may be any of
 * those in xs_wire.h that the daemon answers, or a failure of the connection. What is
 * returned as a pointer is from malloc(): one free() for all of it.
 *
 * Paths are absolute, or relative to the home of the connection's domain; see XENSTORE_*_PATH_MAX in
 * xs_wire.h.
 */
#ifndef XENSTORE_H
#define XENSTORE_H

#include <xenstore_lib.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XBT_NULL 0

/* Flags of xs_open(). The first two are accepted and have no effect. */
#define XS_OPEN_READONLY (1UL << 0)
#define XS_OPEN_SOCKETONLY (1UL << 1)
/*
 * When xs_unwatch() has returned, no event of that watch is delivered any more. The same token must then
 * not be used for a path and one below it at the same time.
 */
#define XS_UNWATCH_FILTER (1UL << 2)

struct xs_handle;
typedef uint32_t xs_transaction_t;

/* Connects over the daemon's socket, or through the kernel's device where there is no socket. */
struct xs_handle *xs_open(unsigned long flags);
void xs_close(struct xs_handle *xsh); /* NULL is fine */
/* For the child after a fork(): drops the handle and leaves the parent's connection alone. */
void xs_daemon_destroy_postfork(struct xs_handle *xsh);

/* Older names of xs_open(0) and xs_close(). */
struct xs_handle *xs_daemon_open(void);
struct xs_handle *xs_domain_open(void);
struct xs_handle *xs_daemon_open_readonly(void);
void xs_daemon_close(struct xs_handle *xsh);

/* Names of the node's children; *num says how many. */
char **xs_directory(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *num);
/* The value with a NUL behind it that *len (may be NULL) does not count. */
void *xs_read(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *len);
/* Missing parents are made. */
bool xs_write(struct xs_handle *h, xs_transaction_t t, const char *path, const void *data,
	      unsigned int len);
/* True also if the node is there already. */
bool xs_mkdir(struct xs_handle *h, xs_transaction_t t, const char *path);
/* Removes the node and all below it. */
bool xs_rm(struct xs_handle *h, xs_transaction_t t, const char *path);

struct xs_permissions *xs_get_permissions(struct xs_handle *h, xs_transaction_t t,
					  const char *path, unsigned int *num);
/* perms[0] names the owner and what everybody may do who is not in the rest of the list. */
bool xs_set_permissions(struct xs_handle *h, xs_transaction_t t, const char *path,
			struct xs_permissions *perms, unsigned int num_perms);
/* Always false: no connection can give up its privileges. */
bool xs_restrict(struct xs_handle *h, unsigned domid);

/*
 * Asks for an event for each change of the node and of those below it, and for one at once. The token comes
 * with each event.
 */
bool xs_watch(struct xs_handle *h, const char *path, const char *token);
bool xs_unwatch(struct xs_handle *h, const char *path, const char *token);
/*
 * Readable when an event may be waiting. Then call xs_check_watch() until it returns NULL with EAGAIN: one
 * such call may take the readability of several events.
 */
int xs_fileno(struct xs_handle *h);
/* The next event, [XS_WATCH_PATH] and [XS_WATCH_TOKEN]; the first waits for one. */
char **xs_read_watch(struct xs_handle *h, unsigned int *num);
char **xs_check_watch(struct xs_handle *h);

/* XBT_NULL on failure. */
xs_transaction_t xs_transaction_start(struct xs_handle *h);
/* False with EAGAIN if others interfered: do it all again in a new transaction. */
bool xs_transaction_end(struct xs_handle *h, xs_transaction_t t, bool abort);

/* For the control domain: a new domain's ring, and what becomes of it later. */
bool xs_introduce_domain(struct xs_handle *h, unsigned int domid, unsigned long mfn,
			 unsigned int eventchn);
bool xs_set_target(struct xs_handle *h, unsigned int domid, unsigned int target);
bool xs_resume_domain(struct xs_handle *h, unsigned int domid);
bool xs_release_domain(struct xs_handle *h, unsigned int domid);
bool xs_is_domain_introduced(struct xs_handle *h, unsigned int domid);
/* Home path of a domain. */
char *xs_get_domain_path(struct xs_handle *h, unsigned int domid);

/* True if `child` is `parent` or a path below it. Compares strings; cannot fail. */
bool xs_path_is_subpath(const char *parent, const char *child);

/* A command to the daemon, with `len` bytes of NUL-terminated arguments. */
char *xs_control_command(struct xs_handle *h, const char *cmd, void *data, unsigned int len);
char *xs_debug_command(struct xs_handle *h, const char *cmd, void *data, unsigned int len);

/* The event channel by which the guest can be asked to suspend; -1 if it has none. */
int xs_suspend_evtchn_port(int domid);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Events of domains, the program's event loop, child processes. Included by <libxl.h>.
 *
 * A program either polls: libxl_osevent_beforepoll(), poll(), libxl_osevent_afterpoll(), then
 * libxl_event_check() until ERROR_NOT_READY; or hands libxl its own event loop with
 * libxl_osevent_register_hooks(); or simply waits in libxl_event_wait().
 */
#ifndef LIBXL_EVENT_H
#define LIBXL_EVENT_H

#include <libxl.h>
#include <poll.h>
#include <sys/time.h>

#define LIBXL_EVENTMASK_ALL (~(unsigned long)0)

/* non-zero: this event is wanted */
typedef int libxl_event_predicate(const libxl_event *, void *user);

/* Takes out the first event in typemask that predicate (NULL: any) wants, else ERROR_NOT_READY. */
int libxl_event_check(libxl_ctx *ctx, libxl_event **event_r, uint64_t typemask,
	libxl_event_predicate *predicate, void *predicate_user);
/* The same, but waits for one. */
int libxl_event_wait(libxl_ctx *ctx, libxl_event **event_r, uint64_t typemask,
	libxl_event_predicate *predicate, void *predicate_user);
void libxl_event_free(libxl_ctx *ctx, libxl_event *event);

typedef struct libxl_event_hooks {
	uint64_t event_occurs_mask;
	void (*event_occurs)(void *user,
#ifndef LIBXL_HAVE_NONCONST_EVENT_OCCURS_EVENT_ARG
		const
#endif
		libxl_event *event);
	void (*disaster)(void *user, libxl_event_type type, const char *msg, int errnoval);
} libxl_event_hooks;

/*
 * Events whose type is in event_occurs_mask go to event_occurs, which owns them then, instead of the
 * queue. disaster hears that events may have been lost; without it that ends the program. libxl may
 * be called from event_occurs, not from disaster. Call this while nothing is enabled.
 */
void libxl_event_register_callbacks(libxl_ctx *ctx, const libxl_event_hooks *hooks, void *user);

/* Events are made only where asked for. DOMAIN_SHUTDOWN once, DOMAIN_DEATH at the end. */
typedef struct libxl__evgen_domain_death libxl_evgen_domain_death;
int libxl_evenable_domain_death(libxl_ctx *ctx, uint32_t domid, libxl_ev_user,
	libxl_evgen_domain_death **evgen_out);
void libxl_evdisable_domain_death(libxl_ctx *ctx, libxl_evgen_domain_death *);

/* DISK_EJECT, each time the guest ejects the medium of vdev */
typedef struct libxl__evgen_disk_eject libxl_evgen_disk_eject;
int libxl_evenable_disk_eject(libxl_ctx *ctx, uint32_t domid, const char *vdev, libxl_ev_user,
	libxl_evgen_disk_eject **evgen_out);
void libxl_evdisable_disk_eject(libxl_ctx *ctx, libxl_evgen_disk_eject *);

struct pollfd;

/*
 * Fills fds[0..*nfds_io), lowers *timeout_upd (ms, negative is for ever). Too little room:
 * ERROR_BUFFERFULL, and *nfds_io says how much is needed.
 */
int libxl_osevent_beforepoll(libxl_ctx *ctx, int *nfds_io, struct pollfd *fds, int *timeout_upd,
	struct timeval now);
void libxl_osevent_afterpoll(libxl_ctx *ctx, int nfds, const struct pollfd *fds,
	struct timeval now);

/* Implemented by a program that has its own event loop; may be called from within any function. */
typedef struct libxl_osevent_hooks {
	int (*fd_register)(void *user, int fd, void **for_app_registration_out, short events,
		void *for_libxl);
	int (*fd_modify)(void *user, int fd, void **for_app_registration_update, short events);
	void (*fd_deregister)(void *user, int fd, void *for_app_registration);
	int (*timeout_register)(void *user, void **for_app_registration_out, struct timeval abs,
		void *for_libxl);
	/* only ever called with abs {0, 0}: as soon as possible */
	int (*timeout_modify)(void *user, void **for_app_registration_update, struct timeval abs);
	/* never called */
	void (*timeout_deregister)(void *user, void *for_app_registration);
} libxl_osevent_hooks;

/* Once per context, before anything else; *hooks must outlive the context. */
void libxl_osevent_register_hooks(libxl_ctx *ctx, const libxl_osevent_hooks *hooks, void *user);
/* Not from within a hook. A timeout that occurred is no longer registered. */
void libxl_osevent_occurred_fd(libxl_ctx *ctx, void *for_libxl, int fd, short events,
	short revents);
void libxl_osevent_occurred_timeout(libxl_ctx *ctx, void *for_libxl);

/* Who collects the exit status of child processes. */
typedef enum {
	/* libxl, whenever it has children; the program has none meanwhile (the default) */
	libxl_sigchld_owner_libxl,
	/* the program; it calls libxl_childproc_reaped() or libxl_childproc_sigchld_occurred() */
	libxl_sigchld_owner_mainloop,
	/* libxl, always, for the program's children too */
	libxl_sigchld_owner_libxl_always,
	/* libxl its own ones only, the program its own */
	libxl_sigchld_owner_libxl_always_selective_reap,
} libxl_sigchld_owner;

typedef struct {
	libxl_sigchld_owner chldowner;
	/* optional: called instead of fork() */
	pid_t (*fork_replacement)(void *user);
	/* optional: told of a child that is not libxl's; 0 or ERROR_UNKNOWN_CHILD */
	int (*reaped_callback)(pid_t, int status, void *user);
} libxl_childproc_hooks;

/* hooks NULL is the default; *hooks must outlive the context. Not while there are children. */
void libxl_childproc_setmode(libxl_ctx *ctx, const libxl_childproc_hooks *hooks, void *user);
/* ERROR_UNKNOWN_CHILD when the child is not libxl's */
int libxl_childproc_reaped(libxl_ctx *ctx, pid_t, int status);
void libxl_childproc_sigchld_occurred(libxl_ctx *ctx);

/* In a child that was forked and does not exec at once: contexts made before are void from here. */
void libxl_postfork_child_noexec(libxl_ctx *ctx);

#endif /* LIBXL_EVENT_H */

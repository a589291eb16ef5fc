/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * The poll loop and everything that waits on it. All of it is guarded by the context's lock, and
 * callbacks run with it held; a callback may come without cause and must look for itself.
 */
#ifndef LIBXL__EVENT_H
#define LIBXL__EVENT_H

#include <poll.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <ucontext.h>

#include <libxl.h>
#include <libxl_event.h>

struct libxl__gc;
struct libxl__task;

/* ---- sources: file descriptors, times, xenstore watches, children ---- */

/* What a program's event loop got as for_libxl; outlives the source, so that late calls are harmless. */
struct libxl__nexus {
	SLIST_ENTRY(libxl__nexus) entry;
	void *source; /* NULL: gone */
	void *for_app;
};

struct libxl__ev_fd {
	LIST_ENTRY(libxl__ev_fd) entry;
	int fd; /* -1: not registered */
	short events;
	void (*ready)(libxl_ctx *ctx, struct libxl__ev_fd *ev, short revents);
	struct libxl__nexus *nexus;
};

struct libxl__ev_time {
	TAILQ_ENTRY(libxl__ev_time) entry;
	bool registered;
	struct timeval when;
	void (*due)(libxl_ctx *ctx, struct libxl__ev_time *ev);
	struct libxl__nexus *nexus;
};

struct libxl__ev_watch {
	char *path; /* NULL: not registered */
	int slot;
	uint32_t generation;
	void (*fired)(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path);
};

struct libxl__ev_child {
	LIST_ENTRY(libxl__ev_child) entry;
	pid_t pid; /* 0: none */
	struct libxl__ev_fd pidfd;
	void (*exited)(libxl_ctx *ctx, struct libxl__ev_child *ch, int status);
};

static inline void libxl__ev_fd_init(struct libxl__ev_fd *ev) { ev->fd = -1; }

int libxl__ev_fd_register(libxl_ctx *ctx, struct libxl__ev_fd *ev, int fd, short events,
	void (*ready)(libxl_ctx *, struct libxl__ev_fd *, short));
void libxl__ev_fd_deregister(libxl_ctx *ctx, struct libxl__ev_fd *ev);
int libxl__ev_time_register(libxl_ctx *ctx, struct libxl__ev_time *ev, int ms,
	void (*due)(libxl_ctx *, struct libxl__ev_time *));
void libxl__ev_time_deregister(libxl_ctx *ctx, struct libxl__ev_time *ev);
int libxl__ev_watch_register(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path,
	void (*fired)(libxl_ctx *, struct libxl__ev_watch *, const char *));
void libxl__ev_watch_deregister(libxl_ctx *ctx, struct libxl__ev_watch *w);
/* like fork(): 0 in the child, the pid in the parent, or a libxl_error */
pid_t libxl__ev_child_fork(libxl_ctx *ctx, struct libxl__ev_child *ch,
	void (*exited)(libxl_ctx *, struct libxl__ev_child *, int));
void libxl__watches_free(libxl_ctx *ctx);

/* ---- the loop ---- */

/* A thread that is polling in libxl, or the program that polls for it. */
struct libxl__poller {
	LIST_ENTRY(libxl__poller) entry;
	int wakeup; /* eventfd */
};

struct libxl__delivery;
struct libxl__watch_slot {
	struct libxl__ev_watch *watch;
	uint32_t generation;
};

struct libxl__loop {
	LIST_HEAD(, libxl__ev_fd) fds;
	TAILQ_HEAD(, libxl__ev_time) times; /* soonest first */
	LIST_HEAD(, libxl__ev_child) children;
	LIST_HEAD(, libxl__poller) pollers;
	struct libxl__poller app; /* for beforepoll/afterpoll */
	bool app_used;
	SLIST_HEAD(, libxl__nexus) idle_nexuses;
	const libxl_osevent_hooks *os;
	void *os_user;
	const libxl_childproc_hooks *child_hooks;
	void *child_user;

	struct libxl__ev_fd watch_fd;
	struct libxl__watch_slot *slots;
	int nslots;
	uint32_t watch_generation;
	bool xs_lost;

	ucontext_t main; /* where a task returns to when it sleeps */
	struct libxl__task *running;
	STAILQ_HEAD(, libxl__task) ready;
	LIST_HEAD(, libxl__ao) aos;

	STAILQ_HEAD(, libxl__delivery) deliveries;
	TAILQ_HEAD(libxl__event_queue, libxl_event) events;
	libxl_event_hooks hooks;
	void *hooks_user;
	LIST_HEAD(, libxl__evgen_domain_death) deaths;
	LIST_HEAD(, libxl__evgen_disk_eject) ejects;
	struct libxl__ev_watch death_watch;
};

int libxl__loop_init(libxl_ctx *ctx);
void libxl__loop_free(libxl_ctx *ctx);
int libxl__poller_init(libxl_ctx *ctx, struct libxl__poller *p);
void libxl__poller_free(struct libxl__poller *p);
/* Polls once for as long as nothing happens; lets the lock go meanwhile. */
int libxl__loop_once(libxl_ctx *ctx, struct libxl__poller *p);
/* makes every polling thread look again */
void libxl__loop_wakeup(libxl_ctx *ctx);
void libxl__loop_disaster(libxl_ctx *ctx, const char *msg, libxl_event_type type, int errnoval);
bool libxl__has_children(libxl_ctx *ctx);

/* ---- events and callbacks of the program ---- */

struct libxl__delivery {
	STAILQ_ENTRY(libxl__delivery) entry;
	libxl_event *event;
	libxl_asyncprogress_how progress; /* with event, when .callback is set */
	libxl_asyncop_how op;
	int rc;
};

/* a new event for domid, to be filled and passed to libxl__event_occurred() */
libxl_event *libxl__event_new(libxl_ctx *ctx, libxl_event_type type, uint32_t domid,
	libxl_ev_user user);
void libxl__event_occurred(libxl_ctx *ctx, libxl_event *ev);
/* calls what is to be called, without the lock; to be called at the outermost level */
void libxl__deliver(libxl_ctx *ctx);
void libxl__evgens_free(libxl_ctx *ctx);

/* ---- tasks and operations ---- */

typedef int libxl__task_fn(struct libxl__gc *gc, void *arg);

/* One asynchronous operation: a main task and the tasks it starts. */
struct libxl__ao;

/*
 * Begins an operation: takes the lock. The gc is that of the operation. Ends with libxl__ao_run() or
 * libxl__ao_fail(), whose result the public function returns.
 */
struct libxl__gc *libxl__ao_new(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *how);
int libxl__ao_run(struct libxl__gc *gc, libxl__task_fn *fn, void *arg);
int libxl__ao_fail(struct libxl__gc *gc, int rc);
/* From here on an abort request no longer cuts waits short (clearing up after a failure). */
void libxl__ao_ignore_abort(struct libxl__gc *gc);
void libxl__ao_progress(struct libxl__gc *gc, const libxl_asyncprogress_how *how, libxl_event *ev);

/* Runs fn beside its parent, which must join it. */
struct libxl__task *libxl__task_start(struct libxl__gc *gc, libxl__task_fn *fn, void *arg);
/* waits for it and returns its result */
int libxl__task_join(struct libxl__gc *gc, struct libxl__task *task);
void libxl__task_wake(struct libxl__task *task);
/* sleep until woken; ERROR_ABORTED when the operation is to end */
int libxl__task_sleep(struct libxl__gc *gc);
void libxl__run_tasks(libxl_ctx *ctx);
void libxl__wake_all_tasks(libxl_ctx *ctx);
/* For tests, which look at each stack before it is unmapped: its lowest `guard' bytes are inaccessible. */
extern void (*libxl__stack_probe)(const void *stack, size_t guard, size_t size);

/* Waits of a task. Each returns 0, ERROR_TIMEDOUT, ERROR_ABORTED or ERROR_FAIL. */
int libxl__wait_ms(struct libxl__gc *gc, int ms);
/* until done(value) of the node at path is true; value is NULL when there is none */
int libxl__wait_xs(struct libxl__gc *gc, const char *path,
	bool (*done)(struct libxl__gc *gc, const char *value, void *arg), void *arg, int ms);

struct libxl__exec {
	char **args; /* args[0] is the path of the program */
	char **env; /* name, value, ..., NULL: added to this process's */
	const char *what;
	int timeout_ms; /* then it is killed; 0: none */
	int status; /* out: as from wait() */
};
/* Runs a program; 0 only if it exited with 0. The failure is logged. */
int libxl__wait_exec(struct libxl__gc *gc, struct libxl__exec *e);
/* Runs fn in a child process, whose exit status is fn's result; 0 or ERROR_FAIL. */
int libxl__wait_fork(struct libxl__gc *gc, int (*fn)(struct libxl__gc *gc, void *arg), void *arg,
	int *status);

#endif

// SPDX-License-Identifier: LGPL-2.1-only
/* The poll loop: descriptors, times, and the program's own event loop, if it has one. */
#include <sys/eventfd.h>

#include "internal.h"

/* ---- what a program's event loop gets for a source ---- */

static struct libxl__nexus *nexus_get(libxl_ctx *ctx, void *source)
{
	struct libxl__nexus *n = SLIST_FIRST(&ctx->loop.idle_nexuses);

	if (n)
		SLIST_REMOVE_HEAD(&ctx->loop.idle_nexuses, entry);
	else
		n = libxl__zalloc_raw(sizeof(*n));
	n->source = source;
	n->for_app = NULL;
	return n;
}

/* The program may still call with it: it is reused, never freed before the context. */
static void nexus_put(libxl_ctx *ctx, struct libxl__nexus *n)
{
	n->source = NULL;
	SLIST_INSERT_HEAD(&ctx->loop.idle_nexuses, n, entry);
}

/* ---- pollers ---- */

int libxl__poller_init(libxl_ctx *ctx, struct libxl__poller *p)
{
	p->wakeup = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (p->wakeup < 0) {
		LOGCE(ctx, ERROR, "cannot create an event descriptor");
		return ERROR_FAIL;
	}
	LIST_INSERT_HEAD(&ctx->loop.pollers, p, entry);
	return 0;
}

void libxl__poller_free(struct libxl__poller *p)
{
	LIST_REMOVE(p, entry);
	close(p->wakeup);
}

static void poller_drain(struct libxl__poller *p)
{
	uint64_t n;

	if (read(p->wakeup, &n, sizeof(n)) < 0)
		return; /* nobody woke us */
}

void libxl__loop_wakeup(libxl_ctx *ctx)
{
	struct libxl__poller *p;
	uint64_t one = 1;

	LIST_FOREACH(p, &ctx->loop.pollers, entry)
		if (write(p->wakeup, &one, sizeof(one)) < 0 && errno != EAGAIN)
			LOGCE(ctx, ERROR, "cannot wake up a thread");
}

/* ---- descriptors ---- */

int libxl__ev_fd_register(libxl_ctx *ctx, struct libxl__ev_fd *ev, int fd, short events,
			  void (*ready)(libxl_ctx *, struct libxl__ev_fd *, short))
{
	struct libxl__loop *l = &ctx->loop;

	ev->fd = fd;
	ev->events = events;
	ev->ready = ready;
	ev->nexus = NULL;
	if (l->os) {
		int rc;

		ev->nexus = nexus_get(ctx, ev);
		rc = l->os->fd_register(l->os_user, fd, &ev->nexus->for_app, events, ev->nexus);
		if (rc) {
			nexus_put(ctx, ev->nexus);
			ev->fd = -1;
			return rc;
		}
	}
	LIST_INSERT_HEAD(&l->fds, ev, entry);
	libxl__loop_wakeup(ctx);
	return 0;
}

void libxl__ev_fd_deregister(libxl_ctx *ctx, struct libxl__ev_fd *ev)
{
	struct libxl__loop *l = &ctx->loop;

	if (ev->fd < 0)
		return;
	if (ev->nexus) {
		l->os->fd_deregister(l->os_user, ev->fd, ev->nexus->for_app);
		nexus_put(ctx, ev->nexus);
		ev->nexus = NULL;
	}
	LIST_REMOVE(ev, entry);
	ev->fd = -1;
}

/* ---- times ---- */

int libxl__ev_time_register(libxl_ctx *ctx, struct libxl__ev_time *ev, int ms,
			    void (*due)(libxl_ctx *, struct libxl__ev_time *))
{
	struct libxl__loop *l = &ctx->loop;
	struct timeval now, after = { ms / 1000, ms % 1000 * 1000 };
	struct libxl__ev_time *e;

	gettimeofday(&now, NULL);
	timeradd(&now, &after, &ev->when);
	ev->due = due;
	ev->nexus = NULL;
	if (l->os) {
		int rc;

		ev->nexus = nexus_get(ctx, ev);
		rc = l->os->timeout_register(l->os_user, &ev->nexus->for_app, ev->when, ev->nexus);
		if (rc) {
			nexus_put(ctx, ev->nexus);
			return rc;
		}
	}
	ev->registered = true;
	TAILQ_FOREACH(e, &l->times, entry)
		if (timercmp(&ev->when, &e->when, <)) {
			TAILQ_INSERT_BEFORE(e, ev, entry);
			break;
		}
	if (!e)
		TAILQ_INSERT_TAIL(&l->times, ev, entry);
	libxl__loop_wakeup(ctx);
	return 0;
}

/*
 * A time cannot be taken back from a program's event loop: it is asked to fire at once and finds its
 * nexus without a source. The nexus is put away only then.
 */
void libxl__ev_time_deregister(libxl_ctx *ctx, struct libxl__ev_time *ev)
{
	struct libxl__loop *l = &ctx->loop;

	if (!ev->registered)
		return;
	ev->registered = false;
	TAILQ_REMOVE(&l->times, ev, entry);
	if (ev->nexus) {
		struct timeval asap = { 0, 0 };

		ev->nexus->source = NULL;
		l->os->timeout_modify(l->os_user, &ev->nexus->for_app, asap);
		ev->nexus = NULL;
	}
}

static void time_due(libxl_ctx *ctx, struct libxl__ev_time *ev)
{
	libxl__ev_time_deregister(ctx, ev);
	ev->due(ctx, ev);
}

static void run_times(libxl_ctx *ctx, struct timeval now)
{
	struct libxl__ev_time *ev;

	while ((ev = TAILQ_FIRST(&ctx->loop.times)) && !timercmp(&ev->when, &now, >))
		time_due(ctx, ev);
}

static int next_time_ms(libxl_ctx *ctx, struct timeval now)
{
	struct libxl__ev_time *ev = TAILQ_FIRST(&ctx->loop.times);
	struct timeval left;

	if (!ev)
		return -1;
	if (!timercmp(&ev->when, &now, >))
		return 0;
	timersub(&ev->when, &now, &left);
	if (left.tv_sec > 3600)
		return 3600 * 1000;
	return left.tv_sec * 1000 + (left.tv_usec + 999) / 1000;
}

/* ---- one turn of the loop ---- */

static int collect(libxl_ctx *ctx, struct libxl__poller *p, struct pollfd *fds, int room)
{
	struct libxl__ev_fd *ev;
	int n = 0;

	if (n < room)
		fds[n] = (struct pollfd){ .fd = p->wakeup, .events = POLLIN };
	n++;
	LIST_FOREACH(ev, &ctx->loop.fds, entry) {
		if (!ev->events)
			continue;
		if (n < room)
			fds[n] = (struct pollfd){ .fd = ev->fd, .events = ev->events };
		n++;
	}
	return n;
}

/*
 * A callback may register and deregister anything, so the list is searched anew for each result. The
 * result may be stale by then; callbacks cope with that.
 */
static void dispatch(libxl_ctx *ctx, struct libxl__poller *p, const struct pollfd *fds, int n)
{
	struct libxl__ev_fd *ev;
	int i;

	for (i = 0; i < n; i++) {
		if (!fds[i].revents)
			continue;
		if (fds[i].fd == p->wakeup) {
			poller_drain(p);
			continue;
		}
		LIST_FOREACH(ev, &ctx->loop.fds, entry)
			if (ev->fd == fds[i].fd)
				break;
		if (ev && (fds[i].revents & (ev->events | POLLERR | POLLHUP | POLLNVAL)))
			ev->ready(ctx, ev, fds[i].revents);
	}
}

static void after_poll(libxl_ctx *ctx, struct libxl__poller *p, const struct pollfd *fds, int n,
		       struct timeval now)
{
	dispatch(ctx, p, fds, n);
	run_times(ctx, now);
	libxl__run_tasks(ctx);
}

int libxl__loop_once(libxl_ctx *ctx, struct libxl__poller *p)
{
	struct pollfd some[32], *fds = some;
	struct timeval now;
	int n, r, timeout, rc = 0;

	n = collect(ctx, p, fds, ARRAY_SIZE(some));
	if (n > (int)ARRAY_SIZE(some)) {
		fds = libxl__zalloc_raw(n * sizeof(*fds));
		n = collect(ctx, p, fds, n);
	}
	gettimeofday(&now, NULL);
	timeout = next_time_ms(ctx, now);
	libxl__unlock(ctx);
	r = poll(fds, n, timeout);
	libxl__lock(ctx);
	if (r < 0 && errno != EINTR) {
		LOGCE(ctx, ERROR, "cannot poll");
		rc = ERROR_FAIL;
	} else {
		gettimeofday(&now, NULL);
		after_poll(ctx, p, fds, r > 0 ? n : 0, now);
	}
	if (fds != some)
		free(fds);
	return rc;
}

/* ---- the program polls ---- */

int libxl_osevent_beforepoll(libxl_ctx *ctx, int *nfds_io, struct pollfd *fds, int *timeout_upd,
			     struct timeval now)
{
	int room = *nfds_io, ms;
	SCOPE(ctx);

	if (!ctx->loop.app_used) {
		int rc = libxl__poller_init(ctx, &ctx->loop.app);

		if (rc)
			return rc;
		ctx->loop.app_used = true;
	}
	*nfds_io = collect(ctx, &ctx->loop.app, fds, room);
	ms = next_time_ms(ctx, now);
	if (ms >= 0 && (*timeout_upd < 0 || ms < *timeout_upd))
		*timeout_upd = ms;
	return *nfds_io > room ? ERROR_BUFFERFULL : 0;
}

void libxl_osevent_afterpoll(libxl_ctx *ctx, int nfds, const struct pollfd *fds, struct timeval now)
{
	libxl__lock(ctx);
	if (ctx->loop.app_used)
		after_poll(ctx, &ctx->loop.app, fds, nfds, now);
	libxl__deliver(ctx);
	libxl__unlock(ctx);
}

/* ---- the program has an event loop ---- */

void libxl_osevent_register_hooks(libxl_ctx *ctx, const libxl_osevent_hooks *hooks, void *user)
{
	SCOPE(ctx);

	if (ctx->loop.os || !LIST_EMPTY(&ctx->loop.fds) || !TAILQ_EMPTY(&ctx->loop.times))
		libxl__loop_disaster(ctx, "event loop registered twice or too late", 0, EINVAL);
	ctx->loop.os = hooks;
	ctx->loop.os_user = user;
}

void libxl_osevent_occurred_fd(libxl_ctx *ctx, void *for_libxl, int fd, short events, short revents)
{
	struct libxl__nexus *n = for_libxl;
	struct libxl__ev_fd *ev;

	libxl__lock(ctx);
	ev = n->source;
	/* the nexus may by now belong to another source: only a matching one is called */
	if (ev && ev->fd == fd && (revents & (ev->events | POLLERR | POLLHUP | POLLNVAL)))
		ev->ready(ctx, ev, revents);
	libxl__run_tasks(ctx);
	libxl__deliver(ctx);
	libxl__unlock(ctx);
}

void libxl_osevent_occurred_timeout(libxl_ctx *ctx, void *for_libxl)
{
	struct libxl__nexus *n = for_libxl;
	struct libxl__ev_time *ev;

	libxl__lock(ctx);
	ev = n->source;
	nexus_put(ctx, n);
	if (ev) {
		ev->nexus = NULL; /* an occurred timeout is no longer registered with the program */
		time_due(ctx, ev);
	}
	libxl__run_tasks(ctx);
	libxl__deliver(ctx);
	libxl__unlock(ctx);
}

/* ---- beginning and end ---- */

int libxl__loop_init(libxl_ctx *ctx)
{
	struct libxl__loop *l = &ctx->loop;

	LIST_INIT(&l->fds);
	TAILQ_INIT(&l->times);
	LIST_INIT(&l->children);
	LIST_INIT(&l->pollers);
	SLIST_INIT(&l->idle_nexuses);
	STAILQ_INIT(&l->ready);
	LIST_INIT(&l->aos);
	STAILQ_INIT(&l->deliveries);
	TAILQ_INIT(&l->events);
	LIST_INIT(&l->deaths);
	LIST_INIT(&l->ejects);
	libxl__ev_fd_init(&l->watch_fd);
	return 0;
}

void libxl__loop_free(libxl_ctx *ctx)
{
	struct libxl__loop *l = &ctx->loop;
	struct libxl__nexus *n;
	libxl_event *ev;

	if (!LIST_EMPTY(&l->aos))
		LOGC(ctx, ERROR, "context freed while operations are running");
	while ((ev = TAILQ_FIRST(&l->events))) {
		TAILQ_REMOVE(&l->events, ev, link);
		libxl_event_free(ctx, ev);
	}
	if (l->app_used)
		libxl__poller_free(&l->app);
	while ((n = SLIST_FIRST(&l->idle_nexuses))) {
		SLIST_REMOVE_HEAD(&l->idle_nexuses, entry);
		free(n);
	}
	free(l->slots);
}

void libxl__loop_disaster(libxl_ctx *ctx, const char *msg, libxl_event_type type, int errnoval)
{
	LIBXL__LOG(ctx, CRITICAL, errnoval, LIBXL__NO_DOMID, "events may be lost: %s", msg);
	if (!ctx->loop.hooks.disaster) {
		fprintf(stderr, "libxl: fatal: %s\n", msg);
		exit(-1);
	}
	ctx->loop.hooks.disaster(ctx->loop.hooks_user, type, msg, errnoval);
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Events for the program: the queue, the callbacks, and what makes events of domains. */
#include "internal.h"
#include "device/device.h"
#include "xs.h"

libxl_event *libxl__event_new(libxl_ctx *ctx, libxl_event_type type, uint32_t domid,
			      libxl_ev_user user)
{
	libxl_event *ev = libxl__zalloc_raw(sizeof(*ev));

	libxl_event_init(ev);
	libxl_event_init_type(ev, type);
	ev->domid = domid;
	ev->for_user = user;
	return ev;
}

void libxl__event_occurred(libxl_ctx *ctx, libxl_event *ev)
{
	struct libxl__loop *l = &ctx->loop;

	if (l->hooks.event_occurs && (l->hooks.event_occurs_mask & ((uint64_t)1 << ev->type))) {
		struct libxl__delivery *d = libxl__zalloc_raw(sizeof(*d));

		d->event = ev;
		STAILQ_INSERT_TAIL(&l->deliveries, d, entry);
	} else {
		TAILQ_INSERT_TAIL(&l->events, ev, link);
	}
	libxl__loop_wakeup(ctx);
}

void libxl__deliver(libxl_ctx *ctx)
{
	struct libxl__loop *l = &ctx->loop;
	struct libxl__delivery *d;

	while ((d = STAILQ_FIRST(&l->deliveries))) {
		libxl_event_hooks hooks = l->hooks;
		void *user = l->hooks_user;

		STAILQ_REMOVE_HEAD(&l->deliveries, entry);
		libxl__unlock(ctx);
		if (d->op.callback)
			d->op.callback(ctx, d->rc, d->op.u.for_callback);
		else if (d->progress.callback)
			d->progress.callback(ctx, d->event, d->progress.for_callback);
		else
			hooks.event_occurs(user, d->event);
		free(d);
		libxl__lock(ctx);
	}
}

void libxl_event_register_callbacks(libxl_ctx *ctx, const libxl_event_hooks *hooks, void *user)
{
	SCOPE(ctx);

	if (hooks)
		ctx->loop.hooks = *hooks;
	else
		memset(&ctx->loop.hooks, 0, sizeof(ctx->loop.hooks));
	ctx->loop.hooks_user = user;
}

void libxl_event_free(libxl_ctx *ctx, libxl_event *event)
{
	libxl_event_dispose(event);
	free(event);
}

static int take_event(libxl_ctx *ctx, libxl_event **event_r, uint64_t typemask,
		      libxl_event_predicate *predicate, void *user)
{
	libxl_event *ev;

	TAILQ_FOREACH(ev, &ctx->loop.events, link) {
		if (!(typemask & ((uint64_t)1 << ev->type)))
			continue;
		if (predicate && !predicate(ev, user))
			continue;
		TAILQ_REMOVE(&ctx->loop.events, ev, link);
		*event_r = ev;
		return 0;
	}
	return ERROR_NOT_READY;
}

int libxl_event_check(libxl_ctx *ctx, libxl_event **event_r, uint64_t typemask,
		      libxl_event_predicate *predicate, void *predicate_user)
{
	SCOPE(ctx);

	return take_event(ctx, event_r, typemask, predicate, predicate_user);
}

int libxl_event_wait(libxl_ctx *ctx, libxl_event **event_r, uint64_t typemask,
		     libxl_event_predicate *predicate, void *predicate_user)
{
	struct libxl__poller poller;
	int rc;

	libxl__lock(ctx);
	rc = libxl__poller_init(ctx, &poller);
	if (rc)
		goto out;
	for (;;) {
		libxl__deliver(ctx);
		rc = take_event(ctx, event_r, typemask, predicate, predicate_user);
		if (rc != ERROR_NOT_READY)
			break;
		rc = libxl__loop_once(ctx, &poller);
		if (rc)
			break;
	}
	libxl__poller_free(&poller);
out:
	libxl__unlock(ctx);
	return rc;
}

/* ---- a domain shuts down or dies ---- */

struct libxl__evgen_domain_death {
	LIST_ENTRY(libxl__evgen_domain_death) entry;
	uint32_t domid;
	libxl_ev_user user;
	bool shutdown_reported, dead;
};

static void death_check(libxl_ctx *ctx, struct libxl__evgen_domain_death *g)
{
	xc_domaininfo_t info;
	libxl_event *ev;
	int n;

	if (g->dead)
		return;
	n = xc_domain_getinfolist(ctx->xch, g->domid, 1, &info);
	if (n < 0) {
		libxl__loop_disaster(ctx, "cannot get information about a domain",
				     LIBXL_EVENT_TYPE_DOMAIN_DEATH, errno);
		return;
	}
	if (n == 0 || info.domain != g->domid || (info.flags & XEN_DOMINF_dying)) {
		g->dead = true;
		ev = libxl__event_new(ctx, LIBXL_EVENT_TYPE_DOMAIN_DEATH, g->domid, g->user);
	} else if ((info.flags & XEN_DOMINF_shutdown) && !g->shutdown_reported) {
		g->shutdown_reported = true;
		ev = libxl__event_new(ctx, LIBXL_EVENT_TYPE_DOMAIN_SHUTDOWN, g->domid, g->user);
		ev->u.domain_shutdown.shutdown_reason =
			(info.flags >> XEN_DOMINF_shutdownshift) & XEN_DOMINF_shutdownmask;
	} else {
		return;
	}
	libxl__event_occurred(ctx, ev);
}

static void death_watch_fired(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path)
{
	struct libxl__evgen_domain_death *g;

	LIST_FOREACH(g, &ctx->loop.deaths, entry)
		death_check(ctx, g);
}

int libxl_evenable_domain_death(libxl_ctx *ctx, uint32_t domid, libxl_ev_user user,
				libxl_evgen_domain_death **evgen_out)
{
	struct libxl__evgen_domain_death *g;
	int rc;
	SCOPE(ctx);

	/* A new watch fires at once, so that nothing is missed; for a second one look here. */
	if (!ctx->loop.death_watch.path) {
		rc = libxl__ev_watch_register(ctx, &ctx->loop.death_watch, "@releaseDomain",
					      death_watch_fired);
		if (rc)
			return rc;
	}
	g = libxl__zalloc_raw(sizeof(*g));
	g->domid = domid;
	g->user = user;
	LIST_INSERT_HEAD(&ctx->loop.deaths, g, entry);
	*evgen_out = g;
	death_check(ctx, g);
	return 0;
}

static void death_disable(libxl_ctx *ctx, struct libxl__evgen_domain_death *g)
{
	LIST_REMOVE(g, entry);
	free(g);
	if (LIST_EMPTY(&ctx->loop.deaths))
		libxl__ev_watch_deregister(ctx, &ctx->loop.death_watch);
}

void libxl_evdisable_domain_death(libxl_ctx *ctx, libxl_evgen_domain_death *g)
{
	SCOPE(ctx);

	death_disable(ctx, g);
}

/* ---- a guest ejects a medium ---- */

struct libxl__evgen_disk_eject {
	LIST_ENTRY(libxl__evgen_disk_eject) entry;
	struct libxl__ev_watch watch;
	uint32_t domid;
	libxl_ev_user user;
	char *vdev;
};

static void eject_fired(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path)
{
	struct libxl__evgen_disk_eject *g = (struct libxl__evgen_disk_eject *)
		((char *)w - offsetof(struct libxl__evgen_disk_eject, watch));
	const char *value;
	libxl_event *ev;
	SCOPE(ctx);

	value = libxl__xs_read(gc, XBT_NULL, w->path);
	if (!value || strcmp(value, "eject"))
		return;
	if (!xs_write(ctx->xsh, XBT_NULL, w->path, "", 0)) {
		libxl__loop_disaster(ctx, "cannot acknowledge an eject request",
				     LIBXL_EVENT_TYPE_DISK_EJECT, errno);
		return;
	}
	ev = libxl__event_new(ctx, LIBXL_EVENT_TYPE_DISK_EJECT, g->domid, g->user);
	ev->u.disk_eject.vdev = libxl__strdup(NULL, g->vdev);
	if (libxl__vdev_to_disk(gc, g->domid, g->vdev, &ev->u.disk_eject.disk)) {
		libxl_event_free(ctx, ev);
		return;
	}
	free(ev->u.disk_eject.disk.pdev_path);
	ev->u.disk_eject.disk.pdev_path = libxl__strdup(NULL, "");
	ev->u.disk_eject.disk.format = LIBXL_DISK_FORMAT_EMPTY;
	libxl__event_occurred(ctx, ev);
}

int libxl_evenable_disk_eject(libxl_ctx *ctx, uint32_t domid, const char *vdev, libxl_ev_user user,
			      libxl_evgen_disk_eject **evgen_out)
{
	struct libxl__evgen_disk_eject *g;
	int devid, rc;
	SCOPE(ctx);

	devid = libxl__vdev_number(vdev, NULL, NULL);
	if (devid < 0) {
		LOGD(ERROR, domid, "no such virtual disk name: %s", vdev);
		return ERROR_INVAL;
	}
	g = libxl__zalloc_raw(sizeof(*g));
	g->domid = domid;
	g->user = user;
	g->vdev = libxl__strdup(NULL, vdev);
	rc = libxl__ev_watch_register(ctx, &g->watch,
		SPRINTF("/local/domain/%u/device/vbd/%d/eject", domid, devid), eject_fired);
	if (rc) {
		free(g->vdev);
		free(g);
		return rc;
	}
	LIST_INSERT_HEAD(&ctx->loop.ejects, g, entry);
	*evgen_out = g;
	return 0;
}

static void eject_disable(libxl_ctx *ctx, struct libxl__evgen_disk_eject *g)
{
	LIST_REMOVE(g, entry);
	libxl__ev_watch_deregister(ctx, &g->watch);
	free(g->vdev);
	free(g);
}

void libxl_evdisable_disk_eject(libxl_ctx *ctx, libxl_evgen_disk_eject *g)
{
	SCOPE(ctx);

	eject_disable(ctx, g);
}

void libxl__evgens_free(libxl_ctx *ctx)
{
	while (!LIST_EMPTY(&ctx->loop.deaths))
		death_disable(ctx, LIST_FIRST(&ctx->loop.deaths));
	while (!LIST_EMPTY(&ctx->loop.ejects))
		eject_disable(ctx, LIST_FIRST(&ctx->loop.ejects));
}

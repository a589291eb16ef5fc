// SPDX-License-Identifier: LGPL-2.1-only
/*
 * xenstore watches. All of a context share one connection; a watch's token names its slot and the
 * generation of its user, so that a late event for a former user finds nobody.
 */
#include <stdio.h>

#include "internal.h"

static void token_of(const struct libxl__ev_watch *w, char token[32])
{
	snprintf(token, 32, "%d/%" PRIx32, w->slot, w->generation);
}

static void one_event(libxl_ctx *ctx, const char *path, const char *token)
{
	struct libxl__loop *l = &ctx->loop;
	uint32_t generation;
	int slot;

	if (sscanf(token, "%d/%" SCNx32, &slot, &generation) != 2 || slot < 0 || slot >= l->nslots)
		return;
	if (l->slots[slot].watch && l->slots[slot].generation == generation)
		l->slots[slot].watch->fired(ctx, l->slots[slot].watch, path);
}

/*
 * The connection is lost for good. Tasks that wait for a node give up; a program that waits for
 * events has to be told.
 */
static void connection_lost(libxl_ctx *ctx, struct libxl__ev_fd *ev, int errnoval)
{
	libxl__ev_fd_deregister(ctx, ev);
	ctx->loop.xs_lost = true;
	libxl__wake_all_tasks(ctx);
	if (!LIST_EMPTY(&ctx->loop.deaths) || !LIST_EMPTY(&ctx->loop.ejects))
		libxl__loop_disaster(ctx, "the xenstore connection is lost (did xenstored end?)", 0,
				     errnoval);
	else
		LOGC(ctx, ERROR, "the xenstore connection is lost (did xenstored end?)");
}

static void watch_fd_ready(libxl_ctx *ctx, struct libxl__ev_fd *ev, short revents)
{
	unsigned int n = 0;
	char **event;

	while ((event = xs_check_watch(ctx->xsh))) {
		one_event(ctx, event[XS_WATCH_PATH], event[XS_WATCH_TOKEN]);
		free(event);
		n++;
	}
	if (errno != EAGAIN || (!n && (revents & (POLLERR | POLLHUP | POLLNVAL))))
		connection_lost(ctx, ev, errno);
}

static int slot_get(libxl_ctx *ctx)
{
	struct libxl__loop *l = &ctx->loop;
	int i, n;

	for (i = 0; i < l->nslots; i++)
		if (!l->slots[i].watch)
			return i;
	n = l->nslots ? l->nslots * 2 : 8;
	l->slots = libxl__realloc(NULL, l->slots, n * sizeof(*l->slots));
	memset(l->slots + l->nslots, 0, (n - l->nslots) * sizeof(*l->slots));
	l->nslots = n;
	return i;
}

int libxl__ev_watch_register(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path,
			     void (*fired)(libxl_ctx *, struct libxl__ev_watch *, const char *))
{
	struct libxl__loop *l = &ctx->loop;
	char token[32];
	int rc;

	if (l->xs_lost)
		return ERROR_FAIL;
	if (l->watch_fd.fd < 0) {
		rc = libxl__ev_fd_register(ctx, &l->watch_fd, xs_fileno(ctx->xsh), POLLIN,
					   watch_fd_ready);
		if (rc)
			return rc;
	}
	w->slot = slot_get(ctx);
	w->generation = ++l->watch_generation;
	w->fired = fired;
	token_of(w, token);
	if (!xs_watch(ctx->xsh, path, token)) {
		LOGCE(ctx, ERROR, "cannot watch %s", path);
		return ERROR_FAIL;
	}
	w->path = libxl__strdup(NULL, path);
	l->slots[w->slot].watch = w;
	l->slots[w->slot].generation = w->generation;
	return 0;
}

void libxl__ev_watch_deregister(libxl_ctx *ctx, struct libxl__ev_watch *w)
{
	char token[32];

	if (!w->path)
		return;
	token_of(w, token);
	if (!ctx->loop.xs_lost && !xs_unwatch(ctx->xsh, w->path, token))
		LOGCE(ctx, ERROR, "cannot remove the watch on %s", w->path);
	ctx->loop.slots[w->slot].watch = NULL;
	free(w->path);
	w->path = NULL;
}

void libxl__watches_free(libxl_ctx *ctx)
{
	int i;

	for (i = 0; i < ctx->loop.nslots; i++)
		if (ctx->loop.slots[i].watch)
			libxl__ev_watch_deregister(ctx, ctx->loop.slots[i].watch);
	libxl__ev_fd_deregister(ctx, &ctx->loop.watch_fd);
}

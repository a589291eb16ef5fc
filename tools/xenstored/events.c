/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "htab.h"
#include "loop.h"
#include "pool.h"
#include "watch.h"

/* One unsent event; its bytes are in the connection's output. */
struct event {
	struct hlink link;
	struct list fifo;	/* in conn->events, or in `batch` */
	struct conn *conn;
	uint64_t watch_id;
	uint64_t hash;
	uint64_t end;		/* position in the stream behind the message */
	uint32_t size;		/* of the message */
	uint32_t path_len;
	int64_t since;
};

static uint64_t event_hash(const struct hlink *link)
{
	return container_of(link, struct event, link)->hash;
}

/* Also those not committed yet. */
static struct htab unsent = HTAB_INIT(event_hash);
static struct pool event_pool = POOL_INIT(event_pool, sizeof(struct event));
static struct list batch = LIST_INIT(batch);

static const char *event_path(const struct event *e)
{
	const struct outq *q = &e->conn->out;

	return q->buf + (e->end - e->size - q->base) + sizeof(struct xsd_sockmsg);
}

static bool is_queued(uint64_t hash, const struct watch *w, const char *path, size_t len)
{
	struct hlink *l;

	for (l = htab_first(&unsent, hash); l; l = l->next) {
		struct event *e = container_of(l, struct event, link);

		if (e->hash == hash && e->watch_id == w->id && e->path_len == len &&
		    !memcmp(event_path(e), path, len))
			return true;
	}
	return false;
}

/* Appends the message behind what is sent already, not yet visible to the peer. */
static void put_message(struct conn *c, const struct watch *w, const char *path, size_t len)
{
	struct xsd_sockmsg hdr = {
		.type = XS_WATCH_EVENT, .len = len + 1 + w->token_len + 1,
	};
	char *p = c->out.buf + c->out.pend;

	memcpy(p, &hdr, sizeof(hdr));
	p += sizeof(hdr);
	memcpy(p, path, len);
	p[len] = 0;
	memcpy(p + len + 1, w->token, w->token_len + 1);
	c->out.pend += sizeof(hdr) + hdr.len;
}

int event_queue(struct watch *w, const char *path, size_t len, uint64_t path_hash)
{
	struct conn *c = w->conn;
	uint64_t hash;
	uint32_t size;
	struct event *e;

	if (len + w->token_len + 2 - w->home > XENSTORE_PAYLOAD_MAX) {
		path = w->wpath->path; /* fits, as it did in the request to watch it */
		len = w->wpath->len;
		path_hash = w->wpath->hash;
	}
	path += w->home;
	len -= w->home;
	hash = hash_mix(w->id, path_hash);
	if (*path != '@' && is_queued(hash, w, path, len))
		return 0;
	size = sizeof(struct xsd_sockmsg) + len + w->token_len + 2;
	if (quota_exceeded(c, QUOTA_MEMORY, c->dom->use[QUOTA_MEMORY] + size))
		return 0; /* the domain does not read its events: its own loss, and logged */
	if (htab_reserve(&unsent) || outq_reserve(c, size))
		return ENOMEM;
	e = pool_alloc(&event_pool);
	if (!e)
		return ENOMEM;
	put_message(c, w, path, len);
	*e = (struct event){
		.conn = c, .watch_id = w->id, .hash = hash, .size = size, .path_len = len,
		.end = c->out.base + c->out.pend, .since = loop_now,
	};
	list_append(&batch, &e->fifo);
	htab_insert(&unsent, &e->link);
	return 0;
}

static void event_free(struct event *e)
{
	htab_remove(&unsent, &e->link);
	list_remove(&e->fifo);
	pool_free(&event_pool, e);
}

void events_commit(void)
{
	struct event *e, *next;

	list_for_each_safe(e, next, &batch, fifo) {
		struct conn *c = e->conn;

		c->out.len = c->out.pend;
		list_remove(&e->fifo);
		list_append(&c->events, &e->fifo);
		conn_mark_dirty(c);
	}
}

void events_rollback(void)
{
	struct event *e, *next;

	list_for_each_safe(e, next, &batch, fifo) {
		e->conn->out.pend = e->conn->out.len;
		event_free(e);
	}
}

void events_shift(struct conn *c, uint32_t n)
{
	struct event *e;

	list_for_each(e, &batch, fifo) {
		if (e->conn == c)
			e->end += n;
	}
}

void events_sent(struct conn *c, uint64_t pos)
{
	while (!list_is_empty(&c->events)) {
		struct event *e = container_of(c->events.next, struct event, fifo);

		if (e->end > pos)
			break;
		event_free(e);
	}
}

void events_drop_all(struct conn *c)
{
	events_sent(c, UINT64_MAX);
}

/* Cuts expired events out of the output; the one that is partly sent already stays. */
static void expire_conn(struct conn *c, int64_t before)
{
	struct outq *q = &c->out;
	uint32_t from = q->head, to = q->head;
	struct event *e, *next;

	list_for_each_safe(e, next, &c->events, fifo) {
		uint32_t end = e->end - q->base, start = end - e->size;

		if (e->since > before || start < q->head) {
			e->end -= from - to;
			continue;
		}
		memmove(q->buf + to, q->buf + from, start - from);
		to += start - from;
		from = end;
		event_free(e);
	}
	memmove(q->buf + to, q->buf + from, q->len - from);
	q->len = q->pend = to + q->len - from;
}

int events_expire(int64_t now, unsigned timeout)
{
	struct conn *c;
	int again = -1;

	list_for_each(c, &conns, all) {
		struct event *first = container_of(c->events.next, struct event, fifo);

		if (c->privileged || list_is_empty(&c->events))
			continue;
		if (first->since + (int64_t)timeout <= now)
			expire_conn(c, now - timeout);
		again = 1;
	}
	return again;
}

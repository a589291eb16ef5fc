/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "log.h"
#include "loop.h"
#include "ring.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

#define READ_SIZE 16384		/* taken from a socket in one turn: what bounds others' wait */
#define OUT_SIZE 8192		/* of a usual output buffer */
#define SPARE_BUFFERS 32
#define BACKLOG_MAX (4u << 20)	/* unsent bytes at which a socket's requests have to wait */

struct list conns = LIST_INIT(conns);

/* `later`: guests that had their turn just now, and want more. */
static struct list busy = LIST_INIT(busy), later = LIST_INIT(later), dirty = LIST_INIT(dirty);
static uint64_t turn = 1;
static struct conn *serving;	/* its requests are being worked off: must not be freed */
static bool serving_closed, serving_reset;
static unsigned deferred;
/* Buffers kept for the next who needs one. */
static char *spare[SPARE_BUFFERS], *spare_in[SPARE_BUFFERS];
static unsigned spares, spares_in;

/* Output buffers ---------------------------------------------------------------------------- */

static void outq_account(struct conn *c, long delta)
{
	account_add(c->dom, QUOTA_MEMORY, delta);
}

static int outq_first(struct conn *c, uint32_t need)
{
	uint32_t cap = OUT_SIZE;

	while (cap < need)
		cap *= 2;
	c->out.buf = cap == OUT_SIZE && spares ? spare[--spares] : malloc(cap);
	if (!c->out.buf)
		return ENOMEM;
	c->out.cap = cap;
	outq_account(c, cap);
	return 0;
}

static void outq_free(struct conn *c)
{
	struct outq *q = &c->out;

	if (!q->buf)
		return;
	outq_account(c, -(long)q->cap);
	if (q->cap == OUT_SIZE && spares < SPARE_BUFFERS)
		spare[spares++] = q->buf;
	else
		free(q->buf);
	q->base += q->pend;
	q->buf = NULL;
	q->head = q->len = q->pend = q->cap = q->lead = 0;
}

/* Where the message begins that the next byte to be sent belongs to. */
static uint32_t message_start(const struct outq *q)
{
	struct xsd_sockmsg hdr;
	uint32_t at = q->lead, next;

	if (q->head < q->lead)
		return 0;
	for (;;) {
		if (q->len - at < sizeof(hdr))
			return at;
		memcpy(&hdr, q->buf + at, sizeof(hdr));
		next = at + sizeof(hdr) + hdr.len;
		if (next > q->head)
			return at;
		at = next;
	}
}

uint32_t outq_partial(const struct conn *c)
{
	const struct outq *q = &c->out;
	struct xsd_sockmsg hdr;
	uint32_t at = message_start(q);

	if (q->head < q->lead)
		return q->lead - q->head;
	if (at == q->head)
		return 0;
	memcpy(&hdr, q->buf + at, sizeof(hdr));
	return at + sizeof(hdr) + hdr.len - q->head;
}

/* Moves what is still needed to the front; buf[0] is always the start of a message. */
static void outq_compact(struct outq *q)
{
	uint32_t start = message_start(q);

	memmove(q->buf, q->buf + start, q->pend - start);
	q->base += start;
	q->lead = q->lead > start ? q->lead - start : 0;
	q->head -= start;
	q->len -= start;
	q->pend -= start;
}

int outq_reserve(struct conn *c, uint32_t n)
{
	struct outq *q = &c->out;
	uint64_t need = (uint64_t)q->pend + n + MESSAGE_MAX;
	uint32_t cap = q->cap;
	char *buf;

	if (need <= cap)
		return 0;
	if (!q->buf)
		return outq_first(c, need);
	if (q->head > cap / 2) {
		outq_compact(q);
		need = (uint64_t)q->pend + n + MESSAGE_MAX;
		if (need <= cap)
			return 0;
	}
	while (cap < need)
		cap *= 2;
	if (cap < q->cap || need > UINT32_MAX / 2)
		return ENOMEM;
	buf = realloc(q->buf, cap);
	if (!buf)
		return ENOMEM;
	outq_account(c, cap - q->cap);
	q->buf = buf;
	q->cap = cap;
	return 0;
}

void outq_message(struct conn *c, const struct xsd_sockmsg *hdr, const void *body)
{
	struct outq *q = &c->out;
	uint32_t size = sizeof(*hdr) + hdr->len;
	char *at = q->buf + q->len;

	if (q->pend > q->len) {
		memmove(at + size, at, q->pend - q->len);
		events_shift(c, size);
	}
	memcpy(at, hdr, sizeof(*hdr));
	memcpy(at + sizeof(*hdr), body, hdr->len);
	q->len += size;
	q->pend += size;
}

/* Is it a row of whole messages? */
static bool are_messages(const char *data, uint32_t n)
{
	struct xsd_sockmsg hdr;

	while (n) {
		if (n < sizeof(hdr))
			return false;
		memcpy(&hdr, data, sizeof(hdr));
		if (hdr.len > XENSTORE_PAYLOAD_MAX || n - sizeof(hdr) < hdr.len)
			return false;
		data += sizeof(hdr) + hdr.len;
		n -= sizeof(hdr) + hdr.len;
	}
	return true;
}

int outq_restore(struct conn *c, const char *data, uint32_t n, uint32_t partial)
{
	struct outq *q = &c->out;

	if (partial > n || partial >= MESSAGE_MAX || !are_messages(data + partial, n - partial))
		return EINVAL;
	if (!n)
		return 0;
	if (outq_reserve(c, n))
		return ENOMEM;
	memcpy(q->buf, data, n);
	q->len = q->pend = n;
	q->lead = partial;
	return 0;
}

void outq_sent(struct conn *c, uint32_t n)
{
	struct outq *q = &c->out;

	q->head += n;
	events_sent(c, q->base + q->head);
	if (q->head < q->len)
		return;
	outq_free(c);
	account_add(c->dom, QUOTA_OUTSTANDING, -(long)c->outstanding);
	c->outstanding = 0;
}

/* Life -------------------------------------------------------------------------------------- */

static uint32_t last_id;

struct conn *conn_new(int fd, struct domain *dom)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->in_cap = MESSAGE_MAX + (fd < 0 ? XENSTORE_RING_SIZE : READ_SIZE);
	c->in = fd >= 0 && spares_in ? spare_in[--spares_in] : malloc(c->in_cap);
	if (!c->in) {
		free(c);
		return NULL;
	}
	c->fd = fd;
	c->dom = dom;
	c->turn = turn; /* no guest gets ahead by starting anew */
	c->privileged = fd >= 0 || dom->privileged;
	if (!++last_id)
		last_id = 1;
	c->id = last_id;
	list_init(&c->busy);
	list_init(&c->dirty);
	list_init(&c->events);
	list_init(&c->watches);
	list_init(&c->txns);
	list_append(&conns, &c->all);
	trace_object("CREATE", "connection", c);
	return c;
}

void conn_set_id(struct conn *c, uint32_t id)
{
	c->id = id;
	if (id > last_id)
		last_id = id;
}

void conn_reset(struct conn *c)
{
	txn_abort_all(c);
	watch_remove_all(c);
	events_drop_all(c);
	c->in_len = c->in_done = 0;
	if (c->deferred) {
		c->deferred = false;
		deferred--;
	}
	c->part_gen = 0;
	account_add(c->dom, QUOTA_OUTSTANDING, -(long)c->outstanding);
	c->outstanding = 0;
	outq_free(c);
	if (c == serving)
		serving_reset = true;
}

static void conn_free(struct conn *c)
{
	trace_object("DESTROY", "connection", c);
	list_remove(&c->all);
	if (c->in_cap > MESSAGE_MAX + XENSTORE_RING_SIZE && spares_in < SPARE_BUFFERS)
		spare_in[spares_in++] = c->in;
	else
		free(c->in);
	free(c);
}

void conn_close(struct conn *c)
{
	conn_reset(c);
	c->broken = true;
	list_remove(&c->busy);
	list_remove(&c->dirty);
	if (c->fd >= 0) {
		close(c->fd); /* which also ends the polling */
		c->fd = -1;
	}
	if (c == serving)
		serving_closed = true;
	else
		conn_free(c);
}

unsigned conn_domid(const struct conn *c)
{
	return c->dom->domid;
}

unsigned conn_access(const struct conn *c, const struct perms *perms)
{
	if (c->privileged)
		return PERM_READ | PERM_WRITE | PERM_OWNER;
	return perms_access(perms, c->dom->domid, c->dom->target);
}

/* Service ----------------------------------------------------------------------------------- */

void conn_wake(struct conn *c)
{
	if (list_is_empty(&c->busy))
		list_append(c->turn == turn && !c->privileged ? &later : &busy, &c->busy);
}

void conn_mark_dirty(struct conn *c)
{
	if (c != serving && list_is_empty(&c->dirty))
		list_append(&dirty, &c->dirty);
}

bool conn_may_read(const struct conn *c)
{
	if (c->broken || c->deferred)
		return false;
	if (c->privileged)
		return outq_unsent(c) < BACKLOG_MAX;
	return !outq_unsent(c) || c->outstanding < (uint32_t)quotas[QUOTA_OUTSTANDING].hard;
}

static void violation(struct conn *c, uint32_t len)
{
	if (c->fd < 0) {
		domain_ring_error(c->dom, XENSTORE_ERROR_PROTO, "message too long");
		return;
	}
	log_info("closing a connection: it sent a message of %u bytes, above the limit of %u", len,
		 XENSTORE_PAYLOAD_MAX);
	conn_close(c);
}

/* Is there a whole request in c->in, or the header of one that is too long? */
static bool has_request(const struct conn *c)
{
	struct xsd_sockmsg hdr;

	if (c->in_len < sizeof(hdr))
		return false;
	memcpy(&hdr, c->in, sizeof(hdr));
	return hdr.len > XENSTORE_PAYLOAD_MAX || c->in_len - sizeof(hdr) >= hdr.len;
}

/*
 * Answers the whole requests in c->in, a guest's only one by one: others' wait is bounded by that.
 * The connection may be reset or closed when it returns.
 */
static void consume(struct conn *c)
{
	uint32_t off = 0;

	while (c->in_len - off >= sizeof(struct xsd_sockmsg) && conn_may_read(c) &&
	       (!off || c->privileged)) {
		struct xsd_sockmsg hdr;

		memcpy(&hdr, c->in + off, sizeof(hdr));
		if (hdr.len > XENSTORE_PAYLOAD_MAX) {
			violation(c, hdr.len);
			return;
		}
		if (c->in_len - off < sizeof(hdr) + hdr.len)
			break;
		c->in_done = off + sizeof(hdr) + hdr.len;
		if (!request_handle(c, &hdr, c->in + off + sizeof(hdr))) {
			c->deferred = true;
			deferred++;
			break;
		}
		if (serving_reset)
			return;
		off += sizeof(hdr) + hdr.len;
		c->outstanding++;
		account_add(c->dom, QUOTA_OUTSTANDING, 1);
	}
	c->in_done = 0;
	memmove(c->in, c->in + off, c->in_len - off);
	c->in_len -= off;
}

/* Returns false if the peer is gone. */
static bool fill_socket(struct conn *c)
{
	uint32_t room = c->in_cap - c->in_len;
	ssize_t n;

	if (!room)
		return true;
	if (room > READ_SIZE)
		room = READ_SIZE;
	n = recv(c->fd, c->in + c->in_len, room, MSG_DONTWAIT);
	if (n > 0) {
		c->in_len += n;
		return true;
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Takes in what the peer has sent, all that fits. Returns false if there is nothing to be done. */
static bool fill(struct conn *c)
{
	if (c->fd < 0)
		return ring_fill(c);
	if (fill_socket(c))
		return true;
	conn_close(c);
	return false;
}

void conn_serve(struct conn *c)
{
	c->turn = turn;
	if (!conn_may_read(c)) {
		conn_flush(c);
		return;
	}
	if (!has_request(c) && !fill(c))
		return;
	serving = c;
	serving_closed = serving_reset = false;
	consume(c);
	serving = NULL;
	if (serving_closed)
		conn_free(c);
	else if (has_request(c) && conn_may_read(c))
		conn_wake(c); /* what it has got to say so far goes out with the rest */
	else
		conn_flush(c);
}

void conn_flush(struct conn *c)
{
	bool could_read = conn_may_read(c);
	ssize_t n;

	list_remove(&c->dirty);
	if (c->fd < 0) {
		ring_flush(c);
	} else if (outq_unsent(c)) {
		n = send(c->fd, c->out.buf + c->out.head, outq_unsent(c),
			 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != EINTR) {
			conn_close(c);
			return;
		}
		if (n > 0)
			outq_sent(c, n);
	}
	if (!could_read && conn_may_read(c))
		conn_wake(c);
	loop_update(c);
}

void conn_flush_dirty(void)
{
	while (!list_is_empty(&dirty))
		conn_flush(container_of(dirty.next, struct conn, dirty));
}

static struct conn *first_of(struct list *l)
{
	struct conn *c = container_of(l->next, struct conn, busy);

	list_remove(&c->busy);
	return c;
}

/*
 * However many guests flood, who comes anew finds one request at work and no more: of those that were
 * served just now one is served again before the loop looks for others.
 */
bool conn_serve_busy(void)
{
	struct list now;

	turn++;
	list_move_all(&now, &busy);
	while (!list_is_empty(&now))
		conn_serve(first_of(&now));
	if (!list_is_empty(&later))
		conn_serve(first_of(&later));
	return conn_any_busy();
}

bool conn_any_busy(void)
{
	return !list_is_empty(&busy) || !list_is_empty(&later);
}

void conn_retry_deferred(void)
{
	struct conn *c;

	list_for_each(c, &conns, all) {
		if (!c->deferred)
			continue;
		c->deferred = false;
		deferred--;
		conn_wake(c);
	}
}

bool conn_any_deferred(void)
{
	return deferred;
}

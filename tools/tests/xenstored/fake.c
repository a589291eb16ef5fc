/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../xenstored/config.h"
#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/hv.h"
#include "../../xenstored/loop.h"
#include "../../xenstored/path.h"
#include "../../xenstored/store.h"
#include "../../xenstored/tree.h"
#include "fake.h"

#define PORT_BASE 100

struct config config = { .watch_timeout = 20 };
int64_t loop_now = 1000;

bool fake_alive[FAKE_DOMAINS], fake_shutdown[FAKE_DOMAINS];
struct xenstore_domain_interface fake_ring[FAKE_DOMAINS];
unsigned fake_notified[FAKE_DOMAINS];
unsigned fake_mapped, fake_bound;
void (*fake_on_notify)(unsigned domid);
bool fake_keep_output;

/* The event loop --------------------------------------------------------------------------- */

int loop_add(struct conn *c)
{
	return 0;
}

void loop_update(struct conn *c)
{
}

void loop_pause(void)
{
}

int loop_resume(void)
{
	return 0;
}

int loop_listener(void)
{
	return -1;
}

/* The hypervisor --------------------------------------------------------------------------- */

int hv_event_fd(void)
{
	return -1;
}

void hv_notify(uint32_t port)
{
	if (port < PORT_BASE || port >= PORT_BASE + FAKE_DOMAINS)
		return;
	fake_notified[port - PORT_BASE]++;
	if (fake_on_notify)
		fake_on_notify(port - PORT_BASE);
}

int64_t hv_bind(unsigned domid, uint32_t remote_port)
{
	if (domid >= FAKE_DOMAINS)
		return -ESRCH;
	fake_bound++;
	return PORT_BASE + domid;
}

void hv_unbind(uint32_t port)
{
	fake_bound--;
}

void *hv_map_ring(unsigned domid)
{
	if (domid >= FAKE_DOMAINS) {
		errno = ESRCH;
		return NULL;
	}
	fake_mapped++;
	return &fake_ring[domid];
}

void hv_unmap_ring(unsigned domid, void *ring)
{
	fake_mapped--;
}

void *hv_map_own_ring(uint32_t *port)
{
	*port = 1;
	return hv_map_ring(0);
}

int hv_list_domains(unsigned first, struct hv_domain *info, unsigned max)
{
	unsigned id, n = 0;

	for (id = first; id < FAKE_DOMAINS && n < max; id++) {
		if (fake_alive[id])
			info[n++] = (struct hv_domain){ id, fake_shutdown[id], false };
	}
	return n;
}

/* Life --------------------------------------------------------------------------------------- */

void fake_start(void)
{
	memset(fake_alive, 0, sizeof(fake_alive));
	memset(fake_shutdown, 0, sizeof(fake_shutdown));
	memset(fake_ring, 0, sizeof(fake_ring));
	fake_alive[0] = true;
	path_init(0x1234567);
	if (domain_init(0) || store_init()) {
		fprintf(stderr, "fake_start: out of memory\n");
		abort();
	}
}

struct conn *fake_socket(void)
{
	static int fd = 1 << 20; /* never a real one */

	return conn_new(fd++, dom0);
}

struct conn *fake_guest(unsigned domid)
{
	fake_alive[domid] = true;
	memset(&fake_ring[domid], 0, sizeof(fake_ring[domid]));
	return domain_introduce(domid, 7) ? NULL : domain_find(domid)->conn;
}

/* Talking ------------------------------------------------------------------------------------ */

/* Events taken from a connection's output and not yet looked at. */
struct sink {
	const struct conn *conn;
	uint32_t id;
	size_t at, len;
	char text[1 << 19];	/* "path token\0" one after the other */
};

#define SINKS 32

static struct sink sinks[SINKS];

static bool is_gone(const struct sink *s)
{
	const struct conn *c;

	list_for_each(c, &conns, all) {
		if (c == s->conn && c->id == s->id)
			return false;
	}
	return true;
}

static struct sink *sink_of(const struct conn *c)
{
	struct sink *s, *empty = NULL;

	for (s = sinks; s < sinks + SINKS; s++) {
		if (s->conn == c && s->id == c->id)
			return s;
		if (!empty && (!s->conn || s->conn == c))
			empty = s;
	}
	for (s = sinks; !empty && s < sinks + SINKS; s++) {
		if (is_gone(s))
			empty = s;
	}
	if (!empty)
		abort();
	empty->conn = c;
	empty->id = c->id;
	empty->at = empty->len = 0;
	return empty;
}

static void keep_event(struct conn *c, const char *body, uint32_t len)
{
	struct sink *s = sink_of(c);
	size_t path_len = strlen(body);

	if (s->len + len + 1 > sizeof(s->text))
		abort();
	memcpy(s->text + s->len, body, len);
	s->text[s->len + path_len] = ' ';
	s->len += len;
}

/* Reads all messages in the output; returns the last one that is no event. */
static const struct answer *drain(struct conn *c)
{
	static struct answer a;
	const struct answer *found = NULL;
	struct outq *q = &c->out;
	struct xsd_sockmsg hdr;
	uint32_t at = q->head;

	for (; at < q->len; at += sizeof(hdr) + hdr.len) {
		const char *body = q->buf + at + sizeof(hdr);

		memcpy(&hdr, q->buf + at, sizeof(hdr));
		if (hdr.type == XS_WATCH_EVENT) {
			if (!fake_keep_output)
				keep_event(c, body, hdr.len);
			continue;
		}
		a.type = hdr.type;
		a.req_id = hdr.req_id;
		a.tx_id = hdr.tx_id;
		a.len = hdr.len;
		memcpy(a.body, body, hdr.len);
		a.body[hdr.len] = 0;
		found = &a;
	}
	if (q->len > q->head && !fake_keep_output)
		outq_sent(c, q->len - q->head);
	return found;
}

const char *next_event(struct conn *c)
{
	struct sink *s;
	const char *text;

	drain(c);
	s = sink_of(c);
	if (s->at == s->len) {
		s->at = s->len = 0;
		return NULL;
	}
	text = s->text + s->at;
	s->at += strlen(text) + 1;
	return text;
}

void drop_events(struct conn *c)
{
	while (next_event(c))
		;
}

const struct answer *talk(struct conn *c, uint32_t type, uint32_t tx, const void *body, size_t len)
{
	struct xsd_sockmsg hdr = { .type = type, .req_id = 0x5a5a, .tx_id = tx, .len = len };

	return request_handle(c, &hdr, body) ? drain(c) : NULL;
}

const struct answer *ask(struct conn *c, uint32_t type, uint32_t tx, ...)
{
	char body[XENSTORE_PAYLOAD_MAX];
	const char *s;
	size_t len = 0;
	va_list ap;

	va_start(ap, tx);
	while ((s = va_arg(ap, const char *))) {
		memcpy(body + len, s, strlen(s) + 1);
		len += strlen(s) + 1;
	}
	va_end(ap);
	return talk(c, type, tx, body, len);
}

const struct answer *write_node(struct conn *c, uint32_t tx, const char *path, const char *value)
{
	char body[XENSTORE_PAYLOAD_MAX];
	size_t len = strlen(path) + 1;

	memcpy(body, path, len);
	memcpy(body + len, value, strlen(value));
	return talk(c, XS_WRITE, tx, body, len + strlen(value));
}

int answer_error(const struct answer *a)
{
	size_t i;

	if (!a)
		return ENOMEM;
	if (a->type != XS_ERROR)
		return 0;
	for (i = 0; i < sizeof(xsd_errors) / sizeof(xsd_errors[0]); i++) {
		if (!strcmp(xsd_errors[i].errstring, a->body))
			return xsd_errors[i].errnum;
	}
	return -1;
}

uint32_t start_txn(struct conn *c)
{
	const struct answer *a = talk(c, XS_TRANSACTION_START, 0, "", 1);

	return a && a->type == XS_TRANSACTION_START ? strtoul(a->body, NULL, 10) : 0;
}

void fake_stop(void)
{
	struct conn *c, *next;
	struct sink *s;

	list_for_each_safe(c, next, &conns, all) {
		if (c->fd >= 0)
			conn_close(c);
	}
	domain_exit();
	tree_release();
	for (s = sinks; s < sinks + SINKS; s++)
		s->conn = NULL;
}

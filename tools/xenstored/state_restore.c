/* SPDX-License-Identifier: GPL-2.0-only */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "log.h"
#include "loop.h"
#include "path.h"
#include "state.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

/* What is left of a record's body. */
struct body {
	const char *data;
	size_t left;
};

static const void *take(struct body *b, size_t n)
{
	const char *p = b->data;

	if (n > b->left)
		return NULL;
	b->data += n;
	b->left -= n;
	return p;
}

/* Copies a fixed part; false if the body is too short. */
static bool take_into(struct body *b, void *to, size_t n)
{
	const void *p = take(b, n);

	if (p)
		memcpy(to, p, n);
	return p;
}

/* A string of n bytes with its only NUL at the end. */
static const char *take_string(struct body *b, size_t n)
{
	const char *s = take(b, n);

	return s && n && strnlen(s, n) == n - 1 ? s : NULL;
}

static int (*announce)(int listen_fd, int event_fd);
static bool announced;

static bool is_fd(int fd)
{
	return fd >= 0 && fcntl(fd, F_GETFD) >= 0;
}

static int get_global(struct body *b)
{
	struct state_global g;

	if (announced || !take_into(b, &g, sizeof(g)) || !is_fd(g.evtchn_fd) ||
	    (g.socket_fd != -1 && !is_fd(g.socket_fd)))
		return EINVAL;
	announced = true;
	return announce(g.socket_fd, g.evtchn_fd);
}

static int get_quotas(struct body *b, bool soft)
{
	struct state_quota q;
	const uint8_t *value;
	unsigned i, count;

	if (!take_into(b, &q, sizeof(q)))
		return EINVAL;
	count = q.per_domain + q.global;
	value = take(b, count * sizeof(uint32_t));
	if (!value)
		return EINVAL;
	for (i = 0; i < count; i++) {
		const char *name = b->data;
		size_t len = strnlen(name, b->left);
		struct quota *known;
		uint32_t v;

		if (!take_string(b, len + 1))
			return EINVAL;
		memcpy(&v, value + i * sizeof(v), sizeof(v));
		known = quota_find(name);
		if (!known || v > INT32_MAX)
			continue; /* somebody else's, and of no effect here */
		if (soft)
			known->soft = v;
		else
			known->hard = v;
	}
	return 0;
}

static struct conn *find_conn(uint32_t id)
{
	static struct conn *last;
	struct conn *c;

	/* Records come in the connections' order. */
	list_for_each(c, &conns, all) {
		if (c == last && c->id == id)
			return c;
	}
	list_for_each(c, &conns, all) {
		if (c->id == id)
			return last = c;
	}
	return NULL;
}

static struct conn *make_ring(const struct state_conn *s, int *err)
{
	*err = domain_restore(s->ring.domid, s->ring.target, s->ring.port, true);
	return *err ? NULL : domain_find(s->ring.domid)->conn;
}

static struct conn *make_socket(const struct state_conn *s, int *err)
{
	struct conn *c;

	*err = EINVAL;
	if (!is_fd(s->socket.fd))
		return NULL;
	c = conn_new(s->socket.fd, dom0);
	*err = c ? loop_add(c) : ENOMEM;
	return *err ? NULL : c;
}

static int get_conn(struct body *b)
{
	struct state_conn s;
	const char *in, *out;
	struct conn *c;
	int err;

	if (!announced || !take_into(b, &s, sizeof(s)))
		return EINVAL;
	in = take(b, s.in_len);
	out = take(b, s.out_len);
	if (!in || !out || !s.conn_id || find_conn(s.conn_id) || s.type > STATE_CONN_SOCKET)
		return EINVAL;
	c = s.type == STATE_CONN_RING ? make_ring(&s, &err) : make_socket(&s, &err);
	if (!c)
		return err;
	conn_set_id(c, s.conn_id);
	if (s.in_len > c->in_cap)
		return EINVAL;
	memcpy(c->in, in, s.in_len);
	c->in_len = s.in_len;
	return outq_restore(c, out, s.out_len, s.partial_len);
}

static int get_domain(struct body *b)
{
	struct state_domain s;
	struct domain *d;
	int err = 0;

	if (!announced || !take_into(b, &s, sizeof(s)) || s.domid >= DOMID_LIMIT)
		return EINVAL;
	if (!domain_find(s.domid))
		err = domain_restore(s.domid, s.target, 0, false);
	if (err)
		return err;
	d = domain_find(s.domid);
	d->shutdown_seen = s.flags & 1;
	if (d->conn && s.flags & 2)
		d->conn->broken = true;
	return 0;
}

static int get_watch(struct body *b)
{
	static struct path p;
	struct state_watch s;
	const char *path, *token;
	struct watch *w;
	struct conn *c;

	if (!take_into(b, &s, sizeof(s)))
		return EINVAL;
	path = take_string(b, s.path_len);
	token = take_string(b, s.token_len);
	c = find_conn(s.conn_id);
	if (!path || !token || !c ||
	    path_parse(&p, path, s.path_len - 1, conn_domid(c), PATH_BYTES_MAX, true))
		return EINVAL;
	return watch_add(c, &p, token, s.token_len - 1, &w);
}

static int get_txn(struct body *b)
{
	struct state_txn_log s;
	const char *log;
	struct conn *c;

	if (!take_into(b, &s, sizeof(s)))
		return EINVAL;
	log = take(b, s.len);
	c = find_conn(s.conn_id);
	if (!log || !c || !s.txn_id || txn_find(c, s.txn_id))
		return EINVAL;
	if (s.txn_id > c->last_txid)
		c->last_txid = s.txn_id;
	return txn_restore(c, s.txn_id, log, s.len, s.flags & 1);
}

static int parse_perm(const struct state_perm *p, struct perm_spec *spec)
{
	static const char letters[] = "nrwb";
	const char *at = p->letter ? strchr(letters, p->letter) : NULL;

	if (!at)
		return EINVAL;
	*spec = (struct perm_spec){ p->domid, at - letters, p->flags & 1 };
	return 0;
}

static struct perms *take_perms(struct body *b, unsigned count)
{
	struct perm_spec spec[count + 1];
	struct perms *perms;
	unsigned i;

	for (i = 0; i < count; i++) {
		struct state_perm p;

		if (!take_into(b, &p, sizeof(p)) || parse_perm(&p, &spec[i]))
			return NULL;
	}
	perms = perms_get(spec, count);
	if (perms && !perms_owner_lives(perms)) {
		perms_put(perms);
		return NULL;
	}
	return perms;
}

/* Makes the node the path names, whose parent must be there; or changes the roots and specials. */
static int put_node(const struct path *p, struct perms *perms, struct blob *value)
{
	unsigned depth;
	struct node *at = tree_walk(p, &depth), *n;
	const struct part *last;
	struct name *name;

	if (!p->parts) {
		account_add(domain_find(perms_owner(at->perms)), QUOTA_NODES, -1);
		account_add(domain_find(perms_owner(at->perms)), QUOTA_MEMORY,
			    -(long)node_memory(at->name, at->value));
		account_add(domain_find(perms_owner(perms)), QUOTA_NODES, 1);
		account_add(domain_find(perms_owner(perms)), QUOTA_MEMORY,
			    node_memory(at->name, value));
	}
	if (depth == p->parts && (p->special || !p->parts)) {
		node_set_perms(at, perms);
		node_set_value(at, value);
		return 0;
	}
	if (p->special || depth + 1 != p->parts)
		return EINVAL;
	last = &p->part[p->parts - 1];
	name = name_get(last->str, last->len, last->hash);
	n = name ? node_new(name, perms, value) : NULL;
	if (!n) {
		name_put(name);
		return ENOMEM;
	}
	node_link(at, n);
	account_add(domain_find(perms_owner(perms)), QUOTA_NODES, 1);
	account_add(domain_find(perms_owner(perms)), QUOTA_MEMORY, node_memory(name, value));
	return 0;
}

static int get_node(struct body *b)
{
	static struct path p;
	const char *path, *data;
	struct state_node s;
	struct perms *perms;
	struct blob *value;
	int err;

	if (!take_into(b, &s, sizeof(s)))
		return EINVAL;
	if (s.conn_id)
		return 0; /* transactions come back from their logs */
	if (!s.perms || s.perms > XENSTORE_PAYLOAD_MAX)
		return EINVAL;
	perms = take_perms(b, s.perms);
	if (!perms)
		return EINVAL;
	path = take_string(b, s.path_len);
	data = take(b, s.value_len);
	err = path && data ? path_parse(&p, path, s.path_len - 1, 0, PATH_BYTES_MAX, true)
			   : EINVAL;
	if (!err)
		err = blob_new(data, s.value_len, &value);
	if (!err) {
		err = put_node(&p, perms, value);
		if (err)
			blob_put(value);
	}
	if (err)
		perms_put(perms);
	return err;
}

static int get_record(uint32_t type, struct body *b)
{
	switch (type) {
	case STATE_GLOBAL: return get_global(b);
	case STATE_CONN: return get_conn(b);
	case STATE_WATCH: return get_watch(b);
	case STATE_TXN: return 0; /* the log tells all */
	case STATE_NODE: return get_node(b);
	case STATE_QUOTA: return get_quotas(b, false);
	case STATE_TXN_LOG: return get_txn(b);
	case STATE_DOMAIN: return get_domain(b);
	case STATE_SOFT_QUOTA: return get_quotas(b, true);
	default: return EINVAL;
	}
}

int state_restore(const char *data, size_t size, int (*ready)(int listen_fd, int event_fd))
{
	struct state_header h;
	struct body all = { data, size }, one;
	struct state_record rec;
	int err;

	announce = ready;
	announced = false;
	if (!take_into(&all, &h, sizeof(h)) || memcmp(h.ident, STATE_IDENT, sizeof(h.ident)) ||
	    ntohl(h.version) != STATE_VERSION || h.flags)
		return EINVAL;
	for (;;) {
		if (!take_into(&all, &rec, sizeof(rec)))
			return EINVAL;
		if (rec.type == STATE_END)
			return announced ? 0 : EINVAL;
		one.data = take(&all, rec.len);
		one.left = rec.len;
		if (!one.data)
			return EINVAL;
		err = get_record(rec.type, &one);
		if (err) {
			log_warn("state: record of type %#x at byte %zu: %s", rec.type,
				 size - all.left - rec.len, strerror(err));
			return err;
		}
		if (!take(&all, -rec.len & 7))
			return EINVAL;
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "path.h"
#include "state.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

/* A part of a record's body. */
struct piece {
	const void *data;
	size_t len;
};

static void put_record(FILE *f, uint32_t type, const struct piece *piece, unsigned count)
{
	static const char zero[8];
	struct state_record rec = { .type = type };
	unsigned i;

	for (i = 0; i < count; i++)
		rec.len += piece[i].len;
	fwrite(&rec, sizeof(rec), 1, f);
	for (i = 0; i < count; i++) {
		if (piece[i].len)
			fwrite(piece[i].data, 1, piece[i].len, f);
	}
	fwrite(zero, 1, -rec.len & 7, f);
}

#define PUT(f, type, ...)                                                                    \
	do {                                                                                 \
		const struct piece pieces[] = { __VA_ARGS__ };                               \
		put_record(f, type, pieces, sizeof(pieces) / sizeof(pieces[0]));             \
	} while (0)

static void dump_header(FILE *f, int listen_fd, int event_fd)
{
	struct state_header h = { .ident = STATE_IDENT, .version = htonl(STATE_VERSION) };
	struct state_global g = { listen_fd, event_fd };

	fwrite(&h, sizeof(h), 1, f);
	PUT(f, STATE_GLOBAL, { &g, sizeof(g) });
}

static void dump_quotas(FILE *f, uint32_t type, bool soft)
{
	struct state_quota q = { 0, 0 };
	char names[512];
	uint32_t value[QUOTA_COUNT];
	size_t len = 0;
	unsigned i;

	for (i = 0; i < QUOTA_COUNT; i++) {
		if (soft && !quotas[i].has_soft)
			continue;
		value[q.per_domain++] = soft ? quotas[i].soft : quotas[i].hard;
		len += sprintf(names + len, "%s", quotas[i].name) + 1;
	}
	PUT(f, type, { &q, sizeof(q) }, { value, q.per_domain * sizeof(value[0]) }, { names, len });
}

static void dump_domain(FILE *f, const struct domain *d)
{
	struct state_domain s = {
		.domid = d->domid, .target = d->target,
		.flags = (d->shutdown_seen ? 1 : 0) | (d->conn && d->conn->broken ? 2 : 0),
	};

	PUT(f, STATE_DOMAIN, { &s, sizeof(s) });
}

static void dump_conn(FILE *f, const struct conn *c, const void *extra, uint32_t extra_len)
{
	struct state_conn s = {
		.conn_id = c->id, .type = c->fd < 0 ? STATE_CONN_RING : STATE_CONN_SOCKET,
		.in_len = c->in_len - c->in_done, .out_len = outq_unsent(c) + extra_len,
		.partial_len = outq_partial(c),
	};

	if (c->fd < 0) {
		s.ring.domid = conn_domid(c);
		s.ring.target = c->dom->target;
		s.ring.port = c->dom->port;
	} else {
		s.socket.fd = c->fd;
	}
	PUT(f, STATE_CONN, { &s, sizeof(s) }, { c->in + c->in_done, s.in_len },
	    { c->out.buf + c->out.head, outq_unsent(c) }, { extra, extra_len });
}

static void dump_watches(FILE *f, const struct conn *c)
{
	struct watch *w;

	list_for_each(w, &c->watches, on_conn) {
		struct state_watch s = {
			.conn_id = c->id, .path_len = w->wpath->len - w->home + 1,
			.token_len = w->token_len + 1,
		};

		PUT(f, STATE_WATCH, { &s, sizeof(s) }, { w->wpath->path + w->home, s.path_len },
		    { w->token, s.token_len });
	}
}

static void dump_txns(FILE *f, const struct conn *c)
{
	struct txn *t;

	list_for_each(t, &c->txns, link) {
		struct state_txn s = { c->id, t->id };
		struct state_txn_log l = {
			c->id, t->id, t->doomed || t->no_replay, t->log_len,
		};

		PUT(f, STATE_TXN, { &s, sizeof(s) });
		PUT(f, STATE_TXN_LOG, { &l, sizeof(l) }, { t->log, t->log_len });
	}
}

static void dump_node(FILE *f, const struct node *n, const char *path, size_t path_len)
{
	static const char letter[] = { "nrwb" };
	struct state_perm perm[n->perms->count];
	struct state_node s = {
		.path_len = path_len + 1, .value_len = blob_len(n->value), .perms = n->perms->count,
	};
	unsigned i;

	for (i = 0; i < n->perms->count; i++) {
		const struct perm *e = &n->perms->perm[i];

		perm[i] = (struct state_perm){ letter[e->access], e->stale, e->domid };
	}
	PUT(f, STATE_NODE, { &s, sizeof(s) }, { perm, sizeof(perm) }, { path, s.path_len },
	    { n->value ? n->value->data : "", s.value_len });
}

/* Parents before their children. */
static void dump_tree(FILE *f, const struct node *root)
{
	static char path[PATH_BYTES_MAX + 1];
	const struct node *n = root;
	size_t len = 0;

	dump_node(f, root, "/", 1);
	for (;;) {
		if (n->children) {
			n = n->children;
		} else {
			while (n != root && !n->next) {
				len -= n->name->len + 1;
				n = n->parent;
			}
			if (n == root)
				return;
			len -= n->name->len + 1;
			n = n->next;
		}
		path[len] = '/';
		memcpy(path + len + 1, n->name->str, n->name->len + 1);
		len += n->name->len + 1;
		dump_node(f, n, path, len);
	}
}

int state_dump(FILE *f, int listen_fd, int event_fd, const struct conn *to, const void *extra,
	       uint32_t extra_len)
{
	struct domain *d;
	struct conn *c;
	struct node *n;

	dump_header(f, listen_fd, event_fd);
	dump_quotas(f, STATE_QUOTA, false);
	dump_quotas(f, STATE_SOFT_QUOTA, true);
	list_for_each(c, &conns, all)
		dump_conn(f, c, extra, c == to ? extra_len : 0);
	list_for_each(d, &domains, all)
		dump_domain(f, d);
	dump_tree(f, tree_root);
	for (n = tree_specials->children; n; n = n->next)
		dump_node(f, n, n->name->str, n->name->len);
	list_for_each(c, &conns, all)
		dump_watches(f, c);
	list_for_each(c, &conns, all)
		dump_txns(f, c);
	put_record(f, STATE_END, NULL, 0);
	return ferror(f) ? (errno ? errno : EIO) : 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

#define TXNS 2
#define LOG_MAX 64
#define WATCHES 8
#define EVENTS 4096

struct entry {
	bool exists;
	uint64_t birth;		/* orders siblings */
	char value[VALUE_MAX];
	int perms;
	struct m_perm perm[PERMS];
};

struct txn {
	bool open;
	bool seen[PATHS];		/* `copy` counts */
	bool fresh[PATHS];		/* made inside: nothing of the store shows below */
	bool listed[PATHS];
	int list[PATHS][NAMES], list_len[PATHS];
	uint64_t touched[PATHS];	/* when it, or something below it, was first looked at */
	uint64_t clock;
	struct entry copy[PATHS];
	int changed[PATHS], changes;	/* in order of the first change */
	struct m_request log[LOG_MAX];
	struct m_answer answer[LOG_MAX];
	int logged;
};

struct watch {
	bool on;
	int path, token;
};

struct conn {
	bool on;
	int dom;
	bool priv;
	struct txn txn[TXNS];
	struct watch watch[WATCHES];
	char event[EVENTS][TEXT_MAX];
	size_t events;
};

static struct entry live[PATHS];
static struct conn conn[CONNS];
static bool known[DOMS];
static uint64_t births;
static long quota;

static int parent_of(int p)
{
	return (p - 1) / NAMES;
}

static int child_of(int p, int k)
{
	int c = NAMES * p + k + 1;

	return c < PATHS ? c : -1;
}

static bool is_below(int p, int top)
{
	while (p > top)
		p = parent_of(p);
	return p == top;
}

const char *m_path(int path)
{
	static char buf[4][32];
	static int turn;
	char *s = buf[turn++ % 4] + 31;

	*s = 0;
	if (!path)
		*--s = '/';
	for (; path; path = parent_of(path)) {
		*--s = "abc"[(path - 1) % NAMES];
		*--s = '/';
	}
	return s;
}

void m_init(long node_quota)
{
	memset(live, 0, sizeof(live));
	memset(conn, 0, sizeof(conn));
	memset(known, 0, sizeof(known));
	known[0] = true;
	live[0].exists = true;
	live[0].perms = 1;
	quota = node_quota;
}

void m_connect(int c)
{
	conn[c].on = true;
	conn[c].dom = c < 2 ? 0 : c - 2;
	conn[c].priv = c < 2;
	known[conn[c].dom] = true;
}

/* Permissions ------------------------------------------------------------------------------ */

static unsigned access_of(const struct conn *c, const struct entry *e)
{
	int i;

	if (c->priv || (e->perm[0].dom == c->dom && !e->perm[0].stale))
		return 7;
	for (i = 1; i < e->perms; i++) {
		if (e->perm[i].dom == c->dom && !e->perm[i].stale)
			return e->perm[i].access;
	}
	return e->perm[0].access;
}

/* Events ------------------------------------------------------------------------------------- */

static void send(struct conn *c, const struct watch *w, int path)
{
	char text[TEXT_MAX];
	size_t i;

	snprintf(text, sizeof(text), "%s t%d", m_path(path), w->token);
	/* The token says which watch it is: the tests use each once per path. */
	for (i = 0; i < c->events; i++) {
		char *e = c->event[i];

		if (!strcmp(e, text) && e[TEXT_MAX - 1] == w->path)
			return;
	}
	if (c->events == EVENTS)
		abort();
	memcpy(c->event[c->events], text, sizeof(text));
	c->event[c->events++][TEXT_MAX - 1] = w->path;
}

static bool can_see(const struct conn *c, const struct entry *e, const struct entry *before,
		    const struct entry *parent)
{
	return (e && access_of(c, e) & 1) || (before && access_of(c, before) & 1) ||
	       (parent && access_of(c, parent) & 1);
}

static void fire(int path, bool exact, const struct entry *e, const struct entry *before,
		 const struct entry *parent)
{
	int c, w;

	for (c = 0; c < CONNS; c++) {
		for (w = 0; conn[c].on && w < WATCHES; w++) {
			const struct watch *watch = &conn[c].watch[w];

			if (!watch->on || !is_below(path, watch->path) ||
			    (exact && path != watch->path))
				continue;
			if (can_see(&conn[c], e, before, parent))
				send(&conn[c], watch, path);
		}
	}
}

static const struct entry *parent_entry(const struct entry *table, int path)
{
	return path ? &table[parent_of(path)] : NULL;
}

/* Everything that the store has below `top` is about to go. */
static void fire_below(int top)
{
	int p;

	for (p = top + 1; p < PATHS; p++) {
		if (is_below(p, top) && live[p].exists)
			fire(p, true, &live[p], NULL, parent_entry(live, p));
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

size_t m_take_events(int c, char (*out)[TEXT_MAX], size_t max)
{
	size_t n = conn[c].events;

	if (n > max)
		abort();
	memcpy(out, conn[c].event, n * TEXT_MAX);
	qsort(out, n, TEXT_MAX, by_text);
	conn[c].events = 0;
	return n;
}

void m_sent(int c)
{
	size_t i;

	for (i = 0; i < conn[c].events; i++)
		conn[c].event[i][TEXT_MAX - 1] = 127;
}

int m_watch(int c, int path, int token)
{
	struct watch *w, *free_one = NULL;

	for (w = conn[c].watch; w < conn[c].watch + WATCHES; w++) {
		if (w->on && w->path == path && w->token == token)
			return EEXIST;
		if (!w->on && !free_one)
			free_one = w;
	}
	if (!free_one)
		return E2BIG;
	*free_one = (struct watch){ true, path, token };
	send(&conn[c], free_one, path);
	return 0;
}

int m_unwatch(int c, int path, int token)
{
	struct watch *w;
	size_t i;

	for (w = conn[c].watch; w < conn[c].watch + WATCHES; w++) {
		if (!w->on || w->path != path || w->token != token)
			continue;
		w->on = false;
		/* What waits of its events is another watch's no longer. */
		for (i = 0; i < conn[c].events; i++) {
			if (conn[c].event[i][TEXT_MAX - 1] == path)
				conn[c].event[i][TEXT_MAX - 1] = 127;
		}
		return 0;
	}
	return ENOENT;
}

/* The view of a transaction ------------------------------------------------------------------ */

/* Fills what the transaction, or everybody (NULL), sees. */
static void look(const struct txn *t, struct entry *e)
{
	bool cut[PATHS] = { false };
	int p;

	memcpy(e, live, sizeof(live));
	for (p = 0; t && p < PATHS; p++) {
		int up = p ? parent_of(p) : 0;

		if (p && !e[up].exists) {
			e[p].exists = false;
			cut[p] = true;
			continue;
		}
		cut[p] = p && (cut[up] || (t->seen[up] && t->fresh[up]));
		if (t->seen[p])
			e[p] = t->copy[p];
		else if (cut[p])
			e[p].exists = false;
	}
}

static void touch(struct txn *t, int p)
{
	if (p)
		touch(t, parent_of(p));
	if (!t->touched[p])
		t->touched[p] = ++t->clock;
}

static void see(struct txn *t, const struct entry *e, int p)
{
	int up;

	touch(t, p);
	if (t->seen[p])
		return;
	t->seen[p] = true;
	t->copy[p] = e[p];
	/* Absent because of what was done inside: nothing of the store ever shows here. */
	for (up = p; up; up = parent_of(up)) {
		int above = parent_of(up);

		if (t->seen[above] && t->fresh[above])
			t->fresh[p] = true;
	}
}

/* Something above was made inside the transaction: the store does not show through. */
static bool is_cut(const struct txn *t, int p)
{
	while (p) {
		p = parent_of(p);
		if (t->seen[p] && t->fresh[p])
			return true;
	}
	return false;
}

static int order_birth(const void *a, const void *b)
{
	const struct entry *x = &live[*(const int *)a], *y = &live[*(const int *)b];

	return x->birth < y->birth ? -1 : x->birth > y->birth;
}

/* Children of the store in order of birth. */
static int live_children(int p, int *out)
{
	int n = 0, k, c;

	for (k = 0; k < NAMES; k++) {
		c = child_of(p, k);
		if (c > 0 && live[c].exists)
			out[n++] = c;
	}
	qsort(out, n, sizeof(*out), order_birth);
	return n;
}

static int list(struct txn *t, const struct entry *e, int p, int *out)
{
	int base[NAMES], n = 0, len, i, k, c, best;
	uint64_t last = 0;

	if (!t)
		return live_children(p, out);
	if (!t->listed[p] && !t->fresh[p]) {
		t->list_len[p] = live[p].exists && !is_cut(t, p) ? live_children(p, t->list[p]) : 0;
		t->listed[p] = true;
	}
	memcpy(base, t->list[p], sizeof(base));
	len = t->fresh[p] ? 0 : t->list_len[p];
	for (i = 0; i < len; i++) {
		c = base[i];
		if (!(t->seen[c] && (!t->copy[c].exists || t->fresh[c])))
			out[n++] = c;
	}
	do {
		best = -1;
		for (k = 0; k < NAMES; k++) {
			c = child_of(p, k);
			if (c > 0 && t->seen[c] && t->copy[c].exists && t->fresh[c] &&
			    t->touched[c] > last && (best < 0 || t->touched[c] < t->touched[best]))
				best = c;
		}
		if (best >= 0) {
			out[n++] = best;
			last = t->touched[best];
		}
	} while (best >= 0);
	return n;
}

static void note_change(struct txn *t, int p)
{
	int i;

	for (i = 0; i < t->changes; i++) {
		if (t->changed[i] == p)
			return;
	}
	t->changed[t->changes++] = p;
}

/* Requests ----------------------------------------------------------------------------------- */

static long owned(const struct entry *table, int dom)
{
	long n = 0;
	int p;

	for (p = 0; p < PATHS; p++)
		n += table[p].exists && table[p].perm[0].dom == dom;
	return n;
}

static void say(struct m_answer *a, const char *text)
{
	a->err = 0;
	a->len = strlen(text) + 1;
	memcpy(a->body, text, a->len);
}

static void create(struct conn *c, struct txn *t, struct entry *e, int from, int path,
		   const char *value)
{
	struct entry made = e[from];
	int chain[5], n = 0, p;

	made.exists = true;
	made.value[0] = 0;
	if (!c->priv) {
		made.perm[0].dom = c->dom;
		made.perm[0].stale = 0;
	}
	for (p = path; p != from; p = parent_of(p))
		chain[n++] = p;
	while (n--) {
		p = chain[n];
		if (t) {
			touch(t, p);
			t->seen[p] = t->fresh[p] = true;
			t->copy[p] = made;
		} else {
			made.birth = ++births;
			live[p] = made;
		}
	}
	strcpy(t ? t->copy[path].value : live[path].value, value);
	if (t)
		note_change(t, path);
	else
		fire(path, false, &live[path], NULL, &live[parent_of(path)]);
}

/* Number of nodes to be made is within what the domain may own. */
static bool may_create(const struct conn *c, int from, int path)
{
	int n = 0;

	for (; path != from; path = parent_of(path))
		n++;
	return c->priv || owned(live, c->dom) + n <= quota;
}

static int put(struct conn *c, struct txn *t, struct entry *e, const struct m_request *r, int at,
	       bool keep)
{
	if (at != r->path) {
		if (!t && !may_create(c, at, r->path))
			return ENOSPC;
		create(c, t, e, at, r->path, keep ? "" : r->value);
		return 0;
	}
	if (keep)
		return 0;
	strcpy(t ? t->copy[at].value : live[at].value, r->value);
	if (t)
		note_change(t, at);
	else
		fire(at, false, &live[at], NULL, parent_entry(live, at));
	return 0;
}

static void drop(int top)
{
	int p;

	for (p = top; p < PATHS; p++) {
		if (is_below(p, top))
			live[p].exists = false;
	}
}

static int rm(struct conn *c, struct txn *t, struct entry *e, int path)
{
	int p;

	if (!t) {
		fire_below(path);
		fire(path, false, &live[path], NULL, parent_entry(live, path));
		drop(path);
		return 0;
	}
	for (p = path + 1; p < PATHS; p++) {
		if (is_below(p, path) && t->touched[p]) {
			t->seen[p] = t->fresh[p] = true;
			t->copy[p].exists = false;
		}
	}
	t->copy[path].exists = false;
	note_change(t, path);
	return 0;
}

static int set_perms(struct conn *c, struct txn *t, const struct m_request *r)
{
	struct entry *e = t ? &t->copy[r->path] : &live[r->path], before = *e;
	int i;

	if (!known[r->perm[0].dom])
		return ENOENT;
	if (!c->priv && r->perm[0].dom != e->perm[0].dom)
		return EPERM;
	e->perms = r->perms;
	for (i = 0; i < r->perms; i++) {
		e->perm[i] = r->perm[i];
		e->perm[i].stale = !known[r->perm[i].dom];
	}
	if (t)
		note_change(t, r->path);
	else
		fire(r->path, false, e, &before, parent_entry(live, r->path));
	return 0;
}

static void show_perms(const struct entry *e, struct m_answer *a)
{
	int i;

	a->err = 0;
	a->len = 0;
	for (i = 0; i < e->perms; i++)
		a->len += sprintf(a->body + a->len, "%c%d", "nrwb"[e->perm[i].access],
				  e->perm[i].dom) + 1;
}

static void show_list(struct txn *t, const struct entry *e, int path, struct m_answer *a)
{
	int child[NAMES], n = list(t, e, path, child), i;

	a->err = 0;
	a->len = 0;
	for (i = 0; i < n; i++) {
		a->body[a->len++] = "abc"[(child[i] - 1) % NAMES];
		a->body[a->len++] = 0;
	}
}

static void run(struct conn *c, struct txn *t, const struct m_request *r, struct m_answer *a)
{
	static const unsigned need[] = { 1, 2, 2, 2, 1, 1, 6 };
	static struct entry e[PATHS];
	int at = r->path, child = -1, err = 0;

	if (r->op == M_RM && !r->path) {
		a->err = EINVAL;
		return;
	}
	look(t, e);
	for (; !e[at].exists; at = parent_of(at))
		child = at;
	if (t) {
		see(t, e, at);
		if (child >= 0)
			see(t, e, child);
	}
	if ((access_of(c, &e[at]) & need[r->op]) != need[r->op])
		err = EACCES;
	else if (at != r->path)
		err = ENOENT;
	if (err == ENOENT && (r->op == M_WRITE || r->op == M_MKDIR))
		err = 0;
	else if (err == ENOENT && r->op == M_RM && at == parent_of(r->path)) {
		say(a, "OK");
		return;
	}
	if (err) {
		a->err = err;
		return;
	}
	switch (r->op) {
	case M_READ:
		a->err = 0;
		a->len = strlen(e[at].value);
		memcpy(a->body, e[at].value, a->len);
		return;
	case M_DIR: show_list(t, e, at, a); return;
	case M_GET_PERMS: show_perms(&e[at], a); return;
	case M_WRITE: err = put(c, t, e, r, at, false); break;
	case M_MKDIR: err = put(c, t, e, r, at, true); break;
	case M_RM: err = rm(c, t, e, at); break;
	case M_SET_PERMS: err = set_perms(c, t, r); break;
	}
	say(a, "OK");
	a->err = err;
}

static bool same_answer(const struct m_answer *a, const struct m_answer *b)
{
	if (a->err || b->err)
		return a->err == b->err;
	return a->len == b->len && !memcmp(a->body, b->body, a->len);
}

void m_do(int c, int txn, const struct m_request *r, struct m_answer *a)
{
	struct txn *t = txn < 0 ? NULL : &conn[c].txn[txn];

	memset(a, 0, sizeof(*a));
	run(&conn[c], t, r, a);
	if (!t)
		return;
	if (t->logged == LOG_MAX)
		abort();
	t->log[t->logged] = *r;
	t->answer[t->logged++] = *a;
}

/* Transactions ------------------------------------------------------------------------------- */

bool m_txn_start(int c, int txn)
{
	struct txn *t = &conn[c].txn[txn];

	if (t->open)
		return false;
	memset(t, 0, sizeof(*t));
	t->open = true;
	return true;
}

/* The store has it, and the transaction has taken or replaced it. */
static bool is_removed(const struct txn *t, int p)
{
	return t->seen[p] && live[p].exists && (!t->copy[p].exists || t->fresh[p]);
}

static bool is_removed_above(const struct txn *t, int p)
{
	while (p) {
		p = parent_of(p);
		if (is_removed(t, p))
			return true;
	}
	return false;
}

static void fire_changes(const struct txn *t, const struct entry *after)
{
	int i;

	for (i = 0; i < t->changes; i++) {
		int p = t->changed[i];
		bool removed = is_removed(t, p) && !is_removed_above(t, p);

		if (removed)
			fire_below(p);
		if (after[p].exists)
			fire(p, false, &after[p], live[p].exists ? &live[p] : NULL,
			     parent_entry(after, p));
		else if (removed)
			fire(p, false, &live[p], NULL, parent_entry(live, p));
	}
}

static bool within_quota(const struct conn *c, const struct entry *after)
{
	int d;

	for (d = 1; !c->priv && d < DOMS; d++) {
		long n = owned(after, d);

		if (n > quota && n > owned(live, d))
			return false;
	}
	return true;
}

static int apply(struct conn *c, struct txn *t)
{
	static struct entry after[PATHS];
	int p, best;
	uint64_t last = 0;

	look(t, after);
	if (!within_quota(c, after))
		return ENOSPC;
	fire_changes(t, after);
	do {
		best = -1;
		for (p = 0; p < PATHS; p++) {
			if (t->seen[p] && t->fresh[p] && after[p].exists && t->touched[p] > last &&
			    (best < 0 || t->touched[p] < t->touched[best]))
				best = p;
		}
		if (best >= 0) {
			after[best].birth = ++births;
			last = t->touched[best];
		}
	} while (best >= 0);
	memcpy(live, after, sizeof(live));
	return 0;
}

int m_txn_end(int c, int txn, bool commit)
{
	struct txn *t = &conn[c].txn[txn];
	static struct txn again;
	struct m_answer a;
	int i;

	t->open = false;
	if (!commit)
		return 0;
	memset(&again, 0, sizeof(again));
	for (i = 0; i < t->logged; i++) {
		memset(&a, 0, sizeof(a));
		run(&conn[c], &again, &t->log[i], &a);
		if (!same_answer(&a, &t->answer[i]))
			return EAGAIN;
	}
	return apply(&conn[c], &again);
}

/* Death -------------------------------------------------------------------------------------- */

static void forget_grants(struct entry *e, int dom)
{
	int i;

	for (i = 0; i < e->perms; i++) {
		if (e->perm[i].dom == dom)
			e->perm[i].stale = 1;
	}
}

void m_release(int dom)
{
	int p, c, k;

	memset(&conn[2 + dom], 0, sizeof(conn[0]));
	known[dom] = false;
	if (live[0].perm[0].dom == dom)
		live[0].perm[0].dom = 0; /* the root stays */
	for (p = 1; p < PATHS; p++) {
		if (!live[p].exists || live[p].perm[0].dom != dom)
			continue;
		/* The dead domain's rights still count for what others may see of its end. */
		fire_below(p);
		fire(p, false, &live[p], NULL, parent_entry(live, p));
		drop(p);
	}
	for (p = 0; p < PATHS; p++) {
		forget_grants(&live[p], dom);
		for (c = 0; c < CONNS; c++) {
			for (k = 0; k < TXNS; k++)
				forget_grants(&conn[c].txn[k].copy[p], dom);
		}
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "log.h"
#include "tree.h"
#include "watch.h"

static uint64_t wpath_hash(const struct hlink *link)
{
	return container_of(link, struct wpath, link)->hash;
}

static struct htab wpaths = HTAB_INIT(wpath_hash);
static uint64_t last_id;

/* Length of the path's first `parts` parts as a string. */
static uint32_t prefix_len(const struct path *p, unsigned parts)
{
	if (!parts)
		return 1;
	return p->part[parts - 1].str + p->part[parts - 1].len - p->abs;
}

static struct wpath *wpath_find(const char *str, uint32_t len, uint64_t hash)
{
	struct hlink *l;

	for (l = htab_first(&wpaths, hash); l; l = l->next) {
		struct wpath *w = container_of(l, struct wpath, link);

		if (w->hash == hash && w->len == len && !memcmp(w->path, str, len))
			return w;
	}
	return NULL;
}

static uint64_t path_hash(const struct path *p)
{
	uint64_t h = PATH_HASH_ROOT;
	unsigned i;

	for (i = 0; i < p->parts; i++)
		h = path_hash_step(h, p->part[i].hash);
	return h;
}

static struct wpath *wpath_get(const struct path *p)
{
	uint64_t hash = path_hash(p);
	struct wpath *w = wpath_find(p->abs, p->len, hash);

	if (w || htab_reserve(&wpaths))
		return w;
	w = malloc(sizeof(*w) + p->len + 1);
	if (!w)
		return NULL;
	list_init(&w->watches);
	w->hash = hash;
	w->len = p->len;
	memcpy(w->path, p->abs, p->len + 1);
	htab_insert(&wpaths, &w->link);
	return w;
}

static void wpath_put(struct wpath *w)
{
	if (!list_is_empty(&w->watches))
		return;
	htab_remove(&wpaths, &w->link);
	free(w);
}

struct watch *watch_find(struct conn *c, const struct path *p, const char *token, size_t token_len)
{
	struct wpath *wp = wpath_find(p->abs, p->len, path_hash(p));
	struct watch *w;

	if (!wp)
		return NULL;
	list_for_each(w, &wp->watches, on_path) {
		if (w->conn == c && w->token_len == token_len &&
		    !memcmp(w->token, token, token_len))
			return w;
	}
	return NULL;
}

int watch_add(struct conn *c, const struct path *p, const char *token, size_t token_len,
	      struct watch **out)
{
	long charge = sizeof(struct watch) + token_len + sizeof(struct wpath) + p->len;
	struct watch *w;

	if (watch_find(c, p, token, token_len))
		return EEXIST;
	if (quota_exceeded(c, QUOTA_WATCHES, c->dom->use[QUOTA_WATCHES] + 1))
		return E2BIG;
	if (quota_exceeded(c, QUOTA_MEMORY, c->dom->use[QUOTA_MEMORY] + charge))
		return ENOMEM;
	w = malloc(sizeof(*w) + token_len + 1);
	if (!w)
		return ENOMEM;
	w->wpath = wpath_get(p);
	if (!w->wpath) {
		free(w);
		return ENOMEM;
	}
	w->conn = c;
	w->id = ++last_id;
	w->home = p->home;
	w->charged = charge;
	w->token_len = token_len;
	memcpy(w->token, token, token_len);
	w->token[token_len] = 0;
	list_append(&w->wpath->watches, &w->on_path);
	list_append(&c->watches, &w->on_conn);
	account_add(c->dom, QUOTA_WATCHES, 1);
	account_add(c->dom, QUOTA_MEMORY, charge);
	trace_object("CREATE", "watch", w);
	*out = w;
	return 0;
}

void watch_remove(struct watch *w)
{
	trace_object("DESTROY", "watch", w);
	account_add(w->conn->dom, QUOTA_WATCHES, -1);
	account_add(w->conn->dom, QUOTA_MEMORY, -(long)w->charged);
	list_remove(&w->on_conn);
	list_remove(&w->on_path);
	wpath_put(w->wpath);
	free(w);
}

void watch_remove_all(struct conn *c)
{
	struct watch *w, *next;

	list_for_each_safe(w, next, &c->watches, on_conn)
		watch_remove(w);
}

bool watch_any(void)
{
	return wpaths.count;
}

static bool can_read(const struct conn *c, const struct perms *perms)
{
	return perms && conn_access(c, perms) & PERM_READ;
}

static bool may_see(const struct conn *c, const struct audience *who)
{
	return c->privileged || can_read(c, who->now) || can_read(c, who->before) ||
	       can_read(c, who->parent);
}

/* A change as it goes from watch to watch; many of them may be one connection's. */
struct change {
	const char *path;
	uint32_t len;
	uint64_t hash;
	const struct audience *who;
	const struct conn *asked;	/* of whom `sees` is known; NULL: of nobody */
	bool sees;
};

static int tell(struct watch *w, struct change *ch)
{
	if (w->conn != ch->asked) {
		ch->asked = w->conn;
		ch->sees = may_see(w->conn, ch->who);
	}
	return ch->sees ? event_queue(w, ch->path, ch->len, ch->hash) : 0;
}

static int tell_all(const struct wpath *wp, struct change *ch)
{
	struct watch *w;
	int err = 0;

	list_for_each(w, &wp->watches, on_path) {
		err = tell(w, ch);
		if (err)
			break;
	}
	return err;
}

/* The watches of one path still to be visited. */
struct cursor {
	struct wpath *wpath;
	struct list *next;
};

/* Visits the watches of several paths by age: a merge of lists that are sorted already. */
static struct watch *oldest(struct cursor *cur, unsigned count)
{
	struct watch *best = NULL;
	unsigned i, from = 0;

	for (i = 0; i < count; i++) {
		struct watch *w;

		if (cur[i].next == &cur[i].wpath->watches)
			continue;
		w = container_of(cur[i].next, struct watch, on_path);
		if (!best || w->id < best->id) {
			best = w;
			from = i;
		}
	}
	if (best)
		cur[from].next = cur[from].next->next;
	return best;
}

int watch_fire(const struct path *p, struct audience who)
{
	static struct cursor cur[PATH_PARTS_MAX + 1];
	struct change ch = { .path = p->abs, .len = p->len, .who = &who };
	uint64_t hash = PATH_HASH_ROOT;
	unsigned count = 0, i;
	struct watch *w;
	int err = 0;

	if (!wpaths.count)
		return 0;
	for (i = 0; i <= p->parts; i++) {
		struct wpath *wp;

		if (i)
			hash = path_hash_step(hash, p->part[i - 1].hash);
		wp = p->special && !i ? NULL : wpath_find(p->abs, prefix_len(p, i), hash);
		if (wp)
			cur[count++] = (struct cursor){ wp, wp->watches.next };
	}
	ch.hash = hash;
	if (count == 1)
		return tell_all(cur[0].wpath, &ch);
	while (!err && (w = oldest(cur, count)))
		err = tell(w, &ch);
	return err;
}

/* Path of a node in the form requests have it. */
static const struct path *path_of(const struct node *n)
{
	static const struct name *names[PATH_PARTS_MAX];
	static struct path p;
	const struct node *up;
	unsigned i = PATH_PARTS_MAX;

	for (up = n; up->parent; up = up->parent)
		names[--i] = up->name;
	path_from_names(&p, node_is_special(n), names + i, PATH_PARTS_MAX - i);
	return &p;
}

int watch_fire_node(const struct node *n, struct audience who)
{
	return wpaths.count ? watch_fire(path_of(n), who) : 0;
}

static struct audience readers_of(const struct node *n)
{
	return (struct audience){ .now = n->perms, .parent = n->parent ? n->parent->perms : NULL };
}

/* Where a walk over a subtree stands: the path so far and its hash at each level. */
struct trail {
	char path[PATH_BYTES_MAX + 2];
	uint32_t len;
	unsigned depth;
	uint64_t hash[PATH_PARTS_MAX + 1];
};

static void trail_down(struct trail *t, const struct node *n)
{
	t->path[t->len++] = '/';
	memcpy(t->path + t->len, n->name->str, n->name->len);
	t->len += n->name->len;
	t->path[t->len] = 0;
	t->hash[t->depth + 1] = path_hash_step(t->hash[t->depth], n->name->hash);
	t->depth++;
}

static void trail_up(struct trail *t, const struct node *n)
{
	t->len -= n->name->len + 1;
	t->depth--;
}

static int fire_exact(const struct trail *t, const struct node *n)
{
	struct wpath *wp = wpath_find(t->path, t->len, t->hash[t->depth]);
	struct audience who = readers_of(n);
	struct change ch = {
		.path = t->path, .len = t->len, .hash = t->hash[t->depth], .who = &who,
	};

	return wp ? tell_all(wp, &ch) : 0;
}

int watch_fire_below(const struct node *top)
{
	static struct trail t;
	const struct node *n = top;
	const struct path *p;
	int err = 0;

	if (!wpaths.count || !top->children)
		return 0;
	p = path_of(top);
	t.len = p->len;
	t.depth = 0;
	t.hash[0] = path_hash(p);
	memcpy(t.path, p->abs, p->len + 1);
	for (;;) {
		while (n->children) {
			n = n->children;
			trail_down(&t, n);
		}
		while (n != top) {
			err = fire_exact(&t, n);
			if (err)
				return err;
			trail_up(&t, n);
			if (n->next) {
				n = n->next;
				trail_down(&t, n);
				break;
			}
			n = n->parent;
		}
		if (n == top)
			return 0;
	}
}

int watch_fire_removal(const struct node *top)
{
	int err = watch_fire_below(top);

	return err ? err : watch_fire_node(top, readers_of(top));
}

int watch_fire_special(const char *name)
{
	static struct path p;
	unsigned depth;
	int err;

	err = path_parse(&p, name, strlen(name), 0, XENSTORE_REL_PATH_MAX, true);
	if (!err)
		err = watch_fire(&p, (struct audience){ .now = tree_walk(&p, &depth)->perms });
	if (err)
		events_rollback();
	else
		events_commit();
	return err;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* The store as a request sees it: directly, or through its transaction. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "quota.h"
#include "tree.h"
#include "txn.h"

static uint64_t tnode_key(const struct tnode *parent, uint32_t name_hash)
{
	return hash_mix((uintptr_t)parent, name_hash);
}

static struct tnode *tnode_child(const struct txn *t, const struct tnode *parent,
				 const struct part *part)
{
	struct hlink *l = htab_first(&t->tab, tnode_key(parent, part->hash));

	for (; l; l = l->next) {
		struct tnode *n = container_of(l, struct tnode, link);

		if (n->parent == parent && n->name->hash == part->hash &&
		    n->name->len == part->len && !memcmp(n->name->str, part->str, part->len))
			return n;
	}
	return NULL;
}

bool txn_has_seen(const struct txn *t, const struct path *p)
{
	const struct tnode *n = p->special ? t->specials : t->root, *child;
	unsigned i;

	for (i = 0; i < p->parts; i++) {
		child = tnode_child(t, n, &p->part[i]);
		if (!child)
			return n->listed && i + 1 == p->parts;
		n = child;
	}
	return true;
}

/* Takes memory for the transaction from its connection's account. */
static int txn_charge(struct txn *t, long bytes)
{
	struct conn *c = t->conn;

	if (quota_exceeded(c, QUOTA_MEMORY, c->dom->use[QUOTA_MEMORY] + bytes))
		return ENOMEM;
	account_add(c->dom, QUOTA_MEMORY, bytes);
	t->charged += bytes;
	return 0;
}

/* The transaction's node for a child, made if need be. */
static int tnode_get(struct txn *t, struct tnode *parent, const struct part *part,
		     struct tnode **out)
{
	struct tnode *n = tnode_child(t, parent, part);
	struct name *name;

	*out = n;
	if (n)
		return 0;
	if (txn_charge(t, sizeof(*n) + part->len) || htab_reserve(&t->tab))
		return ENOMEM;
	name = name_get(part->str, part->len, part->hash);
	n = name ? tnode_new(name) : NULL;
	if (!n) {
		name_put(name);
		return ENOMEM;
	}
	n->parent = parent;
	if (parent->last_child)
		parent->last_child->sibling = n;
	else
		parent->children = n;
	parent->last_child = n;
	list_append(&t->order, &n->order);
	htab_insert(&t->tab, &n->link);
	*out = n;
	return 0;
}

/*
 * Takes a copy of what the store has, at the first look. `cut`: nothing of the store is visible
 * here, because an ancestor was made or removed by the transaction.
 */
static int tnode_access(struct txn *t, struct tnode *n, struct node *base, bool cut)
{
	if (n->accessed)
		return 0;
	if (quota_exceeded(t->conn, QUOTA_TRANSACTION_NODES, t->accessed + 1))
		return ENOSPC;
	t->accessed++;
	n->accessed = true;
	n->based = !cut;
	n->fresh = cut;
	if (base) {
		n->exists = true;
		n->base_gen = n->gen = base->gen;
		n->perms = perms_ref(base->perms);
		n->value = blob_ref(base->value);
	}
	return 0;
}

/* How far a walk through the transaction's view has come. */
struct step {
	struct node *base;	/* in the store; NULL if cut */
	struct tnode *tnode;	/* NULL where the transaction has not been */
	bool cut;
	unsigned depth;
};

static void walk(struct txn *t, const struct path *p, struct step *s)
{
	s->base = p->special ? tree_specials : tree_root;
	s->tnode = p->special ? t->specials : t->root;
	s->cut = false;
	for (s->depth = 0; s->depth < p->parts; s->depth++) {
		const struct part *part = &p->part[s->depth];
		struct tnode *tc = s->tnode ? tnode_child(t, s->tnode, part) : NULL;
		struct node *child = s->cut || !s->base ? NULL
						       : tree_step(p, s->depth, s->base);

		if (tc && tc->accessed) {
			if (!tc->exists)
				return;
			if (tc->fresh) {
				s->cut = true;
				child = NULL;
			}
		} else if (!child) {
			return;
		}
		s->base = child;
		s->tnode = tc;
	}
}

/* The transaction's node for the path's first `depth` parts. */
static int tnode_for(struct txn *t, const struct path *p, unsigned depth, struct tnode **out)
{
	struct tnode *n = p->special ? t->specials : t->root;
	unsigned i;
	int err;

	for (i = 0; i < depth; i++) {
		err = tnode_get(t, n, &p->part[i], &n);
		if (err)
			return err;
	}
	*out = n;
	return 0;
}

int view_find(struct txn *t, const struct path *p, struct view *v)
{
	struct tnode *missing;
	struct step s;
	int err;

	v->txn = t;
	v->tnode = NULL;
	if (!t) {
		v->node = tree_walk(p, &v->depth);
		v->exists = v->depth == p->parts;
		return 0;
	}
	walk(t, p, &s);
	v->node = s.base;
	v->depth = s.depth;
	v->exists = s.depth == p->parts;
	err = s.tnode ? 0 : tnode_for(t, p, s.depth, &s.tnode);
	if (!err)
		err = tnode_access(t, s.tnode, s.base, s.cut);
	v->tnode = s.tnode;
	if (err || v->exists)
		return err;
	err = tnode_get(t, s.tnode, &p->part[s.depth], &missing);
	return err ? err : tnode_access(t, missing, NULL, s.cut);
}

const struct perms *view_perms(const struct view *v)
{
	return v->tnode ? v->tnode->perms : v->node->perms;
}

const struct blob *view_value(const struct view *v)
{
	return v->tnode ? v->tnode->value : v->node->value;
}

uint64_t view_gen(const struct view *v)
{
	return v->tnode ? v->tnode->gen : v->node->gen;
}

/* Keeps the names of the children as they are at the first look at them. */
static int snapshot_list(struct view *v)
{
	struct tnode *n = v->tnode;
	struct node *child;
	uint32_t i = 0;

	if (n->listed || n->fresh)
		return 0;
	if (v->node && v->node->child_count) {
		size_t bytes = v->node->child_count * sizeof(*n->list);

		if (txn_charge(v->txn, bytes))
			return ENOMEM;
		n->list = malloc(bytes);
		if (!n->list)
			return ENOMEM;
	}
	for (child = v->node ? v->node->children : NULL; child; child = child->next)
		n->list[i++] = name_ref(child->name);
	n->list_count = i;
	n->listed = true;
	return 0;
}

/* Is the name, which the store has below n, to be seen no longer or at a new place? */
static bool overridden(const struct txn *t, const struct tnode *n, const struct name *name)
{
	struct part part = { name->str, name->len, name->hash };
	const struct tnode *child = tnode_child(t, n, &part);

	return child && child->accessed && (!child->exists || child->fresh);
}

static bool is_new_child(const struct tnode *child)
{
	return child->accessed && child->exists && child->fresh;
}

int view_list(struct view *v, bool (*fn)(void *arg, const struct name *name), void *arg)
{
	const struct tnode *made;
	struct node *child;
	uint32_t i, count;

	if (!v->txn) {
		for (child = v->node->children; child && fn(arg, child->name); child = child->next)
			;
		return 0;
	}
	if (snapshot_list(v))
		return ENOMEM;
	/* A list from before the node was removed and made again counts no more. */
	count = v->tnode->fresh ? 0 : v->tnode->list_count;
	for (i = 0; i < count; i++) {
		if (!overridden(v->txn, v->tnode, v->tnode->list[i]) &&
		    !fn(arg, v->tnode->list[i]))
			return 0;
	}
	for (made = v->tnode->children; made; made = made->sibling) {
		if (is_new_child(made) && !fn(arg, made->name))
			break;
	}
	return 0;
}

size_t view_child_bytes(const struct view *v)
{
	const struct tnode *n = v->tnode, *child;
	size_t bytes;

	if (!v->txn)
		return v->node->child_bytes;
	bytes = n->fresh || !v->node ? 0 : v->node->child_bytes;
	for (child = n->children; child; child = child->sibling) {
		size_t size = child->name->len + 1;

		if (is_new_child(child))
			bytes += size;
		if (child->accessed && child->based && child->base_gen &&
		    (!child->exists || child->fresh) && bytes >= size)
			bytes -= size;
	}
	return bytes;
}

/* Changes ----------------------------------------------------------------------------------- */

/* Is the node too large for its guest, with that value and `more` bytes of children's names? */
static bool too_large(const struct view *v, const struct perms *perms, size_t value_len,
		      size_t more)
{
	const struct conn *c = v->txn->conn;

	/* The children are counted only for those whom it concerns. */
	return !c->privileged &&
	       quota_exceeded(c, QUOTA_NODE_SIZE,
			      node_size(perms, value_len, view_child_bytes(v) + more));
}

static void touch(struct txn *t, struct tnode *n)
{
	n->gen = tree_next_gen();
	if (list_is_empty(&n->fire))
		list_append(&t->fire, &n->fire);
}

int txn_set_value(struct view *v, struct blob *value)
{
	struct tnode *n = v->tnode;

	if (too_large(v, n->perms, blob_len(value), 0))
		return ENOSPC;
	if (txn_charge(v->txn, blob_len(value)))
		return ENOMEM;
	blob_put(n->value);
	n->value = value;
	n->value_changed = true;
	touch(v->txn, n);
	return 0;
}

int txn_set_perms(struct view *v, struct perms *perms)
{
	struct tnode *n = v->tnode;

	if (too_large(v, perms, blob_len(n->value), 0))
		return ENOSPC;
	perms_put(n->perms);
	n->perms = perms;
	n->perms_changed = true;
	touch(v->txn, n);
	return 0;
}

static void appear(struct tnode *n, struct perms *perms, struct blob *value)
{
	perms_put(n->perms);
	blob_put(n->value);
	n->exists = n->fresh = true;
	n->perms = perms;
	n->value = value;
	n->gen = n->parent->gen = tree_next_gen();
}

int txn_create(struct view *v, const struct path *p, struct perms *perms, struct blob *value)
{
	struct txn *t = v->txn;
	struct tnode *n = v->tnode;
	unsigned i;
	int err;

	if (quota_exceeded(t->conn, QUOTA_NODE_SIZE, node_size(perms, blob_len(value), 0)) ||
	    too_large(v, n->perms, blob_len(n->value), p->part[v->depth].len + 1))
		return ENOSPC;
	if (txn_charge(t, blob_len(value)))
		return ENOMEM;
	for (i = v->depth; i < p->parts; i++) {
		err = tnode_get(t, n, &p->part[i], &n);
		if (!err)
			err = tnode_access(t, n, NULL, true);
		if (err)
			return err;
	}
	touch(t, n);
	appear(n, perms, value);
	for (i = p->parts - 1; i > v->depth; i--) {
		n = n->parent;
		appear(n, perms_ref(perms), NULL);
	}
	return 0;
}

/* In pre-order, what comes after n in top's subtree. */
static struct tnode *next_below(struct tnode *top, struct tnode *n)
{
	if (n->children)
		return n->children;
	while (n != top && !n->sibling)
		n = n->parent;
	return n == top ? NULL : n->sibling;
}

int txn_remove(struct view *v)
{
	struct tnode *top = v->tnode, *n;
	int err = 0;

	/* Everything noted below must say "gone", even if the path is made again later. */
	for (n = next_below(top, top); n && !err; n = next_below(top, n))
		err = tnode_access(v->txn, n, NULL, true);
	if (err)
		return err;
	for (n = next_below(top, top); n; n = next_below(top, n)) {
		n->exists = false;
		n->fresh = true;
	}
	top->exists = false;
	touch(v->txn, top);
	if (top->parent)
		top->parent->gen = tree_next_gen();
	return 0;
}

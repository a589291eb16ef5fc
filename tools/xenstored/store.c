/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "log.h"
#include "path.h"
#include "quota.h"
#include "store.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

static struct domain *owner_of(const struct perms *perms)
{
	struct domain *d = domain_find(perms_owner(perms));

	return d ? d : dom0;
}

int store_init(void)
{
	int err = tree_init();

	if (err)
		return err;
	account_add(dom0, QUOTA_NODES, 1);
	account_add(dom0, QUOTA_MEMORY, node_memory(tree_root->name, NULL));
	return 0;
}

static const struct perms *parent_perms(const struct node *n)
{
	return n->parent ? n->parent->perms : NULL;
}

int store_set_value(struct conn *c, const struct path *p, struct node *n, struct blob *value)
{
	struct audience who = { .now = n->perms, .parent = parent_perms(n) };
	long grow = (long)blob_len(value) - (long)blob_len(n->value);
	int err;

	if (quota_exceeded(c, QUOTA_NODE_SIZE,
			   node_size(n->perms, blob_len(value), n->child_bytes)))
		return ENOSPC;
	charge_add(owner_of(n->perms), 0, grow);
	err = charge_check(c);
	if (!err)
		err = watch_fire(p, who);
	if (err)
		return err;
	node_set_value(n, value);
	charge_commit();
	events_commit();
	return 0;
}

int store_set_perms(struct conn *c, const struct path *p, struct node *n, struct perms *perms)
{
	struct audience who = { .now = perms, .before = n->perms, .parent = parent_perms(n) };
	long memory = node_memory(n->name, n->value);
	int err;

	if (quota_exceeded(c, QUOTA_NODE_SIZE,
			   node_size(perms, blob_len(n->value), n->child_bytes)))
		return ENOSPC;
	if (!p->special) {
		charge_add(owner_of(n->perms), -1, -memory);
		charge_add(owner_of(perms), 1, memory);
	}
	err = watch_fire(p, who);
	if (err)
		return err;
	node_set_perms(n, perms);
	charge_commit();
	events_commit();
	return 0;
}

/* Nodes that are to become a chain, each the child of the one before. */
struct chain {
	struct node *first, *last;
};

static void chain_discard(struct chain *ch)
{
	while (ch->first) {
		struct node *n = ch->first;

		ch->first = n->next;
		node_discard(n);
	}
}

static int chain_add(struct chain *ch, const struct part *part, struct perms *perms)
{
	struct name *name = name_get(part->str, part->len, part->hash);
	struct node *n = name ? node_new(name, perms_ref(perms), NULL) : NULL;

	if (!n) {
		if (name)
			perms_put(perms);
		name_put(name);
		return ENOMEM;
	}
	if (ch->last)
		ch->last->next = n;
	else
		ch->first = n;
	ch->last = n;
	return 0;
}

static void chain_link(struct chain *ch, struct node *parent)
{
	struct node *n, *next;

	for (n = ch->first; n; n = next) {
		next = n->next;
		node_link(parent, n);
		parent = n;
	}
}

static int create_check(struct conn *c, const struct path *p, const struct view *v,
			struct perms *perms, struct blob *value)
{
	const struct node *top = v->node;
	size_t first = p->part[v->depth].len + 1;

	if (quota_exceeded(c, QUOTA_NODE_SIZE, node_size(perms, blob_len(value), 0)) ||
	    quota_exceeded(c, QUOTA_NODE_SIZE,
			   node_size(top->perms, blob_len(top->value), top->child_bytes + first)))
		return ENOSPC;
	return charge_check(c);
}

int store_create(struct conn *c, const struct path *p, const struct view *v, struct perms *perms,
		 struct blob *value)
{
	struct audience who = { .now = perms };
	struct domain *owner = owner_of(perms);
	struct chain chain = { NULL, NULL };
	unsigned i;
	int err = 0;

	for (i = v->depth; i < p->parts && !err; i++) {
		err = chain_add(&chain, &p->part[i], perms);
		if (!err)
			charge_add(owner, 1, node_memory(chain.last->name, NULL));
	}
	charge_add(owner, 0, blob_len(value));
	who.parent = v->depth + 1 == p->parts ? v->node->perms : perms;
	if (!err)
		err = create_check(c, p, v, perms, value);
	if (!err)
		err = watch_fire(p, who);
	if (err) {
		chain_discard(&chain);
		return err;
	}
	chain.last->value = value;
	chain_link(&chain, v->node);
	perms_put(perms);
	charge_commit();
	events_commit();
	return 0;
}

void store_drop(struct node *top)
{
	struct node *n, *next;

	for (n = node_first_leaf(top); n; n = next) {
		struct domain *owner = owner_of(n->perms);

		next = node_next_up(n, top);
		account_add(owner, QUOTA_NODES, -1);
		account_add(owner, QUOTA_MEMORY, -(long)node_memory(n->name, n->value));
		node_unlink(n);
		node_free(n);
	}
}

int store_remove(struct node *n)
{
	int err = watch_fire_removal(n);

	if (err)
		return err;
	store_drop(n);
	events_commit();
	return 0;
}

/* The topmost node of `top`'s subtree, in pre-order after `from`, that the domain owns. */
static struct node *next_owned(struct node *top, struct node *from, unsigned domid)
{
	struct node *n = from;

	for (;;) {
		if (perms_owner(n->perms) == domid && n->parent)
			return n;
		if (n->children) {
			n = n->children;
			continue;
		}
		while (n != top && !n->next)
			n = n->parent;
		if (n == top)
			return NULL;
		n = n->next;
	}
}

/* In pre-order, what comes after the subtree of n. */
static struct node *after(struct node *top, struct node *n)
{
	while (n != top && !n->next)
		n = n->parent;
	return n == top ? NULL : n->next;
}

static void disown(struct node *n)
{
	struct perms *perms = perms_with_owner(n->perms, 0);
	long memory = node_memory(n->name, n->value);
	struct domain *old = owner_of(n->perms);

	if (!perms) {
		perms_put(n->perms);
		perms = perms_ref(tree_root->perms);
		n->perms = perms_ref(perms);
	}
	account_add(old, QUOTA_NODES, -1);
	account_add(old, QUOTA_MEMORY, -memory);
	account_add(dom0, QUOTA_NODES, 1);
	account_add(dom0, QUOTA_MEMORY, memory);
	node_set_perms(n, perms);
}

static void forget_below(struct node *top, struct domain *dom, int keep_orphans)
{
	struct node *n = top, *next;

	while (dom->use[QUOTA_NODES] > 0 && n && (n = next_owned(top, n, dom->domid))) {
		if (keep_orphans) {
			disown(n);
			continue;
		}
		next = n == top ? NULL : after(top, n);
		if (watch_fire_removal(n)) {
			events_rollback();
			log_warn("out of memory: not all are told that domain %u's nodes go",
				 dom->domid);
		}
		store_drop(n);
		events_commit();
		n = next;
	}
}

void store_forget_owner(struct domain *dom, int keep_orphans)
{
	struct path p;
	char home[32];
	unsigned depth;
	struct node *n;

	if (dom->use[QUOTA_NODES] <= 0)
		return;
	if (perms_owner(tree_root->perms) == dom->domid)
		disown(tree_root);
	/* Nearly always all of them are here, and the rest of the store needs no look. */
	if (!path_parse(&p, home, sprintf(home, "/local/domain/%u", dom->domid), 0,
			PATH_BYTES_MAX, false)) {
		n = tree_walk(&p, &depth);
		if (depth == p.parts)
			forget_below(n, dom, keep_orphans);
	}
	forget_below(tree_root, dom, keep_orphans);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing a transaction's view back: compare, prepare (may fail), perform (cannot). */
#include <errno.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "quota.h"
#include "store.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

bool txn_is_current(struct txn *t)
{
	struct tnode *n;

	list_for_each(n, &t->order, order) {
		if (n == t->root)
			n->live = tree_root;
		else if (n == t->specials)
			n->live = tree_specials;
		else
			n->live = n->parent->live ? tree_child_named(n->parent->live, n->name)
						  : NULL;
		if (n->accessed && n->based && n->base_gen != (n->live ? n->live->gen : 0))
			return false;
		/* A domain may have died since the transaction made it the owner of something. */
		if (n->accessed && n->exists && !perms_owner_lives(n->perms))
			return false;
	}
	return true;
}

/* The node in the store is to go, with all that is below. */
static bool is_removed(const struct tnode *n)
{
	return n->accessed && n->live && (!n->exists || n->fresh);
}

static bool is_removed_above(const struct tnode *n)
{
	while ((n = n->parent)) {
		if (is_removed(n))
			return true;
	}
	return false;
}

static bool is_new(const struct tnode *n)
{
	return n->accessed && n->exists && n->fresh;
}

static int prepare_nodes(struct txn *t)
{
	struct tnode *n;

	list_for_each(n, &t->order, order) {
		if (!is_new(n))
			continue;
		n->prepared = node_new(name_ref(n->name), perms_ref(n->perms), blob_ref(n->value));
		if (!n->prepared) {
			name_put(n->name);
			perms_put(n->perms);
			blob_put(n->value);
			return ENOMEM;
		}
	}
	return 0;
}

static struct domain *owner_of(const struct perms *perms)
{
	struct domain *d = domain_find(perms_owner(perms));

	return d ? d : dom0;
}

/* Adds (sign 1) or takes back (-1) what the removals free. */
static void charge_removals(struct txn *t, int sign)
{
	struct tnode *n;
	struct node *node;

	list_for_each(n, &t->order, order) {
		if (!is_removed(n) || is_removed_above(n))
			continue;
		for (node = node_first_leaf(n->live); node; node = node_next_up(node, n->live))
			charge_add(owner_of(node->perms), -sign,
				   -sign * (long)node_memory(node->name, node->value));
	}
}

static int charge_changes(struct txn *t)
{
	struct tnode *n;
	int err;

	list_for_each(n, &t->order, order) {
		if (is_new(n)) {
			charge_add(owner_of(n->perms), 1, node_memory(n->name, n->value));
		} else if (n->accessed && n->exists && n->live && n->live != tree_specials &&
			   !node_is_special(n->live)) {
			charge_add(owner_of(n->live->perms), -1,
				   -(long)node_memory(n->name, n->live->value));
			charge_add(owner_of(n->perms), 1, node_memory(n->name, n->value));
		}
	}
	if (t->conn->privileged)
		return 0;
	charge_removals(t, 1);
	err = charge_check(t->conn);
	charge_removals(t, -1);
	return err;
}

const struct path *txn_path(const struct txn *t, const struct tnode *n)
{
	static const struct name *names[PATH_PARTS_MAX];
	static struct path p;
	unsigned i = PATH_PARTS_MAX;

	for (; n->parent; n = n->parent)
		names[--i] = n->name;
	path_from_names(&p, n == t->specials, names + i, PATH_PARTS_MAX - i);
	return &p;
}

static const struct perms *perms_of(const struct tnode *n)
{
	if (n->accessed)
		return n->perms;
	return n->live ? n->live->perms : NULL;
}

static int fire_one(struct txn *t, struct tnode *n)
{
	struct audience who = { .now = n->perms };
	bool removed = is_removed(n) && !is_removed_above(n);
	int err;

	if (!n->exists)
		return removed ? watch_fire_removal(n->live) : 0;
	if (removed) {
		err = watch_fire_below(n->live);
		if (err)
			return err;
	}
	who.before = n->live ? n->live->perms : NULL;
	who.parent = n->parent ? perms_of(n->parent) : NULL;
	return watch_fire(txn_path(t, n), who);
}

static int queue_events(struct txn *t)
{
	struct tnode *n;
	int err;

	if (!watch_any())
		return 0;
	list_for_each(n, &t->fire, fire) {
		err = fire_one(t, n);
		if (err)
			return err;
	}
	return 0;
}

static void perform_removals(struct txn *t)
{
	struct tnode *n;

	list_for_each(n, &t->order, order) {
		if (n->parent && n->parent->gone) {
			n->gone = true;
			n->live = NULL;
		} else if (is_removed(n)) {
			store_drop(n->live);
			n->gone = true;
			n->live = NULL;
		}
	}
}

static void perform_changes(struct txn *t)
{
	struct tnode *n;

	list_for_each(n, &t->order, order) {
		if (n->prepared) {
			node_link(n->parent->live, n->prepared);
			n->live = n->prepared;
			n->prepared = NULL;
			continue;
		}
		if (!n->accessed || !n->exists)
			continue;
		if (n->value_changed)
			node_set_value(n->live, blob_ref(n->value));
		if (n->perms_changed)
			node_set_perms(n->live, perms_ref(n->perms));
	}
}

int txn_apply(struct txn *t)
{
	int err = prepare_nodes(t);

	if (!err)
		err = charge_changes(t);
	if (!err)
		err = queue_events(t);
	if (err) {
		charge_rollback();
		events_rollback();
		return err;
	}
	perform_removals(t);
	perform_changes(t);
	charge_commit();
	events_commit();
	return 0;
}

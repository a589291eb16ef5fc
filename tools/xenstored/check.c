/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "conn.h"
#include "domain.h"
#include "path.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

struct found {
	long nodes, memory, watches, txns;
};

static struct found found[DOMID_LIMIT];

#define FAULT(...) (snprintf(fault, size, __VA_ARGS__), false)

/* The links from a node to its children and back, and the sums kept over them. */
static bool check_children(const struct node *n, char *fault, size_t size)
{
	const struct node *child, *last = NULL;
	uint32_t count = 0, bytes = 0;

	for (child = n->children; child; last = child, child = child->next) {
		if (child->parent != n)
			return FAULT("node %s has another parent", child->name->str);
		if (last && child->prev != last)
			return FAULT("node %s has another elder", child->name->str);
		if (tree_child_named(n, child->name) != child)
			return FAULT("node %s is not found by name", child->name->str);
		count++;
		bytes += child->name->len + 1;
	}
	if (n->children && n->children->prev != last)
		return FAULT("node %s does not know its last child", n->name->str);
	if (count != n->child_count || bytes != n->child_bytes)
		return FAULT("node %s miscounts its children", n->name->str);
	return true;
}

static bool check_node(const struct node *n, char *fault, size_t size)
{
	unsigned owner = perms_owner(n->perms);

	if (!check_children(n, fault, size))
		return false;
	if (n == tree_specials || node_is_special(n))
		return true;
	if (!perms_owner_lives(n->perms) || !domain_find(owner))
		return FAULT("node %s belongs to the unknown domain %u", n->name->str, owner);
	found[owner].nodes++;
	found[owner].memory += node_memory(n->name, n->value);
	return true;
}

static bool check_tree(struct node *top, size_t *nodes, char *fault, size_t size)
{
	struct node *n;

	for (n = node_first_leaf(top); n; n = node_next_up(n, top)) {
		if (!check_node(n, fault, size))
			return false;
		++*nodes;
	}
	--*nodes;
	return true;
}

static bool check_conn(const struct conn *c, char *fault, size_t size)
{
	struct found *f = &found[conn_domid(c)];
	struct watch *w;
	struct txn *t;

	if (c->out.head > c->out.len || c->out.len != c->out.pend || c->out.pend > c->out.cap)
		return FAULT("connection %u has a bad output buffer", c->id);
	f->memory += c->out.cap;
	list_for_each(w, &c->watches, on_conn) {
		f->watches++;
		f->memory += w->charged;
	}
	list_for_each(t, &c->txns, link) {
		f->txns++;
		f->memory += t->charged;
	}
	return true;
}

bool check_all(char *fault, size_t size)
{
	struct domain *d;
	struct conn *c;
	size_t nodes = 0, specials = 0;

	memset(found, 0, sizeof(found));
	if (!check_tree(tree_root, &nodes, fault, size) ||
	    !check_tree(tree_specials, &specials, fault, size))
		return false;
	if (nodes != tree_nodes)
		return FAULT("%zu nodes are in the tree, %zu are counted", nodes, tree_nodes);
	list_for_each(c, &conns, all) {
		if (!check_conn(c, fault, size))
			return false;
	}
	list_for_each(d, &domains, all) {
		const struct found *f = &found[d->domid];

		if (d->use[QUOTA_NODES] != f->nodes || d->use[QUOTA_WATCHES] != f->watches ||
		    d->use[QUOTA_TRANSACTIONS] != f->txns || d->use[QUOTA_MEMORY] != f->memory)
			return FAULT("domain %u's account says nodes %ld watches %ld "
				     "transactions %ld memory %ld, but has %ld %ld %ld %ld", d->domid,
				     d->use[QUOTA_NODES], d->use[QUOTA_WATCHES],
				     d->use[QUOTA_TRANSACTIONS], d->use[QUOTA_MEMORY], f->nodes,
				     f->watches, f->txns, f->memory);
	}
	return true;
}

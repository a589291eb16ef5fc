/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "pool.h"
#include "tree.h"

struct node *tree_root, *tree_specials;
size_t tree_nodes;

static struct pool node_pool = POOL_INIT(node_pool, sizeof(struct node));
static uint64_t last_gen, removals;

static uint64_t child_hash(const struct node *parent, uint32_t name_hash)
{
	return hash_mix((uintptr_t)parent, name_hash);
}

static uint64_t node_hash(const struct hlink *link)
{
	const struct node *n = container_of(link, struct node, link);

	return child_hash(n->parent, n->name->hash);
}

static struct htab nodes = HTAB_INIT(node_hash);

uint64_t tree_next_gen(void)
{
	return ++last_gen;
}

struct node *tree_child(const struct node *parent, const struct part *part)
{
	struct hlink *l = htab_first(&nodes, child_hash(parent, part->hash));

	for (; l; l = l->next) {
		struct node *n = container_of(l, struct node, link);

		if (n->parent == parent && n->name->hash == part->hash &&
		    n->name->len == part->len && !memcmp(n->name->str, part->str, part->len))
			return n;
	}
	return NULL;
}

struct node *tree_child_named(const struct node *parent, const struct name *name)
{
	struct hlink *l = htab_first(&nodes, child_hash(parent, name->hash));

	for (; l; l = l->next) {
		struct node *n = container_of(l, struct node, link);

		if (n->parent == parent && n->name == name)
			return n;
	}
	return NULL;
}

/* The nodes known from the path before this one; all of them are in the tree still. */
static struct path_nodes *known_nodes(const struct path *p)
{
	struct path_nodes *k = p->nodes;

	if (k && k->removals != removals) {
		k->removals = removals;
		k->count = 0;
	}
	return k;
}

struct node *tree_step(const struct path *p, unsigned i, const struct node *parent)
{
	struct path_nodes *k = known_nodes(p);
	struct node *child;

	if (k && i < k->count)
		return k->node[i];
	child = tree_child(parent, &p->part[i]);
	if (k && child && i == k->count)
		k->node[k->count++] = child;
	return child;
}

struct node *tree_walk(const struct path *p, unsigned *depth)
{
	struct node *n = p->special ? tree_specials : tree_root, *child;
	struct path_nodes *k = known_nodes(p);
	unsigned i = k ? k->count : 0;

	if (i)
		n = k->node[i - 1];
	for (; i < p->parts; i++) {
		child = tree_child(n, &p->part[i]);
		if (!child)
			break;
		n = child;
		if (k)
			k->node[k->count++] = n;
	}
	*depth = i;
	return n;
}

struct node *node_new(struct name *name, struct perms *perms, struct blob *value)
{
	struct node *n = pool_alloc(&node_pool);

	if (!n)
		return NULL;
	*n = (struct node){ .name = name, .perms = perms, .value = value };
	return n;
}

static void node_drop_contents(struct node *n)
{
	name_put(n->name);
	perms_put(n->perms);
	blob_put(n->value);
	pool_free(&node_pool, n);
}

void node_discard(struct node *n)
{
	if (n)
		node_drop_contents(n);
}

void node_free(struct node *n)
{
	node_drop_contents(n);
}

void node_link(struct node *parent, struct node *n)
{
	struct node *first = parent->children;

	n->parent = parent;
	n->next = NULL;
	if (first) {
		n->prev = first->prev;
		first->prev->next = n;
		first->prev = n;
	} else {
		n->prev = n;
		parent->children = n;
	}
	parent->child_count++;
	parent->child_bytes += n->name->len + 1;
	parent->gen = tree_next_gen();
	n->gen = tree_next_gen();
	htab_insert(&nodes, &n->link);
	tree_nodes++;
}

void node_unlink(struct node *n)
{
	struct node *parent = n->parent, *first = parent->children;

	if (n == first)
		parent->children = n->next;
	else
		n->prev->next = n->next;
	if (n->next)
		n->next->prev = n->prev;
	else if (n != first)
		first->prev = n->prev;
	parent->child_count--;
	parent->child_bytes -= n->name->len + 1;
	parent->gen = tree_next_gen();
	htab_remove(&nodes, &n->link);
	tree_nodes--;
	removals++;
}

void node_set_value(struct node *n, struct blob *value)
{
	blob_put(n->value);
	n->value = value;
	n->gen = tree_next_gen();
}

void node_set_perms(struct node *n, struct perms *perms)
{
	perms_put(n->perms);
	n->perms = perms;
	n->gen = tree_next_gen();
}

struct node *node_first_leaf(struct node *top)
{
	while (top->children)
		top = top->children;
	return top;
}

struct node *node_next_up(struct node *n, struct node *top)
{
	if (n == top)
		return NULL;
	return n->next ? node_first_leaf(n->next) : n->parent;
}

bool node_is_special(const struct node *n)
{
	return n->parent == tree_specials;
}

/* Record header of 24 bytes and 8 bytes a permission, as Xen 4.17's limits are tuned for. */
size_t node_size(const struct perms *perms, size_t value_len, size_t child_bytes)
{
	return 24 + 8 * (size_t)perms->count + value_len + child_bytes;
}

size_t node_memory(const struct name *name, const struct blob *value)
{
	return sizeof(struct node) + sizeof(struct hlink) + name->len + blob_len(value);
}

static struct node *make_root(void)
{
	static const struct perm_spec dom0_only = { 0, PERM_NONE, 0 };
	struct name *name = name_get("", 0, path_hash_name("", 0));
	struct perms *perms = perms_get(&dom0_only, 1);
	struct node *n = name && perms ? node_new(name, perms, NULL) : NULL;

	if (n)
		n->gen = tree_next_gen();
	return n;
}

static int make_special(const char *str)
{
	size_t len = strlen(str);
	struct name *name = name_get(str, len, path_hash_name(str, len));
	struct node *n = name ? node_new(name, perms_ref(tree_specials->perms), NULL) : NULL;

	if (!n)
		return ENOMEM;
	node_link(tree_specials, n);
	tree_nodes--;
	return 0;
}

int tree_init(void)
{
	if (htab_reserve(&nodes))
		return ENOMEM;
	tree_root = make_root();
	tree_specials = make_root();
	if (!tree_root || !tree_specials)
		return ENOMEM;
	if (make_special("@introduceDomain") || make_special("@releaseDomain"))
		return ENOMEM;
	return 0;
}

static void free_below(struct node *top)
{
	struct node *n, *next;

	for (n = node_first_leaf(top); n; n = next) {
		next = node_next_up(n, top);
		if (n != top)
			htab_remove(&nodes, &n->link);
		node_free(n);
	}
}

void tree_release(void)
{
	free_below(tree_root);
	free_below(tree_specials);
	tree_root = tree_specials = NULL;
	tree_nodes = 0;
	removals++;
	htab_release(&nodes);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store: nodes linked to their parent, siblings and children, found by one hash over (parent,
 * name). Names and permission lists are shared by reference; values are shared with transactions.
 *
 * Everything here changes the tree at once and cannot fail, except the functions that allocate:
 * requests allocate first and change afterwards, so that a failed request leaves no trace.
 */
#ifndef XENSTORED_TREE_H
#define XENSTORED_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "htab.h"
#include "list.h"

struct domain;
struct path;
struct part;

/* A shared string. */
struct name {
	struct hlink link;
	uint32_t refs;
	uint32_t hash;		/* path_hash_name() */
	uint32_t len;
	char str[];		/* NAME_ROOM(len) bytes, so that it can be copied by words */
};

#define NAME_ROOM(len) (((len) + 8) & ~(size_t)7)

/* Takes a reference to the name; NULL when memory is out. */
struct name *name_get(const char *str, size_t len, uint32_t hash);
struct name *name_ref(struct name *name);
void name_put(struct name *name);

/* An immutable value; NULL stands for the empty one. */
struct blob {
	uint32_t refs;
	uint32_t len;
	char data[];
};

/* *out gets the value with one reference. Returns 0 or ENOMEM. */
int blob_new(const void *data, size_t len, struct blob **out);
struct blob *blob_ref(struct blob *blob);
void blob_put(struct blob *blob);

static inline size_t blob_len(const struct blob *blob)
{
	return blob ? blob->len : 0;
}

#define PERM_NONE 0u
#define PERM_READ 1u
#define PERM_WRITE 2u
#define PERM_OWNER 4u	/* computed, never stored */

struct perm {
	struct list mention;	/* in domain->mentions */
	uint16_t domid;
	uint8_t access;		/* PERM_READ | PERM_WRITE */
	uint8_t stale;		/* the domain it named is dead: grants nothing to its successor */
	uint32_t index;		/* of this entry, to find its list */
};

/* A shared permission list. Entry 0 is the owner, with everybody else's access. */
struct perms {
	struct hlink link;
	uint32_t refs;
	uint32_t count;
	struct perm perm[];
};

struct perm_spec {
	uint16_t domid;
	uint8_t access;
	uint8_t stale;
};

/*
 * Takes a reference to the list that says `spec`. Entries of domains the daemon does not know are
 * marked stale in the list. NULL when memory is out.
 */
struct perms *perms_get(const struct perm_spec *spec, unsigned count);
struct perms *perms_ref(struct perms *perms);
void perms_put(struct perms *perms);
/* The same list with another owner; NULL when memory is out. */
struct perms *perms_with_owner(const struct perms *perms, unsigned owner);
/* A domain is gone: nothing that was granted to it is left for its id's next holder. */
void perms_forget_domain(struct domain *dom);
/* What `domid`, acting also for `target`, may do; owners may do everything. */
unsigned perms_access(const struct perms *perms, unsigned domid, unsigned target);

/* False once the owner is dead: nothing may be given such a list any more. */
static inline bool perms_owner_lives(const struct perms *perms)
{
	return !perms->perm[0].stale;
}

static inline unsigned perms_owner(const struct perms *perms)
{
	return perms->perm[0].domid;
}

struct node {
	struct hlink link;
	struct node *parent;
	struct node *next;	/* sibling; NULL at the last */
	struct node *prev;	/* sibling; the first child's is the last child */
	struct node *children;
	struct name *name;
	struct perms *perms;
	struct blob *value;
	uint64_t gen;		/* unique; new at every change of value, permissions or children */
	uint32_t child_count;
	uint32_t child_bytes;	/* of all children's names with their NULs */
};

extern struct node *tree_root;		/* "/" */
extern struct node *tree_specials;	/* parent of "@introduceDomain" and "@releaseDomain" */
extern size_t tree_nodes;		/* below the two */

/* Makes the two roots and the special nodes. Returns 0 or ENOMEM. */
int tree_init(void);
/* Frees everything; for tests. */
void tree_release(void);

struct node *tree_child(const struct node *parent, const struct part *part);
struct node *tree_child_named(const struct node *parent, const struct name *name);
/*
 * Goes down from the path's root as far as nodes exist. Returns the last one and, in *depth, how
 * many parts of the path it covers.
 */
struct node *tree_walk(const struct path *p, unsigned *depth);
/* The child for part i of the path; `parent` is the node of the parts before it. NULL: there is none. */
struct node *tree_step(const struct path *p, unsigned i, const struct node *parent);

/* A node outside of the tree, holding the references it is given. NULL when memory is out. */
struct node *node_new(struct name *name, struct perms *perms, struct blob *value);
/* Frees a node that was never linked. */
void node_discard(struct node *n);
void node_link(struct node *parent, struct node *n);
/* Takes over the reference to the value. */
void node_set_value(struct node *n, struct blob *value);
void node_set_perms(struct node *n, struct perms *perms);

/* Takes n out of its parent; its subtree stays whole and unreachable. */
void node_unlink(struct node *n);
/* Frees an unlinked node that has no children any more. */
void node_free(struct node *n);

/* Post-order: first the deepest first child, then node_next_up() until it returns NULL. */
struct node *node_first_leaf(struct node *top);
struct node *node_next_up(struct node *n, struct node *top);

bool node_is_special(const struct node *n);
/* Size as the node-size quota counts it. */
size_t node_size(const struct perms *perms, size_t value_len, size_t child_bytes);
/* Bytes charged to the owner. */
size_t node_memory(const struct name *name, const struct blob *value);

uint64_t tree_next_gen(void);

#endif

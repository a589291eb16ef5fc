/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Transactions. A transaction sees the store through its own copies of the nodes it has touched,
 * together with the generations they had. At the end the copies are written back if no touched
 * node has changed. If one has, the requests are run again on the store as it is now: if every
 * answer is the one given before, nobody can tell the difference and that result is written
 * back; only otherwise the client is told EAGAIN.
 */
#ifndef XENSTORED_TXN_H
#define XENSTORED_TXN_H

#include <stdbool.h>
#include <stdint.h>

#include "htab.h"
#include "list.h"
#include "path.h"

struct blob;
struct conn;
struct name;
struct node;
struct perms;

/* One node as the transaction sees it, or only a step on the way to one. */
struct tnode {
	struct hlink link;	/* by (parent, name) */
	struct list order;	/* in txn->order: parents before children */
	struct list fire;	/* in txn->fire when changed; else empty */
	struct tnode *parent;
	struct name *name;
	struct tnode *children, *last_child, *sibling;
	bool accessed;		/* what follows counts; else the store shows through */
	bool exists;
	bool fresh;		/* made in here: nothing of the store shows through below */
	bool based;		/* base_gen tells what the store had */
	bool value_changed, perms_changed;
	bool gone;		/* while committing: its node was removed with one above */
	bool listed;		/* `list` holds the children's names as first seen */
	struct perms *perms;
	struct blob *value;
	uint64_t base_gen;	/* generation in the store; 0: was not there */
	uint64_t gen;		/* generation in here */
	struct node *live;	/* only while committing */
	struct node *prepared;	/* only while committing */
	uint32_t list_count;
	struct name **list;
};

/* Takes over the reference to the name; NULL when memory is out. */
struct tnode *tnode_new(struct name *name);

struct txn {
	struct list link;	/* in conn->txns */
	struct conn *conn;
	uint32_t id;
	bool replaying;
	int64_t protected_until; /* guests have to wait with what would make it fail */
	bool doomed;		/* what it has seen cannot be told any more: ends with EAGAIN */
	bool sets_perms;	/* the log names domains, by ids that may be given to others */
	bool no_replay;		/* the log was given up: it had become too long */
	struct htab tab;
	struct list order, fire;
	struct tnode *root, *specials;
	unsigned accessed;
	long charged;		/* memory on the connection's account */
	char *log;
	uint32_t log_len, log_cap, log_count;
};

/* Returns 0 (*out set), ENOSPC (quota) or ENOMEM. */
int txn_start(struct conn *c, struct txn **out);
struct txn *txn_find(struct conn *c, uint32_t id);
/* 0, EAGAIN, ENOSPC or ENOMEM; the transaction is gone in any case. */
int txn_commit(struct txn *t);
void txn_abort(struct txn *t);
void txn_abort_all(struct conn *c);
/* A domain is dead: no log may give to its id's next holder what was meant for it. */
void txn_forget_domain(void);
/* A transaction with the given id made from the log of a former daemon. Returns 0 or an errno. */
int txn_restore(struct conn *c, uint32_t id, const char *log, uint32_t len, bool no_replay);

/*
 * Would a guest's change of this path, or what the guest's transaction changes, harm a transaction of a
 * privileged connection that has failed again and again? Then it has to wait, for a moment.
 */
bool txn_protects(const struct path *p);
bool txn_disturbs(struct txn *t);

/* Makes an empty transaction, uncounted. NULL when memory is out. */
struct txn *txn_new(struct conn *c, uint32_t id);
void txn_free(struct txn *t);
/* Has the transaction looked at the path, at something below it, or at the list it would come into? */
bool txn_has_seen(const struct txn *t, const struct path *p);
/* Path of one of its nodes; valid until the next call. */
const struct path *txn_path(const struct txn *t, const struct tnode *n);
/*
 * Changes the store as t has it, whose view must be current. 0, ENOSPC or ENOMEM
 * (nothing changed).
 */
int txn_apply(struct txn *t);
/* Looks up what the touched nodes are now; false if one is not what the transaction saw. */
bool txn_is_current(struct txn *t);

/* Makes room in the log for a request of that length. Returns 0 or ENOMEM. */
int txn_log_reserve(struct txn *t, uint32_t len);
/* Notes a request, for which there is room, and its answer for the replay. */
void txn_log(struct txn *t, uint32_t type, const char *body, uint32_t len, uint64_t answer);

/* The view ---------------------------------------------------------------------------------- */

struct view {
	struct txn *txn;	/* NULL: the store itself */
	struct node *node;	/* in the store; NULL if only in the transaction */
	struct tnode *tnode;	/* of the deepest part, if the transaction has one */
	unsigned depth;		/* how many parts of the path exist */
	bool exists;		/* all of them */
};

/*
 * Finds the path, or what exists of it, and notes in the transaction that it was looked at.
 * Returns 0, ENOSPC (too many nodes in one transaction) or ENOMEM.
 */
int view_find(struct txn *t, const struct path *p, struct view *v);
/* Of the deepest existing node. */
const struct perms *view_perms(const struct view *v);
const struct blob *view_value(const struct view *v);
uint64_t view_gen(const struct view *v);
/* Sum of the sizes of the children's names with their NULs. */
size_t view_child_bytes(const struct view *v);
/* Permissions of the parent of the existing node; NULL at the root. */
const struct perms *view_parent_perms(const struct view *v, const struct path *p);

/* Changes inside a transaction; references are taken over on success. 0, ENOSPC or ENOMEM. */
int txn_set_value(struct view *v, struct blob *value);
int txn_set_perms(struct view *v, struct perms *perms);
int txn_create(struct view *v, const struct path *p, struct perms *perms, struct blob *value);
int txn_remove(struct view *v);

/* Calls fn for each child's name in order until it returns false. 0 or ENOMEM. */
int view_list(struct view *v, bool (*fn)(void *arg, const struct name *name), void *arg);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Changes of the store outside of transactions: charged, told to the watchers, all or nothing. */
#ifndef XENSTORED_STORE_H
#define XENSTORED_STORE_H

struct blob;
struct conn;
struct domain;
struct node;
struct path;
struct perms;
struct view;

/* Makes the store with nothing but its root in it. Returns 0 or ENOMEM. */
int store_init(void);

/*
 * Each takes over the references it is given on success and returns 0, ENOSPC or ENOMEM; the
 * accounts and events of a failed one are for the caller to roll back.
 */
int store_set_value(struct conn *c, const struct path *p, struct node *n, struct blob *value);
int store_set_perms(struct conn *c, const struct path *p, struct node *n, struct perms *perms);
/* Makes the missing rest of the path; `perms` is for each new node, `value` for the last. */
int store_create(struct conn *c, const struct path *p, const struct view *v, struct perms *perms,
		 struct blob *value);
int store_remove(struct node *n);

/* Takes a subtree away and out of the accounts, silently. */
void store_drop(struct node *n);
/* Removes every node that belongs to the domain, with what is below; or gives them to dom0. */
void store_forget_owner(struct domain *dom, int keep_orphans);

#endif

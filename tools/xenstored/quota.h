/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Limits on what a domain may make the daemon keep, and the accounts they are checked against.
 * A request collects what it is going to use as one charge over all domains concerned, checks it,
 * and commits it after its last step that can fail, or rolls it back.
 */
#ifndef XENSTORED_QUOTA_H
#define XENSTORED_QUOTA_H

#include <stdbool.h>
#include <stddef.h>

struct conn;
struct domain;

enum quota_id {
	QUOTA_NODES,
	QUOTA_WATCHES,
	QUOTA_TRANSACTIONS,
	QUOTA_OUTSTANDING,
	QUOTA_TRANSACTION_NODES,
	QUOTA_MEMORY,
	QUOTA_NODE_SIZE,
	QUOTA_PATH_MAX,
	QUOTA_PERMISSIONS,
	QUOTA_COUNT
};

struct quota {
	const char *name, *what;
	long hard;
	long soft;		/* a warning in the log; only if has_soft */
	bool has_soft;
	bool counted;		/* kept in an account, as opposed to checked per request */
	bool zero_is_off;	/* 0 disables the check */
};

extern struct quota quotas[QUOTA_COUNT];

/* NULL if there is no such quota. */
struct quota *quota_find(const char *name);
/* Returns 0, or EINVAL for an unknown name or a value that is no number in range. */
int quota_set(const char *name, const char *value, bool soft);
/* Splits "name=value". Returns 0 or EINVAL. */
int quota_set_option(const char *assignment, bool soft);
/* Text tables for `xenstore-control quota`, for a known domain; the caller frees. NULL when memory is out. */
char *quota_table(bool soft);
char *quota_usage(unsigned domid);

/* True if `value` is above the limit for this connection; logs who hit what, once. */
bool quota_exceeded(const struct conn *c, enum quota_id id, long value);

/* Adds to what the request will have changed in dom's account. */
void charge_add(struct domain *dom, long nodes, long memory);
/* 0, ENOSPC (nodes) or ENOMEM (memory) if an unprivileged domain would pass its limit. */
int charge_check(const struct conn *c);
void charge_commit(void);
void charge_rollback(void);

/* Direct changes of an account, for what has no way to fail. */
void account_add(struct domain *dom, enum quota_id id, long delta);

#endif

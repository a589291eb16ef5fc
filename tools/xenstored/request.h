/* SPDX-License-Identifier: GPL-2.0-only */
/* One request at work: what the handlers of the operations see. */
#ifndef XENSTORED_REQUEST_H
#define XENSTORED_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

#include "path.h"

struct conn;
struct txn;
struct view;

/* What a handler returns to have the request tried again later. */
#define REQUEST_DEFER -1

struct request {
	struct conn *conn;
	struct xsd_sockmsg hdr;
	const char *body;	/* hdr.len bytes */
	struct txn *txn;	/* NULL if the request has none */
	uint64_t answer;	/* hash of what was replied, if the transaction keeps a log */
};

/*
 * Handlers have answered when they return 0; else they return the errno to send, and have
 * changed nothing.
 */
typedef int (*request_fn)(struct request *r);

void reply(struct request *r, const void *body, uint32_t len);
void reply_string(struct request *r, const char *str); /* with its NUL */
void reply_ok(struct request *r);

/* Splits the body into exactly its NUL-terminated strings, at most `max`; -1 if it does not end so. */
int request_strings(const struct request *r, const char **str, int max);
/* Decimal number of all of str, 0 to `limit`. Returns 0 or EINVAL. */
int request_number(const char *str, unsigned long limit, unsigned long *out);

/* Parses the path of a node below the caller's home. The result is valid during the request. */
int request_path(const struct request *r, const char *str, size_t len, bool allow_special,
		 struct path **out);
/*
 * Finds the node for a caller that needs all of `need` (PERM_*). ENOENT tells that it is missing
 * only to those who have that right on the nearest ancestor; `v` is then valid too.
 */
int request_find(const struct request *r, const struct path *p, unsigned need, struct view *v);

/* Is it a request that works inside transactions? */
bool request_can_replay(uint32_t type);
/* Runs a logged request inside a transaction and returns the hash of its answer. */
uint64_t request_replay(struct txn *t, uint32_t type, const char *body, uint32_t len);

int op_control(struct request *r);
int op_directory(struct request *r);
int op_read(struct request *r);
int op_get_perms(struct request *r);
int op_watch(struct request *r);
int op_unwatch(struct request *r);
int op_transaction_start(struct request *r);
int op_transaction_end(struct request *r);
int op_introduce(struct request *r);
int op_release(struct request *r);
int op_get_domain_path(struct request *r);
int op_write(struct request *r);
int op_mkdir(struct request *r);
int op_rm(struct request *r);
int op_set_perms(struct request *r);
int op_is_domain_introduced(struct request *r);
int op_resume(struct request *r);
int op_set_target(struct request *r);
int op_reset_watches(struct request *r);
int op_directory_part(struct request *r);

#endif

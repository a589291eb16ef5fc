/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A plain model of the store, against which the daemon is tested. It knows a fixed set of paths ("/" and names
 * a, b, c down to four levels), each an entry of a table, and answers each request by the rules of the
 * protocol with no regard to speed:
 *
 *	a transaction is a copy of each entry at the first look at it;
 *	it may be committed if all its requests, run again now, are answered as they were;
 *	an event goes to each watch whose path is above what has changed, or exactly there for what went
 *	with something above it, unless the same event waits already.
 */
#ifndef TEST_XENSTORED_MODEL_H
#define TEST_XENSTORED_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAMES 3
#define PATHS 121		/* 1 + 3 + 9 + 27 + 81 */
#define CONNS 6
#define DOMS 4
#define PERMS 3
#define VALUE_MAX 8
#define TEXT_MAX 64

enum m_op { M_READ, M_WRITE, M_MKDIR, M_RM, M_DIR, M_GET_PERMS, M_SET_PERMS };

struct m_perm {
	uint8_t dom, access, stale;
};

/* A request about a node. */
struct m_request {
	enum m_op op;
	int path;
	char value[VALUE_MAX];
	int perms;
	struct m_perm perm[PERMS];
};

/* Its answer: an errno, or a body. */
struct m_answer {
	int err;
	size_t len;
	char body[TEXT_MAX];
};

void m_init(long node_quota);
/* "/a/b" of a path's number. */
const char *m_path(int path);

/* conn 0 to 1 are sockets; 2 + d is the ring of domain d, for d of 1 to DOMS - 1. */
void m_connect(int conn);
/* The domain is dead: all of it goes, also its connection. */
void m_release(int dom);

void m_do(int conn, int txn, const struct m_request *r, struct m_answer *a);
int m_watch(int conn, int path, int token);	/* returns 0 or an errno */
int m_unwatch(int conn, int path, int token);
bool m_txn_start(int conn, int txn);
int m_txn_end(int conn, int txn, bool commit);

/* The connection has been sent its events: from now on the same ones are new. */
void m_sent(int conn);
/* The events that wait for a connection, as "path token", sorted; then they are gone. Returns how many. */
size_t m_take_events(int conn, char (*out)[TEXT_MAX], size_t max);

#endif

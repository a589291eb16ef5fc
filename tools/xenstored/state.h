/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The daemon's state as a stream: the format of Xen's docs/designs/xenstore-migration, version 1, and
 * the records of our own that are described here.
 */
#ifndef XENSTORED_STATE_H
#define XENSTORED_STATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct conn;

#define STATE_IDENT "xenstore"
#define STATE_VERSION 1

struct state_header {
	char ident[8];
	uint32_t version, flags;	/* big-endian; flags 0: the rest is little-endian */
};

struct state_record {
	uint32_t type, len;		/* the body follows, padded to 8 bytes */
};

enum {
	STATE_END, STATE_GLOBAL, STATE_CONN, STATE_WATCH, STATE_TXN, STATE_NODE, STATE_QUOTA,
	STATE_TXN_LOG = 0x80000001u,
	STATE_DOMAIN = 0x80000002u,
	STATE_SOFT_QUOTA = 0x80000003u,
};

struct state_global {
	int32_t socket_fd, evtchn_fd;
};

#define STATE_CONN_RING 0
#define STATE_CONN_SOCKET 1

struct state_conn {
	uint32_t conn_id;
	uint16_t type, pad;
	union {
		struct {
			uint16_t domid, target;
			uint32_t port;
		} ring;
		struct {
			int32_t fd, pad;
		} socket;
	};
	uint16_t in_len, partial_len;
	uint32_t out_len;
	/* in_len bytes read, out_len bytes not yet written */
};

struct state_watch {
	uint32_t conn_id;
	uint16_t path_len, token_len;	/* with their NULs; both strings follow */
};

struct state_txn {
	uint32_t conn_id, txn_id;
};

struct state_perm {
	char letter;
	uint8_t flags;			/* 1: stale */
	uint16_t domid;
};

struct state_node {
	uint32_t conn_id, txn_id;	/* 0: of the store itself, the only kind written */
	uint16_t path_len, value_len, access, perms;
	/* permissions, path with its NUL, value */
};

struct state_quota {
	uint16_t per_domain, global;	/* counts; values and names follow */
};

/*
 * Ours: what a transaction has been asked and has answered, from which the new daemon makes it again.
 * Flag 1: it can only fail.
 */
struct state_txn_log {
	uint32_t conn_id, txn_id, flags, len;
};

/* Ours: a known domain. Flag 1: its shutdown was told; 2: its ring is out of order. */
struct state_domain {
	uint16_t domid, target;
	uint32_t flags;
};

/* Writes all there is; `extra` is output that `to` still has to get. Returns 0 or an errno. */
int state_dump(FILE *f, int listen_fd, int event_fd, const struct conn *to, const void *extra,
	       uint32_t extra_len);

/*
 * Builds everything from a stream. The descriptors in its first record are given to `ready`, so that
 * domains' rings can be reached. Returns 0 or an errno; what was built by then is unusable.
 * Nothing in the stream is believed unchecked.
 */
int state_restore(const char *data, size_t size, int (*ready)(int listen_fd, int event_fd));

#endif

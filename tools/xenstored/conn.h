/* SPDX-License-Identifier: GPL-2.0-only */
/* Connections: buffered bytes in, requests, replies and events out, over a socket or a ring. */
#ifndef XENSTORED_CONN_H
#define XENSTORED_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

#include "list.h"

struct domain;
struct node;
struct watch;

#define MESSAGE_MAX (sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX)

/*
 *	buf:  | sent  | to be sent      | events of the request at work | free ... |
 *	      0      head              len                            pend       cap
 *
 * buf[0] is byte `base` of the whole stream. There is always room for one reply behind `pend`.
 */
struct outq {
	char *buf;
	uint32_t head, len, pend, cap;
	uint32_t lead;		/* buf begins with this much of a message that a former daemon began */
	uint64_t base;
};

struct conn {
	struct list all;
	struct list busy;	/* in the queue of those with something to do */
	uint64_t turn;		/* of the loop in which it was served last */
	struct list dirty;	/* in the list of those with new output */
	uint32_t id;		/* unique, never 0 */
	int fd;			/* -1: a ring */
	struct domain *dom;	/* whose account pays; the control domain for sockets */
	bool privileged;
	bool broken;		/* no requests are taken any more */
	bool polled_in, polled_out;

	char *in;
	uint32_t in_len, in_cap;
	uint32_t in_done;	/* of the requests up to the one at work */
	bool deferred;		/* a whole request waits in `in` for memory or for a live update */

	struct outq out;
	struct list events;	/* unsent, in the order of the stream */
	uint32_t outstanding;	/* requests answered since the output was last empty */

	struct list watches;
	struct list txns;
	uint32_t last_txid;
	uint32_t conflicts;	/* transactions in a row that ended with EAGAIN */
	uint64_t part_gen;	/* where the last DIRECTORY_PART ended: generation, */
	uint32_t part_offset;	/* byte, */
	struct node *part_child; /* and the child there; valid while the generation is */
};

extern struct list conns;

/* NULL when memory is out. */
struct conn *conn_new(int fd, struct domain *dom);
/* The id it had in a former daemon. */
void conn_set_id(struct conn *c, uint32_t id);
/* Drops watches, transactions and unsent bytes, and the connection itself. */
void conn_close(struct conn *c);
/* Drops watches, transactions and all bytes in both directions. */
void conn_reset(struct conn *c);

/* Takes in what the peer has sent, answers it, and sends what there is. */
void conn_serve(struct conn *c);
/* Sends what fits; keeps the rest. */
void conn_flush(struct conn *c);
/* conn_flush() for everyone who got output from somebody else's requests. */
void conn_flush_dirty(void);
/* Has the connection flushed at the end of the turn. */
void conn_mark_dirty(struct conn *c);
/* Puts the connection into the queue that conn_serve_busy() works off. */
void conn_wake(struct conn *c);
/* One turn of the loop: serves who is in the queue; true if some of them are not done. */
bool conn_serve_busy(void);
bool conn_any_busy(void);
/* Tries again what was deferred. */
void conn_retry_deferred(void);
bool conn_any_deferred(void);
/* Requests are read only while the peer takes its answers. */
bool conn_may_read(const struct conn *c);

/* Room for n more bytes and a reply. Returns 0 or ENOMEM. */
int outq_reserve(struct conn *c, uint32_t n);
/*
 * Appends a message to the stream, before the events that are not committed yet; a reply needs no
 * reservation of its own.
 */
void outq_message(struct conn *c, const struct xsd_sockmsg *hdr, const void *body);
/*
 * Gives a new connection what a former daemon has not sent; `partial` bytes at the start belong to a
 * message that was begun. Returns 0, EINVAL or ENOMEM.
 */
int outq_restore(struct conn *c, const char *data, uint32_t n, uint32_t partial);
/* Bytes still to be sent of a message that the peer has got the beginning of. */
uint32_t outq_partial(const struct conn *c);
/* n bytes from `head` on are with the peer. */
void outq_sent(struct conn *c, uint32_t n);
static inline uint32_t outq_unsent(const struct conn *c)
{
	return c->out.len - c->out.head;
}

/* Permissions of this connection on something with that list. */
struct perms;
unsigned conn_access(const struct conn *c, const struct perms *perms);
unsigned conn_domid(const struct conn *c);

/*
 * Handles one whole request. Returns false if it must be tried again later (memory is out even for
 * the reply, or a live update holds back new transactions).
 */
bool request_handle(struct conn *c, const struct xsd_sockmsg *hdr, const char *body);

#endif

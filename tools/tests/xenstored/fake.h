/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands in for the hypervisor and the event loop when the daemon's core is tested in one process. */
#ifndef TEST_XENSTORED_FAKE_H
#define TEST_XENSTORED_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/io/xs_wire.h>

struct conn;

#define FAKE_DOMAINS 64

/* Domain 0 is always there. */
extern bool fake_alive[FAKE_DOMAINS], fake_shutdown[FAKE_DOMAINS];
/* Each domain's ring page, and how often it was notified. */
extern struct xenstore_domain_interface fake_ring[FAKE_DOMAINS];
extern unsigned fake_notified[FAKE_DOMAINS];
extern unsigned fake_mapped, fake_bound;
/* What a domain does while it is being notified; NULL: nothing. */
extern void (*fake_on_notify)(unsigned domid);

/* Sets up an empty daemon; fake_stop() frees all of it, so that leaks show. */
void fake_start(void);
void fake_stop(void);

/* A connection as from a socket, that is fed by talk() only. */
struct conn *fake_socket(void);
/* Lets a domain live and introduces it; its connection. */
struct conn *fake_guest(unsigned domid);

struct answer {
	uint32_t type, req_id, tx_id, len;
	char body[XENSTORE_PAYLOAD_MAX + 1];
};

/* Sends a request straight to the daemon and takes the reply; events that come with it are kept. */
const struct answer *talk(struct conn *c, uint32_t type, uint32_t tx, const void *body, size_t len);
/* The same for strings, each with its NUL; the last is NULL. */
const struct answer *ask(struct conn *c, uint32_t type, uint32_t tx, ...)
	__attribute__((sentinel));
/* WRITE's body: no NUL behind the value. */
const struct answer *write_node(struct conn *c, uint32_t tx, const char *path, const char *value);

/* 0, or the errno the answer stands for. */
int answer_error(const struct answer *a);
/* Starts a transaction. */
uint32_t start_txn(struct conn *c);
/* The next event of the connection as "path token"; NULL if there is none. Takes it from the output. */
const char *next_event(struct conn *c);
/* Forgets all events that wait. */
void drop_events(struct conn *c);
/* Makes nothing be taken from the connection's output: a peer that does not read. */
extern bool fake_keep_output;

#endif

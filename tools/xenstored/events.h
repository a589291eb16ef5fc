/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Watch events on their way out. A request first queues all its events, which may fail, then
 * changes the store and commits them; or rolls them back and fails.
 */
#ifndef XENSTORED_EVENTS_H
#define XENSTORED_EVENTS_H

#include <stddef.h>
#include <stdint.h>

struct conn;
struct watch;

/*
 * Queues one event with the absolute path, whose chained hash is `path_hash` (see path.h); the watch's own form of the path is
 * sent. An event that the peer has not been sent yet is not repeated. Returns 0 or ENOMEM.
 */
int event_queue(struct watch *w, const char *path, size_t len, uint64_t path_hash);
void events_commit(void);
void events_rollback(void);
/* The connection's uncommitted events have moved n bytes further back in its output. */
void events_shift(struct conn *c, uint32_t n);

/* Forgets the records of events up to byte `pos` of the stream: they are with the peer. */
void events_sent(struct conn *c, uint64_t pos);
void events_drop_all(struct conn *c);
/*
 * Removes events that unprivileged domains have not taken for `timeout` seconds. Returns seconds until
 * the next call is needed, or -1.
 */
int events_expire(int64_t now, unsigned timeout);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* The event loop: one thread, epoll. */
#ifndef XENSTORED_LOOP_H
#define XENSTORED_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct conn;

/* Seconds of a clock that never jumps, as of the start of this turn. */
extern int64_t loop_now;

/* Returns 0 or an errno. */
int loop_init(int listen_fd, int event_fd);
/* Polls a socket connection for what it wants now (conn_may_read(), unsent output). 0 or errno. */
int loop_add(struct conn *c);
void loop_update(struct conn *c);
/* Runs until a signal says to stop. */
void loop_run(void);
/* Give the channel for changes of domains up to a successor, and take it back. 0 or an errno. */
void loop_pause(void);
int loop_resume(void);
int loop_listener(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Replacing the running daemon by a new one in the same process, which goes on with the same
 * connections, watches, transactions and store.
 */
#ifndef XENSTORED_LIVE_UPDATE_H
#define XENSTORED_LIVE_UPDATE_H

#include <stddef.h>

struct request;

/* What a program prints that can be a successor, when asked with --can-take-over. */
#define LIVE_UPDATE_ANSWER "xenstored state 1\n"

/* Remembers the command line, to start the successor with it. */
void live_update_init(int argc, char **argv);
/*
 * The `live-update` command with its arguments; answers the request or returns an errno. When it
 * succeeds in starting the successor, it does not return: the successor answers.
 */
int live_update_control(struct request *r, const char **arg, unsigned count);

/* In the successor: all of the predecessor's state (to be freed), or NULL with errno set. */
char *live_update_read(size_t *size);
/* In the successor, with the state restored: serve everybody who may have been waiting. */
void live_update_finish(void);

#endif

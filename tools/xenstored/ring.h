/* SPDX-License-Identifier: GPL-2.0-only */
/* The shared page of a domain: requests in, replies and events out (docs/xenstored.md). */
#ifndef XENSTORED_RING_H
#define XENSTORED_RING_H

#include <stdbool.h>

struct conn;
struct domain;

/* Takes what the guest has written. False if the ring is out of order or nothing is to be done. */
bool ring_fill(struct conn *c);
/* Gives the guest what fits of the output. */
void ring_flush(struct conn *c);
/* Sets up a page for a new connection: both queues empty, features announced. */
void ring_reset(struct domain *dom);
/* Goes on with a page in use (after a live update). False if its indices make no sense. */
bool ring_resume(struct domain *dom);

#endif

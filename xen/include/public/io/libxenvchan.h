/* SPDX-License-Identifier: MIT */
/*
 * A byte stream both ways between two domains, in memory that the server grants. "left" is what the server
 * reads and "right" what it writes; a ring of order below 12 lies in the shared page itself, at 1024 (order 10) or
 * 2048 (order 11), a larger one in pages named by grants[], left before right.
 */
#ifndef XEN_PUBLIC_IO_LIBXENVCHAN_H
#define XEN_PUBLIC_IO_LIBXENVCHAN_H

#include <stdint.h>
#include <sys/types.h>

/* Indices run freely. */
struct ring_shared {
	uint32_t cons;
	uint32_t prod;
};

#define VCHAN_NOTIFY_WRITE 0x1
#define VCHAN_NOTIFY_READ 0x2

struct vchan_interface {
	struct ring_shared left;
	struct ring_shared right;
	uint16_t left_order, right_order; /* log2 of bytes */
	uint8_t cli_live, srv_live; /* 0 once that side has gone */
	uint8_t cli_notify, srv_notify; /* VCHAN_NOTIFY_*: what that side waits for */
	uint32_t grants[0];
};

#endif

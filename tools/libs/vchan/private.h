/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef VCHAN_PRIVATE_H
#define VCHAN_PRIVATE_H

#include <libxenvchan.h>

/* orders of rings inside the shared page, and the largest of all */
#define ORDER_SMALL 10
#define ORDER_HALF  11
#define ORDER_PAGE  12
#define ORDER_MAX   20
#define PAGE_SIZE   4096U

static inline uint32_t ring_pages(int order)
{
	return order < ORDER_PAGE ? 0 : 1u << (order - ORDER_PAGE);
}

/* Removes the server's nodes. Exported, because it always was. */
void close_xs_srv(struct libxenvchan *ctrl);

#endif

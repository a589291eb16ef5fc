/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects of one size in aligned chunks, without malloc's overhead; empty chunks go back. */
#ifndef XENSTORED_POOL_H
#define XENSTORED_POOL_H

#include <stddef.h>

#include "list.h"

struct pool {
	size_t size;		/* of one object; a multiple of 8 */
	struct list partial;	/* chunks with room */
	size_t used;		/* objects handed out */
};

#define POOL_INIT(p, objsize) { .size = (objsize), .partial = LIST_INIT((p).partial) }

/* NULL when memory is out. The object is not cleared. */
void *pool_alloc(struct pool *p);
void pool_free(struct pool *p, void *obj);

#endif

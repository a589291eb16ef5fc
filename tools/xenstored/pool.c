/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdint.h>
#include <stdlib.h>

#include "pool.h"

#define CHUNK_SIZE 16384

struct chunk {
	struct list link;	/* in pool->partial while there is room */
	void *free;		/* first returned object */
	uint32_t used;
	uint32_t fresh;		/* objects never handed out start here */
};

static unsigned chunk_objects(const struct pool *p)
{
	return (CHUNK_SIZE - sizeof(struct chunk)) / p->size;
}

static struct chunk *chunk_new(struct pool *p)
{
	struct chunk *c = aligned_alloc(CHUNK_SIZE, CHUNK_SIZE);

	if (!c)
		return NULL;
	c->free = NULL;
	c->used = c->fresh = 0;
	list_append(&p->partial, &c->link);
	return c;
}

void *pool_alloc(struct pool *p)
{
	struct chunk *c;
	void *obj;

	if (list_is_empty(&p->partial))
		c = chunk_new(p);
	else
		c = container_of(p->partial.next, struct chunk, link);
	if (!c)
		return NULL;
	if (c->free) {
		obj = c->free;
		c->free = *(void **)obj;
	} else {
		obj = (char *)(c + 1) + p->size * c->fresh++;
	}
	if (++c->used == chunk_objects(p))
		list_remove(&c->link);
	p->used++;
	return obj;
}

void pool_free(struct pool *p, void *obj)
{
	struct chunk *c = (struct chunk *)((uintptr_t)obj & ~(uintptr_t)(CHUNK_SIZE - 1));

	if (c->used == chunk_objects(p))
		list_append(&p->partial, &c->link);
	*(void **)obj = c->free;
	c->free = obj;
	p->used--;
	if (--c->used == 0 && !(p->partial.next == &c->link && p->partial.prev == &c->link)) {
		list_remove(&c->link);
		free(c);
	}
}

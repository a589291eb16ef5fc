/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdint.h>
#include <sys/mman.h>

#include "pool.h"

#define CHUNK_SIZE 65536u

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

/* Straight from the system, so that what is given back really leaves the process. */
static void *map_aligned(void)
{
	char *p = mmap(NULL, 2 * CHUNK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);
	uintptr_t skip;

	if (p == MAP_FAILED)
		return NULL;
	skip = -(uintptr_t)p & (CHUNK_SIZE - 1);
	if (skip)
		munmap(p, skip);
	munmap(p + skip + CHUNK_SIZE, CHUNK_SIZE - skip);
	return p + skip;
}

static struct chunk *chunk_new(struct pool *p)
{
	struct chunk *c = map_aligned();

	if (c)
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
		munmap(c, CHUNK_SIZE);
	}
}

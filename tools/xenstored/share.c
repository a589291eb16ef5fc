/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared names and values. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pool.h"
#include "tree.h"

static uint64_t name_hash(const struct hlink *link)
{
	return container_of(link, struct name, link)->hash;
}

static struct htab names = HTAB_INIT(name_hash);

struct name *name_get(const char *str, size_t len, uint32_t hash)
{
	struct hlink *l;
	struct name *n;

	for (l = htab_first(&names, hash); l; l = l->next) {
		n = container_of(l, struct name, link);
		if (n->hash == hash && n->len == len && !memcmp(n->str, str, len))
			return name_ref(n);
	}
	if (htab_reserve(&names))
		return NULL;
	n = malloc(sizeof(*n) + NAME_ROOM(len));
	if (!n)
		return NULL;
	n->refs = 1;
	n->hash = hash;
	n->len = len;
	memcpy(n->str, str, len);
	n->str[len] = 0;
	htab_insert(&names, &n->link);
	return n;
}

struct name *name_ref(struct name *name)
{
	name->refs++;
	return name;
}

void name_put(struct name *name)
{
	if (!name || --name->refs)
		return;
	htab_remove(&names, &name->link);
	free(name);
}

/* Values are short as a rule: each small size has a pool. */
#define SMALL_MAX 64

static struct pool small[SMALL_MAX / 8 + 1];

static struct pool *pool_for(size_t len)
{
	size_t units = (sizeof(struct blob) + len + 7) / 8;
	struct pool *p;

	if (units > SMALL_MAX / 8)
		return NULL;
	p = &small[units];
	if (!p->size) {
		p->size = units * 8;
		list_init(&p->partial);
	}
	return p;
}

int blob_new(const void *data, size_t len, struct blob **out)
{
	struct pool *pool;
	struct blob *b;

	*out = NULL;
	if (!len)
		return 0;
	pool = pool_for(len);
	b = pool ? pool_alloc(pool) : malloc(sizeof(*b) + len);
	if (!b)
		return ENOMEM;
	b->refs = 1;
	b->len = len;
	memcpy(b->data, data, len);
	*out = b;
	return 0;
}

struct blob *blob_ref(struct blob *blob)
{
	if (blob)
		blob->refs++;
	return blob;
}

void blob_put(struct blob *blob)
{
	struct pool *pool;

	if (!blob || --blob->refs)
		return;
	pool = pool_for(blob->len);
	if (pool)
		pool_free(pool, blob);
	else
		free(blob);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Intrusive hash table that grows by one bucket per insertion (linear hashing), so that no single
 * request pays for a table of millions of entries. It never shrinks. Entries carry one pointer; the
 * owner supplies their hash, which must not change while they are linked.
 */
#ifndef XENSTORED_HTAB_H
#define XENSTORED_HTAB_H

#include <stddef.h>
#include <stdint.h>

struct hlink {
	struct hlink *next;
};

typedef uint64_t (*htab_hash_fn)(const struct hlink *link);

struct htab {
	struct hlink **bucket;
	size_t buckets;		/* in use; 0 until the first insertion */
	size_t capacity;
	size_t mask;		/* smallest 2^k - 1 that covers `buckets` */
	size_t count;
	htab_hash_fn hash;
};

#define HTAB_INIT(fn) { .hash = (fn) }

static inline size_t htab_slot(const struct htab *t, uint64_t hash)
{
	size_t slot = hash & t->mask;

	return slot < t->buckets ? slot : slot & (t->mask >> 1);
}

/* First entry of the chain that `hash` would be in; NULL if there is none. */
static inline struct hlink *htab_first(const struct htab *t, uint64_t hash)
{
	return t->buckets ? t->bucket[htab_slot(t, hash)] : NULL;
}

/* Makes sure that htab_insert() will succeed. Returns 0 or ENOMEM. */
int htab_reserve(struct htab *t);
/* Cannot fail after htab_reserve(), which every table needs once in its life. */
void htab_insert(struct htab *t, struct hlink *link);
void htab_remove(struct htab *t, struct hlink *link);
/* Frees the bucket array; the entries are the caller's. */
void htab_release(struct htab *t);

/* Spreads all bits of a to all bits of the result. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	unsigned __int128 m = (unsigned __int128)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd1b54a32d192ed03u);

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

#endif

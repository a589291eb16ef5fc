/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "htab.h"

#define FIRST_BUCKETS 16

int htab_reserve(struct htab *t)
{
	if (t->buckets)
		return 0;
	t->bucket = calloc(FIRST_BUCKETS, sizeof(*t->bucket));
	if (!t->bucket)
		return ENOMEM;
	t->buckets = t->capacity = FIRST_BUCKETS;
	t->mask = FIRST_BUCKETS - 1;
	return 0;
}

/* Adds one bucket and moves to it the entries that now belong there. */
static void htab_split(struct htab *t)
{
	struct hlink **from, *link, *moved = NULL;
	size_t new = t->buckets;

	if (new == t->capacity) {
		void *p = realloc(t->bucket, t->capacity * 2 * sizeof(*t->bucket));

		if (!p)
			return; /* longer chains are the only harm */
		t->bucket = p;
		t->capacity *= 2;
	}
	if (new > t->mask)
		t->mask = t->mask * 2 + 1;
	from = &t->bucket[new & (t->mask >> 1)];
	t->buckets++;
	while ((link = *from)) {
		if ((t->hash(link) & t->mask) == new) {
			*from = link->next;
			link->next = moved;
			moved = link;
		} else {
			from = &link->next;
		}
	}
	t->bucket[new] = moved;
}

void htab_insert(struct htab *t, struct hlink *link)
{
	struct hlink **head = &t->bucket[htab_slot(t, t->hash(link))];

	link->next = *head;
	*head = link;
	if (++t->count > t->buckets)
		htab_split(t);
}

void htab_remove(struct htab *t, struct hlink *link)
{
	struct hlink **p = &t->bucket[htab_slot(t, t->hash(link))];

	while (*p != link)
		p = &(*p)->next;
	*p = link->next;
	t->count--;
}

void htab_release(struct htab *t)
{
	free(t->bucket);
	t->bucket = NULL;
	t->buckets = t->capacity = t->mask = t->count = 0;
}

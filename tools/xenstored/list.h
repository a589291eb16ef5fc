/* SPDX-License-Identifier: GPL-2.0-only */
/* Intrusive doubly linked lists: the head is a link too, so that removal needs no head. */
#ifndef XENSTORED_LIST_H
#define XENSTORED_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	struct list *next, *prev;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

#define LIST_INIT(l) { &(l), &(l) }

static inline void list_init(struct list *l)
{
	l->next = l->prev = l;
}

static inline bool list_is_empty(const struct list *l)
{
	return l->next == l;
}

static inline void list_insert(struct list *link, struct list *prev, struct list *next)
{
	link->prev = prev;
	link->next = next;
	prev->next = link;
	next->prev = link;
}

static inline void list_append(struct list *head, struct list *link)
{
	list_insert(link, head->prev, head);
}

/* Leaves the link empty, so that removing it twice does no harm. */
static inline void list_remove(struct list *link)
{
	link->prev->next = link->next;
	link->next->prev = link->prev;
	list_init(link);
}

/* Moves everything from one list to another that is empty. */
static inline void list_move_all(struct list *to, struct list *from)
{
	list_init(to);
	if (list_is_empty(from))
		return;
	list_insert(to, from->prev, from->next);
	list_init(from);
}

#define list_for_each(pos, head, member)                                             \
	for (pos = container_of((head)->next, __typeof__(*pos), member);             \
	     &pos->member != (head);                                                 \
	     pos = container_of(pos->member.next, __typeof__(*pos), member))

/* The current entry may be removed in the body. */
#define list_for_each_safe(pos, tmp, head, member)                                   \
	for (pos = container_of((head)->next, __typeof__(*pos), member),             \
	     tmp = container_of(pos->member.next, __typeof__(*pos), member);         \
	     &pos->member != (head);                                                 \
	     pos = tmp, tmp = container_of(tmp->member.next, __typeof__(*pos), member))

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Circular doubly linked lists: a head is a node that belongs to no element. No locks inside. */
#ifndef XEN_LIST_H
#define XEN_LIST_H

#include <xen/types.h>

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *h) { h->next = h->prev = h; }
static inline bool list_empty(const struct list_head *h) { return READ_ONCE(h->next) == h; }

static inline void list_insert_between(struct list_head *n, struct list_head *prev,
				       struct list_head *next)
{
	n->prev = prev;
	n->next = next;
	prev->next = n;
	next->prev = n;
}

static inline void list_add(struct list_head *n, struct list_head *h)
{
	list_insert_between(n, h, h->next);
}

static inline void list_add_tail(struct list_head *n, struct list_head *h)
{
	list_insert_between(n, h->prev, h);
}

/* Unlinks @n and leaves it an empty list of its own, so that list_empty(n) tells "not queued". */
static inline void list_del_init(struct list_head *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	INIT_LIST_HEAD(n);
}
#define list_del list_del_init

static inline void list_move_tail(struct list_head *n, struct list_head *h)
{
	list_del_init(n);
	list_add_tail(n, h);
}

/* Moves all elements of @from to the end of @to; @from is empty afterwards. */
static inline void list_splice_tail_init(struct list_head *from, struct list_head *to)
{
	if (list_empty(from))
		return;
	from->next->prev = to->prev;
	to->prev->next = from->next;
	from->prev->next = to;
	to->prev = from->prev;
	INIT_LIST_HEAD(from);
}

#define list_entry(p, type, member) container_of(p, type, member)
#define list_first_entry(h, type, member) list_entry((h)->next, type, member)
#define list_last_entry(h, type, member) list_entry((h)->prev, type, member)
#define list_for_each_entry(e, h, member)                                        \
	for ((e) = list_entry((h)->next, typeof(*(e)), member); &(e)->member != (h); \
	     (e) = list_entry((e)->member.next, typeof(*(e)), member))
#define list_for_each_entry_safe(e, n, h, member)                                \
	for ((e) = list_entry((h)->next, typeof(*(e)), member),                  \
	    (n) = list_entry((e)->member.next, typeof(*(e)), member);            \
	     &(e)->member != (h);                                                \
	     (e) = (n), (n) = list_entry((n)->member.next, typeof(*(n)), member))

#endif

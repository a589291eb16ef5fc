/* SPDX-License-Identifier: GPL-2.0-only */
/* Sets of numbers kept as disjoint, non-adjacent ranges: the rights of a domain over ports, frames, interrupts. */
#ifndef XEN_RANGESET_H
#define XEN_RANGESET_H

#include <xen/types.h>

struct rangeset;

/* NULL: no memory. @name is not copied. Not from interrupt context. */
struct rangeset *rangeset_new(const char *name);
void rangeset_destroy(struct rangeset *r); /* NULL is fine; nobody else uses it any more */
/* Ranges are inclusive: [s, e], s <= e. 0, -ENOMEM, -EINVAL. Any context without locks of rank rangeset and above. */
int __must_check rangeset_add_range(struct rangeset *r, unsigned long s, unsigned long e);
int __must_check rangeset_remove_range(struct rangeset *r, unsigned long s, unsigned long e);
#define rangeset_add_singleton(r, n) rangeset_add_range(r, n, n)
#define rangeset_remove_singleton(r, n) rangeset_remove_range(r, n, n)
/* Whether all of [s, e], or any of it, is in the set. NULL sets contain nothing. */
bool rangeset_contains_range(struct rangeset *r, unsigned long s, unsigned long e);
bool rangeset_overlaps_range(struct rangeset *r, unsigned long s, unsigned long e);
#define rangeset_contains_singleton(r, n) rangeset_contains_range(r, n, n)
bool rangeset_is_empty(struct rangeset *r);
/* Calls fn(s, e, ctxt) for each part of the set within [s, e], in order, set locked, until fn returns non-zero. */
int rangeset_report_ranges(struct rangeset *r, unsigned long s, unsigned long e,
			   int (*fn)(unsigned long s, unsigned long e, void *ctxt), void *ctxt);
/* One line on the console, for debug keys. */
void rangeset_print(struct rangeset *r);

#endif

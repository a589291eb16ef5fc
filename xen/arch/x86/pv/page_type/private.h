/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PAGE_TYPE_PRIVATE_H
#define PAGE_TYPE_PRIVATE_H

#include <xen/domain.h>
#include <asm/pv/page_type.h>
#include "check.h"
#include "word.h"

extern unsigned int guest_pa_bits; /* width of physical addresses that guests may use */

/*
 * The contents of @pg, which this CPU has "in work" as a table of its type. A table takes its references entry by
 * entry from pg->partial.nr_valid on; interrupted or refused it keeps those it has, and .partial tells which.
 * 0, -EINVAL..., -ERESTART
 */
int table_validate(struct page_info *pg, struct domain *d, bool preemptible);
/* Drops the references of entries below pg->partial.nr_valid, downwards. 0 or (preemptible) -ERESTART. */
int table_invalidate(struct page_info *pg, struct domain *d, bool preemptible);
int desc_validate(struct page_info *pg);

/* One entry above L1: references on the table it names. */
int get_page_from_upper(u64 e, struct domain *d, unsigned int level, bool preemptible);
int put_page_from_upper(u64 e, bool preemptible);

/* The general forms: preemptible or not. */
int type_acquire(struct page_info *pg, unsigned long type, bool preemptible);
int type_release(struct page_info *pg, bool preemptible);

/* Keeps a valid L1 table of @d valid until unlock, without counting; false: it is none. Short and not nested. */
bool page_lock_l1(struct page_info *pg, const struct domain *d);
void page_unlock(struct page_info *pg);

#endif

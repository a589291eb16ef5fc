/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Types of pages of PV guests, for those who hold references for long or may be preempted. What everybody uses
 * (get_page_and_type(), put_page_and_type()) is in asm/mm.h.
 */
#ifndef ASM_PV_PAGE_TYPE_H
#define ASM_PV_PAGE_TYPE_H

#include <xen/mm.h>

struct domain;
struct vcpu;

/*
 * A reference with type PGT_l1..l4_page_table of a page of @d: the contents are validated if nobody did before.
 *   0        the caller has the reference
 *   -EINVAL  not d's page, another type in use, or contents that may not be in such a table
 *   -ERESTART  events are pending: call again, with the same arguments, from a continuation
 * Context: current is a vCPU (any domain's); no locks.
 */
int __must_check get_page_and_type_preemptible(struct page_info *pg, struct domain *d, unsigned long type);
/*
 * Gives it back. -ERESTART: the caller still has a plain reference and must call page_type_finish(pg) until
 * that returns 0; most callers leave the page to defer_table_put().
 */
int __must_check put_page_and_type_preemptible(struct page_info *pg);
/* Ends an interrupted invalidation and drops the reference: 0 or -ERESTART. */
int __must_check page_type_finish(struct page_info *pg);

/*
 * An interrupted put is finished before the vCPU's next page-table operation. defer: @v has a place for each of the
 * tables that one operation may leave, since each begins with put_old_guest_table(). Returns 0 or -ERESTART.
 */
void defer_table_put(struct vcpu *v, struct page_info *pg);
int __must_check put_old_guest_table(struct vcpu *v);

/* The guest's pin: one type reference that lasts until unpin. -EBUSY: is pinned already; -EINVAL. */
int page_pin(struct page_info *pg, struct domain *d, unsigned long type);
int page_unpin(struct page_info *pg);

/*
 * Domain destruction, after its vCPUs stopped for good: 0 or -ERESTART (call again).
 * First the page tables its vCPUs run on, then its pages: pins are removed, the allocation's references dropped.
 */
int pv_relinquish_page_tables(struct domain *d);
int relinquish_memory(struct domain *d, struct page_list_head *list);

/*
 * The references of a leaf entry @e of a page table of @d that maps memory of @owner (d itself, a foreign domain, or
 * dom_io). Memory of its own by frame number; what is no RAM by d's rights over I/O memory. May clear _PAGE_RW
 * (device registers that are emulated) and memory-type bits that d has no use for.
 * 0, -EINVAL (no such page, page in use as a table or descriptors), -EPERM (no right to that I/O memory)
 */
int __must_check get_page_from_l1e(u64 *e, struct domain *d, struct domain *owner);
void put_page_from_l1e(u64 e, struct domain *d);

/* Boot: validates the tables built for @d, for its first vCPU's guest_table, and pins them as its builder would. */
int pv_take_and_pin_l4(struct domain *d, mfn_t l4);

#endif

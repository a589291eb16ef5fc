/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changing one entry of a page table that is in use: references of the new entry are taken, the entry is exchanged,
 * those of the old one dropped. What mmu_update, update_va_mapping, write emulation and grants have in common.
 */
#ifndef PV_PT_UPDATE_H
#define PV_PT_UPDATE_H

#include <xen/domain.h>
#include <xen/mm.h>

/* How an entry is to change. */
struct pt_change {
	u64 new;
	struct domain *d;      /* owner of the table */
	struct domain *owner;  /* of the memory that a new leaf entry maps */
	bool preserve_ad;      /* keep the accessed and dirty bits that the entry has */
	bool emulated;         /* a store the guest meant as such: only from .expected, which is then the old entry */
	u64 expected;
};

/*
 * *slot of an L1 table that the caller has locked (page_lock_l1()).
 * 0, -EINVAL, -EPERM as get_page_from_l1e(); -EAGAIN: .emulated and the entry is not .expected.
 */
int mod_l1_entry(u64 *slot, const struct pt_change *c);
/*
 * Slot @i of @pg, a table of a higher level on which the caller has a type reference. 0, -EINVAL, -EAGAIN (another
 * vCPU changes it too), -ERESTART: nothing was changed, try again; PT_CHANGED_MORE_TO_DO: the entry was changed, but
 * current has deferred work (put_old_guest_table()).
 */
#define PT_CHANGED_MORE_TO_DO 1
int mod_upper_entry(struct page_info *pg, unsigned int i, const struct pt_change *c);

/*
 * The L1 table that maps @va in current's kernel page tables, locked, and the slot within; NULL: none.
 * The tables are read without locks, as the processor reads them; what counts is the type of the table found.
 */
u64 *guest_l1_lock(unsigned long va, struct page_info **pg);
void guest_l1_unlock(u64 *slot, struct page_info *pg);

#endif

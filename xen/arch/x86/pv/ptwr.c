/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <asm/pv/page_type.h>
#include <asm/pv/ptwr.h>
#include "page_type/private.h"
#include "pt-update.h"
#include "store-insn.h"

/* Accessed and dirty bits are all that can change behind our back, so a few tries are enough. */
#define MAX_TRIES 8

/* The part of the old entry that the instruction sees, changed, and put back into place. */
static int store_to_entry(u64 *slot, unsigned int offset, const struct store_insn *in, struct cpu_user_regs *regs,
			  struct domain *d)
{
	u64 mask = (in->size == 8 ? ~0UL : (1UL << (8 * in->size)) - 1) << (8 * offset);

	for (unsigned int i = 0; i < MAX_TRIES; i++) {
		struct cpu_user_regs after = *regs;
		struct pt_change c = { .d = d, .owner = d, .emulated = true, .expected = READ_ONCE(*slot) };
		int rc = 0;
		u64 v;

		if (store_insn_execute(in, (c.expected & mask) >> (8 * offset), &v, &after)) {
			c.new = (c.expected & ~mask) | (v << (8 * offset));
			rc = mod_l1_entry(slot, &c);
		}
		if (rc == -EAGAIN)
			continue;
		if (!rc)
			*regs = after;
		return rc;
	}
	return -EAGAIN;
}

bool pv_ptwr_fault(struct cpu_user_regs *regs, unsigned long va)
{
	struct domain *d = current->domain;
	struct page_info *mapping, *pg;
	struct store_insn in;
	u8 code[INSN_MAX];
	u64 *slot, *table, e;
	size_t left;
	int rc;

	if (!(d->vm_assist & (1UL << VMASST_TYPE_writable_pagetables)))
		return false;
	/* The entry that maps the faulting address: present, read-only, onto an L1 table. */
	slot = guest_l1_lock(va, &mapping);
	if (!slot)
		return false;
	e = READ_ONCE(*slot);
	guest_l1_unlock(slot, mapping);
	if ((e & (_PAGE_PRESENT | _PAGE_RW)) != _PAGE_PRESENT || !mfn_has_page(pte_mfn(e)))
		return false;
	pg = mfn_to_page(pte_mfn(e));
	if ((READ_ONCE(pg->type_info) & PGT_type_mask) != PGT_l1_page_table)
		return false;

	left = guest_raw_read(code, (void *)regs->rip, sizeof(code));
	if (!store_insn_decode(code, sizeof(code) - left, &in) || (va & 7) + in.size > 8)
		return false;
	if (!page_lock_l1(pg, d))
		return false;
	table = map_domain_page(pte_mfn(e));
	rc = store_to_entry(&table[(va & ~PAGE_MASK) / sizeof(*table)], va & 7, &in, regs, d);
	unmap_domain_page(table);
	page_unlock(pg);
	return !rc;
}

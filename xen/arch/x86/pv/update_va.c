/* SPDX-License-Identifier: GPL-2.0-only */
/* HYPERVISOR_update_va_mapping: one leaf entry of the current address space, with the flush that goes with it. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/pv/foreign.h>
#include <asm/pv/page_type.h>
#include "guest-flush.h"
#include "pt-update.h"

static int flush(unsigned long va, unsigned long flags)
{
	unsigned int what = (flags & UVMF_FLUSHTYPE_MASK) == UVMF_INVLPG ? FLUSH_TLB | FLUSH_ONE_PAGE : FLUSH_TLB;
	struct domain *d = current->domain;
	cpumask_t mask;
	int rc = 0;

	switch (flags & UVMF_FLUSHTYPE_MASK) {
	case UVMF_TLB_FLUSH:
	case UVMF_INVLPG:
		break;
	default:
		return 0;
	}
	switch (flags & ~UVMF_FLUSHTYPE_MASK) {
	case UVMF_LOCAL:
		flush_area_local((void *)va, what);
		return 0;
	case UVMF_ALL:
		domain_dirty_cpus(d, &mask);
		break;
	default:
		rc = vcpu_bitmap_to_cpus(d, (void *)(flags & ~UVMF_FLUSHTYPE_MASK), &mask);
		break;
	}
	if (!rc)
		flush_area_mask(&mask, (void *)va, what);
	return rc;
}

static long update(u64 va, u64 val, u64 flags, struct domain *owner)
{
	struct pt_change c = { .new = val, .d = current->domain, .owner = owner };
	struct page_info *pg;
	u64 *slot;
	long rc;

	rc = put_old_guest_table(current);
	if (rc)
		return rc;
	slot = guest_l1_lock(va, &pg);
	if (!slot)
		return hc_fail(-EINVAL, "d%u: no L1 table for address %lx", c.d->domain_id, va);
	rc = mod_l1_entry(slot, &c);
	guest_l1_unlock(slot, pg);
	return rc ? rc : flush(va, flags);
}

long do_update_va_mapping(u64 va, u64 val, u64 flags)
{
	long rc = update(va, val, flags, current->domain);

	return rc == -ERESTART ? hypercall_continuation(__HYPERVISOR_update_va_mapping, 3, va, val, flags) : rc;
}

long do_update_va_mapping_otherdomain(u64 va, u64 val, u64 flags, u32 domid)
{
	struct domain *owner = get_pg_owner(domid);
	long rc;

	if (IS_ERR(owner))
		return PTR_ERR(owner);
	/* A translated guest's memory is mapped through mmu_update, which knows its frame numbers. */
	rc = is_hvm_domain(owner) ? -EINVAL : update(va, val, flags, owner);
	put_domain(owner);
	return rc == -ERESTART ? hypercall_continuation(__HYPERVISOR_update_va_mapping_otherdomain, 4, va, val, flags,
							(unsigned long)domid) : rc;
}

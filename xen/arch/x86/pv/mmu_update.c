/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * HYPERVISOR_mmu_update: a list of changes to page-table entries, each named by its machine address.
 *
 * The way of nearly all of them, one entry of an L1 table of the caller's: copy in, lock the table, take the
 * references of the new entry, exchange, drop the old ones, unlock.
 */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <asm/pv/foreign.h>
#include "page_type/private.h"
#include "pt-update.h"

#define MMU_UPDATE_PREEMPTED 0x80000000U

/* A frame of a translated guest is named by its own number. */
static int translate_frame(struct pt_change *c)
{
	struct page_info *pg;

	if (!(c->new & _PAGE_PRESENT))
		return 0;
	pg = get_page_from_gfn(c->owner, _gfn(mfn_x(pte_mfn(c->new))));
	if (!pg)
		return -EINVAL;
	c->new = (c->new & PTE_FLAGS_MASK) | mfn_to_maddr(page_to_mfn(pg));
	/* The entry takes its own reference, and finds out if the page is no longer the owner's. */
	put_page(pg);
	return 0;
}

static int update_plain_page(struct page_info *pg, u64 ptr, u64 val)
{
	u64 *p;

	if (!get_page_type(pg, PGT_writable_page))
		return -EINVAL;
	p = map_domain_page(page_to_mfn(pg));
	WRITE_ONCE(p[(ptr & ~PAGE_MASK) / sizeof(*p)], val);
	unmap_domain_page(p);
	put_page_type(pg);
	return 0;
}

/* Not an L1 table, or not at the moment. */
static noinline int update_other(struct page_info *pg, u64 ptr, const struct pt_change *c)
{
	unsigned long type;
	int rc;

	if (!get_page(pg, c->d))
		return hc_fail(-EINVAL, "d%u: frame %lx is not its own", c->d->domain_id, ptr >> PAGE_SHIFT);
	type = READ_ONCE(pg->type_info) & PGT_type_mask;
	if (type < PGT_l2_page_table || type > PGT_l4_page_table) {
		rc = update_plain_page(pg, ptr, c->new);
		put_page(pg);
		return rc;
	}
	/* A table without users takes any value, but no one would have checked the rest: validate it. */
	rc = type_acquire(pg, type, true);
	if (rc) {
		put_page(pg);
		return rc;
	}
	rc = mod_upper_entry(pg, (ptr & ~PAGE_MASK) / sizeof(u64), c);
	if (put_page_and_type_preemptible(pg)) {
		/* Ours was the last reference; the page goes with the deferred work. */
		defer_table_put(current, pg);
		rc = rc ? rc : PT_CHANGED_MORE_TO_DO;
	}
	return rc;
}

static int update_entry(const mmu_update_t *req, unsigned int cmd, struct domain *pt_owner, struct domain *pg_owner)
{
	struct pt_change c = { .new = req->val, .d = pt_owner, .owner = pg_owner,
			       .preserve_ad = cmd == MMU_PT_UPDATE_PRESERVE_AD };
	mfn_t m = maddr_to_mfn(req->ptr);
	struct page_info *pg;
	u64 *table;
	int rc;

	if (unlikely(is_hvm_domain(pg_owner)) && cmd != MMU_PT_UPDATE_NO_TRANSLATE) {
		rc = translate_frame(&c);
		if (rc)
			return rc;
	}
	if (unlikely(!mfn_has_page(m)) || (req->ptr & 4))
		return hc_fail(-EINVAL, "d%u: no entry at %lx", pt_owner->domain_id, req->ptr);
	pg = mfn_to_page(m);
	if (unlikely(!page_lock_l1(pg, pt_owner)))
		return update_other(pg, req->ptr & ~3UL, &c);
	table = map_domain_page(m);
	rc = mod_l1_entry(&table[(req->ptr & ~PAGE_MASK) / sizeof(*table)], &c);
	unmap_domain_page(table);
	page_unlock(pg);
	return rc;
}

static int update_machphys(const mmu_update_t *req, struct domain *pg_owner)
{
	mfn_t m = maddr_to_mfn(req->ptr);

	if (is_hvm_domain(pg_owner) || !mfn_has_page(m) || !get_page(mfn_to_page(m), pg_owner))
		return hc_fail(-EINVAL, "frame %lx is not d%u's", mfn_x(m), pg_owner->domain_id);
	set_gpfn_from_mfn(m, req->val);
	put_page(mfn_to_page(m));
	return 0;
}

static int update_one(mmu_update_t *req, struct domain *pt_owner, struct domain *pg_owner)
{
	unsigned int cmd = req->ptr & 3;

	if (unlikely(cmd == MMU_MACHPHYS_UPDATE))
		return update_machphys(req, pg_owner);
	req->ptr &= ~3UL;
	return update_entry(req, cmd, pt_owner, pg_owner);
}

/*
 * Low half: whose memory is mapped. High half, unless 0: whose tables are changed, plus 1. The caller's own domain,
 * which is nearly always meant, needs no reference: it cannot go away under its own hypercall.
 */
static struct domain *get_owner(domid_t id)
{
	struct domain *self = current->domain;

	return likely(id == DOMID_SELF) ? self : get_pg_owner(id);
}

static void put_owner(struct domain *d, domid_t id)
{
	if (unlikely(id != DOMID_SELF))
		put_domain(d);
}

static int get_owners(u32 foreigndom, struct domain **pt_owner, struct domain **pg_owner)
{
	domid_t pt = foreigndom >> 16 ? (foreigndom >> 16) - 1 : DOMID_SELF, pg = foreigndom & 0xffff;
	int rc;

	*pg_owner = NULL;
	*pt_owner = get_owner(pt);
	if (IS_ERR(*pt_owner))
		return PTR_ERR(*pt_owner);
	*pg_owner = get_owner(pg);
	if (IS_ERR(*pg_owner)) {
		rc = PTR_ERR(*pg_owner);
	} else if (likely(is_pv_domain(*pt_owner))) {
		return 0;
	} else {
		put_owner(*pg_owner, pg);
		rc = -EINVAL;
	}
	put_owner(*pt_owner, pt);
	return rc;
}

static void put_owners(u32 foreigndom, struct domain *pt_owner, struct domain *pg_owner)
{
	put_owner(pg_owner, foreigndom & 0xffff);
	if (unlikely(foreigndom >> 16))
		put_owner(pt_owner, (foreigndom >> 16) - 1);
}

long do_mmu_update(mmu_update_t_in updates, u32 count, u32_out pdone, u32 foreigndom)
{
	struct domain *pt_owner, *pg_owner;
	u32 i, done = 0;
	int rc;

	/* A vCPU of a domain whose tables are being taken apart runs no more; this is for the others. */
	rc = put_old_guest_table(current);
	if (unlikely(rc)) {
		if (count && !(count & MMU_UPDATE_PREEMPTED) && !handle_is_null(pdone) && guest_write(pdone, 0, &done))
			return -EFAULT;
		return hypercall_continuation(__HYPERVISOR_mmu_update, 4, updates.in,
					      (unsigned long)(count | MMU_UPDATE_PREEMPTED), pdone.out,
					      (unsigned long)foreigndom);
	}
	if (unlikely(count & MMU_UPDATE_PREEMPTED)) {
		u32_in so_far = { .in = pdone.out };

		count &= ~MMU_UPDATE_PREEMPTED;
		if (!handle_is_null(pdone) && guest_read(&done, so_far, 0))
			return -EFAULT;
	}
	rc = get_owners(foreigndom, &pt_owner, &pg_owner);
	if (rc)
		return rc;
	for (i = 0; i < count; i++) {
		mmu_update_t req;

		if (i && hypercall_preempt_check()) {
			rc = -ERESTART;
			break;
		}
		rc = guest_read(&req, updates, i);
		if (rc)
			break;
		rc = update_one(&req, pt_owner, pg_owner);
		if (rc == PT_CHANGED_MORE_TO_DO) {
			i++;
			rc = -ERESTART;
		}
		if (rc)
			break;
	}
	put_owners(foreigndom, pt_owner, pg_owner);
	done += i;
	if (!handle_is_null(pdone) && guest_write(pdone, 0, &done))
		return -EFAULT;
	if (rc == -ERESTART)
		return hypercall_continuation(__HYPERVISOR_mmu_update, 4, updates.in + i,
					      (unsigned long)((count - i) | MMU_UPDATE_PREEMPTED), pdone.out,
					      (unsigned long)foreigndom);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Pinning, and the tables a vCPU runs on. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/page_type.h>
#include "private.h"

static struct page_info *page_of(xen_pfn_t frame, struct domain *owner)
{
	mfn_t m = _mfn(frame);

	/* A translated guest has no page tables for us to look after. */
	if (mfn_has_page(m) && is_pv_domain(owner))
		return mfn_to_page(m);
	return hc_fail(NULL, "d%u: no frame %lx", owner->domain_id, frame);
}

int mmuext_pin(const struct mmuext_op *op, struct domain *owner)
{
	struct page_info *pg = page_of(op->arg1.mfn, owner);
	unsigned long type = (op->cmd - MMUEXT_PIN_L1_TABLE + 1UL) << PGT_SHIFT;
	int rc = pg ? page_pin(pg, owner, type) : -EINVAL;

	return rc == -EBUSY ? -EINVAL : rc;
}

int mmuext_unpin(const struct mmuext_op *op, struct domain *owner)
{
	struct page_info *pg = page_of(op->arg1.mfn, owner);
	int rc;

	if (!pg || !get_page(pg, owner))
		return -EINVAL;
	rc = page_unpin(pg);
	put_page(pg);
	return rc == -ERESTART ? MMUEXT_DONE_MORE : rc;
}

/* The old table's reference is dropped only when no CPU uses it any more. */
static int drop_old(mfn_t old)
{
	struct page_info *pg;

	if (!mfn_x(old) || mfn_eq(old, INVALID_MFN))
		return 0;
	pg = mfn_to_page(old);
	if (!put_page_and_type_preemptible(pg))
		return 0;
	defer_table_put(current, pg);
	return MMUEXT_DONE_MORE;
}

int mmuext_new_baseptr(const struct mmuext_op *op, struct domain *owner)
{
	struct vcpu *v = current;
	mfn_t old = v->arch.guest_table, new = _mfn(op->arg1.mfn);
	struct page_info *pg = page_of(op->arg1.mfn, owner);
	int rc;

	if (!pg)
		return -EINVAL;
	if (mfn_eq(old, new)) {
		write_ptbase(v);
		return 0;
	}
	rc = get_page_and_type_preemptible(pg, owner, PGT_l4_page_table);
	if (rc)
		return rc;
	/* The LDT is named by linear address: it may be another one in the new tables. */
	pv_destroy_ldt(v);
	v->arch.guest_table = new;
	update_cr3(v);
	write_ptbase(v);
	return drop_old(old);
}

int mmuext_new_user_baseptr(const struct mmuext_op *op, struct domain *owner)
{
	struct vcpu *v = current;
	mfn_t old = v->arch.guest_table_user, new = _mfn(op->arg1.mfn);
	struct page_info *pg;
	int rc;

	if (mfn_eq(old, new))
		return 0;
	if (!mfn_x(new)) {
		v->arch.guest_table_user = INVALID_MFN;
		return drop_old(old);
	}
	pg = page_of(op->arg1.mfn, owner);
	if (!pg)
		return -EINVAL;
	rc = get_page_and_type_preemptible(pg, owner, PGT_l4_page_table);
	if (rc)
		return rc;
	v->arch.guest_table_user = new;
	return drop_old(old);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* HYPERVISOR_mmuext_op: operations on page tables as a whole, the TLB, and the LDT. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/nospec.h>
#include <asm/pv/foreign.h>
#include <asm/pv/page_type.h>
#include "private.h"

#define MMUEXT_PREEMPTED 0x80000000U

static const struct {
	int (*fn)(const struct mmuext_op *op, struct domain *owner);
	bool self; /* only for the caller's own memory and state */
} row[] = {
	[MMUEXT_PIN_L1_TABLE] = { .fn = mmuext_pin },
	[MMUEXT_PIN_L2_TABLE] = { .fn = mmuext_pin },
	[MMUEXT_PIN_L3_TABLE] = { .fn = mmuext_pin },
	[MMUEXT_PIN_L4_TABLE] = { .fn = mmuext_pin },
	[MMUEXT_UNPIN_TABLE] = { .fn = mmuext_unpin },
	[MMUEXT_NEW_BASEPTR] = { .fn = mmuext_new_baseptr, .self = true },
	[MMUEXT_TLB_FLUSH_LOCAL] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_INVLPG_LOCAL] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_TLB_FLUSH_MULTI] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_INVLPG_MULTI] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_TLB_FLUSH_ALL] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_INVLPG_ALL] = { .fn = mmuext_flush, .self = true },
	[MMUEXT_FLUSH_CACHE] = { .fn = mmuext_flush_cache, .self = true },
	[MMUEXT_SET_LDT] = { .fn = mmuext_set_ldt, .self = true },
	[MMUEXT_NEW_USER_BASEPTR] = { .fn = mmuext_new_user_baseptr, .self = true },
	[MMUEXT_CLEAR_PAGE] = { .fn = mmuext_clear_page },
	[MMUEXT_COPY_PAGE] = { .fn = mmuext_copy_page },
	[MMUEXT_FLUSH_CACHE_GLOBAL] = { .fn = mmuext_flush_cache, .self = true },
};

static int do_one(const struct mmuext_op *op, struct domain *owner)
{
	unsigned int cmd = op->cmd;

	if (cmd >= ARRAY_SIZE(row))
		return hc_fail(-ENOSYS, "mmuext_op %u", cmd);
	cmd = array_index_nospec(cmd, ARRAY_SIZE(row));
	if (!row[cmd].fn)
		return hc_fail(-ENOSYS, "mmuext_op %u", cmd);
	if (row[cmd].self && owner != current->domain)
		return -EPERM;
	return row[cmd].fn(op, owner);
}

long do_mmuext_op(mmuext_op_t_in ops, u32 count, u32_out pdone, u32 foreigndom)
{
	u32 i = 0, done = 0, nr = count & ~MMUEXT_PREEMPTED;
	struct domain *owner;
	int rc;

	if (unlikely(count & MMUEXT_PREEMPTED) && !handle_is_null(pdone)) {
		u32_in so_far = { .in = pdone.out };

		if (guest_read(&done, so_far, 0))
			return -EFAULT;
	}
	owner = get_pg_owner(foreigndom);
	if (IS_ERR(owner))
		return PTR_ERR(owner);
	rc = is_hvm_domain(owner) ? -EINVAL : put_old_guest_table(current);
	for (; !rc && i < nr; i++) {
		mmuext_op_t op;

		if (i && hypercall_preempt_check())
			rc = -ERESTART;
		else if (!(rc = guest_read(&op, ops, i)))
			rc = do_one(&op, owner);
		if (rc == MMUEXT_DONE_MORE) {
			i++;
			rc = -ERESTART;
		}
		if (rc)
			break;
	}
	put_domain(owner);
	done += i;
	if (!handle_is_null(pdone) && guest_write(pdone, 0, &done))
		return -EFAULT;
	if (rc == -ERESTART)
		return hypercall_continuation(__HYPERVISOR_mmuext_op, 4, ops.in + i,
					      (unsigned long)((nr - i) | MMUEXT_PREEMPTED), pdone.out,
					      (unsigned long)foreigndom);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* GRANT_TABLE_OP: a list of equal operations, element by element. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

/* These take one element: the list is a formality. */
static bool takes_list(u32 cmd)
{
	switch (cmd) {
	case GNTTABOP_map_grant_ref:
	case GNTTABOP_unmap_grant_ref:
	case GNTTABOP_unmap_and_replace:
	case GNTTABOP_copy:
	case GNTTABOP_swap_grant_ref:
		return true;
	}
	return false;
}

long do_grant_table_op(u32 cmd, u8_inout list, u32 count)
{
	const struct subop *op = subop_find(&grant_table_op_table, cmd);
	struct gnttab_batch batch;
	u64 arg[SUBOP_ARG_MAX / 8];
	u8 *guest = list.inout;
	long rc = 0;
	size_t step;
	u32 i;

	if (!op || !op->fn)
		return -ENOSYS;
	if ((s32)count < 0 || (!takes_list(cmd) && count != 1))
		return -EINVAL;
	batch.n = 0;
	step = guest_layout_size(op->layout, op->size);
	for (i = 0; !rc && i < count; i++, guest += step) {
		if (i && hypercall_preempt_check())
			break;
		if (guest_layout_read(arg, guest, op->size, op->layout))
			rc = -EFAULT;
		else
			rc = op->fn(&batch, arg);
		if (rc != -EFAULT && guest_layout_write(guest, arg, op->size, op->layout))
			rc = -EFAULT;
	}
	gnttab_batch_complete(&batch);
	if (!rc && i < count)
		return hypercall_continuation(__HYPERVISOR_grant_table_op, 3, (unsigned long)cmd, (unsigned long)guest,
					      (unsigned long)(count - i));
	return rc;
}

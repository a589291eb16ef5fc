/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSCTL: copy in, version, privilege; the row's handler; copy back. PLATFORM_OP: the same. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/system.h>

static DEFINE_SPINLOCK(sysctl_lock, domctl);   /* one at a time; who does not get it comes again */
static DEFINE_SPINLOCK(platform_lock, domctl);

/* Runs @row on the structure @op of @size that came from @guest. */
static long run_row(const struct subop *row, void *op, size_t size, void *guest, spinlock_t *lock, unsigned int hypercall)
{
	long rc = subop_permitted(row);

	if (rc)
		return rc;
	if (!spin_trylock(lock))
		return hypercall_continuation(hypercall, 1, (unsigned long)guest);
	rc = row->fn(NULL, op + row->offset);
	spin_unlock(lock);
	if (rc == -ERESTART)
		return hypercall_continuation(hypercall, 1, (unsigned long)guest);
	if ((row->flags & SUBOP_out) && (rc >= 0 || (row->flags & SUBOP_always)) && guest_raw_write(guest, op, size))
		return -EFAULT;
	return rc;
}

long do_sysctl(xen_sysctl_t_inout guest)
{
	xen_sysctl_t_in in = inout_as_in(xen_sysctl_t, guest);
	const struct subop *row;
	struct xen_sysctl op;

	if (!is_control_domain(current->domain))
		return -EPERM;
	if (guest_read(&op, in, 0))
		return -EFAULT;
	if (op.interface_version != XEN_SYSCTL_INTERFACE_VERSION)
		return -EACCES;
	row = subop_find(&sysctl_table, op.cmd);
	if (!row || !row->fn)
		return hypercall_missing(row && row->name ? row->name : "sysctl");
	return run_row(row, &op, sizeof(op), guest.inout, &sysctl_lock, __HYPERVISOR_sysctl);
}

long do_platform_op(xen_platform_op_t_inout guest)
{
	xen_platform_op_t_in in = inout_as_in(xen_platform_op_t, guest);
	const struct subop *row;
	struct xen_platform_op op;

	if (!is_hardware_domain(current->domain))
		return -EPERM;
	if (guest_read(&op, in, 0))
		return -EFAULT;
	if (op.interface_version != XENPF_INTERFACE_VERSION)
		return -EACCES;
	row = subop_find(&platform_op_table, op.cmd);
	if (!row || !row->fn)
		return hypercall_missing(row && row->name ? row->name : "platform_op");
	return run_row(row, &op, sizeof(op), guest.inout, &platform_lock, __HYPERVISOR_platform_op);
}

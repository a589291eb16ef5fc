/* SPDX-License-Identifier: GPL-2.0-only */
/* DOMCTL: copy in, version, privilege, target; the row's handler; copy back. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/system.h>

/* Operations that change which domains and vCPUs there are, one at a time. Who does not get it comes again. */
static DEFINE_SPINLOCK(domctl_lock, domctl);

static long perform(const struct subop *row, struct xen_domctl *op)
{
	struct domain *d = NULL;
	long rc;

	if (!(row->flags & SUBOP_nodomain)) {
		d = op->domain == DOMID_SELF ? NULL : get_domain_by_id(op->domain);
		if (!d)
			return -ESRCH;
		if ((row->flags & SUBOP_others) && d == current->domain) {
			put_domain(d);
			return -EINVAL;
		}
	}
	rc = row->fn(d, (void *)op + row->offset);
	if (d)
		put_domain(d);
	return rc;
}

long do_domctl(xen_domctl_t_inout guest)
{
	xen_domctl_t_in in = inout_as_in(xen_domctl_t, guest);
	const struct subop *row;
	struct xen_domctl op;
	long rc;

	if (!is_control_domain(current->domain))
		return -EPERM;
	if (guest_read(&op, in, 0))
		return -EFAULT;
	if (op.interface_version != XEN_DOMCTL_INTERFACE_VERSION)
		return -EACCES;
	row = subop_find(&domctl_table, op.cmd);
	if (!row || !row->fn)
		return hypercall_missing(row && row->name ? row->name : "domctl");

	if (!spin_trylock(&domctl_lock))
		return hypercall_continuation(__HYPERVISOR_domctl, 1, (unsigned long)guest.inout);
	rc = perform(row, &op);
	spin_unlock(&domctl_lock);

	if (rc == -ERESTART)
		return hypercall_continuation(__HYPERVISOR_domctl, 1, (unsigned long)guest.inout);
	if ((row->flags & SUBOP_out) && (rc >= 0 || (row->flags & SUBOP_always))) {
		/* The whole: the header tells the number of a domain that was made or found. */
		if (guest_raw_write(guest.inout, &op, sizeof(op)))
			return -EFAULT;
	}
	return rc;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Performance counters and lock profiles of a hypervisor built with them. */
#include "private.h"

int xc_perfc_reset(xc_interface *xch)
{
	struct xen_sysctl sysctl = SYSCTL(perfc_op, .cmd = XEN_SYSCTL_PERFCOP_reset);

	return do_sysctl(xch, &sysctl);
}

int xc_perfc_query_number(xc_interface *xch, int *nbr_desc, int *nbr_val)
{
	struct xen_sysctl sysctl = SYSCTL(perfc_op, .cmd = XEN_SYSCTL_PERFCOP_query);
	int rc = do_sysctl(xch, &sysctl);

	if (nbr_desc)
		*nbr_desc = sysctl.u.perfc_op.nr_counters;
	if (nbr_val)
		*nbr_val = sysctl.u.perfc_op.nr_vals;
	return rc;
}

int xc_perfc_query(xc_interface *xch, xc_hypercall_buffer_t *desc, xc_hypercall_buffer_t *val)
{
	struct xen_sysctl sysctl = SYSCTL(perfc_op, .cmd = XEN_SYSCTL_PERFCOP_query);
	DECLARE_HYPERCALL_BUFFER_ARGUMENT(desc);
	DECLARE_HYPERCALL_BUFFER_ARGUMENT(val);

	set_xen_guest_handle(sysctl.u.perfc_op.desc, desc);
	set_xen_guest_handle(sysctl.u.perfc_op.val, val);
	return do_sysctl(xch, &sysctl);
}

int xc_lockprof_reset(xc_interface *xch)
{
	struct xen_sysctl sysctl = SYSCTL(lockprof_op, .cmd = XEN_SYSCTL_LOCKPROF_reset);

	return do_sysctl(xch, &sysctl);
}

int xc_lockprof_query_number(xc_interface *xch, uint32_t *n_elems)
{
	struct xen_sysctl sysctl = SYSCTL(lockprof_op, .cmd = XEN_SYSCTL_LOCKPROF_query);
	int rc = do_sysctl(xch, &sysctl);

	*n_elems = sysctl.u.lockprof_op.nr_elem;
	return rc;
}

int xc_lockprof_query(xc_interface *xch, uint32_t *n_elems, uint64_t *time,
		      xc_hypercall_buffer_t *data)
{
	struct xen_sysctl sysctl = SYSCTL(lockprof_op, .cmd = XEN_SYSCTL_LOCKPROF_query,
					  .max_elem = *n_elems);
	DECLARE_HYPERCALL_BUFFER_ARGUMENT(data);
	int rc;

	set_xen_guest_handle(sysctl.u.lockprof_op.data, data);
	rc = do_sysctl(xch, &sysctl);
	*n_elems = sysctl.u.lockprof_op.nr_elem;
	*time = sysctl.u.lockprof_op.time;
	return rc;
}

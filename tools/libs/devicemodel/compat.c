/* SPDX-License-Identifier: LGPL-2.1-only */
/* dm_op as a plain hypercall, for kernels whose privcmd has no ioctl for it. */
#include <string.h>

#include "private.h"

#include <xen/hvm/dm_op.h>

int dm_op_hypercall(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
		    const struct dm_buf bufs[])
{
	xencall_handle *xcall = dmod->xcall;
	xen_dm_op_buf_t *hyp_bufs;
	void *copies[DM_OP_MAX_BUFS] = { NULL };
	unsigned int i;
	int rc = -1;

	hyp_bufs = xencall_alloc_buffer(xcall, DM_OP_MAX_BUFS * sizeof(*hyp_bufs));
	if (!hyp_bufs)
		return -1;

	for (i = 0; i < nr; i++) {
		copies[i] = xencall_alloc_buffer(xcall, bufs[i].size);
		if (!copies[i])
			goto out;
		memcpy(copies[i], bufs[i].ptr, bufs[i].size);
		set_xen_guest_handle_raw(hyp_bufs[i].h, copies[i]);
		hyp_bufs[i].size = bufs[i].size;
	}

	rc = xencall3(xcall, __HYPERVISOR_dm_op, domid, nr, (uintptr_t)hyp_bufs);

	for (i = 0; i < nr; i++)
		memcpy(bufs[i].ptr, copies[i], bufs[i].size);
out:
	for (i = 0; i < nr; i++)
		xencall_free_buffer(xcall, copies[i]);
	xencall_free_buffer(xcall, hyp_bufs);
	return rc;
}

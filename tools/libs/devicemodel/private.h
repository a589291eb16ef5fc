/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENDEVICEMODEL_PRIVATE_H
#define XENDEVICEMODEL_PRIVATE_H

#include <errno.h>

#include <xencall.h>
#include <xentoollog.h>

#include <xendevicemodel.h>
#include "xentoolcore_internal.h"

/* The operation itself, and at most one array with it. */
#define DM_OP_MAX_BUFS 2

struct xendevicemodel_handle {
	xentoollog_logger *logger, *logger_tofree;
	xencall_handle *xcall; /* for kernels without the dm_op ioctl */
	int fd;                /* of the ioctl; -1 without it */
	Xentoolcore__Active_Handle tc_ah;
};

struct dm_buf {
	void *ptr;
	size_t size;
};

/* Issue a dm_op on @bufs, by whatever way there is; the buffers are read and written. 0 or -1. */
int dm_op_issue(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
		const struct dm_buf bufs[]);

/* The same by a plain hypercall. */
int dm_op_hypercall(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
		    const struct dm_buf bufs[]);

int os_dm_open(xendevicemodel_handle *dmod);
int os_dm_close(xendevicemodel_handle *dmod);
int os_dm_restrict(xendevicemodel_handle *dmod, domid_t domid);
int os_dm_op(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
	     const struct dm_buf bufs[]);

#endif /* XENDEVICEMODEL_PRIVATE_H */

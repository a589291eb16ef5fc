/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles, and which way an operation goes. */
#include <stdlib.h>

#include "private.h"

static int restrict_handle(Xentoolcore__Active_Handle *ah, domid_t domid)
{
	xendevicemodel_handle *dmod = CONTAINER_OF(ah, xendevicemodel_handle, tc_ah);

	/* Without the ioctl, operations take the hypercall handle, which restricts itself. */
	return dmod->fd < 0 ? 0 : os_dm_restrict(dmod, domid);
}

xendevicemodel_handle *xendevicemodel_open(xentoollog_logger *logger, unsigned int open_flags)
{
	xendevicemodel_handle *dmod = calloc(1, sizeof(*dmod));
	int saved;

	if (!dmod)
		return NULL;

	dmod->fd = -1;
	dmod->tc_ah.restrict_callback = restrict_handle;
	xentoolcore__register_active_handle(&dmod->tc_ah);

	if (!logger)
		logger = dmod->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	dmod->logger = logger;
	if (logger)
		dmod->xcall = xencall_open(logger, open_flags);

	if (dmod->xcall && !os_dm_open(dmod))
		return dmod;

	saved = errno;
	xendevicemodel_close(dmod);
	errno = saved;
	return NULL;
}

int xendevicemodel_close(xendevicemodel_handle *dmod)
{
	int rc;

	if (!dmod)
		return 0;

	xentoolcore__deregister_active_handle(&dmod->tc_ah);
	rc = os_dm_close(dmod);
	xencall_close(dmod->xcall);
	xtl_logger_destroy(dmod->logger_tofree);
	free(dmod);

	return rc;
}

int xendevicemodel_restrict(xendevicemodel_handle *dmod, domid_t domid)
{
	return os_dm_restrict(dmod, domid);
}

int dm_op_issue(xendevicemodel_handle *dmod, domid_t domid, unsigned int nr,
		const struct dm_buf bufs[])
{
	int rc = dmod->fd < 0 ? dm_op_hypercall(dmod, domid, nr, bufs) :
				os_dm_op(dmod, domid, nr, bufs);

	return rc < 0 ? -1 : 0;
}

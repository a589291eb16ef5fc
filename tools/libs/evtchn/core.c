/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles onto the event channel device. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "private.h"

static int restrict_handle(Xentoolcore__Active_Handle *ah, domid_t domid)
{
	xenevtchn_handle *xce = CONTAINER_OF(ah, xenevtchn_handle, tc_ah);

	return xce->fd < 0 ? 0 : os_evtchn_restrict(xce, domid);
}

static xenevtchn_handle *handle_alloc(xentoollog_logger *logger)
{
	xenevtchn_handle *xce = calloc(1, sizeof(*xce));

	if (!xce)
		return NULL;

	xce->fd = -1;
	xce->tc_ah.restrict_callback = restrict_handle;
	xentoolcore__register_active_handle(&xce->tc_ah);

	if (!logger)
		logger = xce->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	xce->logger = logger;
	if (logger)
		return xce;

	xenevtchn_close(xce);
	errno = ENOMEM;
	return NULL;
}

xenevtchn_handle *xenevtchn_open(xentoollog_logger *logger, unsigned int flags)
{
	xenevtchn_handle *xce;
	int saved;

	if (flags & ~XENEVTCHN_NO_CLOEXEC) {
		errno = EINVAL;
		return NULL;
	}

	xce = handle_alloc(logger);
	if (!xce)
		return NULL;

	xce->fd = os_evtchn_open(flags);
	if (xce->fd >= 0)
		return xce;

	saved = errno;
	xtl_log(xce->logger, XTL_ERROR, errno, "xenevtchn",
		"cannot open the event channel device /dev/xen/evtchn (module xen-evtchn not loaded, or not root?)");
	xenevtchn_close(xce);
	errno = saved;
	return NULL;
}

xenevtchn_handle *xenevtchn_fdopen(xentoollog_logger *logger, int fd, unsigned open_flags)
{
	xenevtchn_handle *xce;

	if (open_flags) {
		errno = EINVAL;
		return NULL;
	}

	xce = handle_alloc(logger);
	if (xce)
		xce->fd = fd;
	return xce;
}

int xenevtchn_close(xenevtchn_handle *xce)
{
	int rc;

	if (!xce)
		return 0;

	xentoolcore__deregister_active_handle(&xce->tc_ah);
	rc = xce->fd >= 0 ? close(xce->fd) : 0;
	xtl_logger_destroy(xce->logger_tofree);
	free(xce);

	return rc;
}

int xenevtchn_fd(xenevtchn_handle *xce)
{
	return xce->fd;
}

int xenevtchn_restrict(xenevtchn_handle *xce, domid_t domid)
{
	return os_evtchn_restrict(xce, domid);
}

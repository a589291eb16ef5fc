/* SPDX-License-Identifier: LGPL-2.1-only */
/* Opening and closing the handle. */
#include <stddef.h>

#include "private.h"

#ifdef __x86_64__
#define CHECK_OFFSET(member, offset) \
	_Static_assert(offsetof(struct xc_interface_core, member) == (offset), "ABI: " #member)
CHECK_OFFSET(error_handler, 8);
CHECK_OFFSET(dombuild_logger, 24);
CHECK_OFFSET(last_error, 40);
CHECK_OFFSET(dombuild_logger_file, 1072);
CHECK_OFFSET(currently_progress_reporting, 1080);
CHECK_OFFSET(xcall, 1088);
CHECK_OFFSET(fmem, 1096);
CHECK_OFFSET(dmod, 1104);
#endif

static int open_devices(xc_interface *xch)
{
	unsigned int call_flags =
		xch->flags & XC_OPENFLAG_NON_REENTRANT ? XENCALL_OPENFLAG_NON_REENTRANT : 0;

	xch->xcall = xencall_open(xch->error_handler, call_flags);
	if (!xch->xcall)
		return -1;
	xch->fmem = xenforeignmemory_open(xch->error_handler, 0);
	if (!xch->fmem)
		return -1;
	xch->dmod = xendevicemodel_open(xch->error_handler, 0);
	return xch->dmod ? 0 : -1;
}

xc_interface *xc_interface_open(xentoollog_logger *logger, xentoollog_logger *dombuild_logger,
				unsigned open_flags)
{
	xc_interface *xch = calloc(1, sizeof(*xch));
	int saved;

	if (!xch)
		return NULL;

	xch->flags = open_flags;
	xch->dombuild_logger = dombuild_logger;
	if (!logger)
		logger = xch->error_handler_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	xch->error_handler = logger;
	if (!logger) {
		free(xch);
		errno = ENOMEM;
		return NULL;
	}

	if (open_flags & XC_OPENFLAG_DUMMY || !open_devices(xch))
		return xch;

	saved = errno;
	xc_interface_close(xch);
	errno = saved;
	return NULL;
}

int xc_interface_close(xc_interface *xch)
{
	int rc = 0;

	if (!xch)
		return 0;

	rc |= xendevicemodel_close(xch->dmod);
	rc |= xenforeignmemory_close(xch->fmem);
	rc |= xencall_close(xch->xcall);

	if (xch->dombuild_logger_file)
		rc |= fclose(xch->dombuild_logger_file);
	xtl_logger_destroy(xch->dombuild_logger_tofree);
	xtl_logger_destroy(xch->error_handler_tofree);
	free(xch);

	return rc ? -1 : 0;
}

struct xencall_handle *xc_interface_xcall_handle(xc_interface *xch)
{
	return xch->xcall;
}

struct xenforeignmemory_handle *xc_interface_fmem_handle(xc_interface *xch)
{
	return xch->fmem;
}

struct xendevicemodel_handle *xc_interface_dmod_handle(xc_interface *xch)
{
	return xch->dmod;
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Messages of the domain builder: progress to the builder's logger, errors to the interface's. */
#include <stdarg.h>
#include <stdio.h>

#include "private.h"

/*
 * The logger xc_interface_open() was given for domain builders. Older libxenctrl do not offer it:
 * then progress is not logged, errors still are.
 */
extern xentoollog_logger *xc_interface_dombuild_logger(xc_interface *xch) __attribute__((weak));

static xentoollog_logger *dombuild_logger(xc_interface *xch)
{
	return xc_interface_dombuild_logger ? xc_interface_dombuild_logger(xch) : NULL;
}

int xc_dom_loginit(xc_interface *xch)
{
	if (dombuild_logger(xch))
		xc_dom_printf(xch, "### ----- xc domain builder logfile opened -----");
	return 0;
}

void xc_dom_printf(xc_interface *xch, const char *fmt, ...)
{
	xentoollog_logger *logger = dombuild_logger(xch);
	int saved = errno;
	va_list args;

	if (!logger)
		return;
	va_start(args, fmt);
	xtl_logv(logger, XTL_DETAIL, -1, "domainbuilder", fmt, args);
	va_end(args);
	errno = saved;
}

void xc_dom_panic_func(xc_interface *xch, const char *file, int line, xc_error_code err,
		       const char *fmt, ...)
{
	const char *base = strrchr(file, '/');
	int saved = errno;
	char msg[XC_MAX_ERROR_MSG_LEN / 2];
	va_list args;

	va_start(args, fmt);
	vsnprintf(msg, sizeof(msg), fmt, args);
	va_end(args);
	errno = saved;
	xc_report_error(xch, err, "%s:%d: %s", base ? base + 1 : file, line, msg);
	errno = saved;
}

static void log_bytes(struct xc_dom_image *dom, const char *name, size_t bytes)
{
	if (bytes < 1024 * 1024)
		DOMPRINTF("   %-24s : %zu kB", name, bytes / 1024);
	else
		DOMPRINTF("   %-24s : %zu MB", name, bytes / (1024 * 1024));
}

void xc_dom_log_memory_footprint(struct xc_dom_image *dom)
{
	DOMPRINTF("domain builder memory footprint");
	log_bytes(dom, "malloc", dom->alloc_malloc);
	log_bytes(dom, "anon mmap", dom->alloc_mem_map);
	log_bytes(dom, "mapped files", dom->alloc_file_map);
	log_bytes(dom, "mapped guest memory", dom->alloc_domU_map);
}

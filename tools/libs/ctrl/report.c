/* SPDX-License-Identifier: LGPL-2.1-only */
/* Errors and progress: to the logger, and the last error to whoever asks for it. */
#include <pthread.h>

#include "private.h"

static const char *const error_descriptions[] = {
	[XC_ERROR_NONE] = "No error details",
	[XC_INTERNAL_ERROR] = "Internal error",
	[XC_INVALID_KERNEL] = "Invalid kernel",
	[XC_INVALID_PARAM] = "Invalid configuration",
	[XC_OUT_OF_MEMORY] = "Out of memory",
};

const char *xc_error_code_to_desc(int code)
{
	return code >= 0 && code < (int)ARRAY_SIZE(error_descriptions) ?
		       error_descriptions[code] : "Unknown error code";
}

const char *xc_strerror(xc_interface *xch, int errcode)
{
	static __thread char text[256];

	return strerror_r(errcode, text, sizeof(text));
}

/* Without the promise that the handle is used by one thread at a time, each thread has its own. */
static struct xc_error *last_error(xc_interface *xch)
{
	static __thread struct xc_error of_thread;

	return xch->flags & XC_OPENFLAG_NON_REENTRANT ? &xch->last_error : &of_thread;
}

const xc_error *xc_get_last_error(xc_interface *xch)
{
	return last_error(xch);
}

void xc_clear_last_error(xc_interface *xch)
{
	struct xc_error *last = last_error(xch);

	last->code = XC_ERROR_NONE;
	last->message[0] = '\0';
}

void xc_reportv(xc_interface *xch, xentoollog_logger *lg, xentoollog_level level, int code,
		const char *fmt, va_list args)
{
	char message[XC_MAX_ERROR_MSG_LEN];
	int saved = errno;

	vsnprintf(message, sizeof(message), fmt, args);

	if (level >= XTL_ERROR) {
		struct xc_error *last = last_error(xch);

		last->code = code;
		strcpy(last->message, message);
	}

	xtl_log(lg, level, -1, "xc", "%s%s%s", message, code ? ": " : "",
		code ? xc_error_code_to_desc(code) : "");
	errno = saved;
}

void xc_report(xc_interface *xch, xentoollog_logger *lg, xentoollog_level level, int code,
	       const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	xc_reportv(xch, lg, level, code, fmt, args);
	va_end(args);
}

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	xc_reportv(xch, xch->error_handler, XTL_ERROR, code, fmt, args);
	va_end(args);
}

const char *xc_set_progress_prefix(xc_interface *xch, const char *doing)
{
	const char *before = xch->currently_progress_reporting;

	xch->currently_progress_reporting = doing;
	return before;
}

void xc_report_progress_single(xc_interface *xch, const char *doing)
{
	xtl_progress(xch->error_handler, "xc", doing, 0, 0);
}

void xc_report_progress_step(xc_interface *xch, unsigned long done, unsigned long total)
{
	const char *doing = xch->currently_progress_reporting;

	if (doing)
		xtl_progress(xch->error_handler, "xc", doing, done, total);
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Logging: "libxl: error: file:line:function: Domain N:message: what errno says". */
#include <stdio.h>

#include "internal.h"

void libxl__log(libxl_ctx *ctx, xentoollog_level level, int errnoval, const char *file, int line,
		const char *func, uint32_t domid, const char *fmt, ...)
{
	int saved = errno;
	char text[1024], domain[32] = "";
	va_list ap;

	if (!ctx || !ctx->lg)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (domid != LIBXL__NO_DOMID)
		snprintf(domain, sizeof(domain), "Domain %" PRIu32 ":", domid);
	xtl_log(ctx->lg, level, errnoval, "libxl", "%s:%d:%s: %s%s", file, line, func, domain, text);
	errno = saved;
}

int libxl__not_implemented(libxl_ctx *ctx, const char *name)
{
	LOGC(ctx, ERROR, "%s is not implemented yet", name);
	return ERROR_NI;
}

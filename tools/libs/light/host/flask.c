// SPDX-License-Identifier: LGPL-2.1-only
/* FLASK: labels of domains. Without FLASK in the hypervisor these fail quietly. */
#include "internal.h"

#define MAX_LABEL 1024

int libxl_flask_context_to_sid(libxl_ctx *ctx, char *buf, size_t len, uint32_t *ssidref)
{
	return xc_flask_context_to_sid(ctx->xch, buf, len, ssidref) ? ERROR_INVAL : 0;
}

int libxl_flask_sid_to_context(libxl_ctx *ctx, uint32_t ssidref, char **buf, size_t *len)
{
	char label[MAX_LABEL] = "";

	if (xc_flask_sid_to_context(ctx->xch, ssidref, label, sizeof(label)))
		return ERROR_FAIL;
	*buf = libxl__strndup(NULL, label, sizeof(label));
	*len = strlen(*buf);
	return 0;
}

int libxl_flask_getenforce(libxl_ctx *ctx)
{
	return xc_flask_getenforce(ctx->xch);
}

int libxl_flask_setenforce(libxl_ctx *ctx, int mode)
{
	return xc_flask_setenforce(ctx->xch, mode);
}

int libxl_flask_loadpolicy(libxl_ctx *ctx, void *policy, uint32_t size)
{
	return xc_flask_load(ctx->xch, policy, size);
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Contexts: the connection of a program to the hypervisor, to xenstore, to its event loop. */
#include "internal.h"
#include "types/walk.h"

static void ctx_lock_init(libxl_ctx *ctx)
{
	pthread_mutexattr_t attr;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&ctx->lock, &attr);
	pthread_mutexattr_destroy(&attr);
}

int libxl_ctx_alloc(libxl_ctx **pctx, int version, unsigned flags, xentoollog_logger *lg)
{
	libxl_ctx *ctx;
	int rc;

	*pctx = NULL;
	if (version != LIBXL_VERSION)
		return ERROR_VERSION;
	ctx = libxl__zalloc_raw(sizeof(*ctx));
	ctx->lg = lg;
	ctx_lock_init(ctx);
	rc = libxl__loop_init(ctx);
	if (rc)
		goto out;
	rc = ERROR_FAIL;
	ctx->xch = xc_interface_open(lg, lg, 0);
	if (!ctx->xch) {
		LOGCE(ctx, ERROR,
		      "cannot open the hypervisor interface (is this dom0, and are you root?)");
		goto out;
	}
	ctx->xsh = xs_open(0);
	if (!ctx->xsh)
		ctx->xsh = xs_domain_open();
	if (!ctx->xsh) {
		LOGCE(ctx, ERROR, "cannot connect to xenstore (is xenstored running?)");
		goto out;
	}
	*pctx = ctx;
	return 0;
out:
	libxl_ctx_free(ctx);
	return rc;
}

int libxl_ctx_free(libxl_ctx *ctx)
{
	if (!ctx)
		return 0;
	libxl__lock(ctx);
	libxl__evgens_free(ctx);
	libxl__watches_free(ctx);
	libxl__loop_free(ctx);
	libxl__type_dispose(&libxl__type_version_info, &ctx->version);
	libxl__unlock(ctx);
	if (ctx->xsh)
		xs_close(ctx->xsh);
	if (ctx->xch)
		xc_interface_close(ctx->xch);
	pthread_mutex_destroy(&ctx->lock);
	free(ctx);
	return 0;
}

/*
 * The handles stay open and the memory allocated: another process's reply must never be read from
 * the shared xenstore connection, so nothing here may touch it. All descriptors are close-on-exec.
 */
void libxl_postfork_child_noexec(libxl_ctx *ctx)
{
}

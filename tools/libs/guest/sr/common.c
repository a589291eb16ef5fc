// SPDX-License-Identifier: LGPL-2.1-only
/* Used by save and by the other readers of a guest's memory. */
#include "sr.h"

int sr_get_types(struct sr_ctx *ctx, xen_pfn_t *arr, unsigned int n)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_getpageframeinfo3 };
	DECLARE_HYPERCALL_BUFFER(xen_pfn_t, buf);
	int rc;

	buf = xc_hypercall_buffer_alloc(ctx->xch, buf, n * sizeof(*buf));
	if (!buf)
		return -1;
	memcpy(buf, arr, n * sizeof(*buf));
	domctl.domain = ctx->domid;
	domctl.u.getpageframeinfo3.num = n;
	set_xen_guest_handle(domctl.u.getpageframeinfo3.array, buf);
	rc = xc_domctl(ctx->xch, &domctl);
	if (rc)
		SR_ERR(ctx, "cannot get the types of %u frames: %s", n, strerror(errno));
	else
		memcpy(arr, buf, n * sizeof(*buf));
	xc_hypercall_buffer_free(ctx->xch, buf);
	return rc;
}

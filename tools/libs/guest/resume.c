// SPDX-License-Identifier: LGPL-2.1-only
/* Lets a suspended guest go on where it was: after a checkpoint, or a save that failed. */
#include <sys/mman.h>

#include "sr/sr.h"

static int resume(struct sr_ctx *ctx)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_resumedomain };

	domctl.domain = ctx->domid;
	return xc_domctl(ctx->xch, &domctl);
}

/* The suspend hypercall returns 1: cancelled. A guest without PV drivers did not call it. */
static int return_cancelled(struct sr_ctx *ctx)
{
	vcpu_guest_context_any_t ctxt;
	uint64_t irq = 0;

	if (ctx->hvm && (xc_hvm_param_get(ctx->xch, ctx->domid, HVM_PARAM_CALLBACK_IRQ, &irq) || !irq))
		return 0;
	if (xc_vcpu_getcontext(ctx->xch, ctx->domid, 0, &ctxt)) {
		SR_ERR(ctx, "cannot get vCPU 0's registers: %s", strerror(errno));
		return -1;
	}
	ctxt.x64.user_regs.rax = 1;
	if (xc_vcpu_setcontext(ctx->xch, ctx->domid, 0, &ctxt)) {
		SR_ERR(ctx, "cannot set vCPU 0's registers: %s", strerror(errno));
		return -1;
	}
	return 0;
}

/*
 * For a guest that does not know of cancelling: it is told it was restored. Its start_info, where
 * it left pfns, gets frames again, and all but the first vCPU are left for it to bring up.
 */
static int pretend_restored(struct sr_ctx *ctx)
{
	vcpu_guest_context_any_t ctxt;
	start_info_x86_64_t *si;
	uint64_t store, console;
	xen_pfn_t mfn;
	int rc = -1;

	if (pv_guest_init(&ctx->pv, ctx->xch, ctx->domid) || pv_guest_map_m2p(&ctx->pv) ||
	    pv_guest_map_shared_info(&ctx->pv) || pv_guest_map_p2m(&ctx->pv))
		return -1;
	if (xc_vcpu_getcontext(ctx->xch, ctx->domid, 0, &ctxt)) {
		SR_ERR(ctx, "cannot get vCPU 0's registers: %s", strerror(errno));
		return -1;
	}
	mfn = ctxt.x64.user_regs.rdx;
	si = xenforeignmemory_map(ctx->fmem, ctx->domid, PROT_READ | PROT_WRITE, 1, &mfn, NULL);
	if (!si) {
		SR_ERR(ctx, "cannot map its start info: %s", strerror(errno));
		return -1;
	}
	if (pv_pfn_to_mfn(&ctx->pv, si->store_mfn, &store) &&
	    pv_pfn_to_mfn(&ctx->pv, si->console.domU.mfn, &console)) {
		si->store_mfn = store;
		si->console.domU.mfn = console;
		rc = 0;
	} else {
		errno = EINVAL;
		SR_ERR(ctx, "its start info does not name its rings");
	}
	xenforeignmemory_unmap(ctx->fmem, si, 1);
	return rc;
}

int xc_domain_resume(xc_interface *xch, uint32_t domid, int fast)
{
	struct sr_ctx ctx = {
		.xch = xch, .fmem = xc_interface_fmem_handle(xch), .domid = domid, .doing = "resume",
	};
	xc_dominfo_t info;
	int rc = 0;

	if (xc_domain_getinfo(xch, domid, 1, &info) != 1 || info.domid != domid) {
		errno = ESRCH;
		SR_ERR(&ctx, "there is no such domain");
		return -1;
	}
	ctx.hvm = info.hvm;
	if (fast)
		rc = return_cancelled(&ctx);
	else if (!ctx.hvm)
		rc = pretend_restored(&ctx);
	pv_guest_unmap(&ctx.pv);
	return rc ? rc : resume(&ctx);
}

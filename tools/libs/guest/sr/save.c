// SPDX-License-Identifier: LGPL-2.1-only
/* xc_domain_save(): headers, static data, memory (live: over and over), the rest of the state. */
#include <arpa/inet.h>
#include <endian.h>

#include "sr.h"

/* live: rounds before the guest is suspended, and how little is worth suspending for */
#define MAX_ROUNDS  5
#define FEW_DIRTY   50

static int write_headers(struct sr_ctx *ctx)
{
	int version = xc_version(ctx->xch, XENVER_version, NULL);
	struct sr_image_header ih = {
		.marker = SR_MARKER, .id = htonl(SR_ID), .version = htonl(SR_VERSION),
	};
	struct sr_domain_header dh = {
		.type = ctx->hvm ? SR_TYPE_X86_HVM : SR_TYPE_X86_PV, .page_shift = PAGE_SHIFT,
		.xen_major = version >> 16 & 0xffff, .xen_minor = version & 0xffff,
	};

	if (version < 0) {
		SR_ERR(ctx, "cannot ask for the hypervisor's version: %s", strerror(errno));
		return -1;
	}
	if (stream_write(ctx, &ih, sizeof(ih)))
		return -1;
	return stream_write(ctx, &dh, sizeof(dh));
}

int save_cpu_policy(struct sr_ctx *ctx)
{
	xc_cpu_policy_t *policy = xc_cpu_policy_init();
	uint32_t nr_leaves, nr_msrs;
	xen_cpuid_leaf_t *leaves = NULL;
	xen_msr_entry_t *msrs = NULL;
	int rc = -1;

	if (!policy || xc_cpu_policy_get_size(ctx->xch, &nr_leaves, &nr_msrs))
		goto out;
	leaves = calloc(nr_leaves, sizeof(*leaves));
	msrs = calloc(nr_msrs, sizeof(*msrs));
	if (!leaves || !msrs || xc_cpu_policy_get_domain(ctx->xch, ctx->domid, policy) ||
	    xc_cpu_policy_serialise(ctx->xch, policy, leaves, &nr_leaves, msrs, &nr_msrs))
		goto out;
	if (nr_leaves && record_write(ctx, REC_X86_CPUID_POLICY, leaves,
				      nr_leaves * sizeof(*leaves), NULL, 0))
		goto out;
	if (nr_msrs && record_write(ctx, REC_X86_MSR_POLICY, msrs, nr_msrs * sizeof(*msrs), NULL, 0))
		goto out;
	rc = 0;
out:
	free(msrs);
	free(leaves);
	xc_cpu_policy_destroy(policy);
	return rc;
}

int save_tsc(struct sr_ctx *ctx)
{
	struct rec_tsc_info tsc = { 0 };

	if (xc_domain_get_tsc_info(ctx->xch, ctx->domid, &tsc.mode, &tsc.nsec, &tsc.khz,
				   &tsc.incarnation)) {
		SR_ERR(ctx, "cannot get its TSC: %s", strerror(errno));
		return -1;
	}
	return record_write(ctx, REC_X86_TSC_INFO, &tsc, sizeof(tsc), NULL, 0);
}

static int check_suspended(struct sr_ctx *ctx)
{
	xc_dominfo_t info;

	if (xc_domain_getinfo(ctx->xch, ctx->domid, 1, &info) != 1 || info.domid != ctx->domid) {
		errno = ESRCH;
		SR_ERR(ctx, "it is gone");
		return -1;
	}
	if (info.shutdown && info.shutdown_reason == SHUTDOWN_suspend)
		return 0;
	errno = EINVAL;
	SR_ERR(ctx, "it has not suspended (shutdown %u, reason %u)", info.shutdown,
	       info.shutdown_reason);
	return -1;
}

static int suspend(struct sr_ctx *ctx)
{
	if (!ctx->save_cb || !ctx->save_cb->suspend || !ctx->save_cb->suspend(ctx->save_cb->data)) {
		if (!errno)
			errno = EINVAL;
		SR_ERR(ctx, "it could not be suspended");
		return -1;
	}
	ctx->live = false;
	return check_suspended(ctx);
}

/* --- live ------------------------------------------------------------------------------------- */

static size_t bitmap_pages(struct sr_ctx *ctx)
{
	return DIV_ROUND_UP(DIV_ROUND_UP(ctx->nr_pfns, 64) * 8, PAGE_SIZE) + 1;
}

static int logdirty_on(struct sr_ctx *ctx)
{
	struct save_callbacks *cb = ctx->save_cb;
	unsigned int sop = XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY;

	if (xc_shadow_control(ctx->xch, ctx->domid, sop, NULL, 0) < 0) {
		SR_ERR(ctx, "cannot track its writes, so not live: %s", strerror(errno));
		return -1;
	}
	ctx->logdirty = true;
	if (ctx->hvm && cb && cb->switch_qemu_logdirty &&
	    cb->switch_qemu_logdirty(ctx->domid, 1, cb->data)) {
		SR_ERR(ctx, "the device model does not track its writes");
		return -1;
	}
	return 0;
}

static void logdirty_off(struct sr_ctx *ctx)
{
	struct save_callbacks *cb = ctx->save_cb;

	if (!ctx->logdirty)
		return;
	xc_shadow_control(ctx->xch, ctx->domid, XEN_DOMCTL_SHADOW_OP_OFF, NULL, 0);
	if (ctx->hvm && cb && cb->switch_qemu_logdirty)
		cb->switch_qemu_logdirty(ctx->domid, 0, cb->data);
	ctx->logdirty = false;
}

/* Takes the pages written since the last time, and starts anew. */
static int read_dirty(struct sr_ctx *ctx, xc_hypercall_buffer_t *bitmap, xc_shadow_op_stats_t *stats)
{
	if (xc_logdirty_control(ctx->xch, ctx->domid, XEN_DOMCTL_SHADOW_OP_CLEAN, bitmap,
				ctx->nr_pfns, 0, stats) == (long long)ctx->nr_pfns)
		return 0;
	SR_ERR(ctx, "cannot read which pages it wrote: %s", strerror(errno));
	return -1;
}

static int own_policy(struct precopy_stats stats)
{
	return (stats.dirty_count >= 0 && stats.dirty_count < FEW_DIRTY) ||
	       stats.iteration >= MAX_ROUNDS ? XGS_POLICY_STOP_AND_COPY :
	       XGS_POLICY_CONTINUE_PRECOPY;
}

/* XGS_POLICY_*; abort becomes an error */
static int ask_policy(struct sr_ctx *ctx, unsigned int round, long dirty)
{
	struct precopy_stats stats = { round, ctx->pages_sent, dirty };
	struct save_callbacks *cb = ctx->save_cb;
	int policy = cb && cb->precopy_policy ? cb->precopy_policy(stats, cb->data) :
		     own_policy(stats);

	if (policy == XGS_POLICY_ABORT) {
		errno = ECANCELED;
		SR_ERR(ctx, "given up after %u rounds", round);
	}
	return policy;
}

static int precopy(struct sr_ctx *ctx, xc_hypercall_buffer_t *hbuf, unsigned long *bitmap)
{
	xc_shadow_op_stats_t stats;
	int policy = ask_policy(ctx, 0, -1);

	if (policy == XGS_POLICY_CONTINUE_PRECOPY && save_pages(ctx, NULL))
		return -1;
	for (unsigned int round = 1; policy == XGS_POLICY_CONTINUE_PRECOPY; round++) {
		if (read_dirty(ctx, hbuf, &stats))
			return -1;
		policy = ask_policy(ctx, round, stats.dirty_count);
		/* what was read has to be sent in any case: it is clean from now on */
		if (policy != XGS_POLICY_ABORT && save_pages(ctx, bitmap))
			return -1;
	}
	return policy == XGS_POLICY_ABORT ? -1 : 0;
}

static int save_live(struct sr_ctx *ctx)
{
	size_t words = DIV_ROUND_UP(ctx->nr_pfns, 64);
	DECLARE_HYPERCALL_BUFFER(unsigned long, bitmap);
	xc_shadow_op_stats_t stats;
	int rc = -1;

	bitmap = xc_hypercall_buffer_alloc_pages(ctx->xch, bitmap, bitmap_pages(ctx));
	if (!bitmap)
		return -1;
	memset(bitmap, 0, bitmap_pages(ctx) * PAGE_SIZE);
	if (logdirty_on(ctx) || precopy(ctx, HYPERCALL_BUFFER(bitmap), bitmap) || suspend(ctx) ||
	    read_dirty(ctx, HYPERCALL_BUFFER(bitmap), &stats))
		goto out;
	for (size_t i = 0; i < words; i++)
		bitmap[i] |= ctx->deferred[i];
	rc = save_pages(ctx, bitmap);
out:
	xc_hypercall_buffer_free_pages(ctx->xch, bitmap, bitmap_pages(ctx));
	return rc;
}

/* --- the story -------------------------------------------------------------------------------- */

static int save_memory(struct sr_ctx *ctx)
{
	if (ctx->live)
		return save_live(ctx);
	if (suspend(ctx))
		return -1;
	return save_pages(ctx, NULL);
}

/* For debugging: everything once more, for the receiver to compare. */
static int save_verify(struct sr_ctx *ctx)
{
	if (!ctx->debug)
		return 0;
	if (record_write(ctx, REC_VERIFY, NULL, 0, NULL, 0))
		return -1;
	return save_pages(ctx, NULL);
}

static int save(struct sr_ctx *ctx)
{
	const struct save_ops *ops = save_ops(ctx);

	if (ops->setup(ctx))
		return -1;
	if (ctx->nr_pfns > SR_MAX_PFN) {
		errno = E2BIG;
		SR_ERR(ctx, "it has %#"PRI_xen_pfn" pfns", ctx->nr_pfns);
		return -1;
	}
	ctx->deferred = calloc(DIV_ROUND_UP(ctx->nr_pfns, 64) + 1, sizeof(long));
	if (!ctx->deferred) {
		SR_ERR(ctx, "no memory");
		return -1;
	}
	if (write_headers(ctx) || ops->static_data(ctx) ||
	    record_write(ctx, REC_STATIC_DATA_END, NULL, 0, NULL, 0) || ops->start(ctx) ||
	    save_memory(ctx) || save_verify(ctx) || ops->end(ctx))
		return -1;
	return record_write(ctx, REC_END, NULL, 0, NULL, 0);
}

int xc_domain_save(xc_interface *xch, int io_fd, uint32_t dom, uint32_t flags,
		   struct save_callbacks *callbacks, xc_stream_type_t stream_type, int recv_fd)
{
	struct sr_ctx ctx = {
		.xch = xch, .fmem = xc_interface_fmem_handle(xch), .domid = dom, .fd = io_fd,
		.doing = "save", .save_cb = callbacks, .live = flags & XCFLAGS_LIVE,
		.debug = flags & XCFLAGS_DEBUG,
	};
	xc_dominfo_t info;
	int rc, saved;

	if (stream_type != XC_STREAM_PLAIN) {
		errno = EOPNOTSUPP;
		SR_ERR(&ctx, "checkpointed streams (Remus, COLO) are not implemented");
		return -1;
	}
	if (xc_domain_getinfo(xch, dom, 1, &info) != 1 || info.domid != dom) {
		errno = ESRCH;
		SR_ERR(&ctx, "there is no such domain");
		return -1;
	}
	ctx.hvm = info.hvm;
	errno = 0;
	rc = save(&ctx);
	saved = errno;
	logdirty_off(&ctx);
	pv_guest_unmap(&ctx.pv);
	free(ctx.deferred);
	errno = saved;
	return rc;
}

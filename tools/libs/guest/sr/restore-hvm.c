// SPDX-License-Identifier: LGPL-2.1-only
/* What is particular to restoring an HVM or PVH guest. */
#include "sr.h"

static int hvm_setup(struct sr_ctx *ctx)
{
	return 0;
}

static int set_param(struct sr_ctx *ctx, uint64_t index, uint64_t value)
{
	if (index <= UINT32_MAX && !xc_hvm_param_set(ctx->xch, ctx->domid, index, value))
		return 0;
	SR_ERR(ctx, "cannot set HVM parameter %"PRIu64" to %#"PRIx64": %s", index, value,
	       strerror(errno));
	return -1;
}

/* The ring's old indices mean nothing to its new backend. */
static int fresh_ring(struct sr_ctx *ctx, uint64_t pfn)
{
	if (!restore_has(ctx->rs, pfn)) {
		errno = EINVAL;
		SR_ERR(ctx, "its ring page %#"PRIx64" is not in the stream", pfn);
		return -1;
	}
	if (!xc_clear_domain_pages(ctx->xch, ctx->domid, pfn, 1))
		return 0;
	SR_ERR(ctx, "cannot clear its ring page %#"PRIx64": %s", pfn, strerror(errno));
	return -1;
}

static int handle_param(struct sr_ctx *ctx, const struct rec_hvm_param *p)
{
	struct restore_state *rs = ctx->rs;

	switch (p->index) {
	case HVM_PARAM_CONSOLE_PFN:
		rs->console_gfn = p->value;
		if (fresh_ring(ctx, p->value))
			return -1;
		break;
	case HVM_PARAM_STORE_PFN:
		rs->store_gfn = p->value;
		if (fresh_ring(ctx, p->value))
			return -1;
		break;
	case HVM_PARAM_IOREQ_PFN:
	case HVM_PARAM_BUFIOREQ_PFN:
		if (fresh_ring(ctx, p->value))
			return -1;
		break;
	}
	return set_param(ctx, p->index, p->value);
}

static int handle_params(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_hvm_params *head = rec->data;
	const struct rec_hvm_param *p;

	if (!rec->length)
		return 0;       /* 8: older senders */
	if (rec->length < sizeof(*head) ||
	    rec->length != sizeof(*head) + head->count * (uint64_t)sizeof(*p)) {
		errno = EINVAL;
		SR_ERR(ctx, "an HVM parameter record has a wrong length, %u", rec->length);
		return -1;
	}
	p = (const struct rec_hvm_param *)(head + 1);
	for (uint32_t i = 0; i < head->count; i++)
		if (handle_param(ctx, &p[i]))
			return -1;
	return 0;
}

static int hvm_record(struct sr_ctx *ctx, struct sr_record *rec)
{
	switch (rec->type) {
	case REC_HVM_PARAMS:
		return handle_params(ctx, rec);
	case REC_HVM_CONTEXT:
		blob_take(&ctx->rs->hvm_context, rec);
		return 0;
	}
	return 1;
}

static int hvm_localise(struct sr_ctx *ctx, uint32_t type, uint64_t *page)
{
	return 0;
}

static int hvm_complete(struct sr_ctx *ctx)
{
	struct restore_state *rs = ctx->rs;

	if (rs->store_gfn == INVALID_MFN || rs->console_gfn == INVALID_MFN || !rs->hvm_context.length) {
		errno = EINVAL;
		SR_ERR(ctx, "the stream lacks its parameters or its HVM context");
		return -1;
	}
	if (set_param(ctx, HVM_PARAM_STORE_EVTCHN, rs->store_evtchn) ||
	    set_param(ctx, HVM_PARAM_CONSOLE_EVTCHN, rs->console_evtchn))
		return -1;
	if (!xc_domain_hvm_setcontext(ctx->xch, ctx->domid, rs->hvm_context.data,
				      rs->hvm_context.length))
		return 0;
	SR_ERR(ctx, "the hypervisor rejects its HVM context: %s", strerror(errno));
	return -1;
}

const struct restore_ops restore_hvm_ops = {
	.setup = hvm_setup,
	.record = hvm_record,
	.localise = hvm_localise,
	.complete = hvm_complete,
};

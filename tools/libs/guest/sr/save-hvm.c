// SPDX-License-Identifier: LGPL-2.1-only
/* What is particular to saving an HVM or PVH guest. */
#include "sr.h"

/* parameters that are part of the guest's state; those that are 0 are left out */
static const uint32_t params[] = {
	HVM_PARAM_STORE_PFN,
	HVM_PARAM_IOREQ_PFN,
	HVM_PARAM_BUFIOREQ_PFN,
	HVM_PARAM_PAGING_RING_PFN,
	HVM_PARAM_MONITOR_RING_PFN,
	HVM_PARAM_SHARING_RING_PFN,
	HVM_PARAM_VM86_TSS_SIZED,
	HVM_PARAM_CONSOLE_PFN,
	HVM_PARAM_ACPI_IOPORTS_LOCATION,
	HVM_PARAM_VIRIDIAN,
	HVM_PARAM_IDENT_PT,
	HVM_PARAM_VM_GENERATION_ID_ADDR,
	HVM_PARAM_IOREQ_SERVER_PFN,
	HVM_PARAM_NR_IOREQ_SERVER_PAGES,
	HVM_PARAM_X87_FIP_WIDTH,
	HVM_PARAM_MCA_CAP,
};

static int hvm_setup(struct sr_ctx *ctx)
{
	if (!xc_domain_nr_gpfns(ctx->xch, ctx->domid, &ctx->nr_pfns))
		return 0;
	SR_ERR(ctx, "cannot find out its highest gfn: %s", strerror(errno));
	return -1;
}

static int hvm_start(struct sr_ctx *ctx)
{
	return 0;
}

static xen_pfn_t hvm_frame(struct sr_ctx *ctx, xen_pfn_t pfn)
{
	return pfn;
}

static int hvm_normalise(struct sr_ctx *ctx, uint32_t type, const void *page, void *out)
{
	memcpy(out, page, PAGE_SIZE);
	return 0;
}

static int save_params(struct sr_ctx *ctx)
{
	struct rec_hvm_param entries[ARRAY_SIZE(params)];
	struct rec_hvm_params head = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(params); i++) {
		uint64_t value = 0;

		if (xc_hvm_param_get(ctx->xch, ctx->domid, params[i], &value)) {
			SR_ERR(ctx, "cannot get HVM parameter %u: %s", params[i], strerror(errno));
			return -1;
		}
		if (!value)
			continue;
		entries[head.count].index = params[i];
		entries[head.count++].value = value;
	}
	if (!head.count)
		return 0;
	return record_write(ctx, REC_HVM_PARAMS, &head, sizeof(head), entries,
			    head.count * sizeof(entries[0]));
}

static int save_context(struct sr_ctx *ctx)
{
	int size = xc_domain_hvm_getcontext(ctx->xch, ctx->domid, NULL, 0), rc = -1;
	uint8_t *buf = size > 0 ? malloc(size) : NULL;

	if (buf)
		size = xc_domain_hvm_getcontext(ctx->xch, ctx->domid, buf, size);
	if (!buf || size < 0)
		SR_ERR(ctx, "cannot get its HVM context: %s", strerror(errno));
	else
		rc = record_write(ctx, REC_HVM_CONTEXT, buf, size, NULL, 0);
	free(buf);
	return rc;
}

static int hvm_end(struct sr_ctx *ctx)
{
	if (save_tsc(ctx) || save_params(ctx))
		return -1;
	return save_context(ctx);
}

const struct save_ops save_hvm_ops = {
	.setup = hvm_setup,
	.static_data = save_cpu_policy,
	.start = hvm_start,
	.frame = hvm_frame,
	.normalise = hvm_normalise,
	.end = hvm_end,
};

// SPDX-License-Identifier: LGPL-2.1-only
/* xc_domain_restore(): reads headers and records; the end is this host's own work. */
#include <arpa/inet.h>

#include "sr.h"

void blob_take(struct blob *blob, struct sr_record *rec)
{
	free(blob->data);
	blob->data = rec->data;
	blob->length = rec->length;
	rec->data = NULL;
	rec->length = 0;
}

void blob_free(struct blob *blob)
{
	free(blob->data);
	blob->data = NULL;
	blob->length = 0;
}

static int bad_stream(struct sr_ctx *ctx, const char *why, uint64_t value)
{
	errno = EINVAL;
	SR_ERR(ctx, "%s (%#"PRIx64")", why, value);
	return -1;
}

static int read_headers(struct sr_ctx *ctx)
{
	struct sr_image_header ih;
	struct sr_domain_header dh;
	uint32_t type;

	if (stream_read(ctx, &ih, sizeof(ih)))
		return -1;
	if (ih.marker != SR_MARKER || ntohl(ih.id) != SR_ID)
		return bad_stream(ctx, "this is no Xen migration stream", ih.marker);
	ctx->rs->version = ntohl(ih.version);
	if (ctx->rs->version < 2 || ctx->rs->version > SR_VERSION)
		return bad_stream(ctx, "the stream's version is neither 2 nor 3", ctx->rs->version);
	if (ntohs(ih.options) & SR_OPT_BIG_ENDIAN)
		return bad_stream(ctx, "the stream is big-endian", ntohs(ih.options));
	if (stream_read(ctx, &dh, sizeof(dh)))
		return -1;
	type = ctx->hvm ? SR_TYPE_X86_HVM : SR_TYPE_X86_PV;
	if (dh.type != type)
		return bad_stream(ctx, ctx->hvm ? "the stream is not of an HVM guest" :
				  "the stream is not of a PV guest", dh.type);
	if (dh.page_shift != PAGE_SHIFT)
		return bad_stream(ctx, "the stream's pages have another size", dh.page_shift);
	return 0;
}

/* --- static data ------------------------------------------------------------------------------ */

static int set_cpu_policy(struct sr_ctx *ctx)
{
	struct restore_state *rs = ctx->rs;
	uint32_t err_leaf = -1, err_subleaf = -1, err_msr = -1;

	if (!rs->cpuid.length && !rs->msrs.length)
		return 0;
	if (!xc_set_domain_cpu_policy(ctx->xch, ctx->domid,
				      rs->cpuid.length / sizeof(xen_cpuid_leaf_t), rs->cpuid.data,
				      rs->msrs.length / sizeof(xen_msr_entry_t), rs->msrs.data,
				      &err_leaf, &err_subleaf, &err_msr))
		return 0;
	SR_ERR(ctx, "this host cannot give it the CPU it had: %s (leaf %#x, subleaf %#x, MSR %#x)",
	       strerror(errno), err_leaf, err_subleaf, err_msr);
	return -1;
}

int restore_static_done(struct sr_ctx *ctx, bool inferred)
{
	struct restore_state *rs = ctx->rs;
	struct restore_callbacks *cb = ctx->restore_cb;
	unsigned int missing = (XGR_SDD_MISSING_CPUID | XGR_SDD_MISSING_MSR) & ~rs->policies_seen;

	if (rs->static_done)
		return inferred ? 0 : bad_stream(ctx, "static data ends twice", 0);
	if (inferred && rs->version >= 3)
		return bad_stream(ctx, "the stream has no end of its static data", rs->version);
	rs->static_done = true;
	if (!ctx->hvm && !rs->pv_info_seen)
		return bad_stream(ctx, "the stream does not describe its PV guest", 0);
	if (set_cpu_policy(ctx))
		return -1;
	if (cb && cb->static_data_done && cb->static_data_done(missing, cb->data)) {
		SR_ERR(ctx, "the toolstack rejects its static data");
		return -1;
	}
	return 0;
}

static int take_policy(struct sr_ctx *ctx, struct sr_record *rec, struct blob *blob, size_t entry,
		       unsigned int seen)
{
	if (ctx->rs->static_done)
		return bad_stream(ctx, "a CPU policy after the static data", rec->type);
	if (rec->length % entry)
		return bad_stream(ctx, "a CPU policy has a broken length", rec->length);
	blob_take(blob, rec);
	ctx->rs->policies_seen |= seen;
	return 0;
}

/* --- records of all guests -------------------------------------------------------------------- */

static int set_tsc(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_tsc_info *tsc = rec->data;

	if (rec->length != sizeof(*tsc))
		return bad_stream(ctx, "a TSC record has a wrong length", rec->length);
	if (!xc_domain_set_tsc_info(ctx->xch, ctx->domid, tsc->mode, tsc->nsec, tsc->khz,
				    tsc->incarnation))
		return 0;
	SR_ERR(ctx, "cannot set its TSC: %s", strerror(errno));
	return -1;
}

static int handle_page_data(struct sr_ctx *ctx, struct sr_record *rec)
{
	if (restore_static_done(ctx, true))
		return -1;
	return restore_page_data(ctx, rec);
}

/* 0 handled, -1 failed, 1 to the guest's kind */
static int handle_common(struct sr_ctx *ctx, struct sr_record *rec)
{
	struct restore_state *rs = ctx->rs;

	switch (rec->type) {
	case REC_PAGE_DATA:
		return handle_page_data(ctx, rec);
	case REC_X86_TSC_INFO:
		return set_tsc(ctx, rec);
	case REC_STATIC_DATA_END:
		return restore_static_done(ctx, false);
	case REC_X86_CPUID_POLICY:
		return take_policy(ctx, rec, &rs->cpuid, sizeof(xen_cpuid_leaf_t),
				   XGR_SDD_MISSING_CPUID);
	case REC_X86_MSR_POLICY:
		return take_policy(ctx, rec, &rs->msrs, sizeof(xen_msr_entry_t),
				   XGR_SDD_MISSING_MSR);
	case REC_VERIFY:
		rs->verify = true;
		return 0;
	case REC_TOOLSTACK:
		return 0;
	case REC_CHECKPOINT:
		errno = EOPNOTSUPP;
		SR_ERR(ctx, "checkpointed streams (Remus, COLO) are not implemented");
		return -1;
	}
	return 1;
}

static int handle_record(struct sr_ctx *ctx, struct sr_record *rec)
{
	int rc = handle_common(ctx, rec);

	if (rc == 1)
		rc = restore_ops(ctx)->record(ctx, rec);
	if (rc == 1 && rec->type & REC_OPTIONAL)
		return 0;
	if (rc == 1)
		return bad_stream(ctx, "the stream has a record this version does not know", rec->type);
	return rc;
}

static int read_records(struct sr_ctx *ctx)
{
	struct sr_record rec;
	int rc;

	do {
		if (record_read(ctx, &rec))
			return -1;
		if (rec.type == REC_END)
			rc = 0;
		else
			rc = handle_record(ctx, &rec);
		record_free(&rec);
		if (rc)
			return -1;
	} while (rec.type != REC_END);
	if (ctx->rs->verify && ctx->rs->differ)
		SR_ERR(ctx, "%"PRIu64" pages differ from the sender's", ctx->rs->differ);
	return 0;
}

static int restore(struct sr_ctx *ctx)
{
	struct restore_state *rs = ctx->rs;

	if (restore_ops(ctx)->setup(ctx) || read_headers(ctx) || read_records(ctx))
		return -1;
	if (!rs->static_done && restore_static_done(ctx, true))
		return -1;
	if (restore_ops(ctx)->complete(ctx))
		return -1;
	return xc_dom_gnttab_seed(ctx->xch, ctx->domid, ctx->hvm, rs->console_gfn, rs->store_gfn,
				  rs->console_domid, rs->store_domid);
}

static void free_state(struct restore_state *rs)
{
	for (unsigned int i = 0; i < rs->nr_vcpus; i++) {
		blob_free(&rs->vcpus[i].basic);
		blob_free(&rs->vcpus[i].extended);
		blob_free(&rs->vcpus[i].xsave);
		blob_free(&rs->vcpus[i].msrs);
	}
	free(rs->vcpus);
	free(rs->p2m_pfns);
	blob_free(&rs->hvm_context);
	blob_free(&rs->cpuid);
	blob_free(&rs->msrs);
	free(rs->populated);
	free(rs->frames);
	free(rs->types);
	free(rs);
}

int xc_domain_restore(xc_interface *xch, int io_fd, uint32_t dom, unsigned int store_evtchn,
		      unsigned long *store_mfn, uint32_t store_domid,
		      unsigned int console_evtchn, unsigned long *console_mfn,
		      uint32_t console_domid, xc_stream_type_t stream_type,
		      struct restore_callbacks *callbacks, int send_back_fd)
{
	struct sr_ctx ctx = {
		.xch = xch, .fmem = xc_interface_fmem_handle(xch), .domid = dom, .fd = io_fd,
		.doing = "restore", .restore_cb = callbacks,
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
	ctx.rs = calloc(1, sizeof(*ctx.rs));
	if (!ctx.rs)
		return -1;
	ctx.rs->store_evtchn = store_evtchn;
	ctx.rs->console_evtchn = console_evtchn;
	ctx.rs->store_domid = store_domid;
	ctx.rs->console_domid = console_domid;
	ctx.rs->store_gfn = ctx.rs->console_gfn = INVALID_MFN;
	rc = restore(&ctx);
	saved = errno;
	if (!rc) {
		*store_mfn = ctx.rs->store_gfn;
		*console_mfn = ctx.rs->console_gfn;
	}
	pv_guest_unmap(&ctx.pv);
	free_state(ctx.rs);
	errno = saved;
	return rc;
}

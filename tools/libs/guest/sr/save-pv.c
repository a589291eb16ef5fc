// SPDX-License-Identifier: LGPL-2.1-only
/* What is particular to saving a PV guest: its machine frame numbers become pfns. */
#include "sr.h"

#define PTE_PRESENT     1
#define PTE_PSE         0x80
#define PTE_MFN_MASK    0x000ffffffffff000ULL
#define ENTRIES         512
/* level 4 slots of the hypervisor */
#define XEN_FIRST_SLOT  256
#define XEN_LAST_SLOT   271

static int pv_setup(struct sr_ctx *ctx)
{
	if (pv_guest_init(&ctx->pv, ctx->xch, ctx->domid) || pv_guest_map_m2p(&ctx->pv) ||
	    pv_guest_map_shared_info(&ctx->pv) || pv_guest_map_p2m(&ctx->pv))
		return -1;
	ctx->nr_pfns = ctx->pv.p2m_size;
	return 0;
}

static int pv_static_data(struct sr_ctx *ctx)
{
	struct rec_pv_info info = { .guest_width = ctx->pv.width, .pt_levels = ctx->pv.levels };

	if (record_write(ctx, REC_X86_PV_INFO, &info, sizeof(info), NULL, 0))
		return -1;
	return save_cpu_policy(ctx);
}

/* Where the guest keeps its p2m, for the receiver to write it anew. */
static int pv_start(struct sr_ctx *ctx)
{
	struct pv_guest *g = &ctx->pv;
	struct rec_p2m_frames head = { .start_pfn = 0, .end_pfn = g->p2m_size - 1 };
	uint64_t *pfns = calloc(g->nr_p2m_frames, sizeof(*pfns));
	int rc = -1;

	if (!pfns)
		return -1;
	for (unsigned int i = 0; i < g->nr_p2m_frames; i++) {
		if (pv_mfn_to_pfn(g, g->p2m_frames[i], &pfns[i]))
			continue;
		errno = ERANGE;
		SR_ERR(ctx, "part %u of its p2m (mfn %#"PRI_xen_pfn") is not its own memory", i,
		       g->p2m_frames[i]);
		goto out;
	}
	rc = record_write(ctx, REC_X86_PV_P2M_FRAMES, &head, sizeof(head), pfns,
			  g->nr_p2m_frames * sizeof(*pfns));
out:
	free(pfns);
	return rc;
}

static xen_pfn_t pv_frame(struct sr_ctx *ctx, xen_pfn_t pfn)
{
	uint64_t mfn;

	return pv_pfn_to_mfn(&ctx->pv, pfn, &mfn) ? mfn : INVALID_MFN;
}

/* Entries that are not present are the guest's own business (swap entries, say). */
static int pv_normalise(struct sr_ctx *ctx, uint32_t type, const void *page, void *out)
{
	unsigned int level = type_level(type);
	const volatile uint64_t *in = page;
	uint64_t *dest = out, pfn;

	for (unsigned int i = 0; i < ENTRIES; i++) {
		uint64_t e = in[i];

		if (level == 4 && i >= XEN_FIRST_SLOT && i <= XEN_LAST_SLOT) {
			e = 0;
		} else if (e & PTE_PRESENT) {
			if ((level > 1 && e & PTE_PSE) ||
			    !pv_mfn_to_pfn(&ctx->pv, (e & PTE_MFN_MASK) >> PAGE_SHIFT, &pfn))
				return -EAGAIN;
			e = (e & ~PTE_MFN_MASK) | pfn << PAGE_SHIFT;
		}
		dest[i] = e;
	}
	return 0;
}

/* --- registers -------------------------------------------------------------------------------- */

static int portable_frame(struct sr_ctx *ctx, uint64_t mfn, const char *what, uint64_t *pfn)
{
	if (pv_mfn_to_pfn(&ctx->pv, mfn, pfn))
		return 0;
	errno = ERANGE;
	SR_ERR(ctx, "%s (mfn %#"PRIx64") is not its own memory", what, mfn);
	return -1;
}

static int portable_context(struct sr_ctx *ctx, uint32_t vcpu, vcpu_guest_context_x86_64_t *c)
{
	unsigned int gdt_pages = DIV_ROUND_UP(c->gdt_ents, 512);
	uint64_t pfn;

	/* the argument of the suspend hypercall: the start_info frame */
	if (vcpu == 0) {
		if (portable_frame(ctx, c->user_regs.rdx, "the start info page", &pfn))
			return -1;
		c->user_regs.rdx = pfn;
	}
	if (gdt_pages > ARRAY_SIZE(c->gdt_frames)) {
		errno = ERANGE;
		SR_ERR(ctx, "vCPU %u has a GDT of %lu entries", vcpu, (unsigned long)c->gdt_ents);
		return -1;
	}
	for (unsigned int i = 0; i < gdt_pages; i++) {
		if (portable_frame(ctx, c->gdt_frames[i], "a page of the GDT", &pfn))
			return -1;
		c->gdt_frames[i] = pfn;
	}
	if (portable_frame(ctx, c->ctrlreg[3] >> PAGE_SHIFT, "CR3", &pfn))
		return -1;
	c->ctrlreg[3] = pfn << PAGE_SHIFT;
	/* user mode's, bit 0 tells that there is one */
	if (c->ctrlreg[1]) {
		if (portable_frame(ctx, c->ctrlreg[1] >> PAGE_SHIFT, "user mode's CR3", &pfn))
			return -1;
		c->ctrlreg[1] = pfn << PAGE_SHIFT | 1;
	}
	return 0;
}

static int write_vcpu(struct sr_ctx *ctx, uint32_t type, uint32_t vcpu, const void *data, uint32_t len)
{
	struct rec_vcpu head = { .vcpu_id = vcpu };

	return record_write(ctx, type, &head, sizeof(head), data, len);
}

static int save_basic(struct sr_ctx *ctx, uint32_t vcpu)
{
	vcpu_guest_context_any_t c;

	if (xc_vcpu_getcontext(ctx->xch, ctx->domid, vcpu, &c)) {
		SR_ERR(ctx, "cannot get vCPU %u's registers: %s", vcpu, strerror(errno));
		return -1;
	}
	if (portable_context(ctx, vcpu, &c.x64))
		return -1;
	return write_vcpu(ctx, REC_X86_PV_VCPU_BASIC, vcpu, &c.x64, sizeof(c.x64));
}

static int save_extended(struct sr_ctx *ctx, uint32_t vcpu)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_get_ext_vcpucontext };

	domctl.domain = ctx->domid;
	domctl.u.ext_vcpucontext.vcpu = vcpu;
	if (xc_domctl(ctx->xch, &domctl)) {
		SR_ERR(ctx, "cannot get vCPU %u's extended state: %s", vcpu, strerror(errno));
		return -1;
	}
	if (domctl.u.ext_vcpucontext.size > sizeof(domctl.u.ext_vcpucontext))
		domctl.u.ext_vcpucontext.size = sizeof(domctl.u.ext_vcpucontext);
	return write_vcpu(ctx, REC_X86_PV_VCPU_EXTENDED, vcpu, &domctl.u.ext_vcpucontext,
			  domctl.u.ext_vcpucontext.size);
}

static int save_xsave(struct sr_ctx *ctx, uint32_t vcpu)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_getvcpuextstate };
	DECLARE_HYPERCALL_BUFFER(void, buf);
	uint64_t size;
	int rc = -1;

	domctl.domain = ctx->domid;
	domctl.u.vcpuextstate.vcpu = vcpu;
	if (xc_domctl(ctx->xch, &domctl)) {
		SR_ERR(ctx, "cannot get the size of vCPU %u's XSAVE state: %s", vcpu, strerror(errno));
		return -1;
	}
	size = domctl.u.vcpuextstate.size;
	if (!size)
		return 0;
	buf = xc_hypercall_buffer_alloc(ctx->xch, buf, size);
	if (!buf)
		return -1;
	domctl.u.vcpuextstate.vcpu = vcpu;
	set_xen_guest_handle(domctl.u.vcpuextstate.buffer, buf);
	if (xc_domctl(ctx->xch, &domctl))
		SR_ERR(ctx, "cannot get vCPU %u's XSAVE state: %s", vcpu, strerror(errno));
	else if (!domctl.u.vcpuextstate.size || domctl.u.vcpuextstate.size > size)
		rc = 0;
	else
		rc = write_vcpu(ctx, REC_X86_PV_VCPU_XSAVE, vcpu, buf, domctl.u.vcpuextstate.size);
	xc_hypercall_buffer_free(ctx->xch, buf);
	return rc;
}

static int save_msrs(struct sr_ctx *ctx, uint32_t vcpu)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_get_vcpu_msrs };
	DECLARE_HYPERCALL_BUFFER(xen_domctl_vcpu_msr_t, buf);
	uint32_t room;
	int rc = -1;

	domctl.domain = ctx->domid;
	domctl.u.vcpu_msrs.vcpu = vcpu;
	if (xc_domctl(ctx->xch, &domctl)) {
		SR_ERR(ctx, "cannot get the number of vCPU %u's MSRs: %s", vcpu, strerror(errno));
		return -1;
	}
	room = domctl.u.vcpu_msrs.msr_count;
	if (!room)
		return 0;
	buf = xc_hypercall_buffer_alloc(ctx->xch, buf, room * sizeof(*buf));
	if (!buf)
		return -1;
	domctl.u.vcpu_msrs.vcpu = vcpu;
	set_xen_guest_handle(domctl.u.vcpu_msrs.msrs, buf);
	if (xc_domctl(ctx->xch, &domctl))
		SR_ERR(ctx, "cannot get vCPU %u's MSRs: %s", vcpu, strerror(errno));
	else if (!domctl.u.vcpu_msrs.msr_count || domctl.u.vcpu_msrs.msr_count > room)
		rc = 0;
	else
		rc = write_vcpu(ctx, REC_X86_PV_VCPU_MSRS, vcpu, buf,
				domctl.u.vcpu_msrs.msr_count * sizeof(*buf));
	xc_hypercall_buffer_free(ctx->xch, buf);
	return rc;
}

static int save_vcpus(struct sr_ctx *ctx)
{
	xc_vcpuinfo_t vi;
	xc_dominfo_t info;

	if (xc_domain_getinfo(ctx->xch, ctx->domid, 1, &info) != 1 || info.domid != ctx->domid) {
		errno = ESRCH;
		return -1;
	}
	for (uint32_t i = 0; i <= info.max_vcpu_id; i++) {
		if (xc_vcpu_getinfo(ctx->xch, ctx->domid, i, &vi)) {
			SR_ERR(ctx, "cannot get information on vCPU %u: %s", i, strerror(errno));
			return -1;
		}
		if (!vi.online)
			continue;
		if (save_basic(ctx, i) || save_extended(ctx, i) || save_xsave(ctx, i) ||
		    save_msrs(ctx, i))
			return -1;
	}
	return 0;
}

static int pv_end(struct sr_ctx *ctx)
{
	/* a list that moved is not where the receiver was told it is */
	if (ctx->pv.shinfo->arch.p2m_generation != ctx->pv.p2m_generation) {
		errno = EAGAIN;
		SR_ERR(ctx, "it moved its p2m meanwhile");
		return -1;
	}
	if (save_tsc(ctx) ||
	    record_write(ctx, REC_SHARED_INFO, ctx->pv.shinfo, PAGE_SIZE, NULL, 0))
		return -1;
	return save_vcpus(ctx);
}

const struct save_ops save_pv_ops = {
	.setup = pv_setup,
	.static_data = pv_static_data,
	.start = pv_start,
	.frame = pv_frame,
	.normalise = pv_normalise,
	.end = pv_end,
};

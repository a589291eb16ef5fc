// SPDX-License-Identifier: LGPL-2.1-only
/* What is particular to restoring a PV guest: pfns become this machine's frames. */
#include <sys/mman.h>

#include "sr.h"

#define PTE_PRESENT  1
#define PTE_PFN_MASK 0x000ffffffffff000ULL
#define ENTRIES      512
#define MAX_VCPUS    8192
#define PIN_BATCH    128

static int pv_error(struct sr_ctx *ctx, const char *why, uint64_t value)
{
	errno = EINVAL;
	SR_ERR(ctx, "%s (%#"PRIx64")", why, value);
	return -1;
}

static int pv_setup(struct sr_ctx *ctx)
{
	return pv_guest_init(&ctx->pv, ctx->xch, ctx->domid);
}

/* --- records ---------------------------------------------------------------------------------- */

static int handle_info(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_pv_info *info = rec->data;

	if (rec->length < sizeof(*info))
		return pv_error(ctx, "the PV guest's description is too short", rec->length);
	if (info->guest_width != ctx->pv.width || info->pt_levels != ctx->pv.levels)
		return pv_error(ctx, "the stream is of a PV guest of another word size",
				info->guest_width);
	ctx->rs->pv_info_seen = true;
	return 0;
}

static int handle_p2m_frames(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_p2m_frames *head = rec->data;
	struct restore_state *rs = ctx->rs;
	uint64_t first, last;

	if (restore_static_done(ctx, true))
		return -1;
	if (rec->length < sizeof(*head) || head->start_pfn > head->end_pfn)
		return pv_error(ctx, "the p2m frame list is too short", rec->length);
	first = head->start_pfn / ENTRIES;
	last = head->end_pfn / ENTRIES;
	if (rec->length != sizeof(*head) + (last - first + 1) * sizeof(uint64_t))
		return pv_error(ctx, "the p2m frame list has a wrong length", rec->length);
	/* each record extends what came before, or replaces some of it */
	if (first > rs->nr_p2m_pfns)
		return pv_error(ctx, "the p2m frame list has a hole", first);
	if (last >= rs->nr_p2m_pfns) {
		uint64_t *pfns = realloc(rs->p2m_pfns, (last + 1) * sizeof(*pfns));

		if (!pfns || restore_grow(ctx, head->end_pfn))
			return -1;
		rs->p2m_pfns = pfns;
		rs->nr_p2m_pfns = last + 1;
		rs->p2m_size = head->end_pfn + 1ULL;
	}
	memcpy(rs->p2m_pfns + first, head + 1, (last - first + 1) * sizeof(uint64_t));
	return 0;
}

static int handle_shared_info(struct sr_ctx *ctx, struct sr_record *rec)
{
	if (rec->length != PAGE_SIZE)
		return pv_error(ctx, "the shared info is not a page", rec->length);
	memcpy(ctx->rs->shared_info, rec->data, PAGE_SIZE);
	ctx->rs->shared_info_seen = true;
	return 0;
}

static struct vcpu_blobs *get_vcpu(struct restore_state *rs, uint32_t id)
{
	if (id >= rs->nr_vcpus) {
		struct vcpu_blobs *v = realloc(rs->vcpus, (id + 1) * sizeof(*v));

		if (!v)
			return NULL;
		memset(v + rs->nr_vcpus, 0, (id + 1 - rs->nr_vcpus) * sizeof(*v));
		rs->vcpus = v;
		rs->nr_vcpus = id + 1;
	}
	return &rs->vcpus[id];
}

static int handle_vcpu(struct sr_ctx *ctx, struct sr_record *rec)
{
	const struct rec_vcpu *head = rec->data;
	struct vcpu_blobs *v;

	if (rec->length < sizeof(*head) || head->vcpu_id >= MAX_VCPUS)
		return pv_error(ctx, "a vCPU record is too short or of an impossible vCPU",
				rec->length);
	if (rec->length == sizeof(*head))
		return 0;       /* 8: older senders */
	v = get_vcpu(ctx->rs, head->vcpu_id);
	if (!v)
		return -1;
	blob_take(rec->type == REC_X86_PV_VCPU_BASIC ? &v->basic :
		  rec->type == REC_X86_PV_VCPU_EXTENDED ? &v->extended :
		  rec->type == REC_X86_PV_VCPU_XSAVE ? &v->xsave : &v->msrs, rec);
	return 0;
}

static int pv_record(struct sr_ctx *ctx, struct sr_record *rec)
{
	switch (rec->type) {
	case REC_X86_PV_INFO:
		return handle_info(ctx, rec);
	case REC_X86_PV_P2M_FRAMES:
		return handle_p2m_frames(ctx, rec);
	case REC_SHARED_INFO:
		return handle_shared_info(ctx, rec);
	case REC_X86_PV_VCPU_BASIC:
	case REC_X86_PV_VCPU_EXTENDED:
	case REC_X86_PV_VCPU_XSAVE:
	case REC_X86_PV_VCPU_MSRS:
		return handle_vcpu(ctx, rec);
	}
	return 1;
}

static int pv_localise(struct sr_ctx *ctx, uint32_t type, uint64_t *page)
{
	uint64_t pfns[ENTRIES];
	unsigned int n = 0;

	for (unsigned int i = 0; i < ENTRIES; i++)
		if (page[i] & PTE_PRESENT)
			pfns[n++] = (page[i] & PTE_PFN_MASK) >> PAGE_SHIFT;
	if (restore_populate(ctx, pfns, n))
		return -1;
	for (unsigned int i = 0; i < ENTRIES; i++) {
		uint64_t pfn = (page[i] & PTE_PFN_MASK) >> PAGE_SHIFT;

		if (page[i] & PTE_PRESENT)
			page[i] = (page[i] & ~PTE_PFN_MASK) |
				  (uint64_t)ctx->rs->frames[pfn] << PAGE_SHIFT;
	}
	return 0;
}

/* --- completing ------------------------------------------------------------------------------- */

/* The frame of a pfn of the stream, which must be one the guest has. */
static int local_frame(struct sr_ctx *ctx, uint64_t pfn, const char *what, uint64_t *mfn)
{
	if (!restore_has(ctx->rs, pfn))
		return pv_error(ctx, what, pfn);
	*mfn = ctx->rs->frames[pfn];
	return 0;
}

static void *map_frame(struct sr_ctx *ctx, xen_pfn_t mfn, const char *what)
{
	void *page = xenforeignmemory_map(ctx->fmem, ctx->domid, PROT_READ | PROT_WRITE, 1, &mfn, NULL);

	if (!page)
		SR_ERR(ctx, "cannot map its %s: %s", what, strerror(errno));
	return page;
}

/* The guest left pfns of its rings in start_info when it suspended. */
static int fill_start_info(struct sr_ctx *ctx, uint64_t mfn, xen_pfn_t shinfo_mfn)
{
	struct restore_state *rs = ctx->rs;
	start_info_x86_64_t *si = map_frame(ctx, mfn, "start info");
	uint64_t store, console;
	int rc = -1;

	if (!si)
		return -1;
	if (local_frame(ctx, si->store_mfn, "its xenstore page is not in the stream", &store) ||
	    local_frame(ctx, si->console.domU.mfn, "its console page is not in the stream", &console))
		goto out;
	snprintf((char *)si->magic, sizeof(si->magic), "xen-3.0-x86_64");
	si->nr_pages = rs->p2m_size;
	si->shared_info = (uint64_t)shinfo_mfn << PAGE_SHIFT;
	si->flags = 0;
	si->store_mfn = rs->store_gfn = store;
	si->store_evtchn = rs->store_evtchn;
	si->console.domU.mfn = rs->console_gfn = console;
	si->console.domU.evtchn = rs->console_evtchn;
	rc = 0;
out:
	xenforeignmemory_unmap(ctx->fmem, si, 1);
	return rc;
}

/* Pending events were of ports that do not exist here. */
static int fill_shared_info(struct sr_ctx *ctx, xen_pfn_t shinfo_mfn)
{
	const shared_info_x86_64_t *old = (const shared_info_x86_64_t *)ctx->rs->shared_info;
	shared_info_x86_64_t *si;

	if (!ctx->rs->shared_info_seen)
		return pv_error(ctx, "the stream has no shared info", 0);
	si = map_frame(ctx, shinfo_mfn, "shared info");
	if (!si)
		return -1;
	memcpy(si->vcpu_info, old->vcpu_info, sizeof(si->vcpu_info));
	memcpy(&si->arch, &old->arch, sizeof(si->arch));
	si->arch.pfn_to_mfn_frame_list_list = 0;
	si->arch.p2m_cr3 = 0;
	memset(si->evtchn_pending, 0, sizeof(si->evtchn_pending));
	memset(si->evtchn_mask, 0xff, sizeof(si->evtchn_mask));
	for (size_t i = 0; i < ARRAY_SIZE(si->vcpu_info); i++)
		si->vcpu_info[i].evtchn_pending_sel = 0;
	xenforeignmemory_unmap(ctx->fmem, si, 1);
	return 0;
}

static int table_frame(struct sr_ctx *ctx, uint64_t pfn, uint64_t *mfn)
{
	if (local_frame(ctx, pfn, "a CR3 is not in the stream", mfn))
		return -1;
	if (type_level(ctx->rs->types[pfn]) != 4)
		return pv_error(ctx, "a CR3 is no top-level page table", pfn);
	return 0;
}

static int set_basic(struct sr_ctx *ctx, uint32_t id, const struct blob *b, xen_pfn_t shinfo_mfn)
{
	vcpu_guest_context_any_t any;
	vcpu_guest_context_x86_64_t *c = &any.x64;
	unsigned int gdt_pages;
	uint64_t mfn;

	if (b->length != sizeof(struct rec_vcpu) + sizeof(*c))
		return pv_error(ctx, "a vCPU's registers have a wrong length", b->length);
	memset(&any, 0, sizeof(any));
	memcpy(c, (char *)b->data + sizeof(struct rec_vcpu), sizeof(*c));
	if (id == 0) {
		if (local_frame(ctx, c->user_regs.rdx, "its start info is not in the stream", &mfn) ||
		    fill_start_info(ctx, mfn, shinfo_mfn))
			return -1;
		c->user_regs.rdx = mfn;
	}
	gdt_pages = DIV_ROUND_UP(c->gdt_ents, 512);
	if (c->gdt_ents > 8192 || gdt_pages > ARRAY_SIZE(c->gdt_frames))
		return pv_error(ctx, "a vCPU's GDT is too large", c->gdt_ents);
	for (unsigned int i = 0; i < gdt_pages; i++) {
		if (local_frame(ctx, c->gdt_frames[i], "a vCPU's GDT is not in the stream", &mfn))
			return -1;
		c->gdt_frames[i] = mfn;
	}
	if (table_frame(ctx, c->ctrlreg[3] >> PAGE_SHIFT, &mfn))
		return -1;
	c->ctrlreg[3] = mfn << PAGE_SHIFT;
	if (c->ctrlreg[1] & 1) {
		if (table_frame(ctx, c->ctrlreg[1] >> PAGE_SHIFT, &mfn))
			return -1;
		c->ctrlreg[1] = mfn << PAGE_SHIFT;
	}
	if (!xc_vcpu_setcontext(ctx->xch, ctx->domid, id, &any))
		return 0;
	SR_ERR(ctx, "the hypervisor rejects vCPU %u's registers: %s", id, strerror(errno));
	return -1;
}

static int set_extended(struct sr_ctx *ctx, uint32_t id, const struct blob *b)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_set_ext_vcpucontext };
	uint32_t len = b->length - sizeof(struct rec_vcpu);

	if (!b->length)
		return 0;
	if (len > 128 || len > sizeof(domctl.u))
		return pv_error(ctx, "a vCPU's extended state has a wrong length", b->length);
	domctl.domain = ctx->domid;
	memcpy(&domctl.u.ext_vcpucontext, (char *)b->data + sizeof(struct rec_vcpu), len);
	domctl.u.ext_vcpucontext.vcpu = id;
	if (!xc_domctl(ctx->xch, &domctl))
		return 0;
	SR_ERR(ctx, "the hypervisor rejects vCPU %u's extended state: %s", id, strerror(errno));
	return -1;
}

static int set_xsave(struct sr_ctx *ctx, uint32_t id, const struct blob *b)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_setvcpuextstate };
	uint32_t len = b->length - sizeof(struct rec_vcpu);
	DECLARE_HYPERCALL_BUFFER(void, buf);
	int rc;

	if (!b->length)
		return 0;
	buf = xc_hypercall_buffer_alloc(ctx->xch, buf, len);
	if (!buf)
		return -1;
	memcpy(buf, (char *)b->data + sizeof(struct rec_vcpu), len);
	domctl.domain = ctx->domid;
	domctl.u.vcpuextstate.vcpu = id;
	domctl.u.vcpuextstate.size = len;
	set_xen_guest_handle(domctl.u.vcpuextstate.buffer, buf);
	rc = xc_domctl(ctx->xch, &domctl);
	if (rc)
		SR_ERR(ctx, "the hypervisor rejects vCPU %u's XSAVE state: %s", id, strerror(errno));
	xc_hypercall_buffer_free(ctx->xch, buf);
	return rc;
}

static int set_msrs(struct sr_ctx *ctx, uint32_t id, const struct blob *b)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_set_vcpu_msrs };
	uint32_t len = b->length - sizeof(struct rec_vcpu);
	DECLARE_HYPERCALL_BUFFER(xen_domctl_vcpu_msr_t, buf);
	int rc;

	if (!b->length)
		return 0;
	if (len % sizeof(*buf))
		return pv_error(ctx, "a vCPU's MSRs have a wrong length", b->length);
	buf = xc_hypercall_buffer_alloc(ctx->xch, buf, len);
	if (!buf)
		return -1;
	memcpy(buf, (char *)b->data + sizeof(struct rec_vcpu), len);
	domctl.domain = ctx->domid;
	domctl.u.vcpu_msrs.vcpu = id;
	domctl.u.vcpu_msrs.msr_count = len / sizeof(*buf);
	set_xen_guest_handle(domctl.u.vcpu_msrs.msrs, buf);
	rc = xc_domctl(ctx->xch, &domctl);
	if (rc)
		SR_ERR(ctx, "the hypervisor rejects vCPU %u's MSRs: %s", id, strerror(errno));
	xc_hypercall_buffer_free(ctx->xch, buf);
	return rc;
}

static int set_vcpus(struct sr_ctx *ctx, xen_pfn_t shinfo_mfn)
{
	struct restore_state *rs = ctx->rs;

	if (!rs->nr_vcpus || !rs->vcpus[0].basic.length)
		return pv_error(ctx, "the stream has no first vCPU", rs->nr_vcpus);
	for (uint32_t i = 0; i < rs->nr_vcpus; i++) {
		struct vcpu_blobs *v = &rs->vcpus[i];

		if (!v->basic.length)
			continue;       /* it was offline */
		if (set_basic(ctx, i, &v->basic, shinfo_mfn) || set_extended(ctx, i, &v->extended) ||
		    set_xsave(ctx, i, &v->xsave) || set_msrs(ctx, i, &v->msrs))
			return -1;
	}
	return 0;
}

static int pin_tables(struct sr_ctx *ctx)
{
	struct restore_state *rs = ctx->rs;
	struct mmuext_op ops[PIN_BATCH];
	unsigned int n = 0;

	for (uint64_t pfn = 0; pfn < rs->p2m_size; pfn++) {
		uint32_t type = rs->types[pfn];

		if (type_level(type) && type & XEN_DOMCTL_PFINFO_LPINTAB && restore_has(rs, pfn)) {
			ops[n].cmd = MMUEXT_PIN_L1_TABLE + type_level(type) - 1;
			ops[n++].arg1.mfn = rs->frames[pfn];
		}
		if (n < PIN_BATCH && (pfn + 1 < rs->p2m_size || !n))
			continue;
		if (xc_mmuext_op(ctx->xch, ops, n, ctx->domid)) {
			SR_ERR(ctx, "the hypervisor rejects its page tables: %s", strerror(errno));
			return -1;
		}
		n = 0;
	}
	return 0;
}

/* Writes the guest's p2m list, in the frames where it keeps it. */
static int write_p2m(struct sr_ctx *ctx)
{
	struct restore_state *rs = ctx->rs;
	xen_pfn_t *frames = calloc(rs->nr_p2m_pfns, sizeof(*frames));
	uint64_t *p2m, mfn;

	if (!frames)
		return -1;
	for (uint32_t i = 0; i < rs->nr_p2m_pfns; i++) {
		if (local_frame(ctx, rs->p2m_pfns[i], "part of its p2m is not in the stream", &mfn)) {
			free(frames);
			return -1;
		}
		frames[i] = mfn;
	}
	p2m = xenforeignmemory_map(ctx->fmem, ctx->domid, PROT_READ | PROT_WRITE, rs->nr_p2m_pfns,
				   frames, NULL);
	free(frames);
	if (!p2m) {
		SR_ERR(ctx, "cannot map its p2m: %s", strerror(errno));
		return -1;
	}
	for (uint64_t pfn = 0; pfn < rs->p2m_size; pfn++)
		p2m[pfn] = restore_has(rs, pfn) ? rs->frames[pfn] : INVALID_MFN;
	xenforeignmemory_unmap(ctx->fmem, p2m, rs->nr_p2m_pfns);
	return 0;
}

static int pv_complete(struct sr_ctx *ctx)
{
	xc_dominfo_t info;

	if (!ctx->rs->nr_p2m_pfns)
		return pv_error(ctx, "the stream does not tell where its p2m is", 0);
	if (xc_domain_getinfo(ctx->xch, ctx->domid, 1, &info) != 1 || info.domid != ctx->domid) {
		errno = ESRCH;
		SR_ERR(ctx, "it is gone");
		return -1;
	}
	if (set_vcpus(ctx, info.shared_info_frame) || fill_shared_info(ctx, info.shared_info_frame) ||
	    pin_tables(ctx))
		return -1;
	return write_p2m(ctx);
}

const struct restore_ops restore_pv_ops = {
	.setup = pv_setup,
	.record = pv_record,
	.localise = pv_localise,
	.complete = pv_complete,
};

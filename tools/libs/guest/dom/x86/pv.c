// SPDX-License-Identifier: LGPL-2.1-only
/* A 64-bit PV guest's own pages and its first vCPU (<xen/xen.h>, <xen/arch-x86/xen.h>). */
#include "x86.h"

#define FLAT_CS 0xe033
#define FLAT_SS 0xe02b

int xc_dom_clear_page(struct xc_dom_image *dom, xen_pfn_t pfn)
{
	void *page = xc_dom_pfn_to_ptr(dom, pfn, 1);

	if (!page)
		return -1;
	memset(page, 0, PAGE_SIZE);
	return 0;
}

static int pv_alloc_magic_pages(struct xc_dom_image *dom)
{
	dom->start_info_pfn = xc_dom_alloc_page(dom, "start info");
	if (dom->start_info_pfn == INVALID_PFN)
		return -1;
	dom->xenstore_pfn = xc_dom_alloc_page(dom, "xenstore");
	if (dom->xenstore_pfn == INVALID_PFN)
		return -1;
	dom->console_pfn = xc_dom_alloc_page(dom, "console");
	if (dom->console_pfn == INVALID_PFN)
		return -1;
	return xc_dom_clear_page(dom, dom->xenstore_pfn) ||
	       xc_dom_clear_page(dom, dom->console_pfn) ? -1 : 0;
}

int pv_start_info(struct xc_dom_image *dom)
{
	struct pv_private *priv = dom->arch_private;
	start_info_x86_64_t *si;

	if (dom->cmdline && strlen(dom->cmdline) >= MAX_GUEST_CMDLINE) {
		errno = E2BIG;
		DOM_ERR(XC_INVALID_PARAM, "the kernel's command line has %zu bytes, a PV guest takes %d",
			strlen(dom->cmdline), MAX_GUEST_CMDLINE - 1);
		return -1;
	}
	si = xc_dom_pfn_to_ptr(dom, dom->start_info_pfn, 1);
	if (!si)
		return -1;
	memset(si, 0, PAGE_SIZE);
	strncpy(si->magic, dom->guest_type, sizeof(si->magic) - 1);
	si->nr_pages = dom->total_pages;
	si->shared_info = (uint64_t)dom->shared_info_mfn << PAGE_SHIFT;
	si->flags = dom->flags;
	si->store_mfn = xc_dom_p2m(dom, dom->xenstore_pfn);
	si->store_evtchn = dom->xenstore_evtchn;
	si->console.domU.mfn = xc_dom_p2m(dom, dom->console_pfn);
	si->console.domU.evtchn = dom->console_evtchn;
	si->pt_base = dom->pgtables_seg.vstart;
	si->nr_pt_frames = dom->pgtables_seg.pages;
	si->mfn_list = dom->p2m_seg.vstart;
	if (priv->p2m.to != priv->p2m.from) {
		si->first_p2m_pfn = dom->p2m_seg.pfn;
		si->nr_p2m_frames = dom->p2m_seg.pages;
	}
	if (dom->num_modules) {
		si->mod_start = dom->initrd_start;
		si->mod_len = dom->initrd_len;
	}
	if (dom->cmdline)
		strcpy((char *)si->cmd_line, dom->cmdline);
	return 0;
}

static int pv_shared_info(struct xc_dom_image *dom, void *ptr)
{
	shared_info_x86_64_t *si = ptr;

	memset(si, 0, PAGE_SIZE);
	for (size_t i = 0; i < ARRAY_SIZE(si->vcpu_info); i++)
		si->vcpu_info[i].evtchn_upcall_mask = 1;
	return 0;
}

static int pv_vcpu(struct xc_dom_image *dom)
{
	vcpu_guest_context_any_t any;
	vcpu_guest_context_x86_64_t *ctxt = &any.x64;

	memset(&any, 0, sizeof(any));
	ctxt->flags = VGCF_in_kernel_X86_64 | VGCF_online_X86_64;
	ctxt->user_regs.rip = dom->parms->virt_entry;
	ctxt->user_regs.rsp = dom->parms->virt_base +
			      ((dom->bootstack_pfn + 1) << PAGE_SHIFT);
	ctxt->user_regs.rsi = dom->parms->virt_base + (dom->start_info_pfn << PAGE_SHIFT);
	ctxt->user_regs.rflags = 1 << 9;        /* IF */
	ctxt->user_regs.cs = FLAT_CS;
	ctxt->user_regs.ss = FLAT_SS;
	ctxt->kernel_ss = ctxt->user_regs.ss;
	ctxt->kernel_sp = ctxt->user_regs.rsp;
	ctxt->debugreg[6] = 0xffff0ff0;         /* reset values */
	ctxt->debugreg[7] = 0x00000400;
	ctxt->ctrlreg[3] = (uint64_t)xc_dom_p2m(dom, dom->pgtables_seg.pfn) << PAGE_SHIFT;
	if (xc_vcpu_setcontext(dom->xch, dom->guest_domid, 0, &any)) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot set the first vCPU's registers: %s",
			strerror(errno));
		return -1;
	}
	return 0;
}

/* A kernel that has a hypercall page gets it filled before its mappings go. */
static int pv_bootearly(struct xc_dom_image *dom)
{
	uint64_t va = dom->parms->virt_hypercall;
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_hypercall_init };

	if (va == NOTE_UNSET)
		return 0;
	domctl.domain = dom->guest_domid;
	domctl.u.hypercall_init.gmfn =
		xc_dom_p2m(dom, (va - dom->parms->virt_base) >> PAGE_SHIFT);
	if (xc_domctl(dom->xch, &domctl)) {
		DOM_ERR(XC_INTERNAL_ERROR, "cannot fill the hypercall page: %s", strerror(errno));
		return -1;
	}
	return 0;
}

/* The tools must not map the tables any more: pinning makes them read-only for everybody. */
static int pv_bootlate(struct xc_dom_image *dom)
{
	struct mmuext_op op = { .cmd = MMUEXT_PIN_L4_TABLE };

	op.arg1.mfn = xc_dom_p2m(dom, dom->pgtables_seg.pfn);
	if (xc_mmuext_op(dom->xch, &op, 1, dom->guest_domid)) {
		DOM_ERR(XC_INTERNAL_ERROR, "the hypervisor rejects the page tables (mfn %#"PRIx64"): %s",
			(uint64_t)op.arg1.mfn, strerror(errno));
		return -1;
	}
	return 0;
}

struct xc_dom_arch xc_dom_arch_pv64 = {
	.guest_type = "xen-3.0-x86_64",
	.native_protocol = "x86_64-abi",
	.page_shift = PAGE_SHIFT,
	.sizeof_pfn = 8,
	.p2m_base_supported = 1,
	.arch_private_size = sizeof(struct pv_private),
	.alloc_magic_pages = pv_alloc_magic_pages,
	.alloc_pgtables = pv_alloc_pgtables,
	.alloc_p2m_list = pv_alloc_p2m_list,
	.setup_pgtables = pv_setup_pgtables,
	.start_info = pv_start_info,
	.shared_info = pv_shared_info,
	.vcpu = pv_vcpu,
	.bootearly = pv_bootearly,
	.bootlate = pv_bootlate,
	.meminit = pv_meminit,
};

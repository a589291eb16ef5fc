// SPDX-License-Identifier: LGPL-2.1-only
/* Loads an ELF kernel: for a PV guest by its Xen notes, for PVH by PHYS32_ENTRY, hvmloader by e_entry. */
#include <elf.h>

#include "private.h"
#include "unpack/blocks.h"

#define L4_SLOT_SHIFT 39

static int elf_probe(struct xc_dom_image *dom)
{
	return dom->kernel_size >= SELFMAG && !memcmp(dom->kernel_blob, ELFMAG, SELFMAG);
}

static int kernel_error(struct xc_dom_image *dom, const char *why)
{
	errno = EINVAL;
	DOM_ERR(XC_INVALID_KERNEL, "%s", why);
	return -1;
}

/*
 * A p2m list of its own must begin in another 512 GiB slot than the kernel and below it; a kernel
 * that asks for anything else gets the list in the boot mapping.
 */
static bool init_p2m_usable(const struct elf_dom_parms *p)
{
	return !(p->init_p2m & (PAGE_SIZE - 1)) && p->init_p2m < p->virt_base &&
	       p->init_p2m >> L4_SLOT_SHIFT != p->virt_base >> L4_SLOT_SHIFT;
}

/*
 * The hypervisor's own demands on a PV kernel. A "!writable_page_tables" is how Linux asks for
 * trapped page table writes; they are always there, so no required feature is refused but those
 * that only make sense for translated guests.
 */
static int check_pv(struct xc_dom_image *dom, struct elf_dom_parms *p)
{
	if (!p->has_xen_notes)
		return kernel_error(dom, "the kernel has no Xen ELF notes: it is not built as a "
				    "Xen PV guest (for Linux: CONFIG_XEN_PV); try type=\"pvh\"");
	if (strcmp(p->xen_version, "xen-3.0"))
		return kernel_error(dom, "the kernel's XEN_VERSION note is not \"xen-3.0\"");
	if (p->loader[0] && strcmp(p->loader, "generic"))
		return kernel_error(dom, "the kernel's LOADER note is not \"generic\"");
	if (features_test(p->f_required, XENFEAT_auto_translated_physmap) ||
	    features_test(p->f_required, XENFEAT_supervisor_mode_kernel))
		return kernel_error(dom, "the kernel requires a feature PV guests do not have");
	if (!p->is_64bit || p->machine != EM_X86_64)
		return kernel_error(dom, "only 64-bit PV kernels are supported");
	if (p->virt_base == NOTE_UNSET)
		p->virt_base = 0;
	if (p->paddr_offset == NOTE_UNSET)
		p->paddr_offset = p->virt_base;
	if (p->virt_entry == NOTE_UNSET)
		p->virt_entry = p->e_entry;
	if (p->virt_base & (PAGE_SIZE - 1))
		return kernel_error(dom, "the kernel's VIRT_BASE note is not page-aligned");
	if (p->pstart < p->paddr_offset)
		return kernel_error(dom, "the kernel starts below its PADDR_OFFSET note");
	if (p->init_p2m != NOTE_UNSET && !init_p2m_usable(p)) {
		DOMPRINTF("%s: INIT_P2M %#"PRIx64" not usable", __func__, p->init_p2m);
		p->init_p2m = NOTE_UNSET;
	}
	if (p->virt_base > UINT64_MAX - (p->pend - p->paddr_offset))
		return kernel_error(dom, "the kernel's VIRT_BASE note puts it beyond the address space");
	return 0;
}

static int check_hvm(struct xc_dom_image *dom, struct elf_dom_parms *p)
{
	if (!dom->device_model && p->phys_entry == NOTE_UNSET)
		return kernel_error(dom, "the kernel has no PHYS32_ENTRY note: it cannot boot as PVH "
				    "(for Linux: CONFIG_PVH)");
	p->virt_base = 0;
	p->paddr_offset = 0;
	p->virt_entry = p->phys_entry != NOTE_UNSET ? p->phys_entry : p->e_entry;
	p->virt_hypercall = NOTE_UNSET;
	p->init_p2m = NOTE_UNSET;
	if (p->pend > UINT32_MAX || p->virt_entry > UINT32_MAX)
		return kernel_error(dom, "the kernel is not below 4 GiB");
	return 0;
}

static int elf_parse(struct xc_dom_image *dom)
{
	struct elf_dom_parms *p = dom->parms;
	bool hvm = dom->container_type == XC_DOM_HVM_CONTAINER;
	const char *why;
	uint64_t start, end;

	if (elf_image_parse_packed(dom->kernel_blob, dom->kernel_size, dom->private_loader, p, &why))
		return kernel_error(dom, why);
	if (hvm ? check_hvm(dom, p) : check_pv(dom, p))
		return -1;
	start = p->pstart - p->paddr_offset + p->virt_base;
	end = p->pend - p->paddr_offset + p->virt_base;
	if (p->virt_entry < start || p->virt_entry >= end)
		return kernel_error(dom, "the kernel's entry point is outside of its segments");
	if (p->virt_hypercall != NOTE_UNSET &&
	    (p->virt_hypercall < start || p->virt_hypercall > end - PAGE_SIZE ||
	     p->virt_hypercall & (PAGE_SIZE - 1)))
		return kernel_error(dom, "the kernel's HYPERCALL_PAGE note is not a page of it");
	dom->kernel_seg.vstart = start;
	dom->kernel_seg.vend = end;
	dom->guest_type = hvm ? "hvm-3.0-x86_32" : "xen-3.0-x86_64";
	DOMPRINTF("%s: %s: %#"PRIx64" -> %#"PRIx64", entry %#"PRIx64, __func__, dom->guest_type,
		  start, end, p->virt_entry);
	return 0;
}

static int copy_segment(struct xc_dom_image *dom, uint8_t *dest, const struct elf_segment *s)
{
	const char *why;

	if (!dom->private_loader) {
		memcpy(dest, (uint8_t *)dom->kernel_blob + s->offset, s->filesz);
		return 0;
	}
	return block_image_copy(dom->private_loader, dest, s->offset, s->filesz, &why) ?
		kernel_error(dom, why) : 0;
}

/* Copies every segment to its place; the rest of the kernel's pages is zero already. */
static int elf_load(struct xc_dom_image *dom)
{
	struct elf_dom_parms *p = dom->parms;
	xen_pfn_t pages;
	uint8_t *dest = xc_dom_seg_to_ptr_pages(dom, &dom->kernel_seg, &pages);
	/* the segment starts at the page that holds pstart */
	uint64_t base = ROUND_DOWN(p->pstart - p->paddr_offset, PAGE_SIZE) + p->paddr_offset;

	if (!dest)
		return -1;
	for (unsigned int i = 0; i < p->nr_segments; i++) {
		const struct elf_segment *s = &p->segments[i];
		uint64_t off = s->paddr - base;

		if (off + s->memsz > pages * PAGE_SIZE)
			return kernel_error(dom, "a segment is outside of the kernel");
		if (copy_segment(dom, dest + off, s))
			return -1;
		memset(dest + off + s->filesz, 0, s->memsz - s->filesz);
	}
	return 0;
}

struct xc_dom_loader elf_loader = {
	.name = "ELF",
	.probe = elf_probe,
	.parse = elf_parse,
	.load = elf_load,
};

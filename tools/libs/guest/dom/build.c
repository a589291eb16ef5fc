// SPDX-License-Identifier: LGPL-2.1-only
/* Recognises the kernel, then lays the guest out and copies kernel and modules into it. */
#include "private.h"
#include "unpack/unpack.h"

static struct xc_dom_loader *const loaders[] = { &bzimage_loader, &elf_loader };
static struct xc_dom_arch *registered_arch_hooks;

void xc_dom_register_arch_hooks(struct xc_dom_arch *hooks)
{
	hooks->next = registered_arch_hooks;
	registered_arch_hooks = hooks;
}

struct xc_dom_arch *xc_dom_find_arch_hooks(const char *guest_type)
{
	static struct xc_dom_arch *const own[] = { &xc_dom_arch_pv64, &xc_dom_arch_hvm };

	for (struct xc_dom_arch *h = registered_arch_hooks; h; h = h->next)
		if (!strcmp(h->guest_type, guest_type))
			return h;
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(own[i]->guest_type, guest_type))
			return own[i];
	return NULL;
}

int xc_dom_set_arch_hooks(struct xc_dom_image *dom)
{
	struct xc_dom_arch *hooks = xc_dom_find_arch_hooks(dom->guest_type);

	if (!hooks) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_KERNEL, "no support for guests of type %s", dom->guest_type);
		return -1;
	}
	if (hooks->arch_private_size) {
		dom->arch_private = xc_dom_malloc(dom, hooks->arch_private_size);
		if (!dom->arch_private)
			return -1;
	}
	dom->arch_hooks = hooks;
	return 0;
}

static struct xc_dom_loader *find_loader(struct xc_dom_image *dom)
{
	for (size_t i = 0; i < ARRAY_SIZE(loaders); i++) {
		int rc = loaders[i]->probe(dom);

		if (rc < 0)
			return NULL;
		if (rc) {
			DOMPRINTF("%s: the kernel is a %s", __func__, loaders[i]->name);
			return loaders[i];
		}
	}
	errno = EINVAL;
	DOM_ERR(XC_INVALID_KERNEL, "the kernel is neither a Linux bzImage nor an ELF file");
	return NULL;
}

int xc_dom_parse_image(struct xc_dom_image *dom)
{
	if (!dom->kernel_blob) {
		errno = EINVAL;
		DOM_ERR(XC_INVALID_PARAM, "no kernel was given");
		return -1;
	}
	dom->kernel_loader = find_loader(dom);
	if (!dom->kernel_loader || dom->kernel_loader->parse(dom))
		return -1;
	for (int i = 0; i < XENFEAT_NR_SUBMAPS; i++)
		dom->f_active[i] |= dom->f_requested[i] | dom->parms->f_required[i];
	return xc_dom_set_arch_hooks(dom);
}

/*
 * Unpacks a module of exactly one gzip member. Several members, or bytes after one, are a ramdisk
 * made of parts (early microcode and the rest, say), which only the guest knows how to read.
 */
static int gunzip_module(struct xc_dom_image *dom, struct xc_dom_module *mod)
{
	struct out_buf out = {
		.max = dom->max_module_size ? dom->max_module_size : SIZE_MAX / 4,
		.expected = unpack_expected(mod->blob, mod->size),
	};
	const char *why;
	size_t consumed;

	if (!xc_dom_check_gzip(dom->xch, mod->blob, mod->size))
		return 0;
	if (!xc_dom_translated(dom) &&
	    xc_dom_check_gzip(dom->xch, mod->blob, mod->size) > dom->total_pages << PAGE_SHIFT)
		return 0;
	if (unpack_gzip_member(mod->blob, mod->size, &out, &consumed, &why) ||
	    consumed != mod->size) {
		free(out.data);
		return 0;
	}
	if (xc_dom_register_external(dom, out.data, out.used)) {
		free(out.data);
		return -1;
	}
	DOMPRINTF("%s: %zu -> %zu bytes", __func__, mod->size, out.used);
	mod->blob = out.data;
	mod->size = out.used;
	return 0;
}

static int build_module(struct xc_dom_image *dom, unsigned int i)
{
	struct xc_dom_module *mod = &dom->modules[i];
	char name[24];
	char *ptr;

	if (!mod->seg.vstart && gunzip_module(dom, mod))
		return -1;
	snprintf(name, sizeof(name), "module%u", i);
	if (xc_dom_alloc_segment(dom, &mod->seg, name, mod->seg.vstart, mod->size))
		return -1;
	ptr = xc_dom_seg_to_ptr(dom, &mod->seg);
	if (!ptr)
		return -1;
	ptr += mod->seg.vstart & (PAGE_SIZE - 1);
	memcpy(ptr, mod->blob, mod->size);
	return 0;
}

static int build_modules(struct xc_dom_image *dom)
{
	for (unsigned int i = 0; i < dom->num_modules; i++)
		if (build_module(dom, i))
			return -1;
	return 0;
}

/* PV: how start_info is to report the ramdisk */
static void note_initrd(struct xc_dom_image *dom, bool by_pfn)
{
	struct xc_dom_module *mod = &dom->modules[0];

	if (!dom->num_modules || xc_dom_translated(dom))
		return;
	if (by_pfn) {
		dom->flags |= SIF_MOD_START_PFN;
		dom->initrd_start = mod->seg.pfn;
		dom->initrd_len = mod->seg.pages << PAGE_SHIFT;
	} else {
		dom->initrd_start = mod->seg.vstart;
		dom->initrd_len = mod->size;
	}
}

/* The kernel may ask for its p2m list at an address of its own, away from the bootstrap area. */
static bool p2m_apart(struct xc_dom_image *dom)
{
	return dom->arch_hooks->p2m_base_supported && dom->parms->init_p2m != NOTE_UNSET;
}

static int hook(struct xc_dom_image *dom, int (*fn)(struct xc_dom_image *dom))
{
	return fn ? fn(dom) : 0;
}

int xc_dom_build_image(struct xc_dom_image *dom)
{
	bool by_pfn = dom->parms->mod_start_pfn && !xc_dom_translated(dom);
	struct xc_dom_arch *arch = dom->arch_hooks;

	dom->virt_alloc_end = dom->parms->virt_base;
	dom->pfn_alloc_end = 0;
	if (xc_dom_alloc_segment(dom, &dom->kernel_seg, "kernel", dom->kernel_seg.vstart,
				 dom->kernel_seg.vend - dom->kernel_seg.vstart) ||
	    dom->kernel_loader->load(dom))
		return -1;
	if (!by_pfn && build_modules(dom))
		return -1;
	if (!p2m_apart(dom) && hook(dom, arch->alloc_p2m_list))
		return -1;
	if (hook(dom, arch->alloc_magic_pages) || hook(dom, arch->alloc_pgtables))
		return -1;
	if (dom->alloc_bootstack) {
		dom->bootstack_pfn = xc_dom_alloc_page(dom, "boot stack");
		if (dom->bootstack_pfn == INVALID_PFN)
			return -1;
	}
	DOMPRINTF("%-20s: virt_alloc_end : %#"PRIx64, __func__, dom->virt_alloc_end);
	DOMPRINTF("%-20s: virt_pgtab_end : %#"PRIx64, __func__, dom->virt_pgtab_end);

	/* what is not in the first mapping */
	if (dom->virt_pgtab_end > dom->virt_alloc_end && (by_pfn || p2m_apart(dom)) &&
	    xc_dom_alloc_pad(dom, dom->virt_pgtab_end))
		return -1;
	if (by_pfn && build_modules(dom))
		return -1;
	if (p2m_apart(dom) && hook(dom, arch->alloc_p2m_list))
		return -1;
	note_initrd(dom, by_pfn);
	return 0;
}

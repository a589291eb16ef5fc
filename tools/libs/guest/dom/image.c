// SPDX-License-Identifier: LGPL-2.1-only
/* A new image: its command line, limits, kernel and modules. */
#include "private.h"

static int request_features(struct xc_dom_image *dom, const char *features)
{
	uint32_t required[XENFEAT_NR_SUBMAPS] = { 0 };
	size_t len = 0;
	const char *bad = elf_features_parse(features, strlen(features), dom->f_requested,
					     required, &len);
	if (!bad)
		return 0;
	errno = EINVAL;
	DOM_ERR(XC_INVALID_PARAM, "unknown feature \"%.*s\" requested", (int)len, bad);
	return -1;
}

struct xc_dom_image *xc_dom_allocate(xc_interface *xch, const char *cmdline, const char *features)
{
	struct xc_dom_image *dom = calloc(1, sizeof(*dom));

	if (!dom) {
		xc_dom_panic(xch, XC_OUT_OF_MEMORY, "no memory for a domain image");
		return NULL;
	}
	dom->xch = xch;
	dom->max_kernel_size = XC_DOM_DECOMPRESS_MAX;
	dom->max_module_size = XC_DOM_DECOMPRESS_MAX;
	dom->max_devicetree_size = XC_DOM_DECOMPRESS_MAX;
	dom->shared_info_mfn = INVALID_MFN;
	dom->guest_domid = DOMID_INVALID;
	if (cmdline) {
		dom->cmdline = xc_dom_strdup(dom, cmdline);
		if (!dom->cmdline)
			goto fail;
		dom->cmdline_size = strlen(cmdline) + 1;
	}
	dom->parms = xc_dom_malloc(dom, sizeof(*dom->parms));
	if (!dom->parms)
		goto fail;
	if (features && request_features(dom, features))
		goto fail;
	return dom;

fail:
	xc_dom_release(dom);
	return NULL;
}

int xc_dom_kernel_check_size(struct xc_dom_image *dom, size_t sz)
{
	if (!sz || !dom->max_kernel_size || sz <= dom->max_kernel_size)
		return 0;
	DOM_ERR(XC_INVALID_KERNEL, "kernel image of %zu bytes, the limit is %zu", sz,
		dom->max_kernel_size);
	return 1;
}

int xc_dom_kernel_max_size(struct xc_dom_image *dom, size_t sz)
{
	dom->max_kernel_size = sz;
	return 0;
}

int xc_dom_module_max_size(struct xc_dom_image *dom, size_t sz)
{
	dom->max_module_size = sz;
	return 0;
}

int xc_dom_devicetree_max_size(struct xc_dom_image *dom, size_t sz)
{
	dom->max_devicetree_size = sz;
	return 0;
}

int xc_dom_kernel_file(struct xc_dom_image *dom, const char *filename)
{
	dom->kernel_blob = xc_dom_malloc_filemap(dom, filename, &dom->kernel_size,
						 dom->max_kernel_size);
	if (!dom->kernel_blob)
		return -1;
	return xc_dom_try_gunzip(dom, &dom->kernel_blob, &dom->kernel_size);
}

int xc_dom_kernel_mem(struct xc_dom_image *dom, const void *mem, size_t memsize)
{
	dom->kernel_blob = (void *)mem;
	dom->kernel_size = memsize;
	return xc_dom_try_gunzip(dom, &dom->kernel_blob, &dom->kernel_size);
}

/* The next free module slot with its command line set, or NULL (logged). */
static struct xc_dom_module *next_module(struct xc_dom_image *dom, const char *cmdline)
{
	struct xc_dom_module *mod;

	if (dom->num_modules >= XG_MAX_MODULES) {
		errno = E2BIG;
		DOM_ERR(XC_INVALID_PARAM, "more than %d modules", XG_MAX_MODULES);
		return NULL;
	}
	mod = &dom->modules[dom->num_modules];
	memset(mod, 0, sizeof(*mod));
	if (cmdline) {
		mod->cmdline = xc_dom_strdup(dom, cmdline);
		if (!mod->cmdline)
			return NULL;
	}
	return mod;
}

int xc_dom_module_file(struct xc_dom_image *dom, const char *filename, const char *cmdline)
{
	struct xc_dom_module *mod = next_module(dom, cmdline);

	if (!mod)
		return -1;
	mod->blob = xc_dom_malloc_filemap(dom, filename, &mod->size, dom->max_module_size);
	if (!mod->blob)
		return -1;
	dom->num_modules++;
	return 0;
}

int xc_dom_module_mem(struct xc_dom_image *dom, const void *mem, size_t memsize,
		      const char *cmdline)
{
	struct xc_dom_module *mod = next_module(dom, cmdline);

	if (!mod)
		return -1;
	mod->blob = (void *)mem;
	mod->size = memsize;
	dom->num_modules++;
	return 0;
}

int xc_dom_devicetree_file(struct xc_dom_image *dom, const char *filename)
{
	dom->devicetree_blob = xc_dom_malloc_filemap(dom, filename, &dom->devicetree_size,
						     dom->max_devicetree_size);
	return dom->devicetree_blob ? 0 : -1;
}

int xc_dom_devicetree_mem(struct xc_dom_image *dom, const void *mem, size_t memsize)
{
	dom->devicetree_blob = (void *)mem;
	dom->devicetree_size = memsize;
	return 0;
}

int xc_dom_rambase_init(struct xc_dom_image *dom, uint64_t rambase)
{
	dom->rambase_pfn = rambase >> PAGE_SHIFT;
	return 0;
}

int xc_dom_mem_init(struct xc_dom_image *dom, unsigned int mem_mb)
{
	dom->total_pages = (xen_pfn_t)mem_mb << (20 - PAGE_SHIFT);
	DOMPRINTF("%s: %u MiB, %#"PRIpfn" pages", __func__, mem_mb, dom->total_pages);
	return 0;
}

uint64_t xc_dom_virt_base(struct xc_dom_image *dom)
{
	return dom->parms->virt_base;
}

uint64_t xc_dom_virt_entry(struct xc_dom_image *dom)
{
	return dom->parms->virt_entry;
}

uint64_t xc_dom_virt_hypercall(struct xc_dom_image *dom)
{
	return dom->parms->virt_hypercall;
}

char *xc_dom_guest_os(struct xc_dom_image *dom)
{
	return dom->parms->guest_os;
}

bool xc_dom_feature_get(struct xc_dom_image *dom, unsigned int nr)
{
	return features_test(dom->parms->f_supported, nr);
}

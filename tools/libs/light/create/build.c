// SPDX-License-Identifier: LGPL-2.1-only
/* Kernel and ramdisk into the domain's memory, through libxenguest's domain builder. */
#include "create/create.h"

#define GB(n) ((uint64_t)(n) << 30)
/* RAM of a PVH guest ends here and goes on at 4 GiB: tables, special pages and APICs lie between */
#define PVH_HOLE_START 0xf0000000u

/*
 * One step of the builder; its own messages say what went wrong, this says where. errno is no part of
 * its errors.
 */
#define STEP(call, what) \
	do { \
		if (call) { \
			LOGD(ERROR, b->domid, "%s", what); \
			return ERROR_FAIL; \
		} \
	} while (0)

static int load_images(libxl__gc *gc, struct libxl__build *b, struct xc_dom_image *dom)
{
	const libxl_domain_build_info *info = &b->config->b_info;

	STEP(xc_dom_kernel_file(dom, info->kernel),
	     SPRINTF("cannot load kernel=\"%s\"", info->kernel));
	if (info->ramdisk && *info->ramdisk)
		STEP(xc_dom_module_file(dom, info->ramdisk, NULL),
		     SPRINTF("cannot load ramdisk=\"%s\"", info->ramdisk));
	return 0;
}

/* says how much there is when memory was what was missing */
static int no_memory(libxl__gc *gc, struct libxl__build *b)
{
	uint64_t free_kb = 0;
	int cause = errno;

	libxl_get_free_memory(gc->ctx, &free_kb);
	LIBXL__LOG(gc->ctx, ERROR, cause, b->domid, "cannot get its memory: memory=%" PRIu64
		   " MiB are wanted, %" PRIu64 " MiB are free", b->config->b_info.target_memkb / 1024, free_kb / 1024);
	return ERROR_NOMEM;
}

static int common_build(libxl__gc *gc, struct libxl__build *b, struct xc_dom_image *dom,
			unsigned int mem_mb)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	bool pv = dom->container_type == XC_DOM_PV_CONTAINER;
	int rc = load_images(gc, b, dom);

	if (rc)
		return rc;
	dom->console_evtchn = b->console_port;
	dom->console_domid = b->console_domid;
	dom->xenstore_evtchn = b->store_port;
	dom->xenstore_domid = b->store_domid;
	dom->claim_enabled = libxl_defbool_val(info->claim_mode);
	dom->max_vcpus = info->max_vcpus;

	STEP(xc_dom_boot_xen_init(dom, gc->ctx->xch, b->domid), "the domain builder cannot start");
	STEP(xc_dom_parse_image(dom), SPRINTF("kernel=\"%s\" is not a kernel that a %s guest can "
		"boot", info->kernel, libxl_domain_type_to_string(info->type)));
	STEP(xc_dom_mem_init(dom, mem_mb), "the domain builder cannot lay out the memory");
	if (xc_dom_boot_mem_init(dom))
		return no_memory(gc, b);
	if (!pv) {
		rc = libxl__pvh_firmware(gc, b, dom);
		if (rc)
			return rc;
	}
	STEP(xc_dom_build_image(dom), SPRINTF("cannot load kernel=\"%s\" into the domain (is "
		"memory= too little for kernel and ramdisk?)", info->kernel));
	STEP(xc_dom_boot_image(dom), "cannot set up the first vCPU");
	STEP(xc_dom_gnttab_init(dom), "cannot set up the grant table");
	b->store_frame = xc_dom_p2m(dom, dom->xenstore_pfn);
	b->console_frame = xc_dom_p2m(dom, dom->console_pfn);
	return 0;
}

static int build_pv(libxl__gc *gc, struct libxl__build *b, struct xc_dom_image *dom)
{
	dom->container_type = XC_DOM_PV_CONTAINER;
	dom->flags |= SIF_VIRT_P2M_4TOOLS;
	return common_build(gc, b, dom, b->config->b_info.target_memkb / 1024);
}

/* Memory is laid out up to maxmem; above the target it is populated on demand. */
static int build_pvh(libxl__gc *gc, struct libxl__build *b, struct xc_dom_image *dom)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	uint64_t bytes = info->max_memkb / 1024 * 1024 * 1024;
	int rc;

	dom->container_type = XC_DOM_HVM_CONTAINER;
	dom->device_model = false;
	dom->vga_hole_size = 0;
	dom->target_pages = info->target_memkb / 4;
	dom->mmio_start = PVH_HOLE_START;
	dom->mmio_size = GB(4) - PVH_HOLE_START;
	dom->lowmem_end = MIN(bytes, (uint64_t)PVH_HOLE_START);
	dom->highmem_end = bytes > PVH_HOLE_START ? GB(4) + bytes - PVH_HOLE_START : 0;
	rc = common_build(gc, b, dom, info->max_memkb / 1024);
	if (rc)
		return rc;
	STEP(xc_hvm_param_set(gc->ctx->xch, b->domid, HVM_PARAM_CONSOLE_EVTCHN, b->console_port),
	     "cannot set the console's event channel");
	STEP(xc_hvm_param_set(gc->ctx->xch, b->domid, HVM_PARAM_STORE_EVTCHN, b->store_port),
	     "cannot set xenstore's event channel");
	return 0;
}

int libxl__domain_build(libxl__gc *gc, struct libxl__build *b)
{
	const libxl_domain_build_info *info = &b->config->b_info;
	bool pv = info->type == LIBXL_DOMAIN_TYPE_PV;
	struct xc_dom_image *dom;
	int rc;

	xc_dom_loginit(gc->ctx->xch);
	dom = xc_dom_allocate(gc->ctx->xch, info->cmdline ? info->cmdline : "",
			      pv && info->u.pv.features ? info->u.pv.features : "");
	if (!dom) {
		LOGED(ERROR, b->domid, "the domain builder cannot start");
		return ERROR_FAIL;
	}
	rc = pv ? build_pv(gc, b, dom) : build_pvh(gc, b, dom);
	xc_dom_release(dom);
	return rc;
}

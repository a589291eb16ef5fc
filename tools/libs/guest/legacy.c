// SPDX-License-Identifier: LGPL-2.1-only
/* Small entry points older programs use. */
#include "dom/private.h"

/* The name PV frontends use for their ring layout, by the guest's word size; NULL for HVM. */
const char *xc_domain_get_native_protocol(xc_interface *xch, uint32_t domid)
{
	unsigned int width;

	if (xc_domain_get_guest_width(xch, domid, &width))
		return NULL;
	return width == 8 ? "x86_64-abi" : width == 4 ? "x86_32-abi" : NULL;
}

static int linux_build(struct xc_dom_image *dom, uint32_t domid, unsigned int mem_mb,
		       const char *image_name, const char *ramdisk_name)
{
	if (xc_dom_kernel_file(dom, image_name) ||
	    (ramdisk_name && ramdisk_name[0] && xc_dom_module_file(dom, ramdisk_name, NULL)) ||
	    xc_dom_boot_xen_init(dom, dom->xch, domid) || xc_dom_parse_image(dom) ||
	    xc_dom_mem_init(dom, mem_mb) || xc_dom_boot_mem_init(dom) || xc_dom_build_image(dom) ||
	    xc_dom_boot_image(dom))
		return -1;
	return xc_dom_gnttab_init(dom);
}

int xc_linux_build(xc_interface *xch, uint32_t domid, unsigned int mem_mb, const char *image_name,
		   const char *ramdisk_name, const char *cmdline, const char *features,
		   unsigned long flags, unsigned int store_evtchn, unsigned long *store_mfn,
		   unsigned int console_evtchn, unsigned long *console_mfn)
{
	struct xc_dom_image *dom;
	int rc;

	xc_dom_loginit(xch);
	dom = xc_dom_allocate(xch, cmdline, features);
	if (!dom)
		return -1;
	dom->flags |= flags;
	dom->console_evtchn = console_evtchn;
	dom->xenstore_evtchn = store_evtchn;
	rc = linux_build(dom, domid, mem_mb, image_name, ramdisk_name);
	if (!rc) {
		*console_mfn = xc_dom_p2m(dom, dom->console_pfn);
		*store_mfn = xc_dom_p2m(dom, dom->xenstore_pfn);
	}
	xc_dom_release(dom);
	return rc;
}

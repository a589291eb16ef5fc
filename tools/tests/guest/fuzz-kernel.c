// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any file as a guest's kernel, PV and PVH: parsed, unpacked, laid out and loaded. The first byte
 * chooses the kind of guest, the rest is the file.
 */
#include "fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void _fail(const char *const file, const int line)
{
	abort();
}
void print_error(const char *const format, ...)
{
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xc_dom_image *dom;
	bool hvm;

	if (!size)
		return 0;
	hvm = data[0] & 1;
	fake_reset(hvm, 4 << 8);
	dom = xc_dom_allocate(NULL, "quiet", NULL);
	dom->container_type = hvm ? XC_DOM_HVM_CONTAINER : XC_DOM_PV_CONTAINER;
	dom->lowmem_end = hvm ? 3 << 20 : 0;
	dom->max_vcpus = 1;
	xc_dom_kernel_max_size(dom, 32 << 20);
	if (!xc_dom_kernel_mem(dom, data + 1, size - 1) &&
	    !xc_dom_boot_xen_init(dom, NULL, FAKE_DOMID) && !xc_dom_parse_image(dom) &&
	    !xc_dom_mem_init(dom, 3) && !xc_dom_boot_mem_init(dom) && !xc_dom_build_image(dom))
		xc_dom_boot_image(dom);
	xc_dom_release(dom);
	return 0;
}

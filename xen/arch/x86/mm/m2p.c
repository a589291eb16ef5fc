/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine-to-phys table: one word per frame, in units of 2 MiB of table (1 GiB of memory) where there is RAM.
 * Guests read it at RO_MPT_VIRT_START; the tools of a privileged one map its frames, which dom_xen owns.
 */
#include <xen/domain.h>
#include <xen/param.h>
#include "private.h"

#define UNIT_FRAMES (MB(2) / sizeof(unsigned long))

void __init m2p_init(const struct e820 *map)
{
	for (unsigned long u = 0; u * UNIT_FRAMES < max_page; u++) {
		unsigned long offset = u * MB(2);
		mfn_t m;

		if (!e820_has_ram(map, u * UNIT_FRAMES, (u + 1) * UNIT_FRAMES))
			continue;
		m = alloc_boot_pages(512, 512);
		memset(mfn_to_virt(m), 0xff, MB(2));
		if (map_pages_to_xen(RDWR_MPT_VIRT_START + offset, m, 512, PAGE_HYPERVISOR) ||
		    map_pages_to_xen(RO_MPT_VIRT_START + offset, m, 512, PAGE_HYPERVISOR_RO | _PAGE_USER))
			panic("Cannot map the machine-to-phys table");
	}
}

mfn_t m2p_frame(unsigned long unit)
{
	return unit * UNIT_FRAMES < max_page ? xen_mapping_to_mfn(RDWR_MPT_VIRT_START + unit * MB(2)) : INVALID_MFN;
}

static int __init m2p_share(void)
{
	for (unsigned long u = 0; u * UNIT_FRAMES < max_page; u++) {
		mfn_t m = m2p_frame(u);

		for (unsigned int i = 0; !mfn_eq(m, INVALID_MFN) && i < 512; i++) {
			struct page_info *pg = mfn_to_page(mfn_add(m, i));

			pg->count_info |= PGC_xen_heap;
			share_xen_page_with_privileged_guests(pg, false);
		}
	}
	return 0;
}
initcall(m2p_share);

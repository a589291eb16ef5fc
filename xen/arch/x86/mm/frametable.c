/* SPDX-License-Identifier: GPL-2.0-only */
/* struct page_info for each frame of RAM, allocated in units of 2 MiB of table (256 MiB of memory). */
#include <xen/bitops.h>
#include "private.h"

#define UNIT_FRAMES (MB(2) / sizeof(struct page_info))
#define MAX_UNITS ((DIRECTMAP_VIRT_END - DIRECTMAP_VIRT_START) / PAGE_SIZE / UNIT_FRAMES)

static DECLARE_BITMAP(unit_present, MAX_UNITS);

bool mfn_has_page(mfn_t m)
{
	return likely(mfn_x(m) < max_page) && test_bit(mfn_x(m) / UNIT_FRAMES, unit_present);
}

bool mfn_valid(mfn_t m)
{
	return mfn_has_page(m) && !(mfn_to_page(m)->count_info & PGC_io);
}

static void __init mark_ram(const struct e820 *map)
{
	unsigned long s, e;

	for (unsigned int i = 0; i < map->nr; i++) {
		if (!e820_ram_frames(&map->map[i], &s, &e))
			continue;
		e = min(e, max_page);
		/* The low 1 MiB is the firmware's: dom0 may look for its tables there. */
		for (unsigned long f = max_t(unsigned long, s, MB(1) >> PAGE_SHIFT); f < e; f++)
			mfn_to_page(_mfn(f))->count_info = 0;
	}
}

void __init frametable_init(const struct e820 *map)
{
	for (unsigned long u = 0; u * UNIT_FRAMES < max_page; u++) {
		unsigned long first = u * UNIT_FRAMES;
		struct page_info *pg = mfn_to_page(_mfn(first));

		if (!e820_has_ram(map, first, first + UNIT_FRAMES))
			continue;
		if (map_pages_to_xen((unsigned long)pg, alloc_boot_pages(512, 512), 512, PAGE_HYPERVISOR))
			panic("Cannot map the frame table");
		memset(pg, 0, MB(2));
		for (unsigned long i = 0; i < UNIT_FRAMES; i++)
			pg[i].count_info = PGC_io;
		set_bit(u, unit_present);
	}
	mark_ram(map);
}

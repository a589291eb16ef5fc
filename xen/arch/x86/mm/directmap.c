/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The direct map: RAM, ACPI tables and NVS, and the low 1 MiB with the BIOS areas, cached and not executable.
 * Everything else must be mapped by ioremap(), with the memory type it needs.
 */
#include "private.h"

static void __init map_range(paddr_t s, paddr_t e)
{
	s &= PAGE_MASK;
	e = min(PAGE_ALIGN(e), (paddr_t)(DIRECTMAP_VIRT_END - DIRECTMAP_VIRT_START));
	if (s < e && map_pages_to_xen(DIRECTMAP_VIRT_START + s, maddr_to_mfn(s), (e - s) >> PAGE_SHIFT, PAGE_HYPERVISOR))
		panic("Cannot map memory %#lx-%#lx", s, e);
}

void __init directmap_init(const struct e820 *map)
{
	map_range(0, MB(1));
	for (unsigned int i = 0; i < map->nr; i++) {
		const struct e820_entry *r = &map->map[i];
		paddr_t s = max_t(paddr_t, r->addr, MB(1)), e = r->addr + r->size;

		if (e > s && (r->type == E820_RAM || r->type == E820_ACPI || r->type == E820_NVS))
			map_range(s, e);
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* From the memory map to the hypervisor's final address space. */
#include <xen/domain.h>
#include <asm/system.h>
#include <asm/setup.h>
#include "private.h"

bool __init e820_has_ram(const struct e820 *map, unsigned long s, unsigned long e)
{
	unsigned long rs, re;

	for (unsigned int i = 0; i < map->nr; i++)
		if (e820_ram_frames(&map->map[i], &rs, &re) && rs < e && re > s)
			return true;
	return false;
}

static void __init count_ram(const struct e820 *map)
{
	unsigned long s, e;

	for (unsigned int i = 0; i < map->nr; i++)
		if (e820_ram_frames(&map->map[i], &s, &e)) {
			max_page = max(max_page, e);
			total_pages += e - s;
		}
	if (max_page > (DIRECTMAP_VIRT_END - DIRECTMAP_VIRT_START) >> PAGE_SHIFT) {
		max_page = (DIRECTMAP_VIRT_END - DIRECTMAP_VIRT_START) >> PAGE_SHIFT;
		printk(XENLOG_WARNING "RAM above 5 TiB is not used\n");
	}
	printk("System RAM: %luMB (%lukB)\n", total_pages >> 8, total_pages << 2);
}

/* Guests copy these slots once, so they are complete before the first guest exists. */
static void __init populate_l4(void)
{
	for (unsigned int i = ROOT_HYPERVISOR_FIRST; i <= ROOT_HYPERVISOR_LAST; i++) {
		mfn_t t;

		if (idle_pg_table[i].l4 || i == PERDOMAIN_SLOT || i == 258 || i == 259)
			continue;
		/* Direct map slots without memory stay empty. */
		if (i > 262 && (i - 262UL) << (L4_SHIFT - PAGE_SHIFT) >= max_page)
			continue;
		t = alloc_boot_pages(1, 1);
		clear_page(mfn_to_virt(t));
		idle_pg_table[i].l4 = pte_make(t, __PAGE_HYPERVISOR |
					       (i == l4_table_offset(RO_MPT_VIRT_START) ? _PAGE_USER : 0));
	}
}

void __init mm_init_early(const struct e820 *map)
{
	paddr_t image_end = xen_phys_start + (((unsigned long)_end - XEN_VIRT_START + MB(2) - 1) & ~(MB(2) - 1));

	count_ram(map);
	boot_alloc_limit(_mfn(GB(4) >> PAGE_SHIFT));
	populate_l4();
	directmap_init(map);
	if (map_pages_to_xen(XEN_VIRT_START, maddr_to_mfn(xen_phys_start), (image_end - xen_phys_start) >> PAGE_SHIFT,
			     __PAGE_HYPERVISOR))
		panic("Cannot map the hypervisor image");
	switch_cr3(virt_to_mfn(idle_pg_table));
	boot_alloc_limit(_mfn(max_page));
	frametable_init(map);
	m2p_init(map);
}

paddr_t virt_to_maddr(const void *v)
{
	unsigned long va = (unsigned long)v;

	if (va >= XEN_VIRT_START && va < XEN_VIRT_END)
		return va - XEN_VIRT_START + xen_phys_start;
	ASSERT(va >= DIRECTMAP_VIRT_START && va < DIRECTMAP_VIRT_END);
	return va - DIRECTMAP_VIRT_START;
}

void init_xen_l4_slots(u64 *l4, mfn_t l4mfn, const struct domain *d)
{
	for (unsigned int i = ROOT_HYPERVISOR_FIRST; i <= ROOT_HYPERVISOR_LAST; i++)
		l4[i] = idle_pg_table[i].l4;
	l4[PERDOMAIN_SLOT] = d && d->arch.pv.perdomain_l3 ?
		pte_make(virt_to_mfn(d->arch.pv.perdomain_l3), __PAGE_HYPERVISOR) : 0;
}

void *map_domain_page_global(mfn_t m)
{
	return mfn_to_virt(m);
}

void unmap_domain_page_global(const void *p)
{
}

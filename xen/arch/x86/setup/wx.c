/* SPDX-License-Identifier: GPL-2.0-only */
/* The end of boot: boot-only code and data go to the heap, and no page of the image stays writable and executable. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/page.h>
#include <asm/setup.h>
#include "private.h"

static void protect(const void *start, const void *end, u64 flags)
{
	if (start < end && modify_xen_mappings((unsigned long)start, (unsigned long)end, flags))
		panic("cannot set the rights of the image's pages");
}

static paddr_t image_pa(const void *p)
{
	return (unsigned long)p - XEN_VIRT_START + xen_phys_start;
}

/* Not __init: it frees that. */
void noreturn drop_init_and_idle(void)
{
	unsigned long mapped_end = ROUNDUP((unsigned long)_end, MB(2));

	protect(_stext, _etext, PAGE_HYPERVISOR_RX);
	protect(_srodata, _erodata, PAGE_HYPERVISOR_RO);
	protect(_sinit, _einit, 0);
	protect(_sro_after_init, _ero_after_init, PAGE_HYPERVISOR_RO);
	protect(_sdata, _end, PAGE_HYPERVISOR);
	protect(_end, (const void *)mapped_end, 0);
	flush_tlb_all_cpus();
	mm_free_boot_range(image_pa(_sinit), image_pa(_einit));
	printk("Freed %lukB init memory\n", (unsigned long)(_einit - _sinit) >> 10);
	startup_cpu_idle_loop();
}

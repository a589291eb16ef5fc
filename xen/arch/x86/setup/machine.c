/* SPDX-License-Identifier: GPL-2.0-only */
/* The second half of boot: memory, CPUs, interrupts, time; then dom0. start.c tells what comes before. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pci.h>
#include <xen/smp.h>
#include <xen/softirq.h>
#include <xen/timer.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/cpu-policy.h>
#include <asm/desc.h>
#include <asm/hvm/hvm.h>
#include <asm/dom0.h>
#include <asm/ioapic.h>
#include <asm/irq.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/spec-ctrl.h>
#include <asm/smp.h>
#include <asm/time.h>
#include <asm/xstate.h>
#include "private.h"

/* What must not become free memory: the image, the loader's modules. */
static struct {
	paddr_t start, end;
} reserved[1 + MAX_BOOT_MODULES] __initdata;
static unsigned int nr_reserved __initdata;

static void __init reserve(paddr_t start, paddr_t end)
{
	reserved[nr_reserved].start = start & PAGE_MASK;
	reserved[nr_reserved++].end = PAGE_ALIGN(end);
}

/* Hands [start, end) to the boot allocator without what is reserved in it. */
static void __init give_free_parts(paddr_t start, paddr_t end)
{
	while (start < end) {
		paddr_t cut = end, next = end;

		for (unsigned int i = 0; i < nr_reserved; i++) {
			if (reserved[i].end <= start || reserved[i].start >= cut)
				continue;
			cut = max_t(paddr_t, start, reserved[i].start);
			next = reserved[i].end;
		}
		if (cut > start)
			init_boot_pages(start, cut);
		start = next;
	}
}

static void __init memory_init(void)
{
	reserve(xen_phys_start, xen_phys_start + ((unsigned long)_end - XEN_VIRT_START));
	for (unsigned int i = 0; i < boot_info.nr_modules; i++)
		reserve(boot_info.module[i].start, boot_info.module[i].start + boot_info.module[i].size);
	for (unsigned int i = 0; i < e820.nr; i++) {
		const struct e820_entry *e = &e820.map[i];

		/* Below 1 MiB: trampoline, BIOS data, and dom0 wants to look there. */
		if (e->type == E820_RAM && e->addr + e->size > MB(1))
			give_free_parts(PAGE_ALIGN(max_t(u64, e->addr, MB(1))), (e->addr + e->size) & PAGE_MASK);
	}
	mm_init_early(&e820);
	end_boot_allocator();
	printk("Domain heap initialised\n");
}

static void __init processors_and_interrupts_init(void)
{
	traps_init();
	apic_early_init();
	apic_map();
	acpi_boot_init();
	ioapic_init();
	init_irqs();
	setup_local_APIC();
	print_cpu_info();
	xstate_init(true);
	cpu_policies_init();
	spec_ctrl_init();
	hvm_init();
}

static void __init free_boot_memory(void)
{
	for (unsigned int i = 0; i < boot_info.nr_modules; i++)
		mm_free_boot_range(boot_info.module[i].start, boot_info.module[i].start + boot_info.module[i].size);
}

static void __init start_dom0(void)
{
	struct domain *dom0 = create_dom0(&boot_info.module[0], boot_info.nr_modules > 1 ? &boot_info.module[1] : NULL);

	pci_devices_to_hwdom();
	free_boot_memory();
	console_endboot();
	domain_unpause(dom0);
}

void noreturn __init boot_machine(void)
{
	cpumask_set_cpu(0, &cpu_possible_map);
	cpumask_set_cpu(0, &cpu_present_map);
	cpumask_set_cpu(0, &cpu_online_map);
	early_cpu_identify();
	identify_cpu();
	memory_init();
	processors_and_interrupts_init();

	early_time_init();
	timer_subsys_init();
	initialize_keytable();
	scheduler_init();
	init_idle_domain();
	apic_timer_calibrate();
	apic_timer_init_cpu();
	init_xen_time();
	local_irq_enable();
	console_init_postirq();

	do_presmp_initcalls();
	smp_prepare();
	smp_bring_up_all();
	do_initcalls();

	start_dom0();
	drop_init_and_idle();
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* The story of boot, on CPU 0, from the first C instruction to the idle loop. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/smp.h>
#include <xen/softirq.h>
#include <xen/timer.h>
#include <gen/compile.h>
#include <asm/desc.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include "private.h"

static u64 opt_mem __initdata = ~0UL;
size_param("mem", opt_mem);

static void __init print_banner(void)
{
	printk("Xen version 4.17.0 (%s@%s) (%s) debug=%c %s\n", XEN_COMPILE_BY,
	       XEN_COMPILE_DOMAIN[0] ? XEN_COMPILE_DOMAIN : "localhost", XEN_COMPILER, IS_DEBUG_BUILD ? 'y' : 'n',
	       XEN_COMPILE_DATE);
	printk("Latest ChangeSet: %s\n", XEN_CHANGESET);
	printk("Bootloader: %s (%s)\n", boot_info.loader, boot_info.protocol);
	printk("Command line: %s\n", saved_cmdline);
	printk("Xen image load base address: %#lx\n", xen_phys_start);
	cmdline_report();
}

static void __init print_video(void)
{
	const struct vga_text_mode *v = &boot_info.video;

	printk("Video information:\n");
	if (v->present && v->lfb)
		printk(" Frame buffer at %#lx, %ux%u, %u bits per pixel\n", v->base, v->width, v->height, v->bpp);
	else
		printk(" VGA is text mode %ux%u, font 8x16\n", v->present ? v->width : 80, v->present ? v->height : 25);
}

static void __init memory_map_init(void)
{
	int rc;

	if (!boot_info.nr_e820 && boot_info.mem_upper) { /* a loader without a memory map */
		boot_info.e820[0] = (struct e820_entry){ 0, boot_info.mem_lower * 1024UL, E820_RAM };
		boot_info.e820[1] = (struct e820_entry){ MB(1), boot_info.mem_upper * 1024UL, E820_RAM };
		boot_info.nr_e820 = 2;
	}
	rc = e820_sanitize(&e820, boot_info.e820, boot_info.nr_e820);
	if (rc)
		panic("The boot loader gave no usable memory map (%d); Multiboot information is needed", rc);
	memcpy(&e820_firmware, &e820, sizeof(e820));
	e820_print(&e820_firmware, "Xen-e820");
	/* Frame 0 is never RAM for us: a zero frame number is too often "none". */
	e820_change_type(&e820, 0, PAGE_SIZE, E820_RAM, E820_RESERVED);
	if (opt_mem != ~0UL)
		e820_clip_to(&e820, opt_mem);
}

static void __init check_modules(void)
{
	if (!boot_info.nr_modules)
		panic("dom0 kernel not specified: the boot loader gave no module. In GRUB, add a line 'module2 /vmlinuz ...' "
		      "after 'multiboot2 /xen.gz ...'");
	for (unsigned int i = 0; i < boot_info.nr_modules; i++) {
		const struct boot_module *m = &boot_info.module[i];

		printk("Module %u: [%016lx, %016lx] %s\n", i, m->start, m->start + m->size - 1, m->cmdline);
		if (!e820_all_mapped(&e820_firmware, m->start, m->start + m->size, E820_RAM))
			panic("module %u lies outside of RAM", i);
	}
}

void __init start_xen(u32 magic, u32 info)
{
	const char *trouble;

	percpu_init_boot();
	trouble = boot_info_parse(magic, info);
	cmdline_parse(boot_info.cmdline);
	console_init_preirq();
	print_banner();
	if (trouble)
		panic("Boot loader: %s", trouble);
	print_video();
	memory_map_init();
	check_modules();
	boot_machine();
}

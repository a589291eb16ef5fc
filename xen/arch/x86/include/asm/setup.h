/* SPDX-License-Identifier: GPL-2.0-only */
/* What the boot loader handed over and where the image lies. */
#ifndef ASM_SETUP_H
#define ASM_SETUP_H

#include <xen/types.h>
#include <asm/e820.h>

/* Physical address of XEN_VIRT_START, 2 MiB-aligned. */
extern paddr_t xen_phys_start;
extern const char _stext[], _etext[], _srodata[], _erodata[], _sinit[], _einit[];
extern char _sro_after_init[], _ero_after_init[], _sdata[], _end[];

#define MAX_BOOT_MODULES 32

struct boot_module {
	paddr_t start, size;       /* bytes */
	const char *cmdline;       /* copied out of the loader's memory; "" if there is none */
};

struct vga_text_mode {
	bool present;              /* EGA text or a linear frame buffer was reported */
	bool lfb;
	u16 width, height, pitch;  /* LFB: pixels, bytes; text: columns, rows, bytes per row */
	u8 bpp;
	u8 red_pos, red_size, green_pos, green_size, blue_pos, blue_size;
	u64 base;
};

struct boot_info {
	const char *loader;        /* boot loader's name */
	const char *cmdline;       /* without the image's name */
	const char *protocol;      /* "Multiboot" or "Multiboot2" */
	unsigned int nr_modules;
	struct boot_module module[MAX_BOOT_MODULES];
	unsigned int nr_e820;
	struct e820_entry e820[E820_MAX];
	u8 rsdp[36];               /* the loader's copy; zero length: search the BIOS areas only */
	u8 rsdp_len;
	u32 mem_lower, mem_upper;  /* KiB, when there is no map */
	struct vga_text_mode video;
};
extern struct boot_info boot_info;

/* Copies all that is needed out of the loader's structures. Null, or what is wrong. */
const char *boot_info_parse(u32 magic, paddr_t info);

void noreturn start_xen(u32 magic, u32 info);
void noreturn start_secondary(void);

#endif

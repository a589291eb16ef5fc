/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot loader's information, Multiboot 1 or 2, copied into boot_info. All of it lies below 4 GiB, where the
 * boot page tables' direct map reaches; lengths are checked against the structures' own totals.
 */
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/setup.h>
#include "../boot/multiboot.h"

struct boot_info boot_info;

/* Strings outlive the loader's memory here. */
static char string_store[16384] __initdata;
static size_t string_used __initdata;

static const char *__init keep_string(const char *s, size_t max)
{
	char *copy = string_store + string_used;
	size_t n = strnlen(s, max);

	if (n + 1 > sizeof(string_store) - string_used)
		return "";
	memcpy(copy, s, n);
	copy[n] = 0;
	string_used += n + 1;
	return copy;
}

static const void *__init phys(paddr_t a)
{
	return maddr_to_virt(a);
}

/* Loaders differ: GRUB 2 gives the arguments only, others begin with the file's name. */
static const char *__init skip_image_name(const char *s)
{
	while (*s == ' ')
		s++;
	if (strncmp(boot_info.loader, "GRUB 2", 6) || *s == '/' || *s == '(') {
		while (*s && *s != ' ')
			s++;
		while (*s == ' ')
			s++;
	}
	return s;
}

static void __init add_e820(u64 addr, u64 size, u32 type)
{
	if (boot_info.nr_e820 < E820_MAX)
		boot_info.e820[boot_info.nr_e820++] = (struct e820_entry){ addr, size, type };
}

static const char *__init add_module(u64 start, u64 end, const char *cmdline, size_t max)
{
	struct boot_module *m = &boot_info.module[boot_info.nr_modules];

	if (boot_info.nr_modules == MAX_BOOT_MODULES)
		return "more modules than the 32 that are supported";
	if (end < start)
		return "a module ends before it starts";
	*m = (struct boot_module){ start, end - start, keep_string(cmdline, max) };
	boot_info.nr_modules++;
	return NULL;
}

static const char *__init parse_mb1(const struct mb1_info *mbi)
{
	const char *err = NULL;

	boot_info.protocol = "Multiboot";
	if (mbi->flags & MB1_INFO_LOADER_NAME)
		boot_info.loader = keep_string(phys(mbi->boot_loader_name), 64);
	if (mbi->flags & MB1_INFO_CMDLINE)
		boot_info.cmdline = keep_string(phys(mbi->cmdline), 4096);
	if (mbi->flags & MB1_INFO_MEMORY) {
		boot_info.mem_lower = mbi->mem_lower;
		boot_info.mem_upper = mbi->mem_upper;
	}
	if (mbi->flags & MB1_INFO_MODULES) {
		const struct mb1_module *m = phys(mbi->mods_addr);

		for (u32 i = 0; i < mbi->mods_count && !err; i++)
			err = add_module(m[i].mod_start, m[i].mod_end, m[i].string ? phys(m[i].string) : "", 4096);
	}
	if (mbi->flags & MB1_INFO_MMAP) {
		u32 off = 0;

		while (off + sizeof(struct mb1_mmap) <= mbi->mmap_length) {
			const struct mb1_mmap *e = phys(mbi->mmap_addr + off);

			if (e->size < sizeof(*e) - sizeof(e->size))
				break;
			add_e820(e->addr, e->len, e->type);
			off += e->size + sizeof(e->size);
		}
	}
	if ((mbi->flags & MB1_INFO_FRAMEBUFFER) && mbi->framebuffer_type != MB_FRAMEBUFFER_INDEXED) {
		boot_info.video = (struct vga_text_mode){
			.present = true,
			.lfb = mbi->framebuffer_type == MB_FRAMEBUFFER_RGB,
			.width = mbi->framebuffer_width, .height = mbi->framebuffer_height,
			.pitch = mbi->framebuffer_pitch, .bpp = mbi->framebuffer_bpp, .base = mbi->framebuffer_addr,
			.red_pos = mbi->red_pos, .red_size = mbi->red_size, .green_pos = mbi->green_pos,
			.green_size = mbi->green_size, .blue_pos = mbi->blue_pos, .blue_size = mbi->blue_size,
		};
	}
	return err;
}

static void __init mb2_mmap(const struct mb2_tag *tag)
{
	const u32 *header = (const u32 *)(tag + 1); /* entry size, version */
	u32 entry = header[0];

	if (tag->size < 16 || entry < sizeof(struct mb2_mmap_entry))
		return;
	for (u32 off = 16; off + entry <= tag->size; off += entry) {
		const struct mb2_mmap_entry *e = (const void *)((const char *)tag + off);

		add_e820(e->addr, e->len, e->type);
	}
}

static void __init mb2_framebuffer(const struct mb2_framebuffer *f)
{
	if (f->tag.size < offsetof(struct mb2_framebuffer, red_pos) || f->type == MB_FRAMEBUFFER_INDEXED)
		return;
	boot_info.video = (struct vga_text_mode){
		.present = true, .lfb = f->type == MB_FRAMEBUFFER_RGB, .width = f->width, .height = f->height,
		.pitch = f->pitch, .bpp = f->bpp, .base = f->addr,
	};
	if (f->tag.size < sizeof(*f) || f->type != MB_FRAMEBUFFER_RGB)
		return;
	boot_info.video.red_pos = f->red_pos;
	boot_info.video.red_size = f->red_size;
	boot_info.video.green_pos = f->green_pos;
	boot_info.video.green_size = f->green_size;
	boot_info.video.blue_pos = f->blue_pos;
	boot_info.video.blue_size = f->blue_size;
}

static const char *__init mb2_tag(const struct mb2_tag *tag)
{
	const u32 *words = (const u32 *)(tag + 1);
	size_t rest = tag->size - sizeof(*tag);

	switch (tag->type) {
	case MB2_TAG_CMDLINE:
		boot_info.cmdline = keep_string((const char *)words, rest);
		break;
	case MB2_TAG_LOADER_NAME:
		boot_info.loader = keep_string((const char *)words, rest);
		break;
	case MB2_TAG_MODULE:
		return rest < 8 ? "a module tag is cut off"
				: add_module(words[0], words[1], (const char *)(words + 2), rest - 8);
	case MB2_TAG_BASIC_MEMINFO:
		if (rest >= 8) {
			boot_info.mem_lower = words[0];
			boot_info.mem_upper = words[1];
		}
		break;
	case MB2_TAG_MMAP:
		mb2_mmap(tag);
		break;
	case MB2_TAG_FRAMEBUFFER:
		mb2_framebuffer((const void *)tag);
		break;
	case MB2_TAG_ACPI_OLD:
	case MB2_TAG_ACPI_NEW:
		if (tag->type == MB2_TAG_ACPI_NEW || !boot_info.rsdp_len) { /* the newer one wins */
			boot_info.rsdp_len = min_t(size_t, rest, sizeof(boot_info.rsdp));
			memcpy(boot_info.rsdp, words, boot_info.rsdp_len);
		}
		break;
	}
	return NULL;
}

static const char *__init parse_mb2(paddr_t pa)
{
	u32 total = *(const u32 *)phys(pa);
	const char *err = NULL;

	boot_info.protocol = "Multiboot2";
	for (u32 off = 8; off + sizeof(struct mb2_tag) <= total && !err;) {
		const struct mb2_tag *tag = phys(pa + off);

		if (tag->type == MB2_TAG_END)
			break;
		if (tag->size < sizeof(*tag) || tag->size > total - off)
			return "the Multiboot2 information is cut off";
		err = mb2_tag(tag);
		off += ROUNDUP(tag->size, 8);
	}
	return err;
}

const char *__init boot_info_parse(u32 magic, paddr_t info)
{
	const char *err = "not started by a Multiboot or Multiboot2 loader";

	boot_info.loader = "unknown";
	boot_info.cmdline = "";
	if (magic == MULTIBOOT1_BOOTLOADER_MAGIC)
		err = parse_mb1(phys(info));
	else if (magic == MULTIBOOT2_BOOTLOADER_MAGIC)
		err = parse_mb2(info);
	boot_info.cmdline = skip_image_name(boot_info.cmdline);
	for (unsigned int i = 0; i < boot_info.nr_modules; i++)
		boot_info.module[i].cmdline = skip_image_name(boot_info.module[i].cmdline);
	return err;
}

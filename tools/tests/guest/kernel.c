// SPDX-License-Identifier: GPL-2.0-only
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include <xen/elfnote.h>

#include "kernel.h"

const struct kernel_notes linux_notes = {
	.virt_base = 0xffffffff80000000, .entry = 0xffffffff81000100, .init_p2m = 0x8000000000,
	.phys_entry = 0x1000200, .features = "!writable_page_tables|pae_pgdir_above_4gb",
	.xen_version = "xen-3.0", .mod_start_pfn = 1,
};

static size_t put_note(uint8_t *p, uint32_t type, const void *desc, uint32_t size)
{
	Elf64_Nhdr nh = { .n_namesz = 4, .n_descsz = size, .n_type = type };

	memcpy(p, &nh, sizeof(nh));
	memcpy(p + sizeof(nh), "Xen", 4);
	memcpy(p + sizeof(nh) + 4, desc, size);
	return sizeof(nh) + 4 + (size + 3) / 4 * 4;
}

static size_t put_notes(uint8_t *p, const struct kernel_notes *n)
{
	uint64_t zero = 0;
	uint32_t one = 1;
	size_t len = 0;

	if (n->virt_base)
		len += put_note(p + len, XEN_ELFNOTE_VIRT_BASE, &n->virt_base, 8);
	if (n->entry)
		len += put_note(p + len, XEN_ELFNOTE_ENTRY, &n->entry, 8);
	if (n->init_p2m)
		len += put_note(p + len, XEN_ELFNOTE_INIT_P2M, &n->init_p2m, 8);
	if (n->hypercall)
		len += put_note(p + len, XEN_ELFNOTE_HYPERCALL_PAGE, &n->hypercall, 8);
	if (n->phys_entry)
		len += put_note(p + len, XEN_ELFNOTE_PHYS32_ENTRY, &n->phys_entry, 4);
	if (n->features)
		len += put_note(p + len, XEN_ELFNOTE_FEATURES, n->features, strlen(n->features) + 1);
	if (n->xen_version)
		len += put_note(p + len, XEN_ELFNOTE_XEN_VERSION, n->xen_version,
				strlen(n->xen_version) + 1);
	if (n->mod_start_pfn)
		len += put_note(p + len, XEN_ELFNOTE_MOD_START_PFN, &one, 4);
	len += put_note(p + len, XEN_ELFNOTE_PADDR_OFFSET, &zero, 8);
	len += put_note(p + len, XEN_ELFNOTE_GUEST_OS, "linux", 6);
	return len;
}

uint8_t *kernel_make_sized(const struct kernel_notes *notes, size_t text, size_t *size)
{
	size_t notes_off = 0x1000 + text, notes_len;
	uint8_t *image = calloc(1, notes_off + 4096);
	Elf64_Ehdr eh = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = EV_CURRENT,
		.e_entry = KERNEL_PADDR, .e_phoff = sizeof(eh), .e_ehsize = sizeof(eh),
		.e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 2, .e_shentsize = sizeof(Elf64_Shdr),
	};
	Elf64_Phdr ph[2] = {
		{ .p_type = PT_LOAD, .p_offset = 0x1000, .p_paddr = KERNEL_PADDR,
		  .p_vaddr = KERNEL_PADDR, .p_filesz = text, .p_memsz = text + KERNEL_BSS },
		{ .p_type = PT_NOTE, .p_offset = notes_off },
	};

	notes_len = put_notes(image + notes_off, notes);
	ph[1].p_filesz = ph[1].p_memsz = notes_len;
	memcpy(image, &eh, sizeof(eh));
	memcpy(image + sizeof(eh), ph, sizeof(ph));
	for (size_t i = 0; i < text; i++)
		image[0x1000 + i] = i * 7;
	*size = notes_off + notes_len;
	return image;
}

uint8_t *kernel_make(const struct kernel_notes *notes, size_t *size)
{
	return kernel_make_sized(notes, KERNEL_PAGES * 4096, size);
}

uint8_t *bzimage_make(const uint8_t *payload, size_t len, size_t *size)
{
	const size_t setup = 5 * 512, before = 100;
	uint8_t *image = calloc(1, setup + before + len);
	uint32_t off = before, l = len;

	image[0x1f1] = 4;
	memcpy(image + 0x202, "HdrS\x0f\x02", 6);
	memcpy(image + 0x248, &off, 4);
	memcpy(image + 0x24c, &l, 4);
	memcpy(image + setup + before, payload, len);
	*size = setup + before + len;
	return image;
}

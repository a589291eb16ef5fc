/* SPDX-License-Identifier: GPL-2.0-only */
/* An ELF64 kernel image in memory, and what its Xen notes say (public/elfnote.h). Pure: checked, nothing is written. */
#ifndef XEN_ELF_IMAGE_H
#define XEN_ELF_IMAGE_H

#include <xen/types.h>

#define ELF_MAX_SEGMENTS 16

struct elf_segment {
	u64 paddr, memsz;   /* where it goes */
	const u8 *data;     /* inside the image; filesz bytes, the rest up to memsz is zero */
	u64 filesz;
};

struct elf_image {
	unsigned int nr_segments;
	struct elf_segment segment[ELF_MAX_SEGMENTS];
	u64 pstart, pend;   /* lowest and highest physical address used */
	u64 elf_entry;
	/* Xen notes; ~0 where absent */
	u64 entry, virt_base, paddr_offset, init_p2m, hypercall_page, hv_start_low;
	bool mod_start_pfn, is_xen_30, has_notes;
	u64 supported_features;     /* note 17; 0 if absent */
	bool has_supported_features;
	char guest_os[16], features[128];
};

/* 0, or -EINVAL with *@why. */
int elf_image_parse(const u8 *image, size_t size, struct elf_image *out, const char **why);

/* The compressed payload inside a Linux bzImage (boot protocol 2.08+). False: not a bzImage, or damaged (*@why). */
bool bzimage_payload(const u8 *image, size_t size, const u8 **payload, size_t *length, const char **why);

#endif

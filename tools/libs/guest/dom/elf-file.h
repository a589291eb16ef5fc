/* SPDX-License-Identifier: LGPL-2.1-only */
/* Between elf.c and notes.c. */
#ifndef GUEST_DOM_ELF_FILE_H
#define GUEST_DOM_ELF_FILE_H

#include "private.h"

/* The tables of an ELF file; the program headers are known to be within the file. */
struct elf_file {
	const uint8_t *image;
	uint64_t size;
	struct block_image *packed;     /* NULL: all of image is there */
	bool is_64bit;
	uint64_t phoff, shoff;
	uint32_t phnum, phentsize;
	uint32_t shnum, shentsize;
};

/* Takes the Xen notes out of size bytes of ELF notes; NULL or what is wrong with them. */
const char *elf_notes_parse(const uint8_t *notes, uint64_t size, struct elf_dom_parms *parms);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* ELF kernels made to measure. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define KERNEL_PAGES   3        /* in the file */
#define KERNEL_BSS     0x5000   /* bytes more in memory */
#define KERNEL_PADDR   0x1000000

struct kernel_notes {
	uint64_t virt_base, entry, init_p2m, phys_entry, hypercall;     /* 0: none */
	const char *features, *xen_version;
	int mod_start_pfn;
};

/* What Debian's kernel says; the kernel is at KERNEL_PADDR. */
extern const struct kernel_notes linux_notes;

/* A malloc()ed ELF64 file; byte i of the segment is i * 7. */
uint8_t *kernel_make(const struct kernel_notes *notes, size_t *size);
/* The same with text bytes in the file. */
uint8_t *kernel_make_sized(const struct kernel_notes *notes, size_t text, size_t *size);
/* A bzImage around a payload. */
uint8_t *bzimage_make(const uint8_t *payload, size_t len, size_t *size);

#endif

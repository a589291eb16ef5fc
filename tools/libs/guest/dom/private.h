/* SPDX-License-Identifier: LGPL-2.1-only */
/* What the files of the domain builder share. Nothing here is exported. */
#ifndef GUEST_DOM_PRIVATE_H
#define GUEST_DOM_PRIVATE_H

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <xenctrl.h>
#include <xenforeignmemory.h>
#include <xen/features.h>
#include <xen/elfnote.h>

#include "xenguest.h"

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1UL << PAGE_SHIFT)

#define ARRAY_SIZE(a)      (sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define ROUND_UP(x, a)     (((x) + (a) - 1) / (a) * (a))
#define ROUND_DOWN(x, a)   ((x) / (a) * (a))

/* "Absent" for numeric ELF notes. */
#define NOTE_UNSET  (~0ULL)
/* What xc_dom_alloc_page() returns on failure. */
#define INVALID_PFN (~(xen_pfn_t)0)

/* One PT_LOAD, checked: [offset, offset + filesz) is within the image, filesz <= memsz. */
struct elf_segment {
	uint64_t paddr;
	uint64_t offset;
	uint64_t filesz;
	uint64_t memsz;
};

#define ELF_MAX_SEGMENTS 64
/* bytes from the lowest to the highest segment; far above any guest's memory, far below overflow */
#define ELF_MAX_EXTENT   (1ULL << 44)

/* What the kernel's ELF file says: where it goes and its Xen notes. */
struct elf_dom_parms {
	bool is_64bit;
	uint16_t machine;
	uint64_t e_entry;
	unsigned int nr_segments;
	struct elf_segment segments[ELF_MAX_SEGMENTS];
	uint64_t pstart, pend;          /* physical extent of all segments */

	bool has_xen_notes;
	char guest_os[16];
	char guest_version[16];
	char xen_version[16];
	char loader[16];
	char pae[16];
	bool bsd_symtab;
	uint64_t virt_base;
	uint64_t virt_entry;
	uint64_t virt_hypercall;
	uint64_t paddr_offset;
	uint64_t init_p2m;
	uint64_t hv_start_low;
	uint64_t phys_entry;            /* NOTE_UNSET unless it can boot as PVH */
	bool mod_start_pfn;
	uint32_t f_supported[XENFEAT_NR_SUBMAPS];
	uint32_t f_required[XENFEAT_NR_SUBMAPS];
};

/*
 * Reads the header, PT_LOADs and notes of an untrusted ELF file. On failure *why says what is
 * wrong with it, for a person. Pure: touches nothing but its arguments.
 */
int elf_image_parse(const void *image, size_t size, struct elf_dom_parms *parms, const char **why);
/* The same of an image that is unpacked as far as it is read, if `packed' is not NULL. */
struct block_image;
int elf_image_parse_packed(const void *image, size_t size, struct block_image *packed,
			   struct elf_dom_parms *parms, const char **why);
/* The same for a note's feature string, "a|!b"; returns the first unknown required name or NULL. */
const char *elf_features_parse(const char *s, size_t len, uint32_t supported[XENFEAT_NR_SUBMAPS],
			       uint32_t required[XENFEAT_NR_SUBMAPS], size_t *name_len);

/* A format of kernel file. */
struct xc_dom_loader {
	const char *name;
	/* 1: the image is this loader's; 0: not its format; -1: its format but broken (logged). */
	int (*probe)(struct xc_dom_image *dom);
	int (*parse)(struct xc_dom_image *dom);
	int (*load)(struct xc_dom_image *dom);
};

extern struct xc_dom_loader elf_loader;
extern struct xc_dom_loader bzimage_loader;

/*
 * Unpacks any format a Linux payload comes in into a malloc()ed buffer of at most max bytes.
 * 0; -EINVAL if the magic is unknown; another -errno with *why set.
 */
int unpack(const void *in, size_t in_size, size_t max, void **out, size_t *out_size,
	   const char **why);
/* The compressed kernel inside a bzImage; 1 found, 0 not a bzImage, -1 broken with *why set. */
int bzimage_payload(const uint8_t *image, size_t size, size_t *offset, size_t *length,
		    const char **why);

struct xc_dom_arch *xc_dom_find_arch_hooks(const char *guest_type);
extern struct xc_dom_arch xc_dom_arch_pv64;
extern struct xc_dom_arch xc_dom_arch_hvm;

/* Moves the end of what is allocated up to a page-aligned address. */
int xc_dom_alloc_pad(struct xc_dom_image *dom, xen_vaddr_t boundary);

static inline bool features_test(const uint32_t *map, unsigned int nr)
{
	return nr / 32 < XENFEAT_NR_SUBMAPS && (map[nr / 32] & (1u << (nr % 32)));
}

static inline void features_set(uint32_t *map, unsigned int nr)
{
	map[nr / 32] |= 1u << (nr % 32);
}

/* libxenctrl's error report: keeps the last error and logs it. Not in its public header. */
void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#define DOMPRINTF(fmt, args...) xc_dom_printf(dom->xch, fmt, ## args)
#define DOM_ERR(code, fmt, args...) \
	xc_dom_panic(dom->xch, code, "%s: " fmt, __func__, ## args)

#endif

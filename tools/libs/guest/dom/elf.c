// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Reads an untrusted ELF file: header, PT_LOADs and, through notes.c, the Xen notes. Every offset
 * is checked against the file before use, every sum against overflow. Pure code, fuzzed on the host.
 */
#include <elf.h>

#include "elf-file.h"
#include "unpack/blocks.h"

/* [off, off + len) lies within size bytes */
static bool within(uint64_t off, uint64_t len, uint64_t size)
{
	return off <= size && len <= size - off;
}

/* Has what lies within the file unpacked; NULL or what is wrong with it. */
static const char *need(const struct elf_file *f, uint64_t off, uint64_t len)
{
	const char *why = NULL;

	if (f->packed)
		block_image_need(f->packed, off, len, &why);
	return why;
}

/* The fields of program and section headers that matter, whatever the class. */
struct header {
	uint32_t type;
	uint64_t paddr;
	uint64_t offset;
	uint64_t filesz;
	uint64_t memsz;
};

static void read_phdr(const struct elf_file *f, unsigned int i, struct header *h)
{
	const uint8_t *p = f->image + f->phoff + (uint64_t)i * f->phentsize;

	if (f->is_64bit) {
		Elf64_Phdr ph;

		memcpy(&ph, p, sizeof(ph));
		*h = (struct header){ ph.p_type, ph.p_paddr, ph.p_offset, ph.p_filesz, ph.p_memsz };
	} else {
		Elf32_Phdr ph;

		memcpy(&ph, p, sizeof(ph));
		*h = (struct header){ ph.p_type, ph.p_paddr, ph.p_offset, ph.p_filesz, ph.p_memsz };
	}
}

static void read_shdr(const struct elf_file *f, unsigned int i, struct header *h)
{
	const uint8_t *p = f->image + f->shoff + (uint64_t)i * f->shentsize;

	if (f->is_64bit) {
		Elf64_Shdr sh;

		memcpy(&sh, p, sizeof(sh));
		*h = (struct header){ sh.sh_type, 0, sh.sh_offset, sh.sh_size, sh.sh_size };
	} else {
		Elf32_Shdr sh;

		memcpy(&sh, p, sizeof(sh));
		*h = (struct header){ sh.sh_type, 0, sh.sh_offset, sh.sh_size, sh.sh_size };
	}
}

static const char *parse_ehdr64(struct elf_file *f, struct elf_dom_parms *parms)
{
	Elf64_Ehdr eh;

	if (f->size < sizeof(eh))
		return "the ELF header is cut short";
	memcpy(&eh, f->image, sizeof(eh));
	f->phoff = eh.e_phoff;
	f->phnum = eh.e_phnum;
	f->phentsize = eh.e_phentsize;
	f->shoff = eh.e_shoff;
	f->shnum = eh.e_shnum;
	f->shentsize = eh.e_shentsize;
	parms->machine = eh.e_machine;
	parms->e_entry = eh.e_entry;
	if (f->phentsize < sizeof(Elf64_Phdr))
		return "program headers are too small for a 64-bit ELF file";
	if (f->shentsize < sizeof(Elf64_Shdr))
		f->shnum = 0;
	return NULL;
}

static const char *parse_ehdr32(struct elf_file *f, struct elf_dom_parms *parms)
{
	Elf32_Ehdr eh;

	if (f->size < sizeof(eh))
		return "the ELF header is cut short";
	memcpy(&eh, f->image, sizeof(eh));
	f->phoff = eh.e_phoff;
	f->phnum = eh.e_phnum;
	f->phentsize = eh.e_phentsize;
	f->shoff = eh.e_shoff;
	f->shnum = eh.e_shnum;
	f->shentsize = eh.e_shentsize;
	parms->machine = eh.e_machine;
	parms->e_entry = eh.e_entry;
	if (f->phentsize < sizeof(Elf32_Phdr))
		return "program headers are too small for a 32-bit ELF file";
	if (f->shentsize < sizeof(Elf32_Shdr))
		f->shnum = 0;
	return NULL;
}

static const char *parse_ehdr(struct elf_file *f, struct elf_dom_parms *parms)
{
	const char *why;

	why = need(f, 0, f->size < sizeof(Elf64_Ehdr) ? f->size : sizeof(Elf64_Ehdr));
	if (why)
		return why;
	if (f->size < EI_NIDENT || memcmp(f->image, ELFMAG, SELFMAG))
		return "not an ELF file";
	if (f->image[EI_DATA] != ELFDATA2LSB)
		return "the ELF file is not little-endian";
	f->is_64bit = f->image[EI_CLASS] == ELFCLASS64;
	if (!f->is_64bit && f->image[EI_CLASS] != ELFCLASS32)
		return "the ELF file is neither 32-bit nor 64-bit";
	parms->is_64bit = f->is_64bit;
	why = f->is_64bit ? parse_ehdr64(f, parms) : parse_ehdr32(f, parms);
	if (why)
		return why;
	if (!f->phnum)
		return "the ELF file has no program headers, so nothing to load";
	if (!within(f->phoff, (uint64_t)f->phnum * f->phentsize, f->size))
		return "the program headers are beyond the end of the file (truncated?)";
	/* sections are only the second place to look for notes: a stripped table is no error */
	if (!within(f->shoff, (uint64_t)f->shnum * f->shentsize, f->size))
		f->shnum = 0;
	return need(f, f->phoff, (uint64_t)f->phnum * f->phentsize);
}

static const char *add_segment(const struct elf_file *f, const struct header *h,
			       struct elf_dom_parms *parms)
{
	struct elf_segment *seg;

	if (!h->memsz)
		return NULL;
	if (parms->nr_segments == ELF_MAX_SEGMENTS)
		return "the ELF file has too many loadable segments";
	if (!within(h->offset, h->filesz, f->size))
		return "a loadable segment is beyond the end of the file (truncated?)";
	if (h->filesz > h->memsz)
		return "a loadable segment is larger in the file than in memory";
	if (h->memsz > UINT64_MAX - h->paddr)
		return "a loadable segment wraps around the address space";
	seg = &parms->segments[parms->nr_segments++];
	seg->paddr = h->paddr;
	seg->offset = h->offset;
	seg->filesz = h->filesz;
	seg->memsz = h->memsz;
	if (h->paddr < parms->pstart)
		parms->pstart = h->paddr;
	if (h->paddr + h->memsz > parms->pend)
		parms->pend = h->paddr + h->memsz;
	return NULL;
}

static const char *parse_segments(const struct elf_file *f, struct elf_dom_parms *parms)
{
	const char *why = NULL;
	struct header h;

	parms->pstart = UINT64_MAX;
	parms->pend = 0;
	for (unsigned int i = 0; i < f->phnum && !why; i++) {
		read_phdr(f, i, &h);
		if (h.type == PT_LOAD)
			why = add_segment(f, &h, parms);
	}
	if (!why && !parms->nr_segments)
		return "the ELF file has nothing to load";
	if (!why && parms->pend - parms->pstart > ELF_MAX_EXTENT)
		return "the ELF file's segments are too far apart";
	return why;
}

static const char *parse_note_range(const struct elf_file *f, const struct header *h,
				    struct elf_dom_parms *parms)
{
	const char *why = need(f, h->offset, h->filesz);

	return why ? why : elf_notes_parse(f->image + h->offset, h->filesz, parms);
}

static const char *parse_note_sections(const struct elf_file *f, struct elf_dom_parms *parms)
{
	const char *why = need(f, f->shoff, (uint64_t)f->shnum * f->shentsize);
	struct header h;

	for (unsigned int i = 0; i < f->shnum && !why && !parms->has_xen_notes; i++) {
		read_shdr(f, i, &h);
		if (h.type == SHT_NOTE && within(h.offset, h.filesz, f->size))
			why = parse_note_range(f, &h, parms);
	}
	return why;
}

/* Xen notes are in PT_NOTE; kernels linked without one still carry SHT_NOTE sections. */
static const char *parse_notes(const struct elf_file *f, struct elf_dom_parms *parms)
{
	const char *why = NULL;
	struct header h;

	for (unsigned int i = 0; i < f->phnum && !why; i++) {
		read_phdr(f, i, &h);
		if (h.type != PT_NOTE)
			continue;
		if (!within(h.offset, h.filesz, f->size))
			return "the ELF notes are beyond the end of the file (truncated?)";
		why = parse_note_range(f, &h, parms);
	}
	if (!why && !parms->has_xen_notes && f->shnum)
		why = parse_note_sections(f, parms);
	return why;
}

int elf_image_parse_packed(const void *image, size_t size, struct block_image *packed,
			   struct elf_dom_parms *parms, const char **why)
{
	struct elf_file f = { .image = image, .size = size, .packed = packed };

	memset(parms, 0, sizeof(*parms));
	parms->virt_base = NOTE_UNSET;
	parms->virt_entry = NOTE_UNSET;
	parms->virt_hypercall = NOTE_UNSET;
	parms->paddr_offset = NOTE_UNSET;
	parms->init_p2m = NOTE_UNSET;
	parms->hv_start_low = NOTE_UNSET;
	parms->phys_entry = NOTE_UNSET;
	*why = parse_ehdr(&f, parms);
	if (!*why)
		*why = parse_segments(&f, parms);
	if (!*why)
		*why = parse_notes(&f, parms);
	return *why ? -EINVAL : 0;
}

int elf_image_parse(const void *image, size_t size, struct elf_dom_parms *parms, const char **why)
{
	return elf_image_parse_packed(image, size, NULL, parms, why);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* ELF64 program headers and Xen notes. Offsets and sizes come from a file: every sum is checked. */
#include <xen/elf-image.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/elfnote.h>

/* System V ABI, 64-bit object file format */
struct ehdr {
	u8 ident[16];
	u16 type, machine;
	u32 version;
	u64 entry, phoff, shoff;
	u32 flags;
	u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct phdr {
	u32 type, flags;
	u64 offset, vaddr, paddr, filesz, memsz, align;
};

struct shdr {
	u32 name, type;
	u64 flags, addr, offset, size;
	u32 link, info;
	u64 addralign, entsize;
};

#define PT_LOAD 1
#define PT_NOTE 4
#define SHT_NOTE 7
#define EM_X86_64 62

static int bad(const char **why, const char *text)
{
	*why = text;
	return -EINVAL;
}

static bool inside(u64 offset, u64 length, size_t size)
{
	return offset <= size && length <= size - offset;
}

/* A numeric note has four or eight bytes. */
static u64 note_number(const u8 *desc, u32 size)
{
	u64 v = 0;

	memcpy(&v, desc, size < 8 ? 4 : 8);
	return v;
}

static void note_string(char *to, size_t room, const u8 *desc, u32 size)
{
	size_t n = strnlen((const char *)desc, size);

	n = n < room ? n : room - 1;
	memcpy(to, desc, n);
	to[n] = 0;
}

static void take_note(struct elf_image *e, u32 type, const u8 *desc, u32 size)
{
	char text[16];

	switch (type) {
	case XEN_ELFNOTE_XEN_VERSION:
		note_string(text, sizeof(text), desc, size);
		e->is_xen_30 = !strcmp(text, "xen-3.0");
		return;
	case XEN_ELFNOTE_GUEST_OS:
		note_string(e->guest_os, sizeof(e->guest_os), desc, size);
		return;
	case XEN_ELFNOTE_FEATURES:
		note_string(e->features, sizeof(e->features), desc, size);
		return;
	}
	if (size < 4)
		return;
	switch (type) {
	case XEN_ELFNOTE_ENTRY: e->entry = note_number(desc, size); break;
	case XEN_ELFNOTE_VIRT_BASE: e->virt_base = note_number(desc, size); break;
	case XEN_ELFNOTE_PADDR_OFFSET: e->paddr_offset = note_number(desc, size); break;
	case XEN_ELFNOTE_INIT_P2M: e->init_p2m = note_number(desc, size); break;
	case XEN_ELFNOTE_HYPERCALL_PAGE: e->hypercall_page = note_number(desc, size); break;
	case XEN_ELFNOTE_HV_START_LOW: e->hv_start_low = note_number(desc, size); break;
	case XEN_ELFNOTE_MOD_START_PFN: e->mod_start_pfn = note_number(desc, size); break;
	case XEN_ELFNOTE_SUPPORTED_FEATURES:
		e->supported_features = note_number(desc, size);
		e->has_supported_features = true;
		break;
	}
}

/* Records: u32 name size, u32 desc size, u32 type, name, desc, both padded to four bytes. */
static void parse_notes(struct elf_image *e, const u8 *p, size_t size)
{
	while (size >= 12) {
		u32 head[3];
		u64 name, desc;

		memcpy(head, p, sizeof(head));
		name = ((u64)head[0] + 3) & ~3UL;
		desc = ((u64)head[1] + 3) & ~3UL;
		if (12 + name + desc > size)
			return;
		if (head[0] == 4 && !memcmp(p + 12, "Xen", 4)) {
			e->has_notes = true;
			take_note(e, head[2], p + 12 + name, head[1]);
		}
		p += 12 + name + desc;
		size -= 12 + name + desc;
	}
}

static int take_segment(struct elf_image *e, const u8 *image, size_t size, const struct phdr *ph, const char **why)
{
	struct elf_segment *s = &e->segment[e->nr_segments];

	if (!ph->memsz)
		return 0;
	if (e->nr_segments == ELF_MAX_SEGMENTS)
		return bad(why, "too many ELF segments");
	if (ph->filesz > ph->memsz || !inside(ph->offset, ph->filesz, size))
		return bad(why, "an ELF segment lies outside of the file: the kernel is truncated");
	if (ph->paddr + ph->memsz < ph->paddr || ph->paddr + ph->memsz > GB(1))
		return bad(why, "an ELF segment is to be loaded beyond 1 GiB");
	*s = (struct elf_segment){ ph->paddr, ph->memsz, image + ph->offset, ph->filesz };
	e->nr_segments++;
	e->pstart = min(e->pstart, ph->paddr);
	e->pend = max(e->pend, ph->paddr + ph->memsz);
	return 0;
}

static void parse_section_notes(struct elf_image *e, const u8 *image, size_t size, const struct ehdr *eh)
{
	for (unsigned int i = 0; i < eh->shnum; i++) {
		u64 at = eh->shoff + (u64)i * eh->shentsize;
		struct shdr sh;

		if (!inside(at, sizeof(sh), size))
			return;
		memcpy(&sh, image + at, sizeof(sh));
		if (sh.type == SHT_NOTE && inside(sh.offset, sh.size, size))
			parse_notes(e, image + sh.offset, sh.size);
	}
}

int elf_image_parse(const u8 *image, size_t size, struct elf_image *e, const char **why)
{
	struct ehdr eh;

	memset(e, 0, sizeof(*e));
	e->entry = e->virt_base = e->init_p2m = e->hypercall_page = e->hv_start_low = ~0UL;
	e->pstart = ~0UL;
	if (size < sizeof(eh) || memcmp(image, "\177ELF", 4))
		return bad(why, "neither an ELF file nor a bzImage");
	memcpy(&eh, image, sizeof(eh));
	if (eh.ident[4] != 2 || eh.machine != EM_X86_64)
		return bad(why, "not a 64-bit x86 kernel; 32-bit PV kernels are not supported");
	if (eh.phentsize < sizeof(struct phdr) || !inside(eh.phoff, (u64)eh.phentsize * eh.phnum, size))
		return bad(why, "ELF program headers lie outside of the file: the kernel is truncated");
	e->elf_entry = eh.entry;
	for (unsigned int i = 0; i < eh.phnum; i++) {
		struct phdr ph;
		int rc = 0;

		memcpy(&ph, image + eh.phoff + (u64)i * eh.phentsize, sizeof(ph));
		if (ph.type == PT_LOAD)
			rc = take_segment(e, image, size, &ph, why);
		else if (ph.type == PT_NOTE && inside(ph.offset, ph.filesz, size))
			parse_notes(e, image + ph.offset, ph.filesz);
		if (rc)
			return rc;
	}
	if (!e->has_notes && eh.shentsize >= sizeof(struct shdr))
		parse_section_notes(e, image, size, &eh);
	if (!e->nr_segments)
		return bad(why, "the ELF file has nothing to load");
	return 0;
}

/* Linux boot protocol (Documentation/x86/boot.rst): offsets in the setup header */
#define SETUP_SECTS 0x1f1
#define HEADER_MAGIC 0x202
#define PROTOCOL 0x206
#define PAYLOAD_OFFSET 0x248
#define PAYLOAD_LENGTH 0x24c

bool bzimage_payload(const u8 *image, size_t size, const u8 **payload, size_t *length, const char **why)
{
	u32 offset, len;
	u64 start;
	u16 version;

	*why = NULL;
	if (size < 0x260 || memcmp(image + HEADER_MAGIC, "HdrS", 4))
		return false;
	memcpy(&version, image + PROTOCOL, 2);
	memcpy(&offset, image + PAYLOAD_OFFSET, 4);
	memcpy(&len, image + PAYLOAD_LENGTH, 4);
	if (version < 0x208) {
		*why = "bzImage of a boot protocol before 2.08";
		return false;
	}
	start = ((image[SETUP_SECTS] ? image[SETUP_SECTS] : 4) + 1) * 512UL + offset;
	if (!inside(start, len, size) || len < 16) {
		*why = "bzImage payload lies outside of the file: the kernel is truncated";
		return false;
	}
	*payload = image + start;
	*length = len;
	return true;
}

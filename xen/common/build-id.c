/* SPDX-License-Identifier: GPL-2.0-only */
/* The identity the linker computed over the image, an ELF note of type NT_GNU_BUILD_ID (3). */
#include <xen/lib.h>
#include <xen/version.h>

struct elf_note {
	u32 namesz, descsz, type;
	char rest[]; /* name, padded to 4 bytes; desc */
};
extern const struct elf_note __note_gnu_build_id_start[];
extern const char __note_gnu_build_id_end[];

unsigned int xen_build_id(const void **id)
{
	const struct elf_note *n = __note_gnu_build_id_start;

	if ((const char *)n + sizeof(*n) >= __note_gnu_build_id_end || n->type != 3)
		return 0;
	*id = n->rest + ROUNDUP(n->namesz, 4);
	return n->descsz;
}

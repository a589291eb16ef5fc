// SPDX-License-Identifier: LGPL-2.1-only
/* The ELF notes of name "Xen" (<xen/elfnote.h>) of an untrusted kernel. */
#include <elf.h>
#include <stddef.h>

#include "elf-file.h"

enum note_kind { NOTE_NUMBER, NOTE_STRING, NOTE_FEATURES, NOTE_FEATURE_BITS, NOTE_YES, NOTE_FLAG };

/* One row per note the builder uses; others are skipped. */
static const struct note_row {
	uint32_t type;
	enum note_kind kind;
	size_t field;
} rows[] = {
	{ XEN_ELFNOTE_ENTRY, NOTE_NUMBER, offsetof(struct elf_dom_parms, virt_entry) },
	{ XEN_ELFNOTE_HYPERCALL_PAGE, NOTE_NUMBER, offsetof(struct elf_dom_parms, virt_hypercall) },
	{ XEN_ELFNOTE_VIRT_BASE, NOTE_NUMBER, offsetof(struct elf_dom_parms, virt_base) },
	{ XEN_ELFNOTE_PADDR_OFFSET, NOTE_NUMBER, offsetof(struct elf_dom_parms, paddr_offset) },
	{ XEN_ELFNOTE_INIT_P2M, NOTE_NUMBER, offsetof(struct elf_dom_parms, init_p2m) },
	{ XEN_ELFNOTE_HV_START_LOW, NOTE_NUMBER, offsetof(struct elf_dom_parms, hv_start_low) },
	{ XEN_ELFNOTE_PHYS32_ENTRY, NOTE_NUMBER, offsetof(struct elf_dom_parms, phys_entry) },
	{ XEN_ELFNOTE_GUEST_OS, NOTE_STRING, offsetof(struct elf_dom_parms, guest_os) },
	{ XEN_ELFNOTE_GUEST_VERSION, NOTE_STRING, offsetof(struct elf_dom_parms, guest_version) },
	{ XEN_ELFNOTE_XEN_VERSION, NOTE_STRING, offsetof(struct elf_dom_parms, xen_version) },
	{ XEN_ELFNOTE_LOADER, NOTE_STRING, offsetof(struct elf_dom_parms, loader) },
	{ XEN_ELFNOTE_PAE_MODE, NOTE_STRING, offsetof(struct elf_dom_parms, pae) },
	{ XEN_ELFNOTE_FEATURES, NOTE_FEATURES, 0 },
	{ XEN_ELFNOTE_SUPPORTED_FEATURES, NOTE_FEATURE_BITS, 0 },
	{ XEN_ELFNOTE_BSD_SYMTAB, NOTE_YES, offsetof(struct elf_dom_parms, bsd_symtab) },
	{ XEN_ELFNOTE_MOD_START_PFN, NOTE_FLAG, offsetof(struct elf_dom_parms, mod_start_pfn) },
};

/* Features by name, as in the FEATURES note and xc_dom_allocate(). */
static const struct { const char *name; unsigned int nr; } feature_names[] = {
	{ "writable_page_tables", XENFEAT_writable_page_tables },
	{ "writable_descriptor_tables", XENFEAT_writable_descriptor_tables },
	{ "auto_translated_physmap", XENFEAT_auto_translated_physmap },
	{ "supervisor_mode_kernel", XENFEAT_supervisor_mode_kernel },
	{ "pae_pgdir_above_4gb", XENFEAT_pae_pgdir_above_4gb },
	{ "hvm_callback_vector", XENFEAT_hvm_callback_vector },
	{ "dom0", XENFEAT_dom0 },
};

static int feature_find(const char *s, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(feature_names); i++)
		if (strlen(feature_names[i].name) == len && !memcmp(feature_names[i].name, s, len))
			return feature_names[i].nr;
	return -1;
}

/*
 * Names are separated by '|', spaces or control characters. An unknown feature that is merely
 * supported is nothing to us; an unknown required one cannot be satisfied.
 */
const char *elf_features_parse(const char *s, size_t len, uint32_t supported[XENFEAT_NR_SUBMAPS],
			       uint32_t required[XENFEAT_NR_SUBMAPS], size_t *name_len)
{
	const char *end = s + len;

	while (s < end && *s) {
		const char *start;
		bool require;
		int nr;

		if (*s == '|' || (unsigned char)*s <= ' ') {
			s++;
			continue;
		}
		require = *s == '!';
		s += require;
		for (start = s; s < end && *s && *s != '|' && (unsigned char)*s > ' '; s++)
			;
		nr = feature_find(start, s - start);
		if (nr >= 0) {
			features_set(supported, nr);
			if (require)
				features_set(required, nr);
		} else if (require) {
			*name_len = s - start;
			return start;
		}
	}
	return NULL;
}

/* Numbers are 1, 2, 4 or 8 bytes, little-endian. */
static bool desc_number(const uint8_t *desc, uint32_t size, uint64_t *value)
{
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return false;
	*value = 0;
	memcpy(value, desc, size);
	return true;
}

static void desc_string(const uint8_t *desc, uint32_t size, char out[16])
{
	size_t n = 0;

	while (n < 15 && n < size && desc[n])
		n++;
	memcpy(out, desc, n);
	out[n] = 0;
}

static const char *note_apply(const struct note_row *row, const uint8_t *desc, uint32_t size,
			      struct elf_dom_parms *parms)
{
	void *field = (char *)parms + row->field;
	uint64_t number;
	size_t len;

	switch (row->kind) {
	case NOTE_NUMBER:
		if (!desc_number(desc, size, field))
			return "a Xen ELF note that should be a number is not";
		break;
	case NOTE_STRING:
		desc_string(desc, size, field);
		break;
	case NOTE_FEATURES:
		if (elf_features_parse((const char *)desc, size, parms->f_supported,
				       parms->f_required, &len))
			return "the kernel requires a feature this builder does not know";
		break;
	case NOTE_FEATURE_BITS:
		if (!desc_number(desc, size, &number))
			return "the SUPPORTED_FEATURES note is not a number";
		parms->f_supported[0] |= (uint32_t)number;
		break;
	case NOTE_YES:
		*(bool *)field = size >= 3 && !memcmp(desc, "yes", 3);
		break;
	case NOTE_FLAG:
		if (!desc_number(desc, size, &number))
			return "a Xen ELF note that should be a number is not";
		*(bool *)field = number != 0;
		break;
	}
	return NULL;
}

const char *elf_notes_parse(const uint8_t *notes, uint64_t size, struct elf_dom_parms *parms)
{
	const char *why = NULL;
	Elf32_Nhdr nh;

	while (!why && size >= sizeof(nh)) {
		uint64_t name_size, desc_size;
		const uint8_t *name, *desc;

		memcpy(&nh, notes, sizeof(nh));
		name_size = ROUND_UP((uint64_t)nh.n_namesz, 4);
		desc_size = ROUND_UP((uint64_t)nh.n_descsz, 4);
		/* the last note of a section may lack its padding */
		if (sizeof(nh) + name_size > size ||
		    nh.n_descsz > size - sizeof(nh) - name_size)
			break;
		name = notes + sizeof(nh);
		desc = name + name_size;
		if (nh.n_namesz == 4 && !memcmp(name, "Xen", 4)) {
			parms->has_xen_notes = true;
			for (size_t i = 0; i < ARRAY_SIZE(rows) && !why; i++)
				if (rows[i].type == nh.n_type)
					why = note_apply(&rows[i], desc, nh.n_descsz, parms);
		}
		if (sizeof(nh) + name_size + desc_size >= size)
			break;
		notes += sizeof(nh) + name_size + desc_size;
		size -= sizeof(nh) + name_size + desc_size;
	}
	return why;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/pv/mm-hooks.h>
#include "check.h"

const char *pte_bad(u64 e, unsigned int level, unsigned int pa_bits)
{
	if (!(e & _PAGE_PRESENT))
		return NULL;
	if ((e & PTE_ADDR_MASK) >> pa_bits)
		return "address beyond the CPU's width";
	if (e & _PAGE_GNTTAB)
		return "bit of grant mappings";
	if (level > 1 && (e & _PAGE_PSE))
		return "large page";
	if (level > 1 && (e & _PAGE_GLOBAL))
		return "global bit";
	return NULL;
}

unsigned int table_first_bad(const u64 *slots, unsigned int from, unsigned int level, unsigned int pa_bits,
			     const char **why)
{
	for (unsigned int i = from; i < PT_ENTRIES; i++) {
		if (slot_is_xen(level, i))
			continue;
		*why = pte_bad(slots[i], level, pa_bits);
		if (*why)
			return i;
	}
	return PT_ENTRIES;
}

unsigned int desc_first_bad(const u64 *slots)
{
	for (unsigned int i = 0; i < PT_ENTRIES; i++) {
		u64 d = slots[i];

		if (!pv_check_descriptor(&d))
			return i;
	}
	return PT_ENTRIES;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an entry of a guest's page table may look like, whatever it points to. Pure: no locks, no page_info.
 *
 *   L1     may have any flags but the one of grant mappings; no address beyond the CPU's width
 *   L2-L4  no large pages (PSE), no global bit
 *   all    are made accessible to ring 3, where guest kernels run; L1 entries are never global
 */
#ifndef PAGE_TYPE_CHECK_H
#define PAGE_TYPE_CHECK_H

#include <asm/mm.h>

/* NULL, or why @e may not stand in a table of @level. @pa_bits: width of physical addresses. Not present: fine. */
const char *pte_bad(u64 e, unsigned int level, unsigned int pa_bits);

/* The entry as it will stand in the table. */
static inline u64 pte_adjust(u64 e, unsigned int level)
{
	if (!(e & _PAGE_PRESENT))
		return e;
	e |= _PAGE_USER;
	return level == 1 ? e & ~_PAGE_GLOBAL : e;
}

/* Slots of an L4 that belong to the hypervisor; a guest's entries there are neither looked at nor kept. */
static inline bool slot_is_xen(unsigned int level, unsigned int i)
{
	return level == 4 && i >= ROOT_HYPERVISOR_FIRST && i <= ROOT_HYPERVISOR_LAST;
}

/* Index of the first slot at or after @from whose entry pte_bad() refuses, and why; PT_ENTRIES: none. */
unsigned int table_first_bad(const u64 *slots, unsigned int from, unsigned int level, unsigned int pa_bits,
			     const char **why);
/* The same for a page of segment descriptors. */
unsigned int desc_first_bad(const u64 *slots);

#endif

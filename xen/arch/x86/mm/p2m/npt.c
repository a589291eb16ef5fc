/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * AMD's nested page tables (APM vol. 2, 15.25): entries of long mode. Every guest access is one of user mode to them, and
 * bits 52..58 are ours. The accessed and dirty bits are set beforehand: nobody reads them, and the processor need not.
 */
#include <asm/page.h>
#include "private.h"

#define TABLE (_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED)

static u64 npt_leaf(enum p2m_type t, unsigned int level)
{
	u8 access = p2m_types[t].access;
	u64 e = TABLE | _PAGE_DIRTY;

	if (!access)
		return 0;
	if (!(access & P2M_ACCESS_W))
		e &= ~_PAGE_RW;
	if (!(access & P2M_ACCESS_X))
		e |= _PAGE_NX;
	if (t == p2m_mmio_direct)
		e |= _PAGE_PCD | _PAGE_PWT; /* entry 3 of our PAT: uncached */
	return level > 1 ? e | _PAGE_PSE : e;
}

const struct p2m_format npt_format = { .name = "NPT", .table = TABLE, .leaf = npt_leaf };

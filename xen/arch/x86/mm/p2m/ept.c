/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Intel's extended page tables (SDM vol. 3C, 29.3.2): bits 0..2 read, write, execute; all 0: not present; bits 52..56 are
 * ours. Memory is write-back whatever the guest's page tables say (bit 6): without devices it has no reason to differ.
 */
#include "private.h"

bool p2m_small_exec __read_mostly;

void p2m_forbid_large_exec(void)
{
	p2m_small_exec = true;
}

#define EPT_R (1UL << 0)
#define EPT_W (1UL << 1)
#define EPT_X (1UL << 2)
#define EPT_MT(t) ((u64)(t) << 3)
#define EPT_IGNORE_PAT (1UL << 6)
#define EPT_LARGE (1UL << 7)
#define MT_UC 0
#define MT_WB 6

static u64 ept_leaf(enum p2m_type t, unsigned int level)
{
	u8 access = p2m_types[t].access;
	u64 e = 0;

	if (!access)
		return 0;
	if (access & P2M_ACCESS_R)
		e |= EPT_R;
	if (access & P2M_ACCESS_W)
		e |= EPT_W;
	if ((access & P2M_ACCESS_X) && (level == 1 || !p2m_small_exec))
		e |= EPT_X;
	e |= t == p2m_mmio_direct ? EPT_MT(MT_UC) : EPT_MT(MT_WB) | EPT_IGNORE_PAT;
	return level > 1 ? e | EPT_LARGE : e;
}

const struct p2m_format ept_format = { .name = "EPT", .table = EPT_R | EPT_W | EPT_X, .leaf = ept_leaf };

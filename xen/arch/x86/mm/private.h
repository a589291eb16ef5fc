/* SPDX-License-Identifier: GPL-2.0-only */
/* The boot story of mm_init_early(), shared by the files that tell it. */
#ifndef ARCH_MM_PRIVATE_H
#define ARCH_MM_PRIVATE_H

#include <xen/mm.h>
#include <asm/e820.h>

void directmap_init(const struct e820 *map);
void frametable_init(const struct e820 *map);
void m2p_init(const struct e820 *map);

/* RAM of @e in whole frames: [*s, *e) of the return; false when there is none. */
static inline bool e820_ram_frames(const struct e820_entry *r, unsigned long *s, unsigned long *e)
{
	*s = PAGE_ALIGN(r->addr) >> PAGE_SHIFT;
	*e = (r->addr + r->size) >> PAGE_SHIFT;
	return r->type == E820_RAM && *s < *e;
}
/* Any RAM among the frames [s, e)? */
bool e820_has_ram(const struct e820 *map, unsigned long s, unsigned long e);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions of the hypervisor that may fault because of what a guest gave us, and where to go on.
 * Rows are pairs of 32-bit offsets relative to themselves; the linker collects them in .ex_table and
 * extable_init() sorts them.
 */
#ifndef ASM_EXTABLE_H
#define ASM_EXTABLE_H

#ifdef __ASSEMBLY__
#define EXTABLE(from, to)                      \
	.pushsection .ex_table, "a";           \
	.balign 4;                             \
	.long (from) - ., (to) - .;            \
	.popsection
#else

#include <xen/types.h>

#define EXTABLE(from, to)                                                     \
	"\n.pushsection .ex_table, \"a\"\n.balign 4\n.long (" #from ") - ., (" #to ") - .\n.popsection\n"
/* The common case: the result register gets -EFAULT and execution goes on at @cont. */
#define EXTABLE_ERR(from, cont, reg)                                          \
	"\n.pushsection .text.fixup, \"ax\"\n9: mov $-14, " reg "\njmp " #cont "\n.popsection" EXTABLE(from, 9b)

/* Where to go on for a fault at @rip; 0: nowhere. Any context. */
unsigned long search_exception_table(unsigned long rip);
void extable_init(void);
#endif

#endif

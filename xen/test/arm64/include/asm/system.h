/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SYSTEM_H
#define ASM_SYSTEM_H

#include <xen/types.h>

static always_inline void local_irq_disable(void) { __asm__ volatile("msr daifset, #2" ::: "memory"); }
static always_inline void local_irq_enable(void) { __asm__ volatile("msr daifclr, #2" ::: "memory"); }
static always_inline unsigned long read_daif(void)
{
	unsigned long f;

	__asm__ volatile("mrs %0, daif" : "=r"(f) :: "memory");
	return f;
}
static always_inline bool local_irq_is_enabled(void) { return !(read_daif() & (1UL << 7)); }
#define local_irq_save(f) ((f) = read_daif(), local_irq_disable())
static always_inline void local_irq_restore(unsigned long f) { __asm__ volatile("msr daif, %0" :: "r"(f) : "memory"); }
static always_inline void cpu_relax(void) { __asm__ volatile("yield" ::: "memory"); }
/* WFI wakes up for a masked interrupt too; it is taken when they are on again. */
static always_inline void safe_halt(void) { __asm__ volatile("wfi; msr daifclr, #2" ::: "memory"); }

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SYSTEM_H
#define ASM_SYSTEM_H

#include <xen/types.h>

/* Names of the hardware that headers need. */
struct cpuid_leaf { u32 a, b, c, d; };
#define MSR_APIC_BASE 0x1bU

extern bool fake_irqs_off;
void fake_spin(void); /* waiting for another CPU: with one thread, for ever */

static inline void local_irq_disable(void) { fake_irqs_off = true; }
static inline void local_irq_enable(void) { fake_irqs_off = false; }
static inline bool local_irq_is_enabled(void) { return !fake_irqs_off; }
#define local_irq_save(f) ((f) = fake_irqs_off, fake_irqs_off = true)
static inline void local_irq_restore(unsigned long f) { fake_irqs_off = f; }
static inline void cpu_relax(void) { fake_spin(); }
static inline void safe_halt(void) { }

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* The real header, without those instructions that this machine would refuse and the test answers. */
#define rdmsr real_rdmsr
#define wrmsr real_wrmsr
#define rdmsr_safe real_rdmsr_safe
#define wrmsr_safe real_wrmsr_safe
#define read_cr2 real_read_cr2
#define write_cr2 real_write_cr2
#define local_irq_enable real_local_irq_enable
#define local_irq_disable real_local_irq_disable
#include "../../../../arch/x86/include/asm/system.h"
#undef rdmsr
#undef wrmsr
#undef rdmsr_safe
#undef wrmsr_safe
#undef read_cr2
#undef write_cr2
#undef local_irq_enable
#undef local_irq_disable

#ifndef FAKE_SYSTEM_H
#define FAKE_SYSTEM_H
u64 rdmsr(u32 msr);
void wrmsr(u32 msr, u64 value);
int rdmsr_safe(u32 msr, u64 *value);
int wrmsr_safe(u32 msr, u64 value);
unsigned long read_cr2(void);
void write_cr2(unsigned long value);
static inline void local_irq_enable(void) { }
static inline void local_irq_disable(void) { }
#endif

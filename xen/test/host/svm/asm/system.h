/* SPDX-License-Identifier: GPL-2.0-only */
/* The real header, without the instructions that a process may not execute. */
#define local_irq_enable real_local_irq_enable
#define local_irq_disable real_local_irq_disable
#include "../../../../arch/x86/include/asm/system.h"
#undef local_irq_enable
#undef local_irq_disable

#ifndef FAKE_SYSTEM_H
#define FAKE_SYSTEM_H
static inline void local_irq_enable(void) { }
static inline void local_irq_disable(void) { }
#endif

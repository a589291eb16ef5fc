/* SPDX-License-Identifier: GPL-2.0-only */
/* One CPU; `current` is what the test says. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>
#include <asm/regs.h>

struct vcpu;
extern struct vcpu *fake_current;
#define current fake_current
#define smp_processor_id() 0U
static inline void *get_cpu_info(void) { return NULL; }

#endif

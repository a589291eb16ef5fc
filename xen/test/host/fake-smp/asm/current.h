/* SPDX-License-Identifier: GPL-2.0-only */
/* Several CPUs, played one after another: fake_cpu says whose turn it is. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>
#include <asm/regs.h>

struct vcpu;
struct cpu_info { unsigned long per_cpu_offset; };
extern unsigned int fake_cpu;
extern struct vcpu *fake_current[];
extern struct cpu_info fake_cpu_info;
#define current fake_current[fake_cpu]
#define set_current(v) (fake_current[fake_cpu] = (v))
#define smp_processor_id() fake_cpu
#define get_cpu_info() (&fake_cpu_info)
void noreturn fake_left_the_stack(void);
#define reset_stack_and_jump(fn) fake_left_the_stack()

#endif

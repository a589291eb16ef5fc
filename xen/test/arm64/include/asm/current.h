/* SPDX-License-Identifier: GPL-2.0-only */
/* The architecture contract as thin as it can be: enough to compile the floors below arch/ for AArch64. No port. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>
#include <asm/regs.h>

struct vcpu;

struct cpu_info {
	struct cpu_user_regs guest_cpu_user_regs;
	unsigned int processor_id;
	struct vcpu *current_vcpu;
	unsigned long per_cpu_offset;
};

static always_inline struct cpu_info *get_cpu_info(void)
{
	unsigned long p;

	__asm__("mrs %0, tpidr_el2" : "=r"(p));
	return (struct cpu_info *)p;
}
#define current (get_cpu_info()->current_vcpu)
#define set_current(v) (get_cpu_info()->current_vcpu = (v))
#define smp_processor_id() (get_cpu_info()->processor_id)
#define guest_cpu_user_regs() (&get_cpu_info()->guest_cpu_user_regs)
#define reset_stack_and_jump(fn)                                                                     \
	({                                                                                           \
		__asm__ volatile("mov sp, %0; b " #fn :: "r"(guest_cpu_user_regs()) : "memory");     \
		__builtin_unreachable();                                                             \
	})

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Each CPU has one stack of STACK_SIZE bytes, aligned to its size, with struct cpu_info at its top:
 *
 *   +0x0000  IST stacks, one page each: #MC, NMI, #DF, #DB     (guard page above them)
 *   +0x5000  primary stack, 3 pages, growing down from
 *   top      struct cpu_info: guest registers, then what this CPU is doing
 *
 * Finding it needs only the stack pointer, whatever FS and GS a guest has loaded.
 */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>
#include <asm/layout.h>
#include <asm/regs.h>

struct vcpu;

struct cpu_info {
	struct cpu_user_regs guest_cpu_user_regs; /* pushed on entry from a guest, popped on exit */
	unsigned int processor_id;
	unsigned int pad0;
	struct vcpu *current_vcpu;
	unsigned long per_cpu_offset;
	unsigned long cr4;                        /* what CR4 holds now */
	unsigned long syscall_scratch;            /* guest's rsp during the first instructions of SYSCALL */
	unsigned long stack_bottom;               /* what rsp is loaded with on SYSCALL: &regs.es */
};
/* The processor aligns rsp to 16 when it pushes a frame at TSS.rsp0 = &regs.es. */
_Static_assert((sizeof(struct cpu_info) - __builtin_offsetof(struct cpu_user_regs, es)) % 16 == 0,
	       "exception frames start at regs.es");

static always_inline struct cpu_info *get_cpu_info(void)
{
	unsigned long sp;

	__asm__("" : "=r"(sp) : "0"(__builtin_frame_address(0)));
	return (struct cpu_info *)((sp | (STACK_SIZE - 1)) + 1) - 1;
}

#define current (get_cpu_info()->current_vcpu)
#define set_current(v) (get_cpu_info()->current_vcpu = (v))
#define smp_processor_id() (get_cpu_info()->processor_id)
#define guest_cpu_user_regs() (&get_cpu_info()->guest_cpu_user_regs)
#define get_stack_bottom() ((unsigned long)&get_cpu_info()->guest_cpu_user_regs.es)

/* Leaves the C call chain: starts @fn, the name of a function that is not static, on an empty stack. */
#define reset_stack_and_jump(fn)                                                          \
	({                                                                                \
		__asm__ volatile("mov %0, %%rsp; jmp " #fn                                \
				 :: "r"(guest_cpu_user_regs()) : "memory");               \
		__builtin_unreachable();                                                  \
	})

#endif

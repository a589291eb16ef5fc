/* SPDX-License-Identifier: GPL-2.0-only */
/* Assembly: the general registers to and from struct cpu_user_regs, in every way into the hypervisor and out of it. */
#ifndef ASM_GPRS_H
#define ASM_GPRS_H

/*
 * rsp points at error_code; afterwards at the frame. Each is cleared as it is saved, so that no value of a guest's steers
 * speculation; rdi keeps its value until the caller overwrites it.
 */
.macro SAVE_GPRS
	push %rdi
	push %rsi
	xor %esi, %esi
	push %rdx
	xor %edx, %edx
	push %rcx
	xor %ecx, %ecx
	push %rax
	xor %eax, %eax
	push %r8
	xor %r8d, %r8d
	push %r9
	xor %r9d, %r9d
	push %r10
	xor %r10d, %r10d
	push %r11
	xor %r11d, %r11d
	push %rbx
	xor %ebx, %ebx
	push %rbp
	xor %ebp, %ebp
	push %r12
	xor %r12d, %r12d
	push %r13
	xor %r13d, %r13d
	push %r14
	xor %r14d, %r14d
	push %r15
	xor %r15d, %r15d
.endm

/* rsp points at the frame; afterwards at error_code. @keep_rax: rax is not loaded, and flags change; else they do not. */
.macro RESTORE_GPRS keep_rax=0
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbp
	pop %rbx
	pop %r11
	pop %r10
	pop %r9
	pop %r8
	.if \keep_rax
	add $8, %rsp
	.else
	pop %rax
	.endif
	pop %rcx
	pop %rdx
	pop %rsi
	pop %rdi
.endm

#endif

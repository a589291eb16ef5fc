/* SPDX-License-Identifier: GPL-2.0-only */
/* Into user mode and back by whatever it does there. */
#include "public/xen.h"
#define USER_CS 0xe033
#define USER_SS 0xe02b

	.text
	/* void user_run(struct user_state *s): see user.c */
	.globl user_run
user_run:
	push %rbx
	push %rbp
	push %r12
	push %r13
	push %r14
	push %r15
	mov %rsp, kernel_rsp
	mov %rdi, state
	/* struct iret_context, from its end */
	pushq $USER_SS
	pushq $user_stack_top
	pushq $0x202
	pushq $USER_CS
	pushq 56(%rdi)
	pushq $0
	pushq $0
	pushq $0
	pushq (%rdi)
	mov 16(%rdi), %rsi
	mov 24(%rdi), %rdx
	mov 32(%rdi), %r10
	mov 40(%rdi), %r8
	mov 48(%rdi), %r9
	mov 8(%rdi), %rdi
	mov $__HYPERVISOR_iret, %eax
	syscall

	/* rcx, r11, rip, cs, rflags, rsp, ss lie on the kernel's stack, for some exceptions an error code before rip. */
	.macro entry name, vector, offset
	.globl \name
\name:	push $\vector
	push \offset+8(%rsp)
	push \offset+8+16(%rsp)
	jmp arrived
	.endm
	entry user_syscall, 256, 16
	entry user_ud, 6, 16
	entry user_gp, 13, 24
	entry user_pf, 14, 24

arrived: /* cs, rip, vector */
	mov %r9, %rcx
	mov state, %r9
	mov %rax, (%r9)
	mov %rdi, 8(%r9)
	mov %rsi, 16(%r9)
	mov %rdx, 24(%r9)
	mov %r10, 32(%r9)
	mov %r8, 40(%r9)
	mov %rcx, 48(%r9)
	pop 72(%r9)
	pop 56(%r9)
	pop 64(%r9)
	mov kernel_rsp, %rsp
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbp
	pop %rbx
	ret

	.bss
	.balign 16
	.skip 4096
user_stack_top:
kernel_rsp: .skip 8
state:	.skip 8
	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Indirect calls and jumps through a register (compilers: -mindirect-branch=thunk-extern, retpoline).
 * The return instruction's prediction is sent into a loop, so that nothing a guest trained is followed.
 */
	.macro thunk name, reg
	.section .text.\name, "ax", @progbits
	.balign 32
	.globl \name
	.hidden \name
	.type \name, @function
\name:
	call 2f
1:	pause
	lfence
	jmp 1b
2:	mov %\reg, (%rsp)
	ret
	int3
	.endm

	.irp reg, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
	thunk __x86_indirect_thunk_\reg, \reg
	.endr
	thunk __llvm_external_retpoline_r11, r11 /* clang's name */

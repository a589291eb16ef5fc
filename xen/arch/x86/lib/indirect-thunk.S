/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Indirect calls and jumps through a register (compilers: -mindirect-branch=thunk-extern, retpoline).
 * The return instruction's prediction is sent into a loop, so that nothing a guest trained is followed.
 */
	.macro retpoline reg
	call 2f
1:	pause
	lfence
	jmp 1b
	.balign 16
2:	mov %\reg, (%rsp)
	ret
	.endm

	.macro thunk reg
	.section .text.__x86_indirect_thunk_\reg, "ax", @progbits
	.balign 32
	.globl __x86_indirect_thunk_\reg
	.type __x86_indirect_thunk_\reg, @function
__x86_indirect_thunk_\reg:
	retpoline \reg
	.endm

	.irp reg, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
	thunk \reg
	.endr

/* clang's name */
	.section .text.__llvm_external_retpoline_r11, "ax", @progbits
	.balign 32
	.globl __llvm_external_retpoline_r11
__llvm_external_retpoline_r11:
	retpoline r11

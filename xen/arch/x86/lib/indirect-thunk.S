/* SPDX-License-Identifier: GPL-2.0-only */
/* clang's name for the retpoline of traps/entry.S: it always branches through r11. */
	.section .text.__llvm_external_retpoline_r11, "ax", @progbits
	.balign 32
	.globl __llvm_external_retpoline_r11
__llvm_external_retpoline_r11:
	jmp __x86_indirect_thunk_r11

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where other CPUs begin: a page below 1 MiB, in real mode, at offset 0. smp/boot.c copies this there and fills
 * in the addresses that depend on the place. Paging goes on with the boot page tables, which map it one to one.
 */
#include <asm/layout.h>

	.section .rodata, "a", @progbits
	.globl trampoline_start, trampoline_end, trampoline_gdt_base, trampoline_jump32, trampoline_jump64
	.globl trampoline_cr3
#define REL(sym) ((sym) - trampoline_start)

	.balign 16
	.code16
trampoline_start:
	cli
	cld
	mov %cs, %ax
	mov %ax, %ds
	lgdtl REL(trampoline_gdtr)
	mov $1, %eax /* PE */
	mov %eax, %cr0
	.byte 0x66, 0xea /* far jump to 32-bit code */
trampoline_jump32:
	.long 0 /* address of trampoline32 */
	.short 0x08

	.code32
	.globl trampoline32, trampoline64
trampoline32:
	mov $0x10, %eax
	mov %eax, %ds
	mov %eax, %ss
	mov $0x20, %eax /* PAE */
	mov %eax, %cr4
	.byte 0xb8 /* mov imm32, %eax */
trampoline_cr3:
	.long 0
	mov %eax, %cr3
	mov $0xc0000080, %ecx /* EFER */
	xor %edx, %edx
	mov $0x900, %eax /* LME, NXE */
	wrmsr
	mov $0x80010031, %eax /* PG WP NE ET PE */
	mov %eax, %cr0
	.byte 0xea /* far jump to 64-bit code */
trampoline_jump64:
	.long 0 /* address of trampoline64 */
	.short 0x18

	.code64
trampoline64:
	movabs $ap_start64, %rax
	jmp *%rax

	.balign 8
	.short 0
trampoline_gdtr:
	.short 4 * 8 - 1
trampoline_gdt_base:
	.long 0
	.balign 8
	.globl trampoline_gdt
trampoline_gdt:
	.quad 0
	.quad 0x00cf9b000000ffff /* 08: 32-bit code */
	.quad 0x00cf93000000ffff /* 10: data */
	.quad 0x00af9b000000ffff /* 18: 64-bit code */
trampoline_end:

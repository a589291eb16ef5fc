/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a Multiboot loader (protected mode, paging off) to start_xen() at its linked address.
 * The loader may have put the image at any 2 MiB-aligned address below 4 GiB: %ebp holds it, and 32-bit code
 * names everything by its offset from XEN_VIRT_START.
 */
#include <asm/layout.h>
#include <asm/page-bits.h>
#include <gen/asm-offsets.h>
#include "multiboot.h"

#define OFFS(sym) ((sym) - XEN_VIRT_START)

	.section .text.header, "ax", @progbits
	.balign 8
multiboot1_header:
	.long MULTIBOOT1_HEADER_MAGIC
	.long MULTIBOOT1_FLAGS
	.long -(MULTIBOOT1_HEADER_MAGIC + MULTIBOOT1_FLAGS)

	.balign 8
multiboot2_header:
	.long MULTIBOOT2_HEADER_MAGIC
	.long MULTIBOOT2_ARCH_I386
	.long multiboot2_header_end - multiboot2_header
	.long -(MULTIBOOT2_HEADER_MAGIC + MULTIBOOT2_ARCH_I386 + (multiboot2_header_end - multiboot2_header))
	/* information request: without a memory map we cannot go on */
	.balign 8
1:	.short MB2_HEADER_TAG_INFORMATION_REQUEST, 0
	.long 2f - 1b
	.long MB2_TAG_BASIC_MEMINFO, MB2_TAG_MMAP
2:	.balign 8
	.short MB2_HEADER_TAG_MODULE_ALIGN, 0
	.long 8
	.balign 8
	.short MB2_HEADER_TAG_RELOCATABLE, 0
	.long 24
	.long 0x200000, 0xffffffff, 0x200000, 1 /* lowest, highest, alignment, prefer the lowest */
	.balign 8
	.short MB2_HEADER_TAG_END, 0
	.long 8
multiboot2_header_end:

	.code32
	.globl start
start:
	cld
	cli
	/* Only Multiboot2 relocates. Its information has a reserved word at 4 to be the stack of one call. */
	mov $XEN_IMG_PADDR, %ebp
	cmp $MULTIBOOT2_BOOTLOADER_MAGIC, %eax
	jne 2f
	lea 8(%ebx), %esp
	call 1f
1:	pop %ebp
	sub $OFFS(1b), %ebp
2:	lea OFFS(boot_scratch_end)(%ebp), %esp
	mov %eax, OFFS(boot_magic)(%ebp)
	mov %ebx, OFFS(boot_mbi)(%ebp)

	lea OFFS(__bss_start)(%ebp), %edi
	lea OFFS(_end)(%ebp), %ecx
	sub %edi, %ecx
	shr $2, %ecx
	xor %eax, %eax
	rep stosl

	mov $0x80000000, %eax
	cpuid
	mov $0x80000001, %ecx
	cmp %ecx, %eax
	jb no_long_mode
	mov %ecx, %eax
	cpuid
	bt $29, %edx /* long mode */
	jnc no_long_mode
	bt $20, %edx /* no-execute */
	jnc no_long_mode

	mov %ebp, OFFS(xen_phys_start)(%ebp)
	call build_boot_page_tables

	mov %cr4, %eax
	or $0x20, %eax /* PAE */
	mov %eax, %cr4
	lea OFFS(boot_l4)(%ebp), %eax
	mov %eax, %cr3
	mov $0xc0000080, %ecx /* EFER */
	xor %edx, %edx
	mov $0x900, %eax /* LME, NXE */
	wrmsr
	mov $0x80010031, %eax /* PG WP NE ET PE */
	mov %eax, %cr0

	lea OFFS(boot_gdt)(%ebp), %eax
	mov %eax, OFFS(boot_gdtr + 2)(%ebp)
	lgdt OFFS(boot_gdtr)(%ebp)
	lea OFFS(start64)(%ebp), %eax
	pushl $8
	pushl %eax
	lret

/* %ebp: load address. Identity and direct map of 4 GiB share their tables; the image in 2 MiB pages. */
build_boot_page_tables:
	lea OFFS(boot_l2_4g)(%ebp), %edi
	mov $(_PAGE_PSE_L + PTE_RWX), %eax
1:	mov %eax, (%edi)
	add $8, %edi
	add $0x200000, %eax
	jnc 1b

	lea OFFS(boot_l2_4g + PTE_RWX)(%ebp), %eax
	lea OFFS(boot_l3_4g)(%ebp), %edi
	mov $4, %ecx
1:	mov %eax, (%edi)
	add $8, %edi
	add $0x1000, %eax
	loop 1b

	lea (_PAGE_PSE_L + PTE_RWX)(%ebp), %eax
	lea OFFS(boot_l2_xen)(%ebp), %edi
	mov $BOOT_XEN_SUPERPAGES, %ecx
1:	mov %eax, (%edi)
	add $8, %edi
	add $0x200000, %eax
	loop 1b

	lea OFFS(boot_l2_xen + PTE_RWX)(%ebp), %eax
	mov %eax, OFFS(boot_l3_xen + 8 * ((XEN_VIRT_START >> 30) & 511))(%ebp)
	lea OFFS(boot_l3_xen + PTE_RWX)(%ebp), %eax
	mov %eax, OFFS(boot_l4 + 8 * ((XEN_VIRT_START >> 39) & 511))(%ebp)
	lea OFFS(boot_l3_4g + PTE_RWX)(%ebp), %eax
	mov %eax, OFFS(boot_l4)(%ebp)
	mov %eax, OFFS(boot_l4 + 8 * ((DIRECTMAP_VIRT_START >> 39) & 511))(%ebp)
	ret

/* Says so on the first serial port and on a VGA text screen: there is no console yet. */
no_long_mode:
	lea OFFS(no_long_mode_text)(%ebp), %esi
	mov $0xb8000, %edi
1:	lodsb
	test %al, %al
	jz 3f
	stosb
	movb $0x4f, (%edi)
	inc %edi
	mov %al, %bl
	mov $100000, %ecx
	mov $0x3fd, %dx
2:	in (%dx), %al
	test $0x20, %al
	loopz 2b
	mov %bl, %al
	mov $0x3f8, %dx
	out %al, (%dx)
	jmp 1b
3:	hlt
	jmp 3b

	.code64
start64:
	movabs $1f, %rax
	jmp *%rax
1:	lea cpu0_stack + STACK_SIZE - CPUINFO_sizeof(%rip), %rsp
	call load_boot_segments
	mov boot_magic(%rip), %edi
	mov boot_mbi(%rip), %esi
	xor %ebp, %ebp
	call start_xen
	ud2

/* The boot GDT, seen so that its descriptors have the selectors they will have in every GDT. */
load_boot_segments:
	pop %rcx
	lgdt boot_gdtr_high(%rip)
	mov $XEN_DS64, %eax
	mov %eax, %ss
	xor %eax, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %fs
	mov %eax, %gs
	push $XEN_CS64
	push %rcx
	lretq

/* APs come here from the trampoline, on boot_l4 and without a stack. */
	.globl ap_start64
ap_start64:
	lea idle_pg_table(%rip), %rax
	movabs $XEN_VIRT_START, %rcx
	sub %rcx, %rax
	add xen_phys_start(%rip), %rax
	mov %rax, %cr3
	mov ap_stack(%rip), %rsp
	call load_boot_segments
	xor %ebp, %ebp
	call start_secondary
	ud2

	.section .rodata, "a", @progbits
no_long_mode_text:
	.asciz "Xen needs a 64-bit CPU with no-execute pages\r\n"

	.section .data, "aw", @progbits
	.globl boot_magic, boot_mbi, xen_phys_start, ap_stack
	.balign 8
xen_phys_start: .quad 0
ap_stack:	.quad 0
boot_magic:	.long 0
boot_mbi:	.long 0
	.fill 16, 8, 0 /* stack of the 32-bit code */
boot_scratch_end:
boot_gdt:
	.globl boot_gdt
	.quad 0
	.quad 0x00af9b000000ffff /* 64-bit code */
	.quad 0x00cf93000000ffff /* data */
	.quad 0x00cf9b000000ffff /* 32-bit code */
boot_gdt_end:
	.balign 8
	.short 0
boot_gdtr:
	.short boot_gdt_end - boot_gdt - 1
	.quad 0
	.balign 8
	.short 0
boot_gdtr_high:
	.short FIRST_RESERVED_GDT_PAGE * 4096 + (boot_gdt_end - boot_gdt) - 1
	.quad boot_gdt - FIRST_RESERVED_GDT_PAGE * 4096

	.section .bss.page_aligned, "aw", @nobits
	.balign STACK_SIZE
	.globl cpu0_stack, boot_l4
cpu0_stack:	.fill STACK_SIZE, 1, 0
boot_l4:	.fill 4096, 1, 0
boot_l3_4g:	.fill 4096, 1, 0
boot_l2_4g:	.fill 4 * 4096, 1, 0
boot_l3_xen:	.fill 4096, 1, 0
boot_l2_xen:	.fill 4096, 1, 0

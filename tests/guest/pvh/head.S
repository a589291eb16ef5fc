/* SPDX-License-Identifier: GPL-2.0-only */
/* Entry by the PVH boot ABI (32-bit, no paging), the way to long mode, gates, and ways through other modes. */
#include "public/elfnote.h"
#include "mailbox.h"

#define CODE64 0x08
#define DATA 0x10
#define CODE32 0x18
#define USER_DATA 0x23
#define USER_CODE64 0x2b
#define TSS 0x30

	.section .text.head, "ax"
	.code32
	.globl start32
start32: /* ebx: start_info */
	cld
	mov $stack_top, %esp
	mov %ebx, %ebp
	cmpl $CASE_triple32, MAILBOX
	jne 1f
	lidt no_idt
	ud2
1:	/* The hypercall page, and one call while there is neither paging nor long mode. */
	mov $0x40000000, %ecx
	mov $hypercall_page, %eax
	xor %edx, %edx
	wrmsr
	mov $0, %ebx             /* XENVER_version */
	mov $0, %ecx
	mov $hypercall_page + 17 * 32, %eax
	call *%eax
	mov %eax, MAILBOX + 28
	/* The first 4 GiB as they are, in pages of 2 MiB, for user mode too. */
	mov $pd, %edi
	mov $0xe7, %eax
	mov $2048, %ecx
2:	mov %eax, (%edi)
	movl $0, 4(%edi)
	add $0x200000, %eax
	add $8, %edi
	loop 2b
	movl $pdpt + 7, pml4
	movl $pd + 7, pdpt
	movl $pd + 0x1007, pdpt + 8
	movl $pd + 0x2007, pdpt + 16
	movl $pd + 0x3007, pdpt + 24
	mov $0x20, %eax          /* PAE */
	mov %eax, %cr4
	mov $pml4, %eax
	mov %eax, %cr3
	mov $0xc0000080, %ecx
	rdmsr
	or $0x100, %eax          /* LME */
	wrmsr
	mov $0x80010031, %eax    /* PG, WP, NE, ET, PE */
	mov %eax, %cr0
	lgdt gdt_ptr
	ljmp $CODE64, $start64

	.code64
start64:
	mov $DATA, %eax
	mov %eax, %ds
	mov %eax, %es
	mov %eax, %ss
	xor %eax, %eax
	mov %eax, %fs
	mov %eax, %gs
	mov $stack_top, %rsp
	mov $tss, %eax           /* base of the TSS in its descriptor */
	mov %ax, gdt + TSS + 2
	shr $16, %eax
	mov %al, gdt + TSS + 4
	mov %ah, gdt + TSS + 7
	movq $stack_top - 4096, tss + 4 /* rsp0 */
	movq $df_stack_top, tss + 36    /* ist1 */
	movw $104, tss + 102            /* no bitmap of ports */
	mov $TSS, %eax
	ltr %ax
	mov %ebp, %edi
	call guest_main
1:	hlt
	jmp 1b

	/* long compat_call(void *page_entry, const uint32_t args[6]): the hypercall page's code in 32-bit mode */
	.globl compat_call
compat_call:
	push %rbx
	push %rbp
	push %r12
	push %r13
	mov %rsp, %r12           /* compatibility mode does not touch it */
	mov %edi, %eax
	mov %rsi, %r13
	mov $stack32_top, %esp
	mov 0(%r13), %ebx
	mov 4(%r13), %ecx
	mov 8(%r13), %edx
	mov 12(%r13), %esi
	mov 16(%r13), %edi
	mov 20(%r13), %ebp
	ljmp *to_compat
	.code32
compat:
	call *%eax
	ljmp $CODE64, $1f
	.code64
1:	mov %r12, %rsp
	movslq %eax, %rax
	pop %r13
	pop %r12
	pop %rbp
	pop %rbx
	ret

	/* long user_run(long (*fn)(void)): in ring 3; fn's result */
	.globl user_run
user_run:
	push %rbx
	push %rbp
	push %r12
	push %r13
	push %r14
	push %r15
	mov %rsp, kernel_rsp
	mov %rdi, %rbx
	push $USER_DATA
	push $user_stack_top
	pushf
	push $USER_CODE64
	push $1f
	iretq
1:	call *%rbx
	int $0x80
	.globl user_return       /* the gate of vector 0x80, on the stack of tss.rsp0 */
user_return:
	mov kernel_rsp, %rsp
	mov $DATA, %ecx
	mov %ecx, %ss
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbp
	pop %rbx
	ret

	/* One stub of 16 bytes for each vector. */
	.globl stubs
	.balign 16
stubs:
	.set vector, 0
	.rept 256
	.balign 16
	.if vector != 8 && (vector < 10 || vector > 14) && vector != 17 && vector != 21 && vector != 29 && vector != 30
	push $0
	.endif
	push $vector
	jmp common
	.set vector, vector + 1
	.endr

common:
	push %rax
	push %rcx
	push %rdx
	push %rbx
	push %rbp
	push %rsi
	push %rdi
	push %r8
	push %r9
	push %r10
	push %r11
	push %r12
	push %r13
	push %r14
	push %r15
	mov %rsp, %rdi
	cld
	call trap
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %r11
	pop %r10
	pop %r9
	pop %r8
	pop %rdi
	pop %rsi
	pop %rbp
	pop %rbx
	pop %rdx
	pop %rcx
	pop %rax
	add $16, %rsp
	iretq

	/* A second vCPU's first instructions, copied to a page below 1 MiB: says in real mode that it lives. */
	.globl ap_start, ap_end
	.code16
ap_start:
	xor %ax, %ax
	mov %ax, %ds
	mov %cs, %ax
	mov %ax, 0x7000
	lock incl 0x7004
1:	cli
	hlt
	jmp 1b
ap_end:
	/* Another: waits for a word, with interrupts off, before it says so. */
	.globl ap_wait_start, ap_wait_end
ap_wait_start:
	cli
	xor %ax, %ax
	mov %ax, %ds
1:	pause
	cmpl $0, 0x7008
	je 1b
	lock incl 0x7004
2:	hlt
	jmp 2b
ap_wait_end:
	.code64

	.data
	.balign 16
	.globl gdt
gdt:	.quad 0
	.quad 0x00af9b000000ffff /* 08 64-bit code */
	.quad 0x00cf93000000ffff /* 10 data */
	.quad 0x00cf9b000000ffff /* 18 32-bit code */
	.quad 0x00cff3000000ffff /* 20 user data */
	.quad 0x00affb000000ffff /* 28 user 64-bit code */
	.quad 0x0000890000000067, 0 /* 30 TSS */
gdt_end:
	.globl gdt_ptr
gdt_ptr: .word gdt_end - gdt - 1
	.quad gdt
no_idt:	.word 0
	.quad 0
to_compat: .long compat
	.word CODE32
	.balign 16
tss:	.fill 104, 1, 0

	.bss
	.balign 4096
pml4:	.skip 4096
pdpt:	.skip 4096
pd:	.skip 4 * 4096
	.globl hypercall_page
hypercall_page: .skip 4096
	.skip 32768
stack_top:
	.skip 8192
df_stack_top:
	.skip 4096
stack32_top:
	.skip 4096
user_stack_top:
kernel_rsp: .skip 8

	.pushsection .note.Xen, "a", @note
	.balign 4
	.long 4, 4, XEN_ELFNOTE_PHYS32_ENTRY
	.asciz "Xen"
	.long start32
	.popsection
	.section .note.GNU-stack, "", @progbits

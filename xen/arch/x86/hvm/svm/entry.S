/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Into an SVM guest and out of it. rsp always points to this CPU's guest frame (struct cpu_user_regs at the top of the
 * stack). VMRUN switches rax, rsp, rip, rflags, the control registers and the segments of each day; the rest of the
 * general registers is ours to switch, and VMLOAD/VMSAVE do FS, GS, TR, LDTR and the MSRs of system calls.
 */
#include <asm/layout.h>
#include <gen/asm-offsets.h>

	.text
	.globl svm_run
svm_run:
	mov %rsp, %rdi
	call svm_enter /* softirqs and injection are done; interrupts are off */
	clgi
	sti            /* for the host's interrupts: they wait for GIF, or make the guest exit */
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
	add $8, %rsp
	pop %rcx
	pop %rdx
	pop %rsi
	pop %rdi
	vmload %rax
	vmrun %rax
	vmsave %rax
	push %rdi
	push %rsi
	push %rdx
	push %rcx
	push %rax /* svm_leave() puts the guest's there */
	push %r8
	push %r9
	push %r10
	push %r11
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
	/* The host's TSS first of all: an NMI needs its stack. */
	mov %rsp, %rcx
	or $(STACK_SIZE - 1), %rcx
	mov 1 + CPUINFO_per_cpu_offset - CPUINFO_sizeof(%rcx), %rcx
	lea per_cpu__svm_host_vmcb(%rip), %rax
	mov (%rax, %rcx), %rax
	vmload %rax
	mov %rsp, %rdi
	stgi
	call svm_leave
	jmp svm_run

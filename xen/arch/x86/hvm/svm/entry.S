/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Into an SVM guest and out of it. rsp always points to this CPU's guest frame (struct cpu_user_regs at the top of the
 * stack). VMRUN switches rax, rsp, rip, rflags, the control registers and the segments of each day; the rest of the
 * general registers is ours to switch, and VMLOAD/VMSAVE do FS, GS, TR, LDTR and the MSRs of system calls.
 */
#include <asm/gprs.h>
#include <asm/layout.h>
#include <gen/asm-offsets.h>

	.text
	.globl svm_run
svm_run:
	mov %rsp, %rdi
	call svm_enter /* softirqs and injection are done; interrupts are off */
	clgi
	sti            /* for the host's interrupts: they wait for GIF, or make the guest exit */
	RESTORE_GPRS keep_rax=1
	vmload %rax
	vmrun %rax
	vmsave %rax
	SAVE_GPRS /* rax: svm_leave() puts the guest's there */
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

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Into a guest and back out:
 *
 *   vmx_enter_guest   vmx_before_entry() -> the guest's general registers -> VMLAUNCH or VMRESUME
 *   vmx_exit_entry    the processor comes here, rsp at regs.error_code: save them -> vmx_handle_exit() -> enter again
 */
#include <asm/layout.h>
#include <gen/asm-offsets.h>
#include "entry.h"

/* Return addresses that the guest left in the processor's predictor must not be used by our RETs. */
.macro FILL_RETURN_PREDICTOR
	mov $16, %ecx
	mov %rsp, %rbx
1:	call 3f
2:	pause
	lfence
	jmp 2b
3:	call 5f
4:	pause
	lfence
	jmp 4b
5:	dec %ecx
	jnz 1b
	mov %rbx, %rsp
.endm

	.section .rodata, "a"
data_selector: .word XEN_DS64
	.text

/* Each value is cleared as it is saved: nothing of the guest's steers speculation. */
	.globl vmx_exit_entry
vmx_exit_entry:
	push %rdi
	push %rsi
	xor %esi, %esi
	push %rdx
	xor %edx, %edx
	push %rcx
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
	FILL_RETURN_PREDICTOR
	mov %rsp, %rdi
	call vmx_handle_exit

/* rsp: struct cpu_user_regs at the top of this CPU's stack. Also where a vCPU starts after a context switch. */
	.globl vmx_enter_guest
vmx_enter_guest:
	cli
	mov %rsp, %rdi
	call vmx_before_entry
	add %al, %al /* entry.h: CF VMRESUME, SF VERW. Neither POP nor VERW changes CF. */
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
	pop %rax
	pop %rcx
	pop %rdx
	pop %rsi
	pop %rdi
	jns 3f
	verw data_selector(%rip) /* with an operand in memory it overwrites buffers (CPUID's MD_CLEAR) */
3:	jnc 1f
	vmresume
	jmp 2f
1:	vmlaunch
	/* Only a failed entry goes on here. The registers are still in the frame. */
2:	sub $UREGS_error_code, %rsp
	mov %rsp, %rdi
	call vmx_entry_failed
	jmp vmx_enter_guest

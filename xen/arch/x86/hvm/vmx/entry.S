/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Into a guest and back out:
 *
 *   vmx_enter_guest   vmx_before_entry() -> the guest's general registers -> VMLAUNCH or VMRESUME
 *   vmx_exit_entry    the processor comes here, rsp at regs.error_code: save them -> vmx_handle_exit() -> enter again
 */
#include <asm/gprs.h>
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

	.globl vmx_exit_entry
vmx_exit_entry:
	SAVE_GPRS
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
	RESTORE_GPRS
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

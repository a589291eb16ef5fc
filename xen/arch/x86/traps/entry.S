/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every way into the hypervisor and back out.
 *
 *   exception, interrupt   IDT stub -> common_entry: full frame on this CPU's stack -> do_exception() or
 *                          do_interrupt() -> back to the hypervisor, or to the guest by ret_to_guest
 *   SYSCALL of a PV guest  syscall_entry: kernel mode -> pv_hypercall(), user mode -> pv_guest_syscall()
 *   ret_to_guest           runs softirqs, delivers a pending event, then IRET
 *
 * FS and GS are the guest's. Only SYSCALL's first instructions use GS: MSR_KERNEL_GS_BASE points to this
 * CPU's struct cpu_info, and no guest value is ever kept there.
 */
#include <asm/extable.h>
#include <asm/gprs.h>
#include <asm/layout.h>
#include <gen/asm-offsets.h>

#define TRAP_SYSCALL 0x100

.macro GET_CPUINFO reg
	mov %rsp, \reg
	or $(STACK_SIZE - 1), \reg
.endm
/* field(reg) after GET_CPUINFO: reg is the last byte of the stack */
#define CPUINFO(field, reg) 1 + CPUINFO_##field - CPUINFO_sizeof(reg)

	.text

/* One 16-byte stub a vector, without a hardware error code: idt_stubs + 16 * vector. */
	.balign 16
	.globl idt_stubs
idt_stubs:
	vector = 0
	.rept 256
	.balign 16
	.if (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector == 29) || (vector == 30)
	.else
	push $0
	.endif
	movl $vector, 4(%rsp)
	.if (vector == 1) || (vector == 2) || (vector == 8) || (vector == 18)
	jmp ist_entry
	.elseif vector < 32
	jmp exception_entry
	.else
	jmp interrupt_entry
	.endif
	vector = vector + 1
	.endr

exception_entry:
	cld
	SAVE_GPRS
	mov %rsp, %rdi
	call do_exception
	testb $3, UREGS_cs(%rsp)
	jz ret_to_xen
	jmp ret_to_guest

interrupt_entry:
	cld
	SAVE_GPRS
	mov %rsp, %rdi
	call do_interrupt
	testb $3, UREGS_cs(%rsp)
	jz ret_to_xen
	jmp ret_to_guest

/* #DB, NMI, #DF, #MC arrive on stacks of their own; a frame from a guest moves to the usual place. */
ist_entry:
	cld
	SAVE_GPRS
	testb $3, UREGS_cs(%rsp)
	jz 1f
	GET_CPUINFO %rdi
	lea CPUINFO(sizeof, %rdi), %rdi
	sub $CPUINFO_sizeof, %rdi
	mov %rsp, %rsi
	mov %rdi, %rdx
	mov $UREGS_kernel_sizeof / 8, %ecx
	rep movsq
	mov %rdx, %rsp
1:	mov %rsp, %rdi
	call do_exception
	testb $3, UREGS_cs(%rsp)
	jz ret_to_xen
	jmp ret_to_guest

ret_to_xen:
	RESTORE_GPRS
	add $8, %rsp
	iretq

/* rsp: the guest's frame. Interrupts in any state. Also where a vCPU starts after a context switch. */
	.globl ret_to_guest
ret_to_guest:
	GET_CPUINFO %r14
	mov CPUINFO(current_vcpu, %r14), %rbx
.Ltest_all_events:
	cli
	mov CPUINFO(processor_id, %r14), %eax
	lea softirq_pending_bits(%rip), %rcx
	cmpl $0, (%rcx, %rax, 4)
	jne .Lprocess_softirqs
	mov VCPU_vcpu_info(%rbx), %rax
	cmpb $0, VCPUINFO_upcall_pending(%rax)
	jne .Lmaybe_upcall
.Lrestore_all_guest:
	RESTORE_GPRS
	add $8, %rsp
	.globl guest_iret
guest_iret: /* a fault here is the guest's: fixup_guest_iret() */
	iretq

.Lmaybe_upcall:
	cmpb $0, VCPUINFO_upcall_mask(%rax)
	jne .Lrestore_all_guest
	sti
	mov %rsp, %rdi
	call pv_deliver_upcall
	test %al, %al
	jnz .Ltest_all_events
	cli /* no callback yet: to the guest, unless an interrupt has left work meanwhile */
	mov CPUINFO(processor_id, %r14), %eax
	lea softirq_pending_bits(%rip), %rcx
	cmpl $0, (%rcx, %rax, 4)
	je .Lrestore_all_guest

.Lprocess_softirqs:
	sti
	call do_softirq
	jmp .Ltest_all_events

/* After a fault in guest_iret: the frame has been put together again, interrupts are on. */
	.globl pv_failsafe_entry
pv_failsafe_entry:
	mov %rsp, %rdi
	call pv_deliver_failsafe
	jmp ret_to_guest

	.globl syscall_entry
syscall_entry:
	swapgs
	mov %rsp, %gs:CPUINFO_syscall_scratch
	mov %gs:CPUINFO_stack_bottom, %rsp
	push $USER_DS32
	push %gs:CPUINFO_syscall_scratch
	swapgs
	push %r11
	push $USER_CS64
	push %rcx
	push $0
	movl $TRAP_SYSCALL, 4(%rsp)
	cld
	SAVE_GPRS
	GET_CPUINFO %r14
	mov CPUINFO(current_vcpu, %r14), %rbx
	sti
	mov %rsp, %rdi
	testb $1, VCPU_arch_flags(%rbx) /* TF_kernel_mode */
	jz .Lguest_syscall
	call pv_hypercall
	jmp .Ltest_all_events
.Lguest_syscall:
	call pv_guest_syscall
	jmp .Ltest_all_events

/* SYSCALL from 32-bit code (AMD). */
	.globl cstar_entry
cstar_entry:
	swapgs
	mov %rsp, %gs:CPUINFO_syscall_scratch
	mov %gs:CPUINFO_stack_bottom, %rsp
	push $USER_DS32
	push %gs:CPUINFO_syscall_scratch
	swapgs
	push %r11
	push $USER_CS32
	push %rcx
	push $0
	movl $TRAP_SYSCALL, 4(%rsp)
	cld
	SAVE_GPRS
	GET_CPUINFO %r14
	mov CPUINFO(current_vcpu, %r14), %rbx
	sti
	mov %rsp, %rdi
	call pv_guest_syscall32
	jmp .Ltest_all_events

/* SYSENTER: rsp was loaded from the MSR; the processor kept neither rip nor flags. */
	.globl sysenter_entry
sysenter_entry:
	push $USER_DS32
	push $0
	pushfq
	orq $0x200, (%rsp)
	push $3 /* a null selector of ring 3: the callback knows where to return */
	push $0
	push $0
	movl $TRAP_SYSCALL, 4(%rsp)
	cld
	SAVE_GPRS
	GET_CPUINFO %r14
	mov CPUINFO(current_vcpu, %r14), %rbx
	sti
	mov %rsp, %rdi
	call pv_guest_sysenter
	jmp .Ltest_all_events

/* SPDX-License-Identifier: GPL-2.0-only */
/* How exceptions, system calls and events reach a PV guest. */
#ifndef ASM_PV_TRAPS_H
#define ASM_PV_TRAPS_H

#include <asm/regs.h>
#include <xen/types.h>

struct vcpu;

/* Exceptions raised at CPL 3 (traps/dispatch.c). Interrupts are on, but for pv_page_fault. */
void pv_page_fault(struct cpu_user_regs *regs);
void pv_general_protection(struct cpu_user_regs *regs);
void pv_invalid_op(struct cpu_user_regs *regs);
void pv_debug(struct cpu_user_regs *regs);
void pv_device_not_available(struct cpu_user_regs *regs);
bool xen_page_fault(struct cpu_user_regs *regs);

/* Puts a frame for the guest's handler of @vector on its kernel stack. @ec -1: no error code. current only. */
void pv_inject_hw_exception(unsigned int vector, int ec);
void pv_inject_page_fault(int ec, unsigned long cr2);
void pv_inject_sw_interrupt(unsigned int vector);

/* Entry code (traps/entry.S). */
void pv_hypercall(struct cpu_user_regs *regs);
void pv_guest_syscall(struct cpu_user_regs *regs);
void pv_guest_syscall32(struct cpu_user_regs *regs);
void pv_guest_sysenter(struct cpu_user_regs *regs);
bool pv_deliver_upcall(struct cpu_user_regs *regs); /* false: the guest has no event callback yet */
void pv_deliver_failsafe(struct cpu_user_regs *regs);
extern char pv_failsafe_entry[];
extern char ret_to_guest[];

/* Maps the guest's LDT page that @va of the LDT window stands for; false: no such page, or not a descriptor page. */
bool pv_handle_ldt_fault(unsigned long va, struct cpu_user_regs *regs);
void pv_unmap_ldt(struct vcpu *v);

/* Guest kernel <-> guest user: page tables and GS base. current only. */
void toggle_guest_mode(struct vcpu *v);
/* Writes the guest memory areas that were out of reach while user page tables were loaded. */
void pv_kernel_mode_updates(struct vcpu *v);

/* Privileged instructions at CPL 3: true when emulated (or a fault was injected for it). */
bool pv_emulate_privileged_op(struct cpu_user_regs *regs);
bool pv_emulate_forced_invalid_op(struct cpu_user_regs *regs);


#endif

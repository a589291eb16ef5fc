/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_TRAPS_H
#define ASM_TRAPS_H

#include <asm/regs.h>

/* Exception vectors (Intel SDM vol. 3A table 6-1). */
enum x86_vector {
	X86_EXC_DE, X86_EXC_DB, X86_EXC_NMI, X86_EXC_BP, X86_EXC_OF, X86_EXC_BR, X86_EXC_UD, X86_EXC_NM,
	X86_EXC_DF, X86_EXC_CSO, X86_EXC_TS, X86_EXC_NP, X86_EXC_SS, X86_EXC_GP, X86_EXC_PF, X86_EXC_SPV,
	X86_EXC_MF, X86_EXC_AC, X86_EXC_MC, X86_EXC_XM, X86_EXC_VE, X86_EXC_CP,
};
/* Vectors that push an error code */
#define X86_EXC_HAVE_EC 0x60227d00U
#define TRAP_SYSCALL 0x100

#define PFEC_present 0x1U
#define PFEC_write 0x2U
#define PFEC_user 0x4U
#define PFEC_reserved 0x8U
#define PFEC_insn_fetch 0x10U

#define X86_EFLAGS_CF 0x1UL
#define X86_EFLAGS_TF 0x100UL
#define X86_EFLAGS_DF 0x400UL
#define X86_EFLAGS_IOPL 0x3000UL
#define X86_EFLAGS_NT 0x4000UL
#define X86_EFLAGS_RF 0x10000UL
#define X86_EFLAGS_VM 0x20000UL
#define X86_EFLAGS_AC 0x40000UL
#define X86_EFLAGS_VIF 0x80000UL
#define X86_EFLAGS_VIP 0x100000UL
#define X86_EFLAGS_ID 0x200000UL

#define X86_DR6_BS 0x4000UL
#define X86_DR6_DEFAULT 0xffff0ff0UL
#define X86_DR7_GD 0x2000UL
#define X86_DR7_DEFAULT 0x400UL
#define X86_DR7_GUEST_BITS 0xffff03ffUL /* the four breakpoints: their enables, kinds and widths */

/* Entry code calls these with the full frame; interrupts are off. */
void do_exception(struct cpu_user_regs *regs);
void do_interrupt(struct cpu_user_regs *regs);
/* A fault in hypervisor code at @regs: true when it was expected and regs->rip now points to the fixup. */
bool exception_fixup(struct cpu_user_regs *regs);

const char *vector_name(unsigned int vector);
void show_registers(const struct cpu_user_regs *regs);
void show_gprs(const struct cpu_user_regs *regs); /* rax to r14 */
void show_execution_state(const struct cpu_user_regs *regs);
void show_stack_from(const struct cpu_user_regs *regs);
void noreturn fatal_trap(const struct cpu_user_regs *regs, const char *why);
void show_page_walk(unsigned long va);

/* An NMI watchdog or debug key handler; returns true when the NMI was its own. */
typedef bool nmi_callback_t(const struct cpu_user_regs *regs, int cpu);
void set_nmi_callback(nmi_callback_t *cb);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* SYSCALL from a PV guest's kernel: registers to arguments, result to rax. And HYPERVISOR_iret. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/pv/hypercall.h>
#include <asm/pv/traps.h>
#include <asm/pv/usercopy.h>
#include <asm/system.h>
#include <asm/traps.h>

#define SYSCALL_INSN_LEN 2

void pv_hypercall(struct cpu_user_regs *regs)
{
	const unsigned long args[6] = { regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8, regs->r9 };

	unsigned long rc = do_hypercall(regs->rax, args);

	if (likely(rc != -ERESTART)) /* else set_continuation() has filled the registers */
		regs->rax = rc;
}

/* The guest executes its SYSCALL once more, with what is left to do. v is current. */
void pv_set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args)
{
	struct cpu_user_regs *regs = guest_cpu_user_regs();

	regs->rax = op;
	regs->rip -= SYSCALL_INSN_LEN;
	switch (nargs) {
	case 6: regs->r9 = args[5]; fallthrough;
	case 5: regs->r8 = args[4]; fallthrough;
	case 4: regs->r10 = args[3]; fallthrough;
	case 3: regs->rdx = args[2]; fallthrough;
	case 2: regs->rsi = args[1]; fallthrough;
	case 1: regs->rdi = args[0];
	}
}

/*
 * Return from an exception or event to guest kernel or user code; the nine words stand on the guest's
 * stack. Everything loaded is forced to what ring 3 may have. Does not return to the caller: its result
 * is the rax that the guest gets.
 */
long do_iret(void)
{
	struct vcpu *v = current;
	struct cpu_user_regs *regs = guest_cpu_user_regs();
	struct iret_context ctx;

	if (unlikely(pv_raw_read(&ctx, (void *)regs->rsp, sizeof(ctx)))) {
		domain_crash(v->domain, "%pv: iret frame at %lx cannot be read", v, regs->rsp);
		return 0;
	}
	if ((ctx.cs & 3) == 3) {
		if (unlikely(mfn_eq(v->arch.guest_table_user, INVALID_MFN))) {
			domain_crash(v->domain, "%pv: iret to user mode without user page tables", v);
			return 0;
		}
		toggle_guest_mode(v);
	}
	regs->rip = ctx.rip;
	regs->cs = ctx.cs | 3;
	if (v->domain->vm_assist & (1UL << VMASST_TYPE_architectural_iopl))
		v->arch.pv.iopl = (ctx.rflags & X86_EFLAGS_IOPL) >> 12;
	regs->rflags = (ctx.rflags & ~(X86_EFLAGS_IOPL | X86_EFLAGS_VM | X86_EFLAGS_VIF | X86_EFLAGS_VIP)) |
		       X86_EFLAGS_IF;
	regs->rsp = ctx.rsp;
	regs->ss = ctx.ss | 3;
	if (!(ctx.flags & VGCF_in_syscall)) {
		regs->entry_vector &= ~TRAP_SYSCALL;
		regs->r11 = ctx.r11;
		regs->rcx = ctx.rcx;
	}
	v->vcpu_info->evtchn_upcall_mask = !(ctx.rflags & X86_EFLAGS_IF);
	return ctx.rax;
}

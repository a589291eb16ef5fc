/* SPDX-License-Identifier: GPL-2.0-only */
/* VMCALL and VMMCALL: registers to arguments, result to rax. Which registers depends on the mode of the caller. */
#include <xen/hypercall.h>
#include <xen/lib.h>
#include "../private.h"
#include "private.h"

static void hypercall_64(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	const unsigned long args[6] = { regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8, regs->r9 };
	unsigned long rc = do_hypercall(regs->rax, args);

	if (rc == -ERESTART) /* hvm_set_continuation() has filled the registers; the instruction is executed again */
		return;
	regs->rax = rc;
	hvm_skip_insn(v, regs, e);
}

static void hypercall_32(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	const unsigned long args[6] = { (u32)regs->rbx, (u32)regs->rcx, (u32)regs->rdx, (u32)regs->rsi, (u32)regs->rdi,
					(u32)regs->rbp };
	unsigned long rc;

	v->args32 = true; /* structures have the 32-bit layout, for this call */
	rc = do_hypercall((u32)regs->rax, args);
	v->args32 = false;
	if (rc == -ERESTART)
		return;
	regs->rax = (u32)rc;
	hvm_skip_insn(v, regs, e);
}

void hvm_exit_hypercall(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	if (hvm_insn_gone(e))
		return;
	if (unlikely(hvm_cpl(v))) {
		regs->rax = -EPERM;
		hvm_skip_insn(v, regs, e);
		return;
	}
	if (likely((e->code_bytes ?: hvm_address_bytes(v)) == 8))
		hypercall_64(v, regs, e);
	else
		hypercall_32(v, regs, e);
}

void hvm_set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args)
{
	struct cpu_user_regs *regs = guest_cpu_user_regs();
	u64 *const to64[6] = { &regs->rdi, &regs->rsi, &regs->rdx, &regs->r10, &regs->r8, &regs->r9 };
	u64 *const to32[6] = { &regs->rbx, &regs->rcx, &regs->rdx, &regs->rsi, &regs->rdi, &regs->rbp };

	regs->rax = op;
	for (unsigned int i = 0; i < nargs; i++)
		*(v->args32 ? to32[i] : to64[i]) = args[i];
}

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
	regs->rax = (u32)-ENOSYS;
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
	if (likely(hvm_address_bytes(v) == 8))
		hypercall_64(v, regs, e);
	else
		hypercall_32(v, regs, e);
}

void hvm_set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args)
{
	struct cpu_user_regs *regs = guest_cpu_user_regs();
	u64 *const to[6] = { &regs->rdi, &regs->rsi, &regs->rdx, &regs->r10, &regs->r8, &regs->r9 };

	regs->rax = op;
	for (unsigned int i = 0; i < nargs; i++)
		*to[i] = args[i];
}

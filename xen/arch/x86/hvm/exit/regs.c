/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits of control and debug registers, and of MSRs. */
#include <xen/lib.h>
#include "private.h"

void hvm_exit_cr(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	u64 cr0;

	if (!e->cr.decoded) {
		hvm_emulate_insn(v);
		return;
	}
	if (e->cr.clts || e->cr.lmsw) {
		cr0 = hvm_ops->get_reg(v, HVM_REG_cr0);
		if (e->cr.clts)
			cr0 &= ~X86_CR0_TS;
		else /* sets PE, never clears it (SDM vol. 2, LMSW) */
			cr0 = (cr0 & ~0xeUL) | (e->cr.msw & 0xf);
		if (!hvm_set_cr(v, 0, cr0)) {
			hvm_inject_gp();
			return;
		}
	} else if (e->cr.write) {
		if (!hvm_set_cr(v, e->cr.cr, hvm_address_bytes(v) == 8 ? *hvm_gpr(regs, e->cr.gpr) :
								       (u32)*hvm_gpr(regs, e->cr.gpr))) {
			hvm_inject_gp();
			return;
		}
	} else {
		*hvm_gpr(regs, e->cr.gpr) = hvm_get_cr(v, e->cr.cr);
	}
	hvm_skip_insn(v, regs, e);
}

/* The guest uses them: from now on they are in the registers while it runs, and need no more exits. */
void hvm_exit_dr(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	hvm_debug_load(v);
}

void hvm_exit_msr(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	u64 value = (u32)regs->rax | regs->rdx << 32;

	if (hvm_insn_gone(e))
		return;
	if (e->msr.write ? !hvm_wrmsr(v, regs->rcx, value) : !hvm_rdmsr(v, regs->rcx, &value)) {
		hvm_inject_gp();
		return;
	}
	if (!e->msr.write) {
		regs->rax = (u32)value;
		regs->rdx = value >> 32;
	}
	hvm_skip_insn(v, regs, e);
}

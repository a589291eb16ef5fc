/* SPDX-License-Identifier: GPL-2.0-only */
/* From the kind of an exit to its handler. */
#include <xen/lib.h>
#include "private.h"

const char *const hvm_exit_names[HVM_EXIT_count] = {
#define X(name) [HVM_EXIT_##name] = #name,
	HVM_EXITS(X)
#undef X
};

static hvm_exit_fn *const handlers[HVM_EXIT_count] = {
#define X(name) [HVM_EXIT_##name] = hvm_exit_##name,
	HVM_EXITS(X)
#undef X
};

void hvm_handle_exit(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	v->arch.hvm->exits[e->kind]++;
	if (e->kind != HVM_EXIT_host)
		handlers[e->kind](v, regs, e);
}

void hvm_skip_insn(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	u64 shadow, old = regs->rip;

	regs->rip += e->insn_len;
	/* Only here can the mode of the code matter. */
	if (unlikely((regs->rip ^ old) >> 32) && (e->code_bytes ?: hvm_address_bytes(v)) != 8)
		regs->rip = (u32)regs->rip;
	regs->rflags &= ~X86_EFLAGS_RF;
	if (!e->no_shadow) {
		shadow = hvm_ops->get_reg(v, HVM_REG_shadow);
		if (unlikely(shadow & ~(u64)HVM_SHADOW_NMI))
			hvm_ops->set_reg(v, HVM_REG_shadow, shadow & HVM_SHADOW_NMI);
	}
	if (unlikely(regs->rflags & X86_EFLAGS_TF))
		hvm_inject_debug(X86_DR6_BS);
}

void hvm_exit_host(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
}

void hvm_exit_undefined(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	hvm_inject_ud();
}

void hvm_exit_irq_window(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	v->arch.hvm->intr_check = true;
}

void hvm_exit_nmi_window(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	v->arch.hvm->intr_check = true;
}

void hvm_exit_task_switch(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	domain_crash(v->domain, "%pv: switch to task %#x at rip %lx: task switching is not emulated", v, e->task.selector,
		     regs->rip);
}

void hvm_exit_triple_fault(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	struct segment_register cs;

	hvm_ops->get_segment(v, X86_SEG_CS, &cs);
	printk(XENLOG_G_ERR "%pv: triple fault at %04x:%lx, rsp %lx, cr0 %lx cr2 %lx cr3 %lx cr4 %lx\n", v,
	       cs.sel, regs->rip, regs->rsp, hvm_ops->get_reg(v, HVM_REG_cr0),
	       hvm_ops->get_reg(v, HVM_REG_cr2), hvm_ops->get_reg(v, HVM_REG_cr3), hvm_ops->get_reg(v, HVM_REG_cr4));
	hvm_triple_fault(v);
}

void hvm_exit_fatal(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	hvm_ops->dump(v);
	domain_crash(v->domain, "%pv: %s exit %#lx (%lx, %lx) at rip %lx", v, hvm_ops->name, e->fatal.reason, e->fatal.info1,
		     e->fatal.info2, regs->rip);
}

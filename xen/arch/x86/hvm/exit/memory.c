/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits of memory and ports: nested page faults, IN and OUT; and exceptions that were asked for. */
#include <xen/lib.h>
#include <asm/p2m.h>
#include "private.h"

void hvm_exit_npf(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	struct domain *d = v->domain;
	enum p2m_fault_result rc = p2m_fault(d, e->npf.gpa, e->npf.access);

	if (likely(rc == P2M_RETRY))
		return;
	/* The access was none of the instruction's at rip. Where nothing is a processor reads no gate and no stack. */
	if (unlikely(v->arch.hvm->event.valid)) {
		printk(XENLOG_G_ERR "%pv: triple fault: vector %u cannot be delivered: guest-physical %lx, rip %lx\n", v,
		       v->arch.hvm->event.vector, e->npf.gpa, regs->rip);
		hvm_triple_fault(v);
		return;
	}
	if (rc == P2M_EMULATE || (e->npf.access & HVM_ACCESS_W)) {
		if (hvm_emulate_mmio(v, e->npf.gpa))
			return;
	}
	if (hvm_refuse_user(v))
		return;
	domain_crash(d, "%pv: %s access to guest-physical %lx, %s, rip %lx", v,
		     e->npf.access & HVM_ACCESS_W ? "write" : e->npf.access & HVM_ACCESS_X ? "instruction" : "read",
		     e->npf.gpa, rc == P2M_DENIED ? "which its type forbids" : "where nothing is", regs->rip);
}

void hvm_exit_io(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	u32 mask = e->io.size == 4 ? ~0U : (1U << 8 * e->io.size) - 1, value;

	if (e->io.string || !e->insn_len) {
		hvm_emulate_insn(v);
		return;
	}
	if (e->io.in) {
		value = hvm_port_in(v, e->io.port, e->io.size) & mask;
		regs->rax = e->io.size == 4 ? value : (regs->rax & ~(u64)mask) | value;
	} else {
		hvm_port_out(v, e->io.port, e->io.size, regs->rax & mask);
	}
	hvm_skip_insn(v, regs, e);
}

void hvm_exit_exception(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	if (e->exception.vector == X86_EXC_MC) {
		/* The machine's, not the guest's. */
		panic("machine check while %pv ran", v);
	}
	if (e->exception.vector == X86_EXC_PF)
		hvm_inject_page_fault(e->exception.error, e->exception.addr);
	else if (e->exception.vector == X86_EXC_DB)
		hvm_inject_debug(e->exception.addr);
	else
		hvm_inject_exception(e->exception.vector, e->exception.error);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Executes one instruction for the current vCPU. */
#include <xen/lib.h>
#include <asm/processor.h>
#include "private.h"

#define REP_LIMIT 256 /* iterations of a string instruction per exit */

static const struct x86_emulate_ops ops = {
	.fetch = hvm_emul_fetch,
	.read = hvm_emul_read,
	.write = hvm_emul_write,
	.cmpxchg = hvm_emul_cmpxchg,
	.read_io = hvm_emul_read_io,
	.write_io = hvm_emul_write_io,
	.read_segment = hvm_emul_read_segment,
	.write_segment = hvm_emul_write_segment,
	.read_cr = hvm_emul_read_cr,
	.write_cr = hvm_emul_write_cr,
	.read_xcr = hvm_emul_read_xcr,
	.read_msr = hvm_emul_read_msr,
	.write_msr = hvm_emul_write_msr,
	.rdtsc = hvm_emul_rdtsc,
	.cpuid = hvm_emul_cpuid,
	.flush_caches = hvm_emul_flush_caches,
	.invlpg = hvm_emul_invlpg,
	.read_vector = hvm_emul_read_vector,
	.write_vector = hvm_emul_write_vector,
};

static void make_context(struct vcpu *v, struct x86_emulate_ctxt *c)
{
	*c = (struct x86_emulate_ctxt){
		.regs = guest_cpu_user_regs(),
		.mode = hvm_address_bytes(v),
		.cpl = hvm_cpl(v),
		.protected_mode = hvm_get_cr(v, 0) & X86_CR0_PE,
		.long_mode = hvm_ops->get_reg(v, HVM_REG_efer) & EFER_LMA,
		.rep_limit = REP_LIMIT,
	};
}

static void inject(const struct x86_event *e)
{
	/*
	 * INT n and its like cause no exit: the guest has put it there since. It executes it itself, which the processors do
	 * better than they inject it (a VMCB has no type for INT3 and ICEBP).
	 */
	if (e->type != X86_EVENT_HW_EXCEPTION)
		return;
	if (e->vector == X86_EXC_PF)
		hvm_inject_page_fault(e->error_code, e->cr2);
	else
		hvm_inject_exception(e->vector, e->error_code < 0 ? 0 : e->error_code);
}

/* What the instruction leaves behind beside the registers. */
static void retire(struct vcpu *v, const struct x86_emulate_ctxt *c)
{
	u64 shadow = hvm_ops->get_reg(v, HVM_REG_shadow), after = shadow & HVM_SHADOW_NMI;

	if (c->retire.unblock_nmi)
		after = 0;
	after |= (c->retire.sti ? HVM_SHADOW_STI : 0) | (c->retire.mov_ss ? HVM_SHADOW_MOV_SS : 0);
	if (after != shadow)
		hvm_ops->set_reg(v, HVM_REG_shadow, after);
	if (c->retire.singlestep)
		hvm_inject_debug(X86_DR6_BS);
	if (c->retire.hlt)
		hvm_halt(v, c->regs);
}

static void report(struct vcpu *v, const struct x86_emulate_ctxt *c)
{
	char bytes[3 * X86_INSN_MAX + 1] = "";
	unsigned int len = 0;

	for (unsigned int i = 0; i < c->insn_count; i++)
		len += scnprintf(bytes + len, sizeof(bytes) - len, " %02x", c->insn[i]);
	printk(XENLOG_G_WARNING "%pv: instruction at rip %lx cannot be emulated (%u-bit code, CPL %u):%s\n", v, c->regs->rip,
	       8U * c->mode, c->cpl, bytes);
}

static bool emulate(struct vcpu *v)
{
	struct x86_emulate_ctxt c;

	make_context(v, &c);
	switch (x86_emulate(&c, &ops)) {
	case X86EMUL_OKAY:
		retire(v, &c);
		return true;
	case X86EMUL_EXCEPTION:
		inject(&c.event);
		return true;
	case X86EMUL_RETRY:
		return true;
	}
	report(v, &c);
	return false;
}

/* The address is found again through the instruction's operand; @gpa is where the guest was stopped. */
bool hvm_emulate_mmio(struct vcpu *v, paddr_t gpa)
{
	return emulate(v);
}

bool hvm_refuse_user(struct vcpu *v)
{
	if (hvm_cpl(v) != 3 || v->arch.hvm->event.valid)
		return false;
	hvm_inject_ud();
	return true;
}

void hvm_emulate_insn(struct vcpu *v)
{
	if (!emulate(v) && !hvm_refuse_user(v))
		domain_crash(v->domain, "%pv: an intercepted instruction is not emulated", v);
}

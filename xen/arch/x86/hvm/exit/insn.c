/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits that are one instruction: CPUID, HLT, RDTSC, XSETBV and their like. */
#include <xen/event.h>
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/xstate.h>
#include "private.h"

u64 *hvm_gpr(struct cpu_user_regs *r, unsigned int nr)
{
	u64 *const gprs[16] = { &r->rax, &r->rcx, &r->rdx, &r->rbx, &r->rsp, &r->rbp, &r->rsi, &r->rdi,
				&r->r8, &r->r9, &r->r10, &r->r11, &r->r12, &r->r13, &r->r14, &r->r15 };

	return gprs[nr & 15];
}

void hvm_exit_cpuid(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	struct cpuid_leaf l;

	if (hvm_insn_gone(e))
		return;
	if (unlikely((u32)regs->rax == 0xd))
		vcpu_sync_xcr0(v);
	guest_cpuid(v, regs->rax, regs->rcx, &l);
	regs->rax = l.a;
	regs->rbx = l.b;
	regs->rcx = l.c;
	regs->rdx = l.d;
	hvm_skip_insn(v, regs, e);
}

void hvm_exit_hlt(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	if (hvm_insn_gone(e))
		return;
	hvm_skip_insn(v, regs, e);
	hvm_halt(v, regs);
}

void hvm_exit_tsc(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	u64 tsc;

	if (hvm_insn_gone(e))
		return;
	if (e->tsc.rdtscp && !domain_has_feature(v->domain, X86_FEATURE_RDTSCP)) {
		hvm_inject_ud();
		return;
	}
	tsc = hvm_guest_tsc(v);
	regs->rax = (u32)tsc;
	regs->rdx = tsc >> 32;
	if (e->tsc.rdtscp)
		regs->rcx = v->arch.tsc_aux;
	hvm_skip_insn(v, regs, e);
}

/* No virtual performance counters. */
void hvm_exit_pmc(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	hvm_inject_gp();
}

void hvm_exit_pause(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	if (hvm_insn_gone(e))
		return;
	hvm_skip_insn(v, regs, e);
	vcpu_yield();
}

/* Without devices that do not snoop, the caches need no help; a guest without any has no say in them. */
void hvm_exit_cache(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	if (!hvm_insn_gone(e))
		hvm_skip_insn(v, regs, e);
}

void hvm_exit_xsetbv(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	const struct cpuid_leaf *l = &v->domain->arch.cpu_policy->xstate[0];
	u64 value = (u32)regs->rax | regs->rdx << 32;

	if (hvm_insn_gone(e))
		return;
	if (!(hvm_ops->get_reg(v, HVM_REG_cr4) & X86_CR4_OSXSAVE)) {
		hvm_inject_ud();
		return;
	}
	if (hvm_cpl(v) || (value & ~(l->a | (u64)l->d << 32)) || handle_xsetbv(regs->rcx, value))
		hvm_inject_gp();
	else
		hvm_skip_insn(v, regs, e);
}

/* Not asked for: the guest's TLB is its own. */
void hvm_exit_invlpg(struct vcpu *v, struct cpu_user_regs *regs, const struct hvm_exit *e)
{
	hvm_flush_vcpu(v, HVM_FLUSH_linear);
	hvm_skip_insn(v, regs, e);
}

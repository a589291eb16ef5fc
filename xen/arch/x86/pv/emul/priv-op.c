/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions that raised #GP at CPL 3 and that a PV kernel may use: fetch, decode, then one function.
 * Anything unknown is left to the guest's own #GP handler.
 */
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/pv/traps.h>
#include <asm/pv/usercopy.h>
#include <asm/system.h>
#include <asm/time.h>
#include <asm/traps.h>
#include "private.h"

unsigned long *emul_reg(struct cpu_user_regs *regs, unsigned int n)
{
	static const u8 offset[16] = {
#define R(r) offsetof(struct cpu_user_regs, r)
		R(rax), R(rcx), R(rdx), R(rbx), R(rsp), R(rbp), R(rsi), R(rdi),
		R(r8), R(r9), R(r10), R(r11), R(r12), R(r13), R(r14), R(r15),
#undef R
	};

	return (unsigned long *)((char *)regs + offset[n & 15]);
}

bool iopl_ok(const struct vcpu *v)
{
	return v->arch.pv.iopl >= (v->arch.flags & TF_kernel_mode ? 1 : 3);
}

static bool fetch(struct cpu_user_regs *regs, struct priv_insn *insn)
{
	insn->count = sizeof(insn->bytes) - pv_raw_read(insn->bytes, (void *)regs->rip, sizeof(insn->bytes));
	return insn->count;
}

/* Prefixes, REX and opcode. false: longer than an instruction may be, or not all of it could be read. */
static bool decode(struct priv_insn *insn)
{
	u8 b;

	insn->op_size = 4;
	for (;;) {
		if (insn->len >= insn->count)
			return false;
		b = insn->bytes[insn->len++];
		switch (b) {
		case 0x66: insn->op_size = 2; continue;
		case 0x67: insn->addr32 = true; continue;
		case 0xf2:
		case 0xf3: insn->rep = true; continue;
		case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65: insn->segment = b; continue;
		case 0xf0: continue;
		}
		break;
	}
	if ((b & 0xf0) == 0x40) {
		insn->rex = b;
		if (b & 8)
			insn->op_size = 8;
		if (insn->len >= insn->count)
			return false;
		b = insn->bytes[insn->len++];
	}
	if (b != 0x0f) {
		insn->opcode = b;
		return true;
	}
	if (insn->len >= insn->count)
		return false;
	insn->opcode = 0x0f00 | insn->bytes[insn->len++];
	return true;
}

static enum emul_result emul_msr(struct vcpu *v, struct cpu_user_regs *regs, bool write)
{
	u64 val = (u32)regs->rax | (regs->rdx & 0xffffffffUL) << 32;

	if (write)
		return pv_write_msr(v, regs->rcx, val) ? EMUL_done : EMUL_refused;
	if (!pv_read_msr(v, regs->rcx, &val))
		return EMUL_refused;
	regs->rax = (u32)val;
	regs->rdx = val >> 32;
	return EMUL_done;
}

static void emul_cpuid(struct vcpu *v, struct cpu_user_regs *regs)
{
	struct cpuid_leaf r;

	guest_cpuid(v, regs->rax, regs->rcx, &r);
	regs->rax = r.a;
	regs->rbx = r.b;
	regs->rcx = r.c;
	regs->rdx = r.d;
}

/* Trapped by CR4.TSD, which is the guest's own wish, to keep its user mode from it, or ours (d->arch.vtsc). */
static enum emul_result emul_rdtsc(const struct vcpu *v, struct cpu_user_regs *regs)
{
	u64 t = pv_guest_tsc(v->domain);

	if ((v->arch.pv.ctrlreg[4] & X86_CR4_TSD) && !(v->arch.flags & TF_kernel_mode))
		return EMUL_refused;
	regs->rax = (u32)t;
	regs->rdx = t >> 32;
	return EMUL_done;
}

static enum emul_result emul_0f01(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	enum emul_result res = EMUL_refused;

	if (insn->len >= insn->count)
		return res;
	switch (insn->bytes[insn->len++]) {
	case 0xd1: /* XSETBV */
		if ((v->arch.flags & TF_kernel_mode) &&
		    pv_xsetbv(v, regs->rcx, (u32)regs->rax | (regs->rdx & 0xffffffffUL) << 32))
			res = EMUL_done;
		break;
	case 0xf9: /* RDTSCP */
		res = emul_rdtsc(v, regs);
		if (res == EMUL_done)
			regs->rcx = v->arch.tsc_aux;
		break;
	}
	return res;
}

/* What only a guest's kernel may do. */
static enum emul_result emul_kernel_op(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	switch (insn->opcode) {
	case 0x0f06: /* CLTS */
		v->arch.pv.ctrlreg[0] &= ~X86_CR0_TS;
		clts();
		return EMUL_done;
	case 0x0f08: /* INVD: never more than a write-back */
	case 0x0f09: /* WBINVD */
		if (is_hardware_domain(v->domain))
			wbinvd();
		return EMUL_done;
	case 0x0f20: case 0x0f21: case 0x0f22: case 0x0f23:
		return emul_cr_dr(v, regs, insn);
	case 0x0f30:
		return emul_msr(v, regs, true);
	case 0x0f32:
		return emul_msr(v, regs, false);
	}
	return EMUL_refused;
}

static enum emul_result emulate(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	switch (insn->opcode) {
	case 0xfa: /* CLI */
	case 0xfb: /* STI: the virtual interrupt flag is upcall_mask, which these do not touch */
		return iopl_ok(v) ? EMUL_done : EMUL_refused;
	case 0x6c: case 0x6d: case 0x6e: case 0x6f:
	case 0xe4: case 0xe5: case 0xe6: case 0xe7:
	case 0xec: case 0xed: case 0xee: case 0xef:
		return emul_port_io(v, regs, insn);
	case 0x0f01:
		return emul_0f01(v, regs, insn);
	case 0x0f31: /* RDTSC */
		return emul_rdtsc(v, regs);
	case 0x0fa2: /* CPUID: only with CPUID faulting */
		emul_cpuid(v, regs);
		return EMUL_done;
	}
	return v->arch.flags & TF_kernel_mode ? emul_kernel_op(v, regs, insn) : EMUL_refused;
}

bool pv_emulate_privileged_op(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct priv_insn insn = { 0 };

	if (!fetch(regs, &insn) || !decode(&insn))
		return false;
	switch (emulate(v, regs, &insn)) {
	case EMUL_done:
		regs->rip += insn.len;
		regs->rflags &= ~X86_EFLAGS_RF;
		fallthrough;
	case EMUL_fault_injected:
		return true;
	case EMUL_refused:
		break;
	}
	return false;
}

/* UD2 'x' 'e' 'n' CPUID: how PV kernels ask for the guest's CPUID rather than the machine's. */
bool pv_emulate_forced_invalid_op(struct cpu_user_regs *regs)
{
	static const u8 signature[7] = { 0x0f, 0x0b, 'x', 'e', 'n', 0x0f, 0xa2 };
	u8 insn[sizeof(signature)];

	if (pv_raw_read(insn, (void *)regs->rip, sizeof(insn)) || memcmp(insn, signature, sizeof(insn)))
		return false;
	emul_cpuid(current, regs);
	regs->rip += sizeof(insn);
	regs->rflags &= ~X86_EFLAGS_RF;
	return true;
}

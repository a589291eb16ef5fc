/* SPDX-License-Identifier: GPL-2.0-only */
/* Control, debug and model-specific registers, and the rest of what kernels do. Values are checked by the callbacks. */
#include "private.h"

#define CR0_TS 0x8UL
#define LMSW_BITS 0xfUL
#define MSR_KERNEL_GS_BASE 0xc0000102U
#define IOPL(f) ((f) >> 12 & 3)

int x86_read_cr(struct x86_emul *s, unsigned int cr, u64 *val)
{
	return s->ops->read_cr ? s->ops->read_cr(s->c, cr, val) : X86EMUL_UNHANDLEABLE;
}

static int write_cr(struct x86_emul *s, unsigned int cr, u64 val)
{
	return s->ops->write_cr ? s->ops->write_cr(s->c, cr, val) : X86EMUL_UNHANDLEABLE;
}

/* X86EMUL_OKAY when CR4 has @bit (@set) or has it not; else the fault. */
static int require_cr4(struct x86_emul *s, u64 bit, bool set, unsigned int vector)
{
	u64 cr4;
	int rc = x86_read_cr(s, 4, &cr4);

	if (rc != X86EMUL_OKAY || !(cr4 & bit) == !set)
		return rc;
	return x86_emul_fault(s->c, vector, vector == X86_EXC_GP ? 0 : -1);
}

int x86_check_umip(struct x86_emul *s)
{
	return s->c->cpl ? require_cr4(s, X86_CR4_UMIP, false, X86_EXC_GP) : X86EMUL_OKAY;
}

int x86_op_mov_from_cr(struct x86_emul *s)
{
	return x86_read_cr(s, s->in.reg, &s->dst.val);
}

int x86_op_mov_to_cr(struct x86_emul *s)
{
	return write_cr(s, s->in.reg, s->src.val);
}

/* DR4 and DR5 are names of DR6 and DR7 unless CR4.DE makes them invalid. */
static int debug_register(struct x86_emul *s, unsigned int *dr)
{
	*dr = s->in.reg;
	if (*dr != 4 && *dr != 5)
		return X86EMUL_OKAY;
	*dr += 2;
	return require_cr4(s, X86_CR4_DE, false, X86_EXC_UD);
}

int x86_op_mov_from_dr(struct x86_emul *s)
{
	unsigned int dr;
	int rc = debug_register(s, &dr);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->read_dr ? s->ops->read_dr(s->c, dr, &s->dst.val) : X86EMUL_UNHANDLEABLE;
}

int x86_op_mov_to_dr(struct x86_emul *s)
{
	unsigned int dr;
	int rc = debug_register(s, &dr);

	if (rc != X86EMUL_OKAY)
		return rc;
	if (dr >= 6 && s->src.val >> 32)
		return x86_gp0(s);
	return s->ops->write_dr ? s->ops->write_dr(s->c, dr, s->src.val) : X86EMUL_UNHANDLEABLE;
}

int x86_op_smsw(struct x86_emul *s)
{
	int rc = x86_check_umip(s);

	return rc == X86EMUL_OKAY ? x86_read_cr(s, 0, &s->dst.val) : rc;
}

/* Sets PE but never clears it. */
int x86_op_lmsw(struct x86_emul *s)
{
	u64 cr0;
	int rc = x86_read_cr(s, 0, &cr0);

	if (rc != X86EMUL_OKAY)
		return rc;
	return write_cr(s, 0, (cr0 & ~(LMSW_BITS & ~CR0_PE)) | (s->dst.val & LMSW_BITS));
}

int x86_op_clts(struct x86_emul *s)
{
	u64 cr0;
	int rc = x86_read_cr(s, 0, &cr0);

	return rc == X86EMUL_OKAY ? write_cr(s, 0, cr0 & ~CR0_TS) : rc;
}

/* Limits are not checked; an address that is not canonical does nothing. */
int x86_op_invlpg(struct x86_emul *s)
{
	struct segment_register reg = { 0 };
	u64 linear;
	int rc = X86EMUL_OKAY;

	if (s->c->mode != 8 || s->dst.seg == X86_SEG_FS || s->dst.seg == X86_SEG_GS)
		rc = x86_segment_get(s, s->dst.seg, &reg);
	if (rc != X86EMUL_OKAY)
		return rc;
	linear = reg.base + s->dst.off;
	if (s->c->mode != 8)
		linear = (u32)linear;
	if (!x86_canonical(linear))
		return X86EMUL_OKAY;
	return s->ops->invlpg ? s->ops->invlpg(s->c, linear) : X86EMUL_UNHANDLEABLE;
}

static u64 edx_eax(const struct x86_emul *s)
{
	return s->regs.rdx << 32 | (u32)s->regs.rax;
}

static void set_edx_eax(struct x86_emul *s, u64 v)
{
	s->regs.rax = (u32)v;
	s->regs.rdx = v >> 32;
}

int x86_op_rdmsr(struct x86_emul *s)
{
	u64 v = 0;
	int rc = s->ops->read_msr ? s->ops->read_msr(s->c, s->regs.rcx, &v) : X86EMUL_UNHANDLEABLE;

	if (rc == X86EMUL_OKAY)
		set_edx_eax(s, v);
	return rc;
}

int x86_op_wrmsr(struct x86_emul *s)
{
	return s->ops->write_msr ? s->ops->write_msr(s->c, s->regs.rcx, edx_eax(s)) : X86EMUL_UNHANDLEABLE;
}

int x86_op_cpuid(struct x86_emul *s)
{
	u32 r[4];
	int rc = s->ops->cpuid ? s->ops->cpuid(s->c, s->regs.rax, s->regs.rcx, r) : X86EMUL_UNHANDLEABLE;

	if (rc != X86EMUL_OKAY)
		return rc;
	s->regs.rax = r[0];
	s->regs.rbx = r[1];
	s->regs.rcx = r[2];
	s->regs.rdx = r[3];
	return X86EMUL_OKAY;
}

int x86_op_hlt(struct x86_emul *s)
{
	s->c->retire.hlt = true;
	return X86EMUL_OKAY;
}

int x86_op_wbinvd(struct x86_emul *s)
{
	return s->ops->flush_caches ? s->ops->flush_caches(s->c) : X86EMUL_UNHANDLEABLE;
}

int x86_op_xgetbv(struct x86_emul *s)
{
	u64 v = 0;
	int rc = require_cr4(s, X86_CR4_OSXSAVE, true, X86_EXC_UD);

	if (rc == X86EMUL_OKAY)
		rc = s->ops->read_xcr ? s->ops->read_xcr(s->c, s->regs.rcx, &v) : X86EMUL_UNHANDLEABLE;
	if (rc == X86EMUL_OKAY)
		set_edx_eax(s, v);
	return rc;
}

int x86_op_xsetbv(struct x86_emul *s)
{
	int rc = require_cr4(s, X86_CR4_OSXSAVE, true, X86_EXC_UD);

	if (rc != X86EMUL_OKAY)
		return rc;
	return s->ops->write_xcr ? s->ops->write_xcr(s->c, s->regs.rcx, edx_eax(s)) : X86EMUL_UNHANDLEABLE;
}

static int read_tsc(struct x86_emul *s, u32 *aux)
{
	u64 tsc = 0;
	int rc = s->c->cpl ? require_cr4(s, X86_CR4_TSD, false, X86_EXC_GP) : X86EMUL_OKAY;

	if (rc == X86EMUL_OKAY)
		rc = s->ops->rdtsc ? s->ops->rdtsc(s->c, &tsc, aux) : X86EMUL_UNHANDLEABLE;
	if (rc == X86EMUL_OKAY)
		set_edx_eax(s, tsc);
	return rc;
}

int x86_op_rdtsc(struct x86_emul *s)
{
	return read_tsc(s, NULL);
}

int x86_op_rdtscp(struct x86_emul *s)
{
	u32 aux = 0;
	int rc = read_tsc(s, &aux);

	if (rc == X86EMUL_OKAY)
		s->regs.rcx = aux;
	return rc;
}

int x86_op_rdpmc(struct x86_emul *s)
{
	u64 v = 0;
	int rc = s->c->cpl ? require_cr4(s, X86_CR4_PCE, true, X86_EXC_GP) : X86EMUL_OKAY;

	if (rc == X86EMUL_OKAY)
		rc = s->ops->rdpmc ? s->ops->rdpmc(s->c, s->regs.rcx, &v) : X86EMUL_UNHANDLEABLE;
	if (rc == X86EMUL_OKAY)
		set_edx_eax(s, v);
	return rc;
}

/* CLI and STI: by IOPL. Virtual interrupt flags (CR4.VME, CR4.PVI) are not emulated. */
static bool may_change_if(const struct x86_emul *s)
{
	unsigned int iopl = IOPL(s->regs.rflags);

	return x86_vm86(s) ? iopl == 3 : !s->c->protected_mode || s->c->cpl <= iopl;
}

int x86_op_cli(struct x86_emul *s)
{
	if (!may_change_if(s))
		return x86_gp0(s);
	s->regs.rflags &= ~X86_EFLAGS_IF;
	return X86EMUL_OKAY;
}

int x86_op_sti(struct x86_emul *s)
{
	if (!may_change_if(s))
		return x86_gp0(s);
	s->c->retire.sti = !(s->regs.rflags & X86_EFLAGS_IF);
	s->regs.rflags |= X86_EFLAGS_IF;
	return X86EMUL_OKAY;
}

int x86_op_swapgs(struct x86_emul *s)
{
	struct segment_register gs;
	u64 other, base;
	int rc = x86_segment_get(s, X86_SEG_GS, &gs);

	if (rc == X86EMUL_OKAY)
		rc = s->ops->read_msr && s->ops->write_msr && s->ops->write_segment ?
		     s->ops->read_msr(s->c, MSR_KERNEL_GS_BASE, &other) : X86EMUL_UNHANDLEABLE;
	if (rc != X86EMUL_OKAY)
		return rc;
	base = gs.base;
	gs.base = other;
	rc = s->ops->write_msr(s->c, MSR_KERNEL_GS_BASE, base);
	return rc == X86EMUL_OKAY ? s->ops->write_segment(s->c, X86_SEG_GS, &gs) : rc;
}

int x86_op_vmcall(struct x86_emul *s)
{
	return s->ops->vmcall ? s->ops->vmcall(s->c) : X86EMUL_UNHANDLEABLE;
}

static int set_ac(struct x86_emul *s, u64 ac)
{
	int rc = s->c->cpl ? x86_ud(s) : require_cr4(s, X86_CR4_SMAP, true, X86_EXC_UD);

	if (rc == X86EMUL_OKAY)
		x86_set_flags(s, X86_EFLAGS_AC, ac);
	return rc;
}

int x86_op_clac(struct x86_emul *s)
{
	return set_ac(s, 0);
}

int x86_op_stac(struct x86_emul *s)
{
	return set_ac(s, X86_EFLAGS_AC);
}

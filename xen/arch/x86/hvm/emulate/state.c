/* SPDX-License-Identifier: GPL-2.0-only */
/* Everything but memory and vector registers that an emulated instruction may read or write. */
#include <asm/cpu-policy.h>
#include "private.h"

int hvm_emul_read_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 *val)
{
	*val = hvm_port_in(current, port, n);
	return X86EMUL_OKAY;
}

int hvm_emul_write_io(struct x86_emulate_ctxt *c, u16 port, unsigned int n, u32 val)
{
	hvm_port_out(current, port, n, val);
	return X86EMUL_OKAY;
}

int hvm_emul_read_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, struct segment_register *reg)
{
	hvm_ops->get_segment(current, seg, reg);
	return X86EMUL_OKAY;
}

int hvm_emul_write_segment(struct x86_emulate_ctxt *c, enum x86_segment seg, const struct segment_register *reg)
{
	hvm_ops->set_segment(current, seg, reg);
	return X86EMUL_OKAY;
}

static int done_or_gp(struct x86_emulate_ctxt *c, bool done)
{
	return done ? X86EMUL_OKAY : x86_emul_fault(c, X86_EXC_GP, 0);
}

int hvm_emul_read_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 *val)
{
	*val = hvm_get_cr(current, cr);
	return X86EMUL_OKAY;
}

int hvm_emul_write_cr(struct x86_emulate_ctxt *c, unsigned int cr, u64 val)
{
	return done_or_gp(c, hvm_set_cr(current, cr, val));
}

int hvm_emul_read_xcr(struct x86_emulate_ctxt *c, u32 index, u64 *val)
{
	*val = current->arch.xcr0;
	return done_or_gp(c, index == 0);
}

int hvm_emul_read_msr(struct x86_emulate_ctxt *c, u32 msr, u64 *val)
{
	return done_or_gp(c, hvm_rdmsr(current, msr, val));
}

int hvm_emul_write_msr(struct x86_emulate_ctxt *c, u32 msr, u64 val)
{
	return done_or_gp(c, hvm_wrmsr(current, msr, val));
}

int hvm_emul_rdtsc(struct x86_emulate_ctxt *c, u64 *tsc, u32 *aux)
{
	struct vcpu *v = current;

	if (aux && !domain_has_feature(v->domain, X86_FEATURE_RDTSCP))
		return x86_emul_fault(c, X86_EXC_UD, -1);
	*tsc = hvm_guest_tsc(v);
	if (aux)
		*aux = v->arch.tsc_aux;
	return X86EMUL_OKAY;
}

int hvm_emul_cpuid(struct x86_emulate_ctxt *c, u32 leaf, u32 subleaf, u32 abcd[4])
{
	struct cpuid_leaf l;

	guest_cpuid(current, leaf, subleaf, &l);
	abcd[0] = l.a;
	abcd[1] = l.b;
	abcd[2] = l.c;
	abcd[3] = l.d;
	return X86EMUL_OKAY;
}

/* Without devices that do not snoop, the caches need no help. */
int hvm_emul_flush_caches(struct x86_emulate_ctxt *c)
{
	return X86EMUL_OKAY;
}

int hvm_emul_invlpg(struct x86_emulate_ctxt *c, u64 linear)
{
	hvm_flush_vcpu(current, HVM_FLUSH_linear);
	return X86EMUL_OKAY;
}

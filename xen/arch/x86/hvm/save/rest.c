/* SPDX-License-Identifier: GPL-2.0-only */
/* The records beside CPU: local APIC, MTRRs, extended FPU state, machine checks, TSC_ADJUST, MSRs. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/cpu-policy.h>
#include <asm/processor.h>
#include <asm/xstate.h>
#include "private.h"

u32 save_lapic(struct domain *d, struct vcpu *v, void *to)
{
	vlapic_save(v, to);
	return sizeof(struct hvm_hw_lapic);
}

int load_lapic(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	return vlapic_load(v, from);
}

u32 save_lapic_regs(struct domain *d, struct vcpu *v, void *to)
{
	vlapic_save_regs(v, to);
	return sizeof(struct hvm_hw_lapic_regs);
}

int load_lapic_regs(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	return vlapic_load_regs(v, from);
}

u32 save_mtrr(struct domain *d, struct vcpu *v, void *to)
{
	const struct hvm_mtrr *m = &v->arch.hvm->mtrr;
	struct hvm_hw_mtrr *r = to;

	r->msr_pat_cr = hvm_ops->get_reg(v, HVM_REG_pat);
	memcpy(r->msr_mtrr_var, m->var, sizeof(m->var));
	memcpy(r->msr_mtrr_fixed, m->fixed, sizeof(m->fixed));
	r->msr_mtrr_cap = m->cap;
	r->msr_mtrr_def_type = m->def_type;
	return sizeof(*r);
}

/* The builder sends PAT as it got it, which may be zero: then it stays as it is. */
int load_mtrr(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	struct hvm_mtrr *m = &v->arch.hvm->mtrr;
	const struct hvm_hw_mtrr *r = from;

	if ((r->msr_mtrr_cap & 0xff) > HVM_MTRR_VAR || (r->msr_mtrr_def_type & ~0xcffUL))
		return -EINVAL;
	for (unsigned int i = 0; i < 64; i += 8) {
		u8 type = r->msr_pat_cr >> i;

		if (type > 7 || type == 2 || type == 3)
			return -EINVAL;
	}
	if (r->msr_pat_cr)
		hvm_ops->set_reg(v, HVM_REG_pat, r->msr_pat_cr);
	memcpy(m->var, r->msr_mtrr_var, sizeof(m->var));
	memcpy(m->fixed, r->msr_mtrr_fixed, sizeof(m->fixed));
	m->def_type = r->msr_mtrr_def_type;
	return 0;
}

u32 save_xsave(struct domain *d, struct vcpu *v, void *to)
{
	struct hvm_hw_cpu_xsave *r = to;
	u32 size;

	if (!xfeature_mask || (v->pause_flags & VPF_down))
		return 0;
	sync_vcpu_execstate(v);
	size = xstate_size(v->arch.xcr0_accum);
	r->xfeature_mask = xfeature_mask;
	r->xcr0 = v->arch.xcr0;
	r->xcr0_accum = v->arch.xcr0_accum;
	memcpy(&r->save_area, v->arch.xsave_area, size);
	return offsetof(struct hvm_hw_cpu_xsave, save_area) + size;
}

int load_xsave(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	const struct hvm_hw_cpu_xsave *r = from;
	const struct cpuid_leaf *l = &d->arch.cpu_policy->xstate[0];
	u32 area = size - offsetof(struct hvm_hw_cpu_xsave, save_area), want;

	if (r->xcr0_accum & ~(l->a | (u64)l->d << 32 | XSTATE_FP_SSE))
		return -EINVAL;
	sync_vcpu_execstate(v);
	want = xstate_size(r->xcr0_accum & xfeature_mask);
	if (area > xsave_area_size) { /* of a machine with more: what is beyond has to be unused */
		for (u32 i = xsave_area_size; i < area; i++)
			if (((const u8 *)&r->save_area)[i])
				return -EINVAL;
		area = xsave_area_size;
	}
	return area < want ? -EINVAL : xstate_set(v, r->xcr0, r->xcr0_accum, (const struct xsave_area *)&r->save_area, area);
}

/* No banks of machine checks: nothing to say, and nothing to keep. */
u32 save_vmce(struct domain *d, struct vcpu *v, void *to)
{
	return sizeof(struct hvm_vmce_vcpu);
}

int load_vmce(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	return 0;
}

u32 save_tsc_adjust(struct domain *d, struct vcpu *v, void *to)
{
	((struct hvm_tsc_adjust *)to)->tsc_adjust = v->arch.hvm->tsc_adjust;
	return sizeof(struct hvm_tsc_adjust);
}

int load_tsc_adjust(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	v->arch.hvm->tsc_adjust = ((struct hvm_tsc_adjust *)from)->tsc_adjust;
	return 0;
}

/* MSRs without a field in another record, as far as they are not zero. TSC_AUX has one. */
u32 save_msrs(struct domain *d, struct vcpu *v, void *to)
{
	return 0;
}

int load_msrs(struct domain *d, struct vcpu *v, void *from, u32 size)
{
	const struct hvm_msr *r = from;

	if (r->count > (size - sizeof(*r)) / sizeof(r->msr[0]))
		return -EINVAL;
	for (u32 i = 0; i < r->count; i++) {
		if (r->msr[i]._rsvd)
			return -EINVAL;
		switch (r->msr[i].index) {
		case MSR_TSC_AUX:
			if (r->msr[i].val >> 32)
				return -EINVAL;
			v->arch.tsc_aux = r->msr[i].val;
			break;
		default: /* speculation control and masks that are zero may come; we have none */
			if (r->msr[i].val)
				return hc_fail(-EOPNOTSUPP, "%pv: MSR %#x", v, r->msr[i].index);
		}
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Architectural state of a vCPU in its VMCB: complete there after each exit, since entry.S does VMSAVE. */
#include <xen/lib.h>
#include <asm/hvm/vcpu.h>
#include "private.h"

void svm_get_segment(struct vcpu *v, enum x86_segment seg, struct segment_register *reg)
{
	const struct vmcb *b = v->arch.hvm->svm->vmcb;

	*reg = b->seg[seg];
	if (seg == X86_SEG_SS) /* the processor keeps the CPL apart from it */
		reg->attr = (reg->attr & ~X86_SEG_ATTR_DPL) | b->cpl << 5;
}

void svm_set_segment(struct vcpu *v, enum x86_segment seg, const struct segment_register *reg)
{
	struct vmcb *b = v->arch.hvm->svm->vmcb;

	b->seg[seg] = *reg;
	if (seg == X86_SEG_SS)
		b->cpl = x86_seg_dpl(reg->attr);
	svm_dirty(b, SVM_CLEAN_seg);
	svm_dirty(b, SVM_CLEAN_dt);
}

/* Registers that are plain words of the VMCB, and what part of it each belongs to. */
static const struct {
	u16 offset;
	u8 clean;
	bool flush; /* the guest's translations depend on it */
} words[HVM_REG_count] = {
#define W(reg, field, part, ...) [HVM_REG_##reg] = { offsetof(struct vmcb, field), SVM_CLEAN_##part, ##__VA_ARGS__ }
	W(cr0, cr0, cr, true), W(cr2, cr2, cr2), W(cr3, cr3, cr, true), W(cr4, cr4, cr, true), W(efer, efer, cr, true),
	W(dr6, dr6, dr), W(dr7, dr7, dr), W(pat, pat, np), W(debugctl, debugctl, lbr),
	W(sysenter_cs, sysenter_cs, seg), W(sysenter_esp, sysenter_esp, seg), W(sysenter_eip, sysenter_eip, seg),
	W(star, star, seg), W(lstar, lstar, seg), W(cstar, cstar, seg), W(syscall_mask, sfmask, seg),
	W(kernel_gs_base, kernel_gs_base, seg), W(tsc_offset, tsc_offset, intercepts),
#undef W
};

u64 svm_get_reg(struct vcpu *v, enum hvm_reg reg)
{
	const struct svm_vcpu *s = v->arch.hvm->svm;
	const struct vmcb *b = s->vmcb;

	if (reg == HVM_REG_shadow)
		return (b->shadow & 1 ? HVM_SHADOW_STI : 0) | (s->nmi_masked ? HVM_SHADOW_NMI : 0);
	if (reg == HVM_REG_efer)
		return b->efer & ~(u64)EFER_SVME;
	return *(const u64 *)((const char *)b + words[reg].offset);
}

void svm_set_reg(struct vcpu *v, enum hvm_reg reg, u64 value)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;
	u64 *word;

	if (reg == HVM_REG_shadow) {
		b->shadow = !!(value & (HVM_SHADOW_STI | HVM_SHADOW_MOV_SS));
		if (s->nmi_masked != !!(value & HVM_SHADOW_NMI))
			svm_mask_nmi(s, value & HVM_SHADOW_NMI);
		return;
	}
	if (reg == HVM_REG_efer)
		value |= EFER_SVME;
	word = (u64 *)((char *)b + words[reg].offset);
	if (*word == value)
		return;
	*word = value;
	svm_dirty(b, words[reg].clean);
	if (words[reg].flush)
		hvm_flush_vcpu(v, HVM_FLUSH_linear);
}

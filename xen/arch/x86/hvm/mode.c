/* SPDX-License-Identifier: GPL-2.0-only */
/* In what mode the guest runs, and changing it: CR0, CR3, CR4, CR8, EFER with the checks of the instructions. */
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/page.h>
#include <asm/processor.h>
#include "private.h"

#define X86_CR0_ET 0x10UL
#define X86_CR0_AM 0x40000UL
#define X86_CR0_NW 0x20000000UL
#define X86_CR0_CD 0x40000000UL
#define CR0_KNOWN (X86_CR0_PE | X86_CR0_MP | X86_CR0_EM | X86_CR0_TS | X86_CR0_ET | X86_CR0_NE | X86_CR0_WP | X86_CR0_AM | \
		   X86_CR0_NW | X86_CR0_CD | X86_CR0_PG)
#define EFER_FFXSR 0x4000UL

/* Bits of CR4 and EFER that come with a feature. */
static const struct {
	u16 feature;
	u32 cr4, efer;
} feature_bits[] = {
	{ X86_FEATURE_VME, X86_CR4_VME | 2, 0 },
	{ X86_FEATURE_TSC, X86_CR4_TSD, 0 },
	{ X86_FEATURE_DE, X86_CR4_DE, 0 },
	{ X86_FEATURE_PSE, X86_CR4_PSE, 0 },
	{ X86_FEATURE_PAE, X86_CR4_PAE, 0 },
	{ X86_FEATURE_MCE, X86_CR4_MCE, 0 },
	{ X86_FEATURE_PGE, X86_CR4_PGE, 0 },
	{ X86_FEATURE_FXSR, X86_CR4_OSFXSR, 0 },
	{ X86_FEATURE_SSE, X86_CR4_OSXMMEXCPT, 0 },
	{ X86_FEATURE_UMIP, X86_CR4_UMIP, 0 },
	{ X86_FEATURE_FSGSBASE, X86_CR4_FSGSBASE, 0 },
	{ X86_FEATURE_PCID, X86_CR4_PCIDE, 0 },
	{ X86_FEATURE_XSAVE, X86_CR4_OSXSAVE, 0 },
	{ X86_FEATURE_SMEP, X86_CR4_SMEP, 0 },
	{ X86_FEATURE_SMAP, X86_CR4_SMAP, 0 },
	{ X86_FEATURE_PKU, 1U << 22, 0 },
	{ X86_FEATURE_SYSCALL, 0, EFER_SCE },
	{ X86_FEATURE_LM, 0, EFER_LME | EFER_LMA },
	{ X86_FEATURE_NX, 0, EFER_NX },
	{ X86_FEATURE_FFXSR, 0, EFER_FFXSR },
};

void hvm_policy_changed(struct domain *d)
{
	u64 cr4 = X86_CR4_PCE, efer = 0;
	u32 words[POLICY_FEATURE_WORDS];

	policy_get_features(d->arch.cpu_policy, words);
	for (unsigned int i = 0; i < ARRAY_SIZE(feature_bits); i++)
		if (feature_in(words, feature_bits[i].feature)) {
			cr4 |= feature_bits[i].cr4;
			efer |= feature_bits[i].efer;
		}
	d->arch.hvm->cr4_valid = cr4;
	d->arch.hvm->efer_valid = efer;
}

unsigned int hvm_paddr_bits(const struct domain *d)
{
	unsigned int bits = d->arch.cpu_policy->extd[8].a & 0xff;

	return bits < 32 ? 36 : min(bits, 52U);
}

unsigned int hvm_cpl(struct vcpu *v)
{
	struct segment_register ss;

	hvm_ops->get_segment(v, X86_SEG_SS, &ss);
	return x86_seg_dpl(ss.attr);
}

unsigned int hvm_address_bytes(struct vcpu *v)
{
	struct segment_register cs;

	hvm_ops->get_segment(v, X86_SEG_CS, &cs);
	if ((cs.attr & X86_SEG_ATTR_L) && (hvm_ops->get_reg(v, HVM_REG_efer) & EFER_LMA))
		return 8;
	return cs.attr & X86_SEG_ATTR_DB ? 4 : 2;
}

u64 hvm_get_cr(struct vcpu *v, unsigned int cr)
{
	switch (cr) {
	case 0: return hvm_ops->get_reg(v, HVM_REG_cr0);
	case 2: return hvm_ops->get_reg(v, HVM_REG_cr2);
	case 3: return hvm_ops->get_reg(v, HVM_REG_cr3);
	case 4: return hvm_ops->get_reg(v, HVM_REG_cr4);
	case 8: return vlapic_get_cr8(v);
	}
	return 0;
}

/* Long mode begins with paging: not in 64-bit code, nor without PAE, nor with a TSS of 16 bits (SDM vol. 2, MOV to CRs). */
static bool may_enter_long_mode(struct vcpu *v, u64 cr4)
{
	struct segment_register cs, tr;

	hvm_ops->get_segment(v, X86_SEG_CS, &cs);
	hvm_ops->get_segment(v, X86_SEG_TR, &tr);
	return (cr4 & X86_CR4_PAE) && !(cs.attr & X86_SEG_ATTR_L) && !((tr.attr & X86_SEG_ATTR_P) && (tr.attr & X86_SEG_ATTR_TYPE) < 8);
}

bool hvm_valid_cr0(u64 cr0)
{
	return !(cr0 >> 32) && (!(cr0 & X86_CR0_PG) || (cr0 & X86_CR0_PE)) && (!(cr0 & X86_CR0_NW) || (cr0 & X86_CR0_CD));
}

/* Paging is switched on or off: long mode with it. */
static bool set_cr0(struct vcpu *v, u64 value)
{
	u64 old = hvm_ops->get_reg(v, HVM_REG_cr0), efer = hvm_ops->get_reg(v, HVM_REG_efer);
	u64 cr4 = hvm_ops->get_reg(v, HVM_REG_cr4);

	if (!hvm_valid_cr0(value))
		return false;
	value = (value & CR0_KNOWN) | X86_CR0_ET;
	if (value & ~old & X86_CR0_PG) {
		if ((efer & EFER_LME) && !may_enter_long_mode(v, cr4))
			return false;
		if (efer & EFER_LME)
			efer |= EFER_LMA;
	} else if (old & ~value & X86_CR0_PG) {
		if ((cr4 & X86_CR4_PCIDE) || hvm_address_bytes(v) == 8)
			return false;
		efer &= ~(u64)EFER_LMA;
	}
	hvm_ops->set_reg(v, HVM_REG_efer, efer);
	hvm_ops->set_reg(v, HVM_REG_cr0, value);
	return true;
}

static bool set_cr3(struct vcpu *v, u64 value)
{
	if (hvm_ops->get_reg(v, HVM_REG_efer) & EFER_LMA) {
		if (hvm_ops->get_reg(v, HVM_REG_cr4) & X86_CR4_PCIDE)
			value &= ~(1UL << 63); /* "do not flush": we flush all the same */
		if (value >> hvm_paddr_bits(v->domain))
			return false;
	} else {
		value = (u32)value;
	}
	hvm_ops->set_reg(v, HVM_REG_cr3, value);
	hvm_flush_vcpu(v, HVM_FLUSH_linear);
	return true;
}

static bool set_cr4(struct vcpu *v, u64 value)
{
	u64 old = hvm_ops->get_reg(v, HVM_REG_cr4), efer = hvm_ops->get_reg(v, HVM_REG_efer);

	if (value & ~v->domain->arch.hvm->cr4_valid)
		return false;
	if ((efer & EFER_LMA) && !(value & X86_CR4_PAE))
		return false;
	if ((value & ~old & X86_CR4_PCIDE) && (!(efer & EFER_LMA) || (hvm_ops->get_reg(v, HVM_REG_cr3) & 0xfff)))
		return false;
	hvm_ops->set_reg(v, HVM_REG_cr4, value);
	return true;
}

bool hvm_set_cr(struct vcpu *v, unsigned int cr, u64 value)
{
	switch (cr) {
	case 0: return set_cr0(v, value);
	case 2: hvm_ops->set_reg(v, HVM_REG_cr2, value); return true;
	case 3: return set_cr3(v, value);
	case 4: return set_cr4(v, value);
	case 8:
		if (value > 15)
			return false;
		vlapic_set_cr8(v, value);
		return true;
	}
	return false;
}

bool hvm_set_efer(struct vcpu *v, u64 value)
{
	u64 old = hvm_ops->get_reg(v, HVM_REG_efer);

	if (value & ~v->domain->arch.hvm->efer_valid)
		return false;
	if (((value ^ old) & EFER_LME) && (hvm_ops->get_reg(v, HVM_REG_cr0) & X86_CR0_PG))
		return false;
	hvm_ops->set_reg(v, HVM_REG_efer, (value & ~(u64)EFER_LMA) | (old & EFER_LMA));
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* How guests reach the registers: the page at the APIC's base (xAPIC), or MSRs (x2APIC). */
#include <xen/lib.h>
#include "private.h"

bool vlapic_mmio_range(const struct vcpu *v, paddr_t gpa)
{
	const struct vlapic *a = vcpu_vlapic(v);

	return (gpa & ~0xfffUL) == VLAPIC_DEFAULT_BASE && vlapic_hw_enabled(a) && !vlapic_x2apic(a);
}

/* The register an access means, or NULL: it lies in none of them. */
static const struct vlapic_register *mmio_register(unsigned int offset, unsigned int len)
{
	if (offset >= VLAPIC_NR_REGS * 16 || (offset & 0xf) + len > 4)
		return NULL;
	return vlapic_register(offset);
}

static u32 len_mask(unsigned int len)
{
	return len >= 4 ? ~0U : (1U << len * 8) - 1;
}

u32 vlapic_mmio_read(struct vcpu *v, unsigned int offset, unsigned int len)
{
	const struct vlapic_register *r = mmio_register(offset, len);

	if (!r || !(r->access & REG_r)) {
		if (!r || !r->access)
			vlapic_error(v, APIC_ESR_ILLEGAL_REG);
		return 0;
	}
	return vlapic_register_read(v, offset) >> (offset & 3) * 8 & len_mask(len);
}

void vlapic_mmio_write(struct vcpu *v, unsigned int offset, unsigned int len, u32 val)
{
	const struct vlapic_register *r = mmio_register(offset, len);
	unsigned int shift = (offset & 3) * 8;
	u32 old;

	if (!r || !(r->access & REG_w)) {
		if (!r || !r->access)
			vlapic_error(v, APIC_ESR_ILLEGAL_REG);
		return;
	}
	if (len < 4) { /* part of a register: the rest stays */
		old = r->access & REG_r ? vlapic_register_read(v, offset) : 0;
		val = (old & ~(len_mask(len) << shift)) | (val & len_mask(len)) << shift;
	}
	vlapic_register_write(v, offset, val);
}

static bool x2apic_read(struct vcpu *v, u32 msr, u64 *val)
{
	const struct vlapic *a = vcpu_vlapic(v);
	unsigned int reg = (msr - MSR_X2APIC_FIRST) << 4;

	if (!vlapic_x2apic(a) || reg >= VLAPIC_NR_REGS * 16 || !(vlapic_register(reg)->access & REG_x2r))
		return false;
	*val = vlapic_register_read(v, reg);
	if (reg == APIC_ICR)
		*val |= (u64)a->icr_dest << 32;
	return true;
}

static bool x2apic_write(struct vcpu *v, u32 msr, u64 val)
{
	struct vlapic *a = vcpu_vlapic(v);
	unsigned int reg = (msr - MSR_X2APIC_FIRST) << 4;
	const struct vlapic_register *r;

	if (!vlapic_x2apic(a) || reg >= VLAPIC_NR_REGS * 16)
		return false;
	r = vlapic_register(reg);
	if (!(r->access & REG_x2w) || ((u32)val & ~(vlapic_register_bits(v, reg) | r->ignored)))
		return false;
	if (reg == APIC_ICR) {
		vlapic_icr_write(v, val, val >> 32);
		return true;
	}
	if (val >> 32)
		return false;
	vlapic_register_write(v, reg, val);
	return true;
}

bool vlapic_rdmsr(struct vcpu *v, u32 msr, u64 *val)
{
	switch (msr) {
	case MSR_APIC_BASE:
		*val = vcpu_vlapic(v)->base;
		return true;
	case MSR_TSC_DEADLINE:
		*val = vlapic_deadline_read(v);
		return vlapic_has_deadline(v);
	}
	return msr - MSR_X2APIC_FIRST < 0x100 && x2apic_read(v, msr, val);
}

bool vlapic_wrmsr(struct vcpu *v, u32 msr, u64 val)
{
	switch (msr) {
	case MSR_APIC_BASE:
		return vlapic_base_write(v, val);
	case MSR_TSC_DEADLINE:
		if (vlapic_has_deadline(v))
			vlapic_deadline_write(v, val);
		return vlapic_has_deadline(v);
	}
	return msr - MSR_X2APIC_FIRST < 0x100 && x2apic_write(v, msr, val);
}

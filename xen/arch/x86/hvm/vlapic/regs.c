/* SPDX-License-Identifier: GPL-2.0-only */
/* The registers: one row each (SDM tables 11-1 and 11-6). */
#include <xen/lib.h>
#include <xen/nospec.h>
#include "private.h"

#define ROW(reg) [(reg) >> 4]
#define BITMAP(reg) [(reg) >> 4 ... ((reg) >> 4) + 7]
#define LVT_COMMON (0xff | APIC_LVT_MASKED)
#define LVT_LINT (LVT_COMMON | APIC_LVT_MODE | APIC_LVT_POLARITY | APIC_LVT_LEVEL)

static void write_tpr(struct vcpu *v, unsigned int reg, u32 val) { vlapic_set_tpr(v, val); }

static void write_eoi(struct vcpu *v, unsigned int reg, u32 val)
{
	vlapic_eoi(v);
}

/* Bits that say nothing in the flat and cluster models read as 1. */
static void write_dfr(struct vcpu *v, unsigned int reg, u32 val)
{
	vlapic_set_reg(vcpu_vlapic(v), APIC_DFR, val | 0x0fffffff);
}

static void mask_lvts(struct vlapic *a)
{
	for (unsigned int reg = APIC_LVTT; reg <= APIC_LVTERR; reg += 16)
		vlapic_set_reg(a, reg, vlapic_reg(a, reg) | APIC_LVT_MASKED);
}

static void write_spiv(struct vcpu *v, unsigned int reg, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);

	vlapic_set_reg(a, APIC_SPIV, val);
	if (!(val & APIC_SPIV_ENABLED)) {
		mask_lvts(a);
		vlapic_timer_write_lvt(v, vlapic_reg(a, APIC_LVTT));
	}
}

/* Makes readable what was detected since the last write. */
static void write_esr(struct vcpu *v, unsigned int reg, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);

	vlapic_set_reg(a, APIC_ESR, xchg(&a->errors, 0));
}

static void write_icr(struct vcpu *v, unsigned int reg, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);

	vlapic_icr_write(v, val, vlapic_reg(a, APIC_ICR2) >> 24);
}

static void write_self_ipi(struct vcpu *v, unsigned int reg, u32 val)
{
	vlapic_icr_write(v, val | SHORTHAND_self << 18, 0);
}

static void write_lvt(struct vcpu *v, unsigned int reg, u32 val)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (!vlapic_sw_enabled(a))
		val |= APIC_LVT_MASKED;
	if (reg == APIC_LVTT)
		vlapic_timer_write_lvt(v, val);
	else
		vlapic_set_reg(a, reg, val);
}

static void write_tmict(struct vcpu *v, unsigned int reg, u32 val) { vlapic_timer_write_count(v, val); }
static void write_tdcr(struct vcpu *v, unsigned int reg, u32 val) { vlapic_timer_write_divide(v, val); }

#define RO (REG_r | REG_x2r)
#define RW (RO | REG_w | REG_x2w)
static const struct vlapic_register registers[VLAPIC_NR_REGS] = {
	ROW(APIC_ID) = { 0, 0, RO },
	ROW(APIC_LVR) = { 0, 0, RO },
	ROW(APIC_TASKPRI) = { 0xff, 0, RW, write_tpr },
	ROW(APIC_ARBPRI) = { 0, 0, REG_r },
	ROW(APIC_PROCPRI) = { 0, 0, RO },
	ROW(APIC_EOI) = { 0, 0, REG_w | REG_x2w, write_eoi },
	ROW(APIC_LDR) = { 0xff000000, 0, RO | REG_w },
	ROW(APIC_DFR) = { 0xf0000000, 0, REG_r | REG_w, write_dfr },
	ROW(APIC_SPIV) = { 0x3ff, 0, RW, write_spiv },
	BITMAP(APIC_ISR) = { 0, 0, RO },
	BITMAP(APIC_TMR) = { 0, 0, RO },
	BITMAP(APIC_IRR) = { 0, 0, RO },
	ROW(APIC_ESR) = { 0, 0, RW, write_esr },
	ROW(APIC_ICR) = { 0xccfff, 0, RW, write_icr },
	ROW(APIC_ICR2) = { 0xff000000, 0, REG_r | REG_w },
	ROW(APIC_LVTT) = { LVT_COMMON | APIC_LVT_PERIODIC | APIC_LVT_TIMER_DEADLINE, APIC_LVT_STATUS, RW, write_lvt },
	ROW(APIC_LVTTHMR) = { LVT_COMMON | APIC_LVT_MODE, APIC_LVT_STATUS, RW, write_lvt },
	ROW(APIC_LVTPC) = { LVT_COMMON | APIC_LVT_MODE, APIC_LVT_STATUS, RW, write_lvt },
	ROW(APIC_LVT0) = { LVT_LINT, APIC_LVT_STATUS | APIC_LVT_REMOTE_IRR, RW, write_lvt },
	ROW(APIC_LVT1) = { LVT_LINT, APIC_LVT_STATUS | APIC_LVT_REMOTE_IRR, RW, write_lvt },
	ROW(APIC_LVTERR) = { LVT_COMMON, APIC_LVT_STATUS, RW, write_lvt },
	ROW(APIC_TMICT) = { ~0U, 0, RW, write_tmict },
	ROW(APIC_TMCCT) = { 0, 0, RO },
	ROW(APIC_TDCR) = { 0xb, 0, RW, write_tdcr },
	ROW(APIC_SELF_IPI) = { 0xff, 0, REG_x2w, write_self_ipi },
};

const struct vlapic_register *vlapic_register(unsigned int reg)
{
	return &registers[array_index_nospec(reg >> 4, VLAPIC_NR_REGS)];
}

u32 vlapic_register_bits(const struct vcpu *v, unsigned int reg)
{
	u32 bits = vlapic_register(reg)->writable;

	return (reg & ~0xfU) == APIC_LVTT && !vlapic_has_deadline(v) ? bits & ~APIC_LVT_TIMER_DEADLINE : bits;
}

u32 vlapic_register_read(struct vcpu *v, unsigned int reg)
{
	const struct vlapic *a = vcpu_vlapic(v);

	switch (reg & ~0xfU) {
	case APIC_TMCCT: return vlapic_timer_count(v);
	case APIC_ARBPRI:
	case APIC_PROCPRI: return vlapic_ppr(a);
	}
	return vlapic_reg(a, reg);
}

void vlapic_register_write(struct vcpu *v, unsigned int reg, u32 val)
{
	const struct vlapic_register *r = vlapic_register(reg);

	val &= vlapic_register_bits(v, reg);
	if (r->write)
		r->write(v, reg & ~0xfU, val);
	else
		vlapic_set_reg(vcpu_vlapic(v), reg, val);
}

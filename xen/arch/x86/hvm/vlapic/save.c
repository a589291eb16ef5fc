/* SPDX-License-Identifier: GPL-2.0-only */
/* Records LAPIC and LAPIC_REGS of the HVM context (public/arch-x86/hvm/save.h). */
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/hvm/save.h>
#include "private.h"

/* hvm_hw_lapic.disabled */
#define DISABLED_hw 1U
#define DISABLED_sw 2U

void vlapic_save(const struct vcpu *v, struct hvm_hw_lapic *out)
{
	const struct vlapic *a = vcpu_vlapic(v);

	*out = (struct hvm_hw_lapic){
		.apic_base_msr = a->base,
		.disabled = (vlapic_hw_enabled(a) ? 0 : DISABLED_hw) | (vlapic_sw_enabled(a) ? 0 : DISABLED_sw),
		.timer_divisor = vlapic_timer_divisor(a),
		.tdt_msr = vlapic_deadline_read(v),
	};
}

void vlapic_save_regs(const struct vcpu *v, struct hvm_hw_lapic_regs *out)
{
	const struct vlapic *a = vcpu_vlapic(v);

	memset(out, 0, sizeof(*out));
	for (unsigned int reg = 0; reg < VLAPIC_NR_REGS * 16; reg += 16) {
		u32 val = vlapic_register_read((struct vcpu *)v, reg);

		if (reg == APIC_ICR2 && vlapic_x2apic(a))
			val = a->icr_dest;
		memcpy(&out->data[reg], &val, sizeof(val));
	}
}

int vlapic_load(struct vcpu *v, const struct hvm_hw_lapic *in)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (!vlapic_base_valid(v, in->apic_base_msr))
		return hc_fail(-EINVAL, "%pv: APIC base %lx in the saved state", v, in->apic_base_msr);
	WRITE_ONCE(a->base, in->apic_base_msr);
	vlapic_set_ids(v);
	a->tsc_deadline = in->tdt_msr;
	/* Registers that came before this record may be waiting for the deadline. */
	vlapic_timer_write_lvt(v, vlapic_reg(a, APIC_LVTT));
	return 0;
}

static u32 saved(const struct hvm_hw_lapic_regs *in, unsigned int reg)
{
	u32 val;

	memcpy(&val, &in->data[reg], sizeof(val));
	return val;
}

static bool in_bitmap(unsigned int reg)
{
	return reg >= APIC_ISR && reg < APIC_ESR;
}

/* What register @reg may hold of @val. */
static u32 cleaned(const struct vcpu *v, unsigned int reg, u32 val)
{
	if (in_bitmap(reg)) /* vectors 0-15 are never accepted */
		return (reg & 0x70) ? val : val & ~0xffffU;
	if (reg == APIC_ESR)
		return val & 0xff;
	if (reg == APIC_DFR)
		return val | 0x0fffffff;
	return val & vlapic_register_bits(v, reg);
}

int vlapic_load_regs(struct vcpu *v, const struct hvm_hw_lapic_regs *in)
{
	struct vlapic *a = vcpu_vlapic(v);
	bool sw_off = !(saved(in, APIC_SPIV) & APIC_SPIV_ENABLED);

	stop_timer(&a->timer);
	for (unsigned int reg = 0; reg < VLAPIC_NR_REGS * 16; reg += 16) {
		u32 val = cleaned(v, reg, saved(in, reg));

		if (reg >= APIC_LVTT && reg <= APIC_LVTERR && sw_off)
			val |= APIC_LVT_MASKED;
		if (reg != APIC_LVR)
			vlapic_set_reg(a, reg, val);
	}
	a->icr_dest = 0;
	if (vlapic_x2apic(a)) {
		a->icr_dest = saved(in, APIC_ICR2);
		vlapic_set_reg(a, APIC_ICR2, 0);
	}
	vlapic_set_ids(v);
	vlapic_timer_load(v, min(saved(in, APIC_TMCCT), vlapic_reg(a, APIC_TMICT)));
	vlapic_recheck(v);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IA32_APIC_BASE and the states it switches between (SDM 11.12.5), power-up, INIT.
 *
 *	        EN=1           EXTD=1
 *	off <-----------> xAPIC ------> x2APIC        any other change: #GP(0)
 *	 ^-------------------------------'  EN=0, EXTD=0
 */
#include <xen/lib.h>
#include "private.h"

#define APIC_VERSION 0x00050014U /* integrated, LVT entries up to 5 */
#define MODE (APIC_BASE_ENABLE | APIC_BASE_EXTD)

u32 vlapic_x2apic_ldr(u32 id)
{
	return id >> 4 << 16 | 1U << (id & 0xf);
}

void vlapic_set_ids(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);
	u32 id = VLAPIC_ID(v);

	vlapic_set_reg(a, APIC_ID, vlapic_x2apic(a) ? id : id << 24);
	if (vlapic_x2apic(a))
		vlapic_set_reg(a, APIC_LDR, vlapic_x2apic_ldr(id));
}

void vlapic_reset(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);

	vlapic_timer_reset(v);
	/* SPIV first: from then on nobody posts. */
	vlapic_set_reg(a, APIC_SPIV, 0xff);
	smp_mb();
	for (unsigned int reg = 0; reg < VLAPIC_NR_REGS * 16; reg += 16)
		vlapic_set_reg(a, reg, reg == APIC_SPIV ? 0xff : reg >= APIC_LVTT && reg <= APIC_LVTERR ? APIC_LVT_MASKED : 0);
	vlapic_set_reg(a, APIC_LVR, APIC_VERSION);
	vlapic_set_reg(a, APIC_DFR, ~0U);
	xchg(&a->errors, 0);
	a->icr_dest = 0;
	vlapic_set_ids(v);
}

int vlapic_init(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);

	a->base = VLAPIC_DEFAULT_BASE | APIC_BASE_ENABLE | (v->vcpu_id ? 0 : APIC_BASE_BSP);
	vlapic_timer_init(v);
	vlapic_reset(v);
	return 0;
}

void vlapic_destroy(struct vcpu *v)
{
	kill_timer(&vcpu_vlapic(v)->timer);
}

/*
 * What this APIC can be in at all. Its page stays where it is: with nested paging nobody would see accesses to a page
 * of memory elsewhere.
 */
bool vlapic_base_valid(const struct vcpu *v, u64 val)
{
	if ((val & ~(MODE | APIC_BASE_BSP)) != VLAPIC_DEFAULT_BASE)
		return false;
	if (!(val & APIC_BASE_EXTD))
		return true;
	return (val & APIC_BASE_ENABLE) && vlapic_has_x2apic(v);
}

bool vlapic_base_write(struct vcpu *v, u64 val)
{
	struct vlapic *a = vcpu_vlapic(v);
	u64 old = a->base & MODE, new = val & MODE;

	if (!vlapic_base_valid(v, val))
		return false;
	if (old == new)
		return true;
	if ((old == MODE && new) || (!old && new == MODE))
		return false;
	WRITE_ONCE(a->base, VLAPIC_DEFAULT_BASE | new | (a->base & APIC_BASE_BSP)); /* which CPU booted does not change */
	if (new != MODE) {
		vlapic_reset(v);
		return true;
	}
	/* Registers survive the way to x2APIC, but for those that have another form there. */
	a->icr_dest = vlapic_reg(a, APIC_ICR2) >> 24;
	vlapic_set_reg(a, APIC_ICR2, 0);
	vlapic_set_ids(v);
	return true;
}

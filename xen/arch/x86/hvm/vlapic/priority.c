/* SPDX-License-Identifier: GPL-2.0-only */
/* Acceptance and priority of interrupts: IRR, ISR, TPR, PPR, EOI (SDM 11.8), and errors (11.5.3). */
#include <xen/lib.h>
#include "private.h"

/* The highest bit of the 256-bit register that starts at @reg, or -1. */
static int highest(const struct vlapic *a, unsigned int reg)
{
	const u64 *words = (const u64 *)&a->regs[reg >> 4];

	for (int i = 3; i >= 0; i--) {
		u64 w = READ_ONCE(words[i]);

		if (w)
			return i * 64 + flsl(w) - 1;
	}
	return -1;
}

u8 vlapic_ppr(const struct vlapic *a)
{
	u8 tpr = vlapic_reg(a, APIC_TASKPRI);
	int isr = highest(a, APIC_ISR);

	return isr < 0 || (tpr & 0xf0) >= (isr & 0xf0) ? tpr : isr & 0xf0;
}

int vlapic_highest_irr(const struct vcpu *v)
{
	return highest(vcpu_vlapic(v), APIC_IRR);
}

int vlapic_pending(struct vcpu *v)
{
	const struct vlapic *a = vcpu_vlapic(v);
	int vector = highest(a, APIC_IRR);

	if (likely(vector < 0) || (vector & 0xf0) <= (vlapic_ppr(a) & 0xf0) || !vlapic_hw_enabled(a))
		return -1;
	return vector;
}

void vlapic_ack(struct vcpu *v, u8 vector)
{
	struct vlapic *a = vcpu_vlapic(v);

	clear_bit(vector, vlapic_bitmap(a, APIC_IRR));
	__set_bit(vector, vlapic_bitmap(a, APIC_ISR));
	a->stats.injected[vector]++;
	if (vector == (u8)vlapic_reg(a, APIC_LVTT))
		vlapic_timer_taken(v);
}

void vlapic_set_irq(struct vcpu *v, u8 vector)
{
	struct vlapic *a = vcpu_vlapic(v);

	if (unlikely(vector < 16)) {
		vlapic_error(v, APIC_ESR_RECV_ILLEGAL);
		return;
	}
	if (!vlapic_sw_enabled(a))
		return;
	/* Whoever set the bit before us has kicked, and the vCPU has not looked since. */
	if (test_and_set_bit(vector, vlapic_bitmap(a, APIC_IRR)))
		return;
	if (unlikely(test_bit(vector, vlapic_bitmap(a, APIC_TMR))))
		clear_bit(vector, vlapic_bitmap(a, APIC_TMR));
	hvm_kick(v);
}

void vlapic_recheck(struct vcpu *v)
{
	if (vlapic_highest_irr(v) >= 0)
		hvm_kick(v);
}

void vlapic_eoi(struct vcpu *v)
{
	struct vlapic *a = vcpu_vlapic(v);
	int vector = highest(a, APIC_ISR);

	a->stats.eois++;
	if (vector >= 0)
		__clear_bit(vector, vlapic_bitmap(a, APIC_ISR));
	vlapic_recheck(v);
}

void vlapic_error(struct vcpu *v, u32 bits)
{
	struct vlapic *a = vcpu_vlapic(v);
	u32 lvt = vlapic_reg(a, APIC_LVTERR);
	u32 old = __atomic_fetch_or(&a->errors, bits, __ATOMIC_SEQ_CST);

	/* Once for each kind until the guest has looked; an illegal vector in LVTERR itself stops here. */
	if ((old & bits) != bits && !(lvt & APIC_LVT_MASKED) && (u8)lvt >= 16)
		vlapic_set_irq(v, lvt);
}

void vlapic_set_tpr(struct vcpu *v, u8 tpr)
{
	struct vlapic *a = vcpu_vlapic(v);
	u32 old = vlapic_reg(a, APIC_TASKPRI);

	vlapic_set_reg(a, APIC_TASKPRI, tpr);
	if (tpr < old)
		vlapic_recheck(v);
}

u8 vlapic_get_cr8(const struct vcpu *v)
{
	return vlapic_reg(vcpu_vlapic(v), APIC_TASKPRI) >> 4;
}

void vlapic_set_cr8(struct vcpu *v, u8 cr8)
{
	vlapic_set_tpr(v, (cr8 & 0xf) << 4);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debug registers. DR6 and DR7 are with the vendor's room. DR0 to DR3 stay in v->arch.debugreg until the guest touches a
 * debug register, which exits, or runs with breakpoints armed; from then until it leaves the CPU they are live.
 */
#include <xen/lib.h>
#include "private.h"

void hvm_debug_load(struct vcpu *v)
{
	if (v->arch.hvm->dr_live)
		return;
	v->arch.hvm->dr_live = true;
	write_debugreg(0, v->arch.debugreg[0]);
	write_debugreg(1, v->arch.debugreg[1]);
	write_debugreg(2, v->arch.debugreg[2]);
	write_debugreg(3, v->arch.debugreg[3]);
	hvm_ops->intercept(v, HVM_TRAP_dr, false);
}

void hvm_debug_reset(struct vcpu *v)
{
	bool live = v->arch.hvm->dr_live;

	memset(v->arch.debugreg, 0, 4 * sizeof(v->arch.debugreg[0]));
	v->arch.hvm->dr_live = false;
	if (live) /* only a vCPU that is on this CPU has them live */
		hvm_debug_load(v);
}

void hvm_debug_switch_from(struct vcpu *v)
{
	if (likely(!v->arch.hvm->dr_live))
		return;
	v->arch.hvm->dr_live = false;
	v->arch.debugreg[0] = read_debugreg(0);
	v->arch.debugreg[1] = read_debugreg(1);
	v->arch.debugreg[2] = read_debugreg(2);
	v->arch.debugreg[3] = read_debugreg(3);
	hvm_ops->intercept(v, HVM_TRAP_dr, true);
}

void hvm_debug_switch_to(struct vcpu *v)
{
	if (unlikely(hvm_ops->get_reg(v, HVM_REG_dr7) & 0xff))
		hvm_debug_load(v);
}

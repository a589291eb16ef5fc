/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_MISC_H
#define ASM_PV_MISC_H
struct vcpu;
/* @v current or paused. */
long pv_set_debugreg(struct vcpu *v, unsigned int reg, unsigned long value);
void pv_load_debugregs(const struct vcpu *v);
#endif

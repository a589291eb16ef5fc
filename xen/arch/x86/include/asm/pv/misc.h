/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_MISC_H
#define ASM_PV_MISC_H
struct vcpu;
struct physdev_set_iopl;
struct physdev_set_iobitmap;
long pv_physdev_iopl(const struct physdev_set_iopl *op);
long pv_physdev_iobitmap(const struct physdev_set_iobitmap *op);
/* @v current or paused. */
long pv_set_debugreg(struct vcpu *v, unsigned int reg, unsigned long value);
void pv_load_debugregs(const struct vcpu *v);
unsigned long pv_fixup_guest_cr4(const struct vcpu *v, unsigned long cr4);
/* Loads the parts of CR4 that depend on the running guest. On its CPU. */
void pv_update_real_cr4(const struct vcpu *v);
#endif

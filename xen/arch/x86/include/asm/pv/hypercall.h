/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_HYPERCALL_H
#define ASM_PV_HYPERCALL_H
struct vcpu;
void pv_set_continuation(struct vcpu *v, unsigned int op, unsigned int nargs, const unsigned long *args);
#endif

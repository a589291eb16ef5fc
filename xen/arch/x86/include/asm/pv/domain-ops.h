/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_DOMAIN_OPS_H
#define ASM_PV_DOMAIN_OPS_H

struct guest_ops;
struct domain;
struct vcpu;
extern const struct guest_ops pv_guest_ops;
/* Drops the page tables a vCPU runs on. It is paused, its state in memory. */
void pv_vcpu_drop_pagetables(struct vcpu *v);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PV_DOMAIN_OPS_H
#define ASM_PV_DOMAIN_OPS_H

struct guest_ops;
struct domain;
struct vcpu;
extern const struct guest_ops pv_guest_ops;

#endif

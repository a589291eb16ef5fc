/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DOMAIN_H
#define ASM_DOMAIN_H

#include <public/xen.h>
#include <asm/regs.h>

struct arch_domain { int none; };
struct arch_vcpu { struct cpu_user_regs regs; };

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* One CPU, one vCPU. */
#ifndef ASM_CURRENT_H
#define ASM_CURRENT_H

#include <xen/types.h>
#include <asm/regs.h>

struct vcpu;
struct cpu_info { unsigned long per_cpu_offset, cr4; };
extern struct cpu_info fake_cpu_info;
extern struct vcpu *fake_current;
extern struct cpu_user_regs fake_regs;
#define current fake_current
#define smp_processor_id() 0U
#define get_cpu_info() (&fake_cpu_info)
#define guest_cpu_user_regs() (&fake_regs)

#endif

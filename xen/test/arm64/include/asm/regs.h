/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_REGS_H
#define ASM_REGS_H

#include <xen/types.h>
#include <public/xen.h>

struct cpu_user_regs {
	u64 x[31], sp, pc, cpsr;
};

#endif

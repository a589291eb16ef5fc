/* SPDX-License-Identifier: GPL-2.0-only */
/* MSRs of HVM guests: one row per MSR or range. hvm/msr.c has those of all processors, rooms add theirs. */
#ifndef ASM_HVM_MSR_H
#define ASM_HVM_MSR_H

#include <xen/types.h>

struct vcpu;

struct hvm_msr_row {
	u32 first, last;
	/* As hvm_rdmsr() and hvm_wrmsr(). NULL: reads 0, is not writable. */
	bool (*read)(struct vcpu *v, u32 msr, u64 *value);
	bool (*write)(struct vcpu *v, u32 msr, u64 value);
};

#endif

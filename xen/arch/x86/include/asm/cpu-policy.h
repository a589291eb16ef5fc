/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_CPU_POLICY_H
#define ASM_CPU_POLICY_H

#include <xen/types.h>
#include <asm/system.h>

struct vcpu;

/* CPUID as the domain's policy has it, with the parts that change at run time (OSXSAVE, APIC id, XCR0). */
void guest_cpuid(const struct vcpu *v, u32 leaf, u32 subleaf, struct cpuid_leaf *res);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tags of guests' TLB entries (ASID, VPID). Each CPU counts them up; when they are used up, everything is flushed and a new
 * generation begins. A vCPU whose tag is of an older generation, or of another CPU, gets a new one, and so does one whose
 * translations are to be forgotten.
 */
#ifndef ASM_HVM_ASID_H
#define ASM_HVM_ASID_H

#include <xen/domain.h>
#include <xen/percpu.h>
#include <asm/hvm/vcpu.h>

struct hvm_asids {
	unsigned long generation;
	u32 next, max;
};
DECLARE_PER_CPU(struct hvm_asids, hvm_asids);

/* This CPU, as it comes up: tags 1..@max. @max 0: the processor has none, every entry flushes. */
void hvm_asid_init(u32 max);
static inline bool hvm_asid_valid(const struct vcpu *v)
{
	return v->arch.hvm->asid_generation == this_cpu(hvm_asids).generation;
}
/* Before entry, interrupts off: a new tag if @flush or !hvm_asid_valid(). True: flush everything of all tags. */
bool hvm_asid_renew(struct vcpu *v, u8 flush);
/* v was put on another CPU. */
static inline void hvm_asid_forget(struct vcpu *v) { v->arch.hvm->asid_generation = 0; }

#endif

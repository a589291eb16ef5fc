/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's TSC is the host's, or while RDTSC is trapped the domain's own, plus an offset: the domain's, and what the vCPU
 * itself added by writing its TSC. All vCPUs of a domain agree as long as the guest does not make them differ.
 */
#include <xen/domain.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "private.h"

u64 hvm_tsc_offset(const struct vcpu *v)
{
	return v->arch.hvm->tsc_offset;
}

void hvm_set_tsc_offset(struct vcpu *v, u64 offset)
{
	v->arch.hvm->tsc_offset = offset;
	hvm_ops->set_reg(v, HVM_REG_tsc_offset, offset);
}

void hvm_tsc_mode_changed(struct domain *d)
{
	struct vcpu *v;

	for_each_vcpu(d, v)
		hvm_ops->intercept(v, HVM_TRAP_tsc, d->arch.vtsc);
}

u64 hvm_base_tsc(const struct domain *d)
{
	return unlikely(d->arch.vtsc) ? domain_tsc_at(d, NOW()) : rdtsc_ordered();
}

u64 hvm_guest_tsc(const struct vcpu *v)
{
	return hvm_base_tsc(v->domain) + v->arch.hvm->tsc_offset;
}

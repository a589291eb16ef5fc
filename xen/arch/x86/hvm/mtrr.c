/* SPDX-License-Identifier: GPL-2.0-only */
/* MTRRs: kept and checked, so that a kernel finds what it wrote (Intel SDM vol. 3A 12.11). All memory is write-back. */
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include "private.h"

static const u32 fixed_msrs[HVM_MTRR_FIXED] = {
	0x250, 0x258, 0x259, 0x268, 0x269, 0x26a, 0x26b, 0x26c, 0x26d, 0x26e, 0x26f,
};

static bool type_ok(u8 type)
{
	return type == 0 || type == 1 || (type >= 4 && type <= 6);
}

static u64 *fixed_range(struct hvm_mtrr *m, u32 msr)
{
	for (unsigned int i = 0; i < HVM_MTRR_FIXED; i++)
		if (fixed_msrs[i] == msr)
			return &m->fixed[i];
	return NULL;
}

bool hvm_mtrr_read(struct vcpu *v, u32 msr, u64 *value)
{
	struct hvm_mtrr *m = &v->arch.hvm->mtrr;

	if (!(v->domain->arch.cpu_policy->basic[1].d & (1U << 12)))
		return false;
	if (msr == 0xfe)
		*value = m->cap;
	else if (msr == 0x2ff)
		*value = m->def_type;
	else if (msr - 0x200 < 2 * HVM_MTRR_VAR)
		*value = m->var[msr - 0x200];
	else
		*value = *fixed_range(m, msr);
	return true;
}

bool hvm_mtrr_write(struct vcpu *v, u32 msr, u64 value)
{
	struct hvm_mtrr *m = &v->arch.hvm->mtrr;

	if (!(v->domain->arch.cpu_policy->basic[1].d & (1U << 12)))
		return false;
	if (msr == 0x2ff) {
		if ((value & ~0xcffUL) || !type_ok(value))
			return false;
		m->def_type = value;
		return true;
	}
	if (msr - 0x200 < 2 * HVM_MTRR_VAR) {
		if (value >> hvm_paddr_bits(v->domain) || (msr & 1 ? value & 0x7ff : (value & 0xf00) || !type_ok(value)))
			return false;
		m->var[msr - 0x200] = value;
		return true;
	}
	for (unsigned int i = 0; i < 64; i += 8)
		if (!type_ok(value >> i))
			return false;
	*fixed_range(m, msr) = value;
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* CPUID executed by a guest. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/processor.h>
#include <asm/time.h>
#include <asm/xstate.h>
#include <public/arch-x86/cpuid.h>
#include "private.h"

#define XEN_LEAVES 0x40000000U

struct cpuid_leaf *policy_leaf(struct cpu_policy *p, u32 leaf, u32 sub)
{
	switch (leaf) {
	case 4: return sub < POLICY_CACHE_LEAVES ? &p->cache[sub] : NULL;
	case 7: return sub < POLICY_FEAT_LEAVES ? &p->feat[sub] : NULL;
	case 0xb: return sub < POLICY_TOPO_LEAVES ? &p->topo[sub] : NULL;
	case 0xd: return sub < POLICY_XSTATE_LEAVES ? &p->xstate[sub] : NULL;
	}
	if (leaf < POLICY_BASIC_LEAVES)
		return &p->basic[leaf];
	if (leaf - 0x80000000U < POLICY_EXTD_LEAVES)
		return &p->extd[leaf - 0x80000000U];
	return NULL;
}

/* Leaf 3: how the guest's TSC runs (public/arch-x86/cpuid.h). */
static void tsc_leaf(const struct domain *d, u32 sub, struct cpuid_leaf *r)
{
	switch (sub) {
	case 0:
		r->a = (d->arch.vtsc ? 1 : 0) | (host_tsc_is_reliable() ? 2 : 0) |
		       (boot_cpu_has(X86_FEATURE_RDTSCP) ? 4 : 0);
		r->b = d->arch.tsc_mode;
		r->c = domain_tsc_khz(d);
		r->d = d->arch.tsc_incarnation;
		break;
	case 1: {
		struct time_scale t = time_scale_ratio(SECONDS(1), domain_tsc_khz(d) * 1000UL);

		r->a = d->arch.tsc_offset;
		r->b = d->arch.tsc_offset >> 32;
		r->c = t.mul;
		r->d = (u32)(s32)t.shift;
		break;
	}
	case 2:
		r->a = cpu_khz;
		break;
	}
}

static void xen_leaf(const struct vcpu *v, u32 leaf, u32 sub, struct cpuid_leaf *r)
{
	const struct domain *d = v->domain;
	u32 limit = is_pv_domain(d) ? XEN_LEAVES + 5 : XEN_LEAVES + 4;

	if (d->arch.cpu_policy->hv_limit)
		limit = min(limit, d->arch.cpu_policy->hv_limit);
	if (leaf > limit)
		return;
	switch (leaf - XEN_LEAVES) {
	case 0:
		*r = (struct cpuid_leaf){ limit, XEN_CPUID_SIGNATURE_EBX, XEN_CPUID_SIGNATURE_ECX, XEN_CPUID_SIGNATURE_EDX };
		break;
	case 1:
		r->a = 4 << 16 | 17;
		break;
	case 2:
		r->a = 1;          /* hypercall pages */
		r->b = 0x40000000; /* MSR that writes one */
		if (is_pv_domain(d))
			r->c = XEN_CPUID_FEAT1_MMU_PT_UPDATE_PRESERVE_AD;
		break;
	case 3:
		tsc_leaf(d, sub, r);
		break;
	case 4:
		if (is_pv_domain(d))
			break;
		r->a = XEN_HVM_CPUID_VCPU_ID_PRESENT |
		       XEN_HVM_CPUID_DOMID_PRESENT | XEN_HVM_CPUID_UPCALL_VECTOR;
		r->b = v->vcpu_id;
		r->c = d->domain_id;
		break;
	case 5:
		r->b = boot_cpu_data.phys_bits; /* machine frames as PV guests see them */
		break;
	}
}

/* What depends on the vCPU and its state rather than on the policy. */
static void dynamic_parts(const struct vcpu *v, u32 leaf, u32 sub, struct cpuid_leaf *r)
{
	const struct cpu_policy *p = v->domain->arch.cpu_policy;

	switch (leaf) {
	case 1:
		r->b = (r->b & 0x00ffffff) | v->vcpu_id * 2 << 24;
		r->c &= ~(1U << 27);
		/* A PV kernel's CR4 is the hypervisor's; OSXSAVE says whether XGETBV works, and it does. */
		if (is_pv_vcpu(v) ? v->arch.pv.ctrlreg[4] & X86_CR4_OSXSAVE : v->domain->ops->osxsave(v))
			r->c |= 1U << 27;
		break;
	case 7:
		if (!sub)
			r->c &= ~(1U << 4); /* OSPKE */
		break;
	case 0xb:
		if (p->basic[1].c & (1U << 21)) {
			r->c = (r->c & ~0xffU) | (sub & 0xff);
			r->d = v->vcpu_id * 2;
		}
		break;
	case 0xd:
		if (!sub && p->xstate[0].a)
			r->b = xstate_size(v->arch.xcr0);
		else if (sub == 1 && (r->a & 2)) /* XSAVEC's format */
			r->b = xstate_compact_size(v->arch.xcr0);
		break;
	}
}

void guest_cpuid(const struct vcpu *v, u32 leaf, u32 sub, struct cpuid_leaf *r)
{
	struct cpu_policy *p = v->domain->arch.cpu_policy;
	const struct cpuid_leaf *l;

	*r = (struct cpuid_leaf){ 0 };
	if (leaf - XEN_LEAVES < 0x200) {
		xen_leaf(v, leaf, sub, r);
		return;
	}
	if (leaf > p->basic[0].a && (leaf < 0x80000000U || leaf > p->extd[0].a))
		return;
	l = policy_leaf(p, leaf, sub);
	if (l)
		*r = *l;
	dynamic_parts(v, leaf, sub, r);
}

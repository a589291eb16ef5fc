/* SPDX-License-Identifier: GPL-2.0-only */
/* Policies to and from the toolstack: lists of CPUID leaves and MSRs (sysctl and domctl get/set_cpu_policy). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/domctl.h>
#include <asm/cpu-policy.h>
#include <asm/hvm/hvm.h>
#include "private.h"

#define POLICY_MSRS 2
#define MAX_LEAVES (POLICY_BASIC_LEAVES - 4 + POLICY_CACHE_LEAVES + POLICY_FEAT_LEAVES + POLICY_TOPO_LEAVES + \
		    POLICY_XSTATE_LEAVES + 1 + POLICY_EXTD_LEAVES)

GUEST_HANDLES(xen_cpuid_leaf_t);
GUEST_HANDLES(xen_msr_entry_t);

struct writer {
	xen_cpuid_leaf_t_out to;
	u32 count, room;
	bool fault;
};

static void put(struct writer *w, u32 leaf, u32 sub, const struct cpuid_leaf *l)
{
	xen_cpuid_leaf_t e = { leaf, sub, l->a, l->b, l->c, l->d };

	if (w->count < w->room && guest_write(w->to, w->count, &e))
		w->fault = true;
	w->count++;
}

static void put_subleaves(struct writer *w, u32 leaf, const struct cpuid_leaf *l, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		put(w, leaf, i, &l[i]);
}

static unsigned int count_cache(const struct cpu_policy *p)
{
	unsigned int n = 0;

	while (n < POLICY_CACHE_LEAVES && (p->cache[n].a & 0x1f))
		n++;
	return min(n + 1, POLICY_CACHE_LEAVES + 0U);
}

static unsigned int count_xstate(const struct cpu_policy *p)
{
	unsigned int n = 2;

	for (unsigned int i = 2; i < POLICY_XSTATE_LEAVES; i++)
		if (p->xstate[i].a)
			n = i + 1;
	return n;
}

static void write_leaves(struct writer *w, const struct cpu_policy *p)
{
	static const struct cpuid_leaf none;

	for (u32 i = 0; i <= p->basic[0].a && i < POLICY_BASIC_LEAVES; i++)
		switch (i) {
		case 4: put_subleaves(w, i, p->cache, count_cache(p)); break;
		case 7: put_subleaves(w, i, p->feat, min(p->feat[0].a + 1, POLICY_FEAT_LEAVES + 0U)); break;
		case 0xb: put_subleaves(w, i, p->topo, POLICY_TOPO_LEAVES); break;
		case 0xd: put_subleaves(w, i, p->xstate, count_xstate(p)); break;
		default: put(w, i, XEN_CPUID_NO_SUBLEAF, &p->basic[i]);
		}
	put(w, 0x40000000, XEN_CPUID_NO_SUBLEAF, &none);
	for (u32 i = 0; i <= (p->extd[0].a & 0xffff) && i < POLICY_EXTD_LEAVES; i++)
		put(w, 0x80000000 + i, XEN_CPUID_NO_SUBLEAF, &p->extd[i]);
}

/* Both lists, or their greatest sizes for null handles. -ENOBUFS: too small (the counts say what is needed). */
static long serialise(const struct cpu_policy *p, void *leaves, u32 *nr_leaves, void *msrs, u32 *nr_msrs)
{
	long rc = 0;

	if (!leaves) {
		*nr_leaves = MAX_LEAVES;
	} else {
		struct writer w = { { leaves }, 0, *nr_leaves, false };

		write_leaves(&w, p);
		if (w.fault)
			return -EFAULT;
		if (w.count > *nr_leaves)
			rc = -ENOBUFS;
		*nr_leaves = w.count;
	}
	if (!msrs) {
		*nr_msrs = POLICY_MSRS;
	} else {
		const xen_msr_entry_t e[POLICY_MSRS] = { { 0xce, 0, p->platform_info }, { 0x10a, 0, p->arch_caps } };
		xen_msr_entry_t_out to = { msrs };

		if (*nr_msrs < POLICY_MSRS)
			rc = -ENOBUFS;
		else if (guest_write_n(to, 0, e, POLICY_MSRS))
			return -EFAULT;
		*nr_msrs = POLICY_MSRS;
	}
	return rc;
}

long sysctl_get_cpu_policy(struct xen_sysctl_cpu_policy *op)
{
	long rc;

	if (op->_rsvd || op->index >= POLICY_count)
		return -EINVAL;
	rc = serialise(&cpu_policies[op->index], op->leaves.p, &op->nr_leaves, op->msrs.p, &op->nr_msrs);
	return rc;
}

long sysctl_get_cpu_featureset(struct xen_sysctl_cpu_featureset *op)
{
	static const u8 policy_of[] = { POLICY_raw, POLICY_host, POLICY_pv_def, POLICY_hvm_def, POLICY_pv_max, POLICY_hvm_max };
	u32 words[POLICY_FEATURE_WORDS], n = min(op->nr_features, POLICY_FEATURE_WORDS + 0U);
	u32_out to = { op->features.p };

	if (!op->features.p) {
		op->nr_features = POLICY_FEATURE_WORDS;
		return 0;
	}
	if (op->index >= ARRAY_SIZE(policy_of))
		return -EINVAL;
	policy_get_features(&cpu_policies[policy_of[op->index]], words);
	if (guest_write_n(to, 0, words, n))
		return -EFAULT;
	n = op->nr_features;
	op->nr_features = POLICY_FEATURE_WORDS;
	return n < POLICY_FEATURE_WORDS ? -ENOBUFS : 0;
}

long domctl_get_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *op)
{
	return serialise(d->arch.cpu_policy, op->leaves.p, &op->nr_leaves, op->msrs.p, &op->nr_msrs);
}

static long read_leaves(struct cpu_policy *p, struct xen_domctl_cpu_policy *op)
{
	xen_cpuid_leaf_t_in from = { op->leaves.p };

	if (op->nr_leaves > MAX_LEAVES)
		return -E2BIG;
	for (u32 i = 0; i < op->nr_leaves; i++) {
		xen_cpuid_leaf_t e;
		struct cpuid_leaf *l;

		if (guest_read(&e, from, i))
			return -EFAULT;
		if (e.leaf - 0x40000000U < 0x200) {
			if (e.leaf == 0x40000000U && e.a)
				p->hv_limit = e.a;
			continue;
		}
		l = policy_leaf(p, e.leaf, e.subleaf == XEN_CPUID_NO_SUBLEAF ? 0 : e.subleaf);
		if (!l) {
			op->err_leaf = e.leaf;
			op->err_subleaf = e.subleaf;
			return hc_fail(-ERANGE, "no leaf %#x[%#x]", e.leaf, e.subleaf);
		}
		*l = (struct cpuid_leaf){ e.a, e.b, e.c, e.d };
	}
	return 0;
}

static long read_msrs(struct cpu_policy *p, struct xen_domctl_cpu_policy *op)
{
	xen_msr_entry_t_in from = { op->msrs.p };

	if (op->nr_msrs > POLICY_MSRS)
		return -E2BIG;
	for (u32 i = 0; i < op->nr_msrs; i++) {
		xen_msr_entry_t e;

		if (guest_read(&e, from, i))
			return -EFAULT;
		if (e.flags || (e.idx != 0xce && e.idx != 0x10a)) {
			op->err_msr = e.idx;
			return e.flags ? -EINVAL : -ERANGE;
		}
		*(e.idx == 0xce ? &p->platform_info : &p->arch_caps) = e.val;
	}
	return 0;
}

/* Features that the kind of guest cannot have are refused, the rest is made consistent. */
static long audit(const struct domain *d, struct cpu_policy *p, struct xen_domctl_cpu_policy *op)
{
	const struct cpu_policy *max = &cpu_policies[is_pv_domain(d) ? POLICY_pv_max : POLICY_hvm_max];
	u32 words[POLICY_FEATURE_WORDS], limit[POLICY_FEATURE_WORDS];

	if (p->basic[0].a > max->basic[0].a) {
		op->err_leaf = 0;
		return -EINVAL;
	}
	if (p->extd[0].a > max->extd[0].a) {
		op->err_leaf = 0x80000000;
		return -EINVAL;
	}
	policy_get_features(p, words);
	policy_get_features(max, limit);
	for (unsigned int i = 0; i < POLICY_FEATURE_WORDS; i++)
		words[i] &= limit[i];
	policy_sanitise_features(words);
	policy_set_features(p, words);
	policy_recalculate_xstate(p);
	p->platform_info &= max->platform_info;
	return 0;
}

long domctl_set_cpu_policy(struct domain *d, struct xen_domctl_cpu_policy *op)
{
	struct cpu_policy *p;
	long rc;

	op->err_leaf = op->err_subleaf = op->err_msr = ~0U;
	if (d->creation_finished)
		return hc_fail(-EEXIST, "%pd: already running", d);
	p = xmalloc(struct cpu_policy);
	if (!p)
		return -ENOMEM;
	*p = *d->arch.cpu_policy;
	rc = read_leaves(p, op);
	rc = rc ?: read_msrs(p, op);
	rc = rc ?: audit(d, p, op);
	if (!rc)
		*d->arch.cpu_policy = *p;
	if (!rc && is_hvm_domain(d))
		hvm_policy_changed(d);
	xfree(p);
	return rc;
}

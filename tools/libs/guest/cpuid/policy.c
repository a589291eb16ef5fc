// SPDX-License-Identifier: LGPL-2.1-only
/* CPU policies: fetch, change, hand over. */
#include "private.h"

xc_cpu_policy_t *xc_cpu_policy_init(void)
{
	return calloc(1, sizeof(struct xc_cpu_policy));
}

void xc_cpu_policy_destroy(xc_cpu_policy_t *policy)
{
	free(policy);
}

static int leaf_cmp(const void *a, const void *b)
{
	const xen_cpuid_leaf_t *l = a, *r = b;

	if (l->leaf != r->leaf)
		return l->leaf < r->leaf ? -1 : 1;
	if (l->subleaf != r->subleaf)
		return l->subleaf < r->subleaf ? -1 : 1;
	return 0;
}

static int msr_cmp(const void *a, const void *b)
{
	const xen_msr_entry_t *l = a, *r = b;

	return l->idx < r->idx ? -1 : l->idx > r->idx;
}

xen_cpuid_leaf_t *policy_leaf(struct xc_cpu_policy *p, uint32_t leaf, uint32_t subleaf)
{
	xen_cpuid_leaf_t key = { .leaf = leaf, .subleaf = subleaf };

	return bsearch(&key, p->leaves, p->nr_leaves, sizeof(key), leaf_cmp);
}

uint32_t *policy_reg(struct xc_cpu_policy *p, uint32_t leaf, uint32_t subleaf, unsigned int reg)
{
	xen_cpuid_leaf_t *l = policy_leaf(p, leaf, subleaf);

	if (!l)
		return NULL;
	return reg == REG_A ? &l->a : reg == REG_B ? &l->b : reg == REG_C ? &l->c : &l->d;
}

uint64_t *policy_msr(struct xc_cpu_policy *p, uint32_t idx)
{
	xen_msr_entry_t key = { .idx = idx };
	xen_msr_entry_t *m = bsearch(&key, p->msrs, p->nr_msrs, sizeof(key), msr_cmp);

	return m ? &m->val : NULL;
}

static void policy_sort(struct xc_cpu_policy *p)
{
	qsort(p->leaves, p->nr_leaves, sizeof(p->leaves[0]), leaf_cmp);
	qsort(p->msrs, p->nr_msrs, sizeof(p->msrs[0]), msr_cmp);
}

int xc_cpu_policy_get_size(xc_interface *xch, uint32_t *nr_leaves, uint32_t *nr_msrs)
{
	struct xen_sysctl sysctl = { .cmd = XEN_SYSCTL_get_cpu_policy };
	int rc;

	/* null handles ask for the sizes */
	rc = xc_sysctl(xch, &sysctl);
	if (rc) {
		ERR("cannot ask for the size of CPU policies: %s", strerror(errno));
		return rc;
	}
	*nr_leaves = sysctl.u.cpu_policy.nr_leaves;
	*nr_msrs = sysctl.u.cpu_policy.nr_msrs;
	return 0;
}

static int check_counts(xc_interface *xch, uint32_t nr_leaves, uint32_t nr_msrs)
{
	if (nr_leaves <= POLICY_MAX_LEAVES && nr_msrs <= POLICY_MAX_MSRS)
		return 0;
	errno = ENOBUFS;
	ERR("a policy of %u leaves and %u MSRs is too large", nr_leaves, nr_msrs);
	return -1;
}

int xc_cpu_policy_get_system(xc_interface *xch, unsigned int policy_idx, xc_cpu_policy_t *policy)
{
	struct xen_sysctl sysctl = { .cmd = XEN_SYSCTL_get_cpu_policy };
	DECLARE_HYPERCALL_BUFFER(xen_cpuid_leaf_t, leaves);
	DECLARE_HYPERCALL_BUFFER(xen_msr_entry_t, msrs);
	uint32_t nr_leaves, nr_msrs;
	int rc = -1;

	if (xc_cpu_policy_get_size(xch, &nr_leaves, &nr_msrs) ||
	    check_counts(xch, nr_leaves, nr_msrs))
		return -1;
	leaves = xc_hypercall_buffer_alloc(xch, leaves, nr_leaves * sizeof(*leaves));
	msrs = xc_hypercall_buffer_alloc(xch, msrs, nr_msrs * sizeof(*msrs));
	if (!leaves || !msrs)
		goto out;
	sysctl.u.cpu_policy.index = policy_idx;
	sysctl.u.cpu_policy.nr_leaves = nr_leaves;
	sysctl.u.cpu_policy.nr_msrs = nr_msrs;
	set_xen_guest_handle(sysctl.u.cpu_policy.leaves, leaves);
	set_xen_guest_handle(sysctl.u.cpu_policy.msrs, msrs);
	rc = xc_sysctl(xch, &sysctl);
	if (rc) {
		ERR("cannot get system policy %u: %s", policy_idx, strerror(errno));
		goto out;
	}
	policy->nr_leaves = sysctl.u.cpu_policy.nr_leaves;
	policy->nr_msrs = sysctl.u.cpu_policy.nr_msrs;
	memcpy(policy->leaves, leaves, policy->nr_leaves * sizeof(*leaves));
	memcpy(policy->msrs, msrs, policy->nr_msrs * sizeof(*msrs));
	policy_sort(policy);
out:
	xc_hypercall_buffer_free(xch, msrs);
	xc_hypercall_buffer_free(xch, leaves);
	return rc;
}

int xc_cpu_policy_get_domain(xc_interface *xch, uint32_t domid, xc_cpu_policy_t *policy)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_get_cpu_policy };
	DECLARE_HYPERCALL_BUFFER(xen_cpuid_leaf_t, leaves);
	DECLARE_HYPERCALL_BUFFER(xen_msr_entry_t, msrs);
	uint32_t nr_leaves, nr_msrs;
	int rc = -1;

	if (xc_cpu_policy_get_size(xch, &nr_leaves, &nr_msrs) ||
	    check_counts(xch, nr_leaves, nr_msrs))
		return -1;
	leaves = xc_hypercall_buffer_alloc(xch, leaves, nr_leaves * sizeof(*leaves));
	msrs = xc_hypercall_buffer_alloc(xch, msrs, nr_msrs * sizeof(*msrs));
	if (!leaves || !msrs)
		goto out;
	domctl.domain = domid;
	domctl.u.cpu_policy.nr_leaves = nr_leaves;
	domctl.u.cpu_policy.nr_msrs = nr_msrs;
	set_xen_guest_handle(domctl.u.cpu_policy.leaves, leaves);
	set_xen_guest_handle(domctl.u.cpu_policy.msrs, msrs);
	rc = xc_domctl(xch, &domctl);
	if (rc) {
		ERR("cannot get the policy of domain %u: %s", domid, strerror(errno));
		goto out;
	}
	policy->nr_leaves = domctl.u.cpu_policy.nr_leaves;
	policy->nr_msrs = domctl.u.cpu_policy.nr_msrs;
	memcpy(policy->leaves, leaves, policy->nr_leaves * sizeof(*leaves));
	memcpy(policy->msrs, msrs, policy->nr_msrs * sizeof(*msrs));
	policy_sort(policy);
out:
	xc_hypercall_buffer_free(xch, msrs);
	xc_hypercall_buffer_free(xch, leaves);
	return rc;
}

int xc_set_domain_cpu_policy(xc_interface *xch, uint32_t domid, uint32_t nr_leaves,
			     xen_cpuid_leaf_t *leaves, uint32_t nr_msrs, xen_msr_entry_t *msrs,
			     uint32_t *err_leaf_p, uint32_t *err_subleaf_p, uint32_t *err_msr_p)
{
	struct xen_domctl domctl = { .cmd = XEN_DOMCTL_set_cpu_policy };
	DECLARE_HYPERCALL_BUFFER(xen_cpuid_leaf_t, l);
	DECLARE_HYPERCALL_BUFFER(xen_msr_entry_t, m);
	int rc = -1;

	l = xc_hypercall_buffer_alloc(xch, l, nr_leaves * sizeof(*l));
	m = xc_hypercall_buffer_alloc(xch, m, nr_msrs * sizeof(*m));
	if ((nr_leaves && !l) || (nr_msrs && !m))
		goto out;
	if (nr_leaves)
		memcpy(l, leaves, nr_leaves * sizeof(*l));
	if (nr_msrs)
		memcpy(m, msrs, nr_msrs * sizeof(*m));
	domctl.domain = domid;
	domctl.u.cpu_policy.nr_leaves = nr_leaves;
	domctl.u.cpu_policy.nr_msrs = nr_msrs;
	/* ~0: the hypervisor had nothing to say */
	domctl.u.cpu_policy.err_leaf = ~0u;
	domctl.u.cpu_policy.err_subleaf = ~0u;
	domctl.u.cpu_policy.err_msr = ~0u;
	set_xen_guest_handle(domctl.u.cpu_policy.leaves, l);
	set_xen_guest_handle(domctl.u.cpu_policy.msrs, m);
	rc = xc_domctl(xch, &domctl);
	if (err_leaf_p)
		*err_leaf_p = domctl.u.cpu_policy.err_leaf;
	if (err_subleaf_p)
		*err_subleaf_p = domctl.u.cpu_policy.err_subleaf;
	if (err_msr_p)
		*err_msr_p = domctl.u.cpu_policy.err_msr;
out:
	xc_hypercall_buffer_free(xch, m);
	xc_hypercall_buffer_free(xch, l);
	return rc;
}

int xc_cpu_policy_set_domain(xc_interface *xch, uint32_t domid, xc_cpu_policy_t *policy)
{
	uint32_t err_leaf, err_subleaf, err_msr;
	int rc = xc_set_domain_cpu_policy(xch, domid, policy->nr_leaves, policy->leaves,
					  policy->nr_msrs, policy->msrs, &err_leaf, &err_subleaf,
					  &err_msr);

	if (rc)
		ERR("cannot set the policy of domain %u: %s (leaf %#x, subleaf %#x, MSR %#x)", domid,
		    strerror(errno), err_leaf, err_subleaf, err_msr);
	return rc;
}

int xc_cpu_policy_serialise(xc_interface *xch, const xc_cpu_policy_t *policy,
			    xen_cpuid_leaf_t *leaves, uint32_t *nr_leaves,
			    xen_msr_entry_t *msrs, uint32_t *nr_msrs)
{
	if (leaves) {
		if (*nr_leaves < policy->nr_leaves) {
			errno = ENOBUFS;
			ERR("room for %u of %u leaves", *nr_leaves, policy->nr_leaves);
			return -1;
		}
		memcpy(leaves, policy->leaves, policy->nr_leaves * sizeof(*leaves));
		*nr_leaves = policy->nr_leaves;
	}
	if (msrs) {
		if (*nr_msrs < policy->nr_msrs) {
			errno = ENOBUFS;
			ERR("room for %u of %u MSRs", *nr_msrs, policy->nr_msrs);
			return -1;
		}
		memcpy(msrs, policy->msrs, policy->nr_msrs * sizeof(*msrs));
		*nr_msrs = policy->nr_msrs;
	}
	return 0;
}

int xc_cpu_policy_update_cpuid(xc_interface *xch, xc_cpu_policy_t *policy,
			       const xen_cpuid_leaf_t *leaves, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		xen_cpuid_leaf_t *l = policy_leaf(policy, leaves[i].leaf, leaves[i].subleaf);

		if (l) {
			*l = leaves[i];
			continue;
		}
		if (check_counts(xch, policy->nr_leaves + 1, policy->nr_msrs))
			return -1;
		policy->leaves[policy->nr_leaves++] = leaves[i];
		policy_sort(policy);
	}
	return 0;
}

int xc_cpu_policy_update_msrs(xc_interface *xch, xc_cpu_policy_t *policy,
			      const xen_msr_entry_t *msrs, uint32_t nr)
{
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t *val = policy_msr(policy, msrs[i].idx);

		if (msrs[i].flags) {
			errno = EINVAL;
			ERR("MSR %#x has reserved flags %#x", msrs[i].idx, msrs[i].flags);
			return -1;
		}
		if (val) {
			*val = msrs[i].val;
			continue;
		}
		if (check_counts(xch, policy->nr_leaves, policy->nr_msrs + 1))
			return -1;
		policy->msrs[policy->nr_msrs++] = msrs[i];
		policy_sort(policy);
	}
	return 0;
}

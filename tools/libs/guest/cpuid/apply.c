// SPDX-License-Identifier: LGPL-2.1-only
/* The policy of a new domain: the hypervisor's default, changed as its configuration says. */
#include "private.h"

#include <xen/arch-x86/cpufeatureset.h>

/* what a configuration string's 'x' and 'k' refer to */
struct sources {
	struct xc_cpu_policy *cur, *def, *host;
};

/* One bit of the configuration's string: its new value, -1 for a character it may not contain. */
static int choose_bit(char c, unsigned int def, unsigned int host)
{
	switch (c) {
	case '0':
		return 0;
	case '1':
		return 1;
	case 'x':
		return def;
	case 'k':
	case 's':
		return host;
	default:
		return -1;
	}
}

/* bits characters, the highest bit first */
static int choose_bits(const char *s, unsigned int bits, uint64_t def, uint64_t host, uint64_t *out)
{
	uint64_t value = 0;

	if (strlen(s) != bits)
		return -1;
	for (unsigned int i = 0; i < bits; i++) {
		unsigned int pos = bits - 1 - i;
		int bit = choose_bit(s[i], def >> pos & 1, host >> pos & 1);

		if (bit < 0)
			return -1;
		value |= (uint64_t)bit << pos;
	}
	*out = value;
	return 0;
}

/* The library says "no subleaf" in one way, configurations in another. */
static uint32_t find_subleaf(struct xc_cpu_policy *p, const struct xc_xend_cpuid *x)
{
	if (policy_leaf(p, x->leaf, x->subleaf))
		return x->subleaf;
	if ((x->subleaf == XEN_CPUID_INPUT_UNUSED || x->subleaf == 0) &&
	    policy_leaf(p, x->leaf, XEN_CPUID_NO_SUBLEAF))
		return XEN_CPUID_NO_SUBLEAF;
	return x->subleaf == XEN_CPUID_INPUT_UNUSED ? 0 : x->subleaf;
}

static int apply_cpuid(xc_interface *xch, const struct sources *s, const struct xc_xend_cpuid *x)
{
	uint32_t subleaf = find_subleaf(s->cur, x);

	if (!policy_leaf(s->cur, x->leaf, subleaf)) {
		errno = EINVAL;
		ERR("CPUID leaf %#x, subleaf %#x: this host's policies have no such leaf", x->leaf,
		    x->subleaf);
		return -1;
	}
	for (unsigned int reg = REG_A; reg <= REG_D; reg++) {
		uint32_t *cur = policy_reg(s->cur, x->leaf, subleaf, reg);
		uint32_t *def = policy_reg(s->def, x->leaf, subleaf, reg);
		uint32_t *host = policy_reg(s->host, x->leaf, subleaf, reg);
		uint64_t value;

		if (!x->policy[reg])
			continue;
		if (choose_bits(x->policy[reg], 32, def ? *def : 0, host ? *host : 0, &value)) {
			errno = EINVAL;
			ERR("CPUID leaf %#x: \"%s\" is not 32 characters of 0, 1, x, k and s", x->leaf,
			    x->policy[reg]);
			return -1;
		}
		*cur = value;
	}
	return 0;
}

static int apply_msr(xc_interface *xch, const struct sources *s, const struct xc_msr *m)
{
	uint64_t *cur = policy_msr(s->cur, m->index);
	uint64_t *def = policy_msr(s->def, m->index);
	uint64_t *host = policy_msr(s->host, m->index);

	if (!cur) {
		errno = EINVAL;
		ERR("MSR %#x is not part of CPU policies", m->index);
		return -1;
	}
	if (choose_bits(m->policy, 64, def ? *def : 0, host ? *host : 0, cur)) {
		errno = EINVAL;
		ERR("MSR %#x: \"%.64s\" is not 64 characters of 0, 1, x and k", m->index, m->policy);
		return -1;
	}
	return 0;
}

/* What virtual hardware the caller's switches stand for. */
static void apply_switches(struct xc_cpu_policy *cur, struct xc_cpu_policy *max, bool hvm, bool pae,
			   bool itsc, bool nested_virt)
{
	if (itsc)
		policy_set_feature(cur, XEN_X86_FEATURE_ITSC, true);
	if (!hvm)
		return;
	policy_set_feature(cur, XEN_X86_FEATURE_PAE,
			   pae && policy_feature(max, XEN_X86_FEATURE_PAE));
	policy_set_feature(cur, XEN_X86_FEATURE_VMX,
			   nested_virt && policy_feature(max, XEN_X86_FEATURE_VMX));
	policy_set_feature(cur, XEN_X86_FEATURE_SVM,
			   nested_virt && policy_feature(max, XEN_X86_FEATURE_SVM));
}

/*
 * vCPU n has APIC ID 2n: the IDs of a package are twice as many as its vCPUs, and a guest must be
 * told so in the vendor's way, or it takes neighbours for other packages.
 */
static void spread_apic_ids(struct xc_cpu_policy *cur)
{
	uint32_t *leaf1_b = policy_reg(cur, 1, XEN_CPUID_NO_SUBLEAF, REG_B);
	uint32_t *ext8_c = policy_reg(cur, 0x80000008, XEN_CPUID_NO_SUBLEAF, REG_C);
	uint32_t *leaf4;

	policy_set_feature(cur, XEN_X86_FEATURE_HTT, true);
	if (leaf1_b && (*leaf1_b >> 16 & 0xff) < 0x80)
		*leaf1_b += *leaf1_b & 0xff0000;
	for (uint32_t i = 0; (leaf4 = policy_reg(cur, 4, i, REG_A)) != NULL; i++)
		if (*leaf4 & 0x1f && (*leaf4 >> 26) < 0x20)
			*leaf4 = (*leaf4 & 0x03ffffff) | ((((*leaf4 >> 26) * 2) | 1) << 26);
	if (ext8_c && (*ext8_c & 0xff) < 0x80 && policy_feature(cur, XEN_X86_FEATURE_CMP_LEGACY)) {
		uint32_t id_size = *ext8_c >> 12 & 0xf;

		*ext8_c = (*ext8_c & ~0xf0ffu) | (*ext8_c & 0xff) * 2 | 1 |
			  (id_size && id_size < 0xf ? id_size + 1 : id_size) << 12;
	}
}

static int apply_featureset(xc_interface *xch, struct xc_cpu_policy *cur, const uint32_t *set,
			    unsigned int nr)
{
	for (unsigned int i = NR_FEATURE_WORDS; i < nr; i++) {
		if (!set[i])
			continue;
		errno = EOPNOTSUPP;
		ERR("featureset word %u is unknown here", i);
		return -1;
	}
	for (unsigned int i = 0; i < NR_FEATURE_WORDS; i++)
		policy_set_feature_word(cur, i, i < nr ? set[i] : 0);
	return 0;
}

static int change_policy(xc_interface *xch, const struct sources *s, const struct xc_xend_cpuid *xend,
			 const struct xc_msr *msr)
{
	for (; xend && xend->leaf != XEN_CPUID_INPUT_UNUSED; xend++)
		if (apply_cpuid(xch, s, xend))
			return -1;
	for (; msr && msr->index != XC_MSR_INPUT_UNUSED; msr++)
		if (apply_msr(xch, s, msr))
			return -1;
	return 0;
}

static int is_hvm(xc_interface *xch, uint32_t domid)
{
	xc_dominfo_t di;

	if (xc_domain_getinfo(xch, domid, 1, &di) != 1 || di.domid != domid) {
		errno = ESRCH;
		ERR("there is no domain %u", domid);
		return -1;
	}
	return di.hvm;
}

/* The hypervisor makes no use of MSRs nobody changed: they are not sent. */
static int set_policy(xc_interface *xch, uint32_t domid, struct xc_cpu_policy *p, bool with_msrs)
{
	uint32_t err_leaf, err_subleaf, err_msr;
	int rc = xc_set_domain_cpu_policy(xch, domid, p->nr_leaves, p->leaves,
					  with_msrs ? p->nr_msrs : 0, p->msrs, &err_leaf,
					  &err_subleaf, &err_msr);

	if (rc)
		ERR("cannot set domain %u's policy: %s (leaf %#x, subleaf %#x, MSR %#x)", domid,
		    strerror(errno), err_leaf, err_subleaf, err_msr);
	return rc;
}

int xc_cpuid_apply_policy(xc_interface *xch, uint32_t domid, bool restore,
			  const uint32_t *featureset, unsigned int nr_features, bool pae,
			  bool itsc, bool nested_virt, const struct xc_xend_cpuid *xend,
			  const struct xc_msr *msr)
{
	struct sources s = { xc_cpu_policy_init(), xc_cpu_policy_init(), xc_cpu_policy_init() };
	struct xc_cpu_policy *max = xc_cpu_policy_init();
	int hvm = is_hvm(xch, domid), rc = -1;

	if (hvm < 0)
		goto out;
	if (!s.cur || !s.def || !s.host || !max) {
		errno = ENOMEM;
		goto out;
	}
	if (xc_cpu_policy_get_system(xch, XEN_SYSCTL_cpu_policy_host, s.host) ||
	    xc_cpu_policy_get_system(xch, hvm ? XEN_SYSCTL_cpu_policy_hvm_max :
				     XEN_SYSCTL_cpu_policy_pv_max, max) ||
	    xc_cpu_policy_get_system(xch, hvm ? XEN_SYSCTL_cpu_policy_hvm_default :
				     XEN_SYSCTL_cpu_policy_pv_default, s.def))
		goto out;
	*s.cur = *s.def;
	if (featureset) {
		if (apply_featureset(xch, s.cur, featureset, nr_features))
			goto out;
	} else {
		apply_switches(s.cur, max, hvm, pae, itsc, nested_virt);
	}
	if (hvm)
		spread_apic_ids(s.cur);
	if (!change_policy(xch, &s, xend, msr))
		rc = set_policy(xch, domid, s.cur, msr != NULL);
out:
	xc_cpu_policy_destroy(max);
	xc_cpu_policy_destroy(s.host);
	xc_cpu_policy_destroy(s.def);
	xc_cpu_policy_destroy(s.cur);
	return rc;
}

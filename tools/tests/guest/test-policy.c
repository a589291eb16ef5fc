// SPDX-License-Identifier: GPL-2.0-only
/* CPU policies: what a domain's configuration makes of the hypervisor's default. */
#include "fake.h"
#include "cpuid/private.h"

#include <xen/arch-x86/cpufeatureset.h>

static const xen_cpuid_leaf_t default_leaves[] = {
	{ 0, XEN_CPUID_NO_SUBLEAF, 0xd, 1, 2, 3 },
	{ 1, XEN_CPUID_NO_SUBLEAF, 0x123, 0x00010800, 0x00000001, 1 << 6 },
	{ 4, 0, 0x04000121, 0, 0, 0 },
	{ 4, 1, 0, 0, 0, 0 },
	{ 7, 0, 0, 0x20, 0, 0 },
	{ 0xd, 1, 1, 0, 0, 0 },
	{ 0x80000000, XEN_CPUID_NO_SUBLEAF, 0x80000008, 0, 0, 0 },
	{ 0x80000001, XEN_CPUID_NO_SUBLEAF, 0, 0, 2, 0 },
	{ 0x80000007, XEN_CPUID_NO_SUBLEAF, 0, 0, 0, 0 },
	{ 0x80000008, XEN_CPUID_NO_SUBLEAF, 0x3030, 0, 0x1001, 0 },
};
static const xen_msr_entry_t default_msrs[] = { { 0xce, 0, 0 }, { 0x10a, 0, 1 } };

static struct xc_cpu_policy sent;
static unsigned int refuse_leaf;

int xc_sysctl(xc_interface *xch, struct xen_sysctl *s)
{
	xen_cpuid_leaf_t *leaves = s->u.cpu_policy.leaves.p;
	xen_msr_entry_t *msrs = s->u.cpu_policy.msrs.p;

	assert_int_equal(s->cmd, XEN_SYSCTL_get_cpu_policy);
	s->u.cpu_policy.nr_leaves = ARRAY_SIZE(default_leaves) + (leaves ? 0 : 20);
	s->u.cpu_policy.nr_msrs = ARRAY_SIZE(default_msrs);
	if (!leaves)
		return 0;
	/* in any order */
	for (size_t i = 0; i < ARRAY_SIZE(default_leaves); i++)
		leaves[ARRAY_SIZE(default_leaves) - 1 - i] = default_leaves[i];
	memcpy(msrs, default_msrs, sizeof(default_msrs));
	if (s->u.cpu_policy.index == XEN_SYSCTL_cpu_policy_host ||
	    s->u.cpu_policy.index == XEN_SYSCTL_cpu_policy_hvm_max)
		for (size_t i = 0; i < ARRAY_SIZE(default_leaves); i++) {
			if (leaves[i].leaf == 1)
				leaves[i].c |= 1u << 5 | 0xf0000000;
			if (leaves[i].leaf == 0x80000001)
				leaves[i].c |= 1u << 2;
		}
	return 0;
}

static int set_policy(struct xen_domctl *d)
{
	if (refuse_leaf) {
		d->u.cpu_policy.err_leaf = refuse_leaf;
		errno = EINVAL;
		return -1;
	}
	sent.nr_leaves = d->u.cpu_policy.nr_leaves;
	sent.nr_msrs = d->u.cpu_policy.nr_msrs;
	memcpy(sent.leaves, d->u.cpu_policy.leaves.p, sent.nr_leaves * sizeof(sent.leaves[0]));
	memcpy(sent.msrs, d->u.cpu_policy.msrs.p, sent.nr_msrs * sizeof(sent.msrs[0]));
	return 0;
}

int fake_domctl(xc_interface *xch, struct xen_domctl *d);
int fake_domctl(xc_interface *xch, struct xen_domctl *d)
{
	assert_int_equal(d->cmd, XEN_DOMCTL_set_cpu_policy);
	return set_policy(d);
}

void *xc__hypercall_buffer_alloc(xc_interface *xch, xc_hypercall_buffer_t *b, size_t size)
{
	b->hbuf = calloc(1, size ? size : 1);
	return b->hbuf;
}

void xc__hypercall_buffer_free(xc_interface *xch, xc_hypercall_buffer_t *b)
{
	free(b->hbuf);
	b->hbuf = NULL;
}

static int apply(bool hvm, bool nested, bool itsc, const struct xc_xend_cpuid *x,
		 const struct xc_msr *m)
{
	fake_reset(hvm, 1);
	memset(&sent, 0, sizeof(sent));
	return xc_cpuid_apply_policy(NULL, FAKE_DOMID, false, NULL, 0, true, itsc, nested, x, m);
}

static uint32_t sent_reg(uint32_t leaf, uint32_t subleaf, unsigned int reg)
{
	uint32_t *r = policy_reg(&sent, leaf, subleaf, reg);

	assert_non_null(r);
	return *r;
}

static void test_defaults(void **state)
{
	assert_int_equal(apply(false, false, false, NULL, NULL), 0);
	assert_int_equal(sent.nr_leaves, ARRAY_SIZE(default_leaves));
	assert_int_equal(sent.nr_msrs, 0);
	/* PV: as the hypervisor has it */
	for (size_t i = 0; i < ARRAY_SIZE(default_leaves); i++)
		assert_memory_equal(&sent.leaves[i], &default_leaves[i], sizeof(sent.leaves[i]));
}

static void test_hvm_topology(void **state)
{
	assert_int_equal(apply(true, false, false, NULL, NULL), 0);
	assert_true(sent_reg(1, XEN_CPUID_NO_SUBLEAF, REG_D) & 1 << 28);
	assert_int_equal(sent_reg(1, XEN_CPUID_NO_SUBLEAF, REG_B) >> 16 & 0xff, 2);
	assert_int_equal(sent_reg(4, 0, REG_A) >> 26, 3);
	assert_int_equal(sent_reg(4, 1, REG_A), 0);
	assert_int_equal(sent_reg(0x80000008, XEN_CPUID_NO_SUBLEAF, REG_C), 0x2003);
	assert_true(sent_reg(1, XEN_CPUID_NO_SUBLEAF, REG_D) & 1 << 6);
}

static void test_switches(void **state)
{
	assert_int_equal(apply(true, true, true, NULL, NULL), 0);
	assert_true(policy_feature(&sent, XEN_X86_FEATURE_VMX));
	assert_true(policy_feature(&sent, XEN_X86_FEATURE_SVM));
	assert_true(policy_feature(&sent, XEN_X86_FEATURE_ITSC));
	assert_int_equal(apply(false, true, false, NULL, NULL), 0);
	assert_false(policy_feature(&sent, XEN_X86_FEATURE_VMX));
}

static void test_strings(void **state)
{
	struct xc_xend_cpuid x[] = {
		{ .leaf = 1, .subleaf = XEN_CPUID_INPUT_UNUSED },
		{ .leaf = 7, .subleaf = 0 },
		{ .leaf = XEN_CPUID_INPUT_UNUSED },
	};
	struct xc_msr m[] = {
		{ 0x10a, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx10" },
		{ XC_MSR_INPUT_UNUSED, "" },
	};

	x[0].policy[REG_C] = "k0sxxxxxxxxxxxxxxxxxxxxxxxxxxx1x";
	x[1].policy[REG_B] = "00000000000000000000000000000000";
	assert_int_equal(apply(false, false, false, x, m), 0);
	assert_int_equal(sent_reg(1, XEN_CPUID_NO_SUBLEAF, REG_C), 0xa0000003);
	assert_int_equal(sent_reg(1, XEN_CPUID_NO_SUBLEAF, REG_A), 0x123);
	assert_int_equal(sent_reg(7, 0, REG_B), 0);
	assert_int_equal(sent.nr_msrs, 2);
	assert_int_equal(*policy_msr(&sent, 0x10a), 2);
}

static void test_bad_strings(void **state)
{
	struct xc_xend_cpuid x[] = {
		{ .leaf = 1, .subleaf = XEN_CPUID_INPUT_UNUSED },
		{ .leaf = XEN_CPUID_INPUT_UNUSED },
	};
	struct xc_msr m[] = { { 0x1234, "" }, { XC_MSR_INPUT_UNUSED, "" } };

	x[0].policy[REG_A] = "01";
	assert_int_equal(apply(false, false, false, x, NULL), -1);
	x[0].policy[REG_A] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxz";
	assert_int_equal(apply(false, false, false, x, NULL), -1);
	assert_non_null(strstr(fake.last_error, "leaf 0x1"));
	x[0].leaf = 0x99;
	assert_int_equal(apply(false, false, false, x, NULL), -1);
	assert_int_equal(apply(false, false, false, NULL, m), -1);
	assert_non_null(strstr(fake.last_error, "0x1234"));
	refuse_leaf = 7;
	assert_int_equal(apply(false, false, false, NULL, NULL), -1);
	assert_non_null(strstr(fake.last_error, "leaf 0x7"));
	refuse_leaf = 0;
}

static void test_objects(void **state)
{
	xc_cpu_policy_t *p = xc_cpu_policy_init(), *h = xc_cpu_policy_init();
	xen_cpuid_leaf_t leaves[POLICY_MAX_LEAVES] = { 0 }, one = { 0x40, 3, 1, 2, 3, 4 };
	xen_msr_entry_t msrs[8], flagged = { 1, 1, 0 };
	uint32_t nl = 3, nm = 8;

	assert_int_equal(xc_cpu_policy_get_system(NULL, XEN_SYSCTL_cpu_policy_host, h), 0);
	assert_int_equal(xc_cpu_policy_get_system(NULL, XEN_SYSCTL_cpu_policy_pv_default, p), 0);
	assert_true(xc_cpu_policy_is_compatible(NULL, h, p));
	policy_set_feature(p, XEN_X86_FEATURE_AVX512F, true);
	assert_false(xc_cpu_policy_is_compatible(NULL, h, p));
	assert_int_equal(xc_cpu_policy_serialise(NULL, p, leaves, &nl, msrs, &nm), -1);
	assert_int_equal(errno, ENOBUFS);
	assert_int_equal(xc_cpu_policy_update_cpuid(NULL, p, &one, 1), 0);
	assert_int_equal(*policy_reg(p, 0x40, 3, REG_D), 4);
	nl = POLICY_MAX_LEAVES;
	assert_int_equal(xc_cpu_policy_serialise(NULL, p, leaves, &nl, msrs, &nm), 0);
	assert_int_equal(nl, ARRAY_SIZE(default_leaves) + 1);
	for (uint32_t i = 1; i < nl; i++)
		assert_true(leaves[i - 1].leaf <= leaves[i].leaf);
	assert_int_equal(xc_cpu_policy_update_msrs(NULL, p, &flagged, 1), -1);
	for (uint32_t i = 0; i < POLICY_MAX_LEAVES; i++)
		leaves[i].leaf = 0x1000 + i;
	assert_int_equal(xc_cpu_policy_update_cpuid(NULL, p, leaves, POLICY_MAX_LEAVES), -1);
	xc_cpu_policy_destroy(p);
	xc_cpu_policy_destroy(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_hvm_topology),
		cmocka_unit_test(test_switches),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_bad_strings),
		cmocka_unit_test(test_objects),
	};
	int rc = cmocka_run_group_tests_name("guest-policy", tests, NULL, NULL);

	fake_free();
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* What guests are shown of a processor that has everything. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/processor.h>
#include <asm/cpu-policy.h> /* vmx/asm/system.h fakes rdmsr_safe() */
#include <cmocka.h>

static struct cpuid_leaf all_of_it(u32 leaf, u32 sub)
{
	if (leaf == 0)
		return (struct cpuid_leaf){ .a = 0x1f };
	if (leaf == 0x80000000)
		return (struct cpuid_leaf){ .a = 0x80000021 };
	if (leaf == 7 && !sub)
		return (struct cpuid_leaf){ 2, ~0U, ~0U, ~0U };
	return (struct cpuid_leaf){ ~0U, ~0U, ~0U, ~0U };
}

#undef cpuid
#define cpuid(leaf) all_of_it(leaf, 0)
#define cpuid_count(leaf, sub) all_of_it(leaf, sub)
#include "../../../arch/x86/cpu/policy/derive.c"

struct cpu_info fake_cpu_info;
struct cpuinfo_x86 boot_cpu_data;
u64 xfeature_mask = XSTATE_FP_SSE | XSTATE_YMM | XSTATE_AVX512;

unsigned int xstate_size(u64 xcr0) { return sizeof(struct xsave_area); }
void *xmalloc_bytes(size_t n) { return NULL; }
void xfree(void *p) { }
int rdmsr_safe(u32 msr, u64 *value)
{
	*value = ~0UL;
	return 0;
}

static bool shown(enum policy_index which, unsigned int feature)
{
	u32 words[POLICY_FEATURE_WORDS];

	policy_get_features(&cpu_policies[which], words);
	return feature_in(words, feature);
}

/* Registers that come with a feature and that nobody switches between guests. */
static void nothing_that_is_not_switched(void **state)
{
	static const u16 hidden[] = { X86_FEATURE_PKU, X86_FEATURE_XSAVES, X86_FEATURE_IBRSB, X86_FEATURE_STIBP, X86_FEATURE_SSBD,
				      X86_FEATURE_ARCH_CAPS };
	static const u8 kinds[] = { POLICY_pv_max, POLICY_pv_def, POLICY_hvm_max, POLICY_hvm_def };

	for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(hidden); i++)
			if (shown(kinds[k], hidden[i]))
				fail_msg("policy %u shows feature %u", kinds[k], hidden[i]);
		assert_int_equal(cpu_policies[kinds[k]].xstate[0].a & ~xfeature_mask, 0);
	}
	assert_true(shown(POLICY_host, X86_FEATURE_PKU));
	assert_true(shown(POLICY_hvm_def, X86_FEATURE_AVX512F) && shown(POLICY_hvm_def, X86_FEATURE_SMEP));
	assert_false(shown(POLICY_pv_max, X86_FEATURE_SMEP));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_is_not_switched),
	};

	memset(boot_cpu_data.features, 0xff, sizeof(boot_cpu_data.features));
	cpu_policies_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

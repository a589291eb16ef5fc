/* SPDX-License-Identifier: GPL-2.0-only */
/* raw -> host -> max -> default, each by taking away. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/cpu-policy.h>
#include <asm/processor.h>
#include <asm/xstate.h>
#include "features.h"
#include "private.h"

struct cpu_policy cpu_policies[POLICY_count] __ro_after_init;

/* Feature word -> the leaf and register that hold it; e8b etc. as the public featureset names them. */
struct word {
	u16 offset;
};
#define W(member, reg) { offsetof(struct cpu_policy, member.reg) }
static const struct word words_of[POLICY_FEATURE_WORDS] = {
	W(basic[1], d), W(basic[1], c), W(extd[1], d), W(extd[1], c), W(xstate[1], a), W(feat[0], b), W(feat[0], c),
	W(extd[7], d), W(extd[8], b), W(feat[0], d), W(feat[1], a), W(extd[0x21], a), W(feat[1], b), W(feat[2], d),
	W(feat[1], c), W(feat[1], d),
	{ offsetof(struct cpu_policy, arch_caps) }, { offsetof(struct cpu_policy, arch_caps) + 4 },
	W(extd[0x21], c),
};

void policy_get_features(const struct cpu_policy *p, u32 *words)
{
	for (unsigned int i = 0; i < POLICY_FEATURE_WORDS; i++)
		memcpy(&words[i], (const char *)p + words_of[i].offset, 4);
}

void policy_set_features(struct cpu_policy *p, const u32 *words)
{
	for (unsigned int i = 0; i < POLICY_FEATURE_WORDS; i++)
		memcpy((char *)p + words_of[i].offset, &words[i], 4);
}

bool domain_has_feature(const struct domain *d, unsigned int feature)
{
	u32 words[POLICY_FEATURE_WORDS];

	policy_get_features(d->arch.cpu_policy, words);
	return feature_in(words, feature);
}

static void __init read_raw(struct cpu_policy *p)
{
	u32 max = min(cpuid(0).a, POLICY_BASIC_LEAVES - 1U), extd = cpuid(0x80000000).a;
	u64 msr;

	for (u32 i = 0; i <= max; i++)
		p->basic[i] = cpuid_count(i, 0);
	for (u32 i = 0; max >= 4 && i < POLICY_CACHE_LEAVES; i++)
		p->cache[i] = cpuid_count(4, i);
	for (u32 i = 0; max >= 7 && i < POLICY_FEAT_LEAVES && i <= cpuid_count(7, 0).a; i++)
		p->feat[i] = cpuid_count(7, i);
	for (u32 i = 0; max >= 0xb && i < POLICY_TOPO_LEAVES; i++)
		p->topo[i] = cpuid_count(0xb, i);
	for (u32 i = 0; max >= 0xd && i < POLICY_XSTATE_LEAVES; i++)
		p->xstate[i] = cpuid_count(0xd, i);
	if ((extd & 0xffff0000) != 0x80000000)
		return;
	extd = min(extd & 0xffff, POLICY_EXTD_LEAVES - 1U);
	for (u32 i = 0; i <= extd; i++)
		p->extd[i] = cpuid_count(0x80000000 + i, 0);
	if ((p->feat[0].d & (1U << 29)) && !rdmsr_safe(0x10a, &msr))
		p->arch_caps = msr;
	if (!rdmsr_safe(0xce, &msr))
		p->platform_info = msr & (1UL << 31); /* CPUID faulting */
}

enum { CLASS_A = 1, CLASS_a = 2, CLASS_S = 4, CLASS_s = 8, CLASS_H = 16, CLASS_h = 32 };

static void __init class_mask(unsigned int classes, u32 *words)
{
	memset(words, 0, POLICY_FEATURE_WORDS * sizeof(*words));
#define X(name, class) \
	if (classes & CLASS_##class) \
		words[X86_FEATURE_##name / 32] |= 1U << (X86_FEATURE_##name % 32);
	GUEST_FEATURES(X)
#undef X
}

static void clear_feature(u32 *words, unsigned int f)
{
	words[f / 32] &= ~(1U << (f % 32));
}

static void set_feature(u32 *words, unsigned int f)
{
	words[f / 32] |= 1U << (f % 32);
}

/* Features that mean nothing without another one. */
static const struct {
	u16 without, gone;
} depends[] = {
#define D(a, b) { X86_FEATURE_##a, X86_FEATURE_##b }
	D(FPU, FXSR), D(FXSR, SSE), D(FXSR, FFXSR), D(SSE, SSE2), D(SSE, MISALIGNSSE), D(SSE2, SSE3), D(SSE2, AESNI),
	D(SSE2, PCLMULQDQ), D(SSE2, SHA), D(SSE2, GFNI), D(SSE3, SSSE3), D(SSE3, SSE4A), D(SSSE3, SSE4_1), D(SSE4_1, SSE4_2),
	D(MMX, 3DNOW), D(3DNOW, 3DNOWEXT), D(PAE, LM), D(LM, CX16), D(LM, LAHF_LM), D(LM, PCID), D(LM, FSGSBASE),
	D(LM, PAGE1GB), D(XSAVE, XSAVEOPT), D(XSAVE, XSAVEC), D(XSAVE, XGETBV1), D(XSAVE, XSAVES), D(XSAVE, AVX),
	D(XSAVE, MPX), D(XSAVE, PKU), D(AVX, FMA), D(AVX, FMA4), D(AVX, F16C), D(AVX, AVX2), D(AVX, XOP),
	D(AVX, VAES), D(AVX, VPCLMULQDQ), D(AVX2, AVX512F), D(AVX2, AVX_VNNI), D(AVX512F, AVX512DQ), D(AVX512F, AVX512_IFMA),
	D(AVX512F, AVX512PF), D(AVX512F, AVX512ER), D(AVX512F, AVX512CD), D(AVX512F, AVX512BW), D(AVX512F, AVX512VL),
	D(AVX512F, AVX512_4VNNIW), D(AVX512F, AVX512_4FMAPS), D(AVX512F, AVX512_VNNI), D(AVX512F, AVX512_VPOPCNTDQ),
	D(AVX512F, AVX512_VP2INTERSECT), D(AVX512BW, AVX512_VBMI), D(AVX512BW, AVX512_VBMI2), D(AVX512BW, AVX512_BITALG),
	D(AVX512BW, AVX512_BF16), D(APIC, X2APIC), D(APIC, TSC_DEADLINE), D(PSE, PSE36), D(IBRSB, STIBP), D(IBRSB, SSBD),
#undef D
};

void policy_sanitise_features(u32 *words)
{
	for (bool again = true; again;) {
		again = false;
		for (unsigned int i = 0; i < ARRAY_SIZE(depends); i++)
			if (!feature_in(words, depends[i].without) && feature_in(words, depends[i].gone)) {
				clear_feature(words, depends[i].gone);
				again = true;
			}
	}
}

/* Sizes and components of the xstate leaves follow from the features. */
void policy_recalculate_xstate(struct cpu_policy *p)
{
	u32 words[POLICY_FEATURE_WORDS], xsave_bits = p->xstate[1].a;
	u64 states = XSTATE_FP_SSE;

	policy_get_features(p, words);
	if (!feature_in(words, X86_FEATURE_XSAVE)) {
		memset(p->xstate, 0, sizeof(p->xstate));
		return;
	}
	if (feature_in(words, X86_FEATURE_AVX))
		states |= XSTATE_YMM;
	if (feature_in(words, X86_FEATURE_AVX512F))
		states |= XSTATE_AVX512;
	states &= xfeature_mask;
	for (unsigned int i = 0; i < POLICY_XSTATE_LEAVES; i++)
		p->xstate[i] = i >= 2 && (states >> i) & 1 ? cpu_policies[POLICY_raw].xstate[i] : (struct cpuid_leaf){ 0 };
	p->xstate[0].a = states;
	p->xstate[0].d = states >> 32;
	p->xstate[0].b = p->xstate[0].c = xstate_size(states);
	p->xstate[1].a = xsave_bits;
}

/* Clears what no guest can use although it is no feature bit: power, monitoring, tracing, the real topology. */
static void __init trim_leaves(struct cpu_policy *p)
{
	static const u8 basic[] = { 2, 3, 4, 5, 6, 7, 8, 9, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15 };

	for (unsigned int i = 0; i < ARRAY_SIZE(basic); i++)
		if (basic[i] != 2)
			p->basic[basic[i]] = (struct cpuid_leaf){ 0 };
	p->basic[0].a = min(p->basic[0].a, 0xdU);
	p->basic[1].b &= 0x00ffffffU; /* the APIC id is the vCPU's */
	memset(p->topo, 0, sizeof(p->topo));
	p->feat[0].a = min(p->feat[0].a, POLICY_FEAT_LEAVES - 1U);
	if ((p->extd[0].a & 0xffff) >= POLICY_EXTD_LEAVES)
		p->extd[0].a = 0x80000000U + POLICY_EXTD_LEAVES - 1;
	p->extd[7].a = p->extd[7].b = p->extd[7].c = 0;
	p->extd[8].c = 0;
	for (unsigned int i = 9; i < POLICY_EXTD_LEAVES; i++)
		if (i != 0x21)
			p->extd[i] = (struct cpuid_leaf){ 0 };
}

static void __init derive_guest(enum policy_index to, unsigned int classes)
{
	struct cpu_policy *p = &cpu_policies[to];
	u32 words[POLICY_FEATURE_WORDS], mask[POLICY_FEATURE_WORDS];
	bool hvm = to == POLICY_hvm_max || to == POLICY_hvm_def;

	*p = cpu_policies[POLICY_host];
	trim_leaves(p);
	policy_get_features(p, words);
	class_mask(classes, mask);
	for (unsigned int i = 0; i < POLICY_FEATURE_WORDS; i++)
		words[i] &= mask[i];
	set_feature(words, X86_FEATURE_HYPERVISOR);
	if (hvm)
		set_feature(words, X86_FEATURE_X2APIC);
	/* SYSENTER from compatibility mode works on Intel only; AMD raises #UD in long mode. */
	if (!hvm && boot_cpu_data.vendor != VENDOR_intel)
		clear_feature(words, X86_FEATURE_SEP);
	clear_feature(words, X86_FEATURE_XSAVES); /* guests have no IA32_XSS */
	clear_feature(words, X86_FEATURE_PKU);    /* PKRU is not switched: one guest's would be the next one's */
	/* Not emulated: MSRs of speculation control are not context-switched for guests yet. */
	clear_feature(words, X86_FEATURE_IBRSB);
	clear_feature(words, X86_FEATURE_STIBP);
	clear_feature(words, X86_FEATURE_SSBD);
	clear_feature(words, X86_FEATURE_IBPB);
	clear_feature(words, X86_FEATURE_ARCH_CAPS);
	words[16] = words[17] = 0;
	policy_sanitise_features(words);
	policy_set_features(p, words);
	policy_recalculate_xstate(p);
	p->platform_info = 0;
}

void __init cpu_policies_init(void)
{
	u32 words[POLICY_FEATURE_WORDS];

	read_raw(&cpu_policies[POLICY_raw]);
	cpu_policies[POLICY_host] = cpu_policies[POLICY_raw];
	policy_get_features(&cpu_policies[POLICY_host], words);
	if (!(xfeature_mask & XSTATE_YMM))
		clear_feature(words, X86_FEATURE_AVX);
	if (!(xfeature_mask & XSTATE_ZMM))
		clear_feature(words, X86_FEATURE_AVX512F);
	for (unsigned int i = 0; i < FSCAPINTS && i < 16; i++) /* what the command line switched off */
		words[i] &= boot_cpu_data.features[i];
	policy_sanitise_features(words);
	policy_set_features(&cpu_policies[POLICY_host], words);

	derive_guest(POLICY_pv_max, CLASS_A | CLASS_a);
	derive_guest(POLICY_pv_def, CLASS_A);
	derive_guest(POLICY_hvm_max, CLASS_A | CLASS_a | CLASS_S | CLASS_s | CLASS_H | CLASS_h);
	derive_guest(POLICY_hvm_def, CLASS_A | CLASS_S | CLASS_H);
}

int cpu_policy_init_domain(struct domain *d)
{
	d->arch.cpu_policy = xmalloc(struct cpu_policy);
	if (!d->arch.cpu_policy)
		return -ENOMEM;
	*d->arch.cpu_policy = cpu_policies[is_pv_domain(d) ? POLICY_pv_def : POLICY_hvm_def];
	return 0;
}

void cpu_policy_destroy_domain(struct domain *d)
{
	XFREE(d->arch.cpu_policy);
}

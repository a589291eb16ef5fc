// SPDX-License-Identifier: LGPL-2.1-only
/* Featuresets: the feature words of <xen/arch-x86/cpufeatureset.h> and where policies keep them. */
#include "private.h"

#include <xen/arch-x86/cpufeatureset.h>

#define MSR_ARCH_CAPS 0x10a
#define IN_MSR        0xffffffffu       /* leaf: the word is half of MSR_ARCH_CAPS */

static const struct { uint32_t leaf, subleaf; unsigned int reg; } words[NR_FEATURE_WORDS] = {
	[0] = { 0x1, XEN_CPUID_NO_SUBLEAF, REG_D },
	[1] = { 0x1, XEN_CPUID_NO_SUBLEAF, REG_C },
	[2] = { 0x80000001, XEN_CPUID_NO_SUBLEAF, REG_D },
	[3] = { 0x80000001, XEN_CPUID_NO_SUBLEAF, REG_C },
	[4] = { 0xd, 1, REG_A },
	[5] = { 0x7, 0, REG_B },
	[6] = { 0x7, 0, REG_C },
	[7] = { 0x80000007, XEN_CPUID_NO_SUBLEAF, REG_D },
	[8] = { 0x80000008, XEN_CPUID_NO_SUBLEAF, REG_B },
	[9] = { 0x7, 0, REG_D },
	[10] = { 0x7, 1, REG_A },
	[11] = { 0x80000021, XEN_CPUID_NO_SUBLEAF, REG_A },
	[12] = { 0x7, 1, REG_B },
	[13] = { 0x7, 2, REG_D },
	[14] = { 0x7, 1, REG_C },
	[15] = { 0x7, 1, REG_D },
	[16] = { IN_MSR, 0, 0 },
	[17] = { IN_MSR, 0, 1 },
	[18] = { 0x80000021, XEN_CPUID_NO_SUBLEAF, REG_C },
};

uint32_t policy_feature_word(struct xc_cpu_policy *p, unsigned int word)
{
	uint64_t *msr;
	uint32_t *reg;

	if (words[word].leaf == IN_MSR) {
		msr = policy_msr(p, MSR_ARCH_CAPS);
		return msr ? *msr >> 32 * words[word].reg : 0;
	}
	reg = policy_reg(p, words[word].leaf, words[word].subleaf, words[word].reg);
	return reg ? *reg : 0;
}

void policy_set_feature_word(struct xc_cpu_policy *p, unsigned int word, uint32_t value)
{
	unsigned int shift = 32 * words[word].reg;
	uint64_t *msr;
	uint32_t *reg;

	if (words[word].leaf == IN_MSR) {
		msr = policy_msr(p, MSR_ARCH_CAPS);
		if (msr)
			*msr = (*msr & ~(0xffffffffULL << shift)) | (uint64_t)value << shift;
		return;
	}
	reg = policy_reg(p, words[word].leaf, words[word].subleaf, words[word].reg);
	if (reg)
		*reg = value;
}

bool policy_feature(struct xc_cpu_policy *p, unsigned int feature)
{
	return policy_feature_word(p, feature / 32) >> feature % 32 & 1;
}

void policy_set_feature(struct xc_cpu_policy *p, unsigned int feature, bool on)
{
	uint32_t word = policy_feature_word(p, feature / 32), bit = 1u << feature % 32;

	policy_set_feature_word(p, feature / 32, on ? word | bit : word & ~bit);
}

uint32_t xc_get_cpu_featureset_size(void)
{
	return NR_FEATURE_WORDS;
}

int xc_get_cpu_levelling_caps(xc_interface *xch, uint32_t *caps)
{
	struct xen_sysctl sysctl = { .cmd = XEN_SYSCTL_get_cpu_levelling_caps };
	int rc = xc_sysctl(xch, &sysctl);

	if (!rc)
		*caps = sysctl.u.cpu_levelling_caps.caps;
	return rc;
}

int xc_get_cpu_featureset(xc_interface *xch, uint32_t index, uint32_t *nr_features,
			  uint32_t *featureset)
{
	struct xen_sysctl sysctl = { .cmd = XEN_SYSCTL_get_cpu_featureset };
	DECLARE_HYPERCALL_BUFFER(uint32_t, words_out);
	int rc;

	sysctl.u.cpu_featureset.index = index;
	sysctl.u.cpu_featureset.nr_features = *nr_features;
	if (featureset) {
		words_out = xc_hypercall_buffer_alloc(xch, words_out,
						      *nr_features * sizeof(*words_out));
		if (!words_out)
			return -1;
		set_xen_guest_handle(sysctl.u.cpu_featureset.features, words_out);
	}
	rc = xc_sysctl(xch, &sysctl);
	if (!rc) {
		uint32_t n = sysctl.u.cpu_featureset.nr_features;

		if (featureset)
			memcpy(featureset, words_out,
			       (n < *nr_features ? n : *nr_features) * sizeof(*featureset));
		*nr_features = n;
	}
	xc_hypercall_buffer_free(xch, words_out);
	return rc;
}

bool xc_cpu_policy_is_compatible(xc_interface *xch, xc_cpu_policy_t *host, xc_cpu_policy_t *guest)
{
	static const uint32_t groups[] = { 0, 0x80000000 };
	const uint32_t *special = xc_get_static_cpu_featuremask(XC_FEATUREMASK_SPECIAL);
	bool ok = true;

	for (unsigned int i = 0; i < NR_FEATURE_WORDS; i++) {
		uint32_t missing = policy_feature_word(guest, i) & ~policy_feature_word(host, i) &
				   ~special[i];

		if (!missing)
			continue;
		ERR("the host lacks features %#x of word %u", missing, i);
		ok = false;
	}
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		uint32_t *h = policy_reg(host, groups[i], XEN_CPUID_NO_SUBLEAF, REG_A);
		uint32_t *g = policy_reg(guest, groups[i], XEN_CPUID_NO_SUBLEAF, REG_A);

		if (!g || (h && *g <= *h))
			continue;
		ERR("the host's last CPUID leaf is %#x, the guest's %#x", h ? *h : 0, *g);
		ok = false;
	}
	if (!ok)
		errno = EINVAL;
	return ok;
}

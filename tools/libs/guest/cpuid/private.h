/* SPDX-License-Identifier: LGPL-2.1-only */
/* A CPU policy as the hypervisor passes it: CPUID leaves and MSRs, sorted, each once. */
#ifndef GUEST_CPUID_PRIVATE_H
#define GUEST_CPUID_PRIVATE_H

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <xenctrl.h>
#include "xenguest.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* far above what any hypervisor sends; a policy that does not fit is refused */
#define POLICY_MAX_LEAVES 1024
#define POLICY_MAX_MSRS   64

struct xc_cpu_policy {
	uint32_t nr_leaves, nr_msrs;
	xen_cpuid_leaf_t leaves[POLICY_MAX_LEAVES];
	xen_msr_entry_t msrs[POLICY_MAX_MSRS];
};

enum { REG_A, REG_B, REG_C, REG_D };

/* A register of the leaf; NULL if the policy has no such leaf. */
uint32_t *policy_reg(struct xc_cpu_policy *p, uint32_t leaf, uint32_t subleaf, unsigned int reg);
xen_cpuid_leaf_t *policy_leaf(struct xc_cpu_policy *p, uint32_t leaf, uint32_t subleaf);
uint64_t *policy_msr(struct xc_cpu_policy *p, uint32_t idx);

#define NR_FEATURE_WORDS 19

/* A word of the featureset; 0 if the policy has not got its leaf. */
uint32_t policy_feature_word(struct xc_cpu_policy *p, unsigned int word);
/* Sets a word if the policy has its leaf. */
void policy_set_feature_word(struct xc_cpu_policy *p, unsigned int word, uint32_t value);
bool policy_feature(struct xc_cpu_policy *p, unsigned int feature);
void policy_set_feature(struct xc_cpu_policy *p, unsigned int feature, bool on);

void xc_report_error(xc_interface *xch, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define ERR(fmt, args...) xc_report_error(xch, XC_INTERNAL_ERROR, "%s: " fmt, __func__, ## args)

#endif

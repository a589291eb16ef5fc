/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef POLICY_PRIVATE_H
#define POLICY_PRIVATE_H
#include <asm/cpu-policy.h>
/* Takes features away whose base is missing. */
void policy_sanitise_features(u32 *words);
void policy_recalculate_xstate(struct cpu_policy *p);
/* The leaf's place in @p; NULL: a policy has no such leaf. */
struct cpuid_leaf *policy_leaf(struct cpu_policy *p, u32 leaf, u32 subleaf);
#endif

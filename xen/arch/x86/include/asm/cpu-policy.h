/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CPU policies: what CPUID and the MSRs that describe the processor show. `raw` is the machine's, `host` what
 * the hypervisor uses of it; `max` bounds what a guest of a kind can be given, `default` is what it gets. Each
 * domain has its own, set by its builder within max.
 */
#ifndef ASM_CPU_POLICY_H
#define ASM_CPU_POLICY_H

#include <xen/types.h>
#include <asm/cpufeature.h>
#include <asm/system.h>

struct vcpu;
struct domain;

#define POLICY_BASIC_LEAVES 0x16
#define POLICY_CACHE_LEAVES 6
#define POLICY_FEAT_LEAVES 3
#define POLICY_TOPO_LEAVES 2
#define POLICY_XSTATE_LEAVES 63
#define POLICY_HV_LEAVES 6
#define POLICY_EXTD_LEAVES 0x23

struct cpu_policy {
	struct cpuid_leaf basic[POLICY_BASIC_LEAVES];   /* 0.. ; entries 4, 7, 0xb, 0xd unused */
	struct cpuid_leaf cache[POLICY_CACHE_LEAVES];   /* 4 */
	struct cpuid_leaf feat[POLICY_FEAT_LEAVES];     /* 7 */
	struct cpuid_leaf topo[POLICY_TOPO_LEAVES];     /* 0xb */
	struct cpuid_leaf xstate[POLICY_XSTATE_LEAVES]; /* 0xd */
	struct cpuid_leaf extd[POLICY_EXTD_LEAVES];     /* 0x80000000.. */
	u64 platform_info, arch_caps;                   /* MSRs 0xce, 0x10a */
	u32 hv_limit;                                   /* highest 0x4000000x leaf offered; 0: all */
};

enum policy_index { POLICY_raw, POLICY_host, POLICY_pv_max, POLICY_hvm_max, POLICY_pv_def, POLICY_hvm_def, POLICY_count };
extern struct cpu_policy cpu_policies[POLICY_count];

#define POLICY_FEATURE_WORDS 19
void policy_get_features(const struct cpu_policy *p, u32 *words);
void policy_set_features(struct cpu_policy *p, const u32 *words);
static inline bool feature_in(const u32 *words, unsigned int f) { return (words[f / 32] >> (f % 32)) & 1; }
bool domain_has_feature(const struct domain *d, unsigned int feature);

/* Boot CPU, after identification and xstate_init(). */
void cpu_policies_init(void);
int cpu_policy_init_domain(struct domain *d); /* the default of its kind; -ENOMEM */
void cpu_policy_destroy_domain(struct domain *d);

/* CPUID as the domain's policy has it, with the parts that change at run time (OSXSAVE, APIC id, XCR0). */
void guest_cpuid(const struct vcpu *v, u32 leaf, u32 subleaf, struct cpuid_leaf *res);

#endif

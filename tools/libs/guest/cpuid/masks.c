// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Which features which guests may have, and have by default, on a hypervisor of this version;
 * what a running one really gives is asked of it (xc_get_cpu_featureset()).
 */
#include <pthread.h>

#include "private.h"

#include <xen/arch-x86/cpufeatureset.h>

#define LAST_MASK  XC_FEATUREMASK_HVM_HAP_DEF
#define F(name)    XEN_X86_FEATURE_##name

/* bits that are not plain features: the hypervisor decides them */
static const uint16_t special[] = {
	F(APIC), F(HTT), F(X2APIC), F(OSXSAVE), F(RDRAND), F(HYPERVISOR), F(CMP_LEGACY), F(HLE),
	F(FDP_EXCP_ONLY), F(RTM), F(NO_FPU_SEL), F(CLWB), F(OSPKE), F(VIRT_SSBD), F(MD_CLEAR),
	F(RTM_ALWAYS_ABORT), F(ARCH_CAPS), F(VERW_CLEAR), F(SRSO_US_NO), F(RSBA), F(FB_CLEAR),
	F(RRSBA), F(RFDS_CLEAR), F(ITS_NO),
};

/* who may have a feature; *_max: not by default */
static const uint16_t all[] = {
	F(FPU), F(DE), F(TSC), F(MSR), F(PAE), F(MCE), F(CX8), F(APIC), F(SEP), F(MCA), F(CMOV),
	F(PAT), F(CLFLUSH), F(ACPI), F(MMX), F(FXSR), F(SSE), F(SSE2), F(SS), F(HTT), F(SSE3),
	F(PCLMULQDQ), F(SSSE3), F(FMA), F(CX16), F(SSE4_1), F(SSE4_2), F(MOVBE), F(POPCNT),
	F(AESNI), F(XSAVE), F(AVX), F(F16C), F(RDRAND), F(HYPERVISOR), F(SYSCALL), F(NX),
	F(MMXEXT), F(FFXSR), F(RDTSCP), F(LM), F(3DNOWEXT), F(3DNOW), F(LAHF_LM), F(CMP_LEGACY),
	F(ABM), F(SSE4A), F(MISALIGNSSE), F(3DNOWPREFETCH), F(XOP), F(FMA4), F(TBM), F(DBEXT),
	F(XSAVEOPT), F(XSAVEC), F(XGETBV1), F(FSGSBASE), F(BMI1), F(AVX2), F(BMI2), F(ERMS),
	F(RTM), F(AVX512F), F(AVX512DQ), F(RDSEED), F(ADX), F(AVX512_IFMA), F(CLFLUSHOPT), F(CLWB),
	F(AVX512PF), F(AVX512ER), F(AVX512CD), F(SHA), F(AVX512BW), F(AVX512VL), F(PREFETCHWT1),
	F(AVX512_VBMI), F(AVX512_VBMI2), F(GFNI), F(VAES), F(VPCLMULQDQ), F(AVX512_VNNI),
	F(AVX512_BITALG), F(AVX512_VPOPCNTDQ), F(RDPID), F(CLDEMOTE), F(CLZERO),
	F(RSTR_FP_ERR_PTRS), F(IBPB), F(SSB_NO), F(BTC_NO), F(IBPB_RET), F(AVX512_4VNNIW),
	F(AVX512_4FMAPS), F(FSRM), F(MD_CLEAR), F(SERIALIZE), F(IBRSB), F(STIBP), F(ARCH_CAPS),
	F(SSBD), F(AVX_VNNI), F(AVX512_BF16), F(FZRM), F(FSRS), F(FSRCS), F(LFENCE_DISPATCH),
	F(VERW_CLEAR), F(NSCB), F(SBPB), F(IBPB_BRTYPE), F(SRSO_NO), F(SRSO_US_NO), F(INTEL_PSFD),
	F(MCDT_NO), F(RDCL_NO), F(EIBRS), F(INTEL_SSB_NO), F(MDS_NO), F(IF_PSCHANGE_MC_NO),
	F(TAA_NO), F(SBDR_SSDP_NO), F(FBSDP_NO), F(PSDP_NO), F(FB_CLEAR), F(BHI_NO), F(PBRSB_NO),
	F(GDS_NO), F(RFDS_NO), F(RFDS_CLEAR), F(ITS_NO), F(TSA_SQ_NO), F(TSA_L1_NO),
};
static const uint16_t hvm[] = {
	F(VME), F(PSE), F(MTRR), F(PGE), F(PSE36), F(X2APIC), F(TSC_DEADLINE), F(CR8_LEGACY),
	F(XSAVES), F(TSC_ADJUST), F(SMEP), F(SMAP), F(UMIP), F(IBRS), F(AMD_STIBP), F(IBRS_ALWAYS),
	F(STIBP_ALWAYS), F(IBRS_FAST), F(IBRS_SAME_MODE), F(NO_LMSL), F(AMD_SSBD), F(PSFD),
	F(L1D_FLUSH), F(IPRED_CTRL), F(RRSBA_CTRL), F(BHI_CTRL),
};
static const uint16_t hap[] = {
	F(PCID), F(PAGE1GB), F(INVPCID), F(PKU),
};
static const uint16_t all_max[] = {
	F(HLE), F(MOVDIRI), F(MOVDIR64B), F(ITSC), F(AVX512_VP2INTERSECT), F(TSXLDTRK),
};
static const uint16_t hvm_max[] = {
	F(MPX),
};
static const uint16_t hap_max[] = {
	F(VMX), F(SVM),
};
static const uint16_t none[] = {
	F(DS), F(TM1), F(PBE), F(DTES64), F(MONITOR), F(DSCPL), F(SMX), F(EIST), F(TM2), F(XTPR),
	F(PDCM), F(DCA), F(OSXSAVE), F(EXTAPIC), F(OSVW), F(IBS), F(SKINIT), F(WDT), F(LWP),
	F(NODEID_MSR), F(TOPOEXT), F(MONITORX), F(SGX), F(FDP_EXCP_ONLY), F(PQM), F(NO_FPU_SEL),
	F(PQE), F(PROC_TRACE), F(OSPKE), F(CET_SS), F(ENQCMD), F(HW_PSTATE), F(CPB), F(EFRO),
	F(WBNOINVD), F(AMD_PPIN), F(VIRT_SSBD), F(SRBDS_CTRL), F(RTM_ALWAYS_ABORT),
	F(TSX_FORCE_ABORT), F(HYBRID), F(CET_IBT), F(AVX512_FP16), F(CORE_CAPS), F(AUTO_IBRS),
	F(SRSO_MSR_FIX), F(INTEL_PPIN), F(CET_SSS), F(RSBA), F(SKIP_L1DFL), F(TSX_CTRL),
	F(MCU_CTRL), F(MISC_PKG_CTRL), F(ENERGY_FILTERING), F(DOITM), F(FB_CLEAR_CTRL), F(RRSBA),
	F(XAPIC_STATUS), F(OVRCLK_STATUS), F(GDS_CTRL),
};

static const struct {
	const uint16_t *features;
	size_t count;
	unsigned int masks;             /* bits of enum xc_static_cpu_featuremask */
} groups[] = {
#define BIT(m)   (1u << XC_FEATUREMASK_##m)
#define PV       (BIT(PV_MAX) | BIT(PV_DEF))
#define SHADOW   (BIT(HVM_SHADOW_MAX) | BIT(HVM_SHADOW_DEF))
#define HAP_BOTH (BIT(HVM_HAP_MAX) | BIT(HVM_HAP_DEF))
#define MAXES    (BIT(PV_MAX) | BIT(HVM_SHADOW_MAX) | BIT(HVM_HAP_MAX))
	{ special, ARRAY_SIZE(special), BIT(SPECIAL) },
	{ all, ARRAY_SIZE(all), BIT(KNOWN) | PV | SHADOW | HAP_BOTH },
	{ hvm, ARRAY_SIZE(hvm), BIT(KNOWN) | SHADOW | HAP_BOTH },
	{ hap, ARRAY_SIZE(hap), BIT(KNOWN) | HAP_BOTH },
	{ all_max, ARRAY_SIZE(all_max), BIT(KNOWN) | MAXES },
	{ hvm_max, ARRAY_SIZE(hvm_max), BIT(KNOWN) | BIT(HVM_SHADOW_MAX) | BIT(HVM_HAP_MAX) },
	{ hap_max, ARRAY_SIZE(hap_max), BIT(KNOWN) | BIT(HVM_HAP_MAX) },
	{ none, ARRAY_SIZE(none), BIT(KNOWN) },
};

static uint32_t masks[LAST_MASK + 1][NR_FEATURE_WORDS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_masks(void)
{
	for (size_t g = 0; g < ARRAY_SIZE(groups); g++)
		for (size_t i = 0; i < groups[g].count; i++)
			for (unsigned int m = 0; m <= LAST_MASK; m++)
				if (groups[g].masks >> m & 1)
					masks[m][groups[g].features[i] / 32] |=
						1u << groups[g].features[i] % 32;
}

/* xc_get_cpu_featureset_size() words; NULL for a mask that does not exist */
const uint32_t *xc_get_static_cpu_featuremask(enum xc_static_cpu_featuremask mask)
{
	if ((unsigned int)mask > LAST_MASK)
		return NULL;
	pthread_once(&once, make_masks);
	return masks[mask];
}

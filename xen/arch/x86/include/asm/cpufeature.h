/* SPDX-License-Identifier: GPL-2.0-only */
/* X86_FEATURE_name = 32 * word + bit, numbered as the public ABI numbers featuresets. */
#ifndef ASM_CPUFEATURE_H
#define ASM_CPUFEATURE_H

#define XEN_CPUFEATURE(name, value) X86_FEATURE_##name = (value),
enum {
#include <public/arch-x86/cpufeatureset.h>
};

/* word -> CPUID leaf and register */
enum {
	FEATURESET_1d, FEATURESET_1c, FEATURESET_e1d, FEATURESET_e1c, FEATURESET_Da1, FEATURESET_7b0,
	FEATURESET_7c0, FEATURESET_e7d, FEATURESET_e8b, FEATURESET_7d0, FEATURESET_7a1, FEATURESET_e21a,
	FEATURESET_7b1, FEATURESET_7d2, FEATURESET_7c1, FEATURESET_7d1,
	FSCAPINTS
};

#endif

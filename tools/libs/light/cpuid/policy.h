/* SPDX-License-Identifier: LGPL-2.1-only */
/* The CPUID and MSR adjustments of a domain, in the form that libxenguest takes. */
#ifndef LIBXL__CPUID_POLICY_H
#define LIBXL__CPUID_POLICY_H

#include "internal.h"

#define LIBXL__CPUID_UNUSED 0xffffffffu /* as a leaf: end of the list; as a subleaf: any */

/* Both lists end with an unused leaf or index; either may be NULL. */
struct libxl__cpu_policy {
	struct xc_xend_cpuid *cpuid;
	struct xc_msr *msr;
};

enum libxl__reg { LIBXL__EAX, LIBXL__EBX, LIBXL__ECX, LIBXL__EDX };

/*
 * The 32 characters of a register, highest bit first, made of 'x' when new. Unlike MSR policies,
 * register strings are allocated one by one.
 */
char *libxl__cpuid_register(libxl_cpuid_policy_list *list, uint32_t leaf, uint32_t subleaf,
	enum libxl__reg reg);
/* the 64 characters of an MSR, highest bit first */
char *libxl__cpuid_msr(libxl_cpuid_policy_list *list, uint32_t index);

/* makes the CPU policy of a new domain */
int libxl__cpuid_apply(libxl__gc *gc, uint32_t domid, const libxl_domain_build_info *info);

#endif

// SPDX-License-Identifier: LGPL-2.1-only
#include "cpuid/policy.h"

/*
 * A guest that cannot migrate, or whose TSC is emulated, may rely on an invariant TSC. libxenguest
 * starts from the hypervisor's default for this type of guest and applies the adjustments.
 */
int libxl__cpuid_apply(libxl__gc *gc, uint32_t domid, const libxl_domain_build_info *info)
{
	bool itsc = libxl_defbool_val(info->disable_migrate) ||
		    info->tsc_mode == LIBXL_TSC_MODE_ALWAYS_EMULATE;
	bool nested = info->type != LIBXL_DOMAIN_TYPE_PV && libxl_defbool_val(info->nested_hvm);
	int r = xc_cpuid_apply_policy(gc->ctx->xch, domid, false, NULL, 0, true, itsc, nested,
				      info->cpuid ? info->cpuid->cpuid : NULL,
				      info->cpuid ? info->cpuid->msr : NULL);

	if (!r)
		return 0;
	LOGED(ERROR, domid, "cannot set its CPU policy (is a bit in cpuid= that this host lacks?)");
	return ERROR_FAIL;
}

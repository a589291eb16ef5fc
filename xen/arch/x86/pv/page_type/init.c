/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/param.h>
#include <asm/system.h>
#include "private.h"

/* Intel SDM vol. 2A CPUID, AMD APM vol. 3 E.4.7: leaf 0x80000008, EAX[7:0]. */
static int __init page_type_init(void)
{
	if (cpuid_count(0x80000000U, 0).a >= 0x80000008U)
		guest_pa_bits = min(cpuid_count(0x80000008U, 0).a & 0xff, (u32)PADDR_BITS);
	return 0;
}
presmp_initcall(page_type_init);

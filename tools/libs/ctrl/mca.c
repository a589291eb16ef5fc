/* SPDX-License-Identifier: LGPL-2.1-only */
/* Machine checks: reading and injecting them. */
#include "private.h"

#if defined(__i386__) || defined(__x86_64__)

int xc_mca_op(xc_interface *xch, struct xen_mc *mc)
{
	BOUNCE(buf, mc, sizeof(*mc), XC_INOUT);

	((struct xen_mc *)buf.hyp)->interface_version = XEN_MCA_INTERFACE_VERSION;
	return xencall1(xch->xcall, __HYPERVISOR_mca, (uintptr_t)buf.hyp);
}

int xc_mca_op_inject_v2(xc_interface *xch, unsigned int flags, xc_cpumap_t cpumap,
			unsigned int nr_bits)
{
	struct xen_mc mc = { .cmd = XEN_MC_inject_v2 };
	BOUNCE(buf, cpumap, (nr_bits + 7) / 8, XC_IN);

	mc.u.mc_inject_v2.flags = flags;
	mc.u.mc_inject_v2.cpumap.nr_bits = nr_bits;
	set_bounce_handle(mc.u.mc_inject_v2.cpumap.bitmap, buf);
	return xc_mca_op(xch, &mc);
}

#endif

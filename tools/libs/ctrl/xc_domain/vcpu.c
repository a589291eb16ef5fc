/* SPDX-License-Identifier: LGPL-2.1-only */
/* Virtual CPUs: what they do, and where they may run. */
#include "../private.h"

int xc_vcpu_getinfo(xc_interface *xch, uint32_t domid, uint32_t vcpu, xc_vcpuinfo_t *info)
{
	struct xen_domctl domctl = DOMCTL(getvcpuinfo, domid, .vcpu = vcpu);
	int rc = do_domctl(xch, &domctl);

	*info = domctl.u.getvcpuinfo;
	return rc;
}

long long xc_domain_get_cpu_usage(xc_interface *xch, uint32_t domid, int vcpu)
{
	struct xen_domctl domctl = DOMCTL(getvcpuinfo, domid, .vcpu = vcpu);

	if (do_domctl(xch, &domctl) < 0) {
		PERROR("Could not get info on domain");
		return -1;
	}
	return domctl.u.getvcpuinfo.cpu_time;
}

/* Both maps are whole bytes that the hypervisor reads and writes. */
static int vcpu_affinity(xc_interface *xch, struct xen_domctl *domctl, xc_cpumap_t hard,
			 xc_cpumap_t soft, enum xc_direction dir)
{
	int size = xc_get_cpumap_size(xch);

	if (size <= 0)
		return size < 0 ? -1 : fail_with(EINVAL);

	BOUNCE(hard_buf, hard, size, dir);
	BOUNCE(soft_buf, soft, size, dir);

	set_bounce_handle(domctl->u.vcpuaffinity.cpumap_hard.bitmap, hard_buf);
	domctl->u.vcpuaffinity.cpumap_hard.nr_bits = size * 8;
	set_bounce_handle(domctl->u.vcpuaffinity.cpumap_soft.bitmap, soft_buf);
	domctl->u.vcpuaffinity.cpumap_soft.nr_bits = size * 8;

	return do_domctl(xch, domctl);
}

int xc_vcpu_setaffinity(xc_interface *xch, uint32_t domid, int vcpu,
			xc_cpumap_t cpumap_hard_inout, xc_cpumap_t cpumap_soft_inout,
			uint32_t flags)
{
	struct xen_domctl domctl = DOMCTL_AS(setvcpuaffinity, vcpuaffinity, domid,
					     .vcpu = vcpu, .flags = flags);

	return vcpu_affinity(xch, &domctl, cpumap_hard_inout, cpumap_soft_inout, XC_INOUT);
}

int xc_vcpu_getaffinity(xc_interface *xch, uint32_t domid, int vcpu, xc_cpumap_t cpumap_hard,
			xc_cpumap_t cpumap_soft, uint32_t flags)
{
	struct xen_domctl domctl = DOMCTL_AS(getvcpuaffinity, vcpuaffinity, domid,
					     .vcpu = vcpu, .flags = flags);

	return vcpu_affinity(xch, &domctl, cpumap_hard, cpumap_soft, XC_OUT);
}

static int node_affinity(xc_interface *xch, struct xen_domctl *domctl, xc_nodemap_t nodemap,
			 enum xc_direction dir)
{
	int size = xc_get_nodemap_size(xch);

	if (size <= 0)
		return size < 0 ? -1 : fail_with(EINVAL);

	BOUNCE(buf, nodemap, size, dir);

	set_bounce_handle(domctl->u.nodeaffinity.nodemap.bitmap, buf);
	domctl->u.nodeaffinity.nodemap.nr_bits = size * 8;
	return do_domctl(xch, domctl);
}

int xc_domain_node_setaffinity(xc_interface *xch, uint32_t domid, xc_nodemap_t nodemap)
{
	struct xen_domctl domctl = DOMCTL0(setnodeaffinity, domid);

	return node_affinity(xch, &domctl, nodemap, XC_IN);
}

int xc_domain_node_getaffinity(xc_interface *xch, uint32_t domid, xc_nodemap_t nodemap)
{
	struct xen_domctl domctl = DOMCTL0(getnodeaffinity, domid);

	return node_affinity(xch, &domctl, nodemap, XC_OUT);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Cpupools: groups of processors with a scheduler each. */
#include "private.h"

#define CPUPOOL(op_, ...) SYSCTL(cpupool_op, .op = XEN_SYSCTL_CPUPOOL_OP_##op_, __VA_ARGS__)

int xc_cpupool_create(xc_interface *xch, uint32_t *ppoolid, uint32_t sched_id)
{
	struct xen_sysctl sysctl = CPUPOOL(CREATE, .cpupool_id = *ppoolid, .sched_id = sched_id);

	if (do_sysctl(xch, &sysctl) < 0)
		return -1;
	*ppoolid = sysctl.u.cpupool_op.cpupool_id;
	return 0;
}

int xc_cpupool_destroy(xc_interface *xch, uint32_t poolid)
{
	struct xen_sysctl sysctl = CPUPOOL(DESTROY, .cpupool_id = poolid);

	return do_sysctl(xch, &sysctl);
}

xc_cpupoolinfo_t *xc_cpupool_getinfo(xc_interface *xch, uint32_t poolid)
{
	struct xen_sysctl sysctl = CPUPOOL(INFO, .cpupool_id = poolid);
	int map_size = xc_get_cpumap_size(xch);
	xc_cpupoolinfo_t *info;

	if (map_size <= 0)
		return NULL;

	/* One allocation, so that info and map are freed together. */
	info = calloc(1, sizeof(*info) + map_size);
	if (!info)
		return NULL;
	info->cpumap = (xc_cpumap_t)(info + 1);

	{
		BOUNCE_OR((free(info), NULL), buf, info->cpumap, map_size, XC_OUT);

		set_bounce_handle(sysctl.u.cpupool_op.cpumap.bitmap, buf);
		sysctl.u.cpupool_op.cpumap.nr_bits = map_size * 8;
		if (!do_sysctl(xch, &sysctl)) {
			info->cpupool_id = sysctl.u.cpupool_op.cpupool_id;
			info->sched_id = sysctl.u.cpupool_op.sched_id;
			info->n_dom = sysctl.u.cpupool_op.n_dom;
			return info;
		}
	}
	free(info);
	return NULL;
}

void xc_cpupool_infofree(xc_interface *xch, xc_cpupoolinfo_t *info)
{
	free(info);
}

/*
 * EAGAIN: a processor or domain is just busy in the hypervisor, and a half-done change wants to be
 * completed. That takes moments; 10 s of it is a fault worth reporting.
 */
#define BUSY_TRIES 10000
#define BUSY_WAIT_US 1000

static int change_pool(xc_interface *xch, struct xen_sysctl *sysctl)
{
	unsigned int tries = BUSY_TRIES;
	int rc;

	while ((rc = do_sysctl(xch, sysctl)) < 0 && errno == EAGAIN && --tries)
		usleep(BUSY_WAIT_US);
	return rc;
}

int xc_cpupool_addcpu(xc_interface *xch, uint32_t poolid, int cpu)
{
	struct xen_sysctl sysctl = CPUPOOL(ADDCPU, .cpupool_id = poolid,
		.cpu = cpu < 0 ? XEN_SYSCTL_CPUPOOL_PAR_ANY : (uint32_t)cpu);

	return change_pool(xch, &sysctl);
}

int xc_cpupool_removecpu(xc_interface *xch, uint32_t poolid, int cpu)
{
	struct xen_sysctl sysctl = CPUPOOL(RMCPU, .cpupool_id = poolid,
		.cpu = cpu < 0 ? XEN_SYSCTL_CPUPOOL_PAR_ANY : (uint32_t)cpu);

	return change_pool(xch, &sysctl);
}

int xc_cpupool_movedomain(xc_interface *xch, uint32_t poolid, uint32_t domid)
{
	struct xen_sysctl sysctl = CPUPOOL(MOVEDOMAIN, .cpupool_id = poolid, .domid = domid);

	return change_pool(xch, &sysctl);
}

xc_cpumap_t xc_cpupool_freeinfo(xc_interface *xch)
{
	struct xen_sysctl sysctl = CPUPOOL(FREEINFO);
	int map_size = xc_get_cpumap_size(xch);
	xc_cpumap_t map = map_size > 0 ? calloc(1, map_size) : NULL;

	if (!map)
		return NULL;

	{
		BOUNCE_OR((free(map), NULL), buf, map, map_size, XC_OUT);

		set_bounce_handle(sysctl.u.cpupool_op.cpumap.bitmap, buf);
		sysctl.u.cpupool_op.cpumap.nr_bits = map_size * 8;
		if (!do_sysctl(xch, &sysctl))
			return map;
	}
	free(map);
	return NULL;
}

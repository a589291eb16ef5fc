/* SPDX-License-Identifier: LGPL-2.1-only */
/* Maps of the host's processors and NUMA nodes, and how large they are. */
#include "private.h"

int xc_get_max_cpus(xc_interface *xch)
{
	static int max_cpus; /* a fact of the host; racing threads find the same */
	xc_physinfo_t info = { .nr_cpus = 0 };

	if (max_cpus)
		return max_cpus;
	if (xc_physinfo(xch, &info))
		return -1;
	return max_cpus = info.max_cpu_id + 1;
}

int xc_get_online_cpus(xc_interface *xch)
{
	xc_physinfo_t info = { .nr_cpus = 0 };

	return xc_physinfo(xch, &info) ? -1 : (int)info.nr_cpus;
}

int xc_get_max_nodes(xc_interface *xch)
{
	static int max_nodes;
	xc_physinfo_t info = { .nr_cpus = 0 };

	if (max_nodes)
		return max_nodes;
	if (xc_physinfo(xch, &info))
		return -1;
	return max_nodes = info.max_node_id + 1;
}

/* Bytes of a map of @max bits; an error stays one. */
static int map_size(int max)
{
	return max < 0 ? max : (max + 7) / 8;
}

int xc_get_cpumap_size(xc_interface *xch)
{
	return map_size(xc_get_max_cpus(xch));
}

int xc_get_nodemap_size(xc_interface *xch)
{
	return map_size(xc_get_max_nodes(xch));
}

xc_cpumap_t xc_cpumap_alloc(xc_interface *xch)
{
	int size = xc_get_cpumap_size(xch);

	return size <= 0 ? NULL : calloc(1, size);
}

xc_nodemap_t xc_nodemap_alloc(xc_interface *xch)
{
	int size = xc_get_nodemap_size(xch);

	return size <= 0 ? NULL : calloc(1, size);
}

void xc_cpumap_clearcpu(int cpu, xc_cpumap_t map)
{
	map[cpu / 8] &= ~(1 << (cpu % 8));
}

void xc_cpumap_setcpu(int cpu, xc_cpumap_t map)
{
	map[cpu / 8] |= 1 << (cpu % 8);
}

int xc_cpumap_testcpu(int cpu, xc_cpumap_t map)
{
	return map[cpu / 8] & (1 << (cpu % 8));
}

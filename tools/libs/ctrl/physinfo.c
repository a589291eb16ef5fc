/* SPDX-License-Identifier: LGPL-2.1-only */
/* The host: processors, memory, NUMA nodes, the hypervisor's console. */
#include "private.h"

int xc_physinfo(xc_interface *xch, xc_physinfo_t *info)
{
	struct xen_sysctl sysctl = SYSCTL0(physinfo);
	int rc;

	sysctl.u.physinfo = *info;
	rc = do_sysctl(xch, &sysctl);
	if (!rc)
		*info = sysctl.u.physinfo;
	return rc;
}

int xc_cputopoinfo(xc_interface *xch, unsigned *max_cpus, xc_cputopo_t *cputopo)
{
	struct xen_sysctl sysctl = SYSCTL(cputopoinfo, .num_cpus = *max_cpus);
	BOUNCE(buf, cputopo, ARRAY_BYTES(cputopo, *max_cpus), XC_OUT);
	int rc;

	set_bounce_handle(sysctl.u.cputopoinfo.cputopo, buf);
	rc = do_sysctl(xch, &sysctl);
	if (!rc)
		*max_cpus = sysctl.u.cputopoinfo.num_cpus;
	return rc;
}

int xc_numainfo(xc_interface *xch, unsigned *max_nodes, xc_meminfo_t *meminfo, uint32_t *distance)
{
	struct xen_sysctl sysctl = SYSCTL(numainfo, .num_nodes = *max_nodes);
	BOUNCE(mem, meminfo, ARRAY_BYTES(meminfo, *max_nodes), XC_OUT);
	BOUNCE(dist, distance, ARRAY_BYTES(distance, (size_t)*max_nodes * *max_nodes), XC_OUT);
	int rc;

	set_bounce_handle(sysctl.u.numainfo.meminfo, mem);
	set_bounce_handle(sysctl.u.numainfo.distance, dist);
	rc = do_sysctl(xch, &sysctl);
	if (!rc)
		*max_nodes = sysctl.u.numainfo.num_nodes;
	return rc;
}

/* The hypervisor does part of the devices and says how many: go on from there. */
int xc_pcitopoinfo(xc_interface *xch, unsigned num_devs, physdev_pci_device_t *devs,
		   uint32_t *nodes)
{
	struct xen_sysctl sysctl = SYSCTL0(pcitopoinfo);
	BOUNCE(dev_buf, devs, ARRAY_BYTES(devs, num_devs), XC_IN);
	BOUNCE(node_buf, nodes, ARRAY_BYTES(nodes, num_devs), XC_INOUT);
	unsigned done = 0;

	while (done < num_devs) {
		sysctl.u.pcitopoinfo.num_devs = num_devs - done;
		set_bounce_handle_at(sysctl.u.pcitopoinfo.devs, dev_buf, done * sizeof(*devs));
		set_bounce_handle_at(sysctl.u.pcitopoinfo.nodes, node_buf, done * sizeof(*nodes));
		if (do_sysctl(xch, &sysctl) < 0)
			return -1;
		if (!sysctl.u.pcitopoinfo.num_devs)
			return fail_with(EIO);
		done += sysctl.u.pcitopoinfo.num_devs;
	}
	return 0;
}

int xc_getcpuinfo(xc_interface *xch, int max_cpus, xc_cpuinfo_t *info, int *nr_cpus)
{
	struct xen_sysctl sysctl = SYSCTL(getcpuinfo, .max_cpus = max_cpus);
	BOUNCE(buf, info, ARRAY_BYTES(info, max_cpus), XC_OUT);
	int rc;

	set_bounce_handle(sysctl.u.getcpuinfo.info, buf);
	rc = do_sysctl(xch, &sysctl);
	if (nr_cpus)
		*nr_cpus = sysctl.u.getcpuinfo.nr_cpus;
	return rc;
}

int xc_availheap(xc_interface *xch, int min_width, int max_width, int node, uint64_t *bytes)
{
	struct xen_sysctl sysctl = SYSCTL(availheap, .min_bitwidth = min_width,
		.max_bitwidth = max_width, .node = node);
	int rc = do_sysctl(xch, &sysctl);

	*bytes = sysctl.u.availheap.avail_bytes;
	return rc;
}

int xc_readconsolering(xc_interface *xch, char *buffer, unsigned int *pnr_chars, int clear,
		       int incremental, uint32_t *pindex)
{
	struct xen_sysctl sysctl = SYSCTL(readconsole, .clear = clear, .incremental = incremental,
		.count = *pnr_chars, .index = pindex ? *pindex : 0);
	BOUNCE(buf, buffer, *pnr_chars, XC_OUT);
	int rc;

	set_bounce_handle(sysctl.u.readconsole.buffer, buf);
	rc = do_sysctl(xch, &sysctl);
	if (rc)
		return rc;
	*pnr_chars = sysctl.u.readconsole.count;
	if (pindex)
		*pindex = sysctl.u.readconsole.index;
	return 0;
}

int xc_send_debug_keys(xc_interface *xch, const char *keys)
{
	size_t len = strlen(keys);
	struct xen_sysctl sysctl = SYSCTL(debug_keys, .nr_keys = len);
	BOUNCE(buf, keys, len, XC_IN);

	set_bounce_handle(sysctl.u.debug_keys.keys, buf);
	return do_sysctl(xch, &sysctl);
}

int xc_maximum_ram_page(xc_interface *xch, unsigned long *max_mfn)
{
	long rc = xc_memory_op(xch, XENMEM_maximum_ram_page, NULL, 0);

	if (rc < 0)
		return -1;
	*max_mfn = rc;
	return 0;
}

int xc_machphys_mfn_list(xc_interface *xch, unsigned long max_extents, xen_pfn_t *extent_start)
{
	struct xen_machphys_mfn_list arg = { .max_extents = max_extents };
	BOUNCE(buf, extent_start, ARRAY_BYTES(extent_start, max_extents), XC_OUT);
	int rc;

	set_bounce_handle(arg.extent_start, buf);
	rc = xc_memory_op(xch, XENMEM_machphys_mfn_list, &arg, sizeof(arg));
	/* Anything less than what was asked for is of no use. */
	if (rc || arg.nr_extents != max_extents)
		return -1;
	return 0;
}

long xc_sharing_freed_pages(xc_interface *xch)
{
	return xc_memory_op(xch, XENMEM_get_sharing_freed_pages, NULL, 0);
}

long xc_sharing_used_frames(xc_interface *xch)
{
	return xc_memory_op(xch, XENMEM_get_sharing_shared_pages, NULL, 0);
}

int xc_microcode_update(xc_interface *xch, const void *data, size_t len)
{
	struct xen_platform_op op = { .cmd = XENPF_microcode_update, .u.microcode.length = len };
	BOUNCE(buf, data, len, XC_IN);

	set_bounce_handle(op.u.microcode.data, buf);
	return do_platform_op(xch, &op);
}

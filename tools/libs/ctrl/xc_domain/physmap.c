/* SPDX-License-Identifier: LGPL-2.1-only */
/* What lies at which guest frame: the physmap, memory maps, virtual NUMA. */
#include "../private.h"

int xc_domain_maximum_gpfn(xc_interface *xch, uint32_t domid, xen_pfn_t *gpfns)
{
	struct xen_memory_domain arg = { .domid = domid };
	long rc = xc_memory_op(xch, XENMEM_maximum_gpfn, &arg, sizeof(arg));

	if (rc < 0)
		return -1;
	*gpfns = rc;
	return 0;
}

int xc_domain_nr_gpfns(xc_interface *xch, uint32_t domid, xen_pfn_t *gpfns)
{
	int rc = xc_domain_maximum_gpfn(xch, domid, gpfns);

	if (!rc)
		(*gpfns)++;
	return rc;
}

int xc_domain_add_to_physmap(xc_interface *xch, uint32_t domid, unsigned int space,
			     unsigned long idx, xen_pfn_t gpfn)
{
	struct xen_add_to_physmap arg = {
		.domid = domid, .space = space, .idx = idx, .gpfn = gpfn,
	};

	return xc_memory_op(xch, XENMEM_add_to_physmap, &arg, sizeof(arg));
}

int xc_domain_add_to_physmap_batch(xc_interface *xch, uint32_t domid, uint32_t foreign_domid,
				   unsigned int space, unsigned int size, xen_ulong_t *idxs,
				   xen_pfn_t *gfpns, int *errs)
{
	struct xen_add_to_physmap_batch arg = {
		.domid = domid,
		.space = space,
		.size = size,
		.u.foreign_domid = foreign_domid,
	};

	if (size > UINT16_MAX)
		return fail_with(E2BIG);

	BOUNCE(idx_buf, idxs, ARRAY_BYTES(idxs, size), XC_IN);
	BOUNCE(gpfn_buf, gfpns, ARRAY_BYTES(gfpns, size), XC_IN);
	BOUNCE(err_buf, errs, ARRAY_BYTES(errs, size), XC_OUT);

	set_bounce_handle(arg.idxs, idx_buf);
	set_bounce_handle(arg.gpfns, gpfn_buf);
	set_bounce_handle(arg.errs, err_buf);
	return xc_memory_op(xch, XENMEM_add_to_physmap_batch, &arg, sizeof(arg));
}

int xc_domain_remove_from_physmap(xc_interface *xch, uint32_t domid, xen_pfn_t gpfn)
{
	struct xen_remove_from_physmap arg;

	memset(&arg, 0, sizeof(arg)); /* no stack contents in the padding */
	arg.domid = domid;
	arg.gpfn = gpfn;
	return xc_memory_op(xch, XENMEM_remove_from_physmap, &arg, sizeof(arg));
}

#if defined(__i386__) || defined(__x86_64__)
int xc_domain_set_memory_map(xc_interface *xch, uint32_t domid, struct e820entry entries[],
			     uint32_t nr_entries)
{
	struct xen_foreign_memory_map arg = { .domid = domid, .map.nr_entries = nr_entries };
	BOUNCE(buf, entries, ARRAY_BYTES(entries, nr_entries), XC_IN);

	set_bounce_handle(arg.map.buffer, buf);
	return xc_memory_op(xch, XENMEM_set_memory_map, &arg, sizeof(arg));
}

int xc_get_machine_memory_map(xc_interface *xch, struct e820entry entries[], uint32_t max_entries)
{
	struct xen_memory_map arg = { .nr_entries = max_entries };
	BOUNCE(buf, entries, ARRAY_BYTES(entries, max_entries), XC_OUT);

	set_bounce_handle(arg.buffer, buf);
	return xc_memory_op(xch, XENMEM_machine_memory_map, &arg, sizeof(arg)) ?
		       -1 : (int)arg.nr_entries;
}

int xc_domain_set_memmap_limit(xc_interface *xch, uint32_t domid, unsigned long map_limitkb)
{
	struct e820entry all_ram = {
		.addr = 0, .size = (uint64_t)map_limitkb << 10, .type = E820_RAM,
	};

	return xc_domain_set_memory_map(xch, domid, &all_ram, 1);
}
#else
int xc_domain_set_memmap_limit(xc_interface *xch, uint32_t domid, unsigned long map_limitkb)
{
	PERROR("memory maps are not implemented on this architecture");
	return fail_with(ENOSYS);
}
#endif

int xc_reserved_device_memory_map(xc_interface *xch, uint32_t flags, uint16_t seg, uint8_t bus,
				  uint8_t devfn, struct xen_reserved_device_memory entries[],
				  uint32_t *max_entries)
{
	struct xen_reserved_device_memory_map arg = {
		.flags = flags,
		.dev.pci = { .seg = seg, .bus = bus, .devfn = devfn },
		.nr_entries = *max_entries,
	};
	BOUNCE(buf, entries, ARRAY_BYTES(entries, *max_entries), XC_OUT);
	int rc;

	set_bounce_handle(arg.buffer, buf);
	rc = xc_memory_op(xch, XENMEM_reserved_device_memory_map, &arg, sizeof(arg));
	*max_entries = arg.nr_entries;
	return rc;
}

int xc_domain_setvnuma(xc_interface *xch, uint32_t domid, uint32_t nr_vnodes,
		       uint32_t nr_regions, uint32_t nr_vcpus, xen_vmemrange_t *vmemrange,
		       unsigned int *vdistance, unsigned int *vcpu_to_vnode,
		       unsigned int *vnode_to_pnode)
{
	struct xen_domctl domctl = DOMCTL_AS(setvnumainfo, vnuma, domid, .nr_vnodes = nr_vnodes,
		.nr_vmemranges = nr_regions, .nr_vcpus = nr_vcpus);

	if (!nr_vnodes || !nr_regions || !nr_vcpus)
		return fail_with(EINVAL);
	if (!vdistance || !vcpu_to_vnode || !vmemrange || !vnode_to_pnode) {
		PERROR("%s: incorrect parameters", __func__);
		return fail_with(EINVAL);
	}

	BOUNCE(ranges, vmemrange, ARRAY_BYTES(vmemrange, nr_regions), XC_IN);
	BOUNCE(distances, vdistance, ARRAY_BYTES(vdistance, (size_t)nr_vnodes * nr_vnodes), XC_IN);
	BOUNCE(vcpus, vcpu_to_vnode, ARRAY_BYTES(vcpu_to_vnode, nr_vcpus), XC_IN);
	BOUNCE(pnodes, vnode_to_pnode, ARRAY_BYTES(vnode_to_pnode, nr_vnodes), XC_IN);

	set_bounce_handle(domctl.u.vnuma.vmemrange, ranges);
	set_bounce_handle(domctl.u.vnuma.vdistance, distances);
	set_bounce_handle(domctl.u.vnuma.vcpu_to_vnode, vcpus);
	set_bounce_handle(domctl.u.vnuma.vnode_to_pnode, pnodes);
	return do_domctl(xch, &domctl);
}

int xc_domain_getvnuma(xc_interface *xch, uint32_t domid, uint32_t *nr_vnodes,
		       uint32_t *nr_vmemranges, uint32_t *nr_vcpus, xen_vmemrange_t *vmemrange,
		       unsigned int *vdistance, unsigned int *vcpu_to_vnode)
{
	struct xen_vnuma_topology_info arg = {
		.domid = domid,
		.nr_vnodes = *nr_vnodes,
		.nr_vcpus = *nr_vcpus,
		.nr_vmemranges = *nr_vmemranges,
	};
	BOUNCE(ranges, vmemrange, ARRAY_BYTES(vmemrange, *nr_vmemranges), XC_OUT);
	BOUNCE(distances, vdistance, ARRAY_BYTES(vdistance, (size_t)*nr_vnodes * *nr_vnodes),
	       XC_OUT);
	BOUNCE(vcpus, vcpu_to_vnode, ARRAY_BYTES(vcpu_to_vnode, *nr_vcpus), XC_OUT);
	int rc;

	set_bounce_handle(arg.vmemrange.h, ranges);
	set_bounce_handle(arg.vdistance.h, distances);
	set_bounce_handle(arg.vcpu_to_vnode.h, vcpus);

	rc = xc_memory_op(xch, XENMEM_get_vnumainfo, &arg, sizeof(arg));
	*nr_vnodes = arg.nr_vnodes;
	*nr_vcpus = arg.nr_vcpus;
	*nr_vmemranges = arg.nr_vmemranges;
	return rc;
}

int xc_domain_p2m_audit(xc_interface *xch, uint32_t domid, uint64_t *orphans, uint64_t *m2p_bad,
			uint64_t *p2m_bad)
{
	struct xen_domctl domctl = DOMCTL0(audit_p2m, domid);
	int rc = do_domctl(xch, &domctl);

	*orphans = domctl.u.audit_p2m.orphans;
	*m2p_bad = domctl.u.audit_p2m.m2p_bad;
	*p2m_bad = domctl.u.audit_p2m.p2m_bad;
	return rc;
}

int xc_set_broken_page_p2m(xc_interface *xch, uint32_t domid, unsigned long pfn)
{
	struct xen_domctl domctl = DOMCTL(set_broken_page_p2m, domid, .pfn = pfn);

	return zero_if_ok(do_domctl(xch, &domctl));
}

int xc_domain_cacheflush(xc_interface *xch, uint32_t domid, xen_pfn_t start_pfn, xen_pfn_t nr_pfns)
{
#if defined(__i386__) || defined(__x86_64__)
	/* Caches are coherent: there is nothing to do. */
	return 0;
#else
	struct xen_domctl domctl = DOMCTL(cacheflush, domid, .start_pfn = start_pfn,
					  .nr_pfns = nr_pfns);

	return do_domctl(xch, &domctl);
#endif
}

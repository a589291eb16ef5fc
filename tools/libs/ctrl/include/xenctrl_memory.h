/* SPDX-License-Identifier: MIT */
/* Memory of domains. Part of xenctrl.h, which includes it. */
#ifndef XENCTRL_MEMORY_H
#define XENCTRL_MEMORY_H

#ifdef __cplusplus
extern "C" {
#endif

/* --- how much --- */

/* The most that the domain may have, in KiB. */
int xc_domain_setmaxmem(xc_interface *xch, uint32_t domid, uint64_t max_memkb);

/*
 * Operations on @nr_extents extents of 2^@extent_order pages, whose first frames are in
 * @extent_start. @mem_flags is of XENMEMF_*. The number of extents that were done is returned; the
 * *_exact functions accept no fewer than all and fail with ENOMEM, EINVAL and EBUSY.
 *
 * increase gives the domain memory and returns the machine frames; decrease takes back guest
 * frames; populate gives it memory at guest frames (and a PV domain learns the machine frames).
 */
int xc_domain_increase_reservation(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				   unsigned int extent_order, unsigned int mem_flags,
				   xen_pfn_t *extent_start);
int xc_domain_increase_reservation_exact(xc_interface *xch, uint32_t domid,
					 unsigned long nr_extents, unsigned int extent_order,
					 unsigned int mem_flags, xen_pfn_t *extent_start);
int xc_domain_decrease_reservation(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				   unsigned int extent_order, xen_pfn_t *extent_start);
int xc_domain_decrease_reservation_exact(xc_interface *xch, uint32_t domid,
					 unsigned long nr_extents, unsigned int extent_order,
					 xen_pfn_t *extent_start);
int xc_domain_populate_physmap(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
			       unsigned int extent_order, unsigned int mem_flags,
			       xen_pfn_t *extent_start);
int xc_domain_populate_physmap_exact(xc_interface *xch, uint32_t domid, unsigned long nr_extents,
				     unsigned int extent_order, unsigned int mem_flags,
				     xen_pfn_t *extent_start);

/* Swap memory of the calling domain for other: fewer, larger extents, say. */
int xc_domain_memory_exchange_pages(xc_interface *xch, uint32_t domid, unsigned long nr_in_extents,
				    unsigned int in_order, xen_pfn_t *in_extents,
				    unsigned long nr_out_extents, unsigned int out_order,
				    xen_pfn_t *out_extents);

/*
 * Set host memory aside for the domain; 0 pages gives the rest of it back. Succeeds, without doing
 * anything, on a hypervisor that has no claims.
 */
int xc_domain_claim_pages(xc_interface *xch, uint32_t domid, unsigned long nr_pages);

/* Populate on demand: how much memory backs the domain. The result pointers may be NULL. */
int xc_domain_set_pod_target(xc_interface *xch, uint32_t domid, uint64_t target_pages,
			     uint64_t *tot_pages, uint64_t *pod_cache_pages, uint64_t *pod_entries);
int xc_domain_get_pod_target(xc_interface *xch, uint32_t domid, uint64_t *tot_pages,
			     uint64_t *pod_cache_pages, uint64_t *pod_entries);

/* Bytes of the pool that the domain's page tables in the hypervisor come from. */
int xc_get_paging_mempool_size(xc_interface *xch, uint32_t domid, uint64_t *size);
int xc_set_paging_mempool_size(xc_interface *xch, uint32_t domid, uint64_t size);

/* --- which frames were written --- */

typedef struct xen_domctl_shadow_op_stats xc_shadow_op_stats_t;

/* @sop is one of XEN_DOMCTL_SHADOW_OP_*; *@mb (or NULL) is in and out for the allocation ones. */
int xc_shadow_control(xc_interface *xch, uint32_t domid, unsigned int sop, unsigned int *mb,
		      unsigned int mode);

/* The same with a bitmap of @pages frames: how many were done, or -1. @stats may be NULL. */
long long xc_logdirty_control(xc_interface *xch, uint32_t domid, unsigned int sop,
			      xc_hypercall_buffer_t *dirty_bitmap, unsigned long pages,
			      unsigned int mode, xc_shadow_op_stats_t *stats);

/* --- what lies where --- */

/* The highest guest frame, and one more than that, to *@gpfns. */
int xc_domain_maximum_gpfn(xc_interface *xch, uint32_t domid, xen_pfn_t *gpfns);
int xc_domain_nr_gpfns(xc_interface *xch, uint32_t domid, xen_pfn_t *gpfns);

/*
 * Put item @idx of @space (XENMAPSPACE_*) at guest frame @gpfn; the second form does @size of
 * them, with an error for each.
 */
int xc_domain_add_to_physmap(xc_interface *xch, uint32_t domid, unsigned int space,
			     unsigned long idx, xen_pfn_t gpfn);
int xc_domain_add_to_physmap_batch(xc_interface *xch, uint32_t domid, uint32_t foreign_domid,
				   unsigned int space, unsigned int size, xen_ulong_t *idxs,
				   xen_pfn_t *gfpns, int *errs);
int xc_domain_remove_from_physmap(xc_interface *xch, uint32_t domid, xen_pfn_t gpfn);

#if defined(__i386__) || defined(__x86_64__)
#define E820_RAM 1
#define E820_RESERVED 2
#define E820_ACPI 3
#define E820_NVS 4
#define E820_UNUSABLE 5

#define E820MAX (128)

/* A range of a BIOS memory map. */
struct e820entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
} __attribute__((packed));

/* The map that the domain is shown. */
int xc_domain_set_memory_map(xc_interface *xch, uint32_t domid, struct e820entry entries[],
			     uint32_t nr_entries);

/* The host's map: the number of entries is returned. */
int xc_get_machine_memory_map(xc_interface *xch, struct e820entry entries[], uint32_t max_entries);
#endif

/* A map of nothing but @map_limitkb KiB of RAM. */
int xc_domain_set_memmap_limit(xc_interface *xch, uint32_t domid, unsigned long map_limitkb);

/*
 * Ranges that a device (or, with XENMEM_RDM_ALL, any) needs mapped one to one. *@max_entries is in
 * and out; ENOBUFS says that it was too small and how many there are.
 */
int xc_reserved_device_memory_map(xc_interface *xch, uint32_t flags, uint16_t seg, uint8_t bus,
				  uint8_t devfn, struct xen_reserved_device_memory entries[],
				  uint32_t *max_entries);

/* Virtual NUMA topology; getting needs arrays large enough, and updates the numbers. */
int xc_domain_setvnuma(xc_interface *xch, uint32_t domid, uint32_t nr_vnodes,
		       uint32_t nr_regions, uint32_t nr_vcpus, xen_vmemrange_t *vmemrange,
		       unsigned int *vdistance, unsigned int *vcpu_to_vnode,
		       unsigned int *vnode_to_pnode);
int xc_domain_getvnuma(xc_interface *xch, uint32_t domid, uint32_t *nr_vnodes,
		       uint32_t *nr_vmemranges, uint32_t *nr_vcpus, xen_vmemrange_t *vmemrange,
		       unsigned int *vdistance, unsigned int *vcpu_to_vnode);

/* Compare both directions of the frame tables: the numbers of mismatches found. */
int xc_domain_p2m_audit(xc_interface *xch, uint32_t domid, uint64_t *orphans, uint64_t *m2p_bad,
			uint64_t *p2m_bad);

/* Mark a guest frame as unusable. */
int xc_set_broken_page_p2m(xc_interface *xch, uint32_t domid, unsigned long pfn);

/* Write caches back after writing a guest's memory; nothing to do where caches are coherent. */
int xc_domain_cacheflush(xc_interface *xch, uint32_t domid, xen_pfn_t start_pfn, xen_pfn_t nr_pfns);

/* --- touching it --- */

int xc_copy_to_domain_page(xc_interface *xch, uint32_t domid, unsigned long dst_pfn,
			   const char *src_page);
int xc_clear_domain_pages(xc_interface *xch, uint32_t domid, unsigned long dst_pfn, int num);

static inline int xc_clear_domain_page(xc_interface *xch, uint32_t domid, unsigned long dst_pfn)
{
	return xc_clear_domain_pages(xch, domid, dst_pfn, 1);
}

/*
 * The guest frame of virtual address @virt as a vCPU sees it now, or 0. For debuggers: nothing
 * keeps the page tables from changing meanwhile.
 */
unsigned long xc_translate_foreign_address(xc_interface *xch, uint32_t dom, int vcpu,
					   unsigned long long virt);

/* --- the host's --- */

/* The highest machine frame. */
int xc_maximum_ram_page(xc_interface *xch, unsigned long *max_mfn);

/* The frames of the machine-to-physical table, @max_extents of them. */
int xc_machphys_mfn_list(xc_interface *xch, unsigned long max_extents, xen_pfn_t *extent_start);

/* Swap frame @mfn of a PV domain for one below 4 GiB: that, or 0. */
unsigned long xc_make_page_below_4G(xc_interface *xch, uint32_t domid, unsigned long mfn);

/* Pages saved by sharing, and pages that are shared; -1 on errors. */
long xc_sharing_freed_pages(xc_interface *xch);
long xc_sharing_used_frames(xc_interface *xch);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_MEMORY_H */

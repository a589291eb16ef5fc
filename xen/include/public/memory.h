/* SPDX-License-Identifier: MIT */
/* Memory operations: memory_op(cmd, argument). */
#ifndef __XEN_PUBLIC_MEMORY_H__
#define __XEN_PUBLIC_MEMORY_H__

#include "xen.h"
#include "physdev.h"

/* xen_memory_reservation. All three answer how many extents were done. */
#define XENMEM_increase_reservation 0
#define XENMEM_decrease_reservation 1
#define XENMEM_populate_physmap 6

#if __XEN_INTERFACE_VERSION__ >= 0x00030209
#define XENMEMF_address_bits(x) (x) /* machine addresses of at most x bits */
#define XENMEMF_get_address_bits(x) ((x) & 0xffu)
#define XENMEMF_node(x) (((x) + 1) << 8) /* preferably from NUMA node x */
#define XENMEMF_get_node(x) ((((x) >> 8) - 1) & 0xffu)
#define XENMEMF_populate_on_demand (1 << 16) /* entries only; memory comes at first use */
#define XENMEMF_exact_node_request (1 << 17) /* from that node or not at all */
#define XENMEMF_exact_node(n) (XENMEMF_node(n) | XENMEMF_exact_node_request)
#define XENMEMF_vnode (1 << 18) /* the node is a virtual one */
#endif

struct xen_memory_reservation {
	/*
	 * increase: out (may be null): frames. decrease: in: frames. populate: in: guest frames,
	 * out: frames of PV
	 */
	XEN_GUEST_HANDLE(xen_pfn_t) extent_start;
	xen_ulong_t nr_extents;
	unsigned int extent_order; /* an extent is 2^order pages */
#if __XEN_INTERFACE_VERSION__ >= 0x00030209
	unsigned int mem_flags; /* XENMEMF_* */
#else
	unsigned int address_bits;
#endif
	domid_t domid; /* whose memory, or DOMID_SELF */
};
typedef struct xen_memory_reservation xen_memory_reservation_t;
DEFINE_XEN_GUEST_HANDLE(xen_memory_reservation_t);

#define XENMEM_exchange 11 /* Trades memory for other memory, for contiguity or address bits; PV. */

struct xen_memory_exchange {
	struct xen_memory_reservation in; /* what is given */
	/* what is wanted, of the same total size; its extent_start is filled in */
	struct xen_memory_reservation out;
	xen_ulong_t nr_exchanged; /* out, to be 0 at first: input extents done */
};
typedef struct xen_memory_exchange xen_memory_exchange_t;
DEFINE_XEN_GUEST_HANDLE(xen_memory_exchange_t);

#define XENMEM_maximum_ram_page 2 /* answers one more than the highest machine frame */

struct xen_memory_domain {
	domid_t domid;
};

#define XENMEM_current_reservation 3 /* xen_memory_domain; answers pages */
#define XENMEM_maximum_reservation 4 /* xen_memory_domain; answers pages */
#define XENMEM_maximum_gpfn 14 /* xen_memory_domain; answers the highest guest frame */
/* Tells the frames that hold the M2P, one for each 2 MiB of it; privileged. */
#define XENMEM_machphys_mfn_list 5

struct xen_machphys_mfn_list {
	unsigned int max_extents; /* in */
	XEN_GUEST_HANDLE(xen_pfn_t) extent_start; /* out */
	unsigned int nr_extents; /* out */
};
typedef struct xen_machphys_mfn_list xen_machphys_mfn_list_t;
DEFINE_XEN_GUEST_HANDLE(xen_machphys_mfn_list_t);

#define XENMEM_machphys_compat_mfn_list 25 /* the same for the M2P of 32-bit guests */
#define XENMEM_machphys_mapping 12 /* Tells a PV guest where its M2P is. */

struct xen_machphys_mapping {
	xen_ulong_t v_start; /* out: virtual addresses */
	xen_ulong_t v_end;
	xen_ulong_t max_mfn; /* out: the highest index */
};
typedef struct xen_machphys_mapping xen_machphys_mapping_t;
DEFINE_XEN_GUEST_HANDLE(xen_machphys_mapping_t);

/* what add_to_physmap puts into the guest's memory; idx is: nothing */
#define XENMAPSPACE_shared_info 0
#define XENMAPSPACE_grant_table 1 /* frame of the grant table */
#define XENMAPSPACE_gmfn 2 /* guest frame of the same domain */
#define XENMAPSPACE_gmfn_range 3 /* guest frames */
#define XENMAPSPACE_gmfn_foreign 4 /* guest frame of foreign_domid; batch only */
#define XENMAPSPACE_dev_mmio 5 /* device frame; arm */
#define XENMEM_add_to_physmap 7 /* xen_add_to_physmap */

struct xen_add_to_physmap {
	domid_t domid;
	uint16_t size; /* XENMAPSPACE_gmfn_range: number of frames */
	unsigned int space; /* XENMAPSPACE_* */
#define XENMAPIDX_grant_table_status 0x80000000 /* or'ed to idx: a status frame */
	xen_ulong_t idx;
	xen_pfn_t gpfn; /* where */
};
typedef struct xen_add_to_physmap xen_add_to_physmap_t;
DEFINE_XEN_GUEST_HANDLE(xen_add_to_physmap_t);

/* xen_add_to_physmap_batch: size elements with a status each */
#define XENMEM_add_to_physmap_batch 23

struct xen_add_to_physmap_batch {
	domid_t domid;
	uint16_t space;
	uint16_t size; /* elements */
#if __XEN_INTERFACE_VERSION__ < 0x00040700
	domid_t foreign_domid; /* XENMAPSPACE_gmfn_foreign */
#else
	union xen_add_to_physmap_batch_extra {
		domid_t foreign_domid; /* XENMAPSPACE_gmfn_foreign */
		uint16_t res0;
	} u;
#endif
	XEN_GUEST_HANDLE(xen_ulong_t) idxs;
	XEN_GUEST_HANDLE(xen_pfn_t) gpfns;
	XEN_GUEST_HANDLE(int) errs; /* out: 0 or -errno */
};
typedef struct xen_add_to_physmap_batch xen_add_to_physmap_batch_t;
DEFINE_XEN_GUEST_HANDLE(xen_add_to_physmap_batch_t);

#if __XEN_INTERFACE_VERSION__ < 0x00040400
#define XENMEM_add_to_physmap_range XENMEM_add_to_physmap_batch
#define xen_add_to_physmap_range xen_add_to_physmap_batch

typedef struct xen_add_to_physmap_batch xen_add_to_physmap_range_t;
DEFINE_XEN_GUEST_HANDLE(xen_add_to_physmap_range_t);

#endif

#define XENMEM_remove_from_physmap 15 /* xen_remove_from_physmap */

struct xen_remove_from_physmap {
	domid_t domid;
	xen_pfn_t gpfn;
};
typedef struct xen_remove_from_physmap xen_remove_from_physmap_t;
DEFINE_XEN_GUEST_HANDLE(xen_remove_from_physmap_t);

#define XENMEM_memory_map 9 /* The caller's memory map, an array of E820 entries. */

struct xen_memory_map {
	unsigned int nr_entries; /* in: room; out: entries */
	XEN_GUEST_HANDLE(void) buffer;
};
typedef struct xen_memory_map xen_memory_map_t;
DEFINE_XEN_GUEST_HANDLE(xen_memory_map_t);

#define XENMEM_machine_memory_map 10 /* the machine's: xen_memory_map; hardware domain only */
#define XENMEM_set_memory_map 13 /* sets another domain's memory map; privileged */

struct xen_foreign_memory_map {
	domid_t domid;
	struct xen_memory_map map;
};
typedef struct xen_foreign_memory_map xen_foreign_memory_map_t;
DEFINE_XEN_GUEST_HANDLE(xen_foreign_memory_map_t);

#define XENMEM_set_pod_target 16 /* xen_pod_target; HVM with memory below maxmem */
#define XENMEM_get_pod_target 17

struct xen_pod_target {
	uint64_t target_pages; /* in */
	uint64_t tot_pages; /* out */
	uint64_t pod_cache_pages; /* out */
	uint64_t pod_entries; /* out */
	domid_t domid; /* in */
};
typedef struct xen_pod_target xen_pod_target_t;

#if defined(__XEN__) || defined(__XEN_TOOLS__)
#ifndef uint64_aligned_t
#define uint64_aligned_t uint64_t
#endif

#define XENMEM_get_sharing_freed_pages 18
#define XENMEM_get_sharing_shared_pages 19
#define XENMEM_paging_op 20
#define XENMEM_paging_op_nominate 0 /* xen_mem_paging_op.op */
#define XENMEM_paging_op_evict 1
#define XENMEM_paging_op_prep 2

struct xen_mem_paging_op {
	uint8_t op;
	domid_t domain;
	XEN_GUEST_HANDLE_64(const_uint8) buffer; /* in of prep: the page's content */
	uint64_aligned_t gfn;
};
typedef struct xen_mem_paging_op xen_mem_paging_op_t;
DEFINE_XEN_GUEST_HANDLE(xen_mem_paging_op_t);

#define XENMEM_access_op 21
#define XENMEM_access_op_set_access 0 /* xen_mem_access_op.op */
#define XENMEM_access_op_get_access 1
#define XENMEM_access_op_set_access_multi 4

typedef enum {
	XENMEM_access_n = 0,
	XENMEM_access_r = 1,
	XENMEM_access_w = 2,
	XENMEM_access_rw = 3,
	XENMEM_access_x = 4,
	XENMEM_access_rx = 5,
	XENMEM_access_wx = 6,
	XENMEM_access_rwx = 7,
	XENMEM_access_rx2rw = 8,
	XENMEM_access_n2rwx = 9,
	XENMEM_access_default = 10,
} xenmem_access_t;

struct xen_mem_access_op {
	uint8_t op;
	uint8_t access; /* XENMEM_access_* */
	domid_t domid;
	uint32_t nr; /* pages */
	uint64_aligned_t pfn; /* first page; ~0: the default for new ones */
	XEN_GUEST_HANDLE(const_uint64) pfn_list;
	XEN_GUEST_HANDLE(const_uint8) access_list;
};
typedef struct xen_mem_access_op xen_mem_access_op_t;
DEFINE_XEN_GUEST_HANDLE(xen_mem_access_op_t);

#define XENMEM_sharing_op 22
#define XENMEM_sharing_op_nominate_gfn 0 /* xen_mem_sharing_op.op */
#define XENMEM_sharing_op_nominate_gref 1
#define XENMEM_sharing_op_share 2
#define XENMEM_sharing_op_debug_gfn 3
#define XENMEM_sharing_op_debug_mfn 4
#define XENMEM_sharing_op_debug_gref 5
#define XENMEM_sharing_op_add_physmap 6
#define XENMEM_sharing_op_audit 7
#define XENMEM_sharing_op_range_share 8
#define XENMEM_sharing_op_fork 9
#define XENMEM_sharing_op_fork_reset 10
#define XENMEM_SHARING_OP_S_HANDLE_INVALID (-10)
#define XENMEM_SHARING_OP_C_HANDLE_INVALID (-9)
/* a field that holds a grant reference says so */
#define XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG (xen_mk_ullong(1) << 62)
#define XENMEM_SHARING_OP_FIELD_MAKE_GREF(field, val) \
	((field) = (XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG | (val)))
#define XENMEM_SHARING_OP_FIELD_IS_GREF(field) ((field) & XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG)
#define XENMEM_SHARING_OP_FIELD_GET_GREF(field) ((field) & ~XENMEM_SHARING_OP_FIELD_IS_GREF_FLAG)

struct xen_mem_sharing_op {
	uint8_t op;
	domid_t domain;
	union {
		struct mem_sharing_op_nominate {
			union {
				uint64_aligned_t gfn;
				uint32_t grant_ref;
			} u;
			uint64_aligned_t handle;
		} nominate;
		struct mem_sharing_op_share {
			uint64_aligned_t source_gfn;
			uint64_aligned_t source_handle;
			uint64_aligned_t client_gfn;
			uint64_aligned_t client_handle;
			domid_t client_domain;
		} share;
		struct mem_sharing_op_range {
			uint64_aligned_t first_gfn;
			uint64_aligned_t last_gfn;
			uint64_aligned_t opaque;
			domid_t client_domain;
			uint16_t _pad[3];
		} range;
		struct mem_sharing_op_debug {
			union {
				uint64_aligned_t gfn;
				uint64_aligned_t mfn;
				uint32_t gref;
			} u;
		} debug;
		struct mem_sharing_op_fork {
			domid_t parent_domain;
#define XENMEM_FORK_WITH_IOMMU_ALLOWED (1u << 0)
#define XENMEM_FORK_BLOCK_INTERRUPTS (1u << 1)
#define XENMEM_FORK_RESET_STATE (1u << 2)
#define XENMEM_FORK_RESET_MEMORY (1u << 3)
			uint16_t flags;
			uint32_t pad;
		} fork;
	} u;
};
typedef struct xen_mem_sharing_op xen_mem_sharing_op_t;
DEFINE_XEN_GUEST_HANDLE(xen_mem_sharing_op_t);

/* xen_memory_reservation of order 0: sets pages aside for a domain that is being built */
#define XENMEM_claim_pages 24
#define XENMEM_reserved_device_memory_map 27 /* Tells frames that the machine keeps for devices. */

struct xen_reserved_device_memory {
	xen_pfn_t start_pfn;
	xen_ulong_t nr_pages;
};
typedef struct xen_reserved_device_memory xen_reserved_device_memory_t;
DEFINE_XEN_GUEST_HANDLE(xen_reserved_device_memory_t);

struct xen_reserved_device_memory_map {
#define XENMEM_RDM_ALL 1 /* of all devices, not of dev */
	uint32_t flags;
	unsigned int nr_entries; /* in: room; out: entries */
	XEN_GUEST_HANDLE(xen_reserved_device_memory_t) buffer;
	union {
		physdev_pci_device_t pci;
	} dev;
};
typedef struct xen_reserved_device_memory_map xen_reserved_device_memory_map_t;
DEFINE_XEN_GUEST_HANDLE(xen_reserved_device_memory_map_t);

#endif

/*
 * Gives the caller the frames of a domain's resource to map. With nr_frames 0 and no frame_list:
 * asks for the size.
 */
#define XENMEM_acquire_resource 28

struct xen_mem_acquire_resource {
	domid_t domid; /* in */
	uint16_t type; /* in: XENMEM_resource_* */
#define XENMEM_resource_ioreq_server 0
#define XENMEM_resource_grant_table 1
#define XENMEM_resource_vmtrace_buf 2
	uint32_t id; /* in: which: server, table or vcpu */
#define XENMEM_resource_grant_table_id_shared 0
#define XENMEM_resource_grant_table_id_status 1
	uint32_t nr_frames; /* in; out when asking for the size */
	uint32_t pad;
	uint64_t frame; /* in: the first */
#define XENMEM_resource_ioreq_server_frame_bufioreq 0
#define XENMEM_resource_ioreq_server_frame_ioreq(n) (1 + (n))
	XEN_GUEST_HANDLE(xen_pfn_t) frame_list; /* out of PV, in (where to put them) of HVM */
};
typedef struct xen_mem_acquire_resource xen_mem_acquire_resource_t;
DEFINE_XEN_GUEST_HANDLE(xen_mem_acquire_resource_t);

/* The virtual NUMA layout; counts are in: room, out: what there is (-ENOBUFS: more than room). */
#define XENMEM_get_vnumainfo 26

struct xen_vmemrange {
	uint64_t start; /* guest-physical */
	uint64_t end;
	unsigned int flags;
	unsigned int nid; /* virtual node */
};
typedef struct xen_vmemrange xen_vmemrange_t;
DEFINE_XEN_GUEST_HANDLE(xen_vmemrange_t);

struct xen_vnuma_topology_info {
	domid_t domid;
	uint16_t pad;
	unsigned int nr_vnodes;
	unsigned int nr_vcpus;
	unsigned int nr_vmemranges;
	union {
		XEN_GUEST_HANDLE(uint) h;
		uint64_t pad;
	} vdistance;
	union {
		XEN_GUEST_HANDLE(uint) h;
		uint64_t pad;
	} vcpu_to_vnode;
	union {
		XEN_GUEST_HANDLE(xen_vmemrange_t) h;
		uint64_t pad;
	} vmemrange;
};
typedef struct xen_vnuma_topology_info xen_vnuma_topology_info_t;
DEFINE_XEN_GUEST_HANDLE(xen_vnuma_topology_info_t);

#endif

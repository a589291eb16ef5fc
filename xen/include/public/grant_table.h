/* SPDX-License-Identifier: MIT */
/*
 * Grant tables: pages that a domain lets others map, copy or take, named by a small number that
 * it hands out.
 * The owner writes an entry's domid and frame first and then, after a write barrier, its flags;
 * it takes the entry back by changing flags to 0 with a compare-and-exchange while GTF_reading
 * and GTF_writing are clear.
 */
#ifndef __XEN_PUBLIC_GRANT_TABLE_H__
#define __XEN_PUBLIC_GRANT_TABLE_H__

#include "xen.h"

/* index into the owner's grant table */
typedef uint32_t grant_ref_t;

#if __XEN_INTERFACE_VERSION__ < 0x0003020a
#define grant_entry_v1 grant_entry /* An entry of version 1. */
#define grant_entry_v1_t grant_entry_t
#endif

/* An entry of version 1. */
struct grant_entry_v1 {
	uint16_t flags; /* GTF_*, written by both sides */
	domid_t domid; /* who gets it */
	/*
	 * GTF_permit_access: the page. GTF_accept_transfer: the page to replace, then the page
	 * that came
	 */
	uint32_t frame;
};
typedef struct grant_entry_v1 grant_entry_v1_t;

#define GNTTAB_NR_RESERVED_ENTRIES 8
#define GNTTAB_RESERVED_CONSOLE 0 /* of every guest built by the tools */
#define GNTTAB_RESERVED_XENSTORE 1
#define GTF_invalid (0U << 0) /* types */
#define GTF_permit_access (1U << 0) /* the domain may map or copy */
#define GTF_accept_transfer (2U << 0) /* the domain may give a page */
#define GTF_transitive (3U << 0) /* version 2: points at another domain's grant */
#define GTF_type_mask (3U << 0)
#define _GTF_readonly (2)
#define GTF_readonly (1U << _GTF_readonly) /* subflags of GTF_permit_access */
#define _GTF_reading (3)
#define GTF_reading (1U << _GTF_reading) /* set by the hypervisor while it is mapped or read */
#define _GTF_writing (4)
/* set by the hypervisor while it is mapped writable or written */
#define GTF_writing (1U << _GTF_writing)
#define _GTF_PWT (5)
#define GTF_PWT (1U << _GTF_PWT) /* cache attributes of the mapping */
#define _GTF_PCD (6)
#define GTF_PCD (1U << _GTF_PCD)
#define _GTF_PAT (7)
#define GTF_PAT (1U << _GTF_PAT)
#define _GTF_sub_page (8)
#define GTF_sub_page (1U << _GTF_sub_page) /* version 2: part of a page, copy only */
#define _GTF_transfer_committed (2)
/* the hypervisor is about to transfer: wait for completion */
#define GTF_transfer_committed (1U << _GTF_transfer_committed)
#define _GTF_transfer_completed (3)
/* the new frame number is in the entry */
#define GTF_transfer_completed (1U << _GTF_transfer_completed)

#if __XEN_INTERFACE_VERSION__ >= 0x0003020a
/* Starts every entry of version 2. */
struct grant_entry_header {
	uint16_t flags;
	domid_t domid;
};
typedef struct grant_entry_header grant_entry_header_t;

/* An entry of version 2; what of it is valid depends on the type. */
union grant_entry_v2 {
	grant_entry_header_t hdr;
	struct {
		grant_entry_header_t hdr;
		uint32_t pad0;
		uint64_t frame;
	} full_page;
	struct {
		grant_entry_header_t hdr;
		uint16_t page_off;
		uint16_t length;
		uint64_t frame;
	} sub_page;
	struct {
		grant_entry_header_t hdr;
		domid_t trans_domid;
		uint16_t pad0;
		grant_ref_t gref;
	} transitive;
	uint32_t __spacer[4];
};
typedef union grant_entry_v2 grant_entry_v2_t;

/* version 2: GTF_reading and GTF_writing, outside the entry */
typedef uint16_t grant_status_t;

#endif

/*
 * grant_table_op(cmd, array, count): each element has a status of its own; the call fails only
 * as a whole
 */
#define GNTTABOP_map_grant_ref 0
#define GNTTABOP_unmap_grant_ref 1
#define GNTTABOP_setup_table 2
#define GNTTABOP_dump_table 3
#define GNTTABOP_transfer 4
#define GNTTABOP_copy 5
#define GNTTABOP_query_size 6
#define GNTTABOP_unmap_and_replace 7

#if __XEN_INTERFACE_VERSION__ >= 0x0003020a
#define GNTTABOP_set_version 8
#define GNTTABOP_get_status_frames 9
#define GNTTABOP_get_version 10
#define GNTTABOP_swap_grant_ref 11
#define GNTTABOP_cache_flush 12
#endif

/* names a mapping until it is unmapped */
typedef uint32_t grant_handle_t;

/* Maps a page of another domain. */
struct gnttab_map_grant_ref {
	/*
	 * in: where, a virtual address of PV or a guest-physical one; with GNTMAP_contains_pte
	 * the machine address of the entry
	 */
	uint64_t host_addr;
	uint32_t flags; /* in: GNTMAP_* */
	grant_ref_t ref; /* in */
	domid_t dom; /* in: the owner */
	int16_t status; /* out: GNTST_* */
	grant_handle_t handle; /* out */
	uint64_t dev_bus_addr; /* out: its address for devices */
};
typedef struct gnttab_map_grant_ref gnttab_map_grant_ref_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_map_grant_ref_t);

/* Undoes a mapping. What is 0 in host_addr or dev_bus_addr stays. */
struct gnttab_unmap_grant_ref {
	uint64_t host_addr; /* in */
	uint64_t dev_bus_addr; /* in */
	grant_handle_t handle; /* in */
	int16_t status; /* out: GNTST_* */
};
typedef struct gnttab_unmap_grant_ref gnttab_unmap_grant_ref_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_unmap_grant_ref_t);

/* Sets the size of a domain's table (it never shrinks) and tells its frames. */
struct gnttab_setup_table {
	domid_t dom; /* in */
	uint32_t nr_frames; /* in */
	int16_t status; /* out: GNTST_* */
#if __XEN_INTERFACE_VERSION__ < 0x00040300
	XEN_GUEST_HANDLE(ulong) frame_list;
#else
	XEN_GUEST_HANDLE(xen_pfn_t) frame_list; /* out: nr_frames frame numbers */
#endif
};
typedef struct gnttab_setup_table gnttab_setup_table_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_setup_table_t);

/* Prints a table on the console; privileged. */
struct gnttab_dump_table {
	domid_t dom;
	int16_t status;
};
typedef struct gnttab_dump_table gnttab_dump_table_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_dump_table_t);

/* Gives a page away to a grant that accepts one. The frame is lost even on error. */
struct gnttab_transfer {
	xen_pfn_t mfn; /* in */
	domid_t domid; /* in */
	grant_ref_t ref; /* in */
	int16_t status; /* out: GNTST_* */
};
typedef struct gnttab_transfer gnttab_transfer_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_transfer_t);

#define _GNTCOPY_source_gref (0)
#define GNTCOPY_source_gref (1 << _GNTCOPY_source_gref) /* source.u.ref is meant, not gmfn */
#define _GNTCOPY_dest_gref (1)
#define GNTCOPY_dest_gref (1 << _GNTCOPY_dest_gref) /* dest.u.ref is meant, not gmfn */
/* Copies bytes between two pages, each a frame of the caller or a grant. */
struct gnttab_copy {
	/* in */
	struct gnttab_copy_ptr {
		union {
			grant_ref_t ref;
			xen_pfn_t gmfn;
		} u;
		domid_t domid;
		uint16_t offset;
	} source;
	struct gnttab_copy_ptr dest; /* in */
	/* in: bytes; neither side may cross the end of its page */
	uint16_t len;
	uint16_t flags; /* in: GNTCOPY_* */
	int16_t status; /* out: GNTST_* */
};
typedef struct gnttab_copy gnttab_copy_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_copy_t);

/* Asks how large a table is and may become. */
struct gnttab_query_size {
	domid_t dom; /* in */
	uint32_t nr_frames; /* out */
	uint32_t max_nr_frames; /* out */
	int16_t status; /* out: GNTST_* */
};
typedef struct gnttab_query_size gnttab_query_size_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_query_size_t);

/* Undoes a mapping and leaves at its address what is mapped at new_addr, which becomes empty. */
struct gnttab_unmap_and_replace {
	uint64_t host_addr; /* in */
	uint64_t new_addr; /* in */
	grant_handle_t handle; /* in */
	int16_t status; /* out: GNTST_* */
};
typedef struct gnttab_unmap_and_replace gnttab_unmap_and_replace_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_unmap_and_replace_t);

#if __XEN_INTERFACE_VERSION__ >= 0x0003020a
/* Chooses the format of the caller's table, when nothing of it is in use. */
struct gnttab_set_version {
	uint32_t version; /* in: 1 or 2; out: the one in force */
};
typedef struct gnttab_set_version gnttab_set_version_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_set_version_t);

/* Version 2: tells the frames of the status array. */
struct gnttab_get_status_frames {
	uint32_t nr_frames; /* in */
	domid_t dom; /* in */
	int16_t status; /* out: GNTST_* */
	XEN_GUEST_HANDLE(uint64_t) frame_list; /* out: 64-bit frame numbers */
};
typedef struct gnttab_get_status_frames gnttab_get_status_frames_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_get_status_frames_t);

/* Asks which format a domain uses. */
struct gnttab_get_version {
	domid_t dom; /* in */
	uint16_t pad;
	uint32_t version; /* out */
};
typedef struct gnttab_get_version gnttab_get_version_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_get_version_t);

/* Exchanges two entries of the caller. */
struct gnttab_swap_grant_ref {
	grant_ref_t ref_a;
	grant_ref_t ref_b;
	int16_t status;
};
typedef struct gnttab_swap_grant_ref gnttab_swap_grant_ref_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_swap_grant_ref_t);

/* Cleans or invalidates the data cache for part of a page; arm. */
struct gnttab_cache_flush {
	union {
		uint64_t dev_bus_addr;
		grant_ref_t ref;
	} a;
	uint16_t offset; /* from the start of the page */
	uint16_t length;
#define GNTTAB_CACHE_CLEAN (1u << 0)
#define GNTTAB_CACHE_INVAL (1u << 1)
#define GNTTAB_CACHE_SOURCE_GREF (1u << 31) /* a.ref is meant, not a.dev_bus_addr */
	uint32_t op; /* GNTTAB_CACHE_* */
};
typedef struct gnttab_cache_flush gnttab_cache_flush_t;
DEFINE_XEN_GUEST_HANDLE(gnttab_cache_flush_t);

#endif

#define _GNTMAP_device_map (0)
#define GNTMAP_device_map (1 << _GNTMAP_device_map) /* for devices (an IOMMU mapping) */
#define _GNTMAP_host_map (1)
#define GNTMAP_host_map (1 << _GNTMAP_host_map) /* for the processor */
#define _GNTMAP_readonly (2)
#define GNTMAP_readonly (1 << _GNTMAP_readonly) /* subject to the grant's GTF_readonly */
#define _GNTMAP_application_map (3)
#define GNTMAP_application_map (1 << _GNTMAP_application_map) /* user mode may use it */
#define _GNTMAP_contains_pte (4)
/* host_addr is where the page-table entry lies */
#define GNTMAP_contains_pte (1 << _GNTMAP_contains_pte)
#define _GNTMAP_guest_avail0 (16) /* bits that PV guests may use in the entry */
#define GNTMAP_guest_avail_mask ((uint32_t)~0 << _GNTMAP_guest_avail0)
#define GNTST_okay (0) /* done */
#define GNTST_general_error (-1) /* something else */
#define GNTST_bad_domain (-2) /* no such domain */
#define GNTST_bad_gntref (-3) /* no such grant, or not for the caller */
#define GNTST_bad_handle (-4) /* no such mapping */
#define GNTST_bad_virt_addr (-5) /* not a place to map at */
#define GNTST_bad_dev_addr (-6) /* not the device's address */
#define GNTST_no_device_space (-7) /* no room in the IOMMU */
#define GNTST_permission_denied (-8) /* not allowed */
#define GNTST_bad_page (-9) /* no such page */
#define GNTST_bad_copy_arg (-10) /* crosses the end of a page */
#define GNTST_address_too_big (-11) /* the page's address does not fit */
#define GNTST_eagain (-12) /* the page is paged out or busy; try again */
#define GNTST_no_space (-13) /* no more handles */
/* Messages for -GNTST_*, in order. */
#define GNTTABOP_error_msgs {                          \
	"okay",                                        \
	"undefined error",                             \
	"unrecognised domain id",                      \
	"invalid grant reference",                     \
	"invalid mapping handle",                      \
	"invalid virtual address",                     \
	"invalid device address",                      \
	"no spare translation slot in the I/O MMU",    \
	"permission denied",                           \
	"bad page",                                    \
	"copy arguments cross page boundary",          \
	"page address size too large",                 \
	"operation not done; try again",               \
	"out of space",                                \
}

#endif

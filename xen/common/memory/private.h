/* SPDX-License-Identifier: GPL-2.0-only */
/* Sub-operations of HYPERVISOR_memory_op. */
#ifndef COMMON_MEMORY_PRIVATE_H
#define COMMON_MEMORY_PRIVATE_H

#include <xen/errno.h>
#include <xen/domain.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/mm.h>
#include <public/memory.h>

/*
 * One call. Handlers get the argument's copy and may change it; it is copied back when the row says so and the
 * result is not an error. A handler that is interrupted sets .start to where it goes on and returns -ERESTART.
 */
struct memop {
	unsigned int op;
	unsigned long start; /* extents done by earlier instances of this call */
	u8_inout guest;      /* the argument in the guest */
	union {
		struct xen_memory_reservation reservation;
		struct xen_memory_exchange exchange;
		struct xen_memory_domain domain;
		struct xen_machphys_mfn_list mfn_list;
		struct xen_machphys_mapping mapping;
		struct xen_add_to_physmap add;
		struct xen_add_to_physmap_batch add_batch;
		struct xen_remove_from_physmap remove;
		struct xen_memory_map map;
		struct xen_foreign_memory_map foreign_map;
		struct xen_pod_target pod;
		struct xen_mem_acquire_resource resource;
		struct xen_vnuma_topology_info vnuma;
	} arg;
};

#define MEMOP_START_SHIFT 6 /* of the command: sub-op below, first extent above */

long memory_reservation(struct memop *m);
long memory_exchange(struct memop *m);
long memory_claim(struct memop *m);
long memory_acquire_resource(struct memop *m);
long memory_maximum_ram_page(struct memop *m);
long memory_domain_info(struct memop *m);
long memory_sharing_pages(struct memop *m);
long memory_pod_target(struct memop *m);
long memory_vnuma(struct memop *m);
long memory_add_to_physmap(struct memop *m);
long memory_add_to_physmap_batch(struct memop *m);
long memory_remove_from_physmap(struct memop *m);

/* The domain of an operation, referenced: the caller, or another for those with rights over it. ERR_PTR. */
struct domain *memory_domain(domid_t id);

/* arch: e820 maps, machine-to-phys table */
long arch_memory_map(struct memop *m);
long arch_set_memory_map(struct memop *m);
long arch_machine_memory_map(struct memop *m);
long arch_machphys_mapping(struct memop *m);
long arch_machphys_mfn_list(struct memop *m);

#endif

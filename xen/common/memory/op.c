/* SPDX-License-Identifier: GPL-2.0-only */
/* HYPERVISOR_memory_op: one row per sub-operation. */
#include <xen/nospec.h>
#include "private.h"

#define MEMBER(f) .size = sizeof(((struct memop *)0)->arg.f), .layout = LAYOUT32_OF(((struct memop *)0)->arg.f)

static const struct memop_row {
	long (*fn)(struct memop *m);
	u8 size;      /* of the argument; 0: none */
	bool out;     /* copied back */
	bool hwdom, control;
	const struct layout32 *layout;
} row[] = {
	[XENMEM_increase_reservation] = { .fn = memory_reservation, MEMBER(reservation) },
	[XENMEM_decrease_reservation] = { .fn = memory_reservation, MEMBER(reservation) },
	[XENMEM_populate_physmap] = { .fn = memory_reservation, MEMBER(reservation) },
	[XENMEM_maximum_ram_page] = { .fn = memory_maximum_ram_page },
	[XENMEM_current_reservation] = { .fn = memory_domain_info, MEMBER(domain) },
	[XENMEM_maximum_reservation] = { .fn = memory_domain_info, MEMBER(domain) },
	[XENMEM_maximum_gpfn] = { .fn = memory_domain_info, MEMBER(domain) },
	[XENMEM_machphys_mfn_list] = { .fn = arch_machphys_mfn_list, MEMBER(mfn_list), .out = true },
	[XENMEM_machphys_mapping] = { .fn = arch_machphys_mapping, MEMBER(mapping), .out = true },
	[XENMEM_add_to_physmap] = { .fn = memory_add_to_physmap, MEMBER(add) },
	[XENMEM_add_to_physmap_batch] = { .fn = memory_add_to_physmap_batch, MEMBER(add_batch) },
	[XENMEM_remove_from_physmap] = { .fn = memory_remove_from_physmap, MEMBER(remove) },
	[XENMEM_memory_map] = { .fn = arch_memory_map, MEMBER(map), .out = true },
	[XENMEM_set_memory_map] = { .fn = arch_set_memory_map, MEMBER(foreign_map) },
	[XENMEM_machine_memory_map] = { .fn = arch_machine_memory_map, MEMBER(map), .out = true, .hwdom = true },
	[XENMEM_exchange] = { .fn = memory_exchange, MEMBER(exchange) },
	[XENMEM_set_pod_target] = { .fn = memory_pod_target, MEMBER(pod), .out = true },
	[XENMEM_get_pod_target] = { .fn = memory_pod_target, MEMBER(pod), .out = true },
	[XENMEM_get_sharing_freed_pages] = { .fn = memory_sharing_pages },
	[XENMEM_get_sharing_shared_pages] = { .fn = memory_sharing_pages },
	[XENMEM_claim_pages] = { .fn = memory_claim, MEMBER(reservation), .control = true },
	[XENMEM_get_vnumainfo] = { .fn = memory_vnuma, MEMBER(vnuma) },
	[XENMEM_acquire_resource] = { .fn = memory_acquire_resource, MEMBER(resource), .out = true },
};

static const char *const name[] = {
	[XENMEM_machphys_compat_mfn_list] = "memory_op machphys_compat_mfn_list",
	[XENMEM_paging_op] = "memory_op paging_op",
	[XENMEM_access_op] = "memory_op access_op",
	[XENMEM_sharing_op] = "memory_op sharing_op",
	[XENMEM_reserved_device_memory_map] = "memory_op reserved_device_memory_map",
};

struct domain *memory_domain(domid_t id)
{
	struct domain *self = current->domain, *d = get_domain_by_any_id(id);

	if (!d)
		return ERR_PTR(-ESRCH);
	if (d == self || is_control_domain(self) || self->target == d)
		return d;
	put_domain(d);
	return ERR_PTR(-EPERM);
}

static long missing(unsigned int op)
{
	return hypercall_missing(op < ARRAY_SIZE(name) && name[op] ? name[op] : "memory_op of unknown number");
}

long do_memory_op(u32 cmd, u8_inout arg)
{
	struct memop m = { .op = cmd & ((1U << MEMOP_START_SHIFT) - 1), .start = cmd >> MEMOP_START_SHIFT, .guest = arg };
	const struct memop_row *r;
	long rc;

	if (m.op >= ARRAY_SIZE(row))
		return missing(m.op);
	r = &row[array_index_nospec(m.op, ARRAY_SIZE(row))];
	if (!r->fn)
		return missing(m.op);
	if ((r->hwdom && !is_hardware_domain(current->domain)) || (r->control && !is_control_domain(current->domain)))
		return -EPERM;
	if (r->size && guest_layout_read(&m.arg, arg.inout, r->size, r->layout))
		return -EFAULT;
	rc = r->fn(&m);
	if (rc == -ERESTART) {
		if (m.start >> (32 - MEMOP_START_SHIFT))
			return -E2BIG;
		return hypercall_continuation(__HYPERVISOR_memory_op, 2,
					      m.op | m.start << MEMOP_START_SHIFT, arg.inout);
	}
	if (rc >= 0 && r->out && guest_layout_write(arg.inout, &m.arg, r->size, r->layout))
		return -EFAULT;
	return rc;
}

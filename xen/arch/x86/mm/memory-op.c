/* SPDX-License-Identifier: GPL-2.0-only */
/* The sub-operations of HYPERVISOR_memory_op that are x86's: E820 maps and the machine-to-phys table. */
#include <xen/domain.h>
#include <xen/guest_access.h>
#include <asm/apic.h>
#include <asm/ioapic.h>
#include "../../../common/memory/private.h"
#include "private.h"

#define MAX_GUEST_E820 128 /* E820MAX of the tools */

static long copy_map_out(struct xen_memory_map *out, const struct e820_entry *map, unsigned int nr)
{
	unsigned int n = min(out->nr_entries, nr);

	if (guest_raw_write(out->buffer.p, map, n * sizeof(*map)))
		return -EFAULT;
	out->nr_entries = n;
	return 0;
}

long arch_memory_map(struct memop *m)
{
	struct domain *d = current->domain;
	struct e820_entry *copy = NULL;
	unsigned int nr;
	long rc;

	/* Guest memory may not be touched with the lock held. */
	spin_lock(&d->arch.e820_lock);
	nr = d->arch.nr_e820;
	spin_unlock(&d->arch.e820_lock);
	if (!nr)
		return -ENOSYS; /* the guest makes up its own from nr_pages */
	copy = xmalloc_array(struct e820_entry, MAX_GUEST_E820);
	if (!copy)
		return -ENOMEM;
	spin_lock(&d->arch.e820_lock);
	nr = d->arch.nr_e820;
	if (nr)
		memcpy(copy, d->arch.e820, nr * sizeof(*copy));
	spin_unlock(&d->arch.e820_lock);
	rc = copy_map_out(&m->arg.map, copy, nr);
	xfree(copy);
	return rc;
}

long arch_set_memory_map(struct memop *m)
{
	struct xen_foreign_memory_map *f = &m->arg.foreign_map;
	struct e820_entry *map, *old;
	struct domain *d;
	long rc = 0;

	if (f->map.nr_entries > MAX_GUEST_E820)
		return -EINVAL;
	d = memory_domain(f->domid);
	if (IS_ERR(d))
		return PTR_ERR(d);
	map = xmalloc_array(struct e820_entry, max(f->map.nr_entries, 1U));
	if (!map)
		rc = -ENOMEM;
	else if (guest_raw_read(map, f->map.buffer.p, f->map.nr_entries * sizeof(*map)))
		rc = -EFAULT;
	if (!rc) {
		spin_lock(&d->arch.e820_lock);
		old = d->arch.e820;
		d->arch.e820 = map;
		d->arch.nr_e820 = f->map.nr_entries;
		spin_unlock(&d->arch.e820_lock);
		map = old;
	}
	xfree(map);
	put_domain(d);
	return rc;
}

/* A device page that the firmware's map leaves out becomes reserved, lest dom0 puts something else there. */
static unsigned int add_reserved(struct e820_entry *map, unsigned int nr, u64 start, u64 size)
{
	for (unsigned int i = 0; i < nr; i++)
		if (map[i].addr < start + size && start < map[i].addr + map[i].size)
			return nr;
	map[nr] = (struct e820_entry){ start, size, E820_RESERVED };
	return nr + 1;
}

long arch_machine_memory_map(struct memop *m)
{
	unsigned int nr = e820_firmware.nr, extra = nr_ioapics + 1;
	struct e820_entry *list = xmalloc_array(struct e820_entry, nr + extra);
	struct e820 *map = xmalloc(struct e820);
	long rc = -ENOMEM;

	if (list && map) {
		memcpy(list, e820_firmware.map, nr * sizeof(*list));
		for (unsigned int i = 0; i < nr_ioapics; i++)
			nr = add_reserved(list, nr, ioapic_address(i) & PAGE_MASK, PAGE_SIZE);
		nr = add_reserved(list, nr, mfn_to_maddr(lapic_mfn()), MB(1));
		rc = e820_sanitize(map, list, nr);
		if (!rc)
			rc = copy_map_out(&m->arg.map, map->map, map->nr);
	}
	xfree(list);
	xfree(map);
	return rc;
}

long arch_machphys_mapping(struct memop *m)
{
	m->arg.mapping.v_start = MACH2PHYS_VIRT_START;
	m->arg.mapping.v_end = MACH2PHYS_VIRT_END;
	m->arg.mapping.max_mfn = MACH2PHYS_NR_ENTRIES - 1;
	return 0;
}

long arch_machphys_mfn_list(struct memop *m)
{
	struct xen_machphys_mfn_list *l = &m->arg.mfn_list;
	xen_pfn_t last = 0;
	unsigned int i;

	for (i = 0; i < l->max_extents && (u64)i << 18 < max_page; i++) {
		mfn_t mfn = m2p_frame(i);

		/* A gap is filled with what came before: there is something to map, and nothing to see. */
		if (!mfn_eq(mfn, INVALID_MFN))
			last = mfn_x(mfn);
		if (guest_write(handle_out(xen_pfn_t, l->extent_start), i, &last))
			return -EFAULT;
	}
	l->nr_extents = i;
	return 0;
}

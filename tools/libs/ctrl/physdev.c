/* SPDX-License-Identifier: LGPL-2.1-only */
/* Physical interrupts for domains. */
#include "private.h"

int xc_physdev_pci_access_modify(xc_interface *xch, uint32_t domid, int bus, int dev, int func,
				 int enable)
{
	/* The hypervisor has had no such call since there is pciback. */
	return fail_with(ENOSYS);
}

static int map_pirq(xc_interface *xch, struct physdev_map_pirq *map, int *pirq)
{
	int rc;

	if (!pirq)
		return fail_with(EINVAL);
	map->pirq = *pirq;
	rc = do_physdev_op(xch, PHYSDEVOP_map_pirq, map, sizeof(*map));
	if (!rc)
		*pirq = map->pirq;
	return rc;
}

int xc_physdev_map_pirq(xc_interface *xch, uint32_t domid, int index, int *pirq)
{
	struct physdev_map_pirq map = {
		.domid = domid, .type = MAP_PIRQ_TYPE_GSI, .index = index,
	};

	return map_pirq(xch, &map, pirq);
}

int xc_physdev_map_pirq_msi(xc_interface *xch, uint32_t domid, int index, int *pirq, int devfn,
			    int bus, int entry_nr, uint64_t table_base)
{
	struct physdev_map_pirq map = {
		.domid = domid, .type = MAP_PIRQ_TYPE_MSI, .index = index, .bus = bus,
		.devfn = devfn, .entry_nr = entry_nr, .table_base = table_base,
	};

	return map_pirq(xch, &map, pirq);
}

int xc_physdev_unmap_pirq(xc_interface *xch, uint32_t domid, int pirq)
{
	struct physdev_unmap_pirq unmap;

	memset(&unmap, 0, sizeof(unmap)); /* no stack contents in the padding */
	unmap.domid = domid;
	unmap.pirq = pirq;
	return do_physdev_op(xch, PHYSDEVOP_unmap_pirq, &unmap, sizeof(unmap));
}

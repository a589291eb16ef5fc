/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PHYSDEV_PRIVATE_H
#define PHYSDEV_PRIVATE_H

#include <xen/guest_access.h>
#include <xen/types.h>
#include <public/physdev.h>

/* Each: argument copied in, result copied back by the caller; current is the caller. */
long physdev_eoi(physdev_eoi_t *op);
long physdev_irq_status_query(physdev_irq_status_query_t *op);
long physdev_map_pirq(physdev_map_pirq_t *op);
long physdev_unmap_pirq(physdev_unmap_pirq_t *op);
long physdev_get_free_pirq(physdev_get_free_pirq_t *op);
long physdev_setup_gsi(physdev_setup_gsi_t *op);
long physdev_pirq_eoi_gmfn(physdev_pirq_eoi_gmfn_t *op, bool auto_unmask);

#endif

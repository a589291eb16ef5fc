/* SPDX-License-Identifier: GPL-2.0-only */
/* The hardware that the hypervisor keeps for itself, which dom0 may not touch. */
#ifndef ASM_HW_OWNER_H
#define ASM_HW_OWNER_H

#include <xen/types.h>

struct rangeset;

bool xen_owns_port(u16 port);
/*
 * Boot: takes the frames of the local APIC and of the image out of @iomem, and notes in mmio_ro_ranges those of
 * the devices that the hypervisor drives itself. 0, -ENOMEM.
 */
int hw_owner_remove_iomem(struct rangeset *iomem);

#endif

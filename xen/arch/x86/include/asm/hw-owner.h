/* SPDX-License-Identifier: GPL-2.0-only */
/* The hardware that the hypervisor keeps for itself, which dom0 may not touch. */
#ifndef ASM_HW_OWNER_H
#define ASM_HW_OWNER_H

#include <xen/types.h>

struct rangeset;

bool xen_owns_port(u16 port);
/* Takes the frames of the local APIC, the IOAPICs, the HPET in use and the image out of @iomem. 0, -ENOMEM. */
int hw_owner_remove_iomem(struct rangeset *iomem);

#endif

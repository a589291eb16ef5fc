/* SPDX-License-Identifier: GPL-2.0-only */
/* Device registers that a guest may read but whose writes the hypervisor carries out after a look at them. */
#ifndef ASM_PV_MMIO_RO_H
#define ASM_PV_MMIO_RO_H

#include <xen/types.h>

struct cpu_user_regs;
struct rangeset;

extern struct rangeset *mmio_ro_ranges; /* frames; NULL until boot has filled it */

/*
 * A write fault of a guest kernel at @va of a frame in mmio_ro_ranges: true when the store has been dealt with (writes
 * to a device's configuration space pass through PCI's own checks, others are dropped). current only.
 */
bool pv_mmio_ro_fault(struct cpu_user_regs *regs, unsigned long va);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Device registers that are the hypervisor's and that a guest may look at: mapped read-only whatever it asks for. */
#ifndef ASM_PV_MMIO_RO_H
#define ASM_PV_MMIO_RO_H

#include <xen/types.h>

struct cpu_user_regs;
struct rangeset;

extern struct rangeset *mmio_ro_ranges; /* frames; NULL until boot has filled it */

/*
 * A write fault of a guest kernel at @va: true when it is a plain store to a frame of mmio_ro_ranges, which has been
 * skipped; @regs are those after the instruction. current only.
 */
bool pv_mmio_ro_fault(struct cpu_user_regs *regs, unsigned long va);

#endif

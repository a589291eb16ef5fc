/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest kernel's stores to its own page tables (VMASST_TYPE_writable_pagetables). */
#ifndef ASM_PV_PTWR_H
#define ASM_PV_PTWR_H

#include <xen/types.h>

struct cpu_user_regs;

/*
 * A write fault of current's kernel at @va. True: the page is an L1 table of its domain mapped read-only, and the
 * store has been carried out as a checked update; @regs are those after the instruction. False: deliver the fault.
 */
bool pv_ptwr_fault(struct cpu_user_regs *regs, unsigned long va);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/rangeset.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/mmio-ro.h>
#include "store-insn.h"

struct rangeset *mmio_ro_ranges;

static int __init mmio_ro_init(void)
{
	mmio_ro_ranges = rangeset_new("read-only MMIO");
	return mmio_ro_ranges ? 0 : -ENOMEM;
}
presmp_initcall(mmio_ro_init);

bool pv_mmio_ro_fault(struct cpu_user_regs *regs, unsigned long va)
{
	u64 e = pv_guest_l1e(va);
	struct store_insn in;
	u8 code[INSN_MAX];
	size_t left;

	if ((e & (_PAGE_PRESENT | _PAGE_RW)) != _PAGE_PRESENT || mfn_valid(pte_mfn(e)) ||
	    !rangeset_contains_singleton(mmio_ro_ranges, mfn_x(pte_mfn(e))))
		return false;
	left = guest_raw_read(code, (void *)regs->rip, sizeof(code));
	if (!store_insn_decode(code, sizeof(code) - left, &in) || in.op != STORE_MOV)
		return false;
	/* These registers are the hypervisor's: the guest's value goes nowhere, as if the device ignored it. */
	regs->rip += in.len;
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions at CPL 3 that may not be the guest's own doing: emulate, fill in, or pass on. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/layout.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/mmio-ro.h>
#include <asm/pv/ptwr.h>
#include <asm/pv/traps.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <public/xen.h>

static bool in_hypervisor_range(unsigned long va)
{
	return va >= HYPERVISOR_VIRT_START && va < HYPERVISOR_VIRT_END;
}

void pv_page_fault(struct cpu_user_regs *regs)
{
	unsigned long va = read_cr2();
	struct vcpu *v = current;
	unsigned int ec = regs->error_code;

	local_irq_enable();
	if (unlikely(in_hypervisor_range(va))) {
		unsigned long offset = va - LDT_VIRT_START(v);

		if (!(ec & PFEC_user) && va >= LDT_VIRT_START(v) && offset < LDT_WINDOW_SIZE) {
			if (pv_handle_ldt_fault(va, regs))
				return;
			/* The guest loaded a selector of its LDT, not an address: that is #GP(selector). */
			pv_inject_hw_exception(X86_EXC_GP, (offset & 0xfff8) | 4);
			return;
		}
	} else if ((ec & (PFEC_present | PFEC_write | PFEC_reserved)) == (PFEC_present | PFEC_write) &&
		   (v->arch.flags & TF_kernel_mode) && (pv_ptwr_fault(regs, va) || pv_mmio_ro_fault(regs, va))) {
		return;
	}
	pv_inject_page_fault(ec, va);
}

void pv_general_protection(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	unsigned int ec = regs->error_code;
	bool kernel = v->arch.flags & TF_kernel_mode;

	/* INT n through a gate of DPL 0: an error code that names an IDT entry. EXT set: not software's. */
	if ((ec & 3) == 2) {
		unsigned int vector = (ec >> 3) & 0xff;
		const struct trap_info *ti = &v->arch.pv.trap_ctxt[vector];

		if (ti->address && (kernel || TI_GET_DPL(ti) == 3)) {
			regs->rip += 2;
			pv_inject_sw_interrupt(vector);
			return;
		}
	} else if (pv_emulate_privileged_op(regs)) {
		return;
	}
	pv_inject_hw_exception(X86_EXC_GP, ec);
}

void pv_invalid_op(struct cpu_user_regs *regs)
{
	if (!pv_emulate_forced_invalid_op(regs))
		pv_inject_hw_exception(X86_EXC_UD, -1);
}

void pv_debug(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	unsigned long dr6 = read_debugreg(6);

	write_debugreg(6, X86_DR6_DEFAULT);
	v->arch.debugreg[6] = (v->arch.debugreg[6] & ~0xfUL) | (dr6 & 0xe00fUL) | X86_DR6_DEFAULT;
	pv_inject_hw_exception(X86_EXC_DB, -1);
}

void pv_device_not_available(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;

	clts();
	if (v->arch.pv.ctrlreg[0] & X86_CR0_TS) {
		v->arch.pv.ctrlreg[0] &= ~X86_CR0_TS;
		pv_inject_hw_exception(X86_EXC_NM, -1);
	}
}

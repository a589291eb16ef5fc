/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the emulator's glue. */
#include <xen/lib.h>
#include "private.h"

bool hvm_emulate_mmio(struct vcpu *v, paddr_t gpa)
{
	return false;
}

void hvm_emulate_insn(struct vcpu *v)
{
	domain_crash(v->domain, "%pv: rip %lx: no emulator", v, guest_cpu_user_regs()->rip);
}

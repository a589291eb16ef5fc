/* SPDX-License-Identifier: GPL-2.0-only */
/* MOV to and from control and debug registers. */
#include <xen/lib.h>
#include <xen/nospec.h>
#include <asm/pv/misc.h>
#include <asm/system.h>
#include "private.h"

static bool read_cr(struct vcpu *v, unsigned int cr, unsigned long *val)
{
	switch (cr) {
	case 0:
		*val = (read_cr0() & ~X86_CR0_TS) | (v->arch.pv.ctrlreg[0] & X86_CR0_TS);
		return true;
	case 2:
		*val = v->arch.pv.ctrlreg[2];
		return true;
	case 3:
		*val = mfn_to_maddr(v->arch.guest_table);
		return true;
	case 4:
		*val = v->arch.pv.ctrlreg[4];
		return true;
	}
	return false;
}

static bool write_cr(struct vcpu *v, unsigned int cr, unsigned long val)
{
	switch (cr) {
	case 0: /* only TS is the guest's */
		if ((val ^ read_cr0()) & ~X86_CR0_TS)
			return false;
		v->arch.pv.ctrlreg[0] = (v->arch.pv.ctrlreg[0] & ~X86_CR0_TS) | (val & X86_CR0_TS);
		write_cr0((read_cr0() & ~X86_CR0_TS) | (val & X86_CR0_TS));
		return true;
	case 2:
		v->arch.pv.ctrlreg[2] = val;
		v->vcpu_info->arch.cr2 = val;
		return true;
	case 4: /* bits that the guest may not change are kept and not complained about */
		v->arch.pv.ctrlreg[4] = pv_fixup_guest_cr4(v, val);
		pv_update_real_cr4(v);
		return true;
	}
	return false;
}

enum emul_result emul_cr_dr(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	bool write = insn->opcode & 2, debug = insn->opcode & 1, ok;
	unsigned int reg;
	unsigned long *gpr;
	u8 modrm;

	if (insn->len >= insn->count)
		return EMUL_refused;
	modrm = insn->bytes[insn->len++];
	reg = ((modrm >> 3) & 7) | (insn->rex & 4) << 1;
	gpr = emul_reg(regs, (modrm & 7) | (insn->rex & 1) << 3);

	if (debug && write)
		ok = !pv_set_debugreg(v, reg, *gpr);
	else if (debug && (ok = reg < 8 && reg != 4 && reg != 5))
		*gpr = v->arch.debugreg[array_index_nospec(reg, ARRAY_SIZE(v->arch.debugreg))];
	else if (!debug)
		ok = write ? write_cr(v, reg, *gpr) : read_cr(v, reg, gpr);
	return ok ? EMUL_done : EMUL_refused;
}

/* What the guest asked for of the bits that can be its own; the rest is as the machine has it. */
unsigned long pv_fixup_guest_cr4(const struct vcpu *v, unsigned long cr4)
{
	const unsigned long guests = X86_CR4_TSD | X86_CR4_DE | X86_CR4_FSGSBASE | X86_CR4_OSXSAVE;
	const unsigned long hidden = X86_CR4_PGE | X86_CR4_PSE | X86_CR4_PCE | X86_CR4_SMEP | X86_CR4_SMAP |
				     X86_CR4_UMIP | X86_CR4_PCIDE | X86_CR4_VMXE | guests;

	return (cr4 & guests) | (get_cpu_info()->cr4 & ~hidden);
}

/* TSD and DE follow the guest that runs; all else is the machine's. */
void pv_update_real_cr4(const struct vcpu *v)
{
	struct cpu_info *info = get_cpu_info();
	unsigned long cr4 = info->cr4 & ~(X86_CR4_TSD | X86_CR4_DE);

	if (is_pv_vcpu(v)) {
		cr4 |= v->arch.pv.ctrlreg[4] & (X86_CR4_TSD | X86_CR4_DE);
		if (v->domain->arch.vtsc)
			cr4 |= X86_CR4_TSD;
	}
	if (cr4 != info->cr4) {
		info->cr4 = cr4;
		write_cr4(cr4);
	}
}

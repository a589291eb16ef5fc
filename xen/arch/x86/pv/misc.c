/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel stack, FPU task switching and debug registers of PV guests. */
#include <xen/domain.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <asm/page.h>
#include <asm/pv/misc.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <public/physdev.h>

long do_stack_switch(u64 ss, u64 sp)
{
	struct pv_vcpu *pv = &current->arch.pv;

	pv->kernel_ss = (ss & 0xffff) | 3;
	pv->kernel_sp = sp;
	return 0;
}

/* The FPU state is always loaded: only the guest's view of TS makes #NM happen. */
long do_fpu_taskswitch(u32 set)
{
	struct pv_vcpu *pv = &current->arch.pv;

	if (set) {
		pv->ctrlreg[0] |= X86_CR0_TS;
		write_cr0(read_cr0() | X86_CR0_TS);
	} else {
		pv->ctrlreg[0] &= ~X86_CR0_TS;
		clts();
	}
	return 0;
}

/*
 * Breakpoints of a guest must not reach hypervisor addresses, and DR7 keeps reserved bits, general detect
 * and undefined widths out (Intel SDM vol. 3B 17.2). -EINVAL, -EPERM.
 */
long pv_set_debugreg(struct vcpu *v, unsigned int reg, unsigned long value)
{
	switch (reg) {
	case 0 ... 3:
		if (!guest_range_ok(value, 8))
			return -EPERM;
		break;
	case 4:
	case 6:
		reg = 6;
		value = (value & 0xe00fUL) | X86_DR6_DEFAULT;
		break;
	case 5:
	case 7:
		reg = 7;
		value = (value & X86_DR7_GUEST_BITS) | X86_DR7_DEFAULT;
		for (unsigned int i = 0; i < 4; i++) /* I/O breakpoints need CR4.DE emulation: refused */
			if (((value >> (16 + 4 * i)) & 3) == 2)
				return -EPERM;
		break;
	default:
		return -ENODEV;
	}
	v->arch.debugreg[reg] = value;
	if (v != current)
		return 0;
	switch (reg) {
	case 0: write_debugreg(0, value); break;
	case 1: write_debugreg(1, value); break;
	case 2: write_debugreg(2, value); break;
	case 3: write_debugreg(3, value); break;
	case 6: write_debugreg(6, value); break;
	case 7:
		if (value & 0xff) /* arming: the addresses may not be in the registers yet */
			pv_load_debugregs(v);
		else
			write_debugreg(7, value);
	}
	return 0;
}

void pv_load_debugregs(const struct vcpu *v)
{
	write_debugreg(0, v->arch.debugreg[0]);
	write_debugreg(1, v->arch.debugreg[1]);
	write_debugreg(2, v->arch.debugreg[2]);
	write_debugreg(3, v->arch.debugreg[3]);
	write_debugreg(6, v->arch.debugreg[6]);
	write_debugreg(7, v->arch.debugreg[7]);
}

long do_set_debugreg(u32 reg, u64 value)
{
	return pv_set_debugreg(current, reg, value);
}

long do_get_debugreg(u32 reg)
{
	if (reg > 7 || reg == 4 || reg == 5)
		return -EINVAL;
	return current->arch.debugreg[array_index_nospec(reg, ARRAY_SIZE(current->arch.debugreg))];
}

/* PHYSDEVOP_set_iopl: 0..3. */
long pv_physdev_iopl(const struct physdev_set_iopl *op)
{
	if (op->iopl > 3)
		return -EINVAL;
	current->arch.pv.iopl = op->iopl;
	return 0;
}

/* PHYSDEVOP_set_iobitmap: the bitmap stays in the guest's memory and is read at each use. */
long pv_physdev_iobitmap(const struct physdev_set_iobitmap *op)
{
	if (op->nr_ports > 65536)
		return -EINVAL;
	current->arch.pv.iobmp = (u8 *)op->bitmap.p;
	current->arch.pv.iobmp_limit = op->nr_ports;
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IN, OUT, INS, OUTS. Two gates: may the guest's code (virtual IOPL, its I/O bitmap), and may the domain
 * (ioport_caps). What the domain may not touch reads as all ones. Ports that the hypervisor shares with
 * dom0 (PCI configuration, CMOS) go through their owners.
 */
#include <xen/lib.h>
#include <xen/rangeset.h>
#include <asm/io.h>
#include <asm/pci.h>
#include <asm/system.h>
#include <asm/pv/traps.h>
#include <asm/pv/usercopy.h>
#include <asm/rtc.h>
#include <asm/traps.h>
#include "private.h"

bool guest_io_okay(struct vcpu *v, unsigned int port, unsigned int bytes)
{
	u8 bits[2] = { 0xff, 0xff };

	if (iopl_ok(v))
		return true;
	if (port + bytes > v->arch.pv.iobmp_limit || (v->arch.flags & TF_kernel_mode))
		return false;
	/* The bitmap is the kernel's memory, out of reach of user page tables. */
	toggle_guest_mode(v);
	if (pv_raw_read(bits, v->arch.pv.iobmp + port / 8, 2))
		bits[0] = bits[1] = 0xff;
	toggle_guest_mode(v);
	return !(((bits[0] | bits[1] << 8) >> (port % 8)) & ((1u << bytes) - 1));
}

static bool domain_may(const struct domain *d, unsigned int port, unsigned int bytes)
{
	return d->arch.ioport_caps && rangeset_contains_range(d->arch.ioport_caps, port, port + bytes - 1);
}

static u32 host_in(unsigned int port, unsigned int bytes)
{
	switch (bytes) {
	case 1: return inb(port);
	case 2: return inw(port);
	default: return inl(port);
	}
}

static void host_out(unsigned int port, unsigned int bytes, u32 data)
{
	switch (bytes) {
	case 1: outb(data, port); break;
	case 2: outw(data, port); break;
	default: outl(data, port);
	}
}

#define CF8_ENABLE 0x80000000U

static bool is_pci_data(const struct domain *d, unsigned int port, unsigned int bytes)
{
	return (port & ~3u) == 0xcfc && (port & 3) + bytes <= 4 && (d->arch.pci_cf8 & CF8_ENABLE);
}

static u32 guest_in(struct vcpu *v, unsigned int port, unsigned int bytes)
{
	struct domain *d = v->domain;

	if (is_hardware_domain(d)) {
		if (port == 0xcf8 && bytes == 4)
			return d->arch.pci_cf8;
		if (is_pci_data(d, port, bytes))
			return pci_conf_read(d->arch.pci_cf8, port & 3, bytes);
		if (port == 0x71 && bytes == 1)
			return rtc_guest_read(d->arch.cmos_idx);
	}
	return domain_may(d, port, bytes) ? host_in(port, bytes) : ~0U;
}

static void guest_out(struct vcpu *v, unsigned int port, unsigned int bytes, u32 data)
{
	struct domain *d = v->domain;

	if (is_hardware_domain(d)) {
		if (port == 0xcf8 && bytes == 4) {
			d->arch.pci_cf8 = data;
			return;
		}
		if (is_pci_data(d, port, bytes)) {
			if (pci_conf_write_intercept(d, d->arch.pci_cf8, port & 3, bytes, &data))
				pci_conf_write(d->arch.pci_cf8, port & 3, bytes, data);
			return;
		}
		if (port == 0x70 && bytes == 1) {
			d->arch.cmos_idx = data & 0x7f;
			return;
		}
		if (port == 0x71 && bytes == 1) {
			rtc_guest_write(d->arch.cmos_idx, data);
			return;
		}
	}
	if (domain_may(d, port, bytes))
		host_out(port, bytes, data);
}

/* The size of the access: 1 for even opcodes, else 2 or 4. */
static unsigned int io_bytes(const struct priv_insn *insn)
{
	return !(insn->opcode & 1) ? 1 : insn->op_size == 2 ? 2 : 4;
}

static void set_accumulator(struct cpu_user_regs *regs, unsigned int bytes, u32 data)
{
	if (bytes == 4)
		regs->rax = data;
	else
		regs->rax = (regs->rax & ~((1UL << bytes * 8) - 1)) | (data & ((1UL << bytes * 8) - 1));
}

/*
 * One element; a repeated instruction is re-executed by the guest until its count is 0, so that nothing
 * here runs longer than one access.
 */
static enum emul_result string_io(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	unsigned int bytes = io_bytes(insn), port = (u16)regs->rdx;
	bool in = !(insn->opcode & 2);
	unsigned long *ptr = in ? &regs->rdi : &regs->rsi;
	long step = regs->rflags & X86_EFLAGS_DF ? -(long)bytes : (long)bytes;
	u32 data = 0;
	unsigned long left;

	if (insn->addr32 || (insn->segment && !in && insn->segment >= 0x64))
		return EMUL_refused;
	if (insn->rep && !regs->rcx)
		return EMUL_done;
	if (in) {
		data = guest_in(v, port, bytes);
		left = pv_raw_write((void *)*ptr, &data, bytes);
	} else {
		left = pv_raw_read(&data, (void *)*ptr, bytes);
	}
	if (left) {
		pv_inject_page_fault(in ? PFEC_write : 0, *ptr + bytes - left);
		return EMUL_fault_injected;
	}
	if (!in)
		guest_out(v, port, bytes, data);
	*ptr += step;
	if (insn->rep && --regs->rcx)
		insn->len = 0; /* again */
	return EMUL_done;
}

enum emul_result emul_port_io(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn)
{
	unsigned int bytes = io_bytes(insn), port;

	if ((insn->opcode & 0xf8) == 0xe0) { /* immediate port */
		if (insn->len >= insn->count)
			return EMUL_refused;
		port = insn->bytes[insn->len++];
	} else {
		port = (u16)regs->rdx;
	}
	if (!guest_io_okay(v, port, bytes))
		return EMUL_refused;
	if (insn->opcode < 0x70)
		return string_io(v, regs, insn);
	if (insn->opcode & 2)
		guest_out(v, port, bytes, regs->rax);
	else
		set_accumulator(regs, bytes, guest_in(v, port, bytes));
	return EMUL_done;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entering a PV guest's kernel: a frame is put on its kernel stack and its registered handler runs.
 *
 * low address -> rcx r11 [error code] rip cs(+saved upcall mask in byte 4) rflags rsp ss
 */
#include <xen/domain.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <asm/page.h>
#include <asm/pv/mm-hooks.h>
#include <asm/pv/traps.h>
#include <asm/pv/usercopy.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <public/xen.h>

struct bounce {
	unsigned long rip;
	int error_code;     /* -1: none */
	bool mask_events;
	bool failsafe;      /* ds es fs gs stand between r11 and rip */
};

static unsigned long guest_visible_flags(const struct vcpu *v, const struct cpu_user_regs *regs, bool masked)
{
	unsigned long flags = regs->rflags & ~(X86_EFLAGS_IF | X86_EFLAGS_IOPL);

	if (!masked)
		flags |= X86_EFLAGS_IF;
	if (v->domain->vm_assist & (1UL << VMASST_TYPE_architectural_iopl))
		flags |= (unsigned long)v->arch.pv.iopl << 12;
	return flags;
}

/* current only. Crashes the domain when its kernel stack cannot take the frame. */
static void create_bounce_frame(struct vcpu *v, struct cpu_user_regs *regs, const struct bounce *b)
{
	vcpu_info_t *info = v->vcpu_info;
	u8 masked = info->evtchn_upcall_mask;
	bool from_kernel = v->arch.flags & TF_kernel_mode;
	u64 frame[12];
	unsigned int n = 0;
	unsigned long sp;

	if (unlikely(!b->rip || !is_canonical(b->rip))) {
		show_execution_state(regs);
		domain_crash(v->domain, "%pv: no usable handler (%lx) for vector %u, error code %04x",
			     v, b->rip, regs->entry_vector, regs->error_code);
		return;
	}
	if (!from_kernel) {
		toggle_guest_mode(v);
		sp = v->arch.pv.kernel_sp;
	} else {
		sp = regs->rsp;
	}
	sp &= ~15UL;

	frame[n++] = regs->rcx;
	frame[n++] = regs->r11;
	if (b->failsafe) {
		frame[n++] = read_sreg(ds);
		frame[n++] = read_sreg(es);
		frame[n++] = read_sreg(fs);
		frame[n++] = read_sreg(gs);
	}
	if (b->error_code >= 0)
		frame[n++] = (u32)b->error_code;
	frame[n++] = regs->rip;
	/* The kernel tells kernel from user by CS.RPL, so it must see ring 0 there. */
	frame[n++] = (from_kernel ? regs->cs & ~3 : regs->cs | 3) | (u64)masked << 32;
	frame[n++] = guest_visible_flags(v, regs, masked);
	frame[n++] = regs->rsp;
	frame[n++] = regs->ss;

	sp -= n * 8;
	if (unlikely(pv_raw_write((void *)sp, frame, n * 8))) {
		show_execution_state(regs);
		domain_crash(v->domain, "%pv: kernel stack at %lx cannot take a frame (vector %u, from %s mode)",
			     v, sp, regs->entry_vector, from_kernel ? "kernel" : "user");
		return;
	}
	if (b->mask_events)
		info->evtchn_upcall_mask = 1;
	regs->entry_vector &= ~TRAP_SYSCALL;
	regs->rip = b->rip;
	regs->cs = USER_CS64;
	regs->ss = USER_DS32;
	regs->rsp = sp;
	regs->rflags = (regs->rflags & ~(X86_EFLAGS_AC | X86_EFLAGS_VM | X86_EFLAGS_RF | X86_EFLAGS_NT |
					 X86_EFLAGS_TF | X86_EFLAGS_IOPL)) | X86_EFLAGS_IF;
}

static void inject(unsigned int vector, int ec)
{
	struct vcpu *v = current;
	const struct trap_info *ti = &v->arch.pv.trap_ctxt[vector];
	struct bounce b = { ti->address, ec, TI_GET_IF(ti), false };

	create_bounce_frame(v, guest_cpu_user_regs(), &b);
}

void pv_inject_hw_exception(unsigned int vector, int ec)
{
	inject(vector, ec);
}

void pv_inject_sw_interrupt(unsigned int vector)
{
	inject(vector, -1);
}

void pv_inject_page_fault(int ec, unsigned long cr2)
{
	struct vcpu *v = current;

	/* The processor always says "user", since the guest's kernel runs at CPL 3. */
	ec &= ~(int)PFEC_user;
	if (!(v->arch.flags & TF_kernel_mode))
		ec |= PFEC_user;
	v->vcpu_info->arch.cr2 = cr2;
	v->arch.pv.ctrlreg[2] = cr2;
	inject(X86_EXC_PF, ec);
}

bool pv_deliver_upcall(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct bounce b = { v->arch.pv.event_callback_eip, -1, true, false };

	if (!b.rip)
		return false;
	create_bounce_frame(v, regs, &b);
	return true;
}

void pv_deliver_failsafe(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct bounce b = {
		v->arch.pv.failsafe_callback_eip, -1,
		v->arch.pv.vgc_flags & VGCF_failsafe_disables_events, true
	};

	create_bounce_frame(v, regs, &b);
}

/* SYSCALL left rip in rcx and rflags in r11, as the guest's own entry code expects. */
void pv_guest_syscall(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct bounce b = {
		v->arch.pv.syscall_callback_eip, -1, v->arch.pv.vgc_flags & VGCF_syscall_disables_events, false
	};

	create_bounce_frame(v, regs, &b);
}

static void inject_gp_at(struct cpu_user_regs *regs, unsigned int insn_len)
{
	regs->rip -= insn_len;
	pv_inject_hw_exception(X86_EXC_GP, 0);
}

/* A 32-bit system call, when the guest has no handler for it, is #GP at the instruction. */
void pv_guest_syscall32(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct bounce b = { v->arch.pv.syscall32_callback_eip, -1, v->arch.pv.syscall32_disables_events, false };

	if (!b.rip || (v->arch.flags & TF_kernel_mode))
		inject_gp_at(regs, 2);
	else
		create_bounce_frame(v, regs, &b);
}

void pv_guest_sysenter(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct bounce b = { v->arch.pv.sysenter_callback_eip, -1, v->arch.pv.sysenter_disables_events, false };

	regs->rflags &= ~X86_EFLAGS_TF;
	if (!b.rip || (v->arch.flags & TF_kernel_mode))
		pv_inject_hw_exception(X86_EXC_GP, 0);
	else
		create_bounce_frame(v, regs, &b);
}

/*
 * HYPERVISOR_set_trap_table: rows up to the first one with address 0; NULL resets the table.
 * -EINVAL: an address that no code can run at. Preemption is not needed: at most 256 rows are taken.
 */
long do_set_trap_table(trap_info_t_in traps)
{
	struct vcpu *v = current;
	struct trap_info ti;

	if (handle_is_null(traps)) {
		memset(v->arch.pv.trap_ctxt, 0, 256 * sizeof(ti));
		return 0;
	}
	for (unsigned int i = 0; i < 257; i++) {
		if (guest_read(&ti, traps, i))
			return -EFAULT;
		if (!ti.address)
			return 0;
		if (!is_canonical(ti.address))
			return hc_fail(-EINVAL, "%pv: vector %u at non-canonical %lx", v, ti.vector, ti.address);
		ti.cs |= 3;
		v->arch.pv.trap_ctxt[ti.vector] = ti;
	}
	return hc_fail(-EINVAL, "%pv: trap table without end", v);
}

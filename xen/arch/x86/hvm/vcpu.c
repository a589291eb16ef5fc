/* SPDX-License-Identifier: GPL-2.0-only */
/* An HVM vCPU: creation, reset, INIT and STARTUP, on and off a CPU, sleeping and waking. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/percpu.h>
#include <xen/smp.h>
#include <asm/cpu-policy.h>
#include <asm/desc.h>
#include <asm/processor.h>
#include <asm/xstate.h>
#include "private.h"

int hvm_vcpu_create(struct vcpu *v)
{
	struct hvm_vcpu *hv = xzalloc(struct hvm_vcpu);
	int rc;

	if (!hv)
		return -ENOMEM;
	v->arch.hvm = hv;
	rc = hvm_ops->vcpu_create(v);
	rc = rc ?: vlapic_init(v);
	if (rc) {
		hvm_vcpu_destroy(v);
		return rc;
	}
	hv->mtrr.cap = 0x508; /* write-combining, fixed ranges, 8 variable ones */
	v->arch.cr3 = virt_to_mfn(idle_pg_table);
	hvm_ops->set_reg(v, HVM_REG_pat, 0x0007040600070406UL);
	hvm_vcpu_reset(v, &v->arch.user_regs, 0);
	hvm_set_tsc_offset(v, v->domain->arch.hvm->tsc_offset);
	/* A guest whose delivery of these raises them again would never leave the processor. */
	hvm_ops->intercept_exceptions(v, 1U << X86_EXC_DB | 1U << X86_EXC_AC);
	if (v->domain->arch.vtsc)
		hvm_ops->intercept(v, HVM_TRAP_tsc, true);
	return 0;
}

void hvm_vcpu_destroy(struct vcpu *v)
{
	if (!v->arch.hvm)
		return;
	vlapic_destroy(v);
	hvm_ops->vcpu_destroy(v);
	XFREE(v->arch.hvm);
}

/* Intel SDM vol. 3A table 9-1, INIT; CS and rip as STARTUP sets them. */
void hvm_vcpu_reset(struct vcpu *v, struct cpu_user_regs *regs, u8 vector)
{
	static const struct {
		u8 seg;
		u16 attr;
	} data[] = {
		{ X86_SEG_ES, 0x93 }, { X86_SEG_SS, 0x93 }, { X86_SEG_DS, 0x93 }, { X86_SEG_FS, 0x93 }, { X86_SEG_GS, 0x93 },
		{ X86_SEG_LDTR, 0x82 }, { X86_SEG_TR, 0x8b }, { X86_SEG_GDTR, 0 }, { X86_SEG_IDTR, 0 },
	};
	static const u8 zero[] = {
		HVM_REG_cr2, HVM_REG_cr3, HVM_REG_cr4, HVM_REG_efer, HVM_REG_debugctl, HVM_REG_sysenter_cs,
		HVM_REG_sysenter_esp, HVM_REG_sysenter_eip, HVM_REG_star, HVM_REG_lstar, HVM_REG_cstar,
		HVM_REG_syscall_mask, HVM_REG_kernel_gs_base, HVM_REG_shadow,
	};
	const struct segment_register cs = { .sel = vector << 8, .attr = 0x9b, .limit = 0xffff, .base = (u64)vector << 12 };

	memset(regs, 0, offsetof(struct cpu_user_regs, es));
	regs->rflags = 2;
	regs->rdx = v->domain->arch.cpu_policy->basic[1].a;
	hvm_ops->set_segment(v, X86_SEG_CS, &cs);
	for (unsigned int i = 0; i < ARRAY_SIZE(data); i++) {
		const struct segment_register s = { .attr = data[i].attr, .limit = 0xffff };

		hvm_ops->set_segment(v, data[i].seg, &s);
	}
	hvm_ops->set_reg(v, HVM_REG_cr0, 0x10);
	for (unsigned int i = 0; i < ARRAY_SIZE(zero); i++)
		hvm_ops->set_reg(v, zero[i], 0);
	hvm_ops->set_reg(v, HVM_REG_dr6, X86_DR6_DEFAULT);
	hvm_ops->set_reg(v, HVM_REG_dr7, X86_DR7_DEFAULT);
	hvm_debug_reset(v);
	v->arch.hvm->event.valid = false;
	v->arch.hvm->nmi_pending = false;
}

/*
 * INIT and STARTUP are marked here by whoever sends them and done by the vCPU itself, in hvm_vcpu_start(), the next time
 * it would enter the guest: nobody has to wait for another vCPU to stop.
 */
void hvm_vcpu_init_signal(struct vcpu *v)
{
	set_bit(HVM_START_init, &v->arch.hvm->start);
	hvm_kick(v);
}

void hvm_vcpu_sipi(struct vcpu *v, u8 vector)
{
	struct hvm_vcpu *hv = v->arch.hvm;
	bool down;

	if (!READ_ONCE(hv->waiting_for_sipi) && !test_bit(HVM_START_init, &hv->start))
		return;
	spin_lock(&v->domain->lock); /* not while VCPUOP_initialise writes to it */
	WRITE_ONCE(hv->sipi_vector, vector);
	smp_wmb();
	set_bit(HVM_START_sipi, &hv->start);
	hv->intr_check = true;
	v->is_initialised = true;
	down = test_and_clear_bit(_VPF_down, &v->pause_flags);
	spin_unlock(&v->domain->lock);
	if (down)
		vcpu_wake(v);
	else
		hvm_kick(v);
}

/* False: it has to wait for a STARTUP. @v is current or paused, @regs are its registers. */
static bool obey(struct vcpu *v, struct cpu_user_regs *regs)
{
	struct hvm_vcpu *hv = v->arch.hvm;

	if (test_and_clear_bit(HVM_START_init, &hv->start)) {
		vlapic_reset(v);
		hv->waiting_for_sipi = true;
	}
	if (!test_and_clear_bit(HVM_START_sipi, &hv->start))
		return !hv->waiting_for_sipi;
	if (hv->waiting_for_sipi) { /* else it came while the one before was being obeyed */
		hv->waiting_for_sipi = false;
		hvm_vcpu_reset(v, regs, READ_ONCE(hv->sipi_vector));
	}
	return true;
}

bool hvm_vcpu_settle(struct vcpu *v)
{
	if (test_bit(HVM_START_sipi, &v->arch.hvm->start))
		return obey(v, &v->arch.user_regs);
	return !v->arch.hvm->waiting_for_sipi && !test_bit(HVM_START_init, &v->arch.hvm->start);
}

void hvm_vcpu_start(struct vcpu *v)
{
	if (obey(v, guest_cpu_user_regs()))
		return;
	set_bit(_VPF_down, &v->pause_flags);
	smp_mb(); /* a STARTUP from now on sees it down, an earlier one is seen here */
	if (!test_bit(HVM_START_sipi, &v->arch.hvm->start)) {
		vcpu_sleep_nosync(v);
		return;
	}
	clear_bit(_VPF_down, &v->pause_flags);
	obey(v, guest_cpu_user_regs());
}

void hvm_kick(struct vcpu *v)
{
	bool running;

	WRITE_ONCE(v->arch.hvm->intr_check, true);
	smp_mb(); /* whoever puts it on a CPU after this look sees the mark: context_switch() */
	running = READ_ONCE(v->is_running);
	vcpu_unblock(v);
	if (running && v != current)
		smp_send_event_check_cpu(READ_ONCE(v->processor));
}

void hvm_inject_nmi(struct vcpu *v)
{
	WRITE_ONCE(v->arch.hvm->nmi_pending, true);
	hvm_kick(v);
}

/* guest_ops.kick: the vCPU's evtchn_upcall_pending has just been set. */
void hvm_vcpu_events_pending(struct vcpu *v)
{
	struct hvm_vcpu *hv = v->arch.hvm;
	u8 vector = READ_ONCE(hv->upcall_vector);

	if (!vector) {
		hvm_kick(v);
	} else if (likely(hvm_lapic_on(v))) {
		vlapic_set_irq(v, vector);
	} else {
		WRITE_ONCE(hv->upcall_lost, true);
		hvm_kick(v); /* it may have been switched on meanwhile */
	}
}

void hvm_halt(struct vcpu *v, const struct cpu_user_regs *regs)
{
	struct hvm_vcpu *hv = v->arch.hvm;

	if (unlikely(hv->event.valid)) /* HLT was single-stepped: #DB ends it */
		return;
	if (unlikely(!(regs->rflags & X86_EFLAGS_IF)) && !hv->nmi_pending && !READ_ONCE(hv->start)) {
		/* Only INIT or NMI end this: Linux stops its CPUs so. */
		vcpu_op_down(v);
		/* A STARTUP that came before it was down has woken nobody; a later one sees that it is. */
		if (test_bit(HVM_START_sipi, &hv->start) && test_and_clear_bit(_VPF_down, &v->pause_flags))
			vcpu_wake(v);
		return;
	}
	set_bit(_VPF_blocked, &v->pause_flags);
	smp_mb(); /* whoever makes an interrupt pending after this sees us blocked and wakes us */
	if (hvm_interrupt_due(v))
		clear_bit(_VPF_blocked, &v->pause_flags);
	else
		raise_softirq(SCHEDULE_SOFTIRQ);
}

void hvm_switch_from(struct vcpu *v)
{
	vcpu_sync_xcr0(v);
	hvm_debug_switch_from(v);
	hvm_ops->switch_from(v);
}

/* The hypervisor's own page tables and descriptors: what a PV guest ran with may go away. */
void hvm_switch_to(struct vcpu *v)
{
	switch_cr3(virt_to_mfn(idle_pg_table));
	load_idle_gdt();
	load_ldt(0, 0);
	hvm_ops->switch_to(v);
	hvm_debug_switch_to(v);
}

bool hvm_osxsave(const struct vcpu *v)
{
	return hvm_ops->get_reg((struct vcpu *)v, HVM_REG_cr4) & X86_CR4_OSXSAVE;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* What is delivered to the guest at its next entry, in the order in which a processor takes it. */
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/softirq.h>
#include "private.h"

/* Exceptions that make a double fault of a second one (Intel SDM vol. 3A table 6-5). */
#define CONTRIBUTORY (1U << X86_EXC_DE | 1U << X86_EXC_TS | 1U << X86_EXC_NP | 1U << X86_EXC_SS | 1U << X86_EXC_GP | \
		      1U << X86_EXC_CP)

static bool makes_double_fault(const struct hvm_event *first, u8 second)
{
	if (!first->valid || first->type != HVM_EVENT_exception)
		return false;
	if ((CONTRIBUTORY >> first->vector) & 1)
		return (CONTRIBUTORY >> second) & 1;
	return first->vector == X86_EXC_PF && (((CONTRIBUTORY >> second) & 1) || second == X86_EXC_PF);
}

void hvm_triple_fault(struct vcpu *v)
{
	u64 reason = v->domain->arch.hvm->params[HVM_PARAM_TRIPLE_FAULT_REASON];

	domain_shutdown(v->domain, reason <= SHUTDOWN_MAX ? reason : SHUTDOWN_reboot);
}

void hvm_inject_exception(u8 vector, u32 error)
{
	struct vcpu *v = current;
	struct hvm_event *e = &v->arch.hvm->event;
	bool real_mode = !(hvm_ops->get_reg(v, HVM_REG_cr0) & X86_CR0_PE);

	if (e->valid && e->type == HVM_EVENT_exception && e->vector == X86_EXC_DF) {
		printk(XENLOG_G_ERR "%pv: triple fault: %s while a double fault was delivered\n", v, vector_name(vector));
		hvm_triple_fault(v);
		return;
	}
	if (makes_double_fault(e, vector)) {
		vector = X86_EXC_DF;
		error = 0;
	}
	*e = (struct hvm_event){ .valid = true, .vector = vector, .type = HVM_EVENT_exception, .error = error,
				 .has_error = !real_mode && (X86_EXC_HAVE_EC >> vector) & 1,
				 .cr2 = hvm_ops->get_reg(v, HVM_REG_cr2) };
}

void hvm_inject_page_fault(u32 error, unsigned long cr2)
{
	hvm_inject_exception(X86_EXC_PF, error);
	current->arch.hvm->event.cr2 = cr2;
}

void hvm_inject_debug(unsigned long dr6)
{
	struct vcpu *v = current;

	hvm_ops->set_reg(v, HVM_REG_dr6, hvm_ops->get_reg(v, HVM_REG_dr6) | dr6);
	hvm_ops->set_reg(v, HVM_REG_dr7, hvm_ops->get_reg(v, HVM_REG_dr7) & ~X86_DR7_GD); /* the handler may use them */
	hvm_inject_exception(X86_EXC_DB, 0);
}

/* The callback of the whole domain, for vCPUs that did not ask for a vector of their local APIC; -1: nothing. */
static int callback_due(const struct vcpu *v)
{
	const struct hvm_domain *hd = v->domain->arch.hvm;

	if (v->arch.hvm->upcall_vector || hd->callback != HVM_CALLBACK_vector)
		return -1;
	return READ_ONCE(v->vcpu_info->evtchn_upcall_pending) ? hd->callback_vector : -1;
}

bool hvm_interrupt_due(struct vcpu *v)
{
	if (v->arch.hvm->nmi_pending || v->arch.hvm->start)
		return true;
	if (!(guest_cpu_user_regs()->rflags & X86_EFLAGS_IF))
		return false;
	return callback_due(v) >= 0 || vlapic_pending(v) >= 0;
}

static void deliver_nmi(struct vcpu *v, u64 shadow)
{
	struct hvm_vcpu *hv = v->arch.hvm;

	if (hv->event.valid || shadow) {
		hvm_ops->open_window(v, HVM_WINDOW_nmi, 0);
		hv->intr_check = true;
		return;
	}
	hv->nmi_pending = false;
	hv->event = (struct hvm_event){ .valid = true, .vector = X86_EXC_NMI, .type = HVM_EVENT_nmi };
}

/* True: one was delivered, and there may be another. */
static bool deliver_interrupt(struct vcpu *v, u64 shadow)
{
	struct hvm_vcpu *hv = v->arch.hvm;
	int callback = callback_due(v), vector = callback >= 0 ? callback : vlapic_pending(v);

	if (vector < 0) {
		/* Perhaps only the task priority keeps it, which the guest lowers without our knowledge. */
		vector = vlapic_highest_irr(v);
		if (vector >= 0 && vector >> 4 <= vlapic_get_cr8(v))
			hvm_ops->open_window(v, HVM_WINDOW_irq, vector);
		return false;
	}
	if (hv->event.valid || !(guest_cpu_user_regs()->rflags & X86_EFLAGS_IF) ||
	    (shadow & (HVM_SHADOW_STI | HVM_SHADOW_MOV_SS))) {
		hvm_ops->open_window(v, HVM_WINDOW_irq, callback >= 0 ? 0xff : vector);
		return false;
	}
	if (callback < 0)
		vlapic_ack(v, vector);
	hv->event = (struct hvm_event){ .valid = true, .vector = vector, .type = HVM_EVENT_extint };
	hv->injected++;
	return true;
}

/* Looked at before each entry until the local APIC takes it. */
static void retry_upcall(struct vcpu *v)
{
	struct hvm_vcpu *hv = v->arch.hvm;

	if (!hvm_lapic_on(v)) {
		hv->intr_check = true;
		return;
	}
	hv->upcall_lost = false;
	if (READ_ONCE(v->vcpu_info->evtchn_upcall_pending))
		vlapic_set_irq(v, hv->upcall_vector);
}

bool hvm_prepare_entry(struct vcpu *v)
{
	struct hvm_vcpu *hv = v->arch.hvm;
	u64 shadow;

	if (unlikely(softirq_pending(smp_processor_id())))
		return false;
	if (likely(!hv->intr_check))
		return true;
	hv->intr_check = false;
	smp_mb(); /* what is marked from now on sets it again */
	if (unlikely(hv->start)) {
		hvm_vcpu_start(v);
		hv->intr_check = true;
		return false;
	}
	if (unlikely(hv->upcall_lost))
		retry_upcall(v);
	shadow = hvm_ops->get_reg(v, HVM_REG_shadow);
	if (unlikely(hv->nmi_pending))
		deliver_nmi(v, shadow);
	if (deliver_interrupt(v, shadow))
		deliver_interrupt(v, shadow);
	/* The timer's interrupt being taken may have armed it for the next: the hardware has to know before the guest runs. */
	return likely(!softirq_pending(smp_processor_id()));
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When the guest can take an interrupt or NMI.
 *
 * Interrupts: a virtual one that is never delivered; its intercept says when it could be. Without the intercept it is one that
 * the guest takes, and that is how interrupts are injected while no window is open: QEMU 7.2 may deliver the EVENTINJ of an
 * interrupt once more, at any later instruction, when its thread is asked to stop before the guest's next exit. Guests die of
 * that, or hang.
 *
 * NMIs: the processor does not mask them for one that is injected, so that is done here: from the injection to the end of
 * the IRET that ends its handler. The intercept of IRET exits before it executes. Whether it has executed shows at the next
 * exit, by rip; when an NMI waits for it, it is executed alone, by a single step of ours, which the guest must not see: every
 * exception exits during that step, lest a frame be pushed with our TF in it.
 */
#include <xen/lib.h>
#include <asm/apic.h>
#include <asm/traps.h>
#include "private.h"

#define STEP_FLAGS (X86_EFLAGS_TF | X86_EFLAGS_RF) /* RF: breakpoints on the IRET have had their turn */

#define V_OURS (SVM_V_TPR | SVM_V_MASKING) /* what is there without a virtual interrupt */

static void intercept_iret(struct vmcb *b, bool on)
{
	b->intercepts[3] = on ? b->intercepts[3] | SVM_I3_IRET : b->intercepts[3] & ~SVM_I3_IRET;
	svm_dirty(b, SVM_CLEAN_intercepts);
}

static void close_irq_window(struct vmcb *b)
{
	b->intercepts[3] &= ~SVM_I3_VINTR;
	b->vintr &= V_OURS;
	svm_dirty(b, SVM_CLEAN_tpr);
	svm_dirty(b, SVM_CLEAN_intercepts);
}

/* While NMIs are masked their IRET is intercepted already, or is the next instruction. */
void svm_open_window(struct vcpu *v, enum hvm_window window, u8 vector)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;

	if (window == HVM_WINDOW_nmi && s->at_iret) {
		s->step = true;
	} else if (window == HVM_WINDOW_nmi) {
		intercept_iret(b, true);
	} else {
		b->intercepts[3] |= SVM_I3_VINTR;
		b->vintr = (b->vintr & V_OURS) | SVM_V_IRQ | (u64)(vector >> 4) << SVM_V_PRIO_SHIFT |
			   (u64)vector << SVM_V_VECTOR_SHIFT;
		svm_dirty(b, SVM_CLEAN_tpr);
		svm_dirty(b, SVM_CLEAN_intercepts);
	}
}

void svm_window_exit(struct vcpu *v, const struct cpu_user_regs *regs, struct hvm_exit *e)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;

	if (b->exit_code == SVM_EXIT_IRET) {
		intercept_iret(b, false);
		s->at_iret = s->nmi_masked;
		s->iret_rip = regs->rip;
		e->kind = HVM_EXIT_nmi_window;
	} else {
		close_irq_window(b);
		e->kind = HVM_EXIT_irq_window;
	}
}

/*
 * The virtual interrupt is wanted twice: by @vector, and by a window for what is to follow it. QEMU's processor is better off
 * without the window. One of the local APIC's has an EOI to its end, which exits, and then the window is thought of again; of
 * another nobody knows when the next exit comes.
 */
static bool window_can_wait(const struct vcpu *v, u8 vector)
{
	return svm_on_qemu && test_bit(vector, &vcpu_vlapic(v)->regs[APIC_ISR >> 4]);
}

/* The guest can take it at once, so its priority is no matter (APM vol. 2 15.21.4). */
bool svm_virtual_irq(struct vcpu *v, u8 vector)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;

	if (unlikely(b->intercepts[3] & SVM_I3_VINTR)) {
		if (!window_can_wait(v, vector))
			return false;
		close_irq_window(b);
		v->arch.hvm->intr_check = true;
	}
	b->vintr = (b->vintr & V_OURS) | SVM_V_IRQ | SVM_V_IGN_TPR | (u64)vector << SVM_V_VECTOR_SHIFT;
	svm_dirty(b, SVM_CLEAN_tpr);
	s->virtual_irq = true;
	return true;
}

/*
 * The processor clears V_IRQ when it takes it. QEMU 7.2 leaves it when a fault comes of the delivery, but then a handler runs,
 * with interrupts off. What else is said of the event (EXITINTINFO) is about the same one.
 */
bool svm_virtual_irq_left(struct svm_vcpu *s)
{
	struct vmcb *b = s->vmcb;
	bool left = (b->vintr & SVM_V_IRQ) && (b->rflags & X86_EFLAGS_IF);

	b->vintr &= V_OURS;
	svm_dirty(b, SVM_CLEAN_tpr);
	s->virtual_irq = false;
	return left;
}

void svm_mask_nmi(struct svm_vcpu *s, bool masked)
{
	s->nmi_masked = masked;
	s->at_iret = s->step = false;
	if (masked)
		intercept_iret(s->vmcb, true);
}

void svm_before_iret(struct svm_vcpu *s, bool event)
{
	struct vmcb *b = s->vmcb;

	if (event) { /* its handler runs first, and ends with an IRET too */
		svm_mask_nmi(s, true);
		return;
	}
	if (!s->step || b->rflags & X86_EFLAGS_TF) /* the guest's own single step exits as well */
		return;
	s->stepping = true;
	s->kept_flags = b->rflags & STEP_FLAGS;
	s->kept_dr6 = b->dr6;
	s->kept_exceptions = b->intercepts[2];
	b->rflags |= STEP_FLAGS;
	b->dr6 = X86_DR6_DEFAULT;
	b->intercepts[2] = ~0U;
	svm_dirty(b, SVM_CLEAN_dr);
	svm_dirty(b, SVM_CLEAN_intercepts);
}

/* Of the breakpoints that DR6 names: it may name some that are not enabled. */
static u64 hits(const struct vmcb *b)
{
	u64 enabled = 0;

	for (unsigned int i = 0; i < 4; i++)
		if (b->dr7 >> 2 * i & 3)
			enabled |= 1U << i;
	return b->dr6 & enabled;
}

/* True: the exit was our #DB and nothing of the guest's. */
static bool end_step(struct svm_vcpu *s, struct cpu_user_regs *regs)
{
	struct vmcb *b = s->vmcb;
	bool debug = b->exit_code == SVM_EXIT_EXCEPTION + X86_EXC_DB;
	u64 guests = debug ? hits(b) : 0;

	s->stepping = false;
	if (!debug && regs->rip == s->iret_rip) /* else they are those that IRET has loaded */
		regs->rflags = (regs->rflags & ~STEP_FLAGS) | s->kept_flags;
	b->dr6 = s->kept_dr6 | guests;
	b->intercepts[2] = s->kept_exceptions;
	svm_dirty(b, SVM_CLEAN_dr);
	svm_dirty(b, SVM_CLEAN_intercepts);
	return debug && !guests;
}

bool svm_after_iret(struct vcpu *v, struct cpu_user_regs *regs)
{
	struct svm_vcpu *s = v->arch.hvm->svm;
	u64 exception = s->vmcb->exit_code - SVM_EXIT_EXCEPTION;
	bool ours = s->stepping && end_step(s, regs);

	/* An IRET that faults has unmasked NMIs before (SDM vol. 3C 27.2.3, "NMI unblocking due to IRET"). */
	if (regs->rip != s->iret_rip || exception < 32) {
		svm_mask_nmi(s, false);
		v->arch.hvm->intr_check |= v->arch.hvm->nmi_pending;
	}
	return ours;
}

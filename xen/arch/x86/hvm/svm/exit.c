/* SPDX-License-Identifier: GPL-2.0-only */
/* Around VMRUN: what the VMCB needs before, and what it says after, as a struct hvm_exit. */
#include <xen/lib.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <asm/apic.h>
#include <asm/hvm/asid.h>
#include <asm/traps.h>
#include "private.h"

static void inject(struct vcpu *v, struct svm_vcpu *s, const struct hvm_event *e)
{
	struct vmcb *b = s->vmcb;

	if (e->type == HVM_EVENT_extint && svm_virtual_irq(v, e->vector))
		return;
	b->event_inj = e->vector | (u64)e->type << SVM_EVENT_TYPE_SHIFT | SVM_EVENT_VALID;
	if (e->has_error)
		b->event_inj |= SVM_EVENT_ERROR | (u64)e->error << SVM_EVENT_ERROR_SHIFT;
	if (e->type == HVM_EVENT_exception && e->vector == X86_EXC_PF && e->cr2 != b->cr2) {
		b->cr2 = e->cr2;
		svm_dirty(b, SVM_CLEAN_cr2);
	}
	if (e->type == HVM_EVENT_nmi)
		svm_mask_nmi(s, true);
}

static void flush(struct vcpu *v, struct svm_vcpu *s)
{
	struct vmcb *b = s->vmcb;
	u8 what = __atomic_exchange_n(&v->arch.hvm->flush, 0, __ATOMIC_SEQ_CST);

	if (what & HVM_FLUSH_p2m)
		s->code.bytes = NULL;
	b->tlb_control = hvm_asid_renew(v, what) ? SVM_TLB_ALL : SVM_TLB_NOTHING;
	if (b->asid != v->arch.hvm->asid) {
		b->asid = v->arch.hvm->asid;
		svm_dirty(b, SVM_CLEAN_asid);
	}
}

paddr_t svm_enter(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;

	for (;;) {
		local_irq_disable();
		if (likely(hvm_prepare_entry(v)))
			break;
		local_irq_enable();
		do_softirq();
	}
	if (unlikely(v->arch.hvm->flush) || !hvm_asid_valid(v))
		flush(v, s);
	else
		b->tlb_control = SVM_TLB_NOTHING;
	if (unlikely(v->arch.hvm->event.valid))
		inject(v, s, &v->arch.hvm->event);
	if (unlikely((vcpu_vlapic(v)->regs[APIC_TASKPRI >> 4] >> 4 & 15) != s->vtpr)) {
		s->vtpr = vcpu_vlapic(v)->regs[APIC_TASKPRI >> 4] >> 4 & 15;
		b->vintr = (b->vintr & ~SVM_V_TPR) | s->vtpr;
		svm_dirty(b, SVM_CLEAN_tpr);
	}
	b->rax = regs->rax;
	b->rip = regs->rip;
	b->rsp = regs->rsp;
	b->rflags = regs->rflags;
	if (unlikely(s->at_iret))
		svm_before_iret(s, v->arch.hvm->event.valid);
	return s->vmcb_pa;
}

/*
 * What was being delivered when the exit came is delivered again. Not so what an instruction had raised (INT n, INT3,
 * INTO): rip still points to it.
 */
static void save_interrupted_event(struct vcpu *v, const struct vmcb *b)
{
	struct hvm_event *e = &v->arch.hvm->event;
	u64 info = b->exit_int_info;

	*e = (struct hvm_event){ .vector = info, .type = info >> SVM_EVENT_TYPE_SHIFT & 7, .cr2 = b->cr2,
				 .has_error = !!(info & SVM_EVENT_ERROR), .error = info >> SVM_EVENT_ERROR_SHIFT };
	e->valid = e->type != HVM_EVENT_soft_int &&
		   !(e->type == HVM_EVENT_exception && (e->vector == X86_EXC_BP || e->vector == X86_EXC_OF));
}

static unsigned int insn_len(struct vcpu *v, const struct cpu_user_regs *regs, u32 opcode, unsigned int n)
{
	const struct vmcb *b = v->arch.hvm->svm->vmcb;

	if (svm_features & SVM_F_NRIPS)
		return b->next_rip - regs->rip <= X86_INSN_MAX ? b->next_rip - regs->rip : 0;
	return svm_insn_length(v, regs, opcode, n);
}

/* Exits that mean one instruction without operands. Opcode bytes, the first lowest. */
static const struct {
	u8 kind, opcode_len;
	u32 opcode;
} plain[] = {
	[SVM_EXIT_RDTSC - 0x60] = { HVM_EXIT_tsc, 2, 0x310f },
	[SVM_EXIT_RDPMC - 0x60] = { HVM_EXIT_pmc, 2, 0x330f },
	[SVM_EXIT_CPUID - 0x60] = { HVM_EXIT_cpuid, 2, 0xa20f },
	[SVM_EXIT_INVD - 0x60] = { HVM_EXIT_cache, 2, 0x080f },
	[SVM_EXIT_PAUSE - 0x60] = { HVM_EXIT_pause, 2, 0x90f3 },
	[SVM_EXIT_HLT - 0x60] = { HVM_EXIT_hlt, 1, 0xf4 },
	[SVM_EXIT_INVLPGA - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_SHUTDOWN - 0x60] = { HVM_EXIT_triple_fault },
	[SVM_EXIT_VMRUN - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_VMMCALL - 0x60] = { HVM_EXIT_hypercall, 3, 0xd9010f },
	[SVM_EXIT_VMLOAD - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_VMSAVE - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_STGI - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_CLGI - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_SKINIT - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_RDTSCP - 0x60] = { HVM_EXIT_tsc, 3, 0xf9010f },
	[SVM_EXIT_WBINVD - 0x60] = { HVM_EXIT_cache, 2, 0x090f },
	[SVM_EXIT_MONITOR - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_MWAIT - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_MWAIT_COND - 0x60] = { HVM_EXIT_undefined },
	[SVM_EXIT_XSETBV - 0x60] = { HVM_EXIT_xsetbv, 3, 0xd1010f },
	[SVM_EXIT_RDPRU - 0x60] = { HVM_EXIT_undefined },
};

/* Which register, only a processor with decode assists says; CLTS, LMSW and SMSW none. The rest is for the emulator. */
static void decode_cr(struct vcpu *v, const struct cpu_user_regs *regs, const struct vmcb *b, struct hvm_exit *e)
{
	e->kind = HVM_EXIT_cr;
	e->cr.cr = b->exit_code & 15;
	e->cr.write = b->exit_code >= SVM_EXIT_CR_WRITE;
	e->cr.clts = e->cr.lmsw = false;
	e->cr.gpr = b->exit_info1 & 15;
	if ((svm_features & SVM_F_DECODE) && b->exit_info1 & SVM_CR_MOV)
		e->insn_len = insn_len(v, regs, e->cr.write ? 0x220f : 0x200f, 2);
	e->cr.decoded = e->insn_len;
}

static void decode_dr(const struct vmcb *b, struct hvm_exit *e)
{
	e->kind = HVM_EXIT_dr;
	e->dr.write = b->exit_code >= SVM_EXIT_DR_WRITE;
	e->dr.dr = b->exit_code & 15;
	e->dr.decoded = false;
}

static void decode_io(const struct cpu_user_regs *regs, const struct vmcb *b, struct hvm_exit *e)
{
	u64 info = b->exit_info1;

	e->kind = HVM_EXIT_io;
	e->io.port = info >> 16;
	e->io.size = info >> 4 & 7;
	e->io.in = info & 1;
	e->io.string = info & 4;
	e->io.rep = info & 8;
	e->insn_len = b->exit_info2 - regs->rip <= X86_INSN_MAX ? b->exit_info2 - regs->rip : 0;
}

static void decode_npf(const struct vmcb *b, struct hvm_exit *e)
{
	e->kind = HVM_EXIT_npf;
	e->npf.gpa = b->exit_info2;
	e->npf.access = b->exit_info1 & PFEC_write ? HVM_ACCESS_W : b->exit_info1 & PFEC_insn_fetch ? HVM_ACCESS_X : HVM_ACCESS_R;
}

static void decode_fatal(const struct vmcb *b, struct hvm_exit *e)
{
	e->kind = HVM_EXIT_fatal;
	e->fatal.reason = b->exit_code;
	e->fatal.info1 = b->exit_info1;
	e->fatal.info2 = b->exit_info2;
}

static void decode(struct vcpu *v, const struct cpu_user_regs *regs, struct vmcb *b, struct hvm_exit *e)
{
	u64 code = b->exit_code;

	e->insn_len = 0;
	switch (code) {
	case SVM_EXIT_CR_READ ... SVM_EXIT_CR_WRITE + 15:
		decode_cr(v, regs, b, e);
		break;
	case SVM_EXIT_DR_READ ... SVM_EXIT_DR_WRITE + 15:
		decode_dr(b, e);
		break;
	case SVM_EXIT_EXCEPTION ... SVM_EXIT_EXCEPTION + 31:
		e->kind = HVM_EXIT_exception;
		e->exception.vector = code - SVM_EXIT_EXCEPTION;
		e->exception.error = b->exit_info1;
		e->exception.addr = e->exception.vector == X86_EXC_PF ? b->exit_info2 : 0; /* #DB: DR6 is up to date */
		break;
	case SVM_EXIT_INTR: /* taken by STGI */
	case SVM_EXIT_NMI:
	case SVM_EXIT_SMI:
	case SVM_EXIT_INIT:
		e->kind = HVM_EXIT_host;
		break;
	case SVM_EXIT_VINTR:
	case SVM_EXIT_IRET:
		svm_window_exit(v, regs, e);
		break;
	case SVM_EXIT_MSR:
		e->kind = HVM_EXIT_msr;
		e->msr.write = b->exit_info1;
		e->insn_len = insn_len(v, regs, b->exit_info1 ? 0x300f : 0x320f, 2);
		break;
	case SVM_EXIT_IOIO:
		decode_io(regs, b, e);
		break;
	case SVM_EXIT_NPF:
		decode_npf(b, e);
		break;
	case SVM_EXIT_TASK_SWITCH:
		e->kind = HVM_EXIT_task_switch;
		e->task.selector = b->exit_info1;
		break;
	default:
		if (code - 0x60 >= ARRAY_SIZE(plain) || !plain[code - 0x60].kind) {
			decode_fatal(b, e);
			break;
		}
		e->kind = plain[code - 0x60].kind;
		e->tsc.rdtscp = code == SVM_EXIT_RDTSCP;
		if (plain[code - 0x60].opcode_len)
			e->insn_len = insn_len(v, regs, plain[code - 0x60].opcode, plain[code - 0x60].opcode_len);
	}
}

void svm_leave(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct svm_vcpu *s = v->arch.hvm->svm;
	struct vmcb *b = s->vmcb;
	struct hvm_exit exit;

	regs->rax = b->rax;
	regs->rip = b->rip;
	regs->rsp = b->rsp;
	regs->rflags = b->rflags;
	b->clean = SVM_CLEAN_ALL;
	if (unlikely(svm_on_qemu && svm_virtual_irq_offered(s)))
		svm_look_for_interrupts();
	if (unlikely(v->arch.hvm->event.valid)) {
		b->event_inj = 0;
		v->arch.hvm->event.valid = s->virtual_irq && svm_virtual_irq_left(s);
	}
	if (unlikely(b->exit_int_info & SVM_EVENT_VALID) && !v->arch.hvm->event.valid)
		save_interrupted_event(v, b);
	if (unlikely((b->vintr & SVM_V_TPR) != s->vtpr)) {
		s->vtpr = b->vintr & SVM_V_TPR;
		vlapic_set_cr8(v, s->vtpr & 15);
	}
	if (unlikely(s->at_iret) && svm_after_iret(v, regs)) {
		exit.kind = HVM_EXIT_nmi_window;
		hvm_handle_exit(v, regs, &exit);
		return;
	}
	exit.code_bytes = (b->seg[X86_SEG_CS].attr & X86_SEG_ATTR_L) && (b->efer & EFER_LMA) ? 8 : 0;
	exit.no_shadow = !(b->shadow & 1) && !s->nmi_masked;
	decode(v, regs, b, &exit);
	hvm_handle_exit(v, regs, &exit);
}

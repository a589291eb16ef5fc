/* SPDX-License-Identifier: GPL-2.0-only */
/* What the VMCS needs before an entry, and what it says after an exit, as a struct hvm_exit (SDM vol. 3C ch. 25, 27). */
#include <xen/softirq.h>
#include <asm/hvm/asid.h>
#include <asm/hvm/exit.h>
#include <asm/hvm/hvm.h>
#include <asm/irq-vectors.h>
#include <asm/page.h>
#include <asm/spec-ctrl.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "entry.h"
#include "private.h"

/*
 * The last instruction before the hole in the address space was completed for the guest. The processor refuses an entry with
 * such a rip (26.3.1.4), and would so end the guest for what its user mode does: the fetch's #GP comes from the other side.
 */
static void leave_the_hole(struct vcpu *v, struct cpu_user_regs *regs)
{
	regs->rip = (long)(regs->rip << 16) >> 16;
	if (!v->arch.hvm->event.valid)
		hvm_inject_gp();
}

u8 vmx_before_entry(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct hvm_vcpu *hvm = v->arch.hvm;
	struct vmx_vcpu *vmx = hvm->vmx;
	u8 how = 0;

	for (;;) {
		local_irq_disable();
		if (likely(hvm_prepare_entry(v)))
			break;
		local_irq_enable();
		do_softirq();
	}
	if (unlikely(hvm->flush) || !hvm_asid_valid(v))
		vmx_flush(v);
	if (unlikely(!is_canonical(regs->rip)))
		leave_the_hole(v, regs);
	if (unlikely(hvm->event.valid))
		vmx_inject(v);
	if (unlikely((regs->rflags | vmx->rflags) & X86_EFLAGS_TF))
		vmx_match_pending_debug(regs->rflags);
	if (regs->rip != vmx->rip)
		vmwrite(VMCS_GUEST_RIP, regs->rip);
	if (regs->rsp != vmx->rsp)
		vmwrite(VMCS_GUEST_RSP, regs->rsp);
	if (regs->rflags != vmx->rflags)
		vmwrite(VMCS_GUEST_RFLAGS, regs->rflags | 2);
	if (unlikely(read_cr2() != vmx->cr2))
		write_cr2(vmx->cr2);
	if (vmx->launched)
		how |= VMX_ENTRY_RESUME;
	vmx->launched = true;
	/* Last: from here on nothing is loaded but what is the guest's. */
	if (spec_ctrl.l1d_flush)
		wrmsr(MSR_FLUSH_CMD, FLUSH_CMD_L1D);
	else if (spec_ctrl.verw_hvm)
		how |= VMX_ENTRY_VERW;
	return how;
}

/* Whether this VMCS is launched now depends on how far the entry came (26.8): make it one that is not. */
static void after_failed_entry(struct vcpu *v)
{
	vmx_clear(v);
	vmx_load(v);
}

/* The guest's state was never looked at: the VMCS or this file is wrong. */
void vmx_entry_failed(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;

	printk(XENLOG_ERR "%pv: VM entry failed, VM-instruction error %lu\n", v, vmread(VMCS_INSN_ERROR));
	vmx_dump(v);
	after_failed_entry(v);
	local_irq_enable();
	domain_crash(v->domain, "%pv: VMX refuses to run it", v);
}

static void save_registers(struct vmx_vcpu *vmx, struct cpu_user_regs *regs)
{
	vmx->cr2 = read_cr2();
	vmx->rip = regs->rip = vmread(VMCS_GUEST_RIP);
	vmx->rsp = regs->rsp = vmread(VMCS_GUEST_RSP);
	vmx->rflags = regs->rflags = vmread(VMCS_GUEST_RFLAGS);
}

/* What the host wanted from this CPU; interrupts are off, NMIs blocked if one made the exit. */
static void serve_host(u32 reason, u32 intr, struct cpu_user_regs *regs)
{
	if (reason == EXIT_EXTERNAL_INTERRUPT) {
		regs->entry_vector = intr & INTR_INFO_VECTOR;
		do_interrupt(regs);
	} else if (reason == EXIT_EXCEPTION_OR_NMI && INTR_INFO_TYPE(intr) == INTR_nmi) {
		__asm__ volatile("int $2" ::: "memory"); /* the IRET at its end unblocks NMIs */
	} else if (reason == (EXIT_REASON_ENTRY_FAILED | EXIT_MACHINE_CHECK) ||
		   (reason == EXIT_EXCEPTION_OR_NMI && (intr & INTR_INFO_VECTOR) == X86_EXC_MC)) {
		__asm__ volatile("int $18" ::: "memory");
	}
}

static bool is_hosts(u32 reason, u32 intr)
{
	return reason == EXIT_EXTERNAL_INTERRUPT || reason == EXIT_INIT || reason == EXIT_SIPI ||
	       reason == (EXIT_REASON_ENTRY_FAILED | EXIT_MACHINE_CHECK) ||
	       (reason == EXIT_EXCEPTION_OR_NMI && (INTR_INFO_TYPE(intr) == INTR_nmi || (intr & INTR_INFO_VECTOR) == X86_EXC_MC));
}

static void decode_cr(struct hvm_exit *e)
{
	enum { MOV_TO, MOV_FROM, CLTS, LMSW };
	unsigned long q = vmread(VMCS_EXIT_QUALIFICATION);
	unsigned int type = q >> 4 & 3;

	e->kind = HVM_EXIT_cr;
	e->cr.cr = q & 15;
	e->cr.gpr = q >> 8 & 15;
	e->cr.write = type != MOV_FROM;
	e->cr.decoded = true;
	e->cr.clts = type == CLTS;
	e->cr.lmsw = type == LMSW;
	e->cr.msw = q >> 16;
}

static void decode_dr(struct hvm_exit *e)
{
	unsigned long q = vmread(VMCS_EXIT_QUALIFICATION);

	e->kind = HVM_EXIT_dr;
	e->dr.dr = q & 7;
	e->dr.gpr = q >> 8 & 15;
	e->dr.write = !(q & 0x10);
	e->dr.decoded = true;
}

static void decode_io(struct hvm_exit *e)
{
	unsigned long q = vmread(VMCS_EXIT_QUALIFICATION);

	e->kind = HVM_EXIT_io;
	e->io.port = q >> 16;
	e->io.size = (q & 7) + 1;
	e->io.in = q & 8;
	e->io.string = q & 0x10;
	e->io.rep = q & 0x20;
}

#define EPT_QUALIFICATION_LINEAR 0x80UL      /* the linear address is known */
#define EPT_QUALIFICATION_TRANSLATION 0x100UL /* ... and its translation was accessed, not a page table on the way */

/* A fault in IRET after it had unblocked NMIs blocks them again (27.2.3, 31.7.1). */
static void block_nmis_again(unsigned long info)
{
	if ((info & INTR_INFO_NMI_UNBLOCKED) && !(vmread(VMCS_IDT_VECTORING) & INTR_INFO_VALID))
		vmwrite(VMCS_GUEST_INTERRUPTIBILITY, vmread(VMCS_GUEST_INTERRUPTIBILITY) | BLOCKING_NMI);
}

static void decode_ept_violation(struct hvm_exit *e)
{
	const unsigned long whole = EPT_QUALIFICATION_LINEAR | EPT_QUALIFICATION_TRANSLATION;
	unsigned long q = vmread(VMCS_EXIT_QUALIFICATION);

	e->kind = HVM_EXIT_npf;
	e->insn_len = 0;
	e->npf.gpa = vmread(VMCS_GUEST_PHYSICAL);
	e->npf.access = q & (HVM_ACCESS_R | HVM_ACCESS_W | HVM_ACCESS_X);
	e->npf.gla_valid = (q & whole) == whole;
	e->npf.gla = e->npf.gla_valid ? vmread(VMCS_GUEST_LINEAR) : 0;
	block_nmis_again(q);
}

static void decode_exception(struct hvm_exit *e, u32 intr, struct cpu_user_regs *regs)
{
	e->kind = HVM_EXIT_exception;
	/* ICEBP's #DB is a trap: it comes behind the instruction. */
	if (INTR_INFO_TYPE(intr) == INTR_priv_sw_exception)
		regs->rip += e->insn_len;
	e->insn_len = 0;
	e->exception.vector = intr;
	e->exception.error = intr & INTR_INFO_ERROR_CODE ? vmread(VMCS_EXIT_ERROR_CODE) : 0;
	e->exception.addr = vmread(VMCS_EXIT_QUALIFICATION);
	if (e->exception.vector != X86_EXC_DF)
		block_nmis_again(intr);
}

static void decode_fatal(struct hvm_exit *e, u32 reason)
{
	e->kind = HVM_EXIT_fatal;
	e->fatal.reason = reason;
	e->fatal.info1 = vmread(VMCS_EXIT_QUALIFICATION);
	e->fatal.info2 = vmread(VMCS_GUEST_PHYSICAL);
}

/* Exits that say all with their reason. 0 is HVM_EXIT_host, which none of these is. */
static const u8 plain[] = {
	[EXIT_TRIPLE_FAULT] = HVM_EXIT_triple_fault,
	[EXIT_CPUID] = HVM_EXIT_cpuid,
	[EXIT_GETSEC] = HVM_EXIT_undefined,
	[EXIT_HLT] = HVM_EXIT_hlt,
	[EXIT_INVD] = HVM_EXIT_cache,
	[EXIT_INVLPG] = HVM_EXIT_invlpg,
	[EXIT_RDPMC] = HVM_EXIT_pmc,
	[EXIT_RDTSC] = HVM_EXIT_tsc,
	[EXIT_VMCALL] = HVM_EXIT_hypercall,
	[EXIT_VMCLEAR ... EXIT_VMXON] = HVM_EXIT_undefined,
	[EXIT_RDMSR] = HVM_EXIT_msr,
	[EXIT_WRMSR] = HVM_EXIT_msr,
	[EXIT_MWAIT] = HVM_EXIT_undefined,
	[EXIT_MONITOR] = HVM_EXIT_undefined,
	[EXIT_PAUSE] = HVM_EXIT_pause,
	[EXIT_INVEPT] = HVM_EXIT_undefined,
	[EXIT_RDTSCP] = HVM_EXIT_tsc,
	[EXIT_INVVPID] = HVM_EXIT_undefined,
	[EXIT_WBINVD] = HVM_EXIT_cache,
	[EXIT_XSETBV] = HVM_EXIT_xsetbv,
	[EXIT_INVPCID] = HVM_EXIT_undefined,
	[EXIT_VMFUNC] = HVM_EXIT_undefined,
	[EXIT_ENCLS] = HVM_EXIT_undefined,
};

static void decode_plain(struct hvm_exit *e, u32 reason)
{
	e->kind = plain[reason];
	if (e->kind == HVM_EXIT_msr)
		e->msr.write = reason == EXIT_WRMSR;
	else if (e->kind == HVM_EXIT_tsc)
		e->tsc.rdtscp = reason == EXIT_RDTSCP;
	else if (e->kind == HVM_EXIT_cache)
		e->cache.invd = reason == EXIT_INVD;
}

static void decode(struct vcpu *v, struct cpu_user_regs *regs, struct hvm_exit *e, u32 reason, u32 intr)
{
	e->insn_len = vmread(VMCS_EXIT_INSN_LEN); /* undefined where no instruction made the exit */
	switch (reason) {
	case EXIT_EXCEPTION_OR_NMI:
		decode_exception(e, intr, regs);
		break;
	case EXIT_INTR_WINDOW:
		vmx_close_window(v, HVM_WINDOW_irq);
		e->kind = HVM_EXIT_irq_window;
		break;
	case EXIT_NMI_WINDOW:
		vmx_close_window(v, HVM_WINDOW_nmi);
		e->kind = HVM_EXIT_nmi_window;
		break;
	case EXIT_TASK_SWITCH:
		e->kind = HVM_EXIT_task_switch;
		e->task.selector = vmread(VMCS_EXIT_QUALIFICATION);
		break;
	case EXIT_CR:
		decode_cr(e);
		break;
	case EXIT_DR:
		decode_dr(e);
		break;
	case EXIT_IO:
		decode_io(e);
		break;
	case EXIT_EPT_VIOLATION:
		decode_ept_violation(e);
		break;
	default:
		/* A refused entry (bit 31) lands here, too. */
		if (reason < ARRAY_SIZE(plain) && plain[reason])
			decode_plain(e, reason);
		else
			decode_fatal(e, reason);
	}
}

void vmx_handle_exit(struct cpu_user_regs *regs)
{
	struct vcpu *v = current;
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	struct hvm_exit e = { .kind = HVM_EXIT_host };
	u32 reason = vmread(VMCS_EXIT_REASON), intr = 0;

	save_registers(vmx, regs);
	if (reason <= EXIT_EXTERNAL_INTERRUPT)
		intr = vmread(VMCS_EXIT_INTR_INFO);
	if (unlikely(reason & EXIT_REASON_ENTRY_FAILED))
		after_failed_entry(v);
	else
		vmx_keep_undelivered(v);
	if (is_hosts(reason, intr))
		serve_host(reason, intr, regs);
	else
		decode(v, regs, &e, reason, intr);
	local_irq_enable();
	hvm_handle_exit(v, regs, &e);
}

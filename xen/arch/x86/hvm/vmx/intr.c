/* SPDX-License-Identifier: GPL-2.0-only */
/* Events into the guest, what keeps them out for a while, and what makes it exit (SDM vol. 3C 24.6, 26.6, 31.7). */
#include <asm/hvm/hvm.h>
#include <asm/processor.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "private.h"

static void set_cpu_controls(struct vcpu *v, u32 bits, bool on)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	u32 new = on ? vmx->cpu_controls | bits : vmx->cpu_controls & ~bits;
	unsigned long cookie;

	if (new == vmx->cpu_controls)
		return;
	vmx->cpu_controls = new;
	cookie = vmx_access_begin(v);
	vmwrite(VMCS_CPU_CONTROLS, new);
	vmx_access_end(v, cookie);
}

/* While DRs do not exit, DR6 is in the register. DR7 is the VMCS's, the others are hvm/'s. */
static void trap_debugregs(struct vcpu *v, bool on)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;

	if (vmx->dr6_live != on)
		return;
	if (on)
		v->arch.debugreg[6] = read_debugreg(6);
	else
		write_debugreg(6, v->arch.debugreg[6]);
	vmx->dr6_live = !on;
}

void vmx_intercept(struct vcpu *v, enum hvm_trap trap, bool on)
{
	static const u32 bits[] = {
		[HVM_TRAP_tsc] = CPU_RDTSC,
		[HVM_TRAP_dr] = CPU_MOV_DR,
		[HVM_TRAP_cr3] = CPU_CR3_LOAD,
		[HVM_TRAP_invlpg] = CPU_INVLPG,
		[HVM_TRAP_pause] = CPU_PAUSE,
	};

	if (trap == HVM_TRAP_dr)
		trap_debugregs(v, on);
	set_cpu_controls(v, bits[trap], on);
}

void vmx_intercept_exceptions(struct vcpu *v, u32 vectors)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	unsigned long cookie;

	vmx->exceptions = vectors | 1U << X86_EXC_MC;
	cookie = vmx_access_begin(v);
	vmwrite(VMCS_EXCEPTIONS, vmx->exceptions);
	vmx_access_end(v, cookie);
}

static bool in_sti_shadow(struct vcpu *v)
{
	unsigned long cookie = vmx_access_begin(v), state = vmread(VMCS_GUEST_INTERRUPTIBILITY);

	vmx_access_end(v, cookie);
	return state & BLOCKING_STI;
}

/*
 * The interrupt window does not look at the task priority, so one for a vector that this priority keeps out would open at
 * once, and again, for ever. There is no need for it: the guest's MOV to CR8 exits. Nor need the NMI window look at STI's
 * shadow (26.7.6); there the interrupt window opens at its end, because IF is 1.
 */
void vmx_open_window(struct vcpu *v, enum hvm_window window, u8 vector)
{
	if (window == HVM_WINDOW_irq && vector >> 4 <= vlapic_get_cr8(v))
		return;
	set_cpu_controls(v, window == HVM_WINDOW_nmi && !in_sti_shadow(v) ? CPU_NMI_WINDOW : CPU_INTR_WINDOW, true);
}

void vmx_close_window(struct vcpu *v, enum hvm_window window)
{
	set_cpu_controls(v, window == HVM_WINDOW_nmi ? CPU_NMI_WINDOW : CPU_INTR_WINDOW, false);
}

static bool has_insn_len(u8 type)
{
	return type == HVM_EVENT_soft_int || type == HVM_EVENT_priv_soft || type == HVM_EVENT_soft_exception;
}

/* Interrupts off, v is current. In real mode exceptions push no error code, and the processor insists on that. */
void vmx_inject(struct vcpu *v)
{
	const struct hvm_event *e = &v->arch.hvm->event;
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	u32 info = INTR_INFO_VALID | e->type << INTR_INFO_TYPE_SHIFT | e->vector;

	if (e->has_error && (vmx->cr0 & X86_CR0_PE)) {
		info |= INTR_INFO_ERROR_CODE;
		vmwrite(VMCS_ENTRY_ERROR_CODE, e->error);
	}
	if (has_insn_len(e->type))
		vmwrite(VMCS_ENTRY_INSN_LEN, e->insn_len);
	if (e->type == HVM_EVENT_exception && e->vector == X86_EXC_PF)
		vmx->cr2 = e->cr2;
	vmwrite(VMCS_ENTRY_INTR_INFO, info);
}

/*
 * In the shadow of STI or MOV SS a set TF means that the single step of that instruction is pending, says the processor, and
 * refuses an entry without it (26.3.1.5). An intercepted #DB took it away, an emulated instruction never had it.
 * Interrupts off, v is current. DEBUGCTL.BTF is always 0.
 */
void vmx_match_pending_debug(u64 rflags)
{
	unsigned long pending = vmread(VMCS_GUEST_PENDING_DEBUG), match = pending & ~PENDING_DEBUG_BS;

	if (!(vmread(VMCS_GUEST_INTERRUPTIBILITY) & (BLOCKING_STI | BLOCKING_MOV_SS)))
		return;
	if (rflags & X86_EFLAGS_TF)
		match |= PENDING_DEBUG_BS;
	if (match != pending)
		vmwrite(VMCS_GUEST_PENDING_DEBUG, match);
}

/*
 * After an exit, v current. An event that was being delivered is delivered again: what blocked NMIs was that NMI itself
 * (31.7.1.2). And a fault that IRET ran into, having unblocked NMIs already, blocks them again (31.7.1).
 */
void vmx_keep_undelivered(struct vcpu *v)
{
	struct hvm_event *e = &v->arch.hvm->event;
	u32 info = vmread(VMCS_IDT_VECTORING);

	e->valid = false;
	if (!(info & INTR_INFO_VALID))
		return;
	*e = (struct hvm_event){ .valid = true, .vector = info, .type = INTR_INFO_TYPE(info), .cr2 = v->arch.hvm->vmx->cr2 };
	if (info & INTR_INFO_ERROR_CODE) {
		e->has_error = true;
		e->error = vmread(VMCS_IDT_ERROR_CODE);
	}
	if (has_insn_len(e->type))
		e->insn_len = vmread(VMCS_EXIT_INSN_LEN);
	if (e->type == HVM_EVENT_nmi)
		vmwrite(VMCS_GUEST_INTERRUPTIBILITY, vmread(VMCS_GUEST_INTERRUPTIBILITY) & ~BLOCKING_NMI);
}

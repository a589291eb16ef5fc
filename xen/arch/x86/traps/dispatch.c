/* SPDX-License-Identifier: GPL-2.0-only */
/* One row per exception vector: its name, and what happens when a guest or the hypervisor raises it. */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/current.h>
#include <asm/irq-vectors.h>
#include <asm/pv/traps.h>
#include <asm/system.h>
#include <asm/traps.h>

extern char guest_iret[];

static nmi_callback_t *nmi_callback;

void set_nmi_callback(nmi_callback_t *cb)
{
	nmi_callback = cb;
}

static bool xen_debug(struct cpu_user_regs *regs)
{
	/* A breakpoint or single step that a guest armed and that hit hypervisor code: not ours, not fatal. */
	write_debugreg(6, X86_DR6_DEFAULT);
	regs->rflags &= ~X86_EFLAGS_TF;
	return true;
}

static bool xen_nmi(struct cpu_user_regs *regs)
{
	if (!nmi_callback || !nmi_callback(regs, smp_processor_id()))
		printk(XENLOG_WARNING "NMI on CPU%u, nobody's\n", smp_processor_id());
	return true;
}

static bool xen_double_fault(struct cpu_user_regs *regs)
{
	printk("*** DOUBLE FAULT ***\n");
	fatal_trap(regs, "double fault: the hypervisor stack may have overflowed");
}

static bool xen_machine_check(struct cpu_user_regs *regs)
{
	fatal_trap(regs, "machine check");
}

struct exception {
	const char *name;
	void (*guest)(struct cpu_user_regs *regs); /* NULL: bounced to the guest's own handler */
	bool (*xen)(struct cpu_user_regs *regs);   /* NULL: exception table, else fatal */
	bool irqs_stay_off;
};

static void guest_double_fault(struct cpu_user_regs *regs) { xen_double_fault(regs); }
static void guest_nmi(struct cpu_user_regs *regs) { xen_nmi(regs); }
static void guest_machine_check(struct cpu_user_regs *regs) { xen_machine_check(regs); }

static const struct exception exceptions[32] = {
	[X86_EXC_DE] = { "divide error" },
	[X86_EXC_DB] = { "debug", pv_debug, xen_debug },
	[X86_EXC_NMI] = { "nmi", guest_nmi, xen_nmi, true },
	[X86_EXC_BP] = { "int3" },
	[X86_EXC_OF] = { "overflow" },
	[X86_EXC_BR] = { "bounds" },
	[X86_EXC_UD] = { "invalid opcode", pv_invalid_op },
	[X86_EXC_NM] = { "device not available", pv_device_not_available },
	[X86_EXC_DF] = { "double fault", guest_double_fault, xen_double_fault, true },
	[X86_EXC_CSO] = { "coprocessor segment overrun" },
	[X86_EXC_TS] = { "invalid TSS" },
	[X86_EXC_NP] = { "segment not found" },
	[X86_EXC_SS] = { "stack error" },
	[X86_EXC_GP] = { "general protection fault", pv_general_protection },
	[X86_EXC_PF] = { "page fault", pv_page_fault, xen_page_fault },
	[X86_EXC_SPV] = { "spurious" },
	[X86_EXC_MF] = { "coprocessor error" },
	[X86_EXC_AC] = { "alignment check" },
	[X86_EXC_MC] = { "machine check", guest_machine_check, xen_machine_check, true },
	[X86_EXC_XM] = { "simd error" },
	[X86_EXC_VE] = { "virtualisation exception" },
	[X86_EXC_CP] = { "control flow protection" },
};

const char *vector_name(unsigned int vector)
{
	return vector < 32 && exceptions[vector].name ? exceptions[vector].name : "???";
}

/*
 * IRET to the guest faulted: its CS, SS or RIP is bad. The general registers stand in the new frame, the
 * five words that IRET could not load stand at the top of the stack. Put together, they are the guest's
 * frame again, and the guest's failsafe callback hears of it.
 */
static void noreturn fixup_guest_iret(const struct cpu_user_regs *regs)
{
	struct cpu_user_regs *guest = guest_cpu_user_regs();
	struct cpu_user_regs gprs = *regs;

	__asm__ volatile("" ::: "memory"); /* the copy is complete before the overlapping frame is written */
	memcpy(guest, &gprs, offsetof(struct cpu_user_regs, error_code));
	guest->error_code = gprs.error_code;
	guest->entry_vector = gprs.entry_vector;
	local_irq_enable();
	reset_stack_and_jump(pv_failsafe_entry);
}

bool exception_fixup(struct cpu_user_regs *regs)
{
	unsigned long to;

	if (regs->rip == (unsigned long)guest_iret)
		fixup_guest_iret(regs);
	to = search_exception_table(regs->rip);
	if (!to)
		return false;
	regs->rip = to;
	return true;
}

static void xen_exception(struct cpu_user_regs *regs, const struct exception *e)
{
	if (e->xen ? e->xen(regs) : exception_fixup(regs))
		return;
	fatal_trap(regs, e->name);
}

void do_exception(struct cpu_user_regs *regs)
{
	unsigned int vector = regs->entry_vector;
	const struct exception *e = &exceptions[vector];

	if (!guest_mode(regs)) {
		xen_exception(regs, e);
		return;
	}
	if (e->irqs_stay_off) {
		e->guest(regs);
		return;
	}
	if (vector == X86_EXC_PF) { /* cr2 must be read before another fault can occur */
		pv_page_fault(regs);
		return;
	}
	local_irq_enable();
	if (e->guest)
		e->guest(regs);
	else
		pv_inject_hw_exception(vector, (X86_EXC_HAVE_EC >> vector) & 1 ? (int)regs->error_code : -1);
}

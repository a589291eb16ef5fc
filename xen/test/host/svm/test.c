/* SPDX-License-Identifier: GPL-2.0-only */
/* SVM's words to struct hvm_exit and back, instruction lengths without NRIPS, and in which order events are delivered. */
#include "test.h"

static void leave(u64 exit_code, u64 info1, u64 info2)
{
	vmcb.exit_code = exit_code;
	vmcb.exit_info1 = info1;
	vmcb.exit_info2 = info2;
	vmcb.rip = 0x1000;
	svm_leave(&fake_regs);
}


static const struct {
	u64 exit_code, info1;
	u8 bytes[8];
	u8 kind, len;
} rows[] = {
	{ SVM_EXIT_CPUID, 0, { 0x0f, 0xa2 }, HVM_EXIT_cpuid, 2 },
	{ SVM_EXIT_CPUID, 0, { 0x66, 0x48, 0x0f, 0xa2 }, HVM_EXIT_cpuid, 4 },
	{ SVM_EXIT_CPUID, 0, { 0x0f, 0x31 }, HVM_EXIT_cpuid, 0 }, /* changed meanwhile */
	{ SVM_EXIT_HLT, 0, { 0xf4 }, HVM_EXIT_hlt, 1 },
	{ SVM_EXIT_VMMCALL, 0, { 0x0f, 0x01, 0xd9 }, HVM_EXIT_hypercall, 3 },
	{ SVM_EXIT_MSR, 0, { 0x0f, 0x32 }, HVM_EXIT_msr, 2 },
	{ SVM_EXIT_MSR, 1, { 0x0f, 0x30 }, HVM_EXIT_msr, 2 },
	{ SVM_EXIT_MSR, 1, { 0x0f, 0x32 }, HVM_EXIT_msr, 0 },
	{ SVM_EXIT_RDTSC, 0, { 0x0f, 0x31 }, HVM_EXIT_tsc, 2 },
	{ SVM_EXIT_RDTSCP, 0, { 0x0f, 0x01, 0xf9 }, HVM_EXIT_tsc, 3 },
	{ SVM_EXIT_XSETBV, 0, { 0x0f, 0x01, 0xd1 }, HVM_EXIT_xsetbv, 3 },
	{ SVM_EXIT_WBINVD, 0, { 0x0f, 0x09 }, HVM_EXIT_cache, 2 },
	{ SVM_EXIT_VMRUN, 0, { 0x0f, 0x01, 0xd8 }, HVM_EXIT_undefined, 0 },
	{ SVM_EXIT_SHUTDOWN, 0, { 0 }, HVM_EXIT_triple_fault, 0 },
	{ SVM_EXIT_INTR, 0, { 0 }, HVM_EXIT_host, 0 },
	{ 0x123456, 0, { 0 }, HVM_EXIT_fatal, 0 },
	{ ~0UL, 0, { 0 }, HVM_EXIT_fatal, 0 },
};

static void each_exit_is_decoded(void **state)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		memcpy(code, rows[i].bytes, sizeof(rows[i].bytes));
		leave(rows[i].exit_code, rows[i].info1, 0);
		assert_int_equal(last_exit.kind, rows[i].kind);
		assert_int_equal(last_exit.insn_len, rows[i].len);
	}
}

static void control_registers(void **state)
{
	static const u8 to_cr4[] = { 0x41, 0x0f, 0x22, 0xe1 }, clts[] = { 0x0f, 0x06 }, lmsw[] = { 0x0f, 0x01, 0xf0 };

	memcpy(code, to_cr4, sizeof(to_cr4)); /* mov %r9, %cr4 */
	leave(SVM_EXIT_CR_WRITE + 4, 0, 0);
	assert_int_equal(last_exit.kind, HVM_EXIT_cr);
	assert_false(last_exit.cr.decoded); /* for the emulator */
	svm_features = SVM_F_DECODE;
	leave(SVM_EXIT_CR_WRITE + 4, SVM_CR_MOV | 9, 0);
	assert_true(last_exit.cr.decoded && last_exit.cr.write && !last_exit.cr.clts && !last_exit.cr.lmsw);
	assert_int_equal(last_exit.cr.cr, 4);
	assert_int_equal(last_exit.cr.gpr, 9);
	assert_int_equal(last_exit.insn_len, 4);
	memcpy(code, clts, sizeof(clts));
	leave(SVM_EXIT_CR_WRITE, 0, 0);
	assert_false(last_exit.cr.decoded);
	memcpy(code, lmsw, sizeof(lmsw));
	leave(SVM_EXIT_CR_WRITE, 0, 0);
	assert_false(last_exit.cr.decoded);
}

static void any_exit_is_well_formed(void **state)
{
	for (unsigned int i = 0; i < 200000; i++) {
		for (unsigned int j = 0; j < 16; j++)
			code[j] = rnd();
		vmcb.exit_int_info = rnd();
		vmcb.seg[X86_SEG_CS].attr = rnd();
		vmcb.cpl = rnd() & 3;
		leave(rnd() % 8 ? rnd() % 0x420 : rnd(), rnd(), rnd());
		assert_in_range(last_exit.kind, 0, HVM_EXIT_count - 1);
		assert_in_range(last_exit.insn_len, 0, X86_INSN_MAX);
		if (hvm.event.valid && hvm.event.type == HVM_EVENT_exception)
			assert_false(hvm.event.vector == X86_EXC_BP || hvm.event.vector == X86_EXC_OF);
		if (last_exit.kind == HVM_EXIT_irq_window)
			assert_false(vmcb.intercepts[3] & SVM_I3_VINTR);
	}
}

static void an_event_comes_back_as_it_went(void **state)
{
	static const u8 types[] = { HVM_EVENT_extint, HVM_EVENT_nmi, HVM_EVENT_exception };
	struct hvm_event sent;

	hvm.intr_check = false;
	for (unsigned int i = 0; i < 100000; i++) {
		u8 type = types[rnd() % ARRAY_SIZE(types)];

		sent = (struct hvm_event){ .valid = true, .type = type, .cr2 = vmcb.cr2,
					   .vector = type == HVM_EVENT_nmi ? 2 : type == HVM_EVENT_exception ? 5 + rnd() % 27 : rnd() };
		if (type == HVM_EVENT_exception && (X86_EXC_HAVE_EC >> sent.vector & 1)) {
			sent.has_error = true;
			sent.error = rnd() & 0xffff;
		}
		hvm.event = sent;
		vmcb.intercepts[3] = SVM_I3_VINTR; /* a window is open: interrupts go this way, too */
		svm_enter(&fake_regs);
		assert_true(vmcb.event_inj & SVM_EVENT_VALID);
		vmcb.exit_int_info = vmcb.event_inj;
		leave(SVM_EXIT_NPF, 0, 0x5000);
		vmcb.exit_int_info = 0;
		assert_memory_equal(&hvm.event, &sent, sizeof(sent));
		assert_int_equal(vmcb.event_inj, 0);
	}
}

static void an_interrupt_is_a_virtual_one(void **state)
{
	const struct hvm_event sent = { .valid = true, .type = HVM_EVENT_extint, .vector = 0xf3 };

	hvm.intr_check = false;
	hvm.event = sent;
	vmcb.vintr = SVM_V_MASKING;
	vmcb.clean = SVM_CLEAN_ALL;
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.event_inj, 0);
	assert_int_equal(vmcb.vintr, SVM_V_MASKING | SVM_V_IRQ | SVM_V_IGN_TPR | 0xf3UL << SVM_V_VECTOR_SHIFT);
	assert_false(vmcb.clean & 1U << SVM_CLEAN_tpr);
	/* not taken, whatever else is said of it: it stays */
	vmcb.exit_int_info = SVM_EVENT_VALID | (u64)HVM_EVENT_exception << SVM_EVENT_TYPE_SHIFT | 0xf3;
	leave(SVM_EXIT_NPF, 0, 0x5000);
	assert_memory_equal(&hvm.event, &sent, sizeof(sent));
	assert_int_equal(vmcb.vintr, SVM_V_MASKING);
	/* taken, and its delivery cut off */
	svm_enter(&fake_regs);
	vmcb.vintr &= ~SVM_V_IRQ;
	vmcb.exit_int_info = SVM_EVENT_VALID | (u64)HVM_EVENT_extint << SVM_EVENT_TYPE_SHIFT | 0xf3;
	leave(SVM_EXIT_NPF, 0, 0x5000);
	assert_true(hvm.event.valid && hvm.event.type == HVM_EVENT_extint && hvm.event.vector == 0xf3);
	/* taken */
	svm_enter(&fake_regs);
	vmcb.vintr &= ~SVM_V_IRQ;
	vmcb.exit_int_info = 0;
	leave(SVM_EXIT_INTR, 0, 0);
	assert_false(hvm.event.valid);
	assert_int_equal(vmcb.vintr, SVM_V_MASKING);
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.vintr, SVM_V_MASKING);
	/* a fault came of it: the guest is in a handler */
	hvm.event = sent;
	svm_enter(&fake_regs);
	vmcb.rflags = 2;
	leave(SVM_EXIT_CPUID, 0, 0);
	assert_false(hvm.event.valid);
	assert_int_equal(vmcb.vintr, SVM_V_MASKING);
}

/* What was delivered: its vector, or -1. */
static int delivered(void)
{
	int vector = -1;

	if (hvm.event.valid)
		vector = hvm.event.vector;
	hvm.event.valid = false;
	hvm.intr_check = true;
	return vector;
}

/* QEMU may have lost an interrupt of the machine at an entry with a virtual one: its APIC is made to look after each. */
static void the_machines_interrupts_are_looked_for(void **state)
{
	for (unsigned int forgets = 0; forgets < 2; forgets++) {
		machine_setup(NULL);
		svm_on_qemu = forgets;
		svm_enter(&fake_regs);
		leave(SVM_EXIT_INTR, 0, 0);
		assert_int_equal(apic_writes, 0);
		lapic_pending = lapic_irr = 0x40;
		hvm.intr_check = true;
		svm_enter(&fake_regs);
		vmcb.vintr &= ~SVM_V_IRQ; /* taken */
		leave(SVM_EXIT_INTR, 0, 0);
		assert_int_equal(apic_writes, forgets);
		svm_open_window(&vcpu, HVM_WINDOW_irq, 0x50);
		svm_enter(&fake_regs);
		leave(SVM_EXIT_VINTR, 0, 0);
		assert_int_equal(apic_writes, 2 * forgets);
		svm_enter(&fake_regs);
		leave(SVM_EXIT_INTR, 0, 0);
		assert_int_equal(apic_writes, 2 * forgets);
	}
}

/* Two at once on QEMU's processor: the first is virtual, too, if its EOI brings us back to open the window for the second. */
static void the_window_can_wait(void **state)
{
	const struct hvm_event first = { .valid = true, .type = HVM_EVENT_extint, .vector = 0x91 };
	const u64 virtual = SVM_V_IRQ | SVM_V_IGN_TPR | 0x91UL << SVM_V_VECTOR_SHIFT;

	for (unsigned int i = 0; i < 4; i++) {
		bool forgets = i & 1, lapics = i & 2;

		machine_setup(NULL);
		svm_on_qemu = forgets;
		if (lapics)
			hvm.vlapic.regs[(APIC_ISR >> 4) + 0x91 / 32] = 1U << 0x91 % 32;
		hvm.event = first;
		lapic_pending = lapic_irr = 0xa2;
		svm_enter(&fake_regs);
		assert_int_equal(hvm.intr_check, forgets && lapics);
		if (forgets && lapics) {
			assert_int_equal(vmcb.event_inj, 0);
			assert_int_equal(vmcb.vintr, virtual);
			assert_false(vmcb.intercepts[3] & SVM_I3_VINTR);
		} else {
			assert_true(vmcb.event_inj & SVM_EVENT_VALID);
			assert_true(vmcb.intercepts[3] & SVM_I3_VINTR);
			continue;
		}
		/* it was not taken: once more */
		leave(SVM_EXIT_INTR, 0, 0);
		assert_true(hvm.event.valid);
		svm_enter(&fake_regs);
		assert_int_equal(vmcb.vintr, virtual);
		/* its handler says EOI */
		vmcb.vintr = 0;
		vmcb.rflags = 2;
		leave(SVM_EXIT_MSR, 1, 0);
		assert_false(hvm.event.valid);
		svm_enter(&fake_regs);
		assert_int_equal(vmcb.event_inj, 0);
		assert_true(vmcb.intercepts[3] & SVM_I3_VINTR);
	}
}

/* QEMU's first processor forgets where it is: guests do not begin there, if they can begin elsewhere. */
static void guests_begin_elsewhere(void **state)
{
	cpumask_t affinity;

	vcpu.hard_affinity = &affinity;
	for (unsigned int i = 0; i < 4; i++) {
		bool qemu = i & 1, alone = i & 2;

		svm_on_qemu = qemu;
		cpu_online_map.bits[0] = alone ? 1 : 3;
		cpumask_setall(&affinity);
		svm_place(&vcpu);
		assert_int_equal(cpumask_test_cpu(0, &affinity), !qemu || alone);
		assert_true(cpumask_test_cpu(1, &affinity));
	}
}

static void interrupts_wait_for_the_guest(void **state)
{
	lapic_pending = lapic_irr = 0x51;
	fake_regs.rflags = 2;
	assert_true(hvm_prepare_entry(&vcpu));
	assert_int_equal(delivered(), -1);
	assert_true(vmcb.intercepts[3] & SVM_I3_VINTR);
	fake_regs.rflags |= X86_EFLAGS_IF;
	vmcb.shadow = 1;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), -1);
	vmcb.shadow = 0;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), 0x51);
	assert_int_equal(lapic_acked, 0x51);
}

static void priorities(void **state)
{
	lapic_pending = lapic_irr = 0x51;
	hvm.nmi_pending = true;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), X86_EXC_NMI);
	assert_int_equal(lapic_pending, 0x51);
	/* an exception on its way comes first */
	hvm.event = (struct hvm_event){ .valid = true, .vector = X86_EXC_PF, .type = HVM_EVENT_exception };
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), X86_EXC_PF);
	/* the task priority is lowered without an exit: the window has to be open */
	lapic_pending = -1;
	lapic_cr8 = 6;
	vmcb.intercepts[3] = 0;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), -1);
	assert_true(vmcb.intercepts[3] & SVM_I3_VINTR);
}

static void events_of_xen(void **state)
{
	vcpu.domain->arch.hvm->callback = HVM_CALLBACK_vector;
	vcpu.domain->arch.hvm->callback_vector = 0xf3;
	info.evtchn_upcall_pending = 1;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), 0xf3);
	assert_int_equal(lapic_acked, -1); /* not of the local APIC */
	/* with a vector of its own, the callback does not count; while the APIC is off, the event is remembered */
	hvm.upcall_vector = 0xf2;
	hvm.upcall_lost = true;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), -1);
	hvm.vlapic.base = APIC_BASE_ENABLE;
	hvm.vlapic.regs[APIC_SPIV >> 4] = APIC_SPIV_ENABLED;
	hvm_prepare_entry(&vcpu);
	assert_int_equal(delivered(), 0xf2);
	assert_false(hvm.upcall_lost);
}

static void double_and_triple_faults(void **state)
{
	hvm_inject_exception(X86_EXC_GP, 0x10);
	hvm_inject_page_fault(2, 0x1234);
	assert_int_equal(hvm.event.vector, X86_EXC_PF); /* GP then PF: one after the other */
	hvm_inject_exception(X86_EXC_GP, 0x10);
	assert_int_equal(hvm.event.vector, X86_EXC_DF);
	assert_int_equal(hvm.event.error, 0);
	assert_int_equal(shutdowns, 0);
	hvm_inject_exception(X86_EXC_UD, 0);
	assert_int_equal(shutdowns, 1);
	/* an interrupt never makes a double fault */
	hvm.event = (struct hvm_event){ .valid = true, .vector = 0x30, .type = HVM_EVENT_extint };
	hvm_inject_exception(X86_EXC_NP, 0);
	assert_int_equal(hvm.event.vector, X86_EXC_NP);
}

#define BS 0x4000UL
#define IRET_AT 0x1230UL

/* An NMI's handler is at its IRET, and another NMI waits. */
static void at_iret(void)
{
	hvm.nmi_pending = true;
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.event_inj, SVM_EVENT_VALID | HVM_EVENT_nmi << SVM_EVENT_TYPE_SHIFT | X86_EXC_NMI);
	assert_true(vmcb.intercepts[3] & SVM_I3_IRET);
	vmcb.exit_code = SVM_EXIT_INTR;
	svm_leave(&fake_regs);
	hvm.nmi_pending = hvm.intr_check = true;
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.event_inj, 0);
	assert_false(vmcb.rflags & X86_EFLAGS_TF); /* not in the handler */
	vmcb.exit_code = SVM_EXIT_IRET;
	vmcb.rip = IRET_AT;
	svm_leave(&fake_regs);
	assert_int_equal(last_exit.kind, HVM_EXIT_nmi_window);
	assert_false(vmcb.intercepts[3] & SVM_I3_IRET);
	hvm.intr_check = true;
	vmcb.dr6 = X86_DR6_DEFAULT | 2;
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.event_inj, 0); /* IRET first */
}

static void step_ends(u64 exit_code, u64 rip, u64 rflags, u64 dr6)
{
	vmcb.exit_code = exit_code;
	vmcb.rip = rip;
	vmcb.rflags = rflags;
	vmcb.dr6 = dr6;
	svm_leave(&fake_regs);
}

static void nmi_waits_for_iret(void **state)
{
	at_iret();
	assert_true(vmcb.rflags & X86_EFLAGS_TF);
	assert_int_equal(vmcb.intercepts[2], ~0U);
	step_ends(SVM_EXIT_EXCEPTION + X86_EXC_DB, 0x5000, X86_EFLAGS_IF | 2, X86_DR6_DEFAULT | BS);
	assert_int_equal(last_exit.kind, HVM_EXIT_nmi_window); /* nothing for the guest */
	assert_int_equal(vmcb.dr6, X86_DR6_DEFAULT | 2);
	assert_int_equal(vmcb.intercepts[2], 0);
	assert_int_equal(fake_regs.rflags, X86_EFLAGS_IF | 2);
	svm_enter(&fake_regs);
	assert_int_equal(vmcb.event_inj & 0xff, X86_EXC_NMI);
	assert_false(vmcb.rflags & X86_EFLAGS_TF);
}

/* Faults of the IRET are the guest's, and so are watchpoints; none sees the step. */
static void iret_faults(void **state)
{
	at_iret();
	step_ends(SVM_EXIT_EXCEPTION + X86_EXC_GP, IRET_AT, X86_EFLAGS_TF | X86_EFLAGS_RF | 2, X86_DR6_DEFAULT);
	assert_int_equal(last_exit.kind, HVM_EXIT_exception);
	assert_int_equal(last_exit.exception.vector, X86_EXC_GP);
	assert_int_equal(fake_regs.rflags & (X86_EFLAGS_TF | X86_EFLAGS_RF), 0);
	assert_int_equal(vmcb.dr6, X86_DR6_DEFAULT | 2);
	assert_false(svm.nmi_masked);

	machine_setup(NULL);
	at_iret();
	vmcb.dr7 = X86_DR7_DEFAULT | 0x80; /* the fourth */
	step_ends(SVM_EXIT_EXCEPTION + X86_EXC_DB, 0x5000, 2, X86_DR6_DEFAULT | BS | 8 | 1);
	assert_int_equal(last_exit.kind, HVM_EXIT_exception);
	assert_int_equal(last_exit.exception.vector, X86_EXC_DB);
	assert_int_equal(vmcb.dr6, X86_DR6_DEFAULT | 2 | 8);
}

/* The step is cut off before it begins, by the host or a nested page fault: the guest's flags come back, and it is tried again. */
static void step_is_interrupted(void **state)
{
	static const u64 why[] = { SVM_EXIT_INTR, SVM_EXIT_NPF, SVM_EXIT_VINTR };

	for (unsigned int i = 0; i < ARRAY_SIZE(why); i++) {
		machine_setup(NULL);
		at_iret();
		step_ends(why[i], IRET_AT, vmcb.rflags, vmcb.dr6);
		assert_int_equal(fake_regs.rflags & (X86_EFLAGS_TF | X86_EFLAGS_RF), 0);
		assert_int_equal(vmcb.intercepts[2], 0);
		assert_int_equal(vmcb.dr6, X86_DR6_DEFAULT | 2);
		assert_true(svm.nmi_masked);
		svm_enter(&fake_regs);
		assert_int_equal(vmcb.event_inj, 0);
		assert_true(vmcb.rflags & X86_EFLAGS_TF);
		step_ends(SVM_EXIT_EXCEPTION + X86_EXC_DB, IRET_AT, 2, X86_DR6_DEFAULT | BS); /* one that returns to itself */
		assert_false(svm.nmi_masked);
	}
}

/* No NMI waits: nothing is stepped, and the end of the handler is noticed later. An interrupt in between has an IRET too. */
static void iret_alone(void **state)
{
	at_iret();
	step_ends(SVM_EXIT_EXCEPTION + X86_EXC_DB, 0x5000, 2, X86_DR6_DEFAULT | BS);
	svm_enter(&fake_regs);
	vmcb.exit_code = SVM_EXIT_IRET;
	vmcb.rip = IRET_AT;
	svm_leave(&fake_regs);
	svm_enter(&fake_regs);
	assert_false(vmcb.rflags & X86_EFLAGS_TF);
	step_ends(SVM_EXIT_INTR, IRET_AT, 2, X86_DR6_DEFAULT);
	assert_true(svm.nmi_masked);
	hvm.event = (struct hvm_event){ .valid = true, .vector = 0x30, .type = HVM_EVENT_extint };
	svm_enter(&fake_regs);
	vmcb.vintr &= ~SVM_V_IRQ; /* taken */
	step_ends(SVM_EXIT_INTR, 0x6000, 2, X86_DR6_DEFAULT);
	assert_true(svm.nmi_masked);
	assert_true(vmcb.intercepts[3] & SVM_I3_IRET);
	vmcb.exit_code = SVM_EXIT_IRET;
	vmcb.rip = IRET_AT;
	svm_leave(&fake_regs);
	svm_enter(&fake_regs);
	step_ends(SVM_EXIT_INTR, 0x5000, 2, X86_DR6_DEFAULT);
	assert_false(svm.nmi_masked);
}

static void tags(void **state)
{
	u32 seen = 0;

	for (unsigned int i = 0; i < 100; i++) {
		hvm.flush = HVM_FLUSH_linear;
		hvm.intr_check = false;
		svm_enter(&fake_regs);
		assert_in_range(vmcb.asid, 1, 15);
		if (seen >> vmcb.asid & 1) { /* a tag comes again only after everything was flushed */
			assert_int_equal(vmcb.tlb_control, SVM_TLB_ALL);
			seen = 0;
		}
		seen |= 1U << vmcb.asid;
		svm_enter(&fake_regs);
		assert_int_equal(vmcb.tlb_control, SVM_TLB_NOTHING);
	}
}

static void softirqs_come_first(void **state)
{
	softirq_pending_bits[0] = 1;
	svm_enter(&fake_regs);
	assert_int_equal(softirqs, 1);
}

/* A periodic timer is armed again when its interrupt is taken: that is to reach the hardware, and the interrupt the guest. */
static void none_is_left_behind(void **state)
{
	lapic_pending = lapic_irr = 0x40;
	lapic_raises = 1;
	svm_enter(&fake_regs);
	assert_int_equal(softirqs, 1);
	assert_int_equal(softirq_pending_bits[0], 0);
	assert_int_equal(lapic_acked, 0x40);
	assert_true(hvm.event.valid);
	assert_true(vmcb.vintr & SVM_V_IRQ);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_exit_is_decoded, machine_setup),
		cmocka_unit_test_setup(control_registers, machine_setup),
		cmocka_unit_test_setup(any_exit_is_well_formed, machine_setup),
		cmocka_unit_test_setup(an_event_comes_back_as_it_went, machine_setup),
		cmocka_unit_test_setup(an_interrupt_is_a_virtual_one, machine_setup),
		cmocka_unit_test_setup(the_machines_interrupts_are_looked_for, machine_setup),
		cmocka_unit_test_setup(the_window_can_wait, machine_setup),
		cmocka_unit_test_setup(guests_begin_elsewhere, machine_setup),
		cmocka_unit_test_setup(interrupts_wait_for_the_guest, machine_setup),
		cmocka_unit_test_setup(priorities, machine_setup),
		cmocka_unit_test_setup(events_of_xen, machine_setup),
		cmocka_unit_test_setup(double_and_triple_faults, machine_setup),
		cmocka_unit_test_setup(nmi_waits_for_iret, machine_setup),
		cmocka_unit_test_setup(iret_faults, machine_setup),
		cmocka_unit_test_setup(step_is_interrupted, machine_setup),
		cmocka_unit_test_setup(iret_alone, machine_setup),
		cmocka_unit_test_setup(tags, machine_setup),
		cmocka_unit_test_setup(softirqs_come_first, machine_setup),
		cmocka_unit_test_setup(none_is_left_behind, machine_setup),
	};

	return cmocka_run_group_tests_name("svm, injection", tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Injection and what an exit cut off; windows. */
#include "test.h"

static void an_event_comes_back_as_it_went(void **state)
{
	struct hvm_event *e = &vcpu.arch.hvm->event, sent;
	static const u8 types[] = { HVM_EVENT_extint, HVM_EVENT_nmi, HVM_EVENT_exception, HVM_EVENT_soft_int, HVM_EVENT_priv_soft,
				    HVM_EVENT_soft_exception };

	vcpu.arch.hvm->vmx->cr0 = X86_CR0_PE;
	for (unsigned int i = 0; i < 100000; i++) {
		u8 type = types[rnd() % ARRAY_SIZE(types)];
		bool soft = type >= HVM_EVENT_soft_int;

		sent = (struct hvm_event){ .valid = true, .type = type, .vector = type == HVM_EVENT_exception ? rnd() % 32 : rnd(),
					   .cr2 = 0xc2, .insn_len = soft ? 1 + rnd() % 15 : 0 };
		if (type == HVM_EVENT_exception && (X86_EXC_HAVE_EC >> sent.vector & 1)) {
			sent.has_error = true;
			sent.error = rnd() & 0xffff;
		}
		*e = sent;
		vmx_inject(&vcpu);
		assert_true(field[VMCS_ENTRY_INTR_INFO] & INTR_INFO_VALID);
		assert_int_equal(field[VMCS_ENTRY_INTR_INFO] & 0x7ffff000, 0);
		/* delivery is cut off by an exit */
		field[VMCS_IDT_VECTORING] = field[VMCS_ENTRY_INTR_INFO];
		field[VMCS_IDT_ERROR_CODE] = field[VMCS_ENTRY_ERROR_CODE];
		field[VMCS_EXIT_INSN_LEN] = field[VMCS_ENTRY_INSN_LEN];
		field[VMCS_GUEST_INTERRUPTIBILITY] = BLOCKING_NMI;
		vcpu.arch.hvm->vmx->cr2 = 0xc2;
		vmx_keep_undelivered(&vcpu);
		assert_memory_equal(e, &sent, sizeof(sent));
		assert_int_equal(field[VMCS_GUEST_INTERRUPTIBILITY], type == HVM_EVENT_nmi ? 0 : BLOCKING_NMI);
	}
	field[VMCS_IDT_VECTORING] = 0;
	vmx_keep_undelivered(&vcpu);
	assert_false(e->valid);
}

static void no_error_codes_in_real_mode(void **state)
{
	vcpu.arch.hvm->event = (struct hvm_event){ .valid = true, .type = HVM_EVENT_exception, .vector = 13, .has_error = true };
	vcpu.arch.hvm->vmx->cr0 = 0;
	vmx_inject(&vcpu);
	assert_false(field[VMCS_ENTRY_INTR_INFO] & INTR_INFO_ERROR_CODE);
}

static void windows(void **state)
{
	u32 *c = &vcpu.arch.hvm->vmx->cpu_controls;

	vmx_open_window(&vcpu, HVM_WINDOW_irq, 0x5f); /* the task priority is 0x50: it would open for ever */
	assert_int_equal(*c, 0);
	vmx_open_window(&vcpu, HVM_WINDOW_irq, 0x60);
	assert_int_equal(field[VMCS_CPU_CONTROLS], CPU_INTR_WINDOW);
	vmx_open_window(&vcpu, HVM_WINDOW_nmi, 0);
	assert_int_equal(field[VMCS_CPU_CONTROLS], CPU_INTR_WINDOW | CPU_NMI_WINDOW);
	field[VMCS_EXIT_REASON] = EXIT_INTR_WINDOW;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(last_exit.kind, HVM_EXIT_irq_window);
	assert_int_equal(*c, CPU_NMI_WINDOW);
	field[VMCS_EXIT_REASON] = EXIT_NMI_WINDOW;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(last_exit.kind, HVM_EXIT_nmi_window);
	assert_int_equal(field[VMCS_CPU_CONTROLS], 0);
}

/* One for an NMI in STI's shadow: the NMI window might open at once, with the shadow still there, for ever. */
static void nmi_window_waits_for_the_end_of_sti(void **state)
{
	field[VMCS_GUEST_INTERRUPTIBILITY] = BLOCKING_STI;
	vmx_open_window(&vcpu, HVM_WINDOW_nmi, 0);
	assert_int_equal(field[VMCS_CPU_CONTROLS], CPU_INTR_WINDOW);
	field[VMCS_CPU_CONTROLS] = vcpu.arch.hvm->vmx->cpu_controls = 0;
	field[VMCS_GUEST_INTERRUPTIBILITY] = BLOCKING_NMI;
	vmx_open_window(&vcpu, HVM_WINDOW_nmi, 0);
	assert_int_equal(field[VMCS_CPU_CONTROLS], CPU_NMI_WINDOW);
}

/* SDM vol. 3C 26.3.1.5: in a shadow BS is what TF is; elsewhere both values are good, and what was there stays. */
static void a_single_step_is_pending_in_a_shadow(void **state)
{
	static const u32 shadows[] = { 0, BLOCKING_STI, BLOCKING_MOV_SS, BLOCKING_NMI, BLOCKING_STI | BLOCKING_NMI };
	struct cpu_user_regs *regs = &vcpu.arch.user_regs;

	for (unsigned int i = 0; i < 1000; i++) {
		u32 shadow = shadows[rnd() % ARRAY_SIZE(shadows)];
		u64 before = rnd() & (PENDING_DEBUG_BS | 0x100f), after;

		/* as an exit leaves it: TF and BS agree, but for an intercepted #DB, whose BS is gone */
		vcpu.arch.hvm->vmx->rflags = before & PENDING_DEBUG_BS || rnd() & 1 ? X86_EFLAGS_TF | 2 : 2;
		regs->rflags = rnd() & 1 ? X86_EFLAGS_TF | 2 : 2;
		field[VMCS_GUEST_INTERRUPTIBILITY] = shadow;
		field[VMCS_GUEST_PENDING_DEBUG] = before;
		vmx_before_entry(regs);
		after = field[VMCS_GUEST_PENDING_DEBUG];
		assert_int_equal(after & 0x100f, before & 0x100f);
		if (shadow & (BLOCKING_STI | BLOCKING_MOV_SS))
			assert_int_equal(!!(after & PENDING_DEBUG_BS), !!(regs->rflags & X86_EFLAGS_TF));
		else
			assert_int_equal(after, before);
	}
	/* the instruction in the shadow was emulated */
	field[VMCS_GUEST_PENDING_DEBUG] = PENDING_DEBUG_BS | 1;
	vmx_set_reg(&vcpu, HVM_REG_shadow, HVM_SHADOW_NMI);
	assert_int_equal(field[VMCS_GUEST_PENDING_DEBUG], 1);
}

static void iret_that_faults_blocks_nmis_again(void **state)
{
	field[VMCS_EXIT_REASON] = EXIT_EPT_VIOLATION;
	field[VMCS_EXIT_QUALIFICATION] = INTR_INFO_NMI_UNBLOCKED | 1;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(field[VMCS_GUEST_INTERRUPTIBILITY], BLOCKING_NMI);
	/* not when an event was being delivered */
	field[VMCS_GUEST_INTERRUPTIBILITY] = 0;
	field[VMCS_IDT_VECTORING] = INTR_INFO_VALID | 0x30;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(field[VMCS_GUEST_INTERRUPTIBILITY], 0);
}

int run_events(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_event_comes_back_as_it_went, machine_setup),
		cmocka_unit_test_setup(no_error_codes_in_real_mode, machine_setup),
		cmocka_unit_test_setup(windows, machine_setup),
		cmocka_unit_test_setup(nmi_window_waits_for_the_end_of_sti, machine_setup),
		cmocka_unit_test_setup(a_single_step_is_pending_in_a_shadow, machine_setup),
		cmocka_unit_test_setup(iret_that_faults_blocks_nmis_again, machine_setup),
	};

	return cmocka_run_group_tests_name("vmx: events", tests, NULL, NULL);
}

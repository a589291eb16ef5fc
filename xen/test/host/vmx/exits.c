/* SPDX-License-Identifier: GPL-2.0-only */
/* From the processor's words to struct hvm_exit. */
#include "test.h"

static const struct {
	u32 reason;
	u64 qualification;
	struct hvm_exit expect;
} rows[] = {
	{ EXIT_CPUID, 0, { .kind = HVM_EXIT_cpuid, .insn_len = 3 } },
	{ EXIT_HLT, 0, { .kind = HVM_EXIT_hlt, .insn_len = 3 } },
	{ EXIT_VMCALL, 0, { .kind = HVM_EXIT_hypercall, .insn_len = 3 } },
	{ EXIT_VMXON, 0, { .kind = HVM_EXIT_undefined, .insn_len = 3 } },
	{ EXIT_INVVPID, 0, { .kind = HVM_EXIT_undefined, .insn_len = 3 } },
	{ EXIT_TRIPLE_FAULT, 0, { .kind = HVM_EXIT_triple_fault, .insn_len = 3 } },
	{ EXIT_RDMSR, 0, { .kind = HVM_EXIT_msr, .insn_len = 3 } },
	{ EXIT_WRMSR, 0, { .kind = HVM_EXIT_msr, .insn_len = 3, .msr.write = true } },
	{ EXIT_RDTSCP, 0, { .kind = HVM_EXIT_tsc, .insn_len = 3, .tsc.rdtscp = true } },
	{ EXIT_INVD, 0, { .kind = HVM_EXIT_cache, .insn_len = 3, .cache.invd = true } },
	{ EXIT_WBINVD, 0, { .kind = HVM_EXIT_cache, .insn_len = 3 } },
	{ EXIT_XSETBV, 0, { .kind = HVM_EXIT_xsetbv, .insn_len = 3 } },
	/* MOV CR0, r9; MOV rdx, CR3; CLTS; LMSW 0x1234 */
	{ EXIT_CR, 0x900, { .kind = HVM_EXIT_cr, .insn_len = 3, .cr = { .cr = 0, .gpr = 9, .write = true, .decoded = true } } },
	{ EXIT_CR, 0x213, { .kind = HVM_EXIT_cr, .insn_len = 3, .cr = { .cr = 3, .gpr = 2, .decoded = true } } },
	{ EXIT_CR, 0x20, { .kind = HVM_EXIT_cr, .insn_len = 3, .cr = { .write = true, .decoded = true, .clts = true } } },
	{ EXIT_CR, 0x12340030, { .kind = HVM_EXIT_cr, .insn_len = 3,
				 .cr = { .write = true, .decoded = true, .lmsw = true, .msw = 0x1234 } } },
	{ EXIT_DR, 0x307, { .kind = HVM_EXIT_dr, .insn_len = 3, .dr = { .dr = 7, .gpr = 3, .write = true, .decoded = true } } },
	{ EXIT_DR, 0x316, { .kind = HVM_EXIT_dr, .insn_len = 3, .dr = { .dr = 6, .gpr = 3, .decoded = true } } },
	/* OUT 0x80, al; IN eax, dx; REP INSW */
	{ EXIT_IO, 0x00800040, { .kind = HVM_EXIT_io, .insn_len = 3, .io = { .port = 0x80, .size = 1 } } },
	{ EXIT_IO, 0x0cfc000b, { .kind = HVM_EXIT_io, .insn_len = 3, .io = { .port = 0xcfc, .size = 4, .in = true } } },
	{ EXIT_IO, 0x01f00039, { .kind = HVM_EXIT_io, .insn_len = 3,
				 .io = { .port = 0x1f0, .size = 2, .in = true, .string = true, .rep = true } } },
	/* a write through a known linear address; a fetch by a page walk */
	{ EXIT_EPT_VIOLATION, 0x182, { .kind = HVM_EXIT_npf, .npf = { .gpa = 0xfee00300, .access = HVM_ACCESS_W, .gla_valid = true,
								     .gla = 0xffff0300 } } },
	{ EXIT_EPT_VIOLATION, 0x084, { .kind = HVM_EXIT_npf, .npf = { .gpa = 0xfee00300, .access = HVM_ACCESS_X } } },
	{ EXIT_TASK_SWITCH, 0x40, { .kind = HVM_EXIT_task_switch, .insn_len = 3, .task.selector = 0x40 } },
	{ EXIT_EPT_MISCONFIG, 5, { .kind = HVM_EXIT_fatal, .insn_len = 3,
				   .fatal = { .reason = EXIT_EPT_MISCONFIG, .info1 = 5, .info2 = 0xfee00300 } } },
	{ EXIT_REASON_ENTRY_FAILED | EXIT_INVALID_GUEST_STATE, 0, { .kind = HVM_EXIT_fatal, .insn_len = 3,
		.fatal = { .reason = EXIT_REASON_ENTRY_FAILED | EXIT_INVALID_GUEST_STATE, .info2 = 0xfee00300 } } },
};

static void each_exit_is_decoded(void **state)
{
	field[VMCS_EXIT_INSN_LEN] = 3;
	field[VMCS_GUEST_PHYSICAL] = 0xfee00300;
	field[VMCS_GUEST_LINEAR] = 0xffff0300;
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		forget();
		memset(&last_exit, 0, sizeof(last_exit));
		field[VMCS_EXIT_REASON] = rows[i].reason;
		field[VMCS_EXIT_QUALIFICATION] = rows[i].qualification;
		vmx_handle_exit(&vcpu.arch.user_regs);
		assert_int_equal(exits, 1);
		if (memcmp(&last_exit, &rows[i].expect, sizeof(last_exit)))
			fail_msg("row %u, exit reason %#x", i, rows[i].reason);
	}
}

static void registers_come_from_the_vmcs(void **state)
{
	struct cpu_user_regs *regs = &vcpu.arch.user_regs;

	field[VMCS_EXIT_REASON] = EXIT_HLT;
	field[VMCS_GUEST_RIP] = 0x1000;
	field[VMCS_GUEST_RSP] = 0x2000;
	field[VMCS_GUEST_RFLAGS] = 0x202;
	vmx_handle_exit(regs);
	assert_int_equal(regs->rip, 0x1000);
	assert_int_equal(regs->rsp, 0x2000);
	assert_int_equal(regs->rflags, 0x202);
	regs->rip = 0x1001;
	regs->rflags = 0x200;
	field[VMCS_GUEST_RSP] = 0xbad; /* only what changed is written */
	assert_int_equal(vmx_before_entry(regs), 0);
	assert_int_equal(field[VMCS_GUEST_RIP], 0x1001);
	assert_int_equal(field[VMCS_GUEST_RSP], 0xbad);
	assert_int_equal(field[VMCS_GUEST_RFLAGS], 0x202);
	assert_int_equal(vmx_before_entry(regs), VMX_ENTRY_RESUME); /* launched by now */
}

/* 26.3.1.4: the processor does not enter a guest whose rip is not canonical. */
static void no_rip_in_the_hole(void **state)
{
	struct cpu_user_regs *regs = &vcpu.arch.user_regs;
	struct hvm_event *e = &vcpu.arch.hvm->event;

	regs->rip = 0x800000000000;
	vmx_before_entry(regs);
	assert_int_equal(field[VMCS_GUEST_RIP], 0xffff800000000000);
	assert_int_equal(faults, 1);
	assert_true(field[VMCS_ENTRY_INTR_INFO] & INTR_INFO_VALID);
	assert_int_equal(field[VMCS_ENTRY_INTR_INFO] & INTR_INFO_VECTOR, X86_EXC_GP);
	*e = (struct hvm_event){ .valid = true, .type = HVM_EVENT_exception, .vector = X86_EXC_DB };
	regs->rip = 0x800000000001;
	vmx_before_entry(regs);
	assert_int_equal(faults, 1);
	assert_int_equal(field[VMCS_ENTRY_INTR_INFO] & INTR_INFO_VECTOR, X86_EXC_DB);
	e->valid = false;
	field[VMCS_ENTRY_INTR_INFO] = 0;
	regs->rip = 0x7fffffffffff;
	vmx_before_entry(regs);
	assert_int_equal(field[VMCS_GUEST_RIP], 0x7fffffffffff);
	assert_int_equal(field[VMCS_ENTRY_INTR_INFO], 0);
}

static void interrupts_go_to_the_host(void **state)
{
	field[VMCS_EXIT_REASON] = EXIT_EXTERNAL_INTERRUPT;
	field[VMCS_EXIT_INTR_INFO] = INTR_INFO_VALID | 0xfb;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(interrupts, 1);
	assert_int_equal(interrupt_vector, 0xfb);
	assert_int_equal(last_exit.kind, HVM_EXIT_host);
}

static void exceptions(void **state)
{
	field[VMCS_EXIT_REASON] = EXIT_EXCEPTION_OR_NMI;
	field[VMCS_EXIT_INTR_INFO] = INTR_INFO_VALID | INTR_INFO_ERROR_CODE | INTR_hw_exception << INTR_INFO_TYPE_SHIFT | X86_EXC_PF;
	field[VMCS_EXIT_ERROR_CODE] = 0x17;
	field[VMCS_EXIT_QUALIFICATION] = 0xdeadb000;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(last_exit.kind, HVM_EXIT_exception);
	assert_int_equal(last_exit.exception.vector, X86_EXC_PF);
	assert_int_equal(last_exit.exception.error, 0x17);
	assert_int_equal(last_exit.exception.addr, 0xdeadb000);
}

/* ICEBP: its #DB is delivered behind it, else the guest would execute it for ever. */
static void icebp_is_a_trap(void **state)
{
	field[VMCS_EXIT_REASON] = EXIT_EXCEPTION_OR_NMI;
	field[VMCS_EXIT_INTR_INFO] = INTR_INFO_VALID | INTR_priv_sw_exception << INTR_INFO_TYPE_SHIFT | X86_EXC_DB;
	field[VMCS_EXIT_INSN_LEN] = 1;
	field[VMCS_GUEST_RIP] = 0x1000;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(vcpu.arch.user_regs.rip, 0x1001);
	assert_int_equal(last_exit.exception.vector, X86_EXC_DB);
	field[VMCS_EXIT_INTR_INFO] = INTR_INFO_VALID | INTR_hw_exception << INTR_INFO_TYPE_SHIFT | X86_EXC_DB;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(vcpu.arch.user_regs.rip, 0x1000);
}

/* Whether it was launched before or not, the next try is a VMLAUNCH of a VMCS that was cleared. */
static void a_failed_entry_clears_the_vmcs(void **state)
{
	vcpu.arch.hvm->vmx->launched = true;
	field[VMCS_EXIT_REASON] = EXIT_REASON_ENTRY_FAILED | EXIT_INVALID_GUEST_STATE;
	vmx_handle_exit(&vcpu.arch.user_regs);
	assert_int_equal(clears, 1);
	assert_int_equal(last_exit.kind, HVM_EXIT_fatal);
	assert_false(vmx_before_entry(&vcpu.arch.user_regs) & VMX_ENTRY_RESUME);
}

static void buffers_and_caches_are_flushed_at_entries(void **state)
{
	struct cpu_user_regs *regs = &vcpu.arch.user_regs;

	vcpu.arch.hvm->vmx->launched = true;
	last_wrmsr = 0;
	assert_int_equal(vmx_before_entry(regs), VMX_ENTRY_RESUME);
	spec_ctrl.verw_hvm = true;
	assert_int_equal(vmx_before_entry(regs), VMX_ENTRY_RESUME | VMX_ENTRY_VERW);
	assert_int_equal(last_wrmsr, 0);
	spec_ctrl.l1d_flush = true; /* does VERW's work, too */
	assert_int_equal(vmx_before_entry(regs), VMX_ENTRY_RESUME);
	assert_int_equal(last_wrmsr, MSR_FLUSH_CMD);
}

/* Whatever the processor says, the exit is one of those there are and its numbers are within their ranges. */
static void any_exit_is_well_formed(void **state)
{
	for (unsigned int i = 0; i < 500000; i++) {
		u32 reason = rnd() % 80, vector = rnd() % 32;

		field[VMCS_EXIT_REASON] = reason | (rnd() % 100 || reason == EXIT_MACHINE_CHECK ? 0 : EXIT_REASON_ENTRY_FAILED);
		field[VMCS_EXIT_QUALIFICATION] = rnd();
		field[VMCS_EXIT_INSN_LEN] = rnd() % 16;
		/* the host's NMIs and machine checks end in its own IDT */
		field[VMCS_EXIT_INTR_INFO] = INTR_INFO_VALID | INTR_hw_exception << 8 | (vector == X86_EXC_MC ? 0 : vector) | (rnd() & 0x1800);
		field[VMCS_IDT_VECTORING] = rnd() % 4 ? 0 : (rnd() & 0x80000fff);
		forget();
		vmx_handle_exit(&vcpu.arch.user_regs);
		assert_int_equal(exits, 1);
		assert_true(last_exit.kind < HVM_EXIT_count);
		if (last_exit.kind == HVM_EXIT_cr)
			assert_true(last_exit.cr.gpr < 16 && last_exit.cr.cr < 16);
		if (last_exit.kind == HVM_EXIT_npf)
			assert_true(last_exit.npf.access < 8);
		if (last_exit.kind == HVM_EXIT_exception)
			assert_true(last_exit.exception.vector < 32);
	}
}

int run_exits(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_exit_is_decoded, machine_setup),
		cmocka_unit_test_setup(registers_come_from_the_vmcs, machine_setup),
		cmocka_unit_test_setup(no_rip_in_the_hole, machine_setup),
		cmocka_unit_test_setup(interrupts_go_to_the_host, machine_setup),
		cmocka_unit_test_setup(exceptions, machine_setup),
		cmocka_unit_test_setup(icebp_is_a_trap, machine_setup),
		cmocka_unit_test_setup(a_failed_entry_clears_the_vmcs, machine_setup),
		cmocka_unit_test_setup(buffers_and_caches_are_flushed_at_entries, machine_setup),
		cmocka_unit_test_setup(any_exit_is_well_formed, machine_setup),
	};

	return cmocka_run_group_tests_name("vmx: exits", tests, NULL, NULL);
}

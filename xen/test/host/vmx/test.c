/* SPDX-License-Identifier: GPL-2.0-only */
/* The VMX room on a processor that the test plays: capabilities here, state, events and exits beside. */
#include "test.h"

static void a_full_processor_will_do(void **state)
{
	all_msrs_allow();
	forget();
	assert_true(vmx_negotiate());
	assert_non_null(strstr(printed, " - Extended Page Tables (EPT)\n"));
	assert_non_null(strstr(printed, " - Unrestricted Guest\n"));
	assert_null(strstr(printed, " has no "));
	assert_true(vmx_has_vpid());
	assert_true(vmx_has(VMX_cpu2, CPU2_EPT | CPU2_UNRESTRICTED));
	assert_false(vmx_has(VMX_cpu, CPU_INTR_WINDOW));
	assert_false(vmx_has(VMX_cpu, CPU_CR3_LOAD));
	assert_true(vmx_same_controls());
}

/* A control that may not be set (or, for the last, must be). */
static const struct {
	u32 msr, may_not, must;
	const char *name;
} lacks[] = {
	{ MSR_VMX_PROCBASED_CTLS2, CPU2_EPT, 0, "Extended Page Tables (EPT)" },
	{ MSR_VMX_PROCBASED_CTLS2, CPU2_UNRESTRICTED, 0, "Unrestricted Guest" },
	{ MSR_VMX_TRUE_PINBASED_CTLS, PIN_VIRTUAL_NMI, 0, "Virtual NMI" },
	{ MSR_VMX_TRUE_PROCBASED_CTLS, CPU_MSR_BITMAP, 0, "MSR direct-access bitmap" },
	{ MSR_VMX_TRUE_PROCBASED_CTLS, CPU_SECONDARY, 0, "secondary processor-based controls" },
	{ MSR_VMX_TRUE_PROCBASED_CTLS, CPU_INTR_WINDOW, 0, "interrupt-window exiting" },
	{ MSR_VMX_TRUE_PROCBASED_CTLS, 0, CPU_CR3_LOAD, "CR3 accesses without exits" },
	{ MSR_VMX_TRUE_EXIT_CTLS, EXIT_ACK_INTR, 0, "interrupt acknowledgement on exit" },
	{ MSR_VMX_TRUE_ENTRY_CTLS, ENTRY_LOAD_EFER, 0, "entries that switch EFER" },
};

static void what_is_missing_is_named(void **state)
{
	char line[128];

	for (unsigned int i = 0; i < ARRAY_SIZE(lacks); i++) {
		u64 old;

		all_msrs_allow();
		assert_true(vmx_negotiate());
		old = rdmsr(lacks[i].msr);
		set_msr(lacks[i].msr, (old & ~((u64)lacks[i].may_not << 32)) | lacks[i].must);
		forget();
		assert_false(vmx_same_controls());
		assert_false(vmx_negotiate());
		snprintf(line, sizeof(line), "has no %s\n", lacks[i].name);
		if (!strstr(printed, line))
			fail_msg("\"%s\" is not in: %s", line, printed);
	}
}

static void vpids_can_be_missing(void **state)
{
	all_msrs_allow();
	set_msr(MSR_VMX_EPT_VPID_CAP, ~VPID_CAP_SINGLE);
	assert_true(vmx_negotiate());
	assert_false(vmx_has_vpid());
	set_msr(MSR_VMX_EPT_VPID_CAP, ~EPT_CAP_INVEPT_SINGLE);
	assert_false(vmx_negotiate());
}

static void a_lesser_processor_is_refused(void **state)
{
	all_msrs_allow();
	assert_true(vmx_negotiate());
	set_msr(MSR_VMX_PROCBASED_CTLS2, (0xffffffffUL & ~CPU2_VPID) << 32);
	forget();
	assert_false(vmx_same_controls());
	assert_non_null(strstr(printed, "secondary controls"));
}

static void the_firmware_has_a_say(void **state)
{
	all_msrs_allow();
	assert_true(vmx_feature_control(true));
	assert_int_equal(rdmsr(MSR_FEATURE_CONTROL), FEATURE_CONTROL_LOCK | FEATURE_CONTROL_VMXON_OUTSIDE_SMX);
	set_msr(MSR_FEATURE_CONTROL, FEATURE_CONTROL_LOCK);
	forget();
	assert_false(vmx_feature_control(true));
	assert_non_null(strstr(printed, "Intel Virtualization Technology"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_processor_will_do),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(vpids_can_be_missing),
		cmocka_unit_test(a_lesser_processor_is_refused),
		cmocka_unit_test(the_firmware_has_a_say),
	};

	return cmocka_run_group_tests_name("vmx: capabilities", tests, NULL, NULL) + run_segments() + run_events() + run_exits();
}

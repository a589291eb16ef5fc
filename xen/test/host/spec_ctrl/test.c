// SPDX-License-Identifier: GPL-2.0-only
/* spec-ctrl= and what is chosen for processors that leak, and for those that do not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#undef offsetof /* the hypervisor defines its own */
#include "../../../arch/x86/cpu/spec-ctrl.c"
#include <cmocka.h>

const struct kernel_param rows[] __asm__("__setup_start") = { { "spec-ctrl", PARAM_CUSTOM, 0, NULL, parse_spec_ctrl } };
__asm__(".globl __setup_end\n.set __setup_end, __setup_start + 32\n"
	".data\n.globl __presmp_initcall_start, __presmp_initcall_end, __initcall_start, __initcall_end\n"
	"__presmp_initcall_start: __presmp_initcall_end: __initcall_start: __initcall_end: .quad 0\n.text");
_Static_assert(sizeof(struct kernel_param) == 32, "as __setup_end has it");

struct cpuinfo_x86 boot_cpu_data;
static u64 caps;
static char log[4096];

void printk(const char *fmt, ...)
{
	size_t n = strlen(log);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(log + n, sizeof(log) - n, fmt, ap);
	va_end(ap);
}

size_t strlcpy(char *d, const char *s, size_t n)
{
	if (n)
		snprintf(d, n, "%s", s);
	return strlen(s);
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return strlen(buf);
}

int rdmsr_safe(u32 msr, u64 *value)
{
	*value = caps;
	return msr == MSR_ARCH_CAPABILITIES ? 0 : -EFAULT;
}

static void feature(unsigned int f)
{
	boot_cpu_data.features[f / 32] |= 1U << (f % 32);
}

/* A processor, and the command line it is booted with. */
static void boot(u8 model, u64 arch_caps, const char *cmdline)
{
	boot_cpu_data.vendor = VENDOR_intel;
	boot_cpu_data.family = 6;
	boot_cpu_data.model = model;
	caps = arch_caps;
	if (caps)
		feature(X86_FEATURE_ARCH_CAPS);
	opt_l1d_flush = opt_verw_hvm = -1;
	without_effect = false;
	log[0] = 0;
	cmdline_parse(cmdline);
	spec_ctrl_init();
}

static int no_features(void **state)
{
	memset(&boot_cpu_data, 0, sizeof(boot_cpu_data));
	return 0;
}

#define HASWELL 0x3c
#define GOLDMONT 0x5c

static void chosen(bool l1d, bool verw)
{
	assert_int_equal(spec_ctrl.l1d_flush, l1d);
	assert_int_equal(spec_ctrl.verw_hvm, verw);
}

static void by_default(void **state)
{
	boot(HASWELL, 0, "");
	chosen(false, false);
	assert_non_null(strstr(log, "L1TF: believed vulnerable"));
	assert_non_null(strstr(log, "update the microcode"));
	feature(X86_FEATURE_MD_CLEAR);
	boot(HASWELL, 0, "");
	chosen(false, true);
	feature(X86_FEATURE_L1D_FLUSH);
	boot(HASWELL, 0, "");
	chosen(true, true);
	assert_non_null(strstr(log, "Hardware features: L1D_FLUSH MD_CLEAR\n"));
	assert_non_null(strstr(log, "Other: L1D_FLUSH VERW\n"));
	assert_non_null(strstr(log, "HVM VMs: RSB EAGER_FPU MD_CLEAR\n"));
	assert_null(strstr(log, "microcode"));
	boot(GOLDMONT, 0, "");
	chosen(false, true);
	assert_non_null(strstr(log, "L1TF: believed not vulnerable"));
	assert_non_null(strstr(log, "Meltdown"));
	boot(HASWELL, ARCH_CAPS_RDCL_NO, "");
	chosen(false, true);
	assert_null(strstr(log, "Meltdown"));
	boot(HASWELL, ARCH_CAPS_SKIP_L1DFL_VMENTRY, "");
	chosen(false, true);
	boot(HASWELL, ARCH_CAPS_RDCL_NO | ARCH_CAPS_MDS_NO, "");
	chosen(false, false);
	assert_non_null(strstr(log, "Hardware hints: RDCL_NO MDS_NO\n"));
	feature(X86_FEATURE_RTM);
	boot(HASWELL, ARCH_CAPS_RDCL_NO | ARCH_CAPS_MDS_NO, "");
	chosen(false, true);
	boot(HASWELL, ARCH_CAPS_RDCL_NO | ARCH_CAPS_MDS_NO | ARCH_CAPS_TAA_NO, "");
	chosen(false, false);
	boot(HASWELL, ARCH_CAPS_RDCL_NO | ARCH_CAPS_MDS_NO | ARCH_CAPS_TAA_NO | ARCH_CAPS_RFDS_CLEAR, "");
	chosen(false, true);
}

static void amd_leaks_otherwise(void **state)
{
	boot(HASWELL, 0, "");
	boot_cpu_data.vendor = VENDOR_amd;
	log[0] = 0;
	spec_ctrl_init();
	chosen(false, false);
	assert_null(strstr(log, "L1TF:"));
}

static void by_command_line(void **state)
{
	static const struct {
		const char *words;
		bool l1d, verw, bad, odd;
	} lines[] = {
		{ "spec-ctrl=no", false, false, false, false },
		{ "no-spec-ctrl", false, false, false, false },
		{ "spec-ctrl=off", false, false, false, false },
		{ "spec-ctrl=no-xen", false, false, false, false },
		{ "spec-ctrl=xen=0", false, false, false, false },
		{ "spec-ctrl=no-hvm", false, false, false, false },
		{ "spec-ctrl=no-l1d-flush", false, true, false, false },
		{ "spec-ctrl=l1d-flush=0,verw", false, true, false, false },
		{ "spec-ctrl=l1d-flush,no-verw", true, false, false, false },
		{ "spec-ctrl=md-clear=off", true, false, false, false },
		{ "spec-ctrl=verw=no-hvm", true, false, false, false },
		{ "spec-ctrl=verw=hvm=0", true, false, false, false },
		{ "spec-ctrl=verw=hvm", true, true, false, false },
		{ "spec-ctrl=no,verw=hvm", false, true, false, false },
		{ "spec-ctrl=verw=no-pv", true, true, false, true },
		{ "spec-ctrl=ibrs=1,no-ssbd,rsb=no-hvm,bti-thunk=lfence,pv", true, true, false, true },
		{ "spec-ctrl=yes", true, true, true, false },        /* documented as invalid */
		{ "spec-ctrl=xen", true, true, true, false },
		{ "spec-ctrl=l1d_flush", true, true, true, false },
		{ "spec-ctrl=nonsense,no-verw", true, false, true, false },
		{ "spec-ctrl=l1d-flush=maybe", true, true, true, false },
		{ "spec-ctrl=", true, true, true, false },
	};

	feature(X86_FEATURE_MD_CLEAR);
	feature(X86_FEATURE_L1D_FLUSH);
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++) {
		boot(HASWELL, 0, lines[i].words);
		if (spec_ctrl.l1d_flush != lines[i].l1d || spec_ctrl.verw_hvm != lines[i].verw ||
		    !!strstr(log, "have an effect here") != lines[i].odd)
			fail_msg("%s: %d %d\n%s", lines[i].words, spec_ctrl.l1d_flush, spec_ctrl.verw_hvm, log);
		if (strstr(lines[i].words, "spec-ctrl=") == lines[i].words)
			assert_int_equal(parse_spec_ctrl(lines[i].words + 10), lines[i].bad ? -EINVAL : 0);
	}
}

static void what_the_processor_lacks_is_said(void **state)
{
	boot(HASWELL, 0, "spec-ctrl=l1d-flush,verw");
	chosen(false, true); /* VERW is an instruction everywhere */
	assert_non_null(strstr(log, "has no L1D_FLUSH"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(by_default, no_features), cmocka_unit_test_setup(amd_leaks_otherwise, no_features),
		cmocka_unit_test_setup(by_command_line, no_features),
		cmocka_unit_test_setup(what_the_processor_lacks_is_said, no_features),
	};

	return cmocka_run_group_tests_name("spec-ctrl", tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* The x87's pointers, which some processors leave to the next vCPU, and which states a processor takes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/lib.h>
#include "../../../arch/x86/cpu/xstate.c"
#include <cmocka.h>

static struct vcpu vcpu;
struct vcpu *fake_current = &vcpu;
struct cpu_info fake_cpu_info;
struct cpu_user_regs fake_regs;
struct cpuinfo_x86 boot_cpu_data;
unsigned long __per_cpu_offset[NR_CPUS];

void printk(const char *fmt, ...) { }
void bug_at(const char *file, int line, const char *what) { abort(); }
void *xmalloc_aligned(size_t n, size_t align) { return NULL; }
void xfree(void *p) { }

struct x87_environment {
	u32 fcw, fsw, ftw, instruction, opcode, data, data_selector;
};

static struct x87_environment environment(void)
{
	struct x87_environment e;

	__asm__ volatile("fnstenv %0\n\tfldcw %0" : "=m"(e));
	return e;
}

/* An instruction with an operand in memory and an unmasked exception that waits: nothing may fault on it. */
static void use_the_x87(void)
{
	static const u16 unmasked = 0x37a;
	static const float zero;
	struct x87_environment e;

	__asm__ volatile("fninit\n\tfldcw %0\n\tfld1\n\tfdivs %1" :: "m"(unmasked), "m"(zero));
	__asm__ volatile("fnstenv %0" : "=m"(e));
	assert_int_not_equal(e.data, 0);
	assert_int_not_equal(e.fsw & 0x80, 0);
	__asm__ volatile("fldenv %0" :: "m"(e));
}

static void the_pointers_are_forgotten(void **state)
{
	struct x87_environment e;

	use_the_x87();
	forget_x87_pointers();
	e = environment();
	assert_int_equal(e.instruction, 0);
	assert_int_equal(e.data, 0);
	assert_int_equal(e.fsw & 0x80, 0);
}

static void where_they_stay(void **state)
{
	assert_true(pointers_stay(VENDOR_amd, false));
	assert_true(pointers_stay(VENDOR_hygon, false));
	assert_false(pointers_stay(VENDOR_amd, true));
	assert_false(pointers_stay(VENDOR_intel, false));
}

static void components_come_together(void **state)
{
	xfeature_mask = XSTATE_FP_SSE | XSTATE_YMM | XSTATE_AVX512;
	assert_true(xcr0_valid(XSTATE_FP));
	assert_true(xcr0_valid(xfeature_mask));
	assert_false(xcr0_valid(XSTATE_SSE));
	assert_false(xcr0_valid(XSTATE_FP | XSTATE_YMM));
	assert_false(xcr0_valid(XSTATE_FP_SSE | XSTATE_AVX512));
	assert_false(xcr0_valid(XSTATE_FP_SSE | XSTATE_YMM | XSTATE_ZMM));
	assert_false(xcr0_valid(XSTATE_FP_SSE | XSTATE_PKRU));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pointers_are_forgotten),
		cmocka_unit_test(where_they_stay),
		cmocka_unit_test(components_come_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

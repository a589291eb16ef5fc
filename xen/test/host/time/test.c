// SPDX-License-Identifier: GPL-2.0-only
/* Scales between clocks, and the calendar against the C library's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/calendar.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <cmocka.h>
#include <asm/time.h>

/* time.h of the C library cannot stand beside the hypervisor's headers. */
struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; long off; const char *zone; };
struct tm *gmtime_r(const long *t, struct tm *tm);

static void test_calendar(void **state)
{
	srandom(1);
	for (unsigned int i = 0; i < 200000; i++) {
		long t = ((unsigned long)random() << 8 ^ random()) % 16725225600UL; /* to the year 2500 */
		struct calendar c = calendar_from_unix(t);
		struct tm tm;

		gmtime_r(&t, &tm);
		assert_int_equal(c.year, tm.tm_year + 1900);
		assert_int_equal(c.month, tm.tm_mon + 1);
		assert_int_equal(c.day, tm.tm_mday);
		assert_int_equal(c.hour, tm.tm_hour);
		assert_int_equal(c.minute, tm.tm_min);
		assert_int_equal(c.second, tm.tm_sec);
		assert_int_equal(unix_from_calendar(&c), t);
	}
}

/* Any frequency a clock may have: a second is a second to within 2 parts in 2^31. */
static void test_scales(void **state)
{
	static const u64 hz[] = { 1, 32768, 1193182, 3579545, 14318180, 100000000, 999999999, 1000000000, 1000000001,
				  2596130000UL, 5000000000UL, 100000000000UL };

	for (unsigned int i = 0; i < ARRAY_SIZE(hz); i++) {
		struct time_scale to_ns = time_scale_ratio(1000000000, hz[i]);
		struct time_scale to_ticks = time_scale_ratio(hz[i], 1000000000);
		u64 ns = scale_delta(hz[i] * 100, &to_ns), ticks = scale_delta(100000000000UL, &to_ticks);

		assert_true(to_ns.mul >> 31);
		assert_in_range(ns, 100000000000UL - 200, 100000000000UL);
		assert_in_range(ticks, hz[i] * 100 - hz[i] / 10000000 - 1, hz[i] * 100);
	}
}

static void test_scale_is_monotonic(void **state)
{
	struct time_scale s = time_scale_ratio(1000000000, 2596130000UL);
	u64 last = 0;

	for (u64 t = 1; t < 1UL << 62; t += t / 3 + 1) {
		u64 ns = scale_delta(t, &s);

		assert_true(ns >= last);
		last = ns;
	}
}

u32 cpu_khz = 2500000;
static s_time_t now;
s_time_t NOW(void) { return now; }

/* Two domains, one started on a host of another frequency: seconds of life give ticks of their own clock. */
static void test_guest_tsc(void **state)
{
	static struct domain d;

	d.arch.tsc_elapsed_base = SECONDS(50);
	domain_set_tsc_mode(&d, TSC_MODE_DEFAULT, 0);
	assert_false(d.arch.vtsc);
	domain_set_tsc_mode(&d, TSC_MODE_DEFAULT, 2500100);
	assert_false(d.arch.vtsc);
	domain_set_tsc_mode(&d, TSC_MODE_NEVER_EMULATE, 1800000);
	assert_false(d.arch.vtsc);
	domain_set_tsc_mode(&d, TSC_MODE_ALWAYS_EMULATE, 0);
	assert_true(d.arch.vtsc);
	domain_set_tsc_mode(&d, TSC_MODE_DEFAULT, 1800000);
	assert_true(d.arch.vtsc);
	now = SECONDS(49);
	assert_in_range(-pv_guest_tsc(&d), 1800000UL * 1000 - 1, 1800000UL * 1000); /* a stamp from before its life */
	now = SECONDS(150);
	assert_in_range(pv_guest_tsc(&d), 1800000UL * 100000 - 100, 1800000UL * 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calendar), cmocka_unit_test(test_scales), cmocka_unit_test(test_scale_is_monotonic),
		cmocka_unit_test(test_guest_tsc),
	};

	return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}

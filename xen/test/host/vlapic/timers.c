// SPDX-License-Identifier: GPL-2.0-only
/* The timer against arithmetic: what the count shows, when interrupts come and how many. */
#include "test.h"

#define VECTOR 0xef
#define SLOP 50000
#define PERIODIC 0x20000U
#define DEADLINE 0x40000U
#define MASKED 0x10000U

static const struct { u32 code; unsigned int by; } divisors[] = {
	{ 0x0, 2 }, { 0x1, 4 }, { 0x2, 8 }, { 0x3, 16 }, { 0x8, 32 }, { 0x9, 64 }, { 0xa, 128 }, { 0xb, 1 },
};

static void eoi(void) { wr(0, APIC_EOI, 0); }

/* Runs until @t; the interrupts taken at once on the way. */
static unsigned int run_taking(s_time_t t, s_time_t step)
{
	unsigned int n = 0;

	while (fake_now < t) {
		fake_run_until(min(t, fake_now + step));
		if (take(0) == VECTOR) {
			n++;
			eoi();
		}
	}
	return n;
}

static void test_oneshot(void **state)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(divisors); i++) {
		s_time_t start = fake_now, len = 70000L * 10 * divisors[i].by;

		wr(0, APIC_TDCR, divisors[i].code);
		wr(0, APIC_LVTT, VECTOR);
		wr(0, APIC_TMICT, 70000);
		assert_int_equal(rd(0, APIC_TMCCT), 70000);
		fake_run_until(start + len / 2);
		assert_int_equal(rd(0, APIC_TMCCT), 35000);
		assert_int_equal(take(0), -1);
		fake_run_until(start + len - 1);
		assert_int_equal(rd(0, APIC_TMCCT), 1);
		assert_int_equal(take(0), -1);
		fake_run_until(start + len + SLOP);
		assert_int_equal(rd(0, APIC_TMCCT), 0);
		assert_int_equal(take(0), VECTOR);
		eoi();
		fake_run_until(start + 5 * len);
		assert_int_equal(take(0), -1);
		/* Writing LVTT again does not fire it again. */
		wr(0, APIC_LVTT, VECTOR);
		fake_run_until(fake_now + SLOP);
		assert_int_equal(take(0), -1);
	}
}

static void test_periodic(void **state)
{
	s_time_t start = fake_now;

	wr(0, APIC_TDCR, 0xb);
	wr(0, APIC_LVTT, VECTOR | PERIODIC);
	wr(0, APIC_TMICT, 100000); /* 1 ms */
	for (unsigned int n = 1; n <= 1000; n++) {
		s_time_t tick = start + MILLISECS(n);

		fake_run_until(tick - 1);
		assert_int_equal(take(0), -1);
		fake_run_until(tick + SLOP); /* ticks keep their phase whenever they are taken */
		assert_int_equal(take(0), VECTOR);
		eoi();
		assert_int_equal(rd(0, APIC_TMCCT), (MILLISECS(1) - SLOP) / 10);
	}
	/* Ticks that nobody takes are one, and cost the host one timer. */
	fake_run_until(fake_now + SECONDS(1));
	assert_in_range(apic(0)->stats.timer_fired, 1001, 1001);
	assert_int_equal(take(0), VECTOR);
	eoi();
	assert_int_equal(take(0), -1);
	/* Masked: none. Unmasked: in phase again. */
	wr(0, APIC_LVTT, VECTOR | PERIODIC | MASKED);
	fake_run_until(start + SECONDS(5) + 123456);
	assert_int_equal(take(0), -1);
	wr(0, APIC_LVTT, VECTOR | PERIODIC);
	fake_run_until(start + SECONDS(5) + MILLISECS(1) - 1);
	assert_int_equal(take(0), -1);
	fake_run_until(start + SECONDS(5) + MILLISECS(1) + SLOP);
	assert_int_equal(take(0), VECTOR);
	eoi();
	wr(0, APIC_TMICT, 0);
	assert_int_equal(run_taking(fake_now + SECONDS(1), 10000), 0);
}

/* A period of 10 ns, a guest that takes all it gets: the host's timer runs at most 10,000 times a second. */
static void test_flood(void **state)
{
	unsigned int n;

	wr(0, APIC_TDCR, 0xb);
	wr(0, APIC_LVTT, VECTOR | PERIODIC);
	wr(0, APIC_TMICT, 1);
	n = run_taking(fake_now + SECONDS(1), 1000);
	assert_in_range(n, 5000, 10001);
	assert_in_range(apic(0)->stats.timer_fired, n, n + 1);
	wr(0, APIC_TMICT, 0);
}

static void set_deadline(u64 tsc) { assert_true(vlapic_wrmsr(&vcpus[0], 0x6e0, tsc)); }

static void test_deadline(void **state)
{
	u64 tsc = hvm_guest_tsc(&vcpus[0]);

	set_deadline(tsc + 1000); /* not in that mode: has no effect */
	assert_int_equal(msr(0, 0x6e0), 0);
	wr(0, APIC_LVTT, VECTOR | DEADLINE);
	wr(0, APIC_TMICT, 1000);
	assert_int_equal(rd(0, APIC_TMICT), 0);
	assert_int_equal(rd(0, APIC_TMCCT), 0);
	set_deadline(tsc + 2000000); /* 1 ms */
	assert_int_equal(msr(0, 0x6e0), tsc + 2000000);
	fake_run_until(fake_now + 999999);
	assert_int_equal(take(0), -1);
	fake_run_until(fake_now + 1 + SLOP);
	assert_int_equal(take(0), VECTOR);
	eoi();
	assert_int_equal(msr(0, 0x6e0), 0);
	set_deadline(5); /* long ago */
	fake_run_softirqs();
	assert_int_equal(take(0), VECTOR);
	eoi();
	set_deadline(hvm_guest_tsc(&vcpus[0]) + 2000000);
	set_deadline(0); /* disarmed */
	assert_int_equal(run_taking(fake_now + MILLISECS(3), 10000), 0);
	set_deadline(~0UL >> 1); /* never */
	assert_int_equal(run_taking(fake_now + MILLISECS(3), 10000), 0);
	set_deadline(hvm_guest_tsc(&vcpus[0]) + 2000000);
	wr(0, APIC_LVTT, VECTOR); /* another mode disarms */
	wr(0, APIC_LVTT, VECTOR | DEADLINE);
	assert_int_equal(msr(0, 0x6e0), 0);
	assert_int_equal(run_taking(fake_now + MILLISECS(3), 10000), 0);
	policy.basic[1].c &= ~(1U << 24); /* not offered: no MSR, and no mode */
	assert_false(vlapic_wrmsr(&vcpus[0], 0x6e0, 1));
	wr(0, APIC_LVTT, VECTOR | DEADLINE);
	assert_int_equal(rd(0, APIC_LVTT), VECTOR);
}

/* A write of the TSC brings the deadline nearer, moves it away, or passes it. */
static void test_deadline_and_tsc(void **state)
{
	wr(0, APIC_LVTT, VECTOR | DEADLINE);
	set_deadline(hvm_guest_tsc(&vcpus[0]) + 2000000); /* 1 ms */
	fake_tsc_offset -= 2000000;
	vlapic_tsc_written(&vcpus[0]);
	assert_int_equal(run_taking(fake_now + MILLISECS(2) - 1, 10000), 0);
	fake_run_until(fake_now + 1 + SLOP);
	assert_int_equal(take(0), VECTOR);
	eoi();
	set_deadline(hvm_guest_tsc(&vcpus[0]) + (1L << 62)); /* never, but for that */
	fake_tsc_offset += (1L << 62) - 2000;
	vlapic_tsc_written(&vcpus[0]);
	fake_run_until(fake_now + 1000 + SLOP);
	assert_int_equal(take(0), VECTOR);
	eoi();
	fake_tsc_offset -= 4000000; /* what has come does not come again */
	vlapic_tsc_written(&vcpus[0]);
	assert_int_equal(run_taking(fake_now + MILLISECS(3), 10000), 0);
}

/* The rate changes on the way: the count goes on from where it is. */
static void test_divide(void **state)
{
	wr(0, APIC_TDCR, 0xb);
	wr(0, APIC_LVTT, VECTOR);
	wr(0, APIC_TMICT, 1000000); /* 10 ms */
	fake_run_until(fake_now + MILLISECS(4));
	wr(0, APIC_TDCR, 0);
	assert_int_equal(rd(0, APIC_TMCCT), 600000);
	fake_run_until(fake_now + MILLISECS(12) - 1);
	assert_int_equal(take(0), -1);
	fake_run_until(fake_now + 1 + SLOP);
	assert_int_equal(take(0), VECTOR);
	eoi();
	wr(0, APIC_TDCR, 0xb); /* it has run out, and stays so */
	assert_int_equal(rd(0, APIC_TMCCT), 0);
	assert_int_equal(run_taking(fake_now + MILLISECS(30), 10000), 0);
}

/* Time passes while the registers are written: a count shorter than that still runs out, once. */
static void test_short(void **state)
{
	static const u32 modes[] = { VECTOR, VECTOR | PERIODIC };

	fake_now_step = 300;
	wr(0, APIC_TDCR, 0xb);
	for (unsigned int i = 0; i < ARRAY_SIZE(modes); i++) {
		wr(0, APIC_LVTT, modes[i]);
		wr(0, APIC_TMICT, 1);
		fake_run_until(fake_now + MILLISECS(1));
		assert_int_equal(take(0), VECTOR);
		eoi();
	}
	wr(0, APIC_LVTT, VECTOR | DEADLINE);
	set_deadline(hvm_guest_tsc(&vcpus[0]) + 1);
	fake_run_until(fake_now + SLOP);
	assert_int_equal(take(0), VECTOR);
	fake_now_step = 0;
}

static void late_writes(u32 mode, u32 reg, u32 val, bool fires)
{
	wr(0, APIC_TDCR, 0xb);
	wr(0, APIC_LVTT, mode);
	if (mode & DEADLINE)
		set_deadline(hvm_guest_tsc(&vcpus[0]) + 2000);
	else
		wr(0, APIC_TMICT, 100);
	fake_now += 1500; /* it has run out, but this CPU was busy */
	wr(0, reg, val);
	fake_run_softirqs();
	fake_run_until(fake_now + SLOP);
	assert_int_equal(take(0), fires ? (int)(mode & 0xff) : -1);
	if (fires)
		eoi();
	wr(0, APIC_LVTT, VECTOR | MASKED);
	wr(0, APIC_TMICT, 0);
}

/* The guest writes registers between the end of the count and the handler: the interrupt is not lost. */
static void test_late(void **state)
{
	late_writes(VECTOR, APIC_LVTT, VECTOR, true);
	late_writes(VECTOR, APIC_TDCR, 0, true);
	late_writes(VECTOR | PERIODIC, APIC_LVTT, VECTOR | PERIODIC, true);
	late_writes(VECTOR | DEADLINE, APIC_LVTT, VECTOR | DEADLINE, true);
	late_writes(VECTOR, APIC_LVTT, VECTOR | MASKED, false);
	late_writes(VECTOR, APIC_LVTT, VECTOR | DEADLINE, false); /* disarms */
	late_writes(VECTOR | DEADLINE, APIC_LVTT, VECTOR, false);
	late_writes(VECTOR, APIC_TMICT, 0, false);
}

/* Random writes; the model keeps start, length and mode, and decides by itself what may come when. */
static struct { s_time_t start, len, unit; bool periodic, masked, over; unsigned int taken; } m;

static s_time_t model_left(void)
{
	s_time_t elapsed = fake_now - m.start;

	if (!m.len || (!m.periodic && elapsed >= m.len))
		return 0;
	return m.len - elapsed % m.len;
}

static void model_take(void)
{
	int vector = take(0);

	if (vector < 0) {
		/* One-shots are not late by more than the slop. */
		if (m.len && !m.masked && !m.periodic && !m.over)
			assert_true(fake_now <= m.start + m.len + SLOP);
		return;
	}
	assert_int_equal(vector, VECTOR);
	eoi();
	assert_true(m.len > 0);
	if (!m.periodic) {
		assert_false(m.over);
		assert_true(fake_now >= m.start + m.len);
	}
	m.taken++;
	assert_true(m.taken <= (fake_now - m.start) / max_t(s_time_t, m.len, 100000) + 2);
	m.over = true;
}

static void model_restart(u32 count, unsigned int div)
{
	m.unit = 10 * divisors[div].by;
	m.start = fake_now;
	m.len = count * m.unit;
	m.over = false;
	m.taken = 0;
}

static void test_random(void **state)
{
	unsigned int div = 7;

	fake_srand(11);
	wr(0, APIC_TDCR, 0xb);
	for (unsigned long n = 0; fake_more_rounds(n, 30000); n++) {
		u32 count = fake_rand(4) ? fake_rand(200000) : fake_rand(20);

		/* Rewritten from scratch: mode, rate, count; what is pending is taken before. */
		model_take();
		switch (fake_rand(6)) {
		case 0:
			wr(0, APIC_TMICT, 0);
			m.periodic = fake_rand(2);
			m.masked = !fake_rand(4);
			wr(0, APIC_LVTT, VECTOR | (m.periodic ? PERIODIC : 0) | (m.masked ? MASKED : 0));
			div = fake_rand(ARRAY_SIZE(divisors));
			wr(0, APIC_TDCR, divisors[div].code);
			fallthrough;
		case 1:
			wr(0, APIC_TMICT, count);
			model_restart(count, div);
			break;
		case 2:
			vcpus[0].processor = fake_rand(2);
			break;
		default:
			fake_run_until(fake_now + fake_rand(m.len ? min_t(s_time_t, 2 * m.len, 3000000) + 1 : 1000));
		}
		assert_int_equal(rd(0, APIC_TMCCT), m.len ? DIV_ROUND_UP(model_left(), m.unit) : 0);
	}
	wr(0, APIC_TMICT, 0);
}

int run_timers(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_oneshot, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_periodic, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_flood, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_deadline, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_deadline_and_tsc, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_divide, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_short, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_late, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_random, machine_setup, machine_teardown),
	};

	return cmocka_run_group_tests_name("vlapic timer", tests, NULL, NULL);
}

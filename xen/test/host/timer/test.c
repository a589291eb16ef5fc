// SPDX-License-Identifier: GPL-2.0-only
/* Timers against a list: each fires once, not early, not later than the slop, in order, on its CPU. */
#include "../fake-smp/fake.h"

#define NR 200
#define CPUS 3
#define SLOP 50000

static struct timer timers[NR];
static struct { bool armed; s_time_t expires; unsigned int cpu; unsigned long fired; } model[NR];
static unsigned long fired_total;
extern unsigned int fake_cpu;
static s_time_t last_of_cpu[CPUS];
static bool rearm;

static void fired(void *data)
{
	struct timer *t = data;
	unsigned int i = t - timers;

	assert_true(model[i].armed);
	assert_int_equal(fake_cpu, model[i].cpu);
	assert_true(fake_now >= model[i].expires);
	assert_true(fake_now - model[i].expires <= SLOP);
	assert_true(model[i].expires >= last_of_cpu[fake_cpu] || fake_now - model[i].expires <= SLOP);
	last_of_cpu[fake_cpu] = model[i].expires;
	model[i].armed = false;
	model[i].fired++;
	fired_total++;
	if (rearm && fake_rand(4) == 0) { /* handlers arm themselves and others */
		model[i].armed = true;
		model[i].expires = fake_now + fake_rand(2000000);
		set_timer(t, model[i].expires);
	}
}

static int setup(void **state)
{
	fake_cpus(CPUS);
	fake_now = 1000;
	timer_subsys_init();
	for (unsigned int i = 0; i < NR; i++) {
		model[i].armed = false;
		model[i].cpu = i % CPUS;
		init_timer(&timers[i], fired, &timers[i], i % CPUS);
	}
	for (unsigned int c = 0; c < CPUS; c++)
		last_of_cpu[c] = fake_deadline[c] = 0;
	fired_total = 0;
	return 0;
}

static int teardown(void **state)
{
	for (unsigned int i = 0; i < NR; i++)
		kill_timer(&timers[i]);
	fake_run_softirqs();
	for (unsigned int c = 0; c < CPUS; c++)
		assert_int_equal(timer_expires_next(c), STIME_MAX);
	return 0;
}

static void check(void)
{
	s_time_t first[CPUS];

	for (unsigned int c = 0; c < CPUS; c++)
		first[c] = STIME_MAX;
	for (unsigned int i = 0; i < NR; i++) {
		assert_int_equal(timer_is_active(&timers[i]), model[i].armed);
		if (model[i].armed)
			first[model[i].cpu] = min(first[model[i].cpu], model[i].expires);
	}
	for (unsigned int c = 0; c < CPUS; c++)
		assert_true(timer_expires_next(c) == first[c]);
}

static void test_random(void **state)
{
	fake_srand(7);
	rearm = true;
	for (unsigned long n = 0; fake_more_rounds(n, 100000); n++) {
		unsigned int i = fake_rand(NR), cpu;

		switch (fake_rand(8)) {
		case 0 ... 3:
			model[i].armed = true;
			model[i].expires = fake_now + fake_rand(3000000);
			set_timer(&timers[i], model[i].expires);
			break;
		case 4:
			model[i].armed = false;
			stop_timer(&timers[i]);
			break;
		case 5:
			cpu = fake_rand(CPUS);
			last_of_cpu[cpu] = 0;
			model[i].cpu = cpu;
			migrate_timer(&timers[i], cpu);
			break;
		default:
			fake_run_until(fake_now + fake_rand(100000));
		}
		if (n % 16 == 0)
			check();
	}
	rearm = false;
	fake_run_until(fake_now + 10000000);
	for (unsigned int i = 0; i < NR; i++)
		assert_false(model[i].armed);
	assert_true(fired_total > 1000);
}

/* Never: neither fires nor programs the hardware. */
static void test_never(void **state)
{
	set_timer(&timers[0], STIME_MAX);
	fake_run_softirqs();
	assert_int_equal(fake_deadline[0], 0);
	stop_timer(&timers[0]);
}

/* A killed timer cannot be armed again. */
static void test_killed(void **state)
{
	kill_timer(&timers[0]);
	set_timer(&timers[0], fake_now + 1000);
	migrate_timer(&timers[0], 1);
	assert_false(timer_is_active(&timers[0]));
	fake_run_until(fake_now + 1000000);
	assert_int_equal(fired_total, 0);
}

/* A CPU goes away: its timers fire on another one. */
static void test_cpu_dead(void **state)
{
	for (unsigned int i = 0; i < NR; i++) {
		model[i].armed = true;
		model[i].expires = fake_now + 100000 + i * 1000;
		set_timer(&timers[i], model[i].expires);
	}
	fake_run_softirqs();
	cpumask_clear_cpu(2, &cpu_online_map);
	timer_cpu_dead(2);
	for (unsigned int i = 0; i < NR; i++)
		if (model[i].cpu == 2)
			model[i].cpu = 0;
	fake_run_until(fake_now + 10000000);
	assert_int_equal(fired_total, NR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random, setup, teardown),
		cmocka_unit_test_setup_teardown(test_never, setup, teardown),
		cmocka_unit_test_setup_teardown(test_killed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cpu_dead, setup, teardown),
	};

	return cmocka_run_group_tests_name("timer", tests, NULL, NULL);
}

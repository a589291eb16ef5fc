// SPDX-License-Identifier: GPL-2.0-only
/* IPIs: for random modes, IDs and destinations, the set of vCPUs that get one against the manual's words. */
#include "test.h"

#define VEC 0x51

static void send(unsigned int i, u32 low, u32 dest)
{
	if (msr(i, MSR_APIC_BASE) & APIC_BASE_EXTD) {
		assert_true(vlapic_wrmsr(&vcpus[i], 0x830, low | (u64)dest << 32));
	} else {
		wr(i, 0x310, dest << 24);
		wr(i, APIC_ICR, low);
	}
}

/* Everybody's own idea of whether a message is for it. */
static bool means(unsigned int from, unsigned int to, u32 low, u32 dest)
{
	bool x2 = msr(from, MSR_APIC_BASE) & APIC_BASE_EXTD, to_x2 = msr(to, MSR_APIC_BASE) & APIC_BASE_EXTD;
	u32 ldr;

	if (!(msr(to, MSR_APIC_BASE) & APIC_BASE_ENABLE))
		return false;
	if (!x2)
		dest &= 0xff;
	switch (low >> 18 & 3) {
	case 1: return from == to;
	case 2: return true;
	case 3: return from != to;
	}
	if (dest == (x2 ? 0xffffffff : 0xff))
		return true;
	if (!(low & 0x800))
		return dest == 2 * to;
	if (x2 != to_x2)
		return false;
	if (x2)
		return dest >> 16 == (2 * to) >> 4 && (dest & 1U << (2 * to & 15));
	ldr = apic(to)->regs[APIC_LDR >> 4] >> 24;
	if (apic(to)->regs[APIC_DFR >> 4] == 0xffffffff)
		return ldr & dest;
	if (apic(to)->regs[APIC_DFR >> 4] >> 28)
		return false;
	return (dest >> 4 == 15 || dest >> 4 == ldr >> 4) && (dest & ldr & 15);
}

static void scramble(void)
{
	static const u32 dfr[] = { ~0U, ~0U, 0x0fffffff, 0x5fffffff };
	u32 model = dfr[fake_rand(4)];
	unsigned int all_x2 = fake_rand(3); /* mostly all in one mode */

	for (unsigned int i = 0; i < NR_VCPUS; i++) {
		bool x2 = all_x2 == 2 ? fake_rand(2) : all_x2;

		set_mode(i, x2 ? BASE_X2APIC : BASE_XAPIC);
		wr(i, APIC_SPIV, 0x1ff);
		if (!x2) {
			wr(i, APIC_DFR, model);
			wr(i, APIC_LDR, fake_rand(256) << 24);
		}
		if (i && fake_rand(16) == 0)
			set_mode(i, 0xfee00000);
	}
}

static void drain(void)
{
	for (unsigned int i = 0; i < NR_VCPUS; i++)
		if (take(i) >= 0)
			wr(i, APIC_EOI, 0);
	forget();
}

static void check_sets(u32 low, u32 dest, unsigned int mode)
{
	send(0, low, dest);
	for (unsigned int i = 0; i < NR_VCPUS; i++) {
		bool expected = means(0, i, low, dest);

		assert_int_equal(vlapic_pending(&vcpus[i]), expected && mode == 0 ? VEC : -1);
		assert_int_equal(arrived[i].nmis, expected && mode == 4);
		assert_int_equal(arrived[i].inits, expected && mode == 5);
		assert_int_equal(arrived[i].sipis, expected && mode == 6);
		assert_int_equal(arrived[i].kicks, expected && mode == 0);
	}
}

static void test_sets(void **state)
{
	static const u8 sent[] = { 0, 4, 5, 6 };

	fake_srand(3);
	for (unsigned long n = 0; fake_more_rounds(n, 3000); n++) {
		if (n % 16 == 0)
			scramble();
		for (unsigned int k = 0; k < 8; k++) {
			bool x2 = msr(0, MSR_APIC_BASE) & APIC_BASE_EXTD;
			u32 dest = fake_rand(4) ? fake_rand(x2 ? 48 : 256) : fake_rand(8) ? ~0U : fake_rand(~0U);
			unsigned int mode = sent[fake_rand(4)], shorthand = fake_rand(3) ? 0 : fake_rand(4);
			u32 low = VEC | mode << 8 | fake_rand(2) << 11 | shorthand << 18 | 0x4000;

			if (x2 && (low & 0x800) && fake_rand(2))
				dest = fake_rand(4) << 16 | fake_rand(65536);
			if (mode && (shorthand == 1 || shorthand == 2)) {
				/* Not by shorthand to oneself: nobody gets it. */
				send(0, low, dest);
				for (unsigned int i = 0; i < NR_VCPUS; i++)
					assert_int_equal(arrived[i].nmis + arrived[i].inits + arrived[i].sipis, 0);
			} else {
				check_sets(low, dest, mode);
			}
			drain();
		}
	}
}

/* Lowest priority: exactly one, one of those meant, none of a lower priority; equals take turns. */
static void test_lowest(void **state)
{
	unsigned int got[NR_VCPUS] = { 0 };

	fake_srand(5);
	for (unsigned long n = 0; n < 3000; n++) {
		u32 low = VEC | 1 << 8 | 0x800 | 0x4000, dest = fake_rand(256);
		unsigned int best = ~0U, taken = 0, who = 0;

		if (n % 16 == 0) {
			scramble();
			for (unsigned int i = 0; i < NR_VCPUS; i++)
				if (msr(i, MSR_APIC_BASE) & APIC_BASE_ENABLE)
					wr(i, APIC_TASKPRI, fake_rand(4) << 4);
		}
		for (unsigned int i = 0; i < NR_VCPUS; i++)
			if (means(0, i, low, dest))
				best = min(best, rd(i, 0xa0));
		send(0, low, dest);
		for (unsigned int i = 0; i < NR_VCPUS; i++)
			if (vlapic_highest_irr(&vcpus[i]) >= 0) {
				taken++;
				who = i;
			}
		assert_int_equal(taken, best != ~0U);
		if (taken) {
			assert_true(means(0, who, low, dest));
			assert_int_equal(rd(who, 0xa0), best);
		}
		drain();
	}
	for (unsigned int i = 0; i < NR_VCPUS; i++) {
		set_mode(i, 0xfee00000); /* all priorities 0 again */
		set_mode(i, BASE_XAPIC);
		wr(i, APIC_SPIV, 0x1ff);
	}
	for (unsigned int n = 0; n < 10 * NR_VCPUS; n++) {
		send(0, VEC | 1 << 8 | 0x4000, 0xff);
		for (unsigned int i = 0; i < NR_VCPUS; i++)
			if (take(i) >= 0) {
				got[i]++;
				wr(i, APIC_EOI, 0);
			}
	}
	for (unsigned int i = 0; i < NR_VCPUS; i++)
		assert_int_equal(got[i], 10);
}

/* One destination, physical: the other vCPUs are not even looked at. */
static void test_unicast_is_o1(void **state)
{
	for (unsigned int i = 0; i < NR_VCPUS; i++)
		set_mode(i, BASE_X2APIC);
	wr(7, APIC_SPIV, 0x1ff);
	for (unsigned int i = 1; i < NR_VCPUS; i++)
		if (i != 7)
			vcpus[i].arch.hvm = NULL;
	send(0, VEC | 0x4000, 14);
	assert_int_equal(vlapic_pending(&vcpus[7]), VEC);
	for (unsigned int i = 8; i < 16; i++)
		assert_null(vcpus[i].arch.hvm);
	vlapic_destroy(&vcpus[0]);
	vlapic_destroy(&vcpus[7]);
}

static void test_special(void **state)
{
	struct arrivals none = { 0 };

	send(0, 5, 0); /* an illegal vector: an error here, no message */
	wr(0, APIC_ESR, 0);
	assert_int_equal(rd(0, APIC_ESR), 0x20);
	wr(0, APIC_ESR, 0);
	assert_int_equal(rd(0, APIC_ESR), 0);
	wr(0, APIC_LVTERR, 0xfe);
	send(0, 5, 2);
	assert_int_equal(take(0), 0xfe);
	wr(0, APIC_EOI, 0);
	send(0, 6, 2); /* told once until ESR is written */
	assert_int_equal(take(0), -1);
	send(0, 0x500 | 0x8000, 2); /* INIT, level de-assert */
	send(0, 0x200, 2);          /* SMI */
	send(0, 0x700 | VEC, 2);
	assert_memory_equal(&arrived[1], &none, sizeof(none));
	send(0, 0x600 | 0x9f, 2);
	assert_int_equal(arrived[1].sipi, 0x9f);
	send(0, VEC, 2 * NR_VCPUS); /* nobody */
	send(0, VEC, 3);
	for (unsigned int i = 0; i < NR_VCPUS; i++)
		assert_int_equal(take(i), -1);
	/* Self-IPI of x2APIC, and the ICR read back. */
	set_mode(3, BASE_X2APIC);
	wr(3, APIC_SPIV, 0x1ff);
	assert_true(vlapic_wrmsr(&vcpus[3], 0x83f, 0x77));
	assert_int_equal(take(3), 0x77);
	assert_false(vlapic_wrmsr(&vcpus[3], 0x83f, 0x177));
	assert_true(vlapic_wrmsr(&vcpus[3], 0x830, 0x1234500004051UL));
	assert_true(msr(3, 0x830) == 0x1234500004051UL);
	assert_false(vlapic_wrmsr(&vcpus[3], 0x830, 0x100051));
	assert_false(vlapic_wrmsr(&vcpus[3], 0x830, 0x2051));
	/* Software disabled: vectors do not get in, NMIs do. */
	wr(1, APIC_SPIV, 0xff);
	forget();
	send(0, VEC, 2);
	send(0, 0x400, 2);
	assert_int_equal(vlapic_highest_irr(&vcpus[1]), -1);
	assert_int_equal(arrived[1].nmis, 1);
}

int run_ipis(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sets, machine_setup, machine_teardown),
		cmocka_unit_test_setup_teardown(test_lowest, machine_setup, machine_teardown),
		cmocka_unit_test_setup(test_unicast_is_o1, machine_setup),
		cmocka_unit_test_setup_teardown(test_special, machine_setup, machine_teardown),
	};

	return cmocka_run_group_tests_name("vlapic IPIs", tests, NULL, NULL);
}

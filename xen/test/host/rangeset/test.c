// SPDX-License-Identifier: GPL-2.0-only
/* Rangesets against a bit array. */
#include <xen/errno.h>
#include <xen/rangeset.h>
#include "../fake/fake.h"

#define SPAN 256

static struct rangeset *r;
static bool model[SPAN + 2];

static int machine(void **state)
{
	fake_machine_init();
	init_heap_pages(_mfn(1), FAKE_FRAMES - 1);
	return 0;
}

static int setup(void **state)
{
	r = rangeset_new("test");
	memset(model, 0, sizeof(model));
	return !r;
}

static int teardown(void **state)
{
	rangeset_destroy(r);
	return 0;
}

static int count_range(unsigned long s, unsigned long e, void *ctxt)
{
	/* A part is maximal, unless the query cut it. */
	for (unsigned long n = s; n <= e; n++)
		assert_true(model[n]);
	assert_false(s && model[s - 1]);
	assert_false(model[e + 1]);
	++*(unsigned int *)ctxt;
	return 0;
}

static void check_all(void)
{
	unsigned int parts = 0, expected = 0;

	rangeset_report_ranges(r, 0, ~0UL, count_range, &parts);
	for (unsigned int n = 0; n < SPAN; n++)
		expected += model[n] && (!n || !model[n - 1]);
	assert_int_equal(parts, expected);
	assert_int_equal(rangeset_is_empty(r), !expected);
}

static void test_model(void **state)
{
	fake_srand(1);
	for (unsigned long i = 0; fake_more_rounds(i, 200000); i++) {
		unsigned int a = fake_rand(SPAN), b = fake_rand(SPAN), s = min(a, b), e = max(a, b), op = fake_rand(4);
		bool all = true, any = false;

		if (fake_rand(2))
			e = min(s + fake_rand(4), SPAN - 1U);
		for (unsigned int n = s; n <= e; n++) {
			all &= model[n];
			any |= model[n];
		}
		assert_int_equal(rangeset_contains_range(r, s, e), all);
		assert_int_equal(rangeset_overlaps_range(r, s, e), any);
		if (op == 0)
			assert_int_equal(rangeset_add_range(r, s, e), 0);
		else if (op == 1)
			assert_int_equal(rangeset_remove_range(r, s, e), 0);
		for (unsigned int n = s; n <= e && op < 2; n++)
			model[n] = op == 0;
		if (!(i % 16))
			check_all();
	}
}

static void test_edges(void **state)
{
	assert_int_equal(rangeset_add_range(r, 2, 1), -EINVAL);
	assert_int_equal(rangeset_add_range(r, 0, ~0UL), 0);
	assert_true(rangeset_contains_range(r, 0, ~0UL));
	assert_int_equal(rangeset_remove_singleton(r, 0), 0);
	assert_int_equal(rangeset_remove_singleton(r, ~0UL), 0);
	assert_true(rangeset_contains_range(r, 1, ~0UL - 1));
	assert_false(rangeset_contains_singleton(r, 0));
	assert_false(rangeset_contains_singleton(r, ~0UL));
	assert_int_equal(rangeset_add_singleton(r, ~0UL), 0);
	assert_true(rangeset_contains_range(r, 1, ~0UL));
	assert_false(rangeset_contains_range(NULL, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_model, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};

	return cmocka_run_group_tests(tests, machine, NULL);
}

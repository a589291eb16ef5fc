// SPDX-License-Identifier: GPL-2.0-only
/* The buffer of a guest's output and its ring, with guests that lie about their indices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/console.h"

#define LIMIT 10000

/* Against a plain array that keeps the last LIMIT bytes. */
static void test_buffer_model(void **state)
{
	static char model[LIMIT], chunk[3 * LIMIT];
	uint64_t lost = 0;
	size_t used = 0;
	struct buffer b;

	buffer_init(&b, LIMIT);
	srandom(1);
	for (int step = 0; step < 20000; step++) {
		size_t len = random() % (step % 50 ? 700 : sizeof(chunk)), n;

		for (size_t i = 0; i < len; i++)
			chunk[i] = random();
		assert_true(buffer_append(&b, chunk, len));
		if (len >= LIMIT) {
			lost += used + len - LIMIT;
			memcpy(model, chunk + len - LIMIT, LIMIT);
			used = LIMIT;
		} else {
			size_t drop = used + len > LIMIT ? used + len - LIMIT : 0;

			lost += drop;
			memmove(model, model + drop, used - drop);
			used -= drop;
			memcpy(model + used, chunk, len);
			used += len;
		}
		assert_int_equal(b.used, used);
		assert_int_equal(b.dropped, lost);
		for (int take = random() % 3; take && used; take--) {
			const char *data = buffer_peek(&b, &n);

			assert_true(n > 0 && n <= used);
			n = n > 900 ? 900 : n;
			assert_memory_equal(data, model, n);
			buffer_drop(&b, n);
			memmove(model, model + n, used - n);
			used -= n;
		}
	}
	buffer_free(&b);
}

static void test_limit_shrinks(void **state)
{
	static char data[LIMIT];
	struct buffer b;
	size_t n;

	for (size_t i = 0; i < LIMIT; i++)
		data[i] = i;
	buffer_init(&b, LIMIT);
	assert_true(buffer_append(&b, data, LIMIT));
	buffer_set_limit(&b, 5000);
	assert_int_equal(b.used, 5000);
	assert_memory_equal(buffer_peek(&b, &n), data + LIMIT - 5000, 5000);
	assert_true(buffer_append(&b, "x", 1));
	assert_int_equal(b.used, 5000);
	buffer_free(&b);
}

static void test_ring(void **state)
{
	struct xencons_interface *ring = calloc(1, sizeof(*ring));
	char buf[sizeof(ring->out)];

	/* indices wrap */
	ring->out_cons = 0xfffffffe;
	ring->out_prod = 2;
	memcpy(ring->out, "cd", 2);
	memcpy(ring->out + sizeof(ring->out) - 2, "ab", 2);
	assert_int_equal(ring_read(ring, buf, sizeof(buf)), 4);
	assert_memory_equal(buf, "abcd", 4);
	assert_int_equal(ring->out_cons, 2);
	assert_int_equal(ring_read(ring, buf, sizeof(buf)), 0);
	/* no more than asked for */
	ring->out_prod += 100;
	assert_int_equal(ring_read(ring, buf, 30), 30);
	assert_int_equal(ring->out_cons, 32);

	assert_int_equal(ring_space(ring), sizeof(ring->in));
	ring->in_prod = ring->in_cons = 0xffffffff;
	ring_write(ring, "xy", 2);
	assert_int_equal(ring->in_prod, 1);
	assert_int_equal(ring->in[sizeof(ring->in) - 1], 'x');
	assert_int_equal(ring->in[0], 'y');
	assert_int_equal(ring_space(ring), sizeof(ring->in) - 2);
	free(ring);
}

/* Whatever the indices, nothing outside of the ring is touched (the sanitizer watches). */
static void test_hostile_ring(void **state)
{
	static const uint32_t evil[] = { 0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 4096, 0x7fffffff,
					 0x80000000, 0xfffff800, 0xffffffff };
	struct xencons_interface *ring = calloc(1, sizeof(*ring));
	char buf[sizeof(ring->out)];

	for (size_t i = 0; i < ARRAY_SIZE(evil); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(evil); j++) {
			uint32_t avail = evil[j] - evil[i];
			size_t space;
			int n;

			ring->out_cons = ring->in_cons = evil[i];
			ring->out_prod = ring->in_prod = evil[j];
			n = ring_read(ring, buf, sizeof(buf));
			if (avail > sizeof(ring->out)) {
				assert_int_equal(n, -1);
				assert_int_equal(ring->out_cons, evil[i]);
			} else {
				assert_int_equal(n, avail);
			}
			space = ring_space(ring);
			assert_true(space <= sizeof(ring->in));
			assert_true(avail <= sizeof(ring->in) || !space);
			ring_write(ring, buf, space);
		}
	}
	free(ring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buffer_model),
		cmocka_unit_test(test_limit_shrinks),
		cmocka_unit_test(test_ring),
		cmocka_unit_test(test_hostile_ring),
	};

	return cmocka_run_group_tests_name("console-buffer", tests, NULL, NULL);
}

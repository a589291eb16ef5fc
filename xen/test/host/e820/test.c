// SPDX-License-Identifier: GPL-2.0-only
/* The memory map against an array with one type per unit of address space. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/errno.h>
#include <xen/lib.h>
#include <cmocka.h>
#include <asm/e820.h>

#define SPAN 64

static struct e820 out;
static u32 model[SPAN];

void printk(const char *fmt, ...)
{
}

static u32 type_of(u64 addr)
{
	for (unsigned int i = 0; i < out.nr; i++)
		if (addr >= out.map[i].addr && addr < out.map[i].addr + out.map[i].size)
			return out.map[i].type;
	return 0;
}

/* Sorted, no overlaps, no two neighbours of one type, and the same types as the model's. */
static void check(void)
{
	for (unsigned int i = 0; i < out.nr; i++) {
		assert_true(out.map[i].size);
		if (!i)
			continue;
		assert_true(out.map[i - 1].addr + out.map[i - 1].size <= out.map[i].addr);
		assert_false(out.map[i - 1].type == out.map[i].type &&
			     out.map[i - 1].addr + out.map[i - 1].size == out.map[i].addr);
	}
	for (unsigned int a = 0; a < SPAN; a++)
		assert_int_equal(type_of(a), model[a]);
}

static void test_random(void **state)
{
	srandom(1);
	for (unsigned int round = 0; round < 20000; round++) {
		struct e820_entry in[12];
		unsigned int n = random() % 12;
		bool ram = false;
		u64 start, end;
		int rc;

		memset(model, 0, sizeof(model));
		for (unsigned int i = 0; i < n; i++) {
			in[i] = (struct e820_entry){ random() % SPAN, 0, 1 + random() % 5 };
			in[i].size = random() % (SPAN - in[i].addr + 1);
			for (u64 a = in[i].addr; a < in[i].addr + in[i].size; a++)
				model[a] = model[a] > in[i].type ? model[a] : in[i].type;
		}
		for (unsigned int a = 0; a < SPAN; a++)
			ram |= model[a] == E820_RAM;
		rc = e820_sanitize(&out, in, n);
		assert_int_equal(rc, ram ? 0 : -ENODATA);
		check();

		start = random() % SPAN;
		end = random() % SPAN;
		assert_true(e820_change_type(&out, start, end, E820_RAM, E820_RESERVED));
		for (u64 a = start; a < end; a++)
			if (model[a] == E820_RAM)
				model[a] = E820_RESERVED;
		check();
	}
}

static void test_wrapping_entry_is_dropped(void **state)
{
	const struct e820_entry in[] = { { ~0UL - 100, 1000, E820_RAM }, { 0, 4096, E820_RAM }, { 8192, 0, E820_RAM } };

	assert_int_equal(e820_sanitize(&out, in, 3), 0);
	assert_int_equal(out.nr, 1);
	assert_int_equal(e820_ram_bytes(&out), 4096);
}

static void test_type_zero_is_reserved(void **state)
{
	const struct e820_entry in[] = { { 0, 4096, 0 }, { 4096, 4096, E820_RAM } };

	assert_int_equal(e820_sanitize(&out, in, 2), 0);
	assert_int_equal(out.map[0].type, E820_RESERVED);
}

static void test_clip(void **state)
{
	const struct e820_entry in[] = { { 0, 100, E820_RAM }, { 100, 100, E820_ACPI }, { 200, 100, E820_RAM },
					 { 400, 100, E820_RAM } };

	assert_int_equal(e820_sanitize(&out, in, 4), 0);
	e820_clip_to(&out, 250);
	assert_int_equal(e820_ram_bytes(&out), 150);
	assert_int_equal(out.nr, 3);
	assert_int_equal(out.map[1].type, E820_ACPI);
}

static void test_all_mapped(void **state)
{
	const struct e820_entry in[] = { { 0, 100, E820_RAM }, { 100, 100, E820_ACPI }, { 200, 100, E820_RAM } };

	assert_int_equal(e820_sanitize(&out, in, 3), 0);
	assert_true(e820_all_mapped(&out, 10, 100, E820_RAM));
	assert_false(e820_all_mapped(&out, 10, 101, E820_RAM));
	assert_false(e820_all_mapped(&out, 250, 301, E820_RAM));
	assert_true(e820_all_mapped(&out, 250, 250, E820_RAM));
}

static void test_too_many(void **state)
{
	struct e820_entry *in = calloc(E820_MAX + 1, sizeof(*in));

	assert_int_equal(e820_sanitize(&out, in, E820_MAX + 1), -E2BIG);
	for (unsigned int i = 0; i < E820_MAX; i++)
		in[i] = (struct e820_entry){ i * 2, 1, E820_RAM };
	assert_int_equal(e820_sanitize(&out, in, E820_MAX), 0);
	/* A full map stays as it is when a change would need one entry more. */
	out.map[0].size = 1;
	in[E820_MAX - 1].size = 3;
	assert_int_equal(e820_sanitize(&out, in, E820_MAX), 0);
	assert_false(e820_change_type(&out, in[E820_MAX - 1].addr + 1, in[E820_MAX - 1].addr + 2, E820_RAM, E820_RESERVED));
	assert_int_equal(out.nr, E820_MAX);
	free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_wrapping_entry_is_dropped),
		cmocka_unit_test(test_type_zero_is_reserved),
		cmocka_unit_test(test_clip),
		cmocka_unit_test(test_all_mapped),
		cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests_name("e820", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding and reading ACPI tables in a small memory of our own. Each mapping is a copy of exactly the pages that
 * were asked for, so that the address sanitizer sees a read past them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/lib.h>
#include <xen/mm.h>
#include <cmocka.h>

#define RAM (2UL << 20)
static u8 ram[RAM];
static void *test_virt(paddr_t a) { return &ram[a]; }
#define maddr_to_virt test_virt
#include "../../../drivers/acpi/tables.c"
#include "../../../drivers/acpi/s5.c"

static void *mapped[4096];
static unsigned int nr_mapped;

void *vmap(const mfn_t *m, unsigned int n)
{
	u8 *copy;

	for (unsigned int i = 0; i < n; i++)
		if (mfn_x(m[i]) >= RAM >> PAGE_SHIFT)
			return NULL;
	if (nr_mapped == ARRAY_SIZE(mapped))
		return NULL;
	copy = aligned_alloc(PAGE_SIZE, n * PAGE_SIZE);
	for (unsigned int i = 0; i < n; i++)
		memcpy(copy + i * PAGE_SIZE, &ram[mfn_x(m[i]) << PAGE_SHIFT], PAGE_SIZE);
	mapped[nr_mapped++] = copy;
	return copy;
}

void vunmap(void *va)
{
	for (unsigned int i = 0; i < nr_mapped; i++)
		if (mapped[i] == va) {
			mapped[i] = mapped[--nr_mapped];
			free(va);
			return;
		}
	fail();
}

void *xmalloc_array_bytes(size_t size, size_t n) { return malloc(size * n); }
void xfree(void *p) { free(p); }
void printk(const char *fmt, ...) { }

#define RSDP_AT 0xf0010
#define RSDT_AT 0x100000
#define MADT_AT 0x100ff0 /* crosses a page */

static void seal(paddr_t pa, u32 length)
{
	struct acpi_header *h = (void *)&ram[pa];

	h->length = length;
	h->checksum = 0;
	h->checksum = -acpi_checksum(h, length);
}

static void build(void)
{
	struct acpi_rsdp *r = (void *)&ram[RSDP_AT];
	struct acpi_madt *m = (void *)&ram[MADT_AT];
	u32 table = MADT_AT;

	while (nr_mapped)
		vunmap(mapped[0]);
	nr_tables = 0;
	memset(ram, 0, sizeof(ram));
	memcpy(r->signature, "RSD PTR ", 8);
	r->rsdt = RSDT_AT;
	r->checksum = -acpi_checksum(r, RSDP_V1_SIZE);
	memcpy(&ram[RSDT_AT], "RSDT", 4);
	memcpy(&ram[RSDT_AT + sizeof(struct acpi_header)], &table, 4);
	seal(RSDT_AT, sizeof(struct acpi_header) + 4);
	memcpy(m, "APIC", 4);
	for (u8 i = 0; i < 3; i++) {
		struct madt_lapic l = { { MADT_LAPIC, 8 }, i, i, 1 };

		memcpy(&ram[MADT_AT + sizeof(*m) + i * 8], &l, 8);
	}
	seal(MADT_AT, sizeof(*m) + 24);
}

static void count(const struct acpi_subtable *s, void *data)
{
	++*(unsigned int *)data;
}

static unsigned int count_lapics(void)
{
	const struct acpi_header *t = acpi_table("APIC", 0);
	unsigned int n = 0;

	if (t && t->length >= sizeof(struct acpi_madt))
		acpi_walk(t, sizeof(struct acpi_madt), count, &n);
	return n;
}

static void test_found(void **state)
{
	build();
	assert_int_equal(acpi_tables_init(NULL, 0), 0);
	assert_int_equal(acpi_rsdp(), RSDP_AT);
	assert_int_equal(count_lapics(), 3);
	assert_null(acpi_table("APIC", 1));
	assert_null(acpi_table("HPET", 0));
}

static void test_loaders_copy(void **state)
{
	struct acpi_rsdp copy;

	build();
	memcpy(&copy, &ram[RSDP_AT], sizeof(copy));
	memset(&ram[RSDP_AT], 0, sizeof(copy));
	assert_int_equal(acpi_tables_init(NULL, 0), -ENODEV);
	assert_int_equal(acpi_tables_init(&copy, RSDP_V1_SIZE), 0);
	assert_int_equal(acpi_rsdp(), 0);
	assert_int_equal(count_lapics(), 3);
}

static void test_wrong_checksum(void **state)
{
	build();
	ram[MADT_AT + 50]++;
	assert_int_equal(acpi_tables_init(NULL, 0), 0);
	assert_null(acpi_table("APIC", 0));
	build();
	ram[RSDT_AT + 12]++;
	assert_int_equal(acpi_tables_init(NULL, 0), -EINVAL);
}

static void test_subtables(void **state)
{
	build();
	ram[MADT_AT + sizeof(struct acpi_madt) + 9] = 1; /* the second's length: would not advance */
	seal(MADT_AT, sizeof(struct acpi_madt) + 24);
	assert_int_equal(acpi_tables_init(NULL, 0), 0);
	assert_int_equal(count_lapics(), 1);
	build();
	ram[MADT_AT + sizeof(struct acpi_madt) + 17] = 9; /* the third's: past the table's end */
	seal(MADT_AT, sizeof(struct acpi_madt) + 24);
	assert_int_equal(acpi_tables_init(NULL, 0), 0);
	assert_int_equal(count_lapics(), 2);
}

#define DSDT_AT 0x102f00 /* its end is the end of a page: a read past it would be seen */

/* A DSDT with the given AML at its end, in place of the MADT. */
static void build_dsdt(const void *aml, unsigned int n)
{
	u32 table = DSDT_AT;

	build();
	memcpy(&ram[DSDT_AT], "DSDT", 4);
	memcpy(&ram[DSDT_AT + 0x100 - n], aml, n);
	seal(DSDT_AT, 0x100);
	memcpy(&ram[RSDT_AT + sizeof(struct acpi_header)], &table, 4);
	seal(RSDT_AT, sizeof(struct acpi_header) + 4);
	assert_int_equal(acpi_tables_init(NULL, 0), 0);
}

static void test_s5(void **state)
{
	static const u8 bytes[] = "\x08_S5_\x12\x08\x04\x0a\x05\x0a\x07\x00\x00", ops[] = "\x08\\_S5_\x12\x06\x04\x00\x01\x00\x00",
			long_length[] = "\x08_S5_\x12\x48\x00\x04\x0a\x05\x01\x00\x00", string[] = "\x0d_S5_\x00";
	u8 a, b;

	build_dsdt(bytes, 13);
	assert_true(acpi_s5_types(&a, &b));
	assert_int_equal(a, 5);
	assert_int_equal(b, 7);
	build_dsdt(ops, 13);
	assert_true(acpi_s5_types(&a, &b));
	assert_int_equal(a, 0);
	assert_int_equal(b, 1);
	build_dsdt(long_length, 13);
	assert_true(acpi_s5_types(&a, &b));
	assert_int_equal(a, 5);
	build_dsdt(string, 6);
	assert_false(acpi_s5_types(&a, &b));
	for (unsigned int n = 5; n < 11; n++) { /* cut off */
		build_dsdt(bytes, n);
		assert_false(acpi_s5_types(&a, &b));
	}
}

/* Damaged firmware: no fault, no endless loop. Checksums are made right again in half of the rounds. */
static void test_fuzz(void **state)
{
	srandom(1);
	for (unsigned int round = 0; round < 3000; round++) {
		build();
		for (unsigned int i = random() % 6 + 1; i; i--) {
			static const struct { paddr_t at; u32 len; } areas[] = {
				{ RSDP_AT, 36 }, { RSDT_AT, 44 }, { MADT_AT, 70 } };
			unsigned int a = random() % 3;

			ram[areas[a].at + random() % areas[a].len] = random();
		}
		if (random() % 2) {
			struct acpi_rsdp *r = (void *)&ram[RSDP_AT];
			u32 len;

			r->checksum = 0;
			r->checksum = -acpi_checksum(r, RSDP_V1_SIZE);
			memcpy(&len, &ram[MADT_AT + 4], 4);
			if (len < 4096)
				seal(MADT_AT, len);
			memcpy(&len, &ram[RSDT_AT + 4], 4);
			if (len < 4000)
				seal(RSDT_AT, len);
		}
		acpi_tables_init(NULL, 0);
		count_lapics();
	}
	build();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found), cmocka_unit_test(test_loaders_copy), cmocka_unit_test(test_wrong_checksum),
		cmocka_unit_test(test_subtables), cmocka_unit_test(test_s5), cmocka_unit_test(test_fuzz),
	};

	return cmocka_run_group_tests_name("acpi", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/* The hypervisor's vsnprintf against the C library's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/lib.h>
#include <cmocka.h>
#include "../../../lib/strtoul.c"

static int (*libc_vsnprintf)(char *, size_t, const char *, va_list) = vsnprintf;
#define vsnprintf xen_vsnprintf
#define snprintf xen_snprintf
#define scnprintf xen_scnprintf
int vsnprintf(char *buf, size_t size, const char *s, __builtin_va_list ap);
int snprintf(char *buf, size_t size, const char *fmt, ...);
int scnprintf(char *buf, size_t size, const char *fmt, ...);
#include "../../../lib/vsnprintf.c"

bool format_object(char *buf, size_t size, char kind, const void *p)
{
	if (p != &libc_vsnprintf)
		return false;
	libc_vsnprintf(buf, size, kind == 'd' ? "d7" : "d7v3", (va_list){ 0 });
	return true;
}

/* Both with the same arguments, into buffers of the same size. */
static void compare(size_t size, const char *fmt, ...)
{
	char ours[128], theirs[128];
	va_list a, b;
	int x, y;

	memset(ours, 0, sizeof(ours));
	memset(theirs, 0, sizeof(theirs));
	va_start(a, fmt);
	va_copy(b, a);
	x = xen_vsnprintf(ours, size, fmt, a);
	y = libc_vsnprintf(theirs, size, fmt, b);
	va_end(a);
	va_end(b);
	if (x != y || memcmp(ours, theirs, sizeof(ours))) {
		print_error("format \"%s\" size %zu: \"%s\" (%d) instead of \"%s\" (%d)\n", fmt, size, ours, x, theirs, y);
		fail();
	}
}

static void test_numbers(void **state)
{
	static const char *const lengths[] = { "hh", "h", "", "l", "ll", "z" };
	static const char conversions[] = "diuxXo";

	srandom(1);
	for (unsigned int round = 0; round < 100000; round++) {
		char fmt[40];
		unsigned long v = (unsigned long)random() << 33 ^ random();
		char conv = conversions[random() % 6];
		bool is_signed = conv == 'd' || conv == 'i';
		int n = 0;

		v >>= random() % 64;
		if (random() % 8 == 0)
			v = -v;
		fmt[n++] = '%';
		if (random() % 2)
			fmt[n++] = '0';
		if (random() % 3 == 0)
			fmt[n++] = '-';
		if (is_signed && random() % 3 == 0) /* elsewhere the C library's meaning is undefined */
			fmt[n++] = "+ "[random() % 2];
		if ((conv | 32) == 'x' && random() % 3 == 0)
			fmt[n++] = '#';
		if (random() % 2)
			n += sprintf(fmt + n, "%ld", 1 + random() % 30);
		if (random() % 3 == 0)
			n += sprintf(fmt + n, ".%ld", random() % 20);
		sprintf(fmt + n, "%s%c|", lengths[random() % 6], conv);
		compare(1 + random() % 64, fmt, v);
	}
}

static void test_strings(void **state)
{
	compare(64, "%s|%10s|%-10s|%.2s|%*s|%-*s|%.*s", "abc", "abc", "abc", "abc", 6, "abc", 6, "abc", 1, "abc");
	compare(64, "%c%c%%", 'x', 'y');
	compare(5, "%s", "longer than that");
	compare(0, "%d", 12);
}

static void test_objects(void **state)
{
	char buf[64];

	xen_snprintf(buf, sizeof(buf), "%pd %pv %p", &libc_vsnprintf, &libc_vsnprintf, (void *)0x12);
	assert_string_equal(buf, "d7 d7v3 0000000000000012");
	assert_int_equal(xen_scnprintf(buf, 4, "%s", "abcdef"), 3);
	assert_string_equal(buf, "abc");
}

static void test_broken_formats(void **state)
{
	char buf[64];

	assert_int_equal(xen_snprintf(buf, sizeof(buf), "a%"), 1);
	xen_snprintf(buf, sizeof(buf), "%y");
	assert_string_equal(buf, "%y");
}

static void test_sizes(void **state)
{
	const char *e;

	assert_int_equal(parse_size_and_unit("512M", &e), 512UL << 20);
	assert_int_equal(parse_size_and_unit("4", &e), 4096);
	assert_int_equal(parse_size_and_unit("4b", &e), 4);
	assert_int_equal(parse_size_and_unit("0x2G,x", &e), 2UL << 30);
	assert_string_equal(e, ",x");
	parse_size_and_unit("M", &e);
	assert_string_equal(e, "M");
	assert_int_equal(simple_strtoul("0x", &e, 0), 0);
	assert_string_equal(e, "x");
	assert_int_equal(simple_strtoul("017", NULL, 0), 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_strings), cmocka_unit_test(test_objects),
		cmocka_unit_test(test_broken_formats), cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}

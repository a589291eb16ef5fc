// SPDX-License-Identifier: GPL-2.0-only
/* The command line parser, with rows of its own in place of the linker's table. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <cmocka.h>

static char str[8];
static u8 small;
static u32 number;
static u64 size;
static bool flag, twice;
static char custom[32];

static int set_custom(const char *value)
{
	if (!strcmp(value, "bad"))
		return -EINVAL;
	snprintf(custom, sizeof(custom), "%s", value);
	return 0;
}

#define ROW(n, t, v) { n, t, sizeof(v), &v, NULL }
const struct kernel_param rows[] __asm__("__setup_start") = {
	ROW("str", PARAM_STR, str), ROW("small", PARAM_UINT, small), ROW("number", PARAM_UINT, number),
	ROW("size_of", PARAM_SIZE, size), ROW("flag", PARAM_BOOL, flag), ROW("flag", PARAM_BOOL, twice),
	{ "custom", PARAM_CUSTOM, 0, NULL, set_custom },
};
__asm__(".globl __setup_end\n.set __setup_end, __setup_start + 7 * 32\n"
	".data\n.globl __presmp_initcall_start, __presmp_initcall_end, __initcall_start, __initcall_end\n"
	"__presmp_initcall_start: __presmp_initcall_end: __initcall_start: __initcall_end: .quad 0\n.text");
_Static_assert(sizeof(struct kernel_param) == 32, "as __setup_end has it");

static char log[4096];

void printk(const char *fmt, ...)
{
	size_t n = strlen(log);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(log + n, sizeof(log) - n, fmt, ap);
	va_end(ap);
}

size_t strlcpy(char *d, const char *s, size_t n)
{
	if (n)
		snprintf(d, n, "%s", s);
	return strlen(s);
}

static void parse(const char *s)
{
	log[0] = 0;
	cmdline_parse(s);
	cmdline_report();
}

static void test_types(void **state)
{
	parse("str=hello number=0x10 size-of=2M flag custom=\"a b\"");
	assert_string_equal(str, "hello");
	assert_int_equal(number, 16);
	assert_int_equal(size, 2 << 20);
	assert_true(flag);
	assert_true(twice); /* every row of the name takes it */
	assert_string_equal(custom, "a b");
	assert_string_equal(log, "");
	assert_string_equal(saved_cmdline, "str=hello number=0x10 size-of=2M flag custom=\"a b\"");
}

static void test_booleans(void **state)
{
	static const struct {
		const char *text;
		bool expect;
	} cases[] = { { "flag=0", false }, { "flag=yes", true }, { "no-flag", false }, { "flag=on", true },
		      { "flag=off", false }, { "no-flag=no", true }, { "flag=enable", true }, { "flag=false", false } };

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		flag = !cases[i].expect;
		parse(cases[i].text);
		assert_int_equal(flag, cases[i].expect);
		assert_string_equal(log, "");
	}
}

static void test_strings_are_cut(void **state)
{
	parse("  str=0123456789   ");
	assert_string_equal(str, "0123456");
}

/* One complaint for each: parse() is called once, because the table of complaints lasts for the boot. */
static void test_complaints(void **state)
{
	number = 7;
	small = 1;
	parse("what=1 number=12x number= small=256 placeholder custom=bad flag=maybe spec_ctrl=no ivrs_ioapic[4]=00:14.0 no-smt");
	assert_int_equal(number, 7);
	assert_int_equal(small, 1);
	assert_non_null(strstr(log, "\"what=1\" is not an option"));
	assert_non_null(strstr(log, "\"number=12x\": bad value"));
	assert_non_null(strstr(log, "\"number=\": bad value"));
	assert_non_null(strstr(log, "\"small=256\": bad value"));
	assert_non_null(strstr(log, "\"custom=bad\": bad value"));
	assert_non_null(strstr(log, "\"flag=maybe\": bad value"));
	assert_non_null(strstr(log, "\"spec_ctrl=no\" is accepted, but has no effect"));
	assert_non_null(strstr(log, "\"ivrs_ioapic[4]=00:14.0\" is accepted"));
	assert_non_null(strstr(log, "\"no-smt\" is accepted"));
	assert_null(strstr(log, "placeholder"));
}

static void test_parse_bool(void **state)
{
	static const char s[] = "on,x";

	assert_int_equal(parse_bool(s, NULL), -1);
	assert_int_equal(parse_bool(s, s + 2), 1);
	assert_int_equal(parse_bool("", NULL), -1);
	assert_int_equal(parse_bool("2", NULL), -1);
}

/* Any bytes: no fault, and what it keeps is terminated. */
static void test_fuzz(void **state)
{
	static const char alphabet[] = "strnumbeflagcuom-_=\"' 0123xM,[]";
	char line[3000];

	srandom(1);
	for (unsigned int round = 0; round < 20000; round++) {
		size_t n = random() % (round % 100 ? 60 : sizeof(line));

		for (size_t i = 0; i < n; i++)
			line[i] = random() % 8 ? alphabet[random() % (sizeof(alphabet) - 1)] : (char)(1 + random() % 255);
		line[n < sizeof(line) ? n : n - 1] = 0;
		cmdline_parse(line);
		assert_non_null(memchr(str, 0, sizeof(str)));
		assert_non_null(memchr(saved_cmdline, 0, sizeof(saved_cmdline)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_types), cmocka_unit_test(test_booleans), cmocka_unit_test(test_strings_are_cut),
		cmocka_unit_test(test_complaints), cmocka_unit_test(test_parse_bool), cmocka_unit_test(test_fuzz),
	};

	return cmocka_run_group_tests_name("cmdline", tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* The grammar of configuration files and the getters of libxlutil. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

struct good_row {
	const char *text, *key, *value; /* value NULL: the key is not set */
};

static const struct good_row good_rows[] = {
	{ "a=1", "a", "1" },
	{ "a=1\n", "a", "1" },
	{ "\n\n;;a = 'x y' ; # c\n", "a", "x y" },
	{ "a=\"q'q\"", "a", "q'q" },
	{ "a='q\"q'", "a", "q\"q" },
	{ "a=0x1f", "a", "0x1f" },
	{ "a=1\na=2", "a", "2" },
	{ "a='x'\na+='y'", "a", "xy" },
	{ "a+='y'", "a", "y" },
	{ "a=5\na+='x'", "a", "5x" },
	{ "a='\\x41\\101\\n\\t\\\\\\\"'", "a", "AA\n\t\\\"" },
	{ "vif.default.bridge='b'", "vif.default.bridge", "b" },
	{ "a=-5", "a", "-5" },
	{ "a='x'\r\nb='y'\r\n", "b", "y" },
	{ "a=1", "b", NULL },
	{ "", "a", NULL },
	{ "# nothing", "a", NULL },
};

static void test_good(void **state)
{
	const char *value;
	XLU_Config *cfg;
	unsigned int i;
	int rc;

	for (i = 0; i < sizeof(good_rows) / sizeof(good_rows[0]); i++) {
		const struct good_row *r = &good_rows[i];

		cfg = report_cfg();
		assert_int_equal(xlu_cfg_readdata(cfg, r->text, strlen(r->text)), 0);
		rc = xlu_cfg_get_string(cfg, r->key, &value, 0);
		assert_int_equal(rc, r->value ? 0 : ESRCH);
		if (r->value)
			assert_string_equal(value, r->value);
		assert_string_equal(report_text(), "");
		report_done(cfg);
	}
}

struct bad_row {
	const char *text, *message;
};

static const struct bad_row bad_rows[] = {
	{ "a", "t.cfg:1: config parsing error near the end of the file; expected += or '='\n" },
	{ "a=", "t.cfg:1: config parsing error near the end of the file; expected a string, a number or '['\n" },
	{ "\na=\n", "t.cfg:2: config parsing error near the end of the line; expected a string, a number or '['\n" },
	{ "a=foo", "t.cfg:1: config parsing error near `foo'; expected a string, a number or '['\n" },
	{ "a=1 b=2", "t.cfg:1: config parsing error near `b'; expected the end of the file, the end of the line or ';'\n" },
	{ "a='x\nb=1", "t.cfg:1: config parsing error near `'x': the string has no closing quote\n" },
	{ "a=1\n@", "t.cfg:2: config parsing error near `@': this character has no meaning here\n" },
	{ "a=[1", "t.cfg:1: config parsing error near the end of the file; expected the end of the line, ']' or ','\n" },
	{ "a=[1 2]", "t.cfg:1: config parsing error near `2'; expected the end of the line, ']' or ','\n" },
	{ "a=1\n]", "t.cfg:2: config parsing error near `]'; expected the end of the file, a key, the end of the line or ';'\n" },
	{ "a='\\q'", "t.cfg:1: config parsing error near `\\q': unknown escape in a string; write \\\\ for a backslash\n" },
	{ "a='\\0'", "t.cfg:1: config parsing error near `\\0': a string cannot hold a zero byte\n" },
	{ "a='\\400'", "t.cfg:1: config parsing error near `\\4': unknown escape in a string; write \\\\ for a backslash\n" },
	{ "a=[1]\na+='x'", "t.cfg:2: config parsing error: cannot add a string to `a', which line 1 sets to a list\n" },
};

static void test_bad(void **state)
{
	XLU_Config *cfg;
	unsigned int i;

	for (i = 0; i < sizeof(bad_rows) / sizeof(bad_rows[0]); i++) {
		cfg = report_cfg();
		assert_int_equal(xlu_cfg_readdata(cfg, bad_rows[i].text, strlen(bad_rows[i].text)), EINVAL);
		assert_string_equal(report_text(), bad_rows[i].message);
		report_done(cfg);
	}
}

static void test_zero_byte(void **state)
{
	XLU_Config *cfg = report_cfg();

	assert_int_equal(xlu_cfg_readdata(cfg, "a=1\nb\0c", 7), EINVAL);
	assert_string_equal(report_text(),
			    "t.cfg:2: config parsing error: a zero byte; is this a configuration file?\n");
	report_done(cfg);
}

static void test_depth(void **state)
{
	char text[2001] = "";
	XLU_Config *cfg;

	memset(text, '[', 2000);
	text[0] = 'a';
	text[1] = '=';
	cfg = report_cfg();
	assert_int_equal(xlu_cfg_readdata(cfg, text, strlen(text)), EINVAL);
	assert_non_null(strstr(report_text(), "lists are nested too deeply"));
	report_done(cfg);
}

static void test_lists(void **state)
{
	static const char text[] = "a=[ 'x',\n 2,\n ]\nb=[]\nc=[['y'],'z']\nd='s'\na+=['w']";
	XLU_Config *cfg = report_cfg();
	XLU_ConfigList *list, *inner;
	libxl_string_list strings;
	char *value;
	int count;

	assert_int_equal(xlu_cfg_readdata(cfg, text, strlen(text)), 0);
	assert_int_equal(xlu_cfg_get_list(cfg, "a", &list, &count, 0), 0);
	assert_int_equal(count, 3);
	assert_string_equal(xlu_cfg_get_listitem(list, 1), "2");
	assert_string_equal(xlu_cfg_get_listitem(list, 2), "w");
	assert_null(xlu_cfg_get_listitem(list, 3));
	assert_null(xlu_cfg_get_listitem(list, -1));
	assert_null(xlu_cfg_get_listitem2(list, 3));
	assert_int_equal(xlu_cfg_get_list_as_string_list(cfg, "a", &strings, 0), 0);
	assert_int_equal(libxl_string_list_length(&strings), 3);
	libxl_string_list_dispose(&strings);
	assert_int_equal(xlu_cfg_get_list(cfg, "b", &list, &count, 0), 0);
	assert_int_equal(count, 0);
	assert_int_equal(xlu_cfg_get_list(cfg, "c", &list, NULL, 0), 0);
	assert_null(xlu_cfg_get_listitem(list, 0));
	assert_int_equal(xlu_cfg_value_type(xlu_cfg_get_listitem2(list, 0)), XLU_LIST);
	assert_int_equal(xlu_cfg_value_get_list(cfg, xlu_cfg_get_listitem2(list, 0), &inner, 0), 0);
	assert_string_equal(xlu_cfg_get_listitem(inner, 0), "y");
	assert_int_equal(xlu_cfg_value_get_string(cfg, xlu_cfg_get_listitem2(list, 1), &value, 0), 0);
	assert_string_equal(value, "z");
	assert_string_equal(report_text(), "");
	assert_int_equal(xlu_cfg_get_list_as_string_list(cfg, "c", &strings, 0), EINVAL);
	assert_string_equal(report_text(), "t.cfg:5: warning: entry 1 of `c' is a list but should be a string\n");
	assert_int_equal(xlu_cfg_get_list(cfg, "d", &list, &count, 0), EINVAL);
	assert_string_equal(report_text(), "t.cfg:6: warning: parameter `d' is a single value but should be a list\n");
	assert_int_equal(xlu_cfg_get_list(cfg, "d", &list, &count, 1), EINVAL);
	assert_int_equal(xlu_cfg_get_list(cfg, "e", &list, &count, 0), ESRCH);
	assert_int_equal(xlu_cfg_value_get_string(cfg, xlu_cfg_get_value(cfg, "c"), &value, 0), EINVAL);
	report_done(cfg);
}

static void test_numbers(void **state)
{
	static const char text[] = "a=0x10\nb=010\nc='x'\nd=99999999999999999999\ne=7\nf=[1]\ng='5 '";
	XLU_Config *cfg = report_cfg();
	libxl_defbool b;
	char *copy = NULL;
	long n;

	assert_int_equal(xlu_cfg_readdata(cfg, text, strlen(text)), 0);
	assert_int_equal(xlu_cfg_get_long(cfg, "a", &n, 0), 0);
	assert_int_equal(n, 16);
	assert_int_equal(xlu_cfg_get_long(cfg, "b", &n, 0), 0);
	assert_int_equal(n, 8);
	assert_int_equal(xlu_cfg_get_bounded_long(cfg, "e", 0, 7, &n, 0), 0);
	assert_int_equal(xlu_cfg_get_defbool(cfg, "e", &b, 0), 0);
	assert_true(libxl_defbool_val(b));
	assert_int_equal(xlu_cfg_replace_string(cfg, "e", &copy, 0), 0);
	assert_int_equal(xlu_cfg_replace_string(cfg, "a", &copy, 0), 0);
	assert_string_equal(copy, "0x10");
	assert_int_equal(xlu_cfg_replace_string(cfg, "none", &copy, 0), ESRCH);
	assert_string_equal(copy, "0x10");
	free(copy);
	assert_string_equal(report_text(), "");
	assert_int_equal(xlu_cfg_get_long(cfg, "c", &n, 0), EINVAL);
	assert_string_equal(report_text(), "t.cfg:3: warning: parameter `c' is not a valid number: `x'\n");
	assert_int_equal(xlu_cfg_get_long(cfg, "g", &n, 1), EINVAL);
	assert_int_equal(xlu_cfg_get_long(cfg, "d", &n, 1), ERANGE);
	assert_int_equal(xlu_cfg_get_bounded_long(cfg, "e", 8, 9, &n, 0), ERANGE);
	assert_string_equal(report_text(), "t.cfg:5: warning: value of `e' is out of range: 7; it can be 8 to 9\n");
	assert_int_equal(xlu_cfg_get_long(cfg, "f", &n, 0), EINVAL);
	assert_string_equal(report_text(), "t.cfg:6: warning: parameter `f' is a list but should be a single value\n");
	report_done(cfg);
}

static int count_keys(const char *key, void *opaque)
{
	strcat(opaque, key);
	return 0;
}

static void test_sources(void **state)
{
	XLU_Config *cfg = report_cfg();
	char keys[16] = "";

	assert_int_equal(xlu_cfg_readdata(cfg, "b=1\na=2", 7), 0);
	assert_int_equal(xlu_cfg_readdata_from(cfg, "command line", "c=3;b=4", 7), 0);
	xlu_cfg_report(cfg, "a", "error", "one");
	assert_string_equal(report_text(), "t.cfg:2: error: one\n");
	xlu_cfg_report(cfg, "b", "error", "two");
	assert_string_equal(report_text(), "command line:1: error: two\n");
	xlu_cfg_report(cfg, NULL, "error", "three");
	assert_string_equal(report_text(), "t.cfg: error: three\n");
	assert_int_equal(xlu_cfg_for_each(cfg, count_keys, keys), 0);
	assert_string_equal(keys, "bac");
	assert_int_equal(xlu_cfg_readdata_from(cfg, "command line", "c=", 2), EINVAL);
	assert_non_null(strstr(report_text(), "command line:1: config parsing error"));
	report_done(cfg);
}

static void test_files(void **state)
{
	XLU_Config *cfg = report_cfg();

	assert_int_equal(xlu_cfg_readfile(cfg, "/nonexistent/x"), ENOENT);
	assert_string_equal(report_text(), "t.cfg: unable to open configuration file `/nonexistent/x': No such file or directory\n");
	assert_int_equal(xlu_cfg_readfile(cfg, "/"), EISDIR);
	assert_int_equal(xlu_cfg_readfile(cfg, "/dev/zero"), EFBIG);
	report_done(cfg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),	cmocka_unit_test(test_bad),
		cmocka_unit_test(test_zero_byte), cmocka_unit_test(test_depth),
		cmocka_unit_test(test_lists),	cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_sources), cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests_name("cfg", tests, NULL, NULL);
}

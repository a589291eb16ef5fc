/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line. One row per option, next to the code that uses it:
 *	integer_param("conring_size", opt_x);   size_param, boolean_param, string_param, custom_param
 * Rows are collected by the linker in .init.setup; unknown options are named in the log.
 */
#ifndef XEN_PARAM_H
#define XEN_PARAM_H

#include <xen/types.h>

enum param_type { PARAM_STR, PARAM_UINT, PARAM_BOOL, PARAM_SIZE, PARAM_CUSTOM };

struct kernel_param {
	const char *name;
	enum param_type type;
	unsigned int len;                      /* size of the variable */
	void *var;
	int (*func)(const char *value);        /* PARAM_CUSTOM: 0, or -EINVAL for the log */
};

#define PARAM_ROW(n, t, v, f)                                                                 \
	static const struct kernel_param __used __section(".init.setup") __aligned(8)         \
		param_row_##v##f = { n, t, sizeof(v), (void *)&(v), (int (*)(const char *))f }
#define string_param(n, v) PARAM_ROW(n, PARAM_STR, v, 0)
#define integer_param(n, v) PARAM_ROW(n, PARAM_UINT, v, 0)
#define boolean_param(n, v) PARAM_ROW(n, PARAM_BOOL, v, 0) /* x, x=yes, no-x, x=0 ... */
#define size_param(n, v) PARAM_ROW(n, PARAM_SIZE, v, 0)
#define custom_param(n, fn)                                                                   \
	static const struct kernel_param __used __section(".init.setup") __aligned(8)         \
		param_row_##fn = { n, PARAM_CUSTOM, 0, NULL, fn }

void cmdline_parse(const char *cmdline);
void cmdline_report(void);                     /* names unknown options and bad values, once printk works */
/* Documented for Xen 4.17, but nothing here uses it: common/param-known.c. */
bool cmdline_option_is_known(const char *name, size_t n);
extern char saved_cmdline[1024];
/* "yes","on","true","1","enable" -> 1; the opposites -> 0; else -1. */
int parse_bool(const char *s, const char *end);
/* "name", "no-name", "name=<bool>" in [s, end), a word of a list: 1, 0; -1: another name, or no boolean. */
int parse_named_bool(const char *name, const char *s, const char *end);

/* Functions run at boot, in three phases, in link order. */
typedef int (*initcall_t)(void);
#define initcall(fn) static initcall_t __used __section(".initcall1.init") initcall_##fn = fn
#define presmp_initcall(fn) static initcall_t __used __section(".initcallpresmp.init") initcall_##fn = fn
void do_presmp_initcalls(void);
void do_initcalls(void);

#endif

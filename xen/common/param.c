/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line, and the functions that run at boot. */
#include <xen/console.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>

extern const struct kernel_param __setup_start[], __setup_end[];
extern const initcall_t __presmp_initcall_start[], __presmp_initcall_end[];
extern const initcall_t __initcall_start[], __initcall_end[];

char saved_cmdline[1024];

/* What was wrong with the command line: told by cmdline_report() once there is a console. */
#define MAX_COMPLAINTS 16
static struct {
	char option[40];
	enum { UNKNOWN, BAD_VALUE, NO_EFFECT } what;
} complaints[MAX_COMPLAINTS] __initdata;
static unsigned int nr_complaints __initdata;

static void __init complain(const char *opt, int what)
{
	if (nr_complaints < MAX_COMPLAINTS) {
		strlcpy(complaints[nr_complaints].option, opt, sizeof(complaints[0].option));
		complaints[nr_complaints].what = what;
	}
	nr_complaints++;
}

void __init cmdline_report(void)
{
	static const char *const text[] __initconst = {
		[UNKNOWN] = "Command line: \"%s\" is not an option of this hypervisor, ignored\n",
		[BAD_VALUE] = "Command line: \"%s\": bad value, the default stays\n",
		[NO_EFFECT] = "Command line: \"%s\" is accepted, but has no effect yet\n",
	};

	for (unsigned int i = 0; i < min_t(unsigned int, nr_complaints, MAX_COMPLAINTS); i++)
		printk(text[complaints[i].what], complaints[i].option);
	if (nr_complaints > MAX_COMPLAINTS)
		printk("Command line: %u more such options\n", nr_complaints - MAX_COMPLAINTS);
}

int parse_bool(const char *s, const char *end)
{
	static const struct {
		const char *word;
		int value;
	} words[] = { { "yes", 1 }, { "on", 1 }, { "true", 1 }, { "enable", 1 }, { "1", 1 },
		      { "no", 0 }, { "off", 0 }, { "false", 0 }, { "disable", 0 }, { "0", 0 } };
	size_t n = end ? (size_t)(end - s) : strlen(s);

	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i].word) == n && !strncmp(s, words[i].word, n))
			return words[i].value;
	return -1;
}

int __init parse_named_bool(const char *name, const char *s, const char *end)
{
	size_t n = strlen(name), len = end - s;
	int off = len > 3 && !strncmp(s, "no-", 3);

	if (off) {
		s += 3;
		len -= 3;
	}
	if (len < n || strncmp(s, name, n))
		return -1;
	if (len == n)
		return !off;
	return s[n] == '=' && !off ? parse_bool(s + n + 1, end) : -1;
}

static int __init assign_number(const struct kernel_param *p, u64 v)
{
	if (p->len < 8 && v >> (p->len * 8))
		return -ERANGE;
	switch (p->len) {
	case 1: *(u8 *)p->var = v; return 0;
	case 2: *(u16 *)p->var = v; return 0;
	case 4: *(u32 *)p->var = v; return 0;
	case 8: *(u64 *)p->var = v; return 0;
	}
	return -EINVAL;
}

/* @value: "" when the option stood alone; @positive false: it stood as no-NAME. */
static int __init assign(const struct kernel_param *p, const char *value, bool positive)
{
	const char *end;
	u64 number;
	int b;

	switch (p->type) {
	case PARAM_STR:
		strlcpy(p->var, positive ? value : "no", p->len);
		return 0;
	case PARAM_UINT:
		number = simple_strtoul(value, &end, 0);
		return end == value || *end || !positive ? -EINVAL : assign_number(p, number);
	case PARAM_SIZE:
		number = parse_size_and_unit(value, &end);
		return end == value || *end || !positive ? -EINVAL : assign_number(p, number);
	case PARAM_BOOL:
		b = *value ? parse_bool(value, NULL) : 1;
		return b < 0 ? -EINVAL : assign_number(p, b == positive);
	case PARAM_CUSTOM:
		return p->func(positive ? value : "no");
	}
	return -EINVAL;
}

/* '_' and '-' are the same in names: dom0-iommu, dom0_iommu. */
static bool __init same_name(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b && !((*a == '-' || *a == '_') && (*b == '-' || *b == '_')))
			return false;
	return true;
}

/* All rows of that name take the value: one option may interest several files. Returns whether there was any. */
static bool __init apply(const char *name, size_t n, const char *value, bool positive, int *rc)
{
	bool found = false;

	for (const struct kernel_param *p = __setup_start; p < __setup_end; p++) {
		int r;

		if (strlen(p->name) != n || !same_name(p->name, name, n))
			continue;
		found = true;
		r = assign(p, value, positive);
		if (r)
			*rc = r;
	}
	return found;
}

static void __init parse_option(const char *opt)
{
	const char *eq = strchr(opt, '=');
	size_t n = eq ? (size_t)(eq - opt) : strlen(opt);
	const char *value = eq ? eq + 1 : "", *bracket = strchr(opt, '[');
	int rc = 0;

	if (!strcmp(opt, "placeholder")) /* what update-grub writes where the file name once stood */
		return;
	if (!apply(opt, n, value, true, &rc) &&
	    !(n > 3 && !strncmp(opt, "no-", 3) && apply(opt + 3, n - 3, value, false, &rc))) {
		if (bracket && (!eq || bracket < eq)) /* NAME[INDEX]=... */
			n = bracket - opt;
		complain(opt, cmdline_option_is_known(opt, n) ? NO_EFFECT : UNKNOWN);
		return;
	}
	if (rc)
		complain(opt, BAD_VALUE);
}

/* Words are separated by blanks; double quotes keep blanks inside a word, and vanish. */
void __init cmdline_parse(const char *cmdline)
{
	static char opt[sizeof(saved_cmdline)] __initdata;
	const char *s = cmdline;

	strlcpy(saved_cmdline, cmdline, sizeof(saved_cmdline));
	while (*s) {
		size_t n = 0;
		bool quoted = false;

		while (*s == ' ' || *s == '\t')
			s++;
		for (; *s && (quoted || (*s != ' ' && *s != '\t')); s++) {
			if (*s == '"')
				quoted = !quoted;
			else if (n < sizeof(opt) - 1)
				opt[n++] = *s;
		}
		opt[n] = 0;
		if (n)
			parse_option(opt);
	}
}

static void __init run_initcalls(const initcall_t *from, const initcall_t *to)
{
	for (const initcall_t *fn = from; fn < to; fn++)
		(*fn)();
}

void __init do_presmp_initcalls(void)
{
	run_initcalls(__presmp_initcall_start, __presmp_initcall_end);
}

void __init do_initcalls(void)
{
	run_initcalls(__initcall_start, __initcall_end);
}

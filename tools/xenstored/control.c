/* SPDX-License-Identifier: GPL-2.0-only */
/* The CONTROL request: `xenstore-control`. */
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "conn.h"
#include "domain.h"
#include "live_update.h"
#include "log.h"
#include "quota.h"
#include "request.h"
#include "tree.h"

#define ARGS_MAX 16

typedef int (*command_fn)(struct request *r, const char **arg, unsigned count);

struct command {
	const char *name;
	command_fn run;
	const char *args;	/* for the help text */
	const char *more;	/* further lines of it */
};

static int run_help(struct request *r, const char **arg, unsigned count);

static void reply_text(struct request *r, const char *text)
{
	size_t len = strlen(text);

	if (len >= XENSTORE_PAYLOAD_MAX) {
		reply(r, text, XENSTORE_PAYLOAD_MAX);
		return;
	}
	reply(r, text, len + 1);
}

/* Takes over the text. */
static int reply_made(struct request *r, char *text)
{
	if (!text)
		return ENOMEM;
	reply_text(r, text);
	free(text);
	return 0;
}

static int run_check(struct request *r, const char **arg, unsigned count)
{
	char fault[256];

	if (check_all(fault, sizeof(fault))) {
		reply_string(r, "OK");
		return 0;
	}
	log_warn("check: %s", fault);
	reply_string(r, fault);
	return 0;
}

static int run_log(struct request *r, const char **arg, unsigned count)
{
	if (count != 1 || (strcmp(arg[0], "on") && strcmp(arg[0], "off")))
		return EINVAL;
	trace_switch(!strcmp(arg[0], "on"));
	reply_string(r, "OK");
	return 0;
}

static int run_logfile(struct request *r, const char **arg, unsigned count)
{
	int err;

	if (count != 1)
		return EINVAL;
	err = trace_open(arg[0]);
	reply_string(r, err ? strerror(err) : "OK");
	return 0;
}

static void report_memory(FILE *f)
{
	struct mallinfo2 m = mallinfo2();
	struct domain *d;
	struct conn *c;

	fprintf(f, "nodes %zu, heap in use %zu of %zu bytes\n", tree_nodes, m.uordblks,
		m.arena + m.hblkhd);
	list_for_each(d, &domains, all)
		fprintf(f, "domain %u: nodes %ld, watches %ld, transactions %ld, memory %ld\n",
			d->domid, d->use[QUOTA_NODES], d->use[QUOTA_WATCHES],
			d->use[QUOTA_TRANSACTIONS], d->use[QUOTA_MEMORY]);
	list_for_each(c, &conns, all)
		fprintf(f, "connection %u of domain %u: input %u, unsent output %u of %u bytes\n",
			c->id, conn_domid(c), c->in_len, outq_unsent(c), c->out.cap);
}

static int run_memreport(struct request *r, const char **arg, unsigned count)
{
	const char *file = count ? arg[0] : trace_file();
	FILE *f;

	if (count > 1 || !file)
		return EINVAL;
	f = fopen(file, "ae");
	if (!f) {
		reply_string(r, strerror(errno));
		return 0;
	}
	report_memory(f);
	reply_string(r, fclose(f) ? strerror(errno) : "OK");
	return 0;
}

static int run_print(struct request *r, const char **arg, unsigned count)
{
	if (count != 1)
		return EINVAL;
	log_info("control: %s", arg[0]);
	reply_string(r, "OK");
	return 0;
}

static int set_quota(struct request *r, const char **arg, unsigned count, bool soft)
{
	int err = count == 3 ? quota_set(arg[1], arg[2], soft) : EINVAL;

	if (!err)
		reply_string(r, "OK");
	return err;
}

static int run_quota(struct request *r, const char **arg, unsigned count)
{
	unsigned long domid;

	if (!count)
		return reply_made(r, quota_table(false));
	if (!strcmp(arg[0], "set"))
		return set_quota(r, arg, count, false);
	if (count != 1 || request_number(arg[0], 0xffff, &domid))
		return EINVAL;
	if (!domain_find(domid))
		return ENOENT;
	return reply_made(r, quota_usage(domid));
}

static int run_quota_soft(struct request *r, const char **arg, unsigned count)
{
	if (!count)
		return reply_made(r, quota_table(true));
	return strcmp(arg[0], "set") ? EINVAL : set_quota(r, arg, count, true);
}

static const struct command commands[] = {
	{ "check", run_check, "", NULL },
	{ "log", run_log, "on|off", NULL },
	{ "live-update", live_update_control, "[-c <cmdline>] [-F] [-t <timeout>] <file>",
	  "    Default timeout is 60 seconds.\n" },
	{ "logfile", run_logfile, "<file>", NULL },
	{ "memreport", run_memreport, "[<file>]", NULL },
	{ "print", run_print, "<string>", NULL },
	{ "quota", run_quota, "[set <name> <val>|<domid>]", NULL },
	{ "quota-soft", run_quota_soft, "[set <name> <val>]", NULL },
	{ "help", run_help, "", NULL },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static int run_help(struct request *r, const char **arg, unsigned count)
{
	char text[1024];
	size_t len = 0;
	unsigned i;

	if (count)
		return EINVAL;
	for (i = 0; i < COMMANDS; i++)
		len += snprintf(text + len, sizeof(text) - len, "%s\t%s\n%s", commands[i].name,
				commands[i].args, commands[i].more ? commands[i].more : "");
	reply_text(r, text);
	return 0;
}

int op_control(struct request *r)
{
	const char *arg[ARGS_MAX];
	int count = request_strings(r, arg, ARGS_MAX);
	unsigned i;

	if (count < 1)
		return EINVAL;
	for (i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, arg[0]))
			return commands[i].run(r, arg + 1, count - 1);
	}
	return EINVAL;
}

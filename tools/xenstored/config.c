/* SPDX-License-Identifier: GPL-2.0-only */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "live_update.h"
#include "quota.h"

struct config config = { .watch_timeout = 20 };

/* One row per option: the help text and getopt's tables come from here. */
struct option_row {
	char letter;
	const char *name;
	const char *arg;	/* NULL: takes none; in brackets: may take one */
	const char *help;
};

static const struct option_row rows[] = {
	{ 'D', "no-domain-init", NULL, "do not connect dom0's kernel" },
	{ 'F', "pid-file", "<file>", "write the daemon's process id to the file" },
	{ 'H', "help", NULL, "print this message" },
	{ 'N', "no-fork", NULL, "stay in the foreground" },
	{ 'P', "output-pid", NULL, "print the daemon's process id" },
	{ 'T', "trace-file", "<file>", "log all requests and replies to the file" },
	{ 'E', "entry-nb", "<nb>", "limit of nodes per domain" },
	{ 'S', "entry-size", "<size>", "limit of a node's size in bytes" },
	{ 'W', "watch-nb", "<nb>", "limit of watches per domain" },
	{ 't', "transaction", "<nb>", "limit of open transactions per domain" },
	{ 'A', "perm-nb", "<nb>", "limit of permissions per node" },
	{ 'M', "path-max", "<chars>", "limit of a path's length" },
	{ 'Q', "quota", "<what>=<nb>", "limit by name, see `xenstore-control quota`" },
	{ 'q', "quota-soft", "<what>=<nb>", "limit whose violation is only logged (memory)" },
	{ 'w', "timeout", "<what>=<seconds>",
	  "watch-event: how long an event waits for a domain to read it" },
	{ 'e', "event", "<nb>", "event channel to dom0's kernel" },
	{ 'm', "master-domid", "<domid>", "domain the daemon runs in (0)" },
	{ 'p', "priv-domid", "<domid>", "domain as privileged as dom0" },
	{ 'R', "no-recovery", NULL, "accepted; the store needs no recovery" },
	{ 'I', "internal-db", "[on|off]", "accepted; the store is always in memory" },
	{ 'K', "keep-orphans", NULL, "give a dead domain's nodes to dom0 (a security risk)" },
	{ 'V', "verbose", NULL, "say more while starting" },
	/* For the daemon itself, and not in the help text: */
	{ 'U', "live-update", NULL, NULL },
	{ 'C', "can-take-over", NULL, NULL },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void usage(FILE *f)
{
	char left[64];
	unsigned i;

	fprintf(f, "Usage: xenstored <options>\n\n");
	for (i = 0; i < ROWS; i++) {
		if (!rows[i].help)
			continue;
		snprintf(left, sizeof(left), "-%c, --%s %s", rows[i].letter, rows[i].name,
			 rows[i].arg ? rows[i].arg : "");
		fprintf(f, "  %-34s %s\n", left, rows[i].help);
	}
}

static void __attribute__((noreturn)) bad(const struct option_row *row, const char *value)
{
	fprintf(stderr, "xenstored: --%s: \"%s\" is not %s\n", row->name, value, row->arg);
	exit(1);
}

static const struct option_row *row_of(int letter)
{
	unsigned i;

	for (i = 0; i < ROWS; i++) {
		if (rows[i].letter == letter)
			return &rows[i];
	}
	return NULL;
}

static unsigned number(const struct option_row *row, const char *value)
{
	char *end;
	unsigned long v = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || v > INT32_MAX)
		bad(row, value);
	return v;
}

static void set_quota(const struct option_row *row, const char *name, const char *value)
{
	if (quota_set(name, value, false))
		bad(row, value);
}

static void set_timeout(const struct option_row *row, const char *value)
{
	static const char what[] = "watch-event=";

	if (strncmp(value, what, sizeof(what) - 1))
		bad(row, value);
	config.watch_timeout = number(row, value + sizeof(what) - 1);
}

static void apply(const struct option_row *row, const char *value)
{
	switch (row->letter) {
	case 'D': config.no_domain_init = true; break;
	case 'F': config.pid_file = value; break;
	case 'H': usage(stdout); exit(0);
	case 'N': config.foreground = true; break;
	case 'P': config.print_pid = true; break;
	case 'T': config.trace_file = value; break;
	case 'E': set_quota(row, "nodes", value); break;
	case 'S': set_quota(row, "node-size", value); break;
	case 'W': set_quota(row, "watches", value); break;
	case 't': set_quota(row, "transactions", value); break;
	case 'A': set_quota(row, "permissions", value); break;
	case 'M': set_quota(row, "path-max", value); break;
	case 'Q':
		if (quota_set_option(value, false))
			bad(row, value);
		break;
	case 'q':
		if (quota_set_option(value, true))
			bad(row, value);
		break;
	case 'w': set_timeout(row, value); break;
	case 'e': config.dom0_port = number(row, value); break;
	case 'm':
		if (number(row, value)) {
			fprintf(stderr, "xenstored: only domain 0 can be the --master-domid\n");
			exit(1);
		}
		break;
	case 'p': config.priv_domid = number(row, value); break;
	case 'K': config.keep_orphans = true; break;
	case 'V': config.verbose = true; break;
	case 'U': config.restore = true; break;
	case 'C': fputs(LIVE_UPDATE_ANSWER, stdout); exit(0);
	case 'R': case 'I': break;
	}
}

void config_parse(int argc, char **argv)
{
	struct option longs[ROWS + 1] = { };
	char shorts[ROWS * 3 + 1], *s = shorts;
	unsigned i;
	int letter;

	for (i = 0; i < ROWS; i++) {
		const char *arg = rows[i].arg;

		*s++ = rows[i].letter;
		if (arg)
			*s++ = ':';
		if (arg && *arg == '[')
			*s++ = ':';
		longs[i] = (struct option){
			rows[i].name,
			!arg ? no_argument : *arg == '[' ? optional_argument : required_argument,
			NULL, rows[i].letter,
		};
	}
	*s = 0;
	while ((letter = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_row *row = row_of(letter);

		if (!row) {
			usage(stderr);
			exit(1);
		}
		apply(row, optarg);
	}
	/* "-I off" in two words leaves a word over. */
	if (optind < argc && strcmp(argv[optind], "on") && strcmp(argv[optind], "off")) {
		fprintf(stderr, "xenstored: \"%s\" is no option; try --help\n", argv[optind]);
		exit(1);
	}
}

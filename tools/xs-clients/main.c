/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"

static const char *program;

struct command {
	const char *name;
	command_fn run;
	const char *letters;	/* getopt's; -h goes without saying */
	const char *usage;
	int args_min;
	bool pairs;		/* an even number of arguments */
	bool in_txn;
};

static const struct command commands[] = {
	{ "exists", cmd_exists, "ps", "[-h] [-p] [-s] key [...]", 1, false, true },
	{ "list", cmd_list, "ps", "[-h] [-p] [-s] key [...]", 1, false, true },
	{ "ls", cmd_ls, "fps", "[-h] [-f] [-p] [-s] [path]", 0, false, false },
	{ "read", cmd_read, "psR", "[-h] [-p] [-s] [-R] key [...]", 1, false, true },
	{ "rm", cmd_rm, "st", "[-h] [-s] [-t] key [...]", 1, false, true },
	{ "write", cmd_write, "sR", "[-h] [-s] [-R] key value [...]", 2, true, true },
	{ "chmod", cmd_chmod, "urs", "[-h] [-u] [-r] [-s] key <mode [modes...]>", 2, false, true },
	{ "watch", cmd_watch, "sn:", "[-h] [-n NR] key", 1, false, false },
};

int complain(const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	fprintf(stderr, "%s: ", program);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	errno = err;
	return 1;
}

static const struct command *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

static void __attribute__((noreturn)) usage(const char *argv0, const struct command *cmd, bool mode)
{
	exit(complain("Usage: %s %s%s%s", argv0, mode ? cmd->name : "", mode ? " " : "",
		      cmd->usage));
}

static long event_count(const char *text)
{
	char *end;
	long n = strtol(text, &end, 0);

	if (end == text || *end || n < 0)
		exit(complain("-n: \"%s\" is not a number of events", text));
	return n;
}

/* False if the options are wrong or help is asked for. */
static bool read_options(struct context *c, const struct command *cmd, int argc, char **argv)
{
	char letters[16];
	int letter;

	snprintf(letters, sizeof(letters), "h%s", cmd->letters);
	c->opt.events = -1;
	while ((letter = getopt(argc, argv, letters)) != -1) {
		switch (letter) {
		case 'f': c->opt.full = true; break;
		case 'n': c->opt.events = event_count(optarg); break;
		case 'p': c->opt.prefix = c->opt.perms = true; break;
		case 'R': c->opt.raw = true; break;
		case 'r': c->opt.recursive = true; break;
		case 's': break; /* the socket is always tried first */
		case 't': c->opt.tidy = true; break;
		case 'u': c->opt.up = true; break;
		default: return false;
		}
	}
	return true;
}

/* One try. *again is set if others interfered, and nothing was printed then. */
static int run_in_txn(struct context *c, const struct command *cmd, int argc, char **argv,
		      bool *again)
{
	char *text = NULL;
	size_t size;
	bool ended;
	int rc;

	*again = false;
	c->txn = xs_transaction_start(c->xsh);
	if (c->txn == XBT_NULL)
		return complain("couldn't start transaction");
	c->out = open_memstream(&text, &size);
	if (!c->out)
		return complain("out of memory");
	rc = cmd->run(c, argc, argv);
	fclose(c->out);
	ended = xs_transaction_end(c->xsh, c->txn, rc);
	*again = !ended && errno == EAGAIN;
	if (!ended && !*again && !rc)
		rc = complain("couldn't end transaction");
	if (!*again)
		fwrite(text, 1, size, stdout);
	free(text);
	return rc;
}

static int run(struct context *c, const struct command *cmd, int argc, char **argv)
{
	bool again = true;
	int rc = 0;

	if (!cmd->in_txn) {
		c->out = stdout;
		return cmd->run(c, argc, argv);
	}
	while (again)
		rc = run_in_txn(c, cmd, argc, argv, &again);
	return rc;
}

int main(int argc, char **argv)
{
	const char *name, *argv0 = argv[0];
	const struct command *cmd;
	struct context c = { };
	bool mode = false;
	int rc;

	program = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
	name = strrchr(program, '-');
	if (!name) {
		if (argc < 2)
			return complain("Usage: %s <mode> [-h] [...]", argv0);
		name = argv[1];
		mode = true;
		argv++;
		argc--;
	} else {
		name++;
	}
	cmd = find(name);
	if (!cmd)
		return complain("unknown mode %s\n", name);
	if (!read_options(&c, cmd, argc, argv))
		usage(argv0, cmd, mode);
	argc -= optind;
	argv += optind;
	if (argc < cmd->args_min || (cmd->pairs && argc % 2))
		usage(argv0, cmd, mode);
	c.xsh = xs_open(0);
	if (!c.xsh)
		return complain("xs_open: %s", strerror(errno));
	rc = run(&c, cmd, argc, argv);
	xs_close(c.xsh);
	return fflush(stdout) ? complain("cannot write: %s", strerror(errno)) : rc;
}

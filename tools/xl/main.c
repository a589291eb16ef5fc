/* SPDX-License-Identifier: GPL-2.0-only */
/* xl: global options, the library's context, and on to the subcommand. */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libxl_event.h>

#include "conf.h"
#include "create/create.h"
#include "xl.h"

libxl_ctx *ctx;
xentoollog_logger_stdiostream *logger;
bool dry_run, force_execution;
const char *program;

struct globals {
	xentoollog_level level;
	unsigned int log_flags;
};

static void close_context(void)
{
	if (ctx)
		libxl_ctx_free(ctx);
	if (logger)
		xtl_logger_destroy((xentoollog_logger *)logger);
	ctx = NULL;
	logger = NULL;
}

static void open_context(const struct globals *g)
{
	static const libxl_childproc_hooks hooks = {
		.chldowner = libxl_sigchld_owner_libxl_always_selective_reap,
	};

	logger = xtl_createlogger_stdiostream(stderr, g->level, g->log_flags);
	if (!logger)
		exit(EXIT_FAILURE);
	atexit(close_context);
	if (libxl_ctx_alloc(&ctx, LIBXL_VERSION, 0, blame_logger((xentoollog_logger *)logger)))
		xl_fatal("cannot init xl context");
	libxl_childproc_setmode(ctx, &hooks, NULL);
}

/* False when the command line is not understood. */
static bool parse_globals(int argc, char **argv, struct globals *g)
{
	int opt;

	while ((opt = getopt(argc, argv, "+vftTN")) != -1) {
		switch (opt) {
		case 'v':
			if (g->level > XTL_NONE + 1)
				g->level--;
			break;
		case 'N':
			dry_run = true;
			break;
		case 'f':
			force_execution = true;
			break;
		case 't':
			g->log_flags |= XTL_STDIOSTREAM_PROGRESS_USE_CR;
			break;
		case 'T':
			g->log_flags |= XTL_STDIOSTREAM_SHOW_PID | XTL_STDIOSTREAM_SHOW_DATE;
			break;
		default:
			return false;
		}
	}
	return true;
}

static int run_command(const char *name, int argc, char **argv)
{
	const struct xl_cmd *cmd = xl_cmd_find(name);

	if (!cmd) {
		xl_error("command not implemented");
		return EXIT_FAILURE;
	}
	if (dry_run && !cmd->dry_run) {
		xl_error("command does not implement -N (dryrun) option");
		return EXIT_FAILURE;
	}
	if (!cmd->run) {
		xl_error("xl: `%s' is not implemented yet", cmd->name);
		return EXIT_FAILURE;
	}
	optind = 0; /* begin anew, with another set of options */
	return cmd->run(argc, argv);
}

int main(int argc, char **argv)
{
	struct globals g = { .level = XTL_PROGRESS };
	const char *name;
	int rc;

	program = argv[0];
	if (!parse_globals(argc, argv, &g)) {
		xl_error("unknown global option");
		return EXIT_FAILURE;
	}
	name = argv[optind];
	if (!name) {
		xl_help(NULL);
		return EXIT_FAILURE;
	}
	argc -= optind;
	argv += optind;
	if (!strcmp(name, "help")) { /* also where there is no Xen */
		xl_help(argv[1]);
		return EXIT_SUCCESS;
	}
	open_context(&g);
	xl_conf_load();
	rc = run_command(name, argc, argv);
	if (fflush(stdout) || ferror(stdout)) {
		xl_error("xl: cannot write the output: %s", strerror(errno));
		return rc ? rc : EXIT_FAILURE;
	}
	return rc;
}

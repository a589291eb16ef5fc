/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of xl share: the command table, the library context, the way to fail. */
#ifndef XL_H
#define XL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <xentoollog.h>

#include <libxl.h>
#include <libxl_utils.h>
#include <libxlutil.h>

/* Exit statuses. A failed libxl call of create exits with the negated libxl error instead. */
#define EXIT_USAGE 2

/* libxl's INVALID_DOMID is an int; domain numbers are unsigned */
#define NO_DOMAIN ((uint32_t)INVALID_DOMID)

#define XL_MAX_VCPUS 8192 /* of any kind of domain */

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Headings of the manual page, as in xl(1). */
enum xl_cmd_group {
	GROUP_DOMAIN,
	GROUP_HOST,
	GROUP_SCHEDULER,
	GROUP_POOL,
	GROUP_DEVICE,
	GROUP_PCI,
	GROUP_USB,
	GROUP_DM,
	GROUP_FLASK,
	GROUP_PSR,
};

/* One subcommand: dispatch, help, bash completion and the manual page come from these rows (cmdtable.c). */
struct xl_cmd {
	const char *name;
	/* argv[0] is the command's name. The exit status. NULL: known by name, not implemented yet. */
	int (*run)(int argc, char **argv);
	bool dry_run;  /* honours the global option -N */
	bool modifies; /* the help shows the global option -f */
	enum xl_cmd_group group;
	const char *summary;
	const char *usage;   /* the arguments */
	const char *options; /* one line for each, or NULL */
};

extern const struct xl_cmd xl_cmds[];
extern const unsigned int xl_cmd_count;

/* An abbreviation that fits only one command finds it, too. */
const struct xl_cmd *xl_cmd_find(const char *name);
void xl_help(const char *name); /* NULL: the list of all */

/* --- context and global state --- */
extern libxl_ctx *ctx;
extern xentoollog_logger_stdiostream *logger;
extern bool dry_run;         /* -N */
extern bool force_execution; /* -f */
extern const char *program;  /* argv[0] */

/* As fprintf(stderr), with "error: ..." left to the text; for the messages of xl itself. */
void xl_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void xl_fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
/* None of these returns NULL: out of memory ends the program. */
void *xl_calloc(size_t count, size_t size);
void *xl_reallocarray(void *old, size_t count, size_t size);
char *xl_strdup(const char *text);
char *xl_asprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A child that stdio buffers are flushed for; ends the program when there can be none. 0 in the child. */
pid_t xl_fork(const char *what);
/* Waits for the child. 0 when it exited with 0; else a message (with what) and -1. */
int xl_wait(pid_t child, const char *what);

/* --- options (options.c) --- */
struct option;

/*
 * getopt for subcommands: short options as for getopt(3), -h and --help are added. Returns what
 * getopt_long() does; help and unknown options end the program. At -1, fewer than `required'
 * words left end the program with the command's help.
 */
int xl_getopt(int argc, char **argv, const char *short_options, const struct option *long_options,
	      int required);

/* --- domains by name or number --- */
int xl_find_domain(const char *word, uint32_t *domid); /* quiet; 0 or a libxl error */
uint32_t xl_domain(const char *word);                  /* ends the program when there is none */
/* The name or "" for one without; freed by the caller. */
char *xl_domain_name(uint32_t domid);

/* A decimal number from 0 to max and nothing else: 0, or -1. */
int xl_parse_number(const char *text, long max, long *value);

/* Memory sizes: NUMBER with a unit b, k, m, g, t; `unit' (a shift) when there is none. -1: not a size. */
int64_t xl_parse_memory_kb(const char *text, int unit_shift);

#endif /* XL_H */

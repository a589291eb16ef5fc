/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of `xenstore`, each also a program xenstore-COMMAND. */
#ifndef XS_CLIENTS_CLIENT_H
#define XS_CLIENTS_CLIENT_H

#include <stdbool.h>
#include <stdio.h>

#include <xenstore.h>

struct options {
	bool prefix;		/* -p of read and list */
	bool raw;		/* -R */
	bool tidy;		/* -t */
	bool full;		/* -f */
	bool perms;		/* -p of ls */
	bool up, recursive;	/* -u, -r of chmod */
	long events;		/* -n; < 0: without end */
};

struct context {
	struct xs_handle *xsh;
	xs_transaction_t txn;
	struct options opt;
	FILE *out;		/* printed once the transaction is through */
};

/* Prints "PROGRAM: ..." to stderr. Returns 1, the exit status. */
int complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Commands return the exit status, and have said why if it is not 0. */
typedef int (*command_fn)(struct context *c, int argc, char **argv);

int cmd_read(struct context *c, int argc, char **argv);
int cmd_list(struct context *c, int argc, char **argv);
int cmd_ls(struct context *c, int argc, char **argv);
int cmd_exists(struct context *c, int argc, char **argv);
int cmd_write(struct context *c, int argc, char **argv);
int cmd_rm(struct context *c, int argc, char **argv);
int cmd_chmod(struct context *c, int argc, char **argv);
int cmd_watch(struct context *c, int argc, char **argv);

/* The value with what is not printable as \t \n \r \\ \ooo \xhh; from malloc(). */
char *escape(const char *value, unsigned int len);
/* Undoes it in place; returns the length. */
unsigned int unescape(char *text);

#endif

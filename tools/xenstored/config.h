/* SPDX-License-Identifier: GPL-2.0-only */
/* What the command line decides. */
#ifndef XENSTORED_CONFIG_H
#define XENSTORED_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

struct config {
	const char *pid_file;
	const char *trace_file;
	bool foreground, print_pid, verbose;
	bool no_domain_init;	/* do not connect dom0's kernel */
	bool keep_orphans;	/* nodes of dead domains go to dom0 */
	bool restore;		/* take over the state of the daemon this one replaces */
	uint32_t dom0_port;	/* 0: ask the kernel */
	unsigned priv_domid;
	unsigned watch_timeout;	/* seconds an event waits for an unprivileged domain; 0: for ever */
};

extern struct config config;

/* Reads the command line; ends the program with a message if it is wrong. */
void config_parse(int argc, char **argv);

#endif

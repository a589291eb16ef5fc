/* SPDX-License-Identifier: GPL-2.0-only */
/* Creating a domain and looking after it. */
#ifndef XL_CREATE_H
#define XL_CREATE_H

#include <stdbool.h>

#include <libxl.h>
#include <libxlutil.h>

struct create {
	const char *file;     /* NULL: settings of the command line alone */
	char *extra;          /* settings of the command line, or NULL */
	bool debug;           /* shows what the configuration came to, on standard error */
	bool quiet, dry_run, paused, console, vnc, vnc_autopass;
	bool monitor;         /* look after the domain until it is gone */
	bool daemonize;       /* do that in the background */
	bool ignore_global_masks;
	bool check_host;      /* look for what the configuration names before anything is created */
	XLU_Config *settings; /* what create_read_config() read; NULL before */
};

/* The whole of xl create: 0, or the exit status. */
int create_domain(struct create *c);

/* Parses c->file and c->extra. 0 or a libxl error, reported; on success c->settings is for the caller to destroy. */
int create_read_config(struct create *c, libxl_domain_config *d);

/* Creates and starts d with the host's lock held meanwhile. *domid is valid on success. 0 or a libxl error. */
int create_build(const struct create *c, libxl_domain_config *d, uint32_t *domid);

/*
 * Gives dom0's memory back to the host when the guest needs it (xl.conf: autoballoon). 0, ERROR_NOMEM when there is too
 * little, which is reported, or another libxl error.
 */
int create_free_memory(libxl_domain_config *d);

/*
 * To be called first in a forked process that goes on with libxl: the parent's context must not be used there, not even
 * be freed, for its xenstore connection is read by a thread that the child does not have. Ends the process when it fails.
 */
void reopen_context(void);

/*
 * Which settings a failure is about (blame.c). The logger passes everything on to next, and remembers the keys that errors
 * name; blame_key() adds one. blame_report() prints their places, then forgets them.
 */
xentoollog_logger *blame_logger(xentoollog_logger *next);
void blame_key(const char *key);
void blame_report(const XLU_Config *cfg);

/* Continues in a child that is detached and logs to /var/log/xen/xl-NAME.log; the parent returns false. */
bool monitor_daemonize(const char *name);

/* Waits for the domain's end and does what its configuration says, again and again if that is a restart. The exit status. */
int monitor_domain(const struct create *c, libxl_domain_config *d, uint32_t domid);

#endif /* XL_CREATE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* The daemon's words to root: syslog (or stderr in the foreground) and the trace file. */
#ifndef XENSTORED_LOG_H
#define XENSTORED_LOG_H

#include <stdbool.h>
#include <stdint.h>

struct conn;

/* To stderr until the daemon is in the background, to syslog afterwards, and to the trace file. */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_to_syslog(void);

extern bool trace_on;

/* Opens the file for appending and switches tracing on. Returns 0 or an errno. */
int trace_open(const char *file);
/* The same file again, after its rotation. */
void trace_reopen(void);
const char *trace_file(void);
void trace_switch(bool on);
void trace_message(const struct conn *c, bool in, uint32_t type, const char *body, uint32_t len);
/* "CREATE connection 0x..." and the like. */
void trace_object(const char *verb, const char *what, const void *obj);

/* Name of a request type, "?" if it has none. */
const char *request_name(uint32_t type);

#endif

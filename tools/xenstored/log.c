/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "log.h"

bool trace_on;

static FILE *trace;
static char *trace_name;
static bool use_syslog;

static void stamp(char *buf, size_t size)
{
	time_t now = time(NULL);
	struct tm tm;

	strftime(buf, size, "%Y%m%d %H:%M:%S", localtime_r(&now, &tm));
}

static void log_line(int level, const char *fmt, va_list ap)
{
	char text[512], when[32];

	vsnprintf(text, sizeof(text), fmt, ap);
	if (use_syslog)
		syslog(level, "%s", text);
	else
		fprintf(stderr, "xenstored: %s\n", text);
	if (trace) {
		stamp(when, sizeof(when));
		fprintf(trace, "%s %s\n", when, text);
		fflush(trace);
	}
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_INFO, fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_WARNING, fmt, ap);
	va_end(ap);
}

void log_to_syslog(void)
{
	openlog("xenstored", 0, LOG_DAEMON);
	use_syslog = true;
}

int trace_open(const char *file)
{
	char *name = strdup(file);
	FILE *f = name ? fopen(file, "ae") : NULL;

	if (!f) {
		int err = name ? errno : ENOMEM;

		free(name);
		return err;
	}
	if (trace)
		fclose(trace);
	free(trace_name);
	trace = f;
	trace_name = name;
	trace_on = true;
	return 0;
}

void trace_reopen(void)
{
	FILE *f = trace_name ? fopen(trace_name, "ae") : NULL;

	if (!f)
		return;
	if (trace)
		fclose(trace);
	trace = f;
}

const char *trace_file(void)
{
	return trace_name;
}

void trace_switch(bool on)
{
	trace_on = on && trace;
}

void trace_message(const struct conn *c, bool in, uint32_t type, const char *body, uint32_t len)
{
	char when[32];
	uint32_t i;

	stamp(when, sizeof(when));
	fprintf(trace, "%s %p %s %s (", in ? "IN" : "OUT", (const void *)c, when,
		request_name(type));
	for (i = 0; i < len; i++)
		fputc(body[i] ? body[i] : ' ', trace);
	fputs(")\n", trace);
	fflush(trace);
}

void trace_object(const char *verb, const char *what, const void *obj)
{
	if (!trace_on)
		return;
	fprintf(trace, "%s %s %p\n", verb, what, obj);
	fflush(trace);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* The logger that writes to a FILE. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "xentoollog.h"

#define DATE_LEN 64

struct xentoollog_logger_stdiostream {
	xentoollog_logger vtable;
	FILE *f;
	xentoollog_level min_level;
	unsigned flags;
	int use_cr;       /* progress overwrites its line */
	int unfinished;   /* length of a progress line that has no newline yet */
	int last_percent; /* of the report written last */
};

typedef xentoollog_logger_stdiostream stdio_logger;

/* Blank out a progress line that is still open, so that something else can be written there. */
static void erase_unfinished(stdio_logger *lg)
{
	if (lg->unfinished)
		fprintf(lg->f, "\r%*s\r", lg->unfinished, "");
	lg->unfinished = 0;
}

static void write_date(stdio_logger *lg)
{
	time_t now = time(NULL);
	char date[DATE_LEN];
	struct tm tm;

	if (localtime_r(&now, &tm) && strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S %Z ", &tm))
		fputs(date, lg->f);
}

static void write_prefix(stdio_logger *lg, const char *context)
{
	if (lg->flags & XTL_STDIOSTREAM_SHOW_DATE)
		write_date(lg);
	if (lg->flags & XTL_STDIOSTREAM_SHOW_PID)
		fprintf(lg->f, "[%lu] ", (unsigned long)getpid());
	if (context)
		fprintf(lg->f, "%s: ", context);
}

static void __attribute__((format(printf, 5, 0)))
stdiostream_vmessage(xentoollog_logger *logger, xentoollog_level level, int errnoval,
		     const char *context, const char *format, va_list al)
{
	stdio_logger *lg = (stdio_logger *)logger;

	if (level < lg->min_level)
		return;

	erase_unfinished(lg);
	write_prefix(lg, context);
	fprintf(lg->f, "%s: ", xtl_level_to_string(level));
	vfprintf(lg->f, format, al);
	if (errnoval >= 0)
		fprintf(lg->f, ": %s", strerror(errnoval));
	putc('\n', lg->f);
	fflush(lg->f);
}

/* One report on one line, padded over what an earlier report left there. */
static void progress_overwrite(stdio_logger *lg, const char *context, const char *doing_what,
			       int percent, unsigned long done, unsigned long total)
{
	int len;

	if (lg->unfinished)
		putc('\r', lg->f);
	len = fprintf(lg->f, "%s%s%s: %lu/%lu  %3d%%", context ? context : "", context ? ": " : "",
		      doing_what, done, total, percent);
	if (len < lg->unfinished)
		fprintf(lg->f, "%*s", lg->unfinished - len, "");
	if (percent == 100)
		putc('\n', lg->f);
	lg->unfinished = percent == 100 ? 0 : len;
	fflush(lg->f);
}

static void stdiostream_progress(xentoollog_logger *logger, const char *context,
				 const char *doing_what, int percent, unsigned long done,
				 unsigned long total)
{
	stdio_logger *lg = (stdio_logger *)logger;
	int step = percent - lg->last_percent;
	/* Small steps matter only to somebody who asked for details. */
	xentoollog_level level = step > 0 && step < 5 ? XTL_DETAIL : XTL_PROGRESS;

	if (lg->flags & XTL_STDIOSTREAM_HIDE_PROGRESS || !step || level < lg->min_level)
		return;
	lg->last_percent = percent;

	if (lg->use_cr) {
		progress_overwrite(lg, context, doing_what, percent, done, total);
		return;
	}
	xtl_log(logger, level, -1, context, "%s: %lu/%lu  %3d%%", doing_what, done, total, percent);
}

static void stdiostream_destroy(xentoollog_logger *logger)
{
	stdio_logger *lg = (stdio_logger *)logger;

	erase_unfinished(lg);
	fflush(lg->f);
	free(lg);
}

xentoollog_logger_stdiostream *xtl_createlogger_stdiostream(FILE *f, xentoollog_level min_level,
							     unsigned flags)
{
	xentoollog_logger_stdiostream new_logger = {
		.f = f, .min_level = min_level, .flags = flags,
	};

	if (flags & XTL_STDIOSTREAM_PROGRESS_USE_CR)
		new_logger.use_cr = 1;
	else if (!(flags & XTL_STDIOSTREAM_PROGRESS_NO_CR))
		new_logger.use_cr = fileno(f) >= 0 && isatty(fileno(f));
	if (flags & XTL_STDIOSTREAM_SHOW_DATE)
		tzset();

	return XTL_NEW_LOGGER(stdiostream, new_logger);
}

void xtl_stdiostream_set_minlevel(xentoollog_logger_stdiostream *lg, xentoollog_level min_level)
{
	lg->min_level = min_level;
}

void xtl_stdiostream_adjust_flags(xentoollog_logger_stdiostream *lg, unsigned set_flags,
				  unsigned clear_flags)
{
	unsigned flags = (lg->flags & ~clear_flags) | set_flags;

	if (flags & ~lg->flags & XTL_STDIOSTREAM_SHOW_DATE)
		tzset();
	lg->flags = flags;
}

/* SPDX-License-Identifier: MIT */
/* Log messages and progress reports of the tools, with a consumer of the caller's choice. */
#ifndef XENTOOLLOG_H
#define XENTOOLLOG_H

#include <stdarg.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum xentoollog_level {
	XTL_NONE, /* marks "no level"; no message has it */
	XTL_DEBUG,
	XTL_VERBOSE,
	XTL_DETAIL,
	XTL_PROGRESS,
	XTL_INFO,
	XTL_NOTICE,
	XTL_WARN,
	XTL_ERROR,
	XTL_CRITICAL,
	XTL_NUM_LEVELS
} xentoollog_level;

typedef struct xentoollog_logger xentoollog_logger;

/* A consumer. Its own data follow in a larger struct that has this one as its first member. */
struct xentoollog_logger {
	/* @errnoval: an errno value to explain, or -1; @context: "xc", "xl", ... or NULL;
	 * @format: the message alone, without newline. */
	void (*vmessage)(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
			 const char *context, const char *format, va_list al)
		__attribute__((format(printf, 5, 0)));
	/* May be NULL. Each new activity is announced with @done == 0. */
	void (*progress)(struct xentoollog_logger *logger, const char *context,
			 const char *doing_what, int percent, unsigned long done,
			 unsigned long total);
	void (*destroy)(struct xentoollog_logger *logger);
};

/* --- consuming messages --- */

#define XTL_STDIOSTREAM_SHOW_PID        001u
#define XTL_STDIOSTREAM_SHOW_DATE       002u
#define XTL_STDIOSTREAM_HIDE_PROGRESS   004u
#define XTL_STDIOSTREAM_PROGRESS_USE_CR 010u /* overwrite the line; default if f is a terminal */
#define XTL_STDIOSTREAM_PROGRESS_NO_CR  020u /* a line per report; default otherwise */

typedef struct xentoollog_logger_stdiostream xentoollog_logger_stdiostream;

/*
 * A logger that writes to @f messages of @min_level and above. Destroying it does not close @f.
 * Returns NULL without memory, having written that to @f. Only SHOW_PID, SHOW_DATE and
 * HIDE_PROGRESS can be changed later.
 */
xentoollog_logger_stdiostream *xtl_createlogger_stdiostream(FILE *f, xentoollog_level min_level,
							     unsigned flags);

void xtl_stdiostream_set_minlevel(xentoollog_logger_stdiostream *logger,
				  xentoollog_level min_level);

/* A flag in both @set_flags and @clear_flags ends up set. */
void xtl_stdiostream_adjust_flags(xentoollog_logger_stdiostream *logger, unsigned set_flags,
				  unsigned clear_flags);

/* Free a logger of any kind; NULL is fine. */
void xtl_logger_destroy(struct xentoollog_logger *logger);

/* --- producing messages; all keep errno --- */

void xtl_logv(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
	      const char *context, const char *format, va_list al)
	__attribute__((format(printf, 5, 0)));

void xtl_log(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
	     const char *context, const char *format, ...) __attribute__((format(printf, 5, 6)));

void xtl_progress(struct xentoollog_logger *logger, const char *context, const char *doing_what,
		  unsigned long done, unsigned long total);

/* --- writing a consumer --- */

/* A fixed string; never NULL. */
const char *xtl_level_to_string(xentoollog_level level);

/*
 * Set the functions LOGGER_vmessage, LOGGER_progress and LOGGER_destroy in @buffer, a
 * xentoollog_logger_LOGGER whose first member is called vtable, and evaluate to a heap copy of
 * it, or to NULL after logging that memory ran out. Needs <stdlib.h> and <errno.h>.
 */
#define XTL_NEW_LOGGER(LOGGER, buffer) ({						\
	xentoollog_logger_##LOGGER *xtl_new_ = (xentoollog_logger_##LOGGER *)		\
		malloc(sizeof(*xtl_new_));						\
											\
	(buffer).vtable.vmessage = LOGGER##_vmessage;					\
	(buffer).vtable.progress = LOGGER##_progress;					\
	(buffer).vtable.destroy = LOGGER##_destroy;					\
	if (xtl_new_)									\
		*xtl_new_ = (buffer);							\
	else										\
		xtl_log((xentoollog_logger *)&(buffer), XTL_CRITICAL, errno, "xtl",	\
			"no memory for a message logger");				\
	xtl_new_;									\
})

#ifdef __cplusplus
}
#endif

#endif /* XENTOOLLOG_H */

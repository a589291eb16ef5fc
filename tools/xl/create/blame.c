/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libxl's errors name keys ("kernel=...") but know neither file nor line. The keys are remembered as the messages pass,
 * and a creation that failed ends with the places of those that the configuration has.
 */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "../cfg/config.h"
#include "../xl.h"
#include "create.h"

#define MAX_NAMED 8 /* enough for any one failure */

static const char *named[MAX_NAMED];
static unsigned int named_count;
static xentoollog_logger *next_logger;

void blame_key(const char *key)
{
	unsigned int i;

	for (i = 0; i < named_count; i++)
		if (!strcmp(named[i], key))
			return;
	if (named_count < MAX_NAMED)
		named[named_count++] = key;
}

/* Is there KEY= in text, as a word of its own? */
static bool mentions(const char *text, const char *key)
{
	size_t length = strlen(key);
	const char *at = text;

	for (; (at = strstr(at, key)); at += length)
		if (at[length] == '=' && (at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_')))
			return true;
	return false;
}

static void remember_keys(const char *format, va_list al)
{
	char *text;
	unsigned int i;

	if (vasprintf(&text, format, al) < 0)
		return; /* the message itself gets through */
	for (i = 0; i < config_key_count; i++)
		if (mentions(text, config_keys[i].name))
			blame_key(config_keys[i].name);
	free(text);
}

static void __attribute__((format(printf, 5, 0)))
pass_on(xentoollog_logger *self, xentoollog_level level, int errnoval, const char *context, const char *format, va_list al)
{
	va_list again;

	if (level >= XTL_ERROR) {
		va_copy(again, al);
		remember_keys(format, again);
		va_end(again);
	}
	xtl_logv(next_logger, level, errnoval, context, format, al);
}

static void pass_on_progress(xentoollog_logger *self, const char *context, const char *what, int percent,
			     unsigned long done, unsigned long total)
{
	if (next_logger->progress)
		next_logger->progress(next_logger, context, what, percent, done, total);
}

static void no_destroy(xentoollog_logger *self)
{
}

xentoollog_logger *blame_logger(xentoollog_logger *next)
{
	static xentoollog_logger self = { pass_on, pass_on_progress, no_destroy };

	next_logger = next;
	return &self;
}

void blame_report(const XLU_Config *cfg)
{
	unsigned int i;

	for (i = 0; cfg && i < named_count; i++)
		if (xlu_cfg_get_value(cfg, named[i]))
			xlu_cfg_report(cfg, named[i], "error", "`%s': the error above is about this setting", named[i]);
	named_count = 0;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
#include <errno.h>

#include "private.h"

const char *xlu__cfg_source(const XLU_Config *cfg)
{
	const struct source_name *s = cfg->sources;

	while (s && s->next)
		s = s->next;
	return s ? s->name : "<config>";
}

void xlu__vreport(const XLU_Config *cfg, const char *source, int line, const char *severity,
		  const char *fmt, va_list ap)
{
	fputs(source ? source : xlu__cfg_source(cfg), cfg->report);
	if (line)
		fprintf(cfg->report, ":%d", line);
	fputs(": ", cfg->report);
	if (severity)
		fprintf(cfg->report, "%s: ", severity);
	vfprintf(cfg->report, fmt, ap);
	fputc('\n', cfg->report);
}

void xlu__report(const XLU_Config *cfg, const char *source, int line, const char *severity,
		 const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xlu__vreport(cfg, source, line, severity, fmt, ap);
	va_end(ap);
}

void xlu_cfg_report(const XLU_Config *cfg, const char *n, const char *severity, const char *fmt, ...)
{
	const struct setting *set = n ? xlu__cfg_find(cfg, n) : NULL;
	const XLU_ConfigValue *place = cfg->place ? cfg->place : set ? set->value : NULL;
	va_list ap;

	va_start(ap, fmt);
	xlu__vreport(cfg, place ? place->source : NULL, place ? place->line : 0, severity, fmt, ap);
	va_end(ap);
}

int xlu__place_error(const XLU_Config *cfg, const char *what, const char *spec, const char *fmt, ...)
{
	va_list ap;

	fputs(cfg->place ? cfg->place->source : xlu__cfg_source(cfg), cfg->report);
	if (cfg->place)
		fprintf(cfg->report, ":%d", cfg->place->line);
	fprintf(cfg->report, ": config parsing error in %s: ", what);
	va_start(ap, fmt);
	vfprintf(cfg->report, fmt, ap);
	va_end(ap);
	fprintf(cfg->report, " in `%s'\n", spec);
	return EINVAL;
}

void xlu_cfg_report_at(XLU_Config *cfg, const XLU_ConfigValue *value)
{
	cfg->place = value;
}

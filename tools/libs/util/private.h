/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XLU_PRIVATE_H
#define XLU_PRIVATE_H

#include <stdarg.h>
#include <stdbool.h>

#include "libxlutil.h"

struct XLU_ConfigList {
	int count, room;
	XLU_ConfigValue **values;
};

struct XLU_ConfigValue {
	enum XLU_ConfigValueType type;
	const char *source; /* owned by the configuration */
	int line;
	union {
		char *string;
		XLU_ConfigList list;
	} u;
};

/* One key; settings are kept in the order of first appearance. */
struct setting {
	struct setting *next;
	char *name;
	XLU_ConfigValue *value;
};

struct source_name {
	struct source_name *next;
	char *name;
};

struct XLU_Config {
	FILE *report;
	struct source_name *sources; /* the newest first; the last is the report file name */
	struct setting *settings, **settings_end;
	const XLU_ConfigValue *place; /* of the device string being parsed, or NULL */
};

/* What the scanner and the parser share while one text is read. */
struct parse {
	XLU_Config *cfg;
	void *scanner;
	const char *source;
	int error; /* errno value of the first failure */
	int depth; /* of lists in lists */
};

/* Lists nest no deeper, which bounds the parser's and every walker's stack. */
#define XLU_MAX_DEPTH 16

XLU_ConfigValue *xlu__cfg_string_mk(struct parse *p, int line, char *string);
XLU_ConfigValue *xlu__cfg_list_mk(struct parse *p, int line);
void xlu__cfg_list_append(struct parse *p, XLU_ConfigValue *list, XLU_ConfigValue *item);
void xlu__cfg_value_free(XLU_ConfigValue *value);
/* Takes name and value, whatever happens. */
void xlu__cfg_set_store(struct parse *p, char *name, enum XLU_Operation op,
			XLU_ConfigValue *value, int line);
void xlu__cfg_set_free(struct setting *set);
const struct setting *xlu__cfg_find(const XLU_Config *cfg, const char *n);

char *xlu__cfgl_strdup(struct parse *p, const char *text);
/* The text between the quotes of a string token, with its escapes resolved. */
char *xlu__cfgl_dequote(struct parse *p, const char *token, int line);
void xlu__cfgl_lexicalerror(struct parse *p, int line, const char *text, const char *message);

/* "SOURCE:LINE: MESSAGE"; no line when it is 0. */
void xlu__vreport(const XLU_Config *cfg, const char *source, int line, const char *severity,
		  const char *fmt, va_list ap) __attribute__((format(printf, 5, 0)));
void xlu__report(const XLU_Config *cfg, const char *source, int line, const char *severity,
		 const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* "SOURCE:LINE: config parsing error in WHAT: MESSAGE in `STRING'"; returns EINVAL. */
int xlu__place_error(const XLU_Config *cfg, const char *what, const char *spec, const char *fmt,
		    ...) __attribute__((format(printf, 4, 5)));
const char *xlu__cfg_source(const XLU_Config *cfg);

#endif /* XLU_PRIVATE_H */

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Reading of configuration text. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "cfg.tab.h"
#include "cfg.lex.h"

/* A configuration is written by hand: what is larger is not one. */
#define MAX_FILE (16 << 20)

static const char *add_source(XLU_Config *cfg, const char *name)
{
	struct source_name *s = malloc(sizeof(*s));

	if (!s)
		return NULL;
	s->name = strdup(name);
	if (!s->name) {
		free(s);
		return NULL;
	}
	s->next = cfg->sources;
	cfg->sources = s;
	return s->name;
}

XLU_Config *xlu_cfg_init(FILE *report, const char *report_filename)
{
	XLU_Config *cfg = calloc(1, sizeof(*cfg));

	if (!cfg)
		return NULL;
	cfg->report = report;
	cfg->settings_end = &cfg->settings;
	if (!add_source(cfg, report_filename ? report_filename : "<config>")) {
		free(cfg);
		return NULL;
	}
	return cfg;
}

void xlu_cfg_destroy(XLU_Config *cfg)
{
	struct setting *set;
	struct source_name *s;

	if (!cfg)
		return;
	while ((set = cfg->settings)) {
		cfg->settings = set->next;
		xlu__cfg_set_free(set);
	}
	while ((s = cfg->sources)) {
		cfg->sources = s->next;
		free(s->name);
		free(s);
	}
	free(cfg);
}

static int parse_text(XLU_Config *cfg, const char *source, const char *data, int length)
{
	struct parse p = { .cfg = cfg, .source = source };
	YY_BUFFER_STATE buffer;
	int rc;

	if (xlu__cfg_yylex_init_extra(&p, &p.scanner))
		return errno;
	buffer = xlu__cfg_yy_scan_bytes(data, length, p.scanner);
	xlu__cfg_yyset_lineno(1, p.scanner);
	rc = xlu__cfg_yyparse(&p);
	xlu__cfg_yy_delete_buffer(buffer, p.scanner);
	xlu__cfg_yylex_destroy(p.scanner);
	if (p.error == ENOMEM || rc == 2)
		xlu__report(cfg, source, 0, NULL, "config parsing failed: out of memory");
	return p.error ? p.error : rc == 2 ? ENOMEM : rc ? EINVAL : 0;
}

static int parse_checked(XLU_Config *cfg, const char *source, const char *data, int length)
{
	const char *nul = length > 0 ? memchr(data, 0, length) : NULL;
	int line = 1;

	if (!nul)
		return parse_text(cfg, source, data, length < 0 ? 0 : length);
	while (data < nul)
		line += *data++ == '\n';
	xlu__report(cfg, source, line, NULL,
		    "config parsing error: a zero byte; is this a configuration file?");
	return EINVAL;
}

int xlu_cfg_readdata(XLU_Config *cfg, const char *data, int length)
{
	return parse_checked(cfg, xlu__cfg_source(cfg), data, length);
}

int xlu_cfg_readdata_from(XLU_Config *cfg, const char *source, const char *data, int length)
{
	const char *kept = add_source(cfg, source);

	return kept ? parse_checked(cfg, kept, data, length) : ENOMEM;
}

/* Reads all of f; *data is malloced. */
static int read_all(FILE *f, char **data, int *length)
{
	size_t room = 4096, used = 0, got;
	char *buffer = malloc(room), *bigger;

	while (buffer) {
		got = fread(buffer + used, 1, room - used, f);
		used += got;
		if (!got)
			break;
		if (used < room)
			continue;
		if (room >= MAX_FILE) {
			free(buffer);
			return EFBIG;
		}
		room *= 2;
		bigger = realloc(buffer, room);
		if (!bigger)
			free(buffer);
		buffer = bigger;
	}
	if (!buffer)
		return ENOMEM;
	if (ferror(f)) {
		free(buffer);
		return errno ? errno : EIO;
	}
	*data = buffer;
	*length = used;
	return 0;
}

int xlu_cfg_readfile(XLU_Config *cfg, const char *real_filename)
{
	FILE *f = fopen(real_filename, "r");
	char *data = NULL;
	int length = 0, rc;

	if (!f) {
		rc = errno;
		xlu__report(cfg, NULL, 0, NULL, "unable to open configuration file `%s': %s",
			    real_filename, strerror(rc));
		return rc;
	}
	rc = read_all(f, &data, &length);
	fclose(f);
	if (rc) {
		xlu__report(cfg, NULL, 0, NULL, "unable to read configuration file `%s': %s",
			    real_filename, strerror(rc));
		return rc;
	}
	rc = xlu_cfg_readdata(cfg, data, length);
	free(data);
	return rc;
}

char *xlu__cfgl_strdup(struct parse *p, const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		p->error = ENOMEM;
	return copy;
}

void xlu__cfgl_lexicalerror(struct parse *p, int line, const char *text, const char *message)
{
	if (!p->error)
		xlu__report(p->cfg, p->source, line, NULL, "config parsing error near `%.40s': %s",
			    text, message);
	p->error = EINVAL;
}

/* The number after \x or in \NNN: at most max digits in base. The value, or -1 when there is no digit. */
static int escape_number(const char **s, int base, int max)
{
	char digits[4] = "";
	char *end;
	int n;
	long value;

	for (n = 0; n < max && (*s)[n]; n++)
		digits[n] = (*s)[n];
	if (digits[0] == '-' || digits[0] == '+' || digits[0] == ' ')
		return -1;
	value = strtol(digits, &end, base);
	if (end == digits || value > 255)
		return -1;
	*s += end - digits;
	return value;
}

/* One escape after its backslash, advancing *s. The character, or -1. */
static int escape(const char **s)
{
	char c = *(*s)++;

	switch (c) {
	case 'a': return '\a';
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case 'v': return '\v';
	case '\\':
	case '\'':
	case '"': return c;
	case 'x': return escape_number(s, 16, 2);
	case '0' ... '7':
		(*s)--;
		return escape_number(s, 8, 3);
	default: return -1;
	}
}

char *xlu__cfgl_dequote(struct parse *p, const char *token, int line)
{
	const char *s = token + 1, *end = token + strlen(token) - 1, *start;
	char *text = malloc(strlen(token)), *out = text;
	char wrong[3];
	int c;

	if (!text) {
		p->error = ENOMEM;
		return NULL;
	}
	while (s < end) {
		if (*s != '\\') {
			*out++ = *s++;
			continue;
		}
		start = s++;
		c = escape(&s);
		if (c > 0) {
			*out++ = c;
			continue;
		}
		snprintf(wrong, sizeof(wrong), "%.2s", start);
		xlu__cfgl_lexicalerror(p, line, wrong,
				       c ? "unknown escape in a string; write \\\\ for a backslash"
					 : "a string cannot hold a zero byte");
		break;
	}
	*out = '\0';
	return text;
}

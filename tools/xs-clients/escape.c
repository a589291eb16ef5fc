/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

static size_t escape_byte(char *to, unsigned char c)
{
	static const char plain[] = "\t\n\r\\", letter[] = "tnr\\";
	const char *at = c ? strchr(plain, c) : NULL;

	if (at)
		return sprintf(to, "\\%c", letter[at - plain]);
	if (c >= ' ' && c <= '~')
		return sprintf(to, "%c", c);
	return sprintf(to, c < 8 ? "\\%03o" : "\\x%02x", c);
}

char *escape(const char *value, unsigned int len)
{
	char *text = malloc(4 * (size_t)len + 1), *p = text;
	unsigned int i;

	if (!text) {
		complain("out of memory");
		exit(1);
	}
	for (i = 0; i < len; i++)
		p += escape_byte(p, value[i]);
	*p = 0;
	return text;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* Reads up to `max` digits; leaves *s behind them. */
static unsigned char number(const char **s, int base, int max)
{
	unsigned int v = 0;

	while (max-- && digit(**s) < base)
		v = v * base + digit(*(*s)++);
	return v;
}

unsigned int unescape(char *text)
{
	const char *s = text;
	char *to = text;

	while (*s) {
		if (*s != '\\' || !s[1]) {
			*to++ = *s++;
			continue;
		}
		s++;
		if (*s >= '0' && *s <= '7') {
			*to++ = number(&s, 8, 3);
			continue;
		}
		switch (*s) {
		case 't': *to++ = '\t'; break;
		case 'n': *to++ = '\n'; break;
		case 'r': *to++ = '\r'; break;
		case 'x':
			s++;
			*to++ = number(&s, 16, 2);
			continue;
		default: *to++ = *s;
		}
		s++;
	}
	*to = 0;
	return to - text;
}

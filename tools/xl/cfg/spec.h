/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings of words apart by commas, NAME=VALUE or a bare flag, that describe a device: one row for each word. */
#ifndef XL_SPEC_H
#define XL_SPEC_H

#include "../keys.h"

enum spec_type {
	SPEC_STRING,   /* char * */
	SPEC_INT,      /* int or unsigned of 4 or 8 bytes */
	SPEC_BOOL,     /* bool */
	SPEC_DEFBOOL,  /* libxl_defbool */
	SPEC_WORD,     /* enumeration, by words */
	SPEC_MAC,      /* libxl_mac */
	SPEC_UUID,     /* libxl_uuid */
	SPEC_TRUE,     /* a bare word that sets a libxl_defbool */
	SPEC_FALSE,    /* a bare word that clears one */
	SPEC_IGNORED,  /* accepted, no effect */
};

struct spec_key {
	const char *name;
	enum spec_type type;
	size_t offset, size;
	const struct key_word *words;
	/* Instead of the conversion by type: 0, or -1 after key_error(). */
	int (*set)(struct key_ctx *k, const struct key *key, void *device, const char *value);
};

struct spec_grammar {
	const struct spec_key *keys;
	unsigned int count;
};

#define SPEC_GRAMMAR(rows) { rows, sizeof(rows) / sizeof((rows)[0]) }

/* Parses text into device; mistakes are reported at the place that is set. 0 or -1. */
int spec_parse(struct key_ctx *k, const struct key *key, const struct spec_grammar *grammar,
	       const char *text, void *device);

/*
 * Calls one for each string of a list, with the place of reports set to it. 0, or -1 when a call
 * or the type of the value failed; the remaining ones are still made.
 */
int spec_each(struct key_ctx *k, const struct key *key,
	      int (*one)(struct key_ctx *k, const struct key *key, const char *text, int index));

#endif /* XL_SPEC_H */

/* SPDX-License-Identifier: GPL-2.0-only */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "../xl.h"
#include "spec.h"

static int wrong_value(struct key_ctx *k, const struct key *key, const struct spec_key *row,
		       const char *value, const char *wanted)
{
	return key_error(k, key, "%s=%s: %s", row->name, value, wanted);
}

static int set_int(struct key_ctx *k, const struct key *key, const struct spec_key *row,
		   const char *value, void *field)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(value, &end, 0);
	if (end == value || *end || errno || number < INT32_MIN || number > INT32_MAX)
		return wrong_value(k, key, row, value, "a number is needed here");
	key_store(field, row->size, number);
	return 0;
}

static int set_bool(struct key_ctx *k, const struct key *key, const struct spec_key *row,
		    const char *value, void *field)
{
	bool yes = !strcmp(value, "1");

	if (!yes && strcmp(value, "0"))
		return wrong_value(k, key, row, value, "0 (no) or 1 (yes) is needed here");
	if (row->type == SPEC_BOOL)
		*(bool *)field = yes;
	else
		libxl_defbool_set(field, yes);
	return 0;
}

static int set_mac(struct key_ctx *k, const struct key *key, const struct spec_key *row,
		   const char *value, void *field)
{
	unsigned long byte;
	libxl_mac mac;
	char *end;
	int i;

	for (i = 0; i < 6; i++, value = end + 1) {
		if (!isxdigit((unsigned char)*value))
			break;
		byte = strtoul(value, &end, 16);
		if (byte > 255 || (i < 5 ? *end != ':' && *end != '-' : *end))
			break;
		mac[i] = byte;
	}
	if (i < 6)
		return key_error(k, key, "`mac' needs six bytes in hexadecimal, as in 00:16:3e:01:02:03");
	memcpy(field, mac, sizeof(mac));
	return 0;
}

static int set_value(struct key_ctx *k, const struct key *key, const struct spec_key *row,
		     const char *value, void *device)
{
	void *field = (char *)device + row->offset;
	int word;

	if (row->set)
		return row->set(k, key, device, value);
	switch (row->type) {
	case SPEC_STRING:
		free(*(char **)field);
		*(char **)field = xl_strdup(value);
		return 0;
	case SPEC_INT:
		return set_int(k, key, row, value, field);
	case SPEC_BOOL:
	case SPEC_DEFBOOL:
		return set_bool(k, key, row, value, field);
	case SPEC_WORD:
		word = key_word_value(row->words, value);
		if (word < 0)
			return key_error(k, key, "%s=%s: it can be %s", row->name, value,
					 key_words_text(row->words));
		key_store(field, row->size, word);
		return 0;
	case SPEC_MAC:
		return set_mac(k, key, row, value, field);
	case SPEC_UUID:
		if (libxl_uuid_from_string(field, value))
			return wrong_value(k, key, row, value, "not a UUID");
		return 0;
	default:
		return 0;
	}
}

static bool is_flag(const struct spec_key *row)
{
	return row->type == SPEC_TRUE || row->type == SPEC_FALSE;
}

static int unknown_word(struct key_ctx *k, const struct key *key, const struct spec_grammar *g,
			const char *word)
{
	char *known = xl_strdup(""), *longer;
	unsigned int i;

	for (i = 0; i < g->count; i++) {
		if (g->keys[i].type == SPEC_IGNORED)
			continue;
		longer = xl_asprintf("%s%s%s", known, *known ? ", " : "", g->keys[i].name);
		free(known);
		known = longer;
	}
	key_error(k, key, "unrecognized argument `%s'; there are %s", word, known);
	free(known);
	return -1;
}

static int parse_word(struct key_ctx *k, const struct key *key, const struct spec_grammar *g,
		      char *word, void *device)
{
	char *equals = strchr(word, '=');
	size_t length = equals ? (size_t)(equals - word) : strlen(word);
	const struct spec_key *row;
	unsigned int i;

	while (length && isspace((unsigned char)word[length - 1]))
		length--;
	for (i = 0; i < g->count; i++) {
		row = &g->keys[i];
		if (strlen(row->name) != length || memcmp(row->name, word, length))
			continue;
		if (!equals && is_flag(row)) {
			libxl_defbool_set((libxl_defbool *)((char *)device + row->offset),
					  row->type == SPEC_TRUE);
			return 0;
		}
		if (equals && !is_flag(row))
			return set_value(k, key, row, equals + 1 + strspn(equals + 1, " \t"), device);
		if (equals)
			return key_error(k, key, "`%s' takes no value", row->name);
		return key_error(k, key, "`%s' needs a value; write %s=...", row->name, row->name);
	}
	return unknown_word(k, key, g, word);
}

int spec_parse(struct key_ctx *k, const struct key *key, const struct spec_grammar *grammar,
	       const char *text, void *device)
{
	char *copy = xl_strdup(text), *rest = copy, *word, *end;
	int rc = 0;

	while ((word = strsep(&rest, ","))) {
		word += strspn(word, " \t");
		for (end = word + strlen(word); end > word && isspace((unsigned char)end[-1]); end--)
			end[-1] = '\0';
		if (*word && parse_word(k, key, grammar, word, device))
			rc = -1;
	}
	free(copy);
	return rc;
}

int spec_each(struct key_ctx *k, const struct key *key,
	      int (*one)(struct key_ctx *k, const struct key *key, const char *text, int index))
{
	XLU_ConfigList *list;
	const char *text;
	int i, count, rc = 0;

	if (xlu_cfg_get_list(k->cfg, key->name, &list, &count, 1))
		return key_error(k, key, "this is one value but should be a list; write %s = [ \"...\" ]",
				 key->name);
	for (i = 0; i < count; i++) {
		xlu_cfg_report_at(k->cfg, xlu_cfg_get_listitem2(list, i));
		text = xlu_cfg_get_listitem(list, i);
		if (!text)
			rc = key_error(k, key, "entry %d is a list but should be a string", i + 1);
		else if (one(k, key, text, i))
			rc = -1;
	}
	xlu_cfg_report_at(k->cfg, NULL);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <string.h>

#include "keys.h"
#include "xl.h"

/* quoted: the key's name comes first */
static void report(struct key_ctx *k, const char *name, const char *what, bool quoted, const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		xl_fatal("xl: out of memory");
	if (quoted)
		xlu_cfg_report(k->cfg, name, what, "`%s': %s", name, text);
	else
		xlu_cfg_report(k->cfg, name, what, "%s", text);
	free(text);
}

int key_error(struct key_ctx *k, const struct key *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(k, key->name, "error", true, fmt, ap);
	va_end(ap);
	return -1;
}

void key_mistake(struct key_ctx *k, const char *name, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(k, name, "error", false, fmt, ap);
	va_end(ap);
	k->errors++;
}

void key_warning(struct key_ctx *k, const char *name, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(k, name, "warning", true, fmt, ap);
	va_end(ap);
}

void *key_field(struct key_ctx *k, const struct key *key)
{
	return (char *)k->base + key->offset;
}

void key_store(void *field, size_t size, long value)
{
	switch (size) {
	case 1:
		*(uint8_t *)field = value;
		break;
	case 4:
		*(uint32_t *)field = value;
		break;
	case 8:
		*(uint64_t *)field = value;
		break;
	default:
		abort(); /* a row of the table is wrong */
	}
}

const char *key_string(struct key_ctx *k, const struct key *key)
{
	const char *text;

	if (!xlu_cfg_get_string(k->cfg, key->name, &text, 1))
		return text;
	key_error(k, key, "this is a list; write one value: %s = \"...\"", key->name);
	return NULL;
}

int key_number(struct key_ctx *k, const struct key *key, long *value)
{
	const char *text = key_string(k, key);
	bool any = !key->min && !key->max;
	long min = any && key->size != 8 ? INT_MIN : any ? LONG_MIN : key->min;
	long max = any && key->size != 8 ? INT_MAX : any ? LONG_MAX : key->max;

	if (!text)
		return -1;
	switch (xlu_cfg_get_bounded_long(k->cfg, key->name, min, max, value, 1)) {
	case 0:
		return 0;
	case ERANGE:
		return key_error(k, key, "%s is out of range; it can be %ld to %ld", text, min, max);
	default:
		return key_error(k, key, "`%s' is not a number; write %s = NUMBER", text, key->name);
	}
}

int key_word_value(const struct key_word *words, const char *word)
{
	for (; words->word; words++)
		if (!strcmp(words->word, word))
			return words->value;
	return -1;
}

const char *key_words_text(const struct key_word *words)
{
	static char text[256];
	size_t used = 0;
	int i;

	for (i = 0; words[i].word && used < sizeof(text); i++)
		used += snprintf(text + used, sizeof(text) - used, "%s%s",
				 !i ? "" : words[i + 1].word ? ", " : " or ", words[i].word);
	return text;
}

int key_set_string(struct key_ctx *k, const struct key *key)
{
	char **field = key_field(k, key);
	const char *text = key_string(k, key);

	if (!text)
		return -1;
	free(*field);
	*field = xl_strdup(text);
	return 0;
}

int key_set_string_list(struct key_ctx *k, const struct key *key)
{
	libxl_string_list *field = key_field(k, key);
	int rc = xlu_cfg_get_list_as_string_list(k->cfg, key->name, field, 1);

	if (!rc)
		return 0;
	if (rc == ENOMEM)
		xl_fatal("xl: out of memory");
	return key_error(k, key, "not a list of strings; write %s = [ \"...\" ]", key->name);
}

int key_set_long(struct key_ctx *k, const struct key *key)
{
	long value;

	if (key_number(k, key, &value))
		return -1;
	key_store(key_field(k, key), key->size, value);
	return 0;
}

int key_set_megabytes(struct key_ctx *k, const struct key *key)
{
	struct key in_range = *key;
	long value;

	if (!key->max)
		in_range.max = LONG_MAX >> 20; /* the bytes fit */
	if (key_number(k, &in_range, &value))
		return -1;
	*(uint64_t *)key_field(k, key) = (uint64_t)value << 10;
	return 0;
}

static int get_bool(struct key_ctx *k, const struct key *key, bool *value)
{
	const char *text = key_string(k, key);
	long number;

	if (!text)
		return -1;
	if (xlu_cfg_get_long(k->cfg, key->name, &number, 1))
		return key_error(k, key, "`%s' is neither 0 (no) nor 1 (yes)", text);
	*value = number;
	return 0;
}

int key_set_bool(struct key_ctx *k, const struct key *key)
{
	return get_bool(k, key, key_field(k, key));
}

int key_set_defbool(struct key_ctx *k, const struct key *key)
{
	bool value;

	if (get_bool(k, key, &value))
		return -1;
	libxl_defbool_set(key_field(k, key), value);
	return 0;
}

int key_set_word(struct key_ctx *k, const struct key *key)
{
	const char *text = key_string(k, key);
	int value;

	if (!text)
		return -1;
	value = key_word_value(key->words, text);
	if (value < 0)
		return key_error(k, key, "`%s' is unknown; it can be %s", text,
				 key_words_text(key->words));
	key_store(key_field(k, key), key->size, value);
	return 0;
}

/* Changes of one letter that make `a' into `b', counting no further than `limit'. */
static unsigned int distance(const char *a, const char *b, unsigned int limit)
{
	unsigned int row[64], i, j, diagonal, above, cost, best;
	size_t length = strlen(b);

	if (length >= ARRAY_SIZE(row))
		return limit + 1;
	for (j = 0; j <= length; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		diagonal = row[0];
		row[0] = best = i;
		for (j = 1; j <= length; j++) {
			above = row[j];
			cost = diagonal + (a[i - 1] != b[j - 1]);
			if (above + 1 < cost)
				cost = above + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			diagonal = above;
			row[j] = cost;
			if (cost < best)
				best = cost;
		}
		if (best > limit)
			return limit + 1;
	}
	return row[length];
}

const char *key_nearest(const struct key *keys, unsigned int count, const char *name)
{
	unsigned int limit = strlen(name) / 3 + 1, i, d;
	const char *nearest = NULL;

	for (i = 0; i < count; i++) {
		d = distance(name, keys[i].name, limit);
		if (d > limit)
			continue;
		nearest = keys[i].name;
		limit = d - (d > 0);
		if (!d)
			break;
	}
	return nearest;
}

struct known {
	struct key_ctx *k;
	const struct key *keys;
	unsigned int count;
};

static int check_known(const char *name, void *opaque)
{
	struct known *known = opaque;
	const char *nearest;
	unsigned int i;

	for (i = 0; i < known->count; i++)
		if (!strcmp(known->keys[i].name, name))
			return 0;
	nearest = key_nearest(known->keys, known->count, name);
	if (nearest)
		key_mistake(known->k, name, "unknown key `%s'; did you mean `%s'?", name, nearest);
	else
		key_mistake(known->k, name, "unknown key `%s'; remove it or correct its name", name);
	return 0;
}

static void apply_row(struct key_ctx *k, const struct key *key)
{
	if (!xlu_cfg_get_value(k->cfg, key->name))
		return;
	if (k->variant && key->variants && !(key->variants & k->variant)) {
		if (!k->quiet)
			key_warning(k, key->name, "not for this type of guest; it has no effect");
		return;
	}
	if (key->unused && !k->quiet)
		key_warning(k, key->name, "known, but without effect in this version");
	if (key->replaced_by && !k->quiet)
		key_warning(k, key->name, "deprecated; use `%s'", key->replaced_by);
	if (key->set && key->set(k, key))
		k->errors++;
}

unsigned int key_apply(struct key_ctx *k, const struct key *keys, unsigned int count)
{
	struct known known = { .k = k, .keys = keys, .count = count };
	unsigned int i;

	xlu_cfg_for_each(k->cfg, check_known, &known);
	for (i = 0; i < count; i++)
		apply_row(k, &keys[i]);
	return k->errors;
}

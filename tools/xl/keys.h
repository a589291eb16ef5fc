/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keys of configuration files as rows of a table. A row names the setter that converts the value
 * and stores it in a field of the structure being filled. What is wrong is said with file and line,
 * and all of it, not the first mistake alone.
 */
#ifndef XL_KEYS_H
#define XL_KEYS_H

#include <stddef.h>

#include <libxlutil.h>

struct key;

struct key_ctx {
	XLU_Config *cfg;
	void *base;            /* the structure being filled */
	unsigned int variant;  /* bit of the variant being filled (see key.variants), or 0: all keys apply */
	unsigned int errors;
	bool name_taken;       /* one of the errors: a domain of that name runs */
	bool quiet;            /* no warnings about keys without effect */
};

struct key_word {
	const char *word;
	int value;
};

struct key {
	const char *name;
	/* Only called when the key is set. 0, or -1 after key_error(). */
	int (*set)(struct key_ctx *k, const struct key *key);
	size_t offset, size; /* of the field: KEY_FIELD */
	long min, max;       /* of numbers, inclusive; both 0: any that the field can hold */
	const struct key_word *words;
	unsigned int variants;   /* where it applies: bits, 0 for everywhere; elsewhere it is ignored */
	const char *replaced_by; /* deprecated: the name to use */
	bool unused;             /* known, but has no effect yet: said when it is set */
	const char *help;
};

#define KEY_FIELD(type, field) .offset = offsetof(type, field), .size = sizeof(((type *)0)->field)

/* Applies the rows in their order. The count of mistakes, each of them reported. */
unsigned int key_apply(struct key_ctx *k, const struct key *keys, unsigned int count);

/* Reports "FILE:LINE: error: `KEY': MESSAGE"; returns -1. The setter that returns that is counted as a mistake. */
int key_error(struct key_ctx *k, const struct key *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A mistake found after the rows: reports "FILE:LINE: error: MESSAGE" at the key, if it is set, and counts it. */
void key_mistake(struct key_ctx *k, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void key_warning(struct key_ctx *k, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

void *key_field(struct key_ctx *k, const struct key *key);
/* Stores a number into a field of 1, 4 or 8 bytes. */
void key_store(void *field, size_t size, long value);
/* The value as one string, or NULL after an error report. */
const char *key_string(struct key_ctx *k, const struct key *key);
/* The value as a number in the row's range. 0, or -1 after an error report. */
int key_number(struct key_ctx *k, const struct key *key, long *value);
/* The value of a word, or -1. */
int key_word_value(const struct key_word *words, const char *word);
/* "a, b or c", in a static buffer. */
const char *key_words_text(const struct key_word *words);
/* The name nearest to `name', or NULL when none is near. */
const char *key_nearest(const struct key *keys, unsigned int count, const char *name);

/* Setters for the common types of fields. */
int key_set_string(struct key_ctx *k, const struct key *key);      /* char * */
int key_set_string_list(struct key_ctx *k, const struct key *key); /* libxl_string_list */
int key_set_long(struct key_ctx *k, const struct key *key);        /* integer */
int key_set_megabytes(struct key_ctx *k, const struct key *key);   /* uint64_t of KiB */
int key_set_bool(struct key_ctx *k, const struct key *key);        /* bool */
int key_set_defbool(struct key_ctx *k, const struct key *key);     /* libxl_defbool */
int key_set_word(struct key_ctx *k, const struct key *key);        /* enumeration, bool */

#endif /* XL_KEYS_H */

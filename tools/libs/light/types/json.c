// SPDX-License-Identifier: LGPL-2.1-only
/* Print and parse any libxl type as JSON, from its table. A field that has its default is left out. */
#include <inttypes.h>
#include <stdlib.h>

#include "internal.h"
#include "types/json.h"
#include "types/walk.h"

#define GEN(call) \
	do { \
		yajl_gen_status s_ = (call); \
		if (s_ != yajl_gen_status_ok) \
			return s_; \
	} while (0)

yajl_gen_status libxl__gen_text(yajl_gen hand, const char *s)
{
	if (!s)
		return yajl_gen_null(hand);
	return yajl_gen_string(hand, (const unsigned char *)s, strlen(s));
}

yajl_gen_status libxl__uint64_gen_json(yajl_gen hand, uint64_t val)
{
	char buf[24];
	int n = snprintf(buf, sizeof(buf), "%" PRIu64, val);

	return yajl_gen_number(hand, buf, n);
}

static bool field_is_default(const struct libxl__field *f, const char *p)
{
	if (f->kind == LIBXL__FIELD_ARRAY)
		return *(const int *)(p + f->count_offset) <= 0;
	if (f->type->kind == LIBXL__TYPE_STRUCT)
		return false;
	if (f->type->kind == LIBXL__TYPE_BUILTIN)
		return f->type->ops->is_default(p + f->offset);
	return libxl__type_get_int(f->type, p + f->offset) == f->def;
}

static yajl_gen_status gen_fields(yajl_gen hand, const struct libxl__type *t, const char *p);

static yajl_gen_status gen_array(yajl_gen hand, const struct libxl__field *f, const char *p)
{
	const char *elem = *(char *const *)(p + f->offset);
	int i, n = *(const int *)(p + f->count_offset);

	GEN(yajl_gen_array_open(hand));
	for (i = 0; i < n; i++)
		GEN(libxl__type_gen(hand, f->type, elem + i * f->type->size));
	return yajl_gen_array_close(hand);
}

/* "KEY.value": { the arm } */
static yajl_gen_status gen_keyed(yajl_gen hand, const struct libxl__field *f, const char *p)
{
	int key = libxl__type_get_int(f->type, p + f->offset);
	const char *text = libxl__enum_to_text(f->type->texts, key);
	const struct libxl__type *arm = libxl__type_arm(f, key);
	char name[128];

	if (!text)
		return yajl_gen_status_ok;
	snprintf(name, sizeof(name), "%s.%s", f->name, text);
	GEN(libxl__gen_text(hand, name));
	GEN(yajl_gen_map_open(hand));
	if (arm)
		GEN(gen_fields(hand, arm, p + f->union_offset));
	return yajl_gen_map_close(hand);
}

static yajl_gen_status gen_fields(yajl_gen hand, const struct libxl__type *t, const char *p)
{
	unsigned int i;

	for (i = 0; i < t->nfields; i++) {
		const struct libxl__field *f = &t->fields[i];

		if (f->kind == LIBXL__FIELD_KEYED) {
			GEN(gen_keyed(hand, f, p));
			continue;
		}
		if (field_is_default(f, p))
			continue;
		GEN(libxl__gen_text(hand, f->name));
		if (f->kind == LIBXL__FIELD_ARRAY)
			GEN(gen_array(hand, f, p));
		else
			GEN(libxl__type_gen(hand, f->type, p + f->offset));
	}
	return yajl_gen_status_ok;
}

yajl_gen_status libxl__type_gen(yajl_gen hand, const struct libxl__type *t, const void *p)
{
	const char *text;

	switch (t->kind) {
	case LIBXL__TYPE_BOOL:
		return yajl_gen_bool(hand, *(const bool *)p);
	case LIBXL__TYPE_SIGNED:
		return yajl_gen_integer(hand, libxl__type_get_int(t, p));
	case LIBXL__TYPE_UNSIGNED:
		return libxl__uint64_gen_json(hand, libxl__type_get_int(t, p));
	case LIBXL__TYPE_ENUM:
		text = libxl__enum_to_text(t->texts, libxl__type_get_int(t, p));
		return libxl__gen_text(hand, text);
	case LIBXL__TYPE_BUILTIN:
		return t->ops->gen(hand, p);
	case LIBXL__TYPE_STRUCT:
		GEN(yajl_gen_map_open(hand));
		GEN(gen_fields(hand, t, p));
		return yajl_gen_map_close(hand);
	}
	abort();
}

char *libxl__type_to_json(libxl_ctx *ctx, const struct libxl__type *t, const void *p)
{
	yajl_gen hand = libxl_yajl_gen_alloc(NULL);
	const unsigned char *buf;
	char *ret = NULL;
	size_t len;

	if (!hand)
		return NULL;
	if (libxl__type_gen(hand, t, p) == yajl_gen_status_ok &&
	    yajl_gen_get_buf(hand, &buf, &len) == yajl_gen_status_ok)
		ret = strdup((const char *)buf);
	else
		LOGC(ctx, ERROR, "unable to convert %s to JSON", t->name);
	yajl_gen_free(hand);
	return ret;
}

/* ---- parsing ---- */

/* yajl_tree_get() wants a path; we have one key and may meet dots in it */
static yajl_val map_get(yajl_val map, const char *key)
{
	size_t i;

	for (i = 0; i < map->u.object.len; i++)
		if (!strcmp(map->u.object.keys[i], key))
			return map->u.object.values[i];
	return NULL;
}

int libxl__json_number(yajl_val val, bool is_signed, unsigned int bits, int64_t *out)
{
	const char *text;
	char *end;

	if (!YAJL_IS_NUMBER(val))
		return ERROR_INVAL;
	text = YAJL_GET_NUMBER(val);
	errno = 0;
	if (*text == '-') {
		*out = strtoll(text, &end, 10);
		/* unsigned fields have been written as negative numbers by old versions: accept */
		if (errno || *end || *out < -((int64_t)1 << (bits - 1)))
			return ERROR_INVAL;
		return 0;
	}
	*out = (int64_t)strtoull(text, &end, 10);
	if (errno || *end)
		return ERROR_INVAL;
	if (bits < 64 && (uint64_t)*out >> (is_signed ? bits - 1 : bits))
		return ERROR_INVAL;
	return 0;
}

static int fail(char *why, size_t n, const char *name, const char *text)
{
	snprintf(why, n, "%s: %s", name, text);
	return ERROR_FAIL;
}

static int parse_array(const struct libxl__field *f, char *p, yajl_val val, char *why, size_t n)
{
	size_t i, size = f->type->size;
	char *elem;
	int rc;

	if (!YAJL_IS_ARRAY(val))
		return fail(why, n, f->name, "is not an array");
	if (*(char **)(p + f->offset))
		return fail(why, n, f->name, "is filled already");
	elem = libxl__zalloc_raw((val->u.array.len + 1) * size);
	*(char **)(p + f->offset) = elem;
	*(int *)(p + f->count_offset) = val->u.array.len;
	for (i = 0; i < val->u.array.len; i++) {
		if (f->type->kind == LIBXL__TYPE_STRUCT)
			libxl__type_init(f->type, elem + i * size);
	}
	for (i = 0; i < val->u.array.len; i++) {
		rc = libxl__type_parse(f->type, elem + i * size, val->u.array.values[i], why, n);
		if (rc)
			return rc;
	}
	return 0;
}

static int parse_keyed(const struct libxl__type *t, const struct libxl__field *f, char *p,
		       yajl_val map, char *why, size_t n)
{
	const libxl_enum_string_table *e;
	char name[128];

	for (e = f->type->texts; e->s; e++) {
		const struct libxl__type *arm;
		yajl_val val;

		snprintf(name, sizeof(name), "%s.%s", f->name, e->s);
		val = map_get(map, name);
		if (!val)
			continue;
		if (libxl__type_get_int(f->type, p + f->offset) == f->def)
			libxl__type_init_key(t, p, f->name, e->v);
		else if (libxl__type_get_int(f->type, p + f->offset) != e->v)
			return fail(why, n, name, "contradicts what is set already");
		arm = libxl__type_arm(f, e->v);
		return arm ? libxl__type_parse(arm, p + f->union_offset, val, why, n) : 0;
	}
	return 0;
}

static int parse_struct(const struct libxl__type *t, char *p, yajl_val val, char *why, size_t n)
{
	unsigned int i;
	int rc;

	if (!YAJL_IS_OBJECT(val))
		return fail(why, n, t->name, "is not an object");
	for (i = 0; i < t->nfields; i++) {
		const struct libxl__field *f = &t->fields[i];
		yajl_val v;

		if (f->kind == LIBXL__FIELD_KEYED) {
			rc = parse_keyed(t, f, p, val, why, n);
		} else {
			v = map_get(val, f->name);
			if (!v)
				continue;
			rc = f->kind == LIBXL__FIELD_ARRAY ? parse_array(f, p, v, why, n)
				: libxl__type_parse(f->type, p + f->offset, v, why, n);
			if (rc && !*why)
				rc = fail(why, n, f->name, "has a value of the wrong kind");
		}
		if (rc)
			return rc;
	}
	return 0;
}

int libxl__type_parse(const struct libxl__type *t, void *p, yajl_val val, char *why, size_t n)
{
	int64_t num;
	int v, rc;

	switch (t->kind) {
	case LIBXL__TYPE_BOOL:
		if (!YAJL_IS_TRUE(val) && !YAJL_IS_FALSE(val))
			return ERROR_FAIL;
		*(bool *)p = YAJL_IS_TRUE(val);
		return 0;
	case LIBXL__TYPE_SIGNED:
	case LIBXL__TYPE_UNSIGNED:
		rc = libxl__json_number(val, t->kind == LIBXL__TYPE_SIGNED, t->size * 8, &num);
		if (!rc)
			memcpy(p, &num, t->size); /* little endian: the low bytes */
		return rc;
	case LIBXL__TYPE_ENUM:
		if (!YAJL_IS_STRING(val) || libxl__enum_from_text(t->texts, val->u.string, &v))
			return ERROR_FAIL;
		memcpy(p, &v, t->size);
		return 0;
	case LIBXL__TYPE_BUILTIN:
		return t->ops->parse(p, val);
	case LIBXL__TYPE_STRUCT:
		return parse_struct(t, p, val, why, n);
	}
	abort();
}

int libxl__type_from_json(libxl_ctx *ctx, const struct libxl__type *t, void *p, const char *s)
{
	char why[256] = "";
	yajl_val tree = yajl_tree_parse(s, why, sizeof(why));
	int rc;

	if (!tree) {
		LOGC(ctx, ERROR, "unable to parse JSON for %s: %s", t->name, why);
		return ERROR_INVAL;
	}
	why[0] = 0;
	rc = libxl__type_parse(t, p, tree, why, sizeof(why));
	if (rc)
		LOGC(ctx, ERROR, "unable to convert JSON to %s: %s", t->name,
		     *why ? why : "the value is of the wrong kind");
	yajl_tree_free(tree);
	return rc;
}

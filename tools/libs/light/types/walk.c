// SPDX-License-Identifier: LGPL-2.1-only
/* Initialise, copy and dispose of any libxl type, from its table. */
#include <stdlib.h>

#include "internal.h"
#include "types/walk.h"

int64_t libxl__type_get_int(const struct libxl__type *t, const void *p)
{
	bool is_signed = t->kind == LIBXL__TYPE_SIGNED || t->kind == LIBXL__TYPE_ENUM;

	switch (t->size) {
	case 1: return *(const uint8_t *)p;
	case 2: return *(const uint16_t *)p;
	case 4: return is_signed ? (int64_t)*(const int32_t *)p : *(const uint32_t *)p;
	case 8: return *(const int64_t *)p;
	}
	abort();
}

static void set_int(const struct libxl__type *t, void *p, int64_t v)
{
	switch (t->size) {
	case 1: *(uint8_t *)p = v; return;
	case 2: *(uint16_t *)p = v; return;
	case 4: *(uint32_t *)p = v; return;
	case 8: *(uint64_t *)p = v; return;
	}
	abort();
}

const struct libxl__type *libxl__type_arm(const struct libxl__field *f, int key)
{
	const struct libxl__arm *a;

	for (a = f->arms; a->type; a++)
		if (a->key == key)
			return a->type;
	return NULL;
}

/* Non-zero defaults only; the caller zeroed everything. */
static void init_fields(const struct libxl__type *t, char *p)
{
	unsigned int i;

	for (i = 0; i < t->nfields; i++) {
		const struct libxl__field *f = &t->fields[i];
		const struct libxl__type *ft = f->type;

		if (f->kind == LIBXL__FIELD_ARRAY || ft->kind == LIBXL__TYPE_BUILTIN)
			continue;
		if (ft->kind == LIBXL__TYPE_STRUCT)
			init_fields(ft, p + f->offset);
		else if (f->def)
			set_int(ft, p + f->offset, f->def);
	}
}

void libxl__type_init(const struct libxl__type *t, void *p)
{
	memset(p, 0, t->size);
	init_fields(t, p);
}

void libxl__type_init_key(const struct libxl__type *t, void *p, const char *key, int value)
{
	unsigned int i;

	for (i = 0; i < t->nfields; i++) {
		const struct libxl__field *f = &t->fields[i];
		const struct libxl__type *arm;

		if (f->kind != LIBXL__FIELD_KEYED || strcmp(f->name, key))
			continue;
		/* A caller may change its mind (xl.cfg's type= after the default): the old arm goes first. */
		arm = libxl__type_arm(f, libxl__type_get_int(f->type, (char *)p + f->offset));
		if (arm)
			libxl__type_dispose(arm, (char *)p + f->union_offset);
		set_int(f->type, (char *)p + f->offset, value);
		arm = libxl__type_arm(f, value);
		if (arm)
			libxl__type_init(arm, (char *)p + f->union_offset);
		return;
	}
	abort();
}

static void dispose_value(const struct libxl__type *t, void *p);

static void dispose_field(const struct libxl__field *f, char *p)
{
	if (f->kind == LIBXL__FIELD_ARRAY) {
		char *elem = *(char **)(p + f->offset);
		int i, n = *(int *)(p + f->count_offset);

		for (i = 0; elem && i < n; i++)
			dispose_value(f->type, elem + i * f->type->size);
		free(elem);
		return;
	}
	if (f->kind == LIBXL__FIELD_KEYED) {
		const struct libxl__type *arm =
			libxl__type_arm(f, libxl__type_get_int(f->type, p + f->offset));

		if (arm)
			dispose_value(arm, p + f->union_offset);
		return;
	}
	dispose_value(f->type, p + f->offset);
}

static void dispose_value(const struct libxl__type *t, void *p)
{
	unsigned int i;

	if (t->kind == LIBXL__TYPE_BUILTIN && t->ops->dispose)
		t->ops->dispose(p);
	for (i = 0; i < t->nfields; i++)
		dispose_field(&t->fields[i], p);
}

void libxl__type_dispose(const struct libxl__type *t, void *p)
{
	if (!p)
		return;
	dispose_value(t, p);
	memset(p, 0, t->size);
}

void libxl__type_reset(const struct libxl__type *t, void *p)
{
	libxl__type_dispose(t, p);
	libxl__type_init(t, p);
}

/* dst is a byte copy of src: give it pointers of its own */
static void own_value(const struct libxl__type *t, void *dst, const void *src);

static void own_field(const struct libxl__field *f, char *dst, const char *src)
{
	if (f->kind == LIBXL__FIELD_ARRAY) {
		const char *from = *(char *const *)(src + f->offset);
		int i, n = *(const int *)(src + f->count_offset);
		size_t size = f->type->size;
		char *to = NULL;

		if (n > 0 && from) {
			to = libxl__zalloc_raw(n * size);
			memcpy(to, from, n * size);
			for (i = 0; i < n; i++)
				own_value(f->type, to + i * size, from + i * size);
		}
		*(char **)(dst + f->offset) = to;
		return;
	}
	if (f->kind == LIBXL__FIELD_KEYED) {
		const struct libxl__type *arm =
			libxl__type_arm(f, libxl__type_get_int(f->type, src + f->offset));

		if (arm)
			own_value(arm, dst + f->union_offset, src + f->union_offset);
		return;
	}
	own_value(f->type, dst + f->offset, src + f->offset);
}

static void own_value(const struct libxl__type *t, void *dst, const void *src)
{
	unsigned int i;

	if (t->kind == LIBXL__TYPE_BUILTIN && t->ops->copy) {
		memset(dst, 0, t->size);
		t->ops->copy(dst, src);
	}
	for (i = 0; i < t->nfields; i++)
		own_field(&t->fields[i], dst, src);
}

void libxl__type_copy(const struct libxl__type *t, void *dst, const void *src)
{
	memcpy(dst, src, t->size);
	own_value(t, dst, src);
}

const char *libxl__enum_to_text(const libxl_enum_string_table *t, int v)
{
	for (; t->s; t++)
		if (t->v == v)
			return t->s;
	return NULL;
}

int libxl__enum_from_text(const libxl_enum_string_table *t, const char *s, int *v)
{
	for (; t->s; t++)
		if (!strcasecmp(t->s, s)) {
			*v = t->v;
			return 0;
		}
	return ERROR_INVAL;
}

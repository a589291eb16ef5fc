/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Tables that describe libxl's types, and the walks over them. gentypes.py makes one
 * struct libxl__type per type of libxl_types.idl; walk.c and json.c know the rest.
 */
#ifndef LIBXL__TYPES_WALK_H
#define LIBXL__TYPES_WALK_H

#include <assert.h>
#include <stddef.h>
#include <yajl/yajl_tree.h>

#include <libxl.h>
#include <libxl_json.h>

enum libxl__type_kind {
	LIBXL__TYPE_BOOL,
	LIBXL__TYPE_SIGNED,
	LIBXL__TYPE_UNSIGNED,
	LIBXL__TYPE_ENUM,
	LIBXL__TYPE_BUILTIN,
	LIBXL__TYPE_STRUCT,
};

enum libxl__field_kind { LIBXL__FIELD_PLAIN, LIBXL__FIELD_ARRAY, LIBXL__FIELD_KEYED };

struct libxl__type;

/* Operations of a builtin type. copy gets a dst that holds nothing. parse returns a libxl_error. */
struct libxl__builtin {
	void (*dispose)(void *p);
	void (*copy)(void *dst, const void *src);
	bool (*is_default)(const void *p);
	yajl_gen_status (*gen)(yajl_gen hand, const void *p);
	int (*parse)(void *p, yajl_val val);
};

/* An arm of a keyed union; the list ends with type == NULL. */
struct libxl__arm {
	int key;
	const struct libxl__type *type;
};

struct libxl__field {
	const char *name;
	size_t offset; /* from the start of the innermost struct, as the next two */
	size_t count_offset;
	size_t union_offset;
	const struct libxl__type *type; /* of the element of an array; the enum of a key */
	const struct libxl__arm *arms;
	int64_t def;
	enum libxl__field_kind kind;
};

struct libxl__type {
	const char *name;
	enum libxl__type_kind kind;
	size_t size;
	const libxl_enum_string_table *texts;
	const struct libxl__builtin *ops;
	const struct libxl__field *fields;
	unsigned int nfields;
};

extern const struct libxl__type libxl__type_bool, libxl__type_int, libxl__type_uint8,
	libxl__type_uint16, libxl__type_uint32, libxl__type_uint64, libxl__type_domid,
	libxl__type_devid, libxl__type_ev_user, libxl__type_string, libxl__type_cstring,
	libxl__type_defbool, libxl__type_uuid, libxl__type_mac, libxl__type_bitmap,
	libxl__type_string_list, libxl__type_key_value_list, libxl__type_cpuid_policy_list,
	libxl__type_hwcap, libxl__type_ms_vm_genid, libxl__type_ev_link;

#include "_libxl_types_tables.h"

void libxl__type_init(const struct libxl__type *t, void *p);
/* sets the key of a keyed union that still has its default and initialises the arm */
void libxl__type_init_key(const struct libxl__type *t, void *p, const char *key, int value);
void libxl__type_dispose(const struct libxl__type *t, void *p);
/* dst holds nothing before */
void libxl__type_copy(const struct libxl__type *t, void *dst, const void *src);
/* dispose() and init() */
void libxl__type_reset(const struct libxl__type *t, void *p);
const struct libxl__type *libxl__type_arm(const struct libxl__field *f, int key);
int64_t libxl__type_get_int(const struct libxl__type *t, const void *p);

const char *libxl__enum_to_text(const libxl_enum_string_table *t, int v);
int libxl__enum_from_text(const libxl_enum_string_table *t, const char *s, int *v);

yajl_gen_status libxl__type_gen(yajl_gen hand, const struct libxl__type *t, const void *p);
/* from malloc(); NULL when out of memory or when p is no value of its enumeration */
char *libxl__type_to_json(libxl_ctx *ctx, const struct libxl__type *t, const void *p);
/* p was initialised; fields that the text lacks keep their values. ERROR_FAIL is logged. */
int libxl__type_from_json(libxl_ctx *ctx, const struct libxl__type *t, void *p, const char *s);
int libxl__type_parse(const struct libxl__type *t, void *p, yajl_val val, char *why, size_t n);

#define LIBXL__TYPE_JSON(n) \
	yajl_gen_status libxl_##n##_gen_json(yajl_gen hand, libxl_##n *p) \
	{ return libxl__type_gen(hand, &libxl__type_##n, p); } \
	int libxl_##n##_from_json(libxl_ctx *ctx, libxl_##n *p, const char *s) \
	{ return libxl__type_from_json(ctx, &libxl__type_##n, p, s); }

#define LIBXL__ENUM_FUNCTIONS(n) \
	LIBXL__TYPE_JSON(n) \
	char *libxl_##n##_to_json(libxl_ctx *ctx, libxl_##n p) \
	{ return libxl__type_to_json(ctx, &libxl__type_##n, &p); } \
	const char *libxl_##n##_to_string(libxl_##n p) \
	{ return libxl__enum_to_text(libxl_##n##_string_table, p); } \
	int libxl_##n##_from_string(const char *s, libxl_##n *e) \
	{ int v, rc = libxl__enum_from_text(libxl_##n##_string_table, s, &v); \
	  if (!rc) *e = v; \
	  return rc; }

#define LIBXL__STRUCT_FUNCTIONS(n) \
	LIBXL__TYPE_JSON(n) \
	char *libxl_##n##_to_json(libxl_ctx *ctx, libxl_##n *p) \
	{ return libxl__type_to_json(ctx, &libxl__type_##n, p); } \
	void libxl_##n##_init(libxl_##n *p) \
	{ libxl__type_init(&libxl__type_##n, p); } \
	void libxl_##n##_copy(libxl_ctx *ctx, libxl_##n *dst, const libxl_##n *src) \
	{ libxl__type_copy(&libxl__type_##n, dst, src); }

#define LIBXL__STRUCT_DISPOSE(n) \
	void libxl_##n##_dispose(libxl_##n *p) \
	{ libxl__type_dispose(&libxl__type_##n, p); }

#define LIBXL__STRUCT_INIT_KEY(n, key, ctype) \
	void libxl_##n##_init_##key(libxl_##n *p, ctype value) \
	{ libxl__type_init_key(&libxl__type_##n, p, #key, value); }

#endif

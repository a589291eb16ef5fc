// SPDX-License-Identifier: LGPL-2.1-only
/* The builtin types that libxl_types.idl is made of. */
#include <stdlib.h>

#include "internal.h"
#include "types/json.h"
#include "types/walk.h"

/* ---- numbers ---- */

#define SCALAR(n, k, ctype) \
	const struct libxl__type libxl__type_##n = { \
		.name = #n, .kind = LIBXL__TYPE_##k, .size = sizeof(ctype) }

SCALAR(bool, BOOL, bool);
SCALAR(int, SIGNED, int);
SCALAR(devid, SIGNED, libxl_devid);
SCALAR(uint8, UNSIGNED, uint8_t);
SCALAR(uint16, UNSIGNED, uint16_t);
SCALAR(uint32, UNSIGNED, uint32_t);
SCALAR(uint64, UNSIGNED, uint64_t);
SCALAR(domid, UNSIGNED, libxl_domid);
SCALAR(ev_user, UNSIGNED, libxl_ev_user);

#define BUILTIN(n, ctype) \
	const struct libxl__type libxl__type_##n = { \
		.name = #n, .kind = LIBXL__TYPE_BUILTIN, .size = sizeof(ctype), \
		.ops = &(const struct libxl__builtin){ \
			n##_dispose, n##_copy, n##_is_default, n##_gen, n##_parse } }

static bool all_zero(const void *p, size_t n)
{
	const unsigned char *b = p;

	while (n--)
		if (*b++)
			return false;
	return true;
}

/* ---- strings ---- */

static void string_dispose(void *p)
{
	free(*(char **)p);
}

static void string_copy(void *dst, const void *src)
{
	*(char **)dst = libxl__strdup(NULL, *(char *const *)src);
}

static bool string_is_default(const void *p)
{
	return !*(char *const *)p;
}

static yajl_gen_status string_gen(yajl_gen hand, const void *p)
{
	return libxl__gen_text(hand, *(char *const *)p);
}

static int string_parse(void *p, yajl_val val)
{
	if (!YAJL_IS_STRING(val) && !YAJL_IS_NULL(val))
		return ERROR_FAIL;
	free(*(char **)p);
	*(char **)p = YAJL_IS_STRING(val) ? libxl__strdup(NULL, val->u.string) : NULL;
	return 0;
}

BUILTIN(string, char *);

void libxl_string_copy(libxl_ctx *ctx, char **dst, char *const *src)
{
	string_copy(dst, src);
}

/* A constant string is borrowed: neither copied nor freed, and never read back. */
static void cstring_copy(void *dst, const void *src)
{
	*(const char **)dst = *(const char *const *)src;
}

static int cstring_parse(void *p, yajl_val val)
{
	return YAJL_IS_STRING(val) ? 0 : ERROR_FAIL;
}

#define cstring_dispose NULL
#define cstring_is_default string_is_default
#define cstring_gen string_gen
BUILTIN(cstring, const char *);

/* ---- three-state booleans ---- */

void libxl_defbool_set(libxl_defbool *db, bool b)
{
	db->val = b ? 1 : -1;
}

void libxl_defbool_unset(libxl_defbool *db)
{
	db->val = 0;
}

void libxl_defbool_setdefault(libxl_defbool *db, bool b)
{
	if (!db->val)
		libxl_defbool_set(db, b);
}

bool libxl_defbool_is_default(libxl_defbool db)
{
	return !db.val;
}

bool libxl_defbool_val(libxl_defbool db)
{
	assert(db.val);
	return db.val > 0;
}

const char *libxl_defbool_to_string(libxl_defbool b)
{
	return b.val < 0 ? "False" : b.val > 0 ? "True" : "<default>";
}

static bool defbool_is_default(const void *p)
{
	return !((const libxl_defbool *)p)->val;
}

static yajl_gen_status defbool_gen(yajl_gen hand, const void *p)
{
	return libxl__gen_text(hand, libxl_defbool_to_string(*(const libxl_defbool *)p));
}

static int defbool_parse(void *p, yajl_val val)
{
	libxl_defbool *db = p;

	if (YAJL_IS_TRUE(val) || YAJL_IS_FALSE(val)) {
		libxl_defbool_set(db, YAJL_IS_TRUE(val));
		return 0;
	}
	if (!YAJL_IS_STRING(val))
		return ERROR_FAIL;
	if (!strcmp(val->u.string, "True"))
		libxl_defbool_set(db, true);
	else if (!strcmp(val->u.string, "False"))
		libxl_defbool_set(db, false);
	else if (!strcmp(val->u.string, "<default>"))
		libxl_defbool_unset(db);
	else
		return ERROR_FAIL;
	return 0;
}

#define defbool_dispose NULL
#define defbool_copy NULL
BUILTIN(defbool, libxl_defbool);

yajl_gen_status libxl_defbool_gen_json(yajl_gen hand, libxl_defbool *p)
{
	return defbool_gen(hand, p);
}

/* ---- lists ---- */

static size_t list_slots(char *const *l)
{
	size_t n = 0;

	while (l && l[n])
		n++;
	return n;
}

void libxl_string_list_dispose(libxl_string_list *psl)
{
	size_t i;

	for (i = 0; *psl && (*psl)[i]; i++)
		free((*psl)[i]);
	free(*psl);
	*psl = NULL;
}

int libxl_string_list_length(const libxl_string_list *psl)
{
	return list_slots(*psl);
}

void libxl_string_list_copy(libxl_ctx *ctx, libxl_string_list *dst, const libxl_string_list *src)
{
	size_t i, n = list_slots(*src);

	*dst = NULL;
	if (!*src)
		return;
	*dst = libxl__zalloc_raw((n + 1) * sizeof(char *));
	for (i = 0; i < n; i++)
		(*dst)[i] = libxl__strdup(NULL, (*src)[i]);
}

static void string_list_dispose(void *p)
{
	libxl_string_list_dispose(p);
}

static void string_list_copy(void *dst, const void *src)
{
	libxl_string_list_copy(NULL, dst, src);
}

static bool string_list_is_default(const void *p)
{
	return !list_slots(*(char **const *)p);
}

static yajl_gen_status string_list_gen(yajl_gen hand, const void *p)
{
	char *const *l = *(char **const *)p;
	yajl_gen_status s = yajl_gen_array_open(hand);

	for (; !s && l && *l; l++)
		s = libxl__gen_text(hand, *l);
	return s ? s : yajl_gen_array_close(hand);
}

static int string_list_parse(void *p, yajl_val val)
{
	char ***l = p;
	size_t i;

	if (YAJL_IS_NULL(val))
		return 0;
	if (!YAJL_IS_ARRAY(val) || *l)
		return ERROR_FAIL;
	*l = libxl__zalloc_raw((val->u.array.len + 1) * sizeof(char *));
	for (i = 0; i < val->u.array.len; i++) {
		if (!YAJL_IS_STRING(val->u.array.values[i]))
			return ERROR_FAIL;
		(*l)[i] = libxl__strdup(NULL, val->u.array.values[i]->u.string);
	}
	return 0;
}

BUILTIN(string_list, libxl_string_list);

yajl_gen_status libxl_string_list_gen_json(yajl_gen hand, libxl_string_list *p)
{
	return string_list_gen(hand, p);
}

/* key, value, key, value, ..., NULL. A value may be NULL, a key ends the list. */

int libxl_key_value_list_length(const libxl_key_value_list *pkvl)
{
	int n = 0;

	while (*pkvl && (*pkvl)[2 * n])
		n++;
	return n;
}

void libxl_key_value_list_dispose(libxl_key_value_list *pkvl)
{
	int i, n = libxl_key_value_list_length(pkvl);

	for (i = 0; i < 2 * n; i++)
		free((*pkvl)[i]);
	free(*pkvl);
	*pkvl = NULL;
}

void libxl_key_value_list_copy(libxl_ctx *ctx, libxl_key_value_list *dst,
			       const libxl_key_value_list *src)
{
	int i, n = libxl_key_value_list_length(src);

	*dst = NULL;
	if (!*src)
		return;
	*dst = libxl__zalloc_raw((2 * n + 1) * sizeof(char *));
	for (i = 0; i < 2 * n; i++)
		(*dst)[i] = libxl__strdup(NULL, (*src)[i]);
}

static void key_value_list_dispose(void *p)
{
	libxl_key_value_list_dispose(p);
}

static void key_value_list_copy(void *dst, const void *src)
{
	libxl_key_value_list_copy(NULL, dst, src);
}

static bool key_value_list_is_default(const void *p)
{
	return !libxl_key_value_list_length(p);
}

static yajl_gen_status key_value_list_gen(yajl_gen hand, const void *p)
{
	char *const *l = *(char **const *)p;
	yajl_gen_status s = yajl_gen_map_open(hand);

	for (; !s && l && *l; l += 2) {
		s = libxl__gen_text(hand, l[0]);
		if (!s)
			s = libxl__gen_text(hand, l[1]);
	}
	return s ? s : yajl_gen_map_close(hand);
}

static int key_value_list_parse(void *p, yajl_val val)
{
	char ***l = p;
	size_t i;

	if (YAJL_IS_NULL(val))
		return 0;
	if (!YAJL_IS_OBJECT(val) || *l)
		return ERROR_FAIL;
	*l = libxl__zalloc_raw((2 * val->u.object.len + 1) * sizeof(char *));
	for (i = 0; i < val->u.object.len; i++) {
		yajl_val v = val->u.object.values[i];

		if (!YAJL_IS_STRING(v) && !YAJL_IS_NULL(v))
			return ERROR_FAIL;
		(*l)[2 * i] = libxl__strdup(NULL, val->u.object.keys[i]);
		(*l)[2 * i + 1] = YAJL_IS_STRING(v) ? libxl__strdup(NULL, v->u.string) : NULL;
	}
	return 0;
}

BUILTIN(key_value_list, libxl_key_value_list);

yajl_gen_status libxl_key_value_list_gen_json(yajl_gen hand, libxl_key_value_list *p)
{
	return key_value_list_gen(hand, p);
}

/* ---- addresses and fixed arrays ---- */

void libxl_mac_copy(libxl_ctx *ctx, libxl_mac *dst, const libxl_mac *src)
{
	memcpy(dst, src, sizeof(*dst));
}

static bool mac_is_default(const void *p)
{
	return all_zero(p, sizeof(libxl_mac));
}

static yajl_gen_status mac_gen(yajl_gen hand, const void *p)
{
	const uint8_t *mac = p;
	char buf[LIBXL_MAC_FMTLEN + 1];

	snprintf(buf, sizeof(buf), LIBXL_MAC_FMT, LIBXL_MAC_BYTES(mac));
	return libxl__gen_text(hand, buf);
}

int libxl__parse_mac(const char *s, libxl_mac mac)
{
	int i;

	for (i = 0; i < 6; i++) {
		char *end;
		unsigned long v = strtoul(s, &end, 16);

		if (end == s || end - s > 2 || v > 255 || *end != (i < 5 ? ':' : '\0'))
			return ERROR_INVAL;
		mac[i] = v;
		s = end + 1;
	}
	return 0;
}

static int mac_parse(void *p, yajl_val val)
{
	return YAJL_IS_STRING(val) ? libxl__parse_mac(val->u.string, p) : ERROR_FAIL;
}

#define mac_dispose NULL
#define mac_copy NULL
BUILTIN(mac, libxl_mac);

yajl_gen_status libxl_mac_gen_json(yajl_gen hand, libxl_mac *p)
{
	return mac_gen(hand, p);
}

static int parse_numbers(yajl_val val, void *p, size_t n, size_t size)
{
	size_t i;

	if (!YAJL_IS_ARRAY(val) || val->u.array.len > n)
		return ERROR_FAIL;
	for (i = 0; i < val->u.array.len; i++) {
		int64_t v;

		if (libxl__json_number(val->u.array.values[i], false, size * 8, &v))
			return ERROR_FAIL;
		memcpy((char *)p + i * size, &v, size);
	}
	return 0;
}

void libxl_hwcap_copy(libxl_ctx *ctx, libxl_hwcap *dst, const libxl_hwcap *src)
{
	memcpy(dst, src, sizeof(*dst));
}

/* always printed */
static bool hwcap_is_default(const void *p)
{
	return false;
}

static yajl_gen_status hwcap_gen(yajl_gen hand, const void *p)
{
	yajl_gen_status s = yajl_gen_array_open(hand);
	size_t i;

	for (i = 0; !s && i < sizeof(libxl_hwcap) / sizeof(uint32_t); i++)
		s = libxl__uint64_gen_json(hand, ((const uint32_t *)p)[i]);
	return s ? s : yajl_gen_array_close(hand);
}

static int hwcap_parse(void *p, yajl_val val)
{
	return parse_numbers(val, p, sizeof(libxl_hwcap) / sizeof(uint32_t), sizeof(uint32_t));
}

#define hwcap_dispose NULL
#define hwcap_copy NULL
BUILTIN(hwcap, libxl_hwcap);

yajl_gen_status libxl_hwcap_gen_json(yajl_gen hand, libxl_hwcap *p)
{
	return hwcap_gen(hand, p);
}

int libxl_ms_vm_genid_generate(libxl_ctx *ctx, libxl_ms_vm_genid *id)
{
	libxl_uuid random;

	libxl_uuid_generate(&random);
	memcpy(id->bytes, random.uuid, sizeof(id->bytes));
	return 0;
}

bool libxl_ms_vm_genid_is_zero(const libxl_ms_vm_genid *id)
{
	return all_zero(id, sizeof(*id));
}

void libxl_ms_vm_genid_copy(libxl_ctx *ctx, libxl_ms_vm_genid *dst, const libxl_ms_vm_genid *src)
{
	*dst = *src;
}

static bool ms_vm_genid_is_default(const void *p)
{
	return libxl_ms_vm_genid_is_zero(p);
}

static yajl_gen_status ms_vm_genid_gen(yajl_gen hand, const void *p)
{
	yajl_gen_status s = yajl_gen_array_open(hand);
	int i;

	for (i = 0; !s && i < LIBXL_MS_VM_GENID_LEN; i++)
		s = libxl__uint64_gen_json(hand, ((const uint8_t *)p)[i]);
	return s ? s : yajl_gen_array_close(hand);
}

static int ms_vm_genid_parse(void *p, yajl_val val)
{
	return parse_numbers(val, p, LIBXL_MS_VM_GENID_LEN, 1);
}

#define ms_vm_genid_dispose NULL
#define ms_vm_genid_copy NULL
BUILTIN(ms_vm_genid, libxl_ms_vm_genid);

yajl_gen_status libxl_ms_vm_genid_gen_json(yajl_gen hand, libxl_ms_vm_genid *p)
{
	return ms_vm_genid_gen(hand, p);
}

/* ---- the queue link of an event: private, never printed, never copied ---- */

static void ev_link_copy(void *dst, const void *src)
{
	memset(dst, 0, sizeof(libxl_ev_link));
}

static bool ev_link_is_default(const void *p)
{
	return true;
}

static yajl_gen_status ev_link_gen(yajl_gen hand, const void *p)
{
	return yajl_gen_null(hand);
}

static int ev_link_parse(void *p, yajl_val val)
{
	return 0;
}

#define ev_link_dispose NULL
BUILTIN(ev_link, libxl_ev_link);

// SPDX-License-Identifier: LGPL-2.1-only
#include "internal.h"
#include "types/json.h"
#include "types/walk.h"

void libxl_bitmap_init(libxl_bitmap *map)
{
	memset(map, 0, sizeof(*map));
}

void libxl_bitmap_dispose(libxl_bitmap *map)
{
	if (!map)
		return;
	free(map->map);
	memset(map, 0, sizeof(*map));
}

int libxl_bitmap_alloc(libxl_ctx *ctx, libxl_bitmap *bitmap, int n_bits)
{
	if (n_bits < 0)
		return ERROR_INVAL;
	bitmap->size = (n_bits + 7) / 8;
	bitmap->map = libxl__zalloc_raw(bitmap->size);
	return 0;
}

void libxl_bitmap_copy_alloc(libxl_ctx *ctx, libxl_bitmap *dptr, const libxl_bitmap *sptr)
{
	dptr->size = sptr->size;
	dptr->map = sptr->size ? libxl__zalloc_raw(sptr->size) : NULL;
	if (sptr->size)
		memcpy(dptr->map, sptr->map, sptr->size);
}

void libxl_bitmap_copy(libxl_ctx *ctx, libxl_bitmap *dptr, const libxl_bitmap *sptr)
{
	uint32_t n = MIN(dptr->size, sptr->size);

	if (n)
		memcpy(dptr->map, sptr->map, n);
	if (dptr->size > n)
		memset(dptr->map + n, 0, dptr->size - n);
}

int libxl_bitmap_is_full(const libxl_bitmap *bitmap)
{
	uint32_t i;

	for (i = 0; i < bitmap->size; i++)
		if (bitmap->map[i] != 0xff)
			return 0;
	return 1;
}

int libxl_bitmap_is_empty(const libxl_bitmap *bitmap)
{
	uint32_t i;

	for (i = 0; i < bitmap->size; i++)
		if (bitmap->map[i])
			return 0;
	return 1;
}

static bool in_range(const libxl_bitmap *bitmap, int bit)
{
	return bit >= 0 && (uint32_t)bit / 8 < bitmap->size;
}

int libxl_bitmap_test(const libxl_bitmap *bitmap, int bit)
{
	return in_range(bitmap, bit) && (bitmap->map[bit / 8] & (1 << (bit & 7)));
}

void libxl_bitmap_set(libxl_bitmap *bitmap, int bit)
{
	if (in_range(bitmap, bit))
		bitmap->map[bit / 8] |= 1 << (bit & 7);
}

void libxl_bitmap_reset(libxl_bitmap *bitmap, int bit)
{
	if (in_range(bitmap, bit))
		bitmap->map[bit / 8] &= ~(1 << (bit & 7));
}

int libxl_bitmap_count_set(const libxl_bitmap *bitmap)
{
	uint32_t i;
	int n = 0;

	for (i = 0; i < bitmap->size; i++)
		n += __builtin_popcount(bitmap->map[i]);
	return n;
}

static int combine(libxl_ctx *ctx, libxl_bitmap *out, const libxl_bitmap *a, const libxl_bitmap *b,
		   bool both)
{
	uint32_t i, size = MAX(a->size, b->size);
	libxl_bitmap r;
	int rc = libxl_bitmap_alloc(ctx, &r, size * 8);

	if (rc)
		return rc;
	for (i = 0; i < size; i++) {
		uint8_t x = i < a->size ? a->map[i] : 0, y = i < b->size ? b->map[i] : 0;

		r.map[i] = both ? x & y : x | y;
	}
	*out = r;
	return 0;
}

int libxl_bitmap_or(libxl_ctx *ctx, libxl_bitmap *or_map, const libxl_bitmap *map1,
		    const libxl_bitmap *map2)
{
	return combine(ctx, or_map, map1, map2, false);
}

int libxl_bitmap_and(libxl_ctx *ctx, libxl_bitmap *and_map, const libxl_bitmap *map1,
		     const libxl_bitmap *map2)
{
	return combine(ctx, and_map, map1, map2, true);
}

/* "0x" and the bytes, highest first */
char *libxl_bitmap_to_hex_string(libxl_ctx *ctx, const libxl_bitmap *bitmap)
{
	char *p = libxl__zalloc_raw(bitmap->size * 2 + 3);
	char *q = p;
	uint32_t i;

	q += sprintf(q, "0x");
	for (i = bitmap->size; i-- > 0; )
		q += sprintf(q, "%02x", bitmap->map[i]);
	return p;
}

/* ---- as a type: the numbers of the set bits ---- */

static void bitmap_dispose(void *p)
{
	libxl_bitmap_dispose(p);
}

static void bitmap_copy(void *dst, const void *src)
{
	libxl_bitmap_copy_alloc(NULL, dst, src);
}

static bool bitmap_is_default(const void *p)
{
	return !((const libxl_bitmap *)p)->size;
}

static yajl_gen_status bitmap_gen(yajl_gen hand, const void *p)
{
	const libxl_bitmap *map = p;
	yajl_gen_status s = yajl_gen_array_open(hand);
	uint32_t i;

	for (i = 0; !s && i < map->size * 8; i++)
		if (libxl_bitmap_test(map, i))
			s = yajl_gen_integer(hand, i);
	return s ? s : yajl_gen_array_close(hand);
}

static int bitmap_parse(void *p, yajl_val val)
{
	libxl_bitmap *map = p;
	int64_t bit, highest = -1;
	size_t i;

	if (!YAJL_IS_ARRAY(val))
		return ERROR_FAIL;
	for (i = 0; i < val->u.array.len; i++) {
		/* 16 bits: more than any host has of anything */
		if (libxl__json_number(val->u.array.values[i], false, 16, &bit) || bit < 0)
			return ERROR_FAIL;
		highest = MAX(highest, bit);
	}
	libxl_bitmap_dispose(map);
	if (highest < 0)
		return 0;
	libxl_bitmap_alloc(NULL, map, highest + 1);
	for (i = 0; i < val->u.array.len; i++) {
		libxl__json_number(val->u.array.values[i], false, 16, &bit);
		libxl_bitmap_set(map, bit);
	}
	return 0;
}

const struct libxl__type libxl__type_bitmap = {
	.name = "bitmap", .kind = LIBXL__TYPE_BUILTIN, .size = sizeof(libxl_bitmap),
	.ops = &(const struct libxl__builtin){
		bitmap_dispose, bitmap_copy, bitmap_is_default, bitmap_gen, bitmap_parse },
};

yajl_gen_status libxl_bitmap_gen_json(yajl_gen hand, libxl_bitmap *p)
{
	return bitmap_gen(hand, p);
}

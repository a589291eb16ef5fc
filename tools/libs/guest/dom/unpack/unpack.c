// SPDX-License-Identifier: LGPL-2.1-only
/* Finds out how a kernel is compressed and unpacks it. */
#include "unpack.h"

static const struct format {
	const char *magic;
	size_t len;
	int (*unpack)(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
} formats[] = {
	{ "\x1f\x8b", 2, unpack_gzip },
	{ "\xfd" "7zXZ\0", 6, unpack_xz },
	{ "\x28\xb5\x2f\xfd", 4, unpack_zstd },
	{ "\x02\x21\x4c\x18", 4, unpack_lz4 },
	{ "\x89LZO\0\r\n\x1a\n", 9, unpack_lzo },
	{ "BZh", 3, unpack_bzip2 },
	{ "\x5d\0\0", 3, unpack_lzma },
};

#define FIRST_ROOM (1UL << 20)

int out_reserve(struct out_buf *out, size_t len, const char **why)
{
	size_t room = out->room ? out->room : FIRST_ROOM;
	uint8_t *data;

	if (len <= out->room - out->used)
		return 0;
	if (len > out->max - out->used) {
		*why = "it unpacks to more than the size limit";
		return -E2BIG;
	}
	while (room - out->used < len)
		room *= 2;
	if (room > out->max)
		room = out->max;
	data = realloc(out->data, room);
	if (!data) {
		*why = "no memory to unpack it";
		return -ENOMEM;
	}
	out->data = data;
	out->room = room;
	return 0;
}

int out_grow(struct out_buf *out, const char **why)
{
	return out_reserve(out, 1, why);
}

int unpack(const void *in, size_t in_size, size_t max, void **result, size_t *result_size,
	   const char **why)
{
	struct out_buf out = { .max = max ? max : SIZE_MAX / 4 };
	int rc = -EINVAL;

	for (size_t i = 0; i < ARRAY_SIZE(formats) && rc == -EINVAL; i++) {
		if (in_size < formats[i].len || memcmp(in, formats[i].magic, formats[i].len))
			continue;
		*why = "the compressed data is damaged";
		rc = formats[i].unpack(in, in_size, &out, why);
		break;
	}
	if (!rc && !out.used) {
		*why = "it unpacks to nothing";
		rc = -EBADMSG;
	}
	if (rc) {
		free(out.data);
		return rc;
	}
	*result = out.data;
	*result_size = out.used;
	return 0;
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Finds out how a kernel is compressed and unpacks it. */
#include <sys/mman.h>

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
/* behind the expected end: decoders ask for room for more than there is; it costs nothing until it is touched */
#define SLACK (16UL << 20)
#define PAGE 4096UL

size_t unpack_expected(const uint8_t *in, size_t size)
{
	size_t n;

	if (size < 4)
		return 0;
	in += size - 4;
	n = in[0] | in[1] << 8 | in[2] << 16 | (size_t)in[3] << 24;
	return n / 16 > size ? 0 : n;
}

void populate(uint8_t *data, size_t len)
{
	uintptr_t from = ((uintptr_t)data + PAGE - 1) & ~(PAGE - 1), to = ((uintptr_t)data + len) & ~(PAGE - 1);

	if (from < to)
		madvise((void *)from, to - from, MADV_POPULATE_WRITE);
}

/* All of the expected output in one piece, so that it does not move while it grows, and with its pages there. */
static void reserve_expected(struct out_buf *out)
{
	if (!out->expected || out->expected > out->max)
		return;
	out->room = out->max - out->expected < SLACK ? out->max : out->expected + SLACK;
	out->data = malloc(out->room);
	if (!out->data) {
		out->room = 0;
		return;
	}
	populate(out->data, out->expected);
}

int out_reserve(struct out_buf *out, size_t len, const char **why)
{
	size_t room;
	uint8_t *data;

	if (!out->data)
		reserve_expected(out);
	room = out->room ? out->room : FIRST_ROOM;
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
	struct out_buf out = {
		.max = max ? max : SIZE_MAX / 4,
		.expected = unpack_expected(in, in_size),
	};
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

// SPDX-License-Identifier: LGPL-2.1-only
/*
 * The legacy LZ4 frame Linux uses: magic, then blocks of le32 compressed size and data, each of
 * which unpacks to at most 8 MiB. The kernel's build appends the unpacked size as le32.
 */
#include <lz4.h>

#include "unpack.h"

#define LZ4_BLOCK (8 << 20)

static uint32_t get_le32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

int unpack_lz4(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	size_t pos = 4;

	while (size - pos >= 4) {
		uint32_t len = get_le32(in + pos);
		int n, rc;

		if (size - pos == 4 && len == (uint32_t)out->used)
			break;          /* the appended size */
		pos += 4;
		if (!len || len > size - pos || len > LZ4_COMPRESSBOUND(LZ4_BLOCK)) {
			*why = "the lz4 data is damaged or cut short";
			return -EBADMSG;
		}
		rc = out_reserve(out, LZ4_BLOCK < out->max - out->used ?
				 LZ4_BLOCK : out->max - out->used, why);
		if (rc)
			return rc;
		n = LZ4_decompress_safe((const char *)in + pos, (char *)out->data + out->used, len,
					out->room - out->used < LZ4_BLOCK ?
					out->room - out->used : LZ4_BLOCK);
		if (n < 0) {
			*why = "the lz4 data is damaged or unpacks to more than the size limit";
			return -EBADMSG;
		}
		out->used += n;
		pos += len;
	}
	return 0;
}

// SPDX-License-Identifier: LGPL-2.1-only
#include <zstd.h>

#include "unpack.h"

int unpack_zstd(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	ZSTD_DStream *zs = ZSTD_createDStream();
	ZSTD_inBuffer ib = { in, size, 0 };
	int rc;

	if (!zs || ZSTD_isError(ZSTD_initDStream(zs))) {
		ZSTD_freeDStream(zs);
		*why = "the zstd decoder does not start";
		return -ENOMEM;
	}
	while (!(rc = out_grow(out, why))) {
		ZSTD_outBuffer ob = { out->data, out->room, out->used };
		size_t before = ib.pos, left = ZSTD_decompressStream(zs, &ob, &ib);
		bool stuck = ob.pos == out->used && ib.pos == before;

		out->used = ob.pos;
		if (!left)
			break;          /* end of the frame */
		if (ZSTD_isError(left) || stuck) {
			*why = stuck ? "the zstd data is cut short" : ZSTD_getErrorName(left);
			rc = -EBADMSG;
			break;
		}
	}
	ZSTD_freeDStream(zs);
	return rc;
}

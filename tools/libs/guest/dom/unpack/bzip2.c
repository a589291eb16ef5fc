// SPDX-License-Identifier: LGPL-2.1-only
#include <bzlib.h>
#include <limits.h>

#include "unpack.h"

int unpack_bzip2(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	bz_stream bs = { .next_in = (char *)in, .avail_in = size };
	int rc;

	if (size > UINT_MAX || BZ2_bzDecompressInit(&bs, 0, 0) != BZ_OK) {
		*why = "the bzip2 decoder does not start";
		return -ENOMEM;
	}
	for (;;) {
		unsigned int chunk;

		rc = out_grow(out, why);
		if (rc)
			break;
		chunk = out->room - out->used > INT_MAX ? INT_MAX : out->room - out->used;
		bs.next_out = (char *)out->data + out->used;
		bs.avail_out = chunk;
		rc = BZ2_bzDecompress(&bs);
		out->used += chunk - bs.avail_out;
		if (rc == BZ_STREAM_END) {
			rc = 0;
			break;
		}
		/* nothing left to read and room to write: the stream should have ended */
		if (rc != BZ_OK || (!bs.avail_in && bs.avail_out)) {
			*why = "the bzip2 data is damaged or cut short";
			rc = -EBADMSG;
			break;
		}
	}
	BZ2_bzDecompressEnd(&bs);
	return rc;
}

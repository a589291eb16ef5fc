// SPDX-License-Identifier: LGPL-2.1-only
/* xz and the older .lzma files, both by liblzma. */
#include <lzma.h>

#include "unpack.h"

/* Linux's largest dictionary is 128 MiB; the decoder itself needs little more. */
#define LZMA_MEMORY (256UL << 20)

static int lzma_all(lzma_stream *ls, struct out_buf *out, const char **why)
{
	for (;;) {
		size_t room;
		lzma_ret ret;
		int rc = out_grow(out, why);

		if (rc)
			return rc;
		room = out->room - out->used;
		ls->next_out = out->data + out->used;
		ls->avail_out = room;
		ret = lzma_code(ls, LZMA_FINISH);
		out->used += room - ls->avail_out;
		switch (ret) {
		case LZMA_OK:
			break;
		case LZMA_STREAM_END:
			return 0;
		case LZMA_MEM_ERROR:
		case LZMA_MEMLIMIT_ERROR:
			*why = "it needs too much memory to unpack";
			return -ENOMEM;
		case LZMA_BUF_ERROR:
			*why = "the xz or lzma data is cut short";
			return -EBADMSG;
		default:
			*why = "the xz or lzma data is damaged";
			return -EBADMSG;
		}
	}
}

static int run(lzma_stream *ls, lzma_ret started, const uint8_t *in, size_t size,
	       struct out_buf *out, const char **why)
{
	int rc;

	if (started != LZMA_OK) {
		*why = "the xz decoder does not start";
		return -ENOMEM;
	}
	ls->next_in = in;
	ls->avail_in = size;
	rc = lzma_all(ls, out, why);
	lzma_end(ls);
	return rc;
}

int unpack_xz(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	lzma_stream ls = LZMA_STREAM_INIT;

	return run(&ls, lzma_stream_decoder(&ls, LZMA_MEMORY, 0), in, size, out, why);
}

int unpack_lzma(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	lzma_stream ls = LZMA_STREAM_INIT;

	return run(&ls, lzma_alone_decoder(&ls, LZMA_MEMORY), in, size, out, why);
}

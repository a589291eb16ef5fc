// SPDX-License-Identifier: LGPL-2.1-only
/*
 * The lzop file format: a header whose length depends on its flags, then blocks of be32 unpacked
 * size, be32 packed size, checksums the header announces, and LZO1X data. A zero size ends it.
 */
#include <limits.h>
#include <lzo/lzo1x.h>

#include "unpack.h"

#define LZOP_MAGIC         9
#define LZOP_BLOCK_MAX     (64U << 20)

#define F_ADLER32_D        0x00000001
#define F_ADLER32_C        0x00000002
#define F_EXTRA_FIELD      0x00000040
#define F_CRC32_D          0x00000100
#define F_CRC32_C          0x00000200
#define F_FILTER           0x00000800

struct reader {
	const uint8_t *p;
	size_t left;
	bool bad;       /* read beyond the end */
};

static uint32_t take(struct reader *r, unsigned int bytes)
{
	uint32_t v = 0;

	if (r->left < bytes) {
		r->bad = true;
		r->left = 0;
		return 0;
	}
	for (unsigned int i = 0; i < bytes; i++)
		v = v << 8 | r->p[i];
	r->p += bytes;
	r->left -= bytes;
	return v;
}

static void skip(struct reader *r, size_t bytes)
{
	if (r->left < bytes) {
		r->bad = true;
		bytes = r->left;
	}
	r->p += bytes;
	r->left -= bytes;
}

static uint32_t read_header(struct reader *r)
{
	unsigned int version = take(r, 2);
	uint32_t flags;

	take(r, 2);                     /* library version */
	if (version >= 0x0940)
		take(r, 2);             /* version needed to extract */
	take(r, 1);                     /* method */
	if (version >= 0x0940)
		take(r, 1);             /* level */
	flags = take(r, 4);
	if (flags & F_FILTER)
		take(r, 4);
	take(r, 4);                     /* mode */
	take(r, 4);                     /* time */
	if (version >= 0x0940)
		take(r, 4);             /* upper half of time */
	skip(r, take(r, 1));            /* name */
	take(r, 4);                     /* checksum of the header */
	if (flags & F_EXTRA_FIELD) {
		skip(r, take(r, 4));
		take(r, 4);
	}
	return flags;
}

/* One block; 1 if there are more, 0 at the end, -errno. */
static int unpack_block(struct reader *r, uint32_t flags, struct out_buf *out, const char **why)
{
	uint32_t dst_len = take(r, 4), src_len;
	lzo_uint n = dst_len;
	int rc;

	if (!dst_len && !r->bad)
		return 0;
	src_len = take(r, 4);
	if (flags & F_ADLER32_D)
		take(r, 4);
	if (flags & F_CRC32_D)
		take(r, 4);
	/* a block that did not shrink is stored, without checksums of the packed data */
	if (src_len < dst_len && flags & F_ADLER32_C)
		take(r, 4);
	if (src_len < dst_len && flags & F_CRC32_C)
		take(r, 4);
	if (r->bad || dst_len > LZOP_BLOCK_MAX || src_len > dst_len || src_len > r->left) {
		*why = "the lzo data is damaged or cut short";
		return -EBADMSG;
	}
	rc = out_reserve(out, dst_len, why);
	if (rc)
		return rc;
	if (src_len == dst_len)
		memcpy(out->data + out->used, r->p, dst_len);
	else if (lzo1x_decompress_safe(r->p, src_len, out->data + out->used, &n, NULL) ||
		 n != dst_len) {
		*why = "the lzo data is damaged";
		return -EBADMSG;
	}
	out->used += dst_len;
	skip(r, src_len);
	return 1;
}

int unpack_lzo(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	struct reader r = { in + LZOP_MAGIC, size - LZOP_MAGIC, false };
	uint32_t flags = read_header(&r);
	int rc;

	do {
		rc = unpack_block(&r, flags, out, why);
	} while (rc == 1);
	return rc;
}

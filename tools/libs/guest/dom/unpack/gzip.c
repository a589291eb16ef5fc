// SPDX-License-Identifier: LGPL-2.1-only
/* gzip (RFC 1952), and the xc_dom_*gunzip() functions. */
#include <libdeflate.h>
#include <limits.h>
#include <zlib.h>

#include "unpack.h"

#define MIN_GZIP  18    /* header and trailer */

static int inflate_all(z_stream *zs, struct out_buf *out, const char **why)
{
	for (;;) {
		size_t chunk;
		int rc = out_grow(out, why);

		if (rc)
			return rc;
		chunk = out->room - out->used;
		if (chunk > UINT_MAX)
			chunk = UINT_MAX;
		zs->next_out = out->data + out->used;
		zs->avail_out = chunk;
		rc = inflate(zs, Z_NO_FLUSH);
		out->used += chunk - zs->avail_out;
		if (rc == Z_STREAM_END)
			return 0;
		if (rc == Z_MEM_ERROR) {
			*why = "no memory to unpack it";
			return -ENOMEM;
		}
		if (rc != Z_OK) {
			*why = rc == Z_BUF_ERROR ? "the gzip data is cut short"
						 : "the gzip data is damaged";
			return -EBADMSG;
		}
	}
}

/*
 * The whole member in one go, several times faster than zlib, if it is as long as the trailer says. Whatever is
 * wrong with it is left to zlib to name.
 */
static bool inflate_at_once(const uint8_t *in, size_t size, struct out_buf *out, size_t *consumed)
{
	struct libdeflate_decompressor *d;
	enum libdeflate_result result;
	const char *why;

	if (!out->expected || out->used || out_reserve(out, out->expected, &why))
		return false;
	d = libdeflate_alloc_decompressor();
	if (!d)
		return false;
	result = libdeflate_gzip_decompress_ex(d, in, size, out->data, out->room, consumed, &out->used);
	libdeflate_free_decompressor(d);
	if (result == LIBDEFLATE_SUCCESS)
		return true;
	out->used = 0;
	return false;
}

int unpack_gzip_member(const uint8_t *in, size_t size, struct out_buf *out, size_t *consumed,
		       const char **why)
{
	z_stream zs = { .next_in = (uint8_t *)in, .avail_in = size };
	int rc;

	if (inflate_at_once(in, size, out, consumed))
		return 0;
	if (size > UINT_MAX) {
		*why = "the gzip data is larger than 4 GiB";
		return -E2BIG;
	}
	if (inflateInit2(&zs, 16 + MAX_WBITS) != Z_OK) {
		*why = "no memory to unpack it";
		return -ENOMEM;
	}
	rc = inflate_all(&zs, out, why);
	*consumed = size - zs.avail_in;
	inflateEnd(&zs);
	return rc;
}

int unpack_gzip(const uint8_t *in, size_t size, struct out_buf *out, const char **why)
{
	size_t consumed;

	return unpack_gzip_member(in, size, out, &consumed, why);
}

/* The size in the trailer: right for one member below 4 GiB, a hint otherwise. */
size_t xc_dom_check_gzip(xc_interface *xch, void *blob, size_t ziplen)
{
	const uint8_t *p = blob;

	if (ziplen < MIN_GZIP || p[0] != 0x1f || p[1] != 0x8b)
		return 0;
	p += ziplen - 4;
	return p[0] | p[1] << 8 | p[2] << 16 | (size_t)p[3] << 24;
}

int xc_dom_do_gunzip(xc_interface *xch, void *src, size_t srclen, void *dst, size_t dstlen)
{
	z_stream zs = { .next_in = src, .avail_in = srclen, .next_out = dst, .avail_out = dstlen };
	int rc;

	if (srclen > UINT_MAX || dstlen > UINT_MAX || inflateInit2(&zs, 16 + MAX_WBITS) != Z_OK) {
		xc_dom_panic(xch, XC_INTERNAL_ERROR, "cannot start to gunzip %zu bytes", srclen);
		return -1;
	}
	rc = inflate(&zs, Z_FINISH);
	inflateEnd(&zs);
	if (rc == Z_STREAM_END)
		return 0;
	errno = EBADMSG;
	xc_dom_panic(xch, XC_INTERNAL_ERROR, "the gzip data is damaged or unpacks to more than %zu "
		     "bytes", dstlen);
	return -1;
}

int xc_dom_try_gunzip(struct xc_dom_image *dom, void **blob, size_t *size)
{
	struct out_buf out = {
		.max = dom->max_kernel_size ? dom->max_kernel_size : SIZE_MAX / 4,
		.expected = unpack_expected(*blob, *size),
	};
	const char *why = NULL;
	size_t consumed;
	int rc;

	if (!xc_dom_check_gzip(dom->xch, *blob, *size))
		return 0;
	rc = unpack_gzip_member(*blob, *size, &out, &consumed, &why);
	if (rc || xc_dom_register_external(dom, out.data, out.used)) {
		free(out.data);
		if (rc) {
			errno = -rc;
			DOM_ERR(XC_INVALID_KERNEL, "%s", why);
		}
		return -1;
	}
	DOMPRINTF("%s: %zu -> %zu bytes", __func__, *size, out.used);
	*blob = out.data;
	*size = out.used;
	return 0;
}

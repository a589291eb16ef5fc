/* SPDX-License-Identifier: GPL-2.0-only */
/* gzip (RFC 1952) around deflate (RFC 1951). */
#include <xen/decompress.h>
#include <xen/errno.h>
#include <xen/lib.h>

#define MAX_BITS 15
#define FHCRC 2
#define FEXTRA 4
#define FNAME 8
#define FCOMMENT 16

struct stream {
	const u8 *in, *in_end;
	u8 *start, *out, *out_end;
	u64 bits;
	unsigned int count;
	bool overrun;
};

/* Canonical Huffman code: how many codes of each length, and the symbols in code order. */
struct huffman {
	u16 count[MAX_BITS + 1];
	u16 symbol[288];
};

static u32 take(struct stream *s, unsigned int n)
{
	u32 v;

	while (s->count < n) {
		if (s->in < s->in_end)
			s->bits |= (u64)*s->in++ << s->count;
		else
			s->overrun = true;
		s->count += 8;
	}
	v = s->bits & ((1UL << n) - 1);
	s->bits >>= n;
	s->count -= n;
	return v;
}

/* False: over-subscribed. */
static bool build(struct huffman *h, const u8 *length, unsigned int n)
{
	u16 offset[MAX_BITS + 1];
	int left = 1;

	memset(h->count, 0, sizeof(h->count));
	for (unsigned int i = 0; i < n; i++)
		h->count[length[i]]++;
	h->count[0] = 0;
	for (unsigned int l = 1; l <= MAX_BITS; l++) {
		left = left * 2 - h->count[l];
		if (left < 0)
			return false;
	}
	offset[1] = 0;
	for (unsigned int l = 1; l < MAX_BITS; l++)
		offset[l + 1] = offset[l] + h->count[l];
	for (unsigned int i = 0; i < n; i++)
		if (length[i])
			h->symbol[offset[length[i]]++] = i;
	return true;
}

/* -1: no such code. */
static int symbol(struct stream *s, const struct huffman *h)
{
	int code = 0, first = 0, index = 0;

	for (unsigned int l = 1; l <= MAX_BITS; l++) {
		int count = h->count[l];

		code |= take(s, 1);
		if (code - count < first)
			return h->symbol[index + (code - first)];
		index += count;
		first = (first + count) << 1;
		code <<= 1;
	}
	return -1;
}

static const u16 length_base[29] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83,
				     99, 115, 131, 163, 195, 227, 258 };
static const u8 length_extra[29] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
static const u16 dist_base[30] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
				   1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
static const u8 dist_extra[30] = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12,
				   12, 13, 13 };

static int codes(struct stream *s, const struct huffman *lit, const struct huffman *dist)
{
	for (;;) {
		int sym = symbol(s, lit);
		u32 len, d;

		if (sym < 0 || s->overrun)
			return -EINVAL;
		if (sym < 256) {
			if (s->out == s->out_end)
				return -ENOSPC;
			*s->out++ = sym;
			continue;
		}
		if (sym == 256)
			return 0;
		sym -= 257;
		if (sym >= 29)
			return -EINVAL;
		len = length_base[sym] + take(s, length_extra[sym]);
		sym = symbol(s, dist);
		if (sym < 0 || sym >= 30)
			return -EINVAL;
		d = dist_base[sym] + take(s, dist_extra[sym]);
		if (d > (size_t)(s->out - s->start))
			return -EINVAL;
		if (len > (size_t)(s->out_end - s->out))
			return -ENOSPC;
		for (; len; len--, s->out++)
			*s->out = s->out[-(long)d];
	}
}

static int stored(struct stream *s)
{
	u32 len;

	take(s, s->count & 7);
	len = take(s, 16);
	if ((len ^ take(s, 16)) != 0xffff || s->overrun)
		return -EINVAL;
	for (; len; len--) {
		if (s->out == s->out_end)
			return -ENOSPC;
		*s->out++ = take(s, 8);
		if (s->overrun)
			return -EINVAL;
	}
	return 0;
}

static int fixed(struct stream *s, struct huffman *lit, struct huffman *dist)
{
	u8 length[288];

	for (unsigned int i = 0; i < 288; i++)
		length[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	build(lit, length, 288);
	memset(length, 5, 30);
	build(dist, length, 30);
	return codes(s, lit, dist);
}

static int dynamic(struct stream *s, struct huffman *lit, struct huffman *dist)
{
	static const u8 order[19] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	u8 length[320] = { 0 };
	unsigned int nlit = take(s, 5) + 257, ndist = take(s, 5) + 1, ncode = take(s, 4) + 4, i = 0;

	if (nlit > 286 || ndist > 30)
		return -EINVAL;
	for (unsigned int k = 0; k < ncode; k++)
		length[order[k]] = take(s, 3);
	if (!build(lit, length, 19))
		return -EINVAL;
	memset(length, 0, sizeof(length));
	while (i < nlit + ndist) {
		int sym = symbol(s, lit);
		unsigned int repeat;
		u8 value = 0;

		if (sym < 0 || s->overrun)
			return -EINVAL;
		if (sym < 16) {
			length[i++] = sym;
			continue;
		}
		if (sym == 16) {
			if (!i)
				return -EINVAL;
			value = length[i - 1];
			repeat = 3 + take(s, 2);
		} else {
			repeat = sym == 17 ? 3 + take(s, 3) : 11 + take(s, 7);
		}
		if (i + repeat > nlit + ndist)
			return -EINVAL;
		while (repeat--)
			length[i++] = value;
	}
	if (!length[256] || !build(lit, length, nlit) || !build(dist, length + nlit, ndist))
		return -EINVAL;
	return codes(s, lit, dist);
}

static int inflate(struct stream *s)
{
	static struct huffman lit, dist;
	u32 last;
	int rc;

	do {
		last = take(s, 1);
		switch (take(s, 2)) {
		case 0: rc = stored(s); break;
		case 1: rc = fixed(s, &lit, &dist); break;
		case 2: rc = dynamic(s, &lit, &dist); break;
		default: rc = -EINVAL;
		}
	} while (!rc && !last);
	return rc;
}

bool is_gzip(const u8 *in, size_t size)
{
	return size >= 18 && in[0] == 0x1f && in[1] == 0x8b && in[2] == 8;
}

static const u8 *skip_string(const u8 *p, const u8 *end)
{
	while (p < end && *p)
		p++;
	return p < end ? p + 1 : end;
}

s64 gunzip(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why)
{
	struct stream s = { .start = out, .out = out, .out_end = out + out_size };
	const u8 *p = in + 10, *end = in + in_size;
	u32 want;
	int rc;

	*why = "gzip data damaged";
	if (!is_gzip(in, in_size))
		return -EINVAL;
	if (in[3] & FEXTRA)
		p += end - p > 2 ? 2 + (p[0] | p[1] << 8) : 2;
	if (p < end && (in[3] & FNAME))
		p = skip_string(p, end);
	if (p < end && (in[3] & FCOMMENT))
		p = skip_string(p, end);
	if (in[3] & FHCRC)
		p += 2;
	if (p >= end)
		return -EINVAL;
	s.in = p;
	s.in_end = end;
	rc = inflate(&s);
	if (rc == -ENOSPC)
		*why = "more data than the image says";
	if (rc)
		return rc;
	take(&s, s.count & 7);
	want = take(&s, 8);
	for (unsigned int i = 8; i < 32; i += 8)
		want |= take(&s, 8) << i;
	if (s.overrun || want != crc32(0, out, s.out - out)) {
		*why = "gzip checksum wrong";
		return -EINVAL;
	}
	return s.out - out;
}

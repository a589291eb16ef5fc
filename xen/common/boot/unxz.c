/* SPDX-License-Identifier: GPL-2.0-only */
/* The .xz container (file format 1.0.4): one stream, blocks with LZMA2 behind an optional x86 filter, CRC32 or CRC64 check. */
#include <xen/decompress.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include "lzma2.h"

static const u8 header_magic[6] = { 0xfd, '7', 'z', 'X', 'Z', 0 };

#define FILTER_X86 0x04
#define FILTER_LZMA2 0x21

static const u8 check_size[16] = { 0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64 };

bool is_xz(const u8 *in, size_t size)
{
	return size >= sizeof(header_magic) && !memcmp(in, header_magic, sizeof(header_magic));
}

static u32 le32(const u8 *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
}

static s64 fail(s64 rc, const char **why, const char *text)
{
	*why = text;
	return rc;
}

/* Variable-length integer, format 1.2. false: malformed or past @end. */
static bool vli(const u8 **p, const u8 *end, u64 *val)
{
	*val = 0;
	for (unsigned int shift = 0; shift < 63 && *p < end; shift += 7) {
		u8 b = *(*p)++;

		*val |= (u64)(b & 0x7f) << shift;
		if (!(b & 0x80))
			return true;
	}
	return false;
}

struct block {
	bool x86_filter;
	size_t header_size;
};

/* Filters of a block header at @p (format 3.1). */
static bool parse_filters(const u8 *p, const u8 *end, unsigned int count, struct block *b)
{
	u64 id = 0, size;

	for (unsigned int i = 0; i < count; i++) {
		if (!vli(&p, end, &id) || !vli(&p, end, &size) || size > (u64)(end - p))
			return false;
		if (i + 1 < count) {
			if (id != FILTER_X86 || size || i)
				return false; /* a start offset or another filter: nobody packs kernels so */
			b->x86_filter = true;
		}
		p += size;
	}
	return id == FILTER_LZMA2;
}

static s64 parse_block_header(const u8 *p, const u8 *end, struct block *b, const char **why)
{
	const u8 *q = p + 2;
	u64 ignored;
	u8 flags;

	b->x86_filter = false;
	b->header_size = (p[0] + 1) * 4;
	if (b->header_size > (size_t)(end - p))
		return fail(-EINVAL, why, "xz block header cut off");
	if (crc32(0, p, b->header_size - 4) != le32(p + b->header_size - 4))
		return fail(-EINVAL, why, "xz block header damaged");
	end = p + b->header_size - 4;
	flags = p[1];
	if ((flags & 0x3c) || ((flags & 0x40) && !vli(&q, end, &ignored)) ||
	    ((flags & 0x80) && !vli(&q, end, &ignored)) || !parse_filters(q, end, (flags & 3) + 1, b))
		return fail(-EINVAL, why, "xz filters other than x86 and LZMA2");
	return 0;
}

/*
 * x86 branch filter, decoding: CALL and JMP operands were stored as absolute addresses. prev_mask remembers
 * where in the last three bytes opcodes were seen, to skip operands that overlap one.
 */
static void bcj_x86_decode(u8 *buf, size_t size)
{
	static const bool allowed[8] = { true, true, true, false, true, false, false, false };
	static const u8 bit_of[8] = { 0, 1, 2, 2, 3, 3, 3, 3 };
	size_t i, prev = (size_t)-1;
	u32 mask = 0;

	if (size <= 4)
		return;
	for (i = 0; i < size - 4; i++) {
		u32 src, dest;
		size_t since;

		if ((buf[i] & 0xfe) != 0xe8)
			continue;
		since = i - prev;
		if (since > 3) {
			mask = 0;
		} else {
			mask = (mask << (since - 1)) & 7;
			if (mask) {
				u8 b = buf[i + 4 - bit_of[mask]];

				if (!allowed[mask] || b == 0x00 || b == 0xff) {
					prev = i;
					mask = mask << 1 | 1;
					continue;
				}
			}
		}
		prev = i;
		if (buf[i + 4] != 0x00 && buf[i + 4] != 0xff) {
			mask = mask << 1 | 1;
			continue;
		}
		src = le32(buf + i + 1);
		for (;;) {
			u32 j;
			u8 b;

			dest = src - (u32)(i + 5);
			if (!mask)
				break;
			j = bit_of[mask] * 8;
			b = dest >> (24 - j);
			if (b != 0x00 && b != 0xff)
				break;
			src = dest ^ ((1U << (32 - j)) - 1);
		}
		dest &= 0x01ffffff;
		dest |= 0U - (dest & 0x01000000);
		buf[i + 1] = dest;
		buf[i + 2] = dest >> 8;
		buf[i + 3] = dest >> 16;
		buf[i + 4] = dest >> 24;
		i += 4;
	}
}

s64 unxz(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why)
{
	const u8 *p = in, *end = in + in_size;
	size_t written = 0;
	u8 check;

	if (in_size < 12 || !is_xz(in, in_size))
		return fail(-EINVAL, why, "not an xz file");
	if (crc32(0, in + 6, 2) != le32(in + 8) || in[6] || in[7] > 15)
		return fail(-EINVAL, why, "xz header damaged");
	check = in[7];
	p += 12;

	while (p < end && *p) { /* a zero where a block header would be is the index */
		struct block b;
		size_t used;
		s64 n = parse_block_header(p, end, &b, why);

		if (n < 0)
			return n;
		p += b.header_size;
		n = lzma2_decode(p, end - p, &used, out + written, out_size - written, why);
		if (n < 0)
			return n;
		used = (used + 3) & ~3UL; /* the block ends on a multiple of four: header sizes do */
		if (used + check_size[check] > (size_t)(end - p))
			return fail(-EINVAL, why, "xz block cut off");
		if (b.x86_filter)
			bcj_x86_decode(out + written, n);
		p += used;
		if (check == 1 && crc32(0, out + written, n) != le32(p))
			return fail(-EINVAL, why, "xz checksum wrong");
		p += check_size[check];
		written += n;
	}
	if (p >= end)
		return fail(-EINVAL, why, "xz file cut off");
	return written;
}

// SPDX-License-Identifier: LGPL-2.1-only
#include <lz4.h>

#include "blocks.h"
#include "unpack.h"

#define MAGIC 0x184c2102        /* "legacy" lz4 */
#define BLOCK ((size_t)8 << 20)

static uint32_t get_le32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static size_t block_size(const struct block_image *b, unsigned int i)
{
	return i + 1 < b->nr_blocks ? BLOCK : b->size - i * BLOCK;
}

/* The blocks in a row must fill the input up to the appended size, and be as many as that takes. */
static bool find_blocks(struct block_image *b, const uint8_t *in, size_t size)
{
	size_t pos = 4;

	for (unsigned int i = 0; i < b->nr_blocks; i++) {
		uint32_t len;

		if (size - pos < 8)
			return false;
		len = get_le32(in + pos);
		pos += 4;
		if (!len || len > size - 4 - pos || len > LZ4_COMPRESSBOUND(BLOCK))
			return false;
		b->blocks[i] = (struct packed_block){ in + pos, len, false };
		pos += len;
	}
	return pos == size - 4;
}

struct block_image *block_image_open(const uint8_t *in, size_t size, size_t max)
{
	size_t total = unpack_expected(in, size), nr = DIV_ROUND_UP(total, BLOCK);
	struct block_image *b;

	if (size < 12 || get_le32(in) != MAGIC || !total || (max && total > max))
		return NULL;
	b = calloc(1, sizeof(*b) + nr * sizeof(b->blocks[0]));
	if (!b)
		return NULL;
	b->size = total;
	b->nr_blocks = nr;
	/* a large piece of fresh memory: zero, and nothing but addresses until it is touched */
	b->data = find_blocks(b, in, size) ? calloc(1, total) : NULL;
	if (b->data)
		return b;
	block_image_free(b);
	return NULL;
}

void block_image_free(struct block_image *b)
{
	free(b);
}

static int unpack_block(struct block_image *b, unsigned int i, uint8_t *dest, const char **why)
{
	size_t size = block_size(b, i);

	if (LZ4_decompress_safe((const char *)b->blocks[i].in, (char *)dest, b->blocks[i].len, size) !=
	    (int)size) {
		*why = "the lz4 data is damaged";
		return -EBADMSG;
	}
	return 0;
}

static int need_block(struct block_image *b, unsigned int i, const char **why)
{
	int rc = b->blocks[i].there ? 0 : unpack_block(b, i, b->data + i * BLOCK, why);

	if (!rc)
		b->blocks[i].there = true;
	return rc;
}

int block_image_need(struct block_image *b, size_t off, size_t len, const char **why)
{
	int rc = 0;

	for (size_t i = off / BLOCK; len && !rc && i * BLOCK < off + len; i++)
		rc = need_block(b, i, why);
	return rc;
}

int block_image_copy(struct block_image *b, uint8_t *dest, size_t off, size_t len, const char **why)
{
	while (len) {
		unsigned int i = off / BLOCK;
		size_t within = off - i * BLOCK, n = block_size(b, i) - within;
		int rc;

		if (n > len)
			n = len;
		if (n == block_size(b, i) && !b->blocks[i].there) {
			rc = unpack_block(b, i, dest, why);
		} else {
			rc = need_block(b, i, why);
			if (!rc)
				memcpy(dest, b->data + off, n);
		}
		if (rc)
			return rc;
		dest += n;
		off += n;
		len -= n;
	}
	return 0;
}

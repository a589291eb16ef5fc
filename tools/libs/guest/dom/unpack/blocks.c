// SPDX-License-Identifier: LGPL-2.1-only
#include <lz4.h>

#include "blocks.h"
#include "unpack.h"

#define MAGIC 0x184c2102        /* "legacy" lz4 */
#define BLOCK ((size_t)8 << 20)
#define FIRST_PART ((size_t)64 << 10) /* headers and all that is near them */

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
		b->blocks[i] = (struct packed_block){ in + pos, len, 0 };
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
	b->nr_blocks = b->window = b->held = nr;
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

static uint8_t *block_data(const struct block_image *b, unsigned int i)
{
	return b->data + i * BLOCK;
}

/* The first n bytes of block i. */
static int unpack_block(struct block_image *b, unsigned int i, uint8_t *dest, size_t n, const char **why)
{
	const struct packed_block *p = &b->blocks[i];
	int got = n == block_size(b, i) ?
		LZ4_decompress_safe((const char *)p->in, (char *)dest, p->len, n) :
		LZ4_decompress_safe_partial((const char *)p->in, (char *)dest, p->len, n, n);

	if (got != (int)n) {
		*why = "the lz4 data is damaged";
		return -EBADMSG;
	}
	return 0;
}

/* The first n bytes of a block, but so only once: who comes back for more gets all of it. */
static int need_block(struct block_image *b, unsigned int i, size_t n, const char **why)
{
	int rc;

	if (b->blocks[i].there >= n)
		return 0;
	if (b->blocks[i].there || n + FIRST_PART > block_size(b, i))
		n = block_size(b, i);
	else if (n < FIRST_PART)
		n = FIRST_PART;
	if (i == b->window)
		b->held = b->nr_blocks;
	populate(block_data(b, i), n);
	rc = unpack_block(b, i, block_data(b, i), n, why);
	b->blocks[i].there = rc ? 0 : n;
	return rc;
}

int block_image_need(struct block_image *b, size_t off, size_t len, const char **why)
{
	size_t end = off + len;
	int rc = 0;

	for (size_t i = off / BLOCK; len && !rc && i * BLOCK < end; i++) {
		size_t n = end - i * BLOCK;

		rc = need_block(b, i, n < block_size(b, i) ? n : block_size(b, i), why);
	}
	return rc;
}

/* Of the blocks that any other fits into, the one with the most memory already. */
static unsigned int choose_window(const struct block_image *b)
{
	unsigned int w = 0;

	for (unsigned int i = 1; i < b->nr_blocks && block_size(b, i) == BLOCK; i++)
		if (b->blocks[i].there > b->blocks[w].there)
			w = i;
	return w;
}

/* Block i in the memory that all blocks share of which the guest gets only parts; NULL: damaged. */
static const uint8_t *through_window(struct block_image *b, unsigned int i, const char **why)
{
	if (b->window == b->nr_blocks)
		b->window = choose_window(b);
	if (b->held == i)
		return block_data(b, b->window);
	b->held = b->nr_blocks;
	b->blocks[b->window].there = 0;
	populate(block_data(b, b->window), block_size(b, i));
	if (unpack_block(b, i, block_data(b, b->window), block_size(b, i), why))
		return NULL;
	b->held = i;
	return block_data(b, b->window);
}

/* [within, within + n) of block i */
static int copy_part(struct block_image *b, unsigned int i, uint8_t *dest, size_t within, size_t n, const char **why)
{
	const uint8_t *data = block_data(b, i);

	if (b->blocks[i].there < within + n) {
		if (n == block_size(b, i))
			return unpack_block(b, i, dest, n, why);
		data = through_window(b, i, why);
		if (!data)
			return -EBADMSG;
	}
	memcpy(dest, data + within, n);
	return 0;
}

int block_image_copy(struct block_image *b, uint8_t *dest, size_t off, size_t len, const char **why)
{
	while (len) {
		unsigned int i = off / BLOCK;
		size_t within = off - i * BLOCK, n = block_size(b, i) - within;
		int rc;

		if (n > len)
			n = len;
		rc = copy_part(b, i, dest, within, n, why);
		if (rc)
			return rc;
		dest += n;
		off += n;
		len -= n;
	}
	return 0;
}

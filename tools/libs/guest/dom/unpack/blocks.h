/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * An image that is unpacked as far as it is needed: lz4 as Linux uses it packs each 8 MiB on their own. Finding
 * a kernel's notes takes parts of two or three such blocks; most others go straight to where the kernel is loaded,
 * and those whose parts go to several places all pass through the same piece of memory. That saves the builder
 * most of the memory for the whole image, and its time.
 */
#ifndef GUEST_UNPACK_BLOCKS_H
#define GUEST_UNPACK_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

struct block_image {
	uint8_t *data;          /* size bytes; only what was needed is there, and only until the next copy */
	size_t size;
	unsigned int nr_blocks;
	unsigned int window;    /* the block whose part of data copies go through; nr_blocks: none yet */
	unsigned int held;      /* the block that is in the window for copies; nr_blocks: none */
	struct packed_block {
		const uint8_t *in;
		uint32_t len;
		size_t there;   /* bytes from its start that are in data */
	} blocks[];
};

/* NULL if the input is anything else, or not in order, or there is no memory: unpack() knows what to do or to say. */
struct block_image *block_image_open(const uint8_t *in, size_t size, size_t max);
/* Unpacks what holds [off, off + len), which lies within the image. 0, or -EBADMSG with *why set. */
int block_image_need(struct block_image *b, size_t off, size_t len, const char **why);
/* The same, to another place. What was needed before may be gone then. */
int block_image_copy(struct block_image *b, uint8_t *dest, size_t off, size_t len, const char **why);
/* Frees all but data, which is malloc()ed. */
void block_image_free(struct block_image *b);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/* Kernels in blocks of lz4: unpacked as far as they are read, the rest straight to the guest. */
#include <lz4.h>

#include "dom/unpack/blocks.h"
#include "fake.h"
#include "kernel.h"

#define BLOCK ((size_t)8 << 20)
#define TEXT (BLOCK * 3 + 4096 * 5)

/* as "lz4 -l" and the kernel's build write it */
static uint8_t *pack(const uint8_t *plain, size_t size, size_t *packed_size)
{
	uint8_t *packed = malloc(LZ4_COMPRESSBOUND(size) + 4096);
	uint32_t magic = 0x184c2102, n, total = size;
	size_t pos = 4;

	memcpy(packed, &magic, 4);
	for (size_t off = 0; off < size; off += BLOCK) {
		size_t len = size - off < BLOCK ? size - off : BLOCK;

		n = LZ4_compress_default((const char *)plain + off, (char *)packed + pos + 4, len,
					 LZ4_COMPRESSBOUND(len));
		memcpy(packed + pos, &n, 4);
		pos += 4 + n;
	}
	memcpy(packed + pos, &total, 4);
	*packed_size = pos + 4;
	return packed;
}

static uint8_t *plain, *packed;
static size_t plain_size, packed_size;

static int make(void **state)
{
	plain = kernel_make_sized(&linux_notes, TEXT, &plain_size);
	/* what is all the same compresses beyond what a size is believed to */
	for (size_t i = 0x1000; i < TEXT; i++)
		plain[i] = i % 5 ? (size_t)random() : i;
	packed = pack(plain, plain_size, &packed_size);
	return 0;
}

static int unmake(void **state)
{
	free(plain);
	free(packed);
	return 0;
}

static void random_reads(void **state)
{
	uint8_t *dest = malloc(plain_size);
	struct block_image *b;
	const char *why;

	for (int round = 0; round < 4; round++) {
		b = block_image_open(packed, packed_size, 0);
		assert_non_null(b);
		assert_int_equal(b->size, plain_size);
		assert_int_equal(b->nr_blocks, 4);
		for (int i = 0; i < 4; i++) {
			size_t off = random() % plain_size, len = random() % (plain_size - off + 1);

			if (i % 2) {
				assert_int_equal(block_image_copy(b, dest, off, len, &why), 0);
				assert_memory_equal(dest, plain + off, len);
			} else {
				assert_int_equal(block_image_need(b, off, len % 100000, &why), 0);
				assert_memory_equal(b->data + off, plain + off, len % 100000);
			}
		}
		free(b->data);
		block_image_free(b);
	}
	free(dest);
}

/* Small needs, each behind the one before: a block is unpacked twice, no oftener. */
static void needs_that_grow(void **state)
{
	struct block_image *b = block_image_open(packed, packed_size, 0);
	const char *why;

	assert_non_null(b);
	for (size_t n = 1; n < BLOCK / 2; n = n * 3 + 1) {
		assert_int_equal(block_image_need(b, BLOCK + n, 1, &why), 0);
		assert_int_equal(b->data[BLOCK + n], plain[BLOCK + n]);
		assert_true(n > 65536 ? b->blocks[1].there == BLOCK : b->blocks[1].there == 65536);
	}
	free(b->data);
	block_image_free(b);
}

/* Anything that is not whole blocks and the size behind them is unpack()'s to refuse. */
static void cut_and_limited(void **state)
{
	assert_null(block_image_open(packed, packed_size, plain_size - 1));
	for (size_t n = 0; n < 64; n++)
		assert_null(block_image_open(packed, n, 0));
	for (size_t n = packed_size / 7; n < packed_size; n += packed_size / 7)
		assert_null(block_image_open(packed, n, 0));
	assert_null(block_image_open(packed, packed_size - 1, 0));
	assert_null(block_image_open(packed + 1, packed_size - 1, 0));
}

static void damaged(void **state)
{
	uint8_t *bad = malloc(packed_size), *dest = malloc(plain_size);
	const char *why;
	int refused = 0;

	for (int round = 0; round < 30; round++) {
		struct block_image *b;

		memcpy(bad, packed, packed_size);
		for (int i = 0; i < 200; i++)
			bad[random() % packed_size] = random();
		b = block_image_open(bad, packed_size, 0);
		if (!b)
			continue;
		refused += block_image_copy(b, dest, 0, b->size < plain_size ? b->size : plain_size, &why) != 0;
		free(b->data);
		block_image_free(b);
	}
	assert_true(refused > 0);
	free(bad);
	free(dest);
}

static void a_guest_gets_all_of_it(void **state)
{
	struct xc_dom_image *dom = xc_dom_allocate(NULL, "", NULL);
	struct block_image *b;
	uint8_t *bzimage;
	size_t size;

	bzimage = bzimage_make(packed, packed_size, &size);
	fake_reset(false, 64 << 8);
	dom->container_type = XC_DOM_PV_CONTAINER;
	assert_int_equal(xc_dom_kernel_mem(dom, bzimage, size), 0);
	assert_int_equal(xc_dom_boot_xen_init(dom, NULL, FAKE_DOMID), 0);
	assert_int_equal(xc_dom_parse_image(dom), 0);
	b = dom->private_loader;
	assert_non_null(b);
	/* headers in the first, notes in the last */
	assert_true(b->blocks[0].there && !b->blocks[1].there && !b->blocks[2].there && b->blocks[3].there);
	assert_true(b->blocks[0].there < BLOCK / 16); /* and no more of the first than it takes */
	assert_int_equal(xc_dom_mem_init(dom, 64), 0);
	assert_int_equal(xc_dom_boot_mem_init(dom), 0);
	assert_int_equal(xc_dom_build_image(dom), 0);
	/* blocks 1 and 2 go straight to the guest, the first and the last through one piece of memory */
	assert_true(!b->blocks[1].there && !b->blocks[2].there);
	assert_true(b->window == 0 && !b->blocks[0].there && b->held != b->nr_blocks);
	xc_dom_unmap_all(dom); /* the fake writes back then */
	for (size_t off = 0; off < TEXT; off += 4096) {
		const uint8_t *page = fake_page(xc_dom_p2m(dom, (KERNEL_PADDR + off) >> 12));

		assert_memory_equal(page, plain + 0x1000 + off, 4096);
	}
	xc_dom_release(dom);
	fake_free();
	free(bzimage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_reads),
		cmocka_unit_test(needs_that_grow),
		cmocka_unit_test(cut_and_limited),
		cmocka_unit_test(damaged),
		cmocka_unit_test(a_guest_gets_all_of_it),
	};

	return cmocka_run_group_tests_name("guest-blocks", tests, make, unmake);
}

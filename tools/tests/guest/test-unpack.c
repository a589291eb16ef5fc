// SPDX-License-Identifier: GPL-2.0-only
/* Every compression a kernel comes in: round trip, truncation, the size limit. */
#include <bzlib.h>
#include <lz4.h>
#include <lzma.h>
#include <lzo/lzo1x.h>
#include <zlib.h>
#include <zstd.h>

#include "fake.h"

#define SIZE (3 << 20)

static uint8_t plain[SIZE];

static size_t pack_gzip(uint8_t *out, size_t room)
{
	z_stream zs = { .next_in = plain, .avail_in = SIZE, .next_out = out, .avail_out = room };

	deflateInit2(&zs, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	deflate(&zs, Z_FINISH);
	deflateEnd(&zs);
	return room - zs.avail_out;
}

static size_t pack_bzip2(uint8_t *out, size_t room)
{
	unsigned int n = room;

	BZ2_bzBuffToBuffCompress((char *)out, &n, (char *)plain, SIZE, 1, 0, 0);
	return n;
}

static size_t pack_xz(uint8_t *out, size_t room)
{
	size_t n = 0;

	lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, plain, SIZE, out, &n, room);
	return n;
}

static size_t pack_lzma(uint8_t *out, size_t room)
{
	lzma_stream ls = LZMA_STREAM_INIT;
	lzma_options_lzma opt;

	lzma_lzma_preset(&opt, 1);
	assert_int_equal(lzma_alone_encoder(&ls, &opt), LZMA_OK);
	ls.next_in = plain;
	ls.avail_in = SIZE;
	ls.next_out = out;
	ls.avail_out = room;
	assert_int_equal(lzma_code(&ls, LZMA_FINISH), LZMA_STREAM_END);
	lzma_end(&ls);
	return ls.total_out;
}

static size_t pack_zstd(uint8_t *out, size_t room)
{
	return ZSTD_compress(out, room, plain, SIZE, 3);
}

/* as "lz4 -l" and the kernel's build write it */
static size_t pack_lz4(uint8_t *out, size_t room)
{
	uint32_t magic = 0x184c2102, n, total = SIZE;

	memcpy(out, &magic, 4);
	n = LZ4_compress_default((char *)plain, (char *)out + 8, SIZE, room - 8);
	memcpy(out + 4, &n, 4);
	memcpy(out + 8 + n, &total, 4);
	return 12 + n;
}

static void be32(uint8_t *p, uint32_t v)
{
	p[0] = v >> 24;
	p[1] = v >> 16;
	p[2] = v >> 8;
	p[3] = v;
}

/* as lzop writes it: one block compressed, one stored */
static size_t pack_lzo(uint8_t *out, size_t room)
{
	static const uint8_t head[] = "\x89LZO\0\r\n\x1a\n" "\x10\x30" "\x20\x80" "\x09\x40" "\x01\x05"
		"\0\0\0\x01" "\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0" "\0\0\0\0";
	size_t half = SIZE / 2, pos = sizeof(head) - 1;
	void *work = malloc(LZO1X_1_MEM_COMPRESS);
	lzo_uint n = 0;

	memcpy(out, head, pos);
	lzo1x_1_compress(plain, half, out + pos + 12, &n, work);
	free(work);
	be32(out + pos, half);
	be32(out + pos + 4, n);
	be32(out + pos + 8, 0);
	pos += 12 + n;
	be32(out + pos, SIZE - half);
	be32(out + pos + 4, SIZE - half);
	be32(out + pos + 8, 0);
	memcpy(out + pos + 12, plain + half, SIZE - half);
	pos += 12 + SIZE - half;
	be32(out + pos, 0);
	return pos + 4;
}

static const struct { const char *name; size_t (*pack)(uint8_t *out, size_t room); } formats[] = {
	{ "gzip", pack_gzip }, { "bzip2", pack_bzip2 }, { "xz", pack_xz }, { "lzma", pack_lzma },
	{ "zstd", pack_zstd }, { "lz4", pack_lz4 }, { "lzo", pack_lzo },
};

static void check_format(const char *name, const uint8_t *packed, size_t len)
{
	const char *why = NULL;
	uint8_t *damaged = malloc(len);
	void *out;
	size_t size;
	int rc = unpack(packed, len, 0, &out, &size, &why);

	if (rc)
		fail_msg("%s: %d: %s", name, rc, why);
	assert_int_equal(size, SIZE);
	assert_memory_equal(out, plain, SIZE);
	free(out);

	/* exactly at the limit, and one byte above it */
	assert_int_equal(unpack(packed, len, SIZE, &out, &size, &why), 0);
	free(out);
	if (!unpack(packed, len, SIZE - 1, &out, &size, &why))
		fail_msg("%s: the limit does not hold", name);

	for (size_t cut = 10; cut < len - 16; cut = cut * 3 + 1)
		if (!unpack(packed, cut, 0, &out, &size, &why) && size == SIZE)
			fail_msg("%s: %zu of %zu bytes give it all", name, cut, len);
		else if (!why)
			fail_msg("%s: no reason given", name);
	/* must not crash; most formats notice */
	for (size_t i = 8; i < len; i = i * 2 + 3) {
		memcpy(damaged, packed, len);
		damaged[i] ^= 0x55;
		if (!unpack(damaged, len, 2 * SIZE, &out, &size, &why))
			free(out);
	}
	free(damaged);
}

static void test_formats(void **state)
{
	size_t room = 2 * SIZE;
	uint8_t *packed = malloc(room);

	/* neither constant nor random */
	for (size_t i = 0; i < SIZE; i++)
		plain[i] = (i * i >> 13) ^ i / 1000;
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		size_t len = formats[i].pack(packed, room);
		uint8_t *exact = malloc(len);

		memcpy(exact, packed, len);
		check_format(formats[i].name, exact, len);
		free(exact);
	}
	free(packed);
}

static void test_unknown(void **state)
{
	const char *why = NULL;
	void *out;
	size_t size;

	assert_int_equal(unpack("neither of them", 15, 0, &out, &size, &why), -EINVAL);
	assert_int_equal(unpack("\x1f\x8b", 2, 0, &out, &size, &why), -EBADMSG);
}

/* A ramdisk of two gzip members must reach the guest as it is. */
static void test_module_members(void **state)
{
	uint8_t *packed = malloc(2 * SIZE);
	size_t len = pack_gzip(packed, SIZE);

	for (int members = 1; members <= 2; members++) {
		struct xc_dom_image *dom = xc_dom_allocate(NULL, NULL, NULL);
		size_t total = members * len;

		if (members == 2)
			memcpy(packed + len, packed, len);
		fake_reset(true, 4096);
		dom->container_type = XC_DOM_HVM_CONTAINER;
		dom->lowmem_end = 16 << 20;
		dom->arch_hooks = &xc_dom_arch_hvm;
		dom->kernel_loader = &elf_loader;
		dom->guest_domid = DOMID_INVALID;
		assert_int_equal(xc_dom_module_mem(dom, packed, total, NULL), 0);
		dom->parms->nr_segments = 0;
		dom->kernel_seg.vstart = 0x100000;
		dom->kernel_seg.vend = 0x101000;
		dom->arch_hooks = &(struct xc_dom_arch){ .guest_type = "test" };
		assert_int_equal(xc_dom_build_image(dom), 0);
		assert_int_equal(dom->modules[0].size, members == 1 ? SIZE : total);
		xc_dom_release(dom);
	}
	free(packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_module_members),
	};
	int rc = cmocka_run_group_tests_name("guest-unpack", tests, NULL, NULL);

	fake_free();
	return rc;
}

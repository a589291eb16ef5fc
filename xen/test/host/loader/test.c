// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel images: what the packers of this machine make must come out again; what a damaged or hostile file makes
 * of it must be an error. Buffers are exactly as large as promised, so that the sanitizers see each byte beyond.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#undef offsetof
#include <xen/decompress.h>
#include <xen/elf-image.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <public/elfnote.h>

#define PLAIN (300 * 1024)
#define ROUNDS 400

static u8 *plain;
static u32 seed = 12345;

static u32 rnd(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

/* Text-like runs, noise, and x86 calls for the branch filter. */
static void make_plain(void)
{
	size_t i = 0;

	plain = malloc(PLAIN);
	while (i < PLAIN) {
		size_t n = 1 + rnd() % 400;
		u32 kind = rnd() % 4;

		for (; n && i < PLAIN; n--, i++)
			plain[i] = kind == 0 ? rnd() : kind == 1 ? "the quick brown fox "[i % 20] :
				   kind == 2 && i > 5000 ? plain[i - 4999] : (i % 5) ? (rnd() % 9 ? 0 : 7) : 0xe8;
	}
}

struct packed {
	u8 *data; /* with DECOMPRESS_INPUT_SLACK behind it */
	size_t size;
};

static struct packed pack(const char *command)
{
	char line[256];
	struct packed p;
	FILE *f = fopen("/tmp/xen-loader-test.plain", "w");

	assert_non_null(f);
	assert_int_equal(fwrite(plain, 1, PLAIN, f), PLAIN);
	fclose(f);
	snprintf(line, sizeof(line), "%s </tmp/xen-loader-test.plain", command);
	f = popen(line, "r");
	assert_non_null(f);
	p.data = malloc(PLAIN + 65536);
	p.size = fread(p.data, 1, PLAIN + 65536, f);
	assert_int_equal(pclose(f), 0);
	remove("/tmp/xen-loader-test.plain");
	p.data = realloc(p.data, p.size + DECOMPRESS_INPUT_SLACK);
	memset(p.data + p.size, 0, DECOMPRESS_INPUT_SLACK);
	return p;
}

static const char *const packers[] = {
	"gzip -9c", "gzip -1c", "xz -9 --check=crc32 -c", "xz --check=crc32 --x86 --lzma2=preset=6,lc=0,lp=2,pb=0 -c",
	"xz --check=crc64 --lzma2=preset=0,pb=4 -c", "xz --check=none -c", "xz --check=sha256 --lzma2=dict=64KiB -c",
};

static void unpacks_what_packers_make(void **state)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(packers); i++) {
		struct packed p = pack(packers[i]);
		u8 *out = malloc(PLAIN);
		const char *why = "";

		assert_int_equal(decompress(p.data, p.size, out, PLAIN, &why), PLAIN);
		assert_memory_equal(out, plain, PLAIN);
		assert_int_equal(decompress(p.data, p.size, out, PLAIN - 1, &why), -ENOSPC);
		free(out);
		free(p.data);
	}
}

static void damaged_files_are_errors(void **state)
{
	u8 *out = malloc(PLAIN);

	for (unsigned int i = 0; i < ARRAY_SIZE(packers); i++) {
		struct packed p = pack(packers[i]);
		const char *why = NULL;

		for (unsigned int k = 0; k < ROUNDS; k++) {
			size_t size = rnd() % 3 ? p.size : rnd() % p.size;
			u8 *copy = malloc(size + DECOMPRESS_INPUT_SLACK);

			memcpy(copy, p.data, size);
			memset(copy + size, rnd(), DECOMPRESS_INPUT_SLACK);
			for (u32 n = 1 + rnd() % 4; n && size; n--)
				copy[rnd() % (rnd() % 2 ? size : size < 64 ? size : 64)] ^= 1 << rnd() % 8;
			/* Any result but a write out of bounds; success only where a check could not see it. */
			if (decompress(copy, size, out, PLAIN, &why) < 0)
				assert_non_null(why);
			free(copy);
		}
		free(p.data);
	}
	free(out);
}

static void wrong_checksum_is_seen(void **state)
{
	struct packed p = pack("gzip -c");
	u8 *out = malloc(PLAIN);
	const char *why;

	p.data[p.size - 5] ^= 1; /* CRC32 of the plain text */
	assert_int_equal(decompress(p.data, p.size, out, PLAIN, &why), -EINVAL);
	free(p.data);
	free(out);
}

/* A small ELF64 kernel with notes. */
struct image {
	u8 bytes[1024];
	size_t size;
};

static void put(struct image *im, size_t at, u64 v, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		im->bytes[at + i] = v >> 8 * i;
}

static size_t put_note(struct image *im, size_t at, u32 type, const void *desc, u32 size)
{
	put(im, at, 4, 4);
	put(im, at + 4, size, 4);
	put(im, at + 8, type, 4);
	memcpy(im->bytes + at + 12, "Xen", 4);
	memcpy(im->bytes + at + 16, desc, size);
	return at + 16 + ((size + 3) & ~3u);
}

static void put_phdr(struct image *im, unsigned int i, u32 type, u64 off, u64 paddr, u64 filesz, u64 memsz)
{
	size_t at = 64 + 56 * i;

	put(im, at, type, 4);
	put(im, at + 8, off, 8);
	put(im, at + 24, paddr, 8);
	put(im, at + 32, filesz, 8);
	put(im, at + 40, memsz, 8);
}

static struct image make_image(void)
{
	struct image im = { .size = 1024 };
	u64 entry = 0xffffffff81000000UL, base = 0xffffffff80000000UL, p2m = 0x8000000000UL;
	u32 features = 1U << 11;
	size_t at = 512;

	memcpy(im.bytes, "\177ELF\2\1\1", 7);
	put(&im, 18, 62, 2);
	put(&im, 24, 0x1000000, 8);
	put(&im, 32, 64, 8);
	put(&im, 54, 56, 2);
	put(&im, 56, 3, 2);
	at = put_note(&im, at, XEN_ELFNOTE_ENTRY, &entry, 8);
	at = put_note(&im, at, XEN_ELFNOTE_VIRT_BASE, &base, 8);
	at = put_note(&im, at, XEN_ELFNOTE_INIT_P2M, &p2m, 8);
	at = put_note(&im, at, XEN_ELFNOTE_XEN_VERSION, "xen-3.0", 8);
	at = put_note(&im, at, XEN_ELFNOTE_SUPPORTED_FEATURES, &features, 4);
	at = put_note(&im, at, XEN_ELFNOTE_MOD_START_PFN, "\1\0\0\0", 4);
	put_phdr(&im, 0, 1, 256, 0x1000000, 128, 0x2000);
	put_phdr(&im, 1, 1, 384, 0x1800000, 64, 64);
	put_phdr(&im, 2, 4, 512, 0, at - 512, at - 512);
	return im;
}

static void elf_segments_and_notes(void **state)
{
	struct image im = make_image();
	struct elf_image e;
	const char *why = NULL;

	assert_int_equal(elf_image_parse(im.bytes, im.size, &e, &why), 0);
	assert_int_equal(e.nr_segments, 2);
	assert_int_equal(e.pstart, 0x1000000);
	assert_int_equal(e.pend, 0x1800040);
	assert_ptr_equal(e.segment[1].data, im.bytes + 384);
	assert_true(e.has_notes && e.is_xen_30 && e.mod_start_pfn && e.has_supported_features);
	assert_int_equal(e.entry, 0xffffffff81000000UL);
	assert_int_equal(e.virt_base, 0xffffffff80000000UL);
	assert_int_equal(e.init_p2m, 0x8000000000UL);
	assert_int_equal(e.hypercall_page, ~0UL);
	assert_int_equal(e.supported_features, 1U << 11);
}

static void elf_truncated_is_named(void **state)
{
	struct image im = make_image();
	struct elf_image e;
	const char *why = NULL;

	assert_int_equal(elf_image_parse(im.bytes, 300, &e, &why), -EINVAL);
	assert_non_null(strstr(why, "truncated"));
	assert_int_equal(elf_image_parse(im.bytes, 10, &e, &why), -EINVAL);
	put(&im, 18, 3, 2);
	assert_int_equal(elf_image_parse(im.bytes, im.size, &e, &why), -EINVAL);
	assert_non_null(strstr(why, "64-bit"));
}

static void elf_mutations_stay_inside(void **state)
{
	for (unsigned int k = 0; k < 20000; k++) {
		struct image im = make_image();
		size_t size = rnd() % 4 ? im.size : rnd() % im.size;
		u8 *copy = malloc(size + 1);
		struct elf_image e;
		const char *why = NULL;

		for (u32 n = 1 + rnd() % 6; n; n--)
			im.bytes[rnd() % im.size] = rnd();
		memcpy(copy, im.bytes, size);
		if (elf_image_parse(copy, size, &e, &why)) {
			assert_non_null(why);
		} else {
			for (unsigned int i = 0; i < e.nr_segments; i++) {
				assert_true(e.segment[i].data >= copy);
				assert_true(e.segment[i].data + e.segment[i].filesz <= copy + size);
				assert_true(e.segment[i].paddr + e.segment[i].memsz <= GB(1));
			}
		}
		free(copy);
	}
}

static void bzimage_payload_is_found(void **state)
{
	u8 b[4096] = { 0 };
	const u8 *payload;
	const char *why;
	size_t length;

	b[0x1f1] = 1;
	memcpy(b + 0x202, "HdrS", 4);
	b[0x206] = 0x0f;
	b[0x207] = 2;
	b[0x248] = 100;
	b[0x24d] = 1; /* 256 bytes */
	assert_true(bzimage_payload(b, sizeof(b), &payload, &length, &why));
	assert_ptr_equal(payload, b + 1024 + 100);
	assert_int_equal(length, 256);
	b[0x24e] = 1; /* more than the file has */
	assert_false(bzimage_payload(b, sizeof(b), &payload, &length, &why));
	assert_non_null(strstr(why, "truncated"));
	b[0x207] = 1;
	assert_false(bzimage_payload(b, sizeof(b), &payload, &length, &why));
	assert_non_null(strstr(why, "2.08"));
	assert_false(bzimage_payload(b, 100, &payload, &length, &why));
	assert_null(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unpacks_what_packers_make),
		cmocka_unit_test(damaged_files_are_errors),
		cmocka_unit_test(wrong_checksum_is_seen),
		cmocka_unit_test(elf_segments_and_notes),
		cmocka_unit_test(elf_truncated_is_named),
		cmocka_unit_test(elf_mutations_stay_inside),
		cmocka_unit_test(bzimage_payload_is_found),
	};

	make_plain();
	return cmocka_run_group_tests(tests, NULL, NULL);
}

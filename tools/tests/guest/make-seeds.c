// SPDX-License-Identifier: GPL-2.0-only
/* Writes good kernels for the fuzzer to start from: make-seeds DIRECTORY */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "kernel.h"

static void put(const char *dir, const char *name, int hvm, const uint8_t *data, size_t size)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s-%s", dir, name, hvm ? "pvh" : "pv");
	f = fopen(path, "w");
	if (!f || fputc(hvm, f) != hvm || fwrite(data, 1, size, f) != size || fclose(f)) {
		perror(path);
		exit(EXIT_FAILURE);
	}
}

int main(int argc, char **argv)
{
	struct kernel_notes notes = linux_notes;
	size_t size, zsize, room = 1 << 20;
	uint8_t *kernel, *packed = malloc(room), *bz;
	z_stream zs = { 0 };

	if (argc != 2)
		return EXIT_FAILURE;
	/* at 1 MiB, inside the fuzzer's little guests */
	notes.entry = 0xffffffff80100100;
	notes.phys_entry = 0x100200;
	kernel = kernel_make(&notes, &size);
	kernel[64 + 26] = 0x10;
	kernel[64 + 27] = 0;
	for (int hvm = 0; hvm < 2; hvm++) {
		put(argv[1], "elf", hvm, kernel, size);
		zs = (z_stream){ .next_in = kernel, .avail_in = size, .next_out = packed,
				 .avail_out = room };
		deflateInit2(&zs, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
		deflate(&zs, Z_FINISH);
		deflateEnd(&zs);
		put(argv[1], "gzip", hvm, packed, zs.total_out);
		bz = bzimage_make(packed, zs.total_out, &zsize);
		put(argv[1], "bzimage-gzip", hvm, bz, zsize);
		free(bz);
		bz = bzimage_make(packed, ZSTD_compress(packed, room, kernel, size, 3), &zsize);
		put(argv[1], "bzimage-zstd", hvm, bz, zsize);
		free(bz);
	}
	free(packed);
	free(kernel);
	return 0;
}

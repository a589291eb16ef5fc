/* SPDX-License-Identifier: LGPL-2.1-only */
/* What the decompressors share. All input is untrusted. */
#ifndef GUEST_UNPACK_H
#define GUEST_UNPACK_H

#include "../private.h"

/* Output that grows up to max bytes. */
struct out_buf {
	uint8_t *data;
	size_t used;
	size_t room;
	size_t max;
	size_t expected;        /* what the input says of its size, believed within bounds; 0: nothing */
};

/* The size that gzip, and the kernel's build after any other format, puts behind the data; 0 if it is absurd. */
size_t unpack_expected(const uint8_t *in, size_t size);

/*
 * Memory of this process that will be written soon: asking for its pages all at once is much cheaper than a fault
 * for each, above all in a PV dom0. Best effort.
 */
void populate(uint8_t *data, size_t len);

/* Makes room for at least one more byte; 0, -E2BIG at the limit, -ENOMEM. */
int out_grow(struct out_buf *out, const char **why);
/* Makes room for len more bytes. */
int out_reserve(struct out_buf *out, size_t len, const char **why);

/* Each appends to out; 0 or -errno with *why set. Trailing bytes after the stream are ignored. */
int unpack_gzip(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_bzip2(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_xz(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_lzma(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_zstd(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_lz4(const uint8_t *in, size_t size, struct out_buf *out, const char **why);
int unpack_lzo(const uint8_t *in, size_t size, struct out_buf *out, const char **why);

/* gzip that also tells how much of the input the first member took */
int unpack_gzip_member(const uint8_t *in, size_t size, struct out_buf *out, size_t *consumed,
		       const char **why);

#endif

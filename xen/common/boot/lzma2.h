/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LZMA2_H
#define LZMA2_H

#include <xen/types.h>

/*
 * One LZMA2 stream up to its end marker. The output buffer is the dictionary, so nothing is copied.
 * *in_used: bytes of input taken. Returns bytes written or a negative error (see decompress.h).
 */
s64 lzma2_decode(const u8 *in, size_t in_size, size_t *in_used, u8 *out, size_t out_size, const char **why);

#endif

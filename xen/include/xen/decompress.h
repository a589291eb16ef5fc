/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_DECOMPRESS_H
#define XEN_DECOMPRESS_H

#include <xen/types.h>

/* Bytes that must be readable behind the input: a symbol may be read past a damaged end before that is noticed. */
#define DECOMPRESS_INPUT_SLACK 32

/*
 * Unpacks a whole file from @in to @out. Returns the number of bytes written, or -EINVAL (damaged, or uses
 * something that is not supported), -ENOSPC (more than @out_size). *@why then says what was found.
 * Boot only; no memory is allocated.
 */
s64 decompress(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why);

/* The formats behind it. */
s64 unxz(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why);
s64 gunzip(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why);
bool is_xz(const u8 *in, size_t size);
bool is_gzip(const u8 *in, size_t size);

u32 crc32(u32 crc, const u8 *p, size_t n); /* IEEE 802.3; start with 0 */

#endif

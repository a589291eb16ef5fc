/* SPDX-License-Identifier: MIT */
/* UUIDs, kept as 16 bytes in the order they are printed. Included by <libxl.h>. */
#ifndef LIBXL_UUID_H
#define LIBXL_UUID_H

#define LIBXL_UUID_FMT \
	"%02hhx%02hhx%02hhx%02hhx-%02hhx%02hhx-%02hhx%02hhx-" \
	"%02hhx%02hhx-%02hhx%02hhx%02hhx%02hhx%02hhx%02hhx"
#define LIBXL_UUID_FMTLEN ((2 * 16) + 4)
#define LIBXL__UUID_BYTES(uuid) \
	uuid[0], uuid[1], uuid[2], uuid[3], uuid[4], uuid[5], uuid[6], uuid[7], \
	uuid[8], uuid[9], uuid[10], uuid[11], uuid[12], uuid[13], uuid[14], uuid[15]
#define LIBXL_UUID_BYTES(arg) LIBXL__UUID_BYTES((arg).uuid)

typedef struct {
	unsigned char uuid[16];
} libxl_uuid;

/* Programs of before 4.7 relied on this header for them. */
#if defined(LIBXL_API_VERSION) && LIBXL_API_VERSION < 0x040700 && defined(__linux__)
#include <stdint.h>
#include <uuid/uuid.h>
#endif

int libxl_uuid_is_nil(const libxl_uuid *uuid);
void libxl_uuid_generate(libxl_uuid *uuid);
/* 0, or -1 when in is not a UUID */
int libxl_uuid_from_string(libxl_uuid *uuid, const char *in);
void libxl_uuid_copy(libxl_ctx *ctx_opt, libxl_uuid *dst, const libxl_uuid *src);
#if defined(LIBXL_API_VERSION) && LIBXL_API_VERSION < 0x040500
#define libxl_uuid_copy(dst, src) libxl_uuid_copy(NULL, (dst), (src))
#endif
void libxl_uuid_clear(libxl_uuid *uuid);
/* like memcmp() */
int libxl_uuid_compare(const libxl_uuid *uuid1, const libxl_uuid *uuid2);
const uint8_t *libxl_uuid_bytearray_const(const libxl_uuid *uuid);
uint8_t *libxl_uuid_bytearray(libxl_uuid *uuid);

#endif /* LIBXL_UUID_H */

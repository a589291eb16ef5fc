/* SPDX-License-Identifier: LGPL-2.1-only */
/* Pieces of JSON that the builtin types share. */
#ifndef LIBXL__TYPES_JSON_H
#define LIBXL__TYPES_JSON_H

#include <yajl/yajl_gen.h>
#include <yajl/yajl_tree.h>

#include <libxl.h>

/* a string, or null */
yajl_gen_status libxl__gen_text(yajl_gen hand, const char *s);
/* an integer that fits bits; 0 or ERROR_INVAL */
int libxl__json_number(yajl_val val, bool is_signed, unsigned int bits, int64_t *out);
int libxl__parse_mac(const char *s, libxl_mac mac);

#endif

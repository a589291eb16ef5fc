// SPDX-License-Identifier: LGPL-2.1-only
#include <uuid/uuid.h>

#include "internal.h"
#include "types/json.h"
#include "types/walk.h"

int libxl_uuid_is_nil(const libxl_uuid *uuid)
{
	return uuid_is_null(uuid->uuid);
}

void libxl_uuid_generate(libxl_uuid *uuid)
{
	uuid_generate(uuid->uuid);
}

int libxl_uuid_from_string(libxl_uuid *uuid, const char *in)
{
	return uuid_parse(in, uuid->uuid);
}

#undef libxl_uuid_copy
void libxl_uuid_copy(libxl_ctx *ctx_opt, libxl_uuid *dst, const libxl_uuid *src)
{
	*dst = *src;
}

void libxl_uuid_clear(libxl_uuid *uuid)
{
	memset(uuid, 0, sizeof(*uuid));
}

int libxl_uuid_compare(const libxl_uuid *uuid1, const libxl_uuid *uuid2)
{
	return uuid_compare(uuid1->uuid, uuid2->uuid);
}

const uint8_t *libxl_uuid_bytearray_const(const libxl_uuid *uuid)
{
	return uuid->uuid;
}

uint8_t *libxl_uuid_bytearray(libxl_uuid *uuid)
{
	return uuid->uuid;
}

static bool uuid_is_default(const void *p)
{
	return libxl_uuid_is_nil(p);
}

static yajl_gen_status uuid_gen(yajl_gen hand, const void *p)
{
	const libxl_uuid *u = p;
	char buf[LIBXL_UUID_FMTLEN + 1];

	snprintf(buf, sizeof(buf), LIBXL_UUID_FMT, LIBXL_UUID_BYTES(*u));
	return libxl__gen_text(hand, buf);
}

static int uuid_json_parse(void *p, yajl_val val)
{
	return YAJL_IS_STRING(val) && !libxl_uuid_from_string(p, val->u.string) ? 0 : ERROR_FAIL;
}

const struct libxl__type libxl__type_uuid = {
	.name = "uuid", .kind = LIBXL__TYPE_BUILTIN, .size = sizeof(libxl_uuid),
	.ops = &(const struct libxl__builtin){
		.is_default = uuid_is_default, .gen = uuid_gen, .parse = uuid_json_parse },
};

yajl_gen_status libxl_uuid_gen_json(yajl_gen hand, libxl_uuid *p)
{
	return uuid_gen(hand, p);
}

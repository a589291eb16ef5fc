/* SPDX-License-Identifier: LGPL-2.1-only */
/* Writing entries, from text. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

static int fail_with(int error)
{
	errno = error;
	return -1;
}

/* A value in the form that is stored. */
struct value {
	const void *data;
	size_t size;
	uint64_t number;
};

static int bool_value(const char *text, bool *value)
{
	static const char *const words[][2] = {
		{ "0", "1" }, { "off", "on" }, { "no", "yes" }, { "false", "true" },
		{ "disable", "enable" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(text, words[i][0]) && strcmp(text, words[i][1]))
			continue;
		*value = !strcmp(text, words[i][1]);
		return 0;
	}
	return fail_with(EDOM);
}

/* Parse a number that must fit into @bits bits. */
static int number_value(const char *text, unsigned int bits, bool is_signed, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = is_signed ? (uint64_t)strtoll(text, &end, 0) : strtoull(text, &end, 0);
	if (errno)
		return -1;
	if (end == text || *end)
		return fail_with(EINVAL);

	if (is_signed) {
		int64_t n = *value, limit = bits < 64 ? 1LL << (bits - 1) : 0;

		return limit && (n < -limit || n >= limit) ? fail_with(ERANGE) : 0;
	}
	/* strtoull() takes a minus sign; a setting that counts something does not. */
	if (strchr(text, '-') || (bits < 64 && *value >> bits))
		return fail_with(ERANGE);
	return 0;
}

/* The little-endian machines that we run on keep the low bytes first. */
static int convert(const char *text, const struct xenhypfs_dirent *dirent, struct value *value)
{
	bool on;

	switch (dirent->type) {
	case xenhypfs_type_string:
		value->data = text;
		value->size = strlen(text) + 1;
		return 0;
	case xenhypfs_type_bool:
		if (bool_value(text, &on))
			return -1;
		value->number = on;
		break;
	case xenhypfs_type_uint:
	case xenhypfs_type_int:
		if (dirent->size != 1 && dirent->size != 2 && dirent->size != 4 &&
		    dirent->size != 8)
			return fail_with(EDOM);
		if (number_value(text, dirent->size * 8, dirent->type == xenhypfs_type_int,
				 &value->number))
			return -1;
		break;
	default:
		return fail_with(EDOM);
	}
	if (dirent->size > sizeof(value->number))
		return fail_with(EDOM);
	value->data = &value->number;
	value->size = dirent->size;
	return 0;
}

static int write_value(xenhypfs_handle *fshdl, const char *path, const struct value *value)
{
	size_t path_size;
	char *path_buf = hypfs_path(fshdl, path, &path_size);
	void *data = path_buf ? xencall_alloc_buffer(fshdl->xcall, value->size) : NULL;
	int rc = -1;

	if (data) {
		memcpy(data, value->data, value->size);
		rc = xencall5(fshdl->xcall, __HYPERVISOR_hypfs_op, XEN_HYPFS_OP_write_contents,
			      (uintptr_t)path_buf, path_size, (uintptr_t)data, value->size);
	}
	xencall_free_buffer(fshdl->xcall, data);
	xencall_free_buffer(fshdl->xcall, path_buf);
	return rc < 0 ? -1 : 0;
}

int xenhypfs_write(xenhypfs_handle *fshdl, const char *path, const char *val)
{
	struct xenhypfs_dirent *dirent;
	struct value value;
	void *content;
	int rc;

	/* What is there says which type and size it has. */
	content = xenhypfs_read_raw(fshdl, path, &dirent);
	if (!content)
		return -1;

	if (!(dirent->flags & XENHYPFS_FLAG_WRITABLE))
		rc = fail_with(EACCES);
	else if (dirent->encoding != xenhypfs_enc_plain)
		rc = fail_with(EDOM);
	else
		rc = convert(val, dirent, &value);
	if (!rc)
		rc = write_value(fshdl, path, &value);

	free(content);
	free(dirent);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/decompress.h>
#include <xen/errno.h>
#include <xen/lib.h>

static const struct {
	const char *name;
	bool (*is)(const u8 *in, size_t size);
	s64 (*unpack)(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why);
} formats[] = {
	{ "xz", is_xz, unxz },
	{ "gzip", is_gzip, gunzip },
};

s64 decompress(const u8 *in, size_t in_size, u8 *out, size_t out_size, const char **why)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(formats); i++)
		if (formats[i].is(in, in_size))
			return formats[i].unpack(in, in_size, out, out_size, why);
	*why = "kernel compression other than xz or gzip";
	return -EINVAL;
}

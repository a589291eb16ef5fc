/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <stdint.h>
#include <xen/io/xs_wire.h>

#include "path.h"
#include "tree.h"

static uint64_t seed;

/* Bytes a name may hold: A-Z a-z 0-9 - _ @ */
static const bool name_byte[256] = {
	['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['0' ... '9'] = true,
	['-'] = true, ['_'] = true, ['@'] = true,
};

void path_init(uint64_t secret)
{
	seed = secret;
}

static inline uint64_t hash_byte(uint64_t h, unsigned char c)
{
	return (h ^ c) * 0x100000001b3u;
}

static inline uint32_t hash_end(uint64_t h)
{
	return h ^ (h >> 32);
}

uint64_t path_hash_bytes(const void *data, size_t len)
{
	const unsigned char *s = data;
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < len; i++)
		h = hash_byte(h, s[i]);
	return h;
}

uint32_t path_hash_name(const char *str, size_t len)
{
	uint64_t h = seed;
	size_t i;

	for (i = 0; i < len; i++)
		h = hash_byte(h, str[i]);
	return hash_end(h);
}

/* Splits abs[from..len) into parts; abs[from] is the first byte of a name. */
static int split(struct path *p)
{
	const char *s = p->abs + 1, *end = p->abs + p->len, *start = s;
	uint64_t h = seed;

	p->parts = 0;
	if (p->len == 1)
		return 0;
	for (;; s++) {
		if (s < end && *s != '/') {
			if (!name_byte[(unsigned char)*s])
				return EINVAL;
			h = hash_byte(h, *s);
			continue;
		}
		if (s == start)
			return EINVAL; /* "//", or "/" at the end */
		p->part[p->parts++] = (struct part){
			.str = start, .len = s - start, .hash = hash_end(h),
		};
		if (s == end)
			return 0;
		start = s + 1;
		h = seed;
	}
}

/* Length of a leading "/local/domain/<digits>/", which path-max does not count. */
static size_t home_prefix(const char *abs, size_t len)
{
	static const char home[] = "/local/domain/";
	size_t n = sizeof(home) - 1;

	if (len <= n || memcmp(abs, home, n))
		return 0;
	while (n < len && abs[n] >= '0' && abs[n] <= '9')
		n++;
	return n > sizeof(home) - 1 && n < len && abs[n] == '/' ? n + 1 : 0;
}

int path_parse(struct path *p, const char *str, size_t len, unsigned domid, unsigned limit,
	       bool allow_special)
{
	if (!len || len > XENSTORE_ABS_PATH_MAX)
		return EINVAL;
	p->special = *str == '@';
	p->home = 0;
	if (p->special) {
		if (!allow_special || len > XENSTORE_REL_PATH_MAX)
			return EINVAL;
		memcpy(p->abs, str, len);
		p->abs[len] = 0;
		p->len = len;
		p->parts = 1;
		p->part[0] = (struct part){ p->abs, len, path_hash_name(str, len) };
		return 0;
	}
	if (*str != '/')
		p->home = sprintf(p->abs, "/local/domain/%u/", domid);
	p->len = p->home + len;
	if (p->len > PATH_BYTES_MAX)
		return EINVAL;
	memcpy(p->abs + p->home, str, len);
	p->abs[p->len] = 0;
	if (p->len > limit && p->len - home_prefix(p->abs, p->len) > limit)
		return EINVAL;
	return split(p);
}

void path_from_names(struct path *p, bool special, const struct name *const *names, unsigned count)
{
	char *s = p->abs;
	unsigned i;

	p->special = special;
	p->home = 0;
	p->parts = count;
	for (i = 0; i < count; i++) {
		if (!special)
			*s++ = '/';
		memcpy(s, names[i]->str, names[i]->len);
		p->part[i] = (struct part){ s, names[i]->len, names[i]->hash };
		s += names[i]->len;
	}
	if (!count)
		*s++ = '/';
	*s = 0;
	p->len = s - p->abs;
}

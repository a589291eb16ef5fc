/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <stdint.h>
#include <xen/io/xs_wire.h>

#include "path.h"
#include "tree.h"

#define HOME_MAX sizeof("/local/domain/4294967295/")

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

/* Forgets all parts but the first `parts`. */
static void truncate_parts(struct path *p, unsigned parts)
{
	p->parts = parts;
	if (p->nodes && p->nodes->count > parts)
		p->nodes->count = parts;
}

/* Offset of the byte behind the last part, where a slash or the end has to be; 0 for "/". */
static size_t parts_end(const struct path *p)
{
	const struct part *last;

	if (!p->parts)
		return 0;
	last = &p->part[p->parts - 1];
	return last->str + last->len - p->abs;
}

/* Splits what comes behind the parts there are already. */
static int split(struct path *p)
{
	const char *s = p->abs + parts_end(p), *end = p->abs + p->len, *start;

	if (p->len == 1)
		return 0;
	while (s != end) {
		uint64_t h = seed;

		start = ++s;
		for (; name_byte[(unsigned char)*s]; s++) /* the NUL at the end is no name's byte */
			h = hash_byte(h, *s);
		if (s == start || (s != end && *s != '/'))
			return EINVAL; /* "//", "/" at the end, or a byte that no name has */
		p->part[p->parts++] = (struct part){
			.str = start, .len = s - start, .hash = hash_end(h),
		};
	}
	return 0;
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

/* Length of what two strings of n bytes have in common at their start. */
static size_t common(const char *a, const char *b, size_t n)
{
	size_t i = 0;

	for (; n - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		uint64_t x, y;

		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		if (x != y)
			break;
	}
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

static int parse_special(struct path *p, const char *str, size_t len)
{
	truncate_parts(p, 0);
	memcpy(p->abs, str, len);
	p->abs[len] = 0;
	p->len = len;
	p->home = 0;
	p->parts = 1;
	p->part[0] = (struct part){ p->abs, len, path_hash_name(str, len) };
	return 0;
}

/* Writes "/local/domain/<domid>/", which has at most HOME_MAX bytes; returns its length. */
static size_t home_of(char *to, unsigned domid)
{
	static const char start[] = "/local/domain/";
	char digits[10];
	size_t n = sizeof(start) - 1, count = 0;

	memcpy(to, start, n);
	do {
		digits[count++] = '0' + domid % 10;
		domid /= 10;
	} while (domid);
	while (count)
		to[n++] = digits[--count];
	to[n++] = '/';
	return n;
}

/* Puts n bytes at abs[at]; returns how many of them, from the first on, were there already. */
static size_t put(struct path *p, size_t at, const char *data, size_t n, size_t old)
{
	size_t have = old > at ? old - at : 0;
	size_t same = common(p->abs + at, data, have < n ? have : n);

	memcpy(p->abs + at + same, data + same, n - same);
	return same;
}

/* Makes abs the string, and keeps the parts that it shares with what abs was. */
static int replace(struct path *p, const char *str, size_t len, unsigned domid)
{
	char home[HOME_MAX];
	size_t home_len = *str == '/' ? 0 : home_of(home, domid), same = 0, end;

	if (home_len + len > PATH_BYTES_MAX)
		return EINVAL;
	if (home_len)
		same = put(p, 0, home, home_len, p->len);
	same += put(p, home_len, str, len, same == home_len ? p->len : 0);
	p->home = home_len;
	p->len = home_len + len;
	p->abs[p->len] = 0;
	while ((end = parts_end(p)) > same || (p->parts && p->abs[end] != '/' && p->abs[end]))
		truncate_parts(p, p->parts - 1);
	return 0;
}

int path_parse_next(struct path *p, const char *str, size_t len, unsigned domid, unsigned limit,
		    bool allow_special)
{
	if (!len || len > XENSTORE_ABS_PATH_MAX)
		return EINVAL;
	p->special = *str == '@';
	if (p->special) {
		if (!allow_special || len > XENSTORE_REL_PATH_MAX)
			return EINVAL;
		return parse_special(p, str, len);
	}
	if (replace(p, str, len, domid))
		return EINVAL;
	if (p->len > limit && p->len - home_prefix(p->abs, p->len) > limit)
		return EINVAL;
	return split(p);
}

int path_parse(struct path *p, const char *str, size_t len, unsigned domid, unsigned limit,
	       bool allow_special)
{
	p->nodes = NULL;
	p->len = p->parts = p->home = 0;
	return path_parse_next(p, str, len, domid, limit, allow_special);
}

void path_from_names(struct path *p, bool special, const struct name *const *names, unsigned count)
{
	char *s = p->abs;
	unsigned i;

	p->special = special;
	p->home = 0;
	p->nodes = NULL;
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

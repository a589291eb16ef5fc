/* SPDX-License-Identifier: LGPL-2.1-only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* A list of strings as it came, kept until it is whole. */
struct names {
	char *text;
	size_t len;
};

/* Vector and strings in one piece of memory. */
static char **names_vector(const struct names *n, unsigned int *num)
{
	unsigned int count = 0, i;
	const char *end = n->text + n->len, *s;
	char **v, *copy;

	for (s = n->text; s < end; s += strlen(s) + 1)
		count++;
	v = malloc(count * sizeof(*v) + n->len + 1);
	if (!v) {
		errno = ENOMEM;
		return NULL;
	}
	copy = (char *)(v + count);
	if (n->len)
		memcpy(copy, n->text, n->len);
	copy[n->len] = 0;
	for (i = 0; i < count; i++, copy += strlen(copy) + 1)
		v[i] = copy;
	*num = count;
	return v;
}

static bool names_append(struct names *n, const char *text, size_t len)
{
	char *p = realloc(n->text, n->len + len + 1);

	if (!p) {
		errno = ENOMEM;
		return false;
	}
	memcpy(p + n->len, text, len);
	n->text = p;
	n->len += len;
	p[n->len] = 0;
	return true;
}

/* One part of a long list. 1: there is more; 0: that was all; -1: error. `gen` tells lists apart. */
static int read_part(struct xs_handle *h, xs_transaction_t t, const char *path, struct names *n,
		     char *gen, size_t gen_size)
{
	char offset[MAX_STRLEN(size_t)], *answer;
	struct piece piece[] = { { path, strlen(path) + 1 }, { offset, 0 } };
	unsigned int len;
	size_t gen_len;
	int rc = -1;

	piece[1].len = snprintf(offset, sizeof(offset), "%zu", n->len) + 1;
	answer = xs_talk(h, t, XS_DIRECTORY_PART, piece, 2, &len);
	if (!answer)
		return -1;
	gen_len = strlen(answer) + 1;
	if (gen_len > len || gen_len > gen_size) {
		errno = EINVAL;
	} else {
		const char *list = answer + gen_len;
		size_t list_len = len - gen_len;
		bool end = list_len && !list[list_len - 1] &&
			   (list_len == 1 || !list[list_len - 2]);

		memcpy(gen, answer, gen_len);
		if (names_append(n, list, list_len - end))
			rc = !end && list_len;
	}
	free(answer);
	return rc;
}

/* The list may change between two parts: then everything is read again. */
static char **directory_by_parts(struct xs_handle *h, xs_transaction_t t, const char *path,
				 unsigned int *num)
{
	char gen[MAX_STRLEN(uint64_t)], first_gen[sizeof(gen)];
	struct names n = { NULL, 0 };
	char **v = NULL;
	int more = 1;

	while (more > 0) {
		bool start = !n.len;

		more = read_part(h, t, path, &n, gen, sizeof(gen));
		if (more < 0)
			break;
		if (start)
			strcpy(first_gen, gen);
		if (strcmp(gen, first_gen)) {
			n.len = 0;
			more = 1;
		}
	}
	if (!more)
		v = names_vector(&n, num);
	free(n.text);
	return v;
}

char **xs_directory(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *num)
{
	struct names n;
	unsigned int len;
	char **v;

	n.text = xs_talk_string(h, t, XS_DIRECTORY, path, &len);
	if (!n.text)
		return errno == E2BIG ? directory_by_parts(h, t, path, num) : NULL;
	n.len = len;
	v = names_vector(&n, num);
	free(n.text);
	return v;
}

void *xs_read(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *len)
{
	return xs_talk_string(h, t, XS_READ, path, len);
}

bool xs_write(struct xs_handle *h, xs_transaction_t t, const char *path, const void *data,
	      unsigned int len)
{
	struct piece piece[] = { { path, strlen(path) + 1 }, { data, len } };

	return xs_order(h, t, XS_WRITE, piece, 2);
}

bool xs_mkdir(struct xs_handle *h, xs_transaction_t t, const char *path)
{
	struct piece piece = { path, strlen(path) + 1 };

	return xs_order(h, t, XS_MKDIR, &piece, 1);
}

bool xs_rm(struct xs_handle *h, xs_transaction_t t, const char *path)
{
	struct piece piece = { path, strlen(path) + 1 };

	return xs_order(h, t, XS_RM, &piece, 1);
}

struct xs_permissions *xs_get_permissions(struct xs_handle *h, xs_transaction_t t,
					  const char *path, unsigned int *num)
{
	struct xs_permissions *perms;
	unsigned int len, count = 0, i;
	char *text = xs_talk_string(h, t, XS_GET_PERMS, path, &len);

	if (!text)
		return NULL;
	for (i = 0; i < len; i++)
		count += !text[i];
	perms = malloc((count + 1) * sizeof(*perms));
	if (!perms) {
		errno = ENOMEM;
	} else if (!xs_strings_to_perms(perms, count, text)) {
		free(perms);
		perms = NULL;
	} else {
		*num = count;
	}
	free(text);
	return perms;
}

/* Appends "<letter><domid>" with its NUL; returns its size, or 0 if these are no permissions. */
static size_t perm_string(char *buf, size_t size, const struct xs_permissions *perm)
{
	static const char letter[] = { 'n', 'r', 'w', 'b' };

	if (perm->perms & ~(XS_PERM_READ | XS_PERM_WRITE))
		return 0;
	return snprintf(buf, size, "%c%u", letter[perm->perms], perm->id) + 1;
}

bool xs_set_permissions(struct xs_handle *h, xs_transaction_t t, const char *path,
			struct xs_permissions *perms, unsigned int num_perms)
{
	char text[XENSTORE_PAYLOAD_MAX];
	struct piece piece[] = { { path, strlen(path) + 1 }, { text, 0 } };
	unsigned int i;

	for (i = 0; i < num_perms; i++) {
		size_t n;

		if (sizeof(text) - piece[1].len < 1 + MAX_STRLEN(perms[i].id)) {
			errno = E2BIG;
			return false;
		}
		n = perm_string(text + piece[1].len, sizeof(text) - piece[1].len, &perms[i]);
		if (!n) {
			errno = EINVAL;
			return false;
		}
		piece[1].len += n;
	}
	return xs_order(h, t, XS_SET_PERMS, piece, 2);
}

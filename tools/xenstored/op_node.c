/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests that read nodes. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conn.h"
#include "request.h"
#include "tree.h"
#include "txn.h"

/* The one path that is the whole body. */
static int sole_path(const struct request *r, bool allow_special, struct path **p)
{
	const char *str;

	if (request_strings(r, &str, 1) != 1)
		return EINVAL;
	return request_path(r, str, r->hdr.len - 1, allow_special, p);
}

static int find_sole(const struct request *r, bool allow_special, struct view *v)
{
	struct path *p;
	int err = sole_path(r, allow_special, &p);

	return err ? err : request_find(r, p, PERM_READ, v);
}

int op_read(struct request *r)
{
	const struct blob *value;
	struct view v;
	int err = find_sole(r, false, &v);

	if (err)
		return err;
	value = view_value(&v);
	reply(r, value ? value->data : "", blob_len(value));
	return 0;
}

int op_get_perms(struct request *r)
{
	static const char letter[] = { "nrwb" };
	const struct perms *perms;
	static char text[XENSTORE_PAYLOAD_MAX];
	size_t len = 0;
	struct view v;
	unsigned i;
	int err = find_sole(r, true, &v);

	if (err)
		return err;
	perms = view_perms(&v);
	for (i = 0; i < perms->count; i++) {
		const struct perm *e = &perms->perm[i];

		/* Those of dead domains too: they say what was meant, and grant nothing. */
		if (len + 8 > sizeof(text))
			return E2BIG;
		len += sprintf(text + len, "%c%u", letter[e->access], e->domid) + 1;
	}
	reply(r, text, len);
	return 0;
}

struct listing {
	char text[XENSTORE_PAYLOAD_MAX + 8]; /* names are copied by words */
	size_t len;
	size_t skip;		/* bytes of the whole list still to be left out */
	bool full;
};

static bool add_name(void *arg, const struct name *name)
{
	struct listing *l = arg;
	size_t n = name->len + 1, from = 0;

	if (l->skip >= n) {
		l->skip -= n;
		return true;
	}
	from = l->skip;
	l->skip = 0;
	if (l->len + n - from > XENSTORE_PAYLOAD_MAX) {
		l->full = true;
		return false;
	}
	memcpy(l->text + l->len, name->str + from, n - from);
	l->len += n - from;
	return true;
}

/* The whole of a list that is known to fit. */
static void add_all(const struct node *n, struct listing *l)
{
	char *to = l->text, *from;
	const struct node *child;
	size_t i;

	for (child = n->children; child; child = child->next) {
		from = child->name->str;
		for (i = 0; i <= child->name->len; i += 8)
			memcpy(to + i, from + i, 8);
		to += child->name->len + 1;
	}
	l->len = to - l->text;
}

int op_directory(struct request *r)
{
	static struct listing l;
	struct view v;
	int err = find_sole(r, false, &v);

	if (err)
		return err;
	if (view_child_bytes(&v) > XENSTORE_PAYLOAD_MAX)
		return E2BIG;
	l.len = l.skip = 0;
	l.full = false;
	if (v.txn)
		err = view_list(&v, add_name, &l);
	else
		add_all(v.node, &l);
	if (err)
		return err;
	if (l.full)
		return E2BIG;
	reply(r, l.text, l.len);
	return 0;
}

/*
 * Lists a node of the store from where the connection's last request for it ended, so that reading
 * a long directory part by part costs what its length costs. Notes where this one ends.
 */
static void list_from_mark(struct conn *c, const struct node *n, uint32_t offset,
			   struct listing *l)
{
	struct node *child = n->children;

	if (c->part_gen == n->gen && c->part_offset == offset) {
		child = c->part_child;
		l->skip = 0;
	}
	while (child && add_name(l, child->name))
		child = child->next;
	c->part_gen = n->gen;
	c->part_child = child;
}

int op_directory_part(struct request *r)
{
	static struct listing l;
	const char *str[2];
	unsigned long offset;
	size_t gen_len;
	struct path *p;
	struct view v;
	int err;

	if (request_strings(r, str, 2) != 2 || request_number(str[1], UINT32_MAX, &offset))
		return EINVAL;
	err = request_path(r, str[0], strlen(str[0]), false, &p);
	if (!err)
		err = request_find(r, p, PERM_READ, &v);
	if (err)
		return err;
	gen_len = sprintf(l.text, "%llu", (unsigned long long)view_gen(&v)) + 1;
	l.len = gen_len;
	l.skip = offset;
	l.full = false;
	if (v.txn) {
		err = view_list(&v, add_name, &l);
		if (err)
			return err;
	} else {
		list_from_mark(r->conn, v.node, offset, &l);
		r->conn->part_offset = offset + l.len - gen_len;
	}
	/* An empty name says that this was the end. */
	if (!l.full && l.len < XENSTORE_PAYLOAD_MAX)
		l.text[l.len++] = 0;
	reply(r, l.text, l.len);
	return 0;
}

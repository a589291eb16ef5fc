/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests that change nodes. */
#include <errno.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "quota.h"
#include "request.h"
#include "store.h"
#include "tree.h"
#include "txn.h"

/* A new node has its parent's permissions; what a guest creates is its own. */
static struct perms *inherited(const struct conn *c, const struct view *v)
{
	const struct perms *parent = view_perms(v);

	if (c->privileged)
		return perms_ref((struct perms *)parent);
	return perms_with_owner(parent, conn_domid(c));
}

static int create(struct request *r, const struct path *p, struct view *v, struct blob *value)
{
	struct perms *perms = inherited(r->conn, v);
	int err;

	if (!perms)
		return ENOMEM;
	if (r->txn)
		err = txn_create(v, p, perms, value);
	else
		err = store_create(r->conn, p, v, perms, value);
	if (err)
		perms_put(perms);
	return err;
}

static int write_value(struct request *r, const struct path *p, struct blob *value)
{
	struct view v;
	int err = request_find(r, p, PERM_WRITE, &v);

	if (err == ENOENT)
		return create(r, p, &v, value);
	if (err)
		return err;
	if (r->txn)
		return txn_set_value(&v, value);
	return store_set_value(r->conn, p, v.node, value);
}

int op_write(struct request *r)
{
	size_t path_len = strnlen(r->body, r->hdr.len);
	struct blob *value;
	struct path *p;
	int err;

	if (path_len == r->hdr.len)
		return EINVAL;
	err = request_path(r, r->body, path_len, false, &p);
	if (err)
		return err;
	err = blob_new(r->body + path_len + 1, r->hdr.len - path_len - 1, &value);
	if (err)
		return err;
	err = write_value(r, p, value);
	if (err)
		blob_put(value);
	else
		reply_ok(r);
	return err;
}

int op_mkdir(struct request *r)
{
	const char *str;
	struct path *p;
	struct view v;
	int err;

	if (request_strings(r, &str, 1) != 1)
		return EINVAL;
	err = request_path(r, str, strlen(str), false, &p);
	if (!err)
		err = request_find(r, p, PERM_WRITE, &v);
	if (err == ENOENT)
		err = create(r, p, &v, NULL);
	if (!err)
		reply_ok(r);
	return err;
}

int op_rm(struct request *r)
{
	const char *str;
	struct path *p;
	struct view v;
	int err;

	if (request_strings(r, &str, 1) != 1)
		return EINVAL;
	err = request_path(r, str, strlen(str), false, &p);
	if (!err && !p->parts)
		err = EINVAL;
	if (err)
		return err;
	err = request_find(r, p, PERM_WRITE, &v);
	if (err == ENOENT && v.depth + 1 == p->parts)
		err = 0; /* not there, but its parent is: nothing to do */
	else if (!err)
		err = r->txn ? txn_remove(&v) : store_remove(v.node);
	if (!err)
		reply_ok(r);
	return err;
}

static int parse_perm(const char *str, struct perm_spec *spec)
{
	unsigned long domid;

	switch (*str) {
	case 'n': spec->access = PERM_NONE; break;
	case 'r': spec->access = PERM_READ; break;
	case 'w': spec->access = PERM_WRITE; break;
	case 'b': spec->access = PERM_READ | PERM_WRITE; break;
	default: return EINVAL;
	}
	if (request_number(str + 1, 0xffff, &domid))
		return EINVAL;
	spec->domid = domid;
	spec->stale = 0;
	return 0;
}

/*
 * Reads the list and makes sure that its domains are known, or known not to exist: only then can
 * a later holder of the same id be told from the one that was meant.
 */
static int parse_perms(struct request *r, const char **str, unsigned count, struct perms **out)
{
	struct perm_spec spec[count];
	unsigned i;
	int err;

	*out = NULL;
	for (i = 0; i < count; i++) {
		err = parse_perm(str[i], &spec[i]);
		if (err)
			return err;
	}
	for (i = 0; i < count; i++) {
		if (!domain_require(spec[i].domid, &err) && (!i || err == ENOMEM))
			return err;
	}
	*out = perms_get(spec, count);
	return *out ? 0 : ENOMEM;
}

static int change_perms(struct request *r, const struct path *p, struct view *v,
			struct perms *perms)
{
	if (!r->conn->privileged && perms_owner(perms) != perms_owner(view_perms(v)))
		return EPERM;
	if (r->txn)
		return txn_set_perms(v, perms);
	return store_set_perms(r->conn, p, v->node, perms);
}

int op_set_perms(struct request *r)
{
	const char *str[XENSTORE_PAYLOAD_MAX / 3];
	int count = request_strings(r, str, sizeof(str) / sizeof(str[0]));
	struct perms *perms = NULL;
	struct path *p;
	struct view v;
	int err;

	if (count < 2)
		return EINVAL;
	err = request_path(r, str[0], strlen(str[0]), true, &p);
	if (err)
		return err;
	if (quota_exceeded(r->conn, QUOTA_PERMISSIONS, count - 1))
		return ENOSPC;
	err = request_find(r, p, PERM_WRITE | PERM_OWNER, &v);
	if (!err)
		err = parse_perms(r, str + 1, count - 1, &perms);
	if (err)
		return err;
	err = change_perms(r, p, &v, perms);
	if (err)
		perms_put(perms);
	else
		reply_ok(r);
	return err;
}

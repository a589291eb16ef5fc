// SPDX-License-Identifier: LGPL-2.1-only
#include <ctype.h>

#include "domain/name.h"

#define INDEX "/libxl/names"

/* xenstore allows few characters in a path: all others are written @XX */
static const char *index_path(libxl__gc *gc, const char *name)
{
	char *p = libxl__zalloc(gc, sizeof(INDEX) + 1 + 3 * strlen(name) + 1);
	char *q = p + sprintf(p, "%s/", INDEX);

	for (; *name; name++)
		if (isalnum((unsigned char)*name) || *name == '-' || *name == '_')
			*q++ = *name;
		else
			q += sprintf(q, "@%02x", (unsigned char)*name);
	return p;
}

const char *libxl__domid_to_name(libxl__gc *gc, uint32_t domid)
{
	return libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/name", domid);
}

/* the domain that bears the name, by looking at all of them; -1 when none does */
static int64_t search(libxl__gc *gc, xs_transaction_t t, const char *name, uint32_t except)
{
	unsigned int i, n;
	char **ids = libxl__xs_directory(gc, t, "/local/domain", &n);

	for (i = 0; i < n; i++) {
		const char *other = libxl__xs_readf(gc, t, "/local/domain/%s/name", ids[i]);

		if (other && !strcmp(other, name) && (uint32_t)atoi(ids[i]) != except)
			return atoi(ids[i]);
	}
	return -1;
}

/* the domain that the index gives for the name; -1 when none does, or not rightly */
static int64_t look_up(libxl__gc *gc, xs_transaction_t t, const char *name)
{
	const char *id = libxl__xs_read(gc, t, index_path(gc, name)), *has;

	if (!id)
		return -1;
	has = libxl__xs_readf(gc, t, "/local/domain/%s/name", id);
	return has && !strcmp(has, name) ? atoi(id) : -1;
}

/*
 * Without any index the domains there are were made by somebody else, so all are looked at.
 * Domain 0 is never in the index.
 */
int libxl__name_check_free(libxl__gc *gc, xs_transaction_t t, const char *name, uint32_t domid)
{
	const char *dom0 = libxl__xs_read(gc, t, "/local/domain/0/name");
	int64_t taken;

	if (dom0 && !strcmp(dom0, name) && domid != 0)
		taken = 0;
	else if (libxl__xs_read(gc, t, INDEX))
		taken = look_up(gc, t, name);
	else
		taken = search(gc, t, name, domid);
	if (taken < 0 || taken == domid || !libxl__domain_exists(gc, taken))
		return 0;
	LOGD(ERROR, domid, "domain with name \"%s\" already exists (%d)", name, (int)taken);
	return ERROR_INVAL;
}

int libxl__name_forget(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *name)
{
	const char *path = index_path(gc, name);
	const char *id = libxl__xs_read(gc, t, path);

	return id && (uint32_t)atoi(id) == domid ? libxl__xs_rm_upwards(gc, t, path) : 0;
}

int libxl__name_set(libxl__gc *gc, xs_transaction_t t, uint32_t domid, const char *vm_path,
		    const char *old, const char *name)
{
	int rc = old ? libxl__name_forget(gc, t, domid, old) : 0;

	rc = rc ? rc : libxl__xs_write(gc, t, SPRINTF("/local/domain/%u/name", domid), name);
	if (!rc && vm_path)
		rc = libxl__xs_write(gc, t, SPRINTF("%s/name", vm_path), name);
	if (!rc && domid)
		rc = libxl__xs_writef(gc, t, index_path(gc, name), "%u", domid);
	return rc;
}

/* ---- public ---- */

char *libxl_domid_to_name(libxl_ctx *ctx, uint32_t domid)
{
	SCOPE(ctx);

	return libxl__strdup(NULL, libxl__domid_to_name(gc, domid));
}

int libxl_name_to_domid(libxl_ctx *ctx, const char *name, uint32_t *domid)
{
	int64_t id;
	SCOPE(ctx);

	id = look_up(gc, XBT_NULL, name);
	if (id < 0 || !libxl__domain_exists(gc, id))
		id = search(gc, XBT_NULL, name, LIBXL__NO_DOMID);
	if (id < 0)
		return ERROR_INVAL;
	*domid = id;
	return 0;
}

/* a number is a domain id, anything else a name */
int libxl_domain_qualifier_to_domid(libxl_ctx *ctx, const char *name, uint32_t *domid)
{
	long id = libxl__parse_id(name);

	if (id < 0)
		return libxl_name_to_domid(ctx, name, domid);
	*domid = id;
	return 0;
}

struct rename_args {
	uint32_t domid;
	const char *old, *new, *vm;
};

static int do_rename(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct rename_args *a = arg;
	const char *now = libxl__xs_readf(gc, t, "/local/domain/%u/name", a->domid);
	int rc;

	if (!now) {
		LOGD(ERROR, a->domid, "it has no name: does it exist?");
		return ERROR_DOMAIN_NOTFOUND;
	}
	if (a->old && strcmp(now, a->old)) {
		LOGD(ERROR, a->domid, "it is called \"%s\", not \"%s\"", now, a->old);
		return ERROR_FAIL;
	}
	rc = libxl__name_check_free(gc, t, a->new, a->domid);
	return rc ? rc : libxl__name_set(gc, t, a->domid, a->vm, now, a->new);
}

int libxl_domain_rename(libxl_ctx *ctx, uint32_t domid, const char *old_name, const char *new_name)
{
	struct rename_args args = { domid, old_name, new_name, NULL };
	SCOPE(ctx);

	if (!new_name || !*new_name) {
		LOGD(ERROR, domid, "a domain cannot have an empty name");
		return ERROR_INVAL;
	}
	args.vm = libxl__xs_readf(gc, XBT_NULL, "/local/domain/%u/vm", domid);
	return libxl__xs_transaction(gc, do_rename, &args);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* write, rm, chmod */
#include <stdlib.h>
#include <string.h>

#include "client.h"

#define PERMS_MAX 256

int cmd_write(struct context *c, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i += 2) {
		/* The arguments may be needed again. */
		char *value = strdup(argv[i + 1]);
		unsigned int len = c->opt.raw ? strlen(value) : unescape(value);
		bool done = xs_write(c->xsh, c->txn, argv[i], value, len);

		free(value);
		if (!done)
			return complain("could not write path %s", argv[i]);
	}
	return 0;
}

/* Removes the parents that have become empty: no children, no value. */
static void tidy_parents(struct context *c, const char *path)
{
	char *parent = strdup(path), *slash;

	while (parent && (slash = strrchr(parent, '/')) && slash != parent) {
		unsigned int n = 1, len = 1;
		char **names, *value;

		*slash = 0;
		names = xs_directory(c->xsh, c->txn, parent, &n);
		value = xs_read(c->xsh, c->txn, parent, &len);
		free(names);
		free(value);
		if (!names || n || !value || len || !xs_rm(c->xsh, c->txn, parent))
			break;
	}
	free(parent);
}

int cmd_rm(struct context *c, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++) {
		if (!xs_rm(c->xsh, c->txn, argv[i]))
			return complain("could not remove path %s", argv[i]);
		if (c->opt.tidy)
			tidy_parents(c, argv[i]);
	}
	return 0;
}

static int set_perms(struct context *c, const char *path, struct xs_permissions *perms, int count)
{
	if (xs_set_permissions(c->xsh, c->txn, path, perms, count))
		return 0;
	return complain("Error occurred setting permissions on '%s': %s", path, strerror(errno));
}

static int set_below(struct context *c, const char *dir, struct xs_permissions *perms, int count)
{
	unsigned int n, i;
	char **names = xs_directory(c->xsh, c->txn, dir, &n);
	int rc = 0;

	if (!names)
		return complain("could not list path %s", dir);
	for (i = 0; i < n && !rc; i++) {
		char path[XENSTORE_ABS_PATH_MAX + 256];

		snprintf(path, sizeof(path), "%s%s%s", dir, strcmp(dir, "/") ? "/" : "", names[i]);
		rc = set_perms(c, path, perms, count);
		if (!rc)
			rc = set_below(c, path, perms, count);
	}
	free(names);
	return rc;
}

static int set_above(struct context *c, const char *path, struct xs_permissions *perms, int count)
{
	char *parent = strdup(path), *slash;
	int rc = 0;

	while (!rc && parent && (slash = strrchr(parent, '/')) && slash != parent) {
		*slash = 0;
		rc = set_perms(c, parent, perms, count);
	}
	free(parent);
	return rc;
}

int cmd_chmod(struct context *c, int argc, char **argv)
{
	struct xs_permissions perms[PERMS_MAX];
	int count = argc - 1, i, rc;

	if (count > PERMS_MAX)
		return complain("more than %d permissions", PERMS_MAX);
	for (i = 0; i < count; i++) {
		const char *text = argv[i + 1];

		if (xs_strings_to_perms(&perms[i], 1, text))
			continue;
		return complain("Invalid permission specification: '%.*s'",
				*text && strchr("nrwb", *text) ? (int)strlen(text) : 1, text);
	}
	rc = set_perms(c, argv[0], perms, count);
	if (!rc && c->opt.up)
		rc = set_above(c, argv[0], perms, count);
	if (!rc && c->opt.recursive)
		rc = set_below(c, argv[0], perms, count);
	return rc;
}

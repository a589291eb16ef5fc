// SPDX-License-Identifier: LGPL-2.1-only
#include "xs.h"

int libxl__xs_read_checked(libxl__gc *gc, xs_transaction_t t, const char *path, const char **out)
{
	*out = libxl__own(gc, xs_read(gc->ctx->xsh, t, path, NULL));
	if (*out || errno == ENOENT || errno == ENOTDIR)
		return 0;
	LOGE(ERROR, "cannot read xenstore node %s", path);
	return ERROR_FAIL;
}

const char *libxl__xs_read(libxl__gc *gc, xs_transaction_t t, const char *path)
{
	const char *v;

	libxl__xs_read_checked(gc, t, path, &v);
	return v;
}

const char *libxl__xs_readf(libxl__gc *gc, xs_transaction_t t, const char *fmt, ...)
{
	va_list ap;
	char *path;

	va_start(ap, fmt);
	path = libxl__vsprintf(gc, fmt, ap);
	va_end(ap);
	return libxl__xs_read(gc, t, path);
}

int libxl__xs_write(libxl__gc *gc, xs_transaction_t t, const char *path, const char *value)
{
	if (xs_write(gc->ctx->xsh, t, path, value, strlen(value)))
		return 0;
	LOGE(ERROR, "cannot write xenstore node %s = %s", path, value);
	return ERROR_FAIL;
}

int libxl__xs_writef(libxl__gc *gc, xs_transaction_t t, const char *path, const char *fmt, ...)
{
	va_list ap;
	char *value;

	va_start(ap, fmt);
	value = libxl__vsprintf(gc, fmt, ap);
	va_end(ap);
	return libxl__xs_write(gc, t, path, value);
}

int libxl__xs_set_perms(libxl__gc *gc, xs_transaction_t t, const char *path,
			struct xs_permissions *perms, unsigned int n)
{
	if (xs_set_permissions(gc->ctx->xsh, t, path, perms, n))
		return 0;
	LOGE(ERROR, "cannot set the permissions of xenstore node %s", path);
	return ERROR_FAIL;
}

int libxl__xs_mknod(libxl__gc *gc, xs_transaction_t t, const char *path,
		    struct xs_permissions *perms, unsigned int n)
{
	int rc = libxl__xs_write(gc, t, path, "");

	return rc ? rc : libxl__xs_set_perms(gc, t, path, perms, n);
}

int libxl__xs_rm(libxl__gc *gc, xs_transaction_t t, const char *path)
{
	if (xs_rm(gc->ctx->xsh, t, path) || errno == ENOENT)
		return 0;
	LOGE(ERROR, "cannot remove xenstore node %s", path);
	return ERROR_FAIL;
}

int libxl__xs_rm_upwards(libxl__gc *gc, xs_transaction_t t, const char *path)
{
	char *p = libxl__strdup(gc, path), *slash;
	int rc = libxl__xs_rm(gc, t, p);

	while (!rc && (slash = strrchr(p, '/')) && slash != p) {
		unsigned int n;
		const char *v;

		*slash = 0;
		rc = libxl__xs_read_checked(gc, t, p, &v);
		if (rc || !v)
			continue; /* not there: look further up */
		libxl__xs_directory(gc, t, p, &n);
		if (n || *v)
			break;
		rc = libxl__xs_rm(gc, t, p);
	}
	return rc;
}

char **libxl__xs_directory(libxl__gc *gc, xs_transaction_t t, const char *path, unsigned int *n)
{
	char **names;

	*n = 0;
	names = libxl__own(gc, xs_directory(gc->ctx->xsh, t, path, n));
	if (!names) {
		*n = 0;
		if (errno != ENOENT && errno != ENOTDIR)
			LOGE(ERROR, "cannot list xenstore directory %s", path);
	}
	return names;
}

int libxl__xs_write_pairs(libxl__gc *gc, xs_transaction_t t, const char *dir, char **pairs,
			  struct xs_permissions *perms, unsigned int n)
{
	int i, rc = 0;

	for (i = 0; pairs && pairs[i] && !rc; i += 2) {
		const char *path;

		if (!pairs[i + 1])
			continue;
		path = SPRINTF("%s/%s", dir, pairs[i]);
		rc = libxl__xs_write(gc, t, path, pairs[i + 1]);
		if (!rc && perms)
			rc = libxl__xs_set_perms(gc, t, path, perms, n);
	}
	return rc;
}

int libxl__xs_transaction(libxl__gc *gc, int (*fn)(libxl__gc *gc, xs_transaction_t t, void *arg),
			  void *arg)
{
	for (;;) {
		xs_transaction_t t = xs_transaction_start(gc->ctx->xsh);
		int rc;

		if (t == XBT_NULL) {
			LOGE(ERROR, "cannot start a xenstore transaction");
			return ERROR_FAIL;
		}
		rc = fn(gc, t, arg);
		if (xs_transaction_end(gc->ctx->xsh, t, rc != 0))
			return rc;
		if (rc)
			return rc;
		if (errno != EAGAIN) {
			LOGE(ERROR, "cannot commit a xenstore transaction");
			return ERROR_FAIL;
		}
	}
}

const char *libxl__xs_domain_path(libxl__gc *gc, uint32_t domid)
{
	return SPRINTF("/local/domain/%" PRIu32, domid);
}

const char *libxl__xs_libxl_path(libxl__gc *gc, uint32_t domid)
{
	return SPRINTF("/libxl/%" PRIu32, domid);
}

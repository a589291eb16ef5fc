// SPDX-License-Identifier: LGPL-2.1-only
#include <fcntl.h>
#include <glob.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "domain/userdata.h"

static int domain_uuid(libxl__gc *gc, uint32_t domid, libxl_uuid *uuid)
{
	xc_domaininfo_t info;
	int rc = libxl__domain_info(gc, domid, &info);

	if (rc)
		return rc;
	memcpy(uuid->uuid, info.handle, sizeof(uuid->uuid));
	return 0;
}

/* kind: "d" data, "n" data being written, "l" lock */
static const char *path_for(libxl__gc *gc, uint32_t domid, const libxl_uuid *uuid, const char *name,
			    const char *kind)
{
	return SPRINTF("%s/userdata-%s.%" PRIu32 "." LIBXL_UUID_FMT ".%s", XEN_LIB_DIR, kind, domid,
		       LIBXL_UUID_BYTES(*uuid), name);
}

static int path_of(libxl__gc *gc, uint32_t domid, const char *name, const char *kind,
		   const char **path)
{
	libxl_uuid uuid;
	int rc;

	if (strchr(name, '/')) {
		LOGD(ERROR, domid, "user data cannot be called \"%s\"", name);
		return ERROR_INVAL;
	}
	rc = domain_uuid(gc, domid, &uuid);
	if (!rc)
		*path = path_for(gc, domid, &uuid, name, kind);
	return rc;
}

/* The lock file is unlinked when released: whoever waited must see whether it is still there. */
static bool still_there(int fd, const char *path)
{
	struct stat a, b;

	return !fstat(fd, &a) && !stat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

int libxl__userdata_lock(libxl__gc *gc, uint32_t domid, struct libxl__userdata_lock *lock)
{
	int rc, r;

	for (;;) {
		rc = path_of(gc, domid, "domain-userdata-lock", "l", &lock->path);
		if (rc)
			return rc;
		lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (lock->fd < 0) {
			LOGED(ERROR, domid, "cannot create lock file %s", lock->path);
			return ERROR_LOCK_FAIL;
		}
		do {
			r = flock(lock->fd, LOCK_EX);
		} while (r && errno == EINTR);
		if (r) {
			LOGED(ERROR, domid, "cannot lock %s", lock->path);
			close(lock->fd);
			return ERROR_LOCK_FAIL;
		}
		if (still_there(lock->fd, lock->path))
			break;
		close(lock->fd);
	}
	/* it may have been destroyed while we waited */
	if (!libxl__domain_exists(gc, domid)) {
		libxl__userdata_unlock(gc, lock);
		return ERROR_DOMAIN_NOTFOUND;
	}
	return 0;
}

void libxl__userdata_unlock(libxl__gc *gc, struct libxl__userdata_lock *lock)
{
	unlink(lock->path);
	close(lock->fd);
}

int libxl__userdata_store(libxl__gc *gc, uint32_t domid, const char *name, const void *data, int n)
{
	const char *path, *new;
	int fd, e, rc;

	rc = path_of(gc, domid, name, "d", &path);
	rc = rc ? rc : path_of(gc, domid, name, "n", &new);
	if (rc)
		return rc;
	if (!n) {
		if (unlink(path) && errno != ENOENT) {
			LOGED(ERROR, domid, "cannot remove %s", path);
			return ERROR_FAIL;
		}
		return 0;
	}
	fd = open(new, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) {
		LOGED(ERROR, domid, "cannot create %s", new);
		return ERROR_FAIL;
	}
	e = libxl_write_exactly(gc->ctx, fd, data, n, new, "user data");
	if (close(fd) && !e) {
		e = errno;
		LOGED(ERROR, domid, "cannot write %s", new);
	}
	if (!e && rename(new, path)) {
		e = errno;
		LOGED(ERROR, domid, "cannot rename %s to %s", new, path);
	}
	if (e)
		unlink(new);
	return e ? ERROR_FAIL : 0;
}

void libxl__userdata_remove_all(libxl__gc *gc, uint32_t domid, const libxl_uuid *uuid)
{
	const char *pattern = SPRINTF("%s/userdata-?.%" PRIu32 "." LIBXL_UUID_FMT ".*", XEN_LIB_DIR,
				      domid, LIBXL_UUID_BYTES(*uuid));
	glob_t g;
	size_t i;
	int r = glob(pattern, GLOB_ERR | GLOB_NOSORT | GLOB_MARK, NULL, &g);

	if (r == GLOB_NOMATCH)
		return;
	if (r) {
		LOGED(ERROR, domid, "cannot look for %s", pattern);
		return;
	}
	for (i = 0; i < g.gl_pathc; i++)
		if (unlink(g.gl_pathv[i]) && errno != ENOENT)
			LOGED(ERROR, domid, "cannot remove %s", g.gl_pathv[i]);
	globfree(&g);
}

/* ---- public ---- */

int libxl_userdata_store(libxl_ctx *ctx, uint32_t domid, const char *userdata_userid,
			 const uint8_t *data, int datalen)
{
	struct libxl__userdata_lock lock;
	int rc;
	SCOPE(ctx);

	rc = libxl__userdata_lock(gc, domid, &lock);
	if (rc)
		return rc;
	rc = libxl__userdata_store(gc, domid, userdata_userid, data, datalen);
	libxl__userdata_unlock(gc, &lock);
	return rc;
}

int libxl_userdata_retrieve(libxl_ctx *ctx, uint32_t domid, const char *userdata_userid,
			    uint8_t **data_r, int *datalen_r)
{
	struct libxl__userdata_lock lock;
	const char *path;
	void *data = NULL;
	int n = 0, e, rc;
	SCOPE(ctx);

	rc = libxl__userdata_lock(gc, domid, &lock);
	if (rc)
		return rc;
	rc = path_of(gc, domid, userdata_userid, "d", &path);
	if (!rc) {
		e = libxl_read_file_contents(ctx, path, data_r ? &data : NULL, &n);
		if (e == ENOENT)
			n = 0;
		else if (e)
			rc = ERROR_FAIL;
	}
	libxl__userdata_unlock(gc, &lock);
	if (rc)
		return rc;
	if (data_r)
		*data_r = data;
	if (datalen_r)
		*datalen_r = n;
	return 0;
}

int libxl_userdata_unlink(libxl_ctx *ctx, uint32_t domid, const char *userdata_userid)
{
	return libxl_userdata_store(ctx, domid, userdata_userid, NULL, 0);
}

/* ---- the configuration ---- */

#define CONFIG_NAME "libxl-json"

int libxl__config_load(libxl__gc *gc, uint32_t domid, libxl_domain_config *config)
{
	const char *path;
	char *text;
	int n, e, rc;

	rc = path_of(gc, domid, CONFIG_NAME, "d", &path);
	if (rc)
		return rc;
	e = libxl__read_file(gc, path, &text, &n);
	if (e == ENOENT || (!e && !n)) {
		LOGD(ERROR, domid, "its configuration %s is missing", path);
		return ERROR_JSON_CONFIG_EMPTY;
	}
	if (e)
		return ERROR_FAIL;
	return libxl_domain_config_from_json(gc->ctx, config, text);
}

int libxl__config_store(libxl__gc *gc, uint32_t domid, libxl_domain_config *config)
{
	char *text = libxl__own(gc, libxl_domain_config_to_json(gc->ctx, config));

	if (!text)
		return ERROR_FAIL;
	/* with its terminating zero, as it has always been stored */
	return libxl__userdata_store(gc, domid, CONFIG_NAME, text, strlen(text) + 1);
}

static void append_device(const struct libxl__device_type *t, libxl_domain_config *config,
			  const void *dev)
{
	void **list = libxl__config_list(t, config);
	int *n = libxl__config_count(t, config);

	*list = libxl__realloc(NULL, *list, (*n + 1) * t->type->size);
	libxl__type_copy(t->type, (char *)*list + *n * t->type->size, dev);
	(*n)++;
}

static void drop_device(const struct libxl__device_type *t, libxl_domain_config *config, void *elem)
{
	char *list = *libxl__config_list(t, config);
	int *n = libxl__config_count(t, config);
	char *end = list + *n * t->type->size, *next = (char *)elem + t->type->size;

	libxl__type_dispose(t->type, elem);
	memmove(elem, next, end - next);
	(*n)--;
}

/* adds (or, found already, replaces) or removes one device of the stored configuration */
static int change_config(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
			 const void *dev, bool add)
{
	struct libxl__userdata_lock lock;
	libxl_domain_config config;
	void *found;
	int rc = libxl__userdata_lock(gc, domid, &lock);

	if (rc)
		return rc;
	libxl_domain_config_init(&config);
	rc = libxl__config_load(gc, domid, &config);
	if (rc == ERROR_JSON_CONFIG_EMPTY && domid == 0) {
		rc = 0; /* domain 0 need not have one */
		goto out;
	}
	if (rc)
		goto out;
	found = libxl__list_find(t, *libxl__config_list(t, &config),
				 *libxl__config_count(t, &config), dev);
	if (found)
		drop_device(t, &config, found);
	if (add)
		append_device(t, &config, dev);
	rc = libxl__config_store(gc, domid, &config);
out:
	libxl_domain_config_dispose(&config);
	libxl__userdata_unlock(gc, &lock);
	return rc;
}

int libxl__config_add_device(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
			     const void *dev)
{
	struct libxl__device d;
	int rc = libxl__device_address(gc, t, domid, (void *)dev, &d);

	if (rc)
		return rc;
	if (libxl__xs_read(gc, XBT_NULL, libxl__device_libxl_path(gc, &d))) {
		LOGD(ERROR, domid, "%s device %d exists already", t->name, d.devid);
		return ERROR_DEVICE_EXISTS;
	}
	return change_config(gc, t, domid, dev, true);
}

int libxl__config_remove_device(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
				const void *dev)
{
	return change_config(gc, t, domid, dev, false);
}

// SPDX-License-Identifier: LGPL-2.1-only
/* Devices of any type: add, remove, list. */
#include "device/device.h"
#include "domain/userdata.h"

const struct libxl__device_type *const libxl__device_types[] = {
	&libxl__disk_type,
	&libxl__nic_type,
	&libxl__vtpm_type,
	&libxl__usbctrl_type,
	&libxl__vfb_type,
	&libxl__vkb_type,
	&libxl__p9_type,
	&libxl__pvcallsif_type,
	&libxl__vdispl_type,
	&libxl__vsnd_type,
	&libxl__channel_type,
	NULL,
};

/* ---- paths ---- */

/* Console 0 is where guests have always looked for it. */
const char *libxl__device_front_path(libxl__gc *gc, const struct libxl__device *d)
{
	if (!strcmp(d->kind, "console") && d->devid == 0)
		return SPRINTF("/local/domain/%u/console", d->domid);
	return SPRINTF("/local/domain/%u/device/%s/%d", d->domid, d->kind, d->devid);
}

const char *libxl__device_back_path(libxl__gc *gc, const struct libxl__device *d)
{
	return SPRINTF("/local/domain/%u/backend/%s/%u/%d", d->backend_domid, d->backend_kind,
		       d->domid, d->devid);
}

const char *libxl__device_libxl_path(libxl__gc *gc, const struct libxl__device *d)
{
	return SPRINTF("/libxl/%u/device/%s/%d", d->domid, d->kind, d->devid);
}

/* ---- fields that most types have ---- */

static int *devid_of(const struct libxl__device_type *t, void *dev)
{
	return t->devid_offset < 0 ? NULL : (int *)((char *)dev + t->devid_offset);
}

static libxl_domid *backend_of(const struct libxl__device_type *t, void *dev)
{
	return (libxl_domid *)((char *)dev + t->backend_domid_offset);
}

void **libxl__config_list(const struct libxl__device_type *t, libxl_domain_config *config)
{
	return (void **)((char *)config + t->list_offset);
}

int *libxl__config_count(const struct libxl__device_type *t, libxl_domain_config *config)
{
	return (int *)((char *)config + t->count_offset);
}

void *libxl__list_find(const struct libxl__device_type *t, void *list, int n, const void *dev)
{
	int i;

	for (i = 0; i < n; i++) {
		void *elem = (char *)list + i * t->type->size;

		if (t->same ? t->same(elem, dev) :
		    *devid_of(t, elem) == *devid_of(t, (void *)dev))
			return elem;
	}
	return NULL;
}

int libxl__resolve_backend(libxl__gc *gc, const char *domname, libxl_domid *domid)
{
	uint32_t id;

	if (!domname)
		return 0;
	if (libxl_domain_qualifier_to_domid(gc->ctx, domname, &id)) {
		LOG(ERROR, "backend domain \"%s\" does not exist", domname);
		return ERROR_FAIL;
	}
	*domid = id;
	return 0;
}

int libxl__next_devid(libxl__gc *gc, uint32_t domid, const char *kind)
{
	unsigned int i, n;
	char **names = libxl__xs_directory(gc, XBT_NULL,
		SPRINTF("/libxl/%u/device/%s", domid, kind), &n);
	int next = 0;

	for (i = 0; i < n; i++)
		next = MAX(next, atoi(names[i]) + 1);
	return next;
}

int libxl__device_setdefault(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
			     void *dev, bool hotplug)
{
	const char *domname = *(char **)((char *)dev + t->backend_domname_offset);
	int *devid = devid_of(t, dev);
	int rc = libxl__resolve_backend(gc, domname, backend_of(t, dev));

	if (!rc && t->setdefault)
		rc = t->setdefault(gc, domid, dev, hotplug);
	if (rc)
		LOGD(ERROR, domid, "%s=[]: there can be no such device", t->name);
	if (rc || !devid)
		return rc;
	if (hotplug && *devid == -1)
		*devid = libxl__next_devid(gc, domid, t->kind);
	if (*devid >= 0)
		return 0;
	LOGD(ERROR, domid, "%s=[]: %d is no number of a device", t->name, *devid);
	return ERROR_INVAL;
}

int libxl__device_address(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
			  void *dev, struct libxl__device *out)
{
	int *devid = devid_of(t, dev);

	*out = (struct libxl__device){
		.kind = t->kind,
		.backend_kind = t->kind,
		.domid = domid,
		.backend_domid = *backend_of(t, dev),
		.devid = devid ? *devid : -1,
	};
	return t->address ? t->address(gc, domid, dev, out) : 0;
}

/* ---- adding ---- */

void libxl__nodes_add(libxl__gc *gc, struct libxl__nodes *nodes, const char *name,
		      const char *fmt, ...)
{
	va_list ap;

	nodes->pairs = libxl__realloc(gc, nodes->pairs, (nodes->n + 3) * sizeof(char *));
	va_start(ap, fmt);
	nodes->pairs[nodes->n++] = libxl__strdup(gc, name);
	nodes->pairs[nodes->n++] = libxl__vsprintf(gc, fmt, ap);
	va_end(ap);
	nodes->pairs[nodes->n] = NULL;
}

struct write_args {
	const struct libxl__device *d;
	struct libxl__device_nodes *nodes;
};

/* a directory with these permissions, which all that is created in it inherits */
static int make_dir(libxl__gc *gc, xs_transaction_t t, const char *path,
		    struct xs_permissions perms[2])
{
	int rc = libxl__xs_rm(gc, t, path);

	return rc ? rc : libxl__xs_mknod(gc, t, path, perms, 2);
}

static int write_device(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct write_args *a = arg;
	const struct libxl__device *d = a->d;
	struct libxl__device_nodes *n = a->nodes;
	const char *front = libxl__device_front_path(gc, d);
	const char *back = libxl__device_back_path(gc, d);
	const char *own = libxl__device_libxl_path(gc, d);
	struct xs_permissions guest[2] = { { d->domid, XS_PERM_NONE },
					   { d->backend_domid, XS_PERM_READ } };
	struct xs_permissions host[2] = { { d->backend_domid, XS_PERM_NONE },
					  { d->domid, XS_PERM_READ } };
	struct xs_permissions none = { 0, XS_PERM_NONE };
	const char *taken;
	int rc;

	rc = libxl__xs_read_checked(gc, t, own, &taken);
	if (rc)
		return rc;
	if (taken)
		return ERROR_DEVICE_EXISTS;
	rc = libxl__xs_mknod(gc, t, own, &none, 1);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/frontend", own), "%s", front);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/backend", own), "%s", back);

	rc = rc ? rc : make_dir(gc, t, front, n->front_is_ro ? host : guest);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/backend", front), "%s", back);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/backend-id", front), "%u",
					d->backend_domid);
	if (!rc && n->front_is_ro)
		rc = libxl__xs_set_perms(gc, t, SPRINTF("%s/backend-id", front), guest, 2);
	rc = rc ? rc : libxl__xs_write_pairs(gc, t, front, n->front.pairs, NULL, 0);
	rc = rc ? rc : libxl__xs_write_pairs(gc, t, front, n->front_ro.pairs, host, 2);

	rc = rc ? rc : make_dir(gc, t, back, host);
	rc = rc ? rc : libxl__xs_writef(gc, t, SPRINTF("%s/frontend", back), "%s", front);
	rc = rc ? rc : libxl__xs_write_pairs(gc, t, back, n->back.pairs, NULL, 0);
	return rc ? rc : libxl__xs_write_pairs(gc, t, own, n->back.pairs, NULL, 0);
}

int libxl__device_write(libxl__gc *gc, const struct libxl__device *d,
			struct libxl__device_nodes *nodes)
{
	struct write_args args = { d, nodes };
	int rc = libxl__xs_transaction(gc, write_device, &args);

	if (rc == ERROR_DEVICE_EXISTS)
		LOGD(ERROR, d->domid, "device %s %d exists already", d->kind, d->devid);
	return rc;
}

struct wanted { int low, high; bool gone; };

static bool state_reached(libxl__gc *gc, const char *value, void *arg)
{
	struct wanted *w = arg;
	int state = value ? atoi(value) : -1;

	w->gone = !value;
	return !value || (state >= w->low && state <= w->high);
}

static int wait_for_backend(libxl__gc *gc, const struct libxl__device *d)
{
	const char *path = SPRINTF("%s/state", libxl__device_back_path(gc, d));
	/* one in another domain may have gone on by the time that we look */
	struct wanted w = { XENBUS_INIT_WAIT, XENBUS_CONNECTED, false };
	int rc = libxl__wait_xs(gc, path, state_reached, &w, LIBXL_INIT_TIMEOUT * 1000);

	if (rc == ERROR_TIMEDOUT)
		LOGD(ERROR, d->domid, "no backend took up device %s %d within %d s "
		     "(is the %sback driver loaded in domain %u?)", d->kind, d->devid,
		     LIBXL_INIT_TIMEOUT, d->backend_kind, d->backend_domid);
	if (!rc && w.gone) {
		LOGD(ERROR, d->domid, "device %s %d vanished while its backend started",
		     d->kind, d->devid);
		rc = ERROR_FAIL;
	}
	return rc;
}

/* Only kernel backends are waited for and have scripts; the others come up with the guest. */
static bool has_kernel_backend(const struct libxl__device *d)
{
	return !strcmp(d->backend_kind, "vbd") || !strcmp(d->backend_kind, "vif");
}

static int add_one(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, void *dev)
{
	struct libxl__device_nodes nodes = { .front_is_ro = false };
	struct libxl__device d;
	int rc;

	rc = libxl__device_address(gc, t, domid, dev, &d);
	if (rc)
		return rc;
	/* the pairs start with what every device has, in the order that people know */
	libxl__nodes_add(gc, &nodes.front, "state", "%d", XENBUS_INITIALISING);
	rc = t->fill(gc, domid, dev, &nodes);
	if (rc)
		return rc;
	rc = libxl__device_write(gc, &d, &nodes);
	if (rc || !has_kernel_backend(&d))
		return rc;
	rc = wait_for_backend(gc, &d);
	if (!rc)
		rc = libxl__hotplug(gc, &d, true);
	if (rc && rc != ERROR_ABORTED)
		LOGD(ERROR, domid, "%s=[]: unable to add device %d", t->name, d.devid);
	return rc;
}

int libxl__device_add(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, void *dev,
		      bool hotplug)
{
	struct libxl__device d;
	int rc;

	if (!hotplug)
		return add_one(gc, t, domid, dev);
	rc = libxl__device_setdefault(gc, t, domid, dev, true);
	if (rc)
		return rc;
	rc = libxl__config_add_device(gc, t, domid, dev);
	if (rc)
		return rc;
	rc = add_one(gc, t, domid, dev);
	if (rc && rc != ERROR_DEVICE_EXISTS && !libxl__device_address(gc, t, domid, dev, &d)) {
		libxl__ao_ignore_abort(gc);
		libxl__device_remove(gc, &d, LIBXL__REMOVE_FORCE);
		libxl__config_remove_device(gc, t, domid, dev);
	}
	return rc;
}

struct add_args {
	const struct libxl__device_type *type;
	uint32_t domid;
	void *dev;
};

static int add_task(libxl__gc *gc, void *arg)
{
	struct add_args *a = arg;

	return add_one(gc, a->type, a->domid, a->dev);
}

/* all of one type at the same time */
static int add_type(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
		    libxl_domain_config *config)
{
	char *list = *libxl__config_list(t, config);
	int i, rc = 0, n = *libxl__config_count(t, config);
	struct libxl__task **tasks = NEW_ARRAY(gc, struct libxl__task *, n);

	for (i = 0; i < n; i++) {
		struct add_args *a = NEW(gc, struct add_args);

		*a = (struct add_args){ t, domid, list + i * t->type->size };
		tasks[i] = libxl__task_start(gc, add_task, a);
	}
	for (i = 0; i < n; i++) {
		int r = libxl__task_join(gc, tasks[i]);

		rc = rc ? rc : r;
	}
	return rc;
}

/*
 * One type after the other: hotplug scripts of different types take long when a slow host runs them
 * side by side, and each has only so many seconds.
 */
int libxl__devices_add(libxl__gc *gc, uint32_t domid, libxl_domain_config *config)
{
	int i, rc = 0;

	for (i = 0; !rc && libxl__device_types[i]; i++)
		rc = add_type(gc, libxl__device_types[i], domid, config);
	return rc;
}

/* ---- removing ---- */

struct remove_args {
	const struct libxl__device *d;
	bool force, connected;
};

/* Tells the backend to close. */
static int ask_to_close(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	struct remove_args *a = arg;
	const char *back = libxl__device_back_path(gc, a->d), *state;
	const char *state_path = SPRINTF("%s/state", back);
	int rc;

	a->connected = false;
	/* without a frontend there is nobody whose consent the backend could wait for */
	rc = a->force ? libxl__xs_rm_upwards(gc, t, libxl__device_front_path(gc, a->d)) : 0;
	rc = rc ? rc : libxl__xs_read_checked(gc, t, state_path, &state);
	if (rc || !state)
		return rc;
	/* nobody took it up, or it is closed already: nobody would answer */
	a->connected = atoi(state) > XENBUS_INITIALISING && atoi(state) != XENBUS_CLOSED;
	rc = libxl__xs_write(gc, t, SPRINTF("%s/online", back), "0");
	if (!rc && a->connected)
		rc = libxl__xs_writef(gc, t, state_path, "%d", XENBUS_CLOSING);
	return rc;
}

static int forget_device(libxl__gc *gc, xs_transaction_t t, void *arg)
{
	const struct libxl__device *d = arg;
	int rc = libxl__xs_rm_upwards(gc, t, libxl__device_front_path(gc, d));

	rc = rc ? rc : libxl__xs_rm_upwards(gc, t, libxl__device_libxl_path(gc, d));
	return rc ? rc : libxl__xs_rm_upwards(gc, t, libxl__device_back_path(gc, d));
}

static int wait_closed(libxl__gc *gc, const struct libxl__device *d)
{
	const char *path = SPRINTF("%s/state", libxl__device_back_path(gc, d));
	struct wanted w = { XENBUS_CLOSED, XENBUS_CLOSED, false };

	return libxl__wait_xs(gc, path, state_reached, &w, LIBXL_DESTROY_TIMEOUT * 1000);
}

/* one attempt; ERROR_TIMEDOUT when the other side does not let go */
static int close_device(libxl__gc *gc, const struct libxl__device *d, bool force)
{
	struct remove_args a = { d, force, false };
	int rc;

	/* consoles have no handshake */
	if (!strcmp(d->backend_kind, "console"))
		return 0;
	rc = libxl__xs_transaction(gc, ask_to_close, &a);
	if (rc || !a.connected)
		return rc;
	return wait_closed(gc, d);
}

int libxl__device_remove(libxl__gc *gc, const struct libxl__device *d, enum libxl__remove_how how)
{
	int rc, script_rc = 0;

	rc = close_device(gc, d, how == LIBXL__REMOVE_FORCE);
	if (rc == ERROR_TIMEDOUT && how == LIBXL__REMOVE_ASK) {
		LOGD(DEBUG, d->domid, "the guest does not let go of %s %d: forcing it", d->kind,
		     d->devid);
		how = LIBXL__REMOVE_FORCE;
		rc = close_device(gc, d, true);
	}
	if (rc == ERROR_TIMEDOUT) {
		LOGD(ERROR, d->domid, "device %s %d was not released within %d s", d->kind,
		     d->devid, LIBXL_DESTROY_TIMEOUT);
		if (how == LIBXL__REMOVE_ASK_ONLY)
			return rc;
		rc = 0; /* forced: go on, the backend is told to be offline */
	}
	if (rc)
		return rc;
	if (has_kernel_backend(d))
		script_rc = libxl__hotplug(gc, d, false);
	rc = libxl__xs_transaction(gc, forget_device, (void *)d);
	return rc ? rc : script_rc;
}

static int destroy_task(libxl__gc *gc, void *arg)
{
	return libxl__device_remove(gc, arg, LIBXL__REMOVE_FORCE);
}

/* the address of a device as libxl's directory has it; false when that is damaged */
static bool address_from_xs(libxl__gc *gc, uint32_t domid, const char *kind, const char *devid,
			    struct libxl__device *d)
{
	const char *back = libxl__xs_readf(gc, XBT_NULL, "/libxl/%u/device/%s/%s/backend", domid,
					   kind, devid);
	char *back_kind = NULL;
	unsigned int back_domid, for_domid;
	int for_devid;
	bool ok;

	ok = back && sscanf(back, "/local/domain/%u/backend/%m[^/]/%u/%d", &back_domid, &back_kind,
			    &for_domid, &for_devid) == 4;
	libxl__own(gc, back_kind);
	if (!ok)
		return false;
	*d = (struct libxl__device){ kind, back_kind, domid, back_domid, atoi(devid) };
	return true;
}

int libxl__devices_destroy(libxl__gc *gc, uint32_t domid)
{
	const char *dir = SPRINTF("/libxl/%u/device", domid);
	unsigned int i, j, nkinds, n, ntasks = 0;
	char **kinds = libxl__xs_directory(gc, XBT_NULL, dir, &nkinds);
	struct libxl__task **tasks = NULL;
	int rc = 0;

	for (i = 0; i < nkinds; i++) {
		char **devids = libxl__xs_directory(gc, XBT_NULL,
						    SPRINTF("%s/%s", dir, kinds[i]), &n);

		for (j = 0; j < n; j++) {
			struct libxl__device *d = NEW(gc, struct libxl__device);

			if (!address_from_xs(gc, domid, kinds[i], devids[j], d)) {
				LOGD(WARN, domid, "no valid backend of %s %s in xenstore",
				     kinds[i], devids[j]);
				continue;
			}
			tasks = libxl__realloc(gc, tasks, (ntasks + 1) * sizeof(*tasks));
			tasks[ntasks++] = libxl__task_start(gc, destroy_task, d);
		}
	}
	for (i = 0; i < ntasks; i++) {
		int r = libxl__task_join(gc, tasks[i]);

		rc = rc ? rc : r;
	}
	return rc;
}

/* ---- listing ---- */

void *libxl__device_list(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, int *n)
{
	const char *dir = SPRINTF("/libxl/%u/device/%s", domid, t->kind);
	unsigned int i, count;
	char **names = libxl__xs_directory(gc, XBT_NULL, dir, &count);
	char *list;

	*n = 0;
	if (!count)
		return NULL;
	list = libxl__zalloc_raw(count * t->type->size);
	for (i = 0; i < count; i++) {
		char *dev = list + *n * t->type->size;
		struct libxl__device d;
		int *devid;

		libxl__type_init(t->type, dev);
		if (!address_from_xs(gc, domid, t->kind, names[i], &d))
			continue;
		devid = devid_of(t, dev);
		if (devid)
			*devid = d.devid;
		*backend_of(t, dev) = d.backend_domid;
		if (t->read && t->read(gc, SPRINTF("%s/%s", dir, names[i]), dev)) {
			libxl__type_dispose(t->type, dev);
			continue;
		}
		(*n)++;
	}
	return list;
}

void libxl__device_list_free(const struct libxl__device_type *t, void *list, int n)
{
	int i;

	for (i = 0; i < n; i++)
		libxl__type_dispose(t->type, (char *)list + i * t->type->size);
	free(list);
}

int libxl__device_find(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, int devid,
		       void *dev)
{
	int i, n, rc = ERROR_FAIL;
	char *list = libxl__device_list(gc, t, domid, &n);

	libxl__type_init(t->type, dev);
	for (i = 0; i < n && rc; i++)
		if (*devid_of(t, list + i * t->type->size) == devid) {
			libxl__type_copy(t->type, dev, list + i * t->type->size);
			rc = 0;
		}
	libxl__device_list_free(t, list, n);
	return rc;
}

int libxl__xs_number(libxl__gc *gc, const char *dir, const char *name)
{
	const char *v = libxl__xs_readf(gc, XBT_NULL, "%s/%s", dir, name);

	return v ? (int)strtoul(v, NULL, 10) : -1;
}

const char *libxl__device_info(libxl__gc *gc, const struct libxl__device *d,
			       struct libxl__frontend_info info)
{
	const char *own = libxl__device_libxl_path(gc, d);
	const char *back = libxl__xs_readf(gc, XBT_NULL, "%s/backend", own);
	const char *front = libxl__device_front_path(gc, d);
	unsigned int backend_domid = d->backend_domid;

	if (!back)
		return NULL;
	if (sscanf(back, "/local/domain/%u/", &backend_domid) != 1)
		return NULL;
	*info.backend = libxl__strdup(NULL, back);
	*info.frontend = libxl__strdup(NULL, front);
	*info.backend_id = backend_domid;
	*info.frontend_id = d->domid;
	*info.devid = d->devid;
	*info.state = libxl__xs_number(gc, front, "state");
	return front;
}

/* ---- behind the public functions ---- */

static int public_add_task(libxl__gc *gc, void *arg)
{
	struct libxl__device_args *a = arg;
	bool guest = libxl__domain_exists(gc, a->domid);

	if (!guest) {
		LOGD(ERROR, a->domid, "no such domain");
		return ERROR_DOMAIN_NOTFOUND;
	}
	return libxl__device_add(gc, a->type, a->domid, a->dev, true);
}

static int public_remove_task(libxl__gc *gc, void *arg)
{
	struct libxl__device_args *a = arg;
	struct libxl__device d;
	int rc = libxl__device_address(gc, a->type, a->domid, a->dev, &d);

	if (rc)
		return rc;
	if (!libxl__xs_read(gc, XBT_NULL, libxl__device_libxl_path(gc, &d))) {
		LOGD(ERROR, a->domid, "there is no %s device %d", a->type->name, d.devid);
		return ERROR_NOTFOUND;
	}
	rc = libxl__device_remove(gc, &d, a->how);
	if (!rc)
		rc = libxl__config_remove_device(gc, a->type, a->domid, a->dev);
	return rc;
}

int libxl__public_add(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid, void *dev,
		      const libxl_asyncop_how *how)
{
	libxl__gc *gc = libxl__ao_new(ctx, domid, how);
	struct libxl__device_args *a = NEW(gc, struct libxl__device_args);

	*a = (struct libxl__device_args){ .type = t, .domid = domid, .dev = dev };
	return libxl__ao_run(gc, public_add_task, a);
}

int libxl__public_remove(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid,
			 void *dev, enum libxl__remove_how remove_how, const libxl_asyncop_how *how)
{
	libxl__gc *gc = libxl__ao_new(ctx, domid, how);
	struct libxl__device_args *a = NEW(gc, struct libxl__device_args);

	*a = (struct libxl__device_args){ t, domid, dev, remove_how };
	return libxl__ao_run(gc, public_remove_task, a);
}

void *libxl__public_list(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid, int *n)
{
	SCOPE(ctx);

	return libxl__device_list(gc, t, domid, n);
}

int libxl__public_find(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid,
		       int devid, void *dev)
{
	SCOPE(ctx);

	return libxl__device_find(gc, t, domid, devid, dev);
}

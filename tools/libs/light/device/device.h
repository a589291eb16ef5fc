/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Devices. Each type is one row (struct libxl__device_type) in a file of its own; device.c adds,
 * removes and lists any of them. xenstore has every device three times: the frontend's directory,
 * the backend's, and libxl's own, which no guest can write and which alone is believed.
 */
#ifndef LIBXL__DEVICE_H
#define LIBXL__DEVICE_H

#include "internal.h"
#include "types/walk.h"
#include "xs.h"

/* enum xenbus_state of the public headers */
enum {
	XENBUS_UNKNOWN, XENBUS_INITIALISING, XENBUS_INIT_WAIT, XENBUS_INITIALISED,
	XENBUS_CONNECTED, XENBUS_CLOSING, XENBUS_CLOSED,
};

/* Where a device is in xenstore. */
struct libxl__device {
	const char *kind;         /* of the frontend: "vbd" */
	const char *backend_kind; /* mostly the same */
	uint32_t domid, backend_domid;
	int devid;
};

const char *libxl__device_front_path(libxl__gc *gc, const struct libxl__device *d);
const char *libxl__device_back_path(libxl__gc *gc, const struct libxl__device *d);
const char *libxl__device_libxl_path(libxl__gc *gc, const struct libxl__device *d);

/* What is written for a new device: name, value pairs, in order. */
struct libxl__nodes {
	char **pairs;
	unsigned int n;
};

void libxl__nodes_add(libxl__gc *gc, struct libxl__nodes *nodes, const char *name,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

struct libxl__device_nodes {
	struct libxl__nodes front;    /* owned by the guest */
	struct libxl__nodes front_ro; /* below the frontend, but not the guest's to write */
	struct libxl__nodes back;     /* also copied to libxl's directory */
	bool front_is_ro;             /* the directory itself is not the guest's (console 0) */
};

/* One row per type of device. Offsets are into the libxl_device_TYPE; -1 where there is none. */
struct libxl__device_type {
	const char *name; /* for messages */
	const char *kind; /* of frontend and backend; the default of the next */
	const struct libxl__type *type;
	size_t list_offset, count_offset; /* of its list in libxl_domain_config */
	int devid_offset, backend_domid_offset, backend_domname_offset;

	/* chooses what was left open. hotplug: the domain exists already */
	int (*setdefault)(libxl__gc *gc, uint32_t domid, void *dev, bool hotplug);
	/* fills *out beyond what devid, kind and backend_domid say; may be NULL */
	int (*address)(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device *out);
	int (*fill)(libxl__gc *gc, uint32_t domid, void *dev, struct libxl__device_nodes *nodes);
	/* the reverse, from libxl's directory; dev is initialised, devid and backend are set */
	int (*read)(libxl__gc *gc, const char *libxl_path, void *dev);
	/* same device, as far as a list is concerned; NULL compares devid */
	bool (*same)(const void *a, const void *b);
};

extern const struct libxl__device_type libxl__disk_type, libxl__nic_type, libxl__vkb_type,
	libxl__vfb_type, libxl__vtpm_type, libxl__vdispl_type, libxl__vsnd_type, libxl__p9_type,
	libxl__pvcallsif_type, libxl__usbctrl_type, libxl__channel_type;

/* all of the above, in the order in which a new domain gets them */
extern const struct libxl__device_type *const libxl__device_types[];

/* ---- operations; those marked T only in a task ---- */

/* T: *dev is one libxl_device_TYPE. Writes it, waits for the backend, runs the script. */
int libxl__device_add(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, void *dev,
	bool hotplug);
/* T: all that the config of a new domain lists */
int libxl__devices_add(libxl__gc *gc, uint32_t domid, libxl_domain_config *config);

enum libxl__remove_how { LIBXL__REMOVE_ASK, LIBXL__REMOVE_FORCE, LIBXL__REMOVE_ASK_ONLY };
/* T */
int libxl__device_remove(libxl__gc *gc, const struct libxl__device *d, enum libxl__remove_how how);
/* T: everything that libxl's directory of the domain lists */
int libxl__devices_destroy(libxl__gc *gc, uint32_t domid);

int libxl__device_setdefault(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
	void *dev, bool hotplug);
int libxl__device_address(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
	void *dev, struct libxl__device *out);
/* writes the three directories; ERROR_DEVICE_EXISTS. nodes lack what every device has. */
int libxl__device_write(libxl__gc *gc, const struct libxl__device *d,
	struct libxl__device_nodes *nodes);
/* an array from malloc(), as libxl_device_TYPE_list() returns it */
void *libxl__device_list(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, int *n);
void libxl__device_list_free(const struct libxl__device_type *t, void *list, int n);
/* the element of the list that has this devid, copied to *dev; ERROR_FAIL when there is none */
int libxl__device_find(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid, int devid,
	void *dev);
/* the list of a config and its length */
void **libxl__config_list(const struct libxl__device_type *t, libxl_domain_config *config);
int *libxl__config_count(const struct libxl__device_type *t, libxl_domain_config *config);
/* where the device with the same identity is in the list, or NULL */
void *libxl__list_find(const struct libxl__device_type *t, void *list, int n, const void *dev);
int libxl__resolve_backend(libxl__gc *gc, const char *domname, libxl_domid *domid);
int libxl__next_devid(libxl__gc *gc, uint32_t domid, const char *kind);

/* The part of every *info structure that is the same. */
struct libxl__frontend_info {
	char **backend, **frontend;
	uint32_t *backend_id, *frontend_id;
	libxl_devid *devid;
	int *state;
};
/* fills it; returns the frontend's path, or NULL when there is no such device */
const char *libxl__device_info(libxl__gc *gc, const struct libxl__device *d,
	struct libxl__frontend_info info);
/* number in a node below dir, or -1 */
int libxl__xs_number(libxl__gc *gc, const char *dir, const char *name);

/* T: runs the hotplug script of a device, if it has one. action: "add" or "remove". */
int libxl__hotplug(libxl__gc *gc, const struct libxl__device *d, bool add);

/* ---- particular types ---- */

int libxl__vdev_number(const char *vdev, int *disk, int *partition);
int libxl__vdev_to_disk(libxl__gc *gc, uint32_t domid, const char *vdev, libxl_device_disk *disk);
/* T: the primary console */
struct libxl__console {
	const char *type, *output;
	int devid;
	int port;
	unsigned long frame;
};
int libxl__console_add(libxl__gc *gc, uint32_t domid, const struct libxl__console *c);

/* public functions, one table row's worth */
struct libxl__device_args {
	const struct libxl__device_type *type;
	uint32_t domid;
	void *dev;
	enum libxl__remove_how how;
};
int libxl__public_add(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid, void *dev,
	const libxl_asyncop_how *how);
int libxl__public_remove(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid,
	void *dev, enum libxl__remove_how remove_how, const libxl_asyncop_how *how);
void *libxl__public_list(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid,
	int *n);
int libxl__public_find(libxl_ctx *ctx, const struct libxl__device_type *t, uint32_t domid,
	int devid, void *dev);

#define LIBXL__DEFINE_ADD(n) \
	int libxl_device_##n##_add(libxl_ctx *ctx, uint32_t domid, libxl_device_##n *dev, \
				   const libxl_asyncop_how *ao_how) \
	{ return libxl__public_add(ctx, &libxl__##n##_type, domid, dev, ao_how); }
#define LIBXL__DEFINE_REMOVE(n) \
	int libxl_device_##n##_remove(libxl_ctx *ctx, uint32_t domid, libxl_device_##n *dev, \
				      const libxl_asyncop_how *ao_how) \
	{ return libxl__public_remove(ctx, &libxl__##n##_type, domid, dev, \
				      LIBXL__REMOVE_ASK, ao_how); } \
	int libxl_device_##n##_destroy(libxl_ctx *ctx, uint32_t domid, libxl_device_##n *dev, \
				       const libxl_asyncop_how *ao_how) \
	{ return libxl__public_remove(ctx, &libxl__##n##_type, domid, dev, \
				      LIBXL__REMOVE_FORCE, ao_how); }
#define LIBXL__DEFINE_LIST(n) \
	libxl_device_##n *libxl_device_##n##_list(libxl_ctx *ctx, uint32_t domid, int *num) \
	{ return libxl__public_list(ctx, &libxl__##n##_type, domid, num); } \
	void libxl_device_##n##_list_free(libxl_device_##n *list, int num) \
	{ libxl__device_list_free(&libxl__##n##_type, list, num); }
#define LIBXL__DEFINE_FIND(n) \
	int libxl_devid_to_device_##n(libxl_ctx *ctx, uint32_t domid, int devid, \
				      libxl_device_##n *dev) \
	{ return libxl__public_find(ctx, &libxl__##n##_type, domid, devid, dev); }

/* the offsets of a row whose struct has the usual three fields */
#define LIBXL__ROW(n, list) \
	.type = &libxl__type_device_##n, \
	.list_offset = offsetof(libxl_domain_config, list), \
	.count_offset = offsetof(libxl_domain_config, num_##list), \
	.backend_domid_offset = offsetof(libxl_device_##n, backend_domid), \
	.backend_domname_offset = offsetof(libxl_device_##n, backend_domname)
#define LIBXL__ROW_DEVID(n, list) \
	LIBXL__ROW(n, list), .devid_offset = offsetof(libxl_device_##n, devid)

#endif

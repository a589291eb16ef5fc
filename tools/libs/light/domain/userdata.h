/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * What is kept about a domain on disk: files XEN_LIB_DIR/userdata-d.DOMID.UUID.NAME. The one called
 * libxl-json is the domain's configuration, which libxl itself keeps up to date.
 */
#ifndef LIBXL__USERDATA_H
#define LIBXL__USERDATA_H

#include "device/device.h"
#include "internal.h"

struct libxl__userdata_lock {
	int fd;
	const char *path;
};

/*
 * Locks all user data of a domain. Not to be held across a wait. ERROR_DOMAIN_NOTFOUND when the
 * domain is gone.
 */
int libxl__userdata_lock(libxl__gc *gc, uint32_t domid, struct libxl__userdata_lock *lock);
void libxl__userdata_unlock(libxl__gc *gc, struct libxl__userdata_lock *lock);

int libxl__userdata_store(libxl__gc *gc, uint32_t domid, const char *name, const void *data, int n);
/* removes everything kept about the domain, whose uuid may be all that is left of it */
void libxl__userdata_remove_all(libxl__gc *gc, uint32_t domid, const libxl_uuid *uuid);

/* with the lock held; ERROR_JSON_CONFIG_EMPTY when there is none */
int libxl__config_load(libxl__gc *gc, uint32_t domid, libxl_domain_config *config);
int libxl__config_store(libxl__gc *gc, uint32_t domid, libxl_domain_config *config);

/* take and release the lock */
int libxl__config_add_device(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
	const void *dev);
int libxl__config_remove_device(libxl__gc *gc, const struct libxl__device_type *t, uint32_t domid,
	const void *dev);

#endif

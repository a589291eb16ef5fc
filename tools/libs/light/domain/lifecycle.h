/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef LIBXL__LIFECYCLE_H
#define LIBXL__LIFECYCLE_H

#include "internal.h"

/* In a task. Devices, xenstore, user data, then the domain itself; goes on after a failure. */
int libxl__domain_destroy(libxl__gc *gc, uint32_t domid);

/*
 * Domain ids used within the last minute (XEN_RUN_DIR/domid-history), which a new domain must not
 * get: somebody may still talk to the old one by its id.
 */
void libxl__domid_history_add(libxl__gc *gc, uint32_t domid);
bool libxl__domid_is_recent(libxl__gc *gc, uint32_t domid);

#endif

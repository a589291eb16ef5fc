/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef LIBXL__SCHED_H
#define LIBXL__SCHED_H

#include "internal.h"

/* LIBXL_SCHEDULER_UNKNOWN (logged) when that cannot be found out */
libxl_scheduler libxl__domain_scheduler(libxl__gc *gc, uint32_t domid);

#endif

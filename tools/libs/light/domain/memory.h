/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef LIBXL__MEMORY_H
#define LIBXL__MEMORY_H

#include "internal.h"

/* target and maximum as xenstore has them, kB */
int libxl__get_memory(libxl__gc *gc, uint32_t domid, uint64_t *target_kb, uint64_t *max_kb);
int libxl__fill_dom0_memory(libxl__gc *gc, uint64_t *target_kb, uint64_t *max_kb);

#endif

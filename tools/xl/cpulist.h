/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XL_CPULIST_H
#define XL_CPULIST_H

#include <libxl.h>

/*
 * CPULIST of xl.cfg(5): "all", "0-3,5,^1", "node:0", "nodes:0-3,^node:2". cpumap must be allocated;
 * bits beyond it are dropped. 0, or a libxl error with nothing printed.
 */
int xl_cpulist_parse(const char *list, libxl_bitmap *cpumap);

/* "0-1,5", "all" when every CPU up to nr_cpus is in the map, "none" when it is empty. */
void xl_cpulist_print(FILE *out, const libxl_bitmap *cpumap, int nr_cpus);

#endif /* XL_CPULIST_H */

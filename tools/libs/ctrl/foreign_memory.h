/* SPDX-License-Identifier: LGPL-2.1-only */
/* Mapping functions that xenctrl.h does not declare but libxenguest and libxl import. */
#ifndef XENCTRL_FOREIGN_MEMORY_H
#define XENCTRL_FOREIGN_MEMORY_H

#include "private.h"

#include <xen/sys/privcmd.h>

/*
 * Map ranges of @chunksize bytes each, whose first frames are entries[].mfn, next to each other.
 * NULL with errno set. Undo with munmap().
 */
void *xc_map_foreign_ranges(xc_interface *xch, uint32_t dom, size_t size, int prot,
			    size_t chunksize, privcmd_mmap_entry_t entries[], int nentries);

/*
 * Replace each of @num frames by its type (XEN_DOMCTL_PFINFO_*) and frame. 0, or -1.
 */
int xc_get_pfn_type_batch(xc_interface *xch, uint32_t dom, unsigned int num, xen_pfn_t *arr);

#endif /* XENCTRL_FOREIGN_MEMORY_H */

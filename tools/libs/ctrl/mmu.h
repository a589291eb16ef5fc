/* SPDX-License-Identifier: LGPL-2.1-only */
/* Queued updates of a PV domain's page tables; libxenguest imports these functions. */
#ifndef XENCTRL_MMU_H
#define XENCTRL_MMU_H

#include "private.h"

#define MAX_MMU_UPDATES 1024

struct xc_mmu {
	mmu_update_t updates[MAX_MMU_UPDATES];
	int idx;
	unsigned int subject; /* the domain */
};

/* NULL without memory; the caller frees it with free(). */
struct xc_mmu *xc_alloc_mmu_updates(xc_interface *xch, unsigned int subject);

/* Queue an update; a full queue is flushed. 0, or -1 with errno set. */
int xc_add_mmu_update(xc_interface *xch, struct xc_mmu *mmu, unsigned long long ptr,
		      unsigned long long val);

/* Perform the queued updates. 0, or -1 with errno set. */
int xc_flush_mmu_updates(xc_interface *xch, struct xc_mmu *mmu);

#endif /* XENCTRL_MMU_H */

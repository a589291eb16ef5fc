/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENFOREIGNMEMORY_PRIVATE_H
#define XENFOREIGNMEMORY_PRIVATE_H

#include <errno.h>

#include <xentoollog.h>

#include <xenforeignmemory.h>
#include "xentoolcore_internal.h"

#include <xen/sys/privcmd.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

struct xenforeignmemory_handle {
	xentoollog_logger *logger, *logger_tofree;
	int fd;
	Xentoolcore__Active_Handle tc_ah;
};

struct xenforeignmemory_resource_handle {
	domid_t domid;
	unsigned int type, id;
	unsigned long frame, nr_frames;
	void *addr;
	int prot, flags;
};

int os_fmem_open(xenforeignmemory_handle *fmem);
int os_fmem_close(xenforeignmemory_handle *fmem);
int os_fmem_restrict(xenforeignmemory_handle *fmem, domid_t domid);

/* Map @num frames; err[] receives 0 or a negative errno value for each. NULL if nothing was tried. */
void *os_fmem_map(xenforeignmemory_handle *fmem, uint32_t dom, void *addr, int prot, int flags,
		  size_t num, const xen_pfn_t arr[], int err[]);
int os_fmem_unmap(void *addr, size_t num);

/* Map what @fres describes and set its addr; with nr_frames == 0 learn nr_frames instead. */
int os_fmem_map_resource(xenforeignmemory_handle *fmem, xenforeignmemory_resource_handle *fres);

#define PERROR(fmem, format, ...) \
	xtl_log((fmem)->logger, XTL_ERROR, errno, "xenforeignmemory", format, ##__VA_ARGS__)

#endif /* XENFOREIGNMEMORY_PRIVATE_H */

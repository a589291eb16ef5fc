/* SPDX-License-Identifier: MIT */
/* Mapping pages of other domains, as far as this domain and this process are allowed to. */
#ifndef XENFOREIGNMEMORY_H
#define XENFOREIGNMEMORY_H

#include <stddef.h>
#include <stdint.h>

#include <xen/xen.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

typedef struct xenforeignmemory_handle xenforeignmemory_handle;

/*
 * @logger may be NULL (then stderr) and must outlive the handle. NULL with errno set, logged.
 * The child of a fork(2) may do nothing with an inherited handle but close it, and may not touch
 * what it mapped.
 */
xenforeignmemory_handle *xenforeignmemory_open(struct xentoollog_logger *logger,
					       unsigned open_flags);

/* Close a handle; NULL is fine. Unmap what it mapped before. */
int xenforeignmemory_close(xenforeignmemory_handle *fmem);

/*
 * Map the @pages guest frames @arr of domain @dom next to each other with protection @prot
 * (PROT_* of mmap).
 *
 * With @err, frame i that could not be mapped has a non-zero err[i], a negative errno value, and
 * the others are usable; even all may have failed. NULL then means that nothing was tried. Without
 * @err it is all or nothing, and errno is that of the first frame that failed.
 */
void *xenforeignmemory_map(xenforeignmemory_handle *fmem, uint32_t dom, int prot, size_t pages,
			   const xen_pfn_t arr[], int err[]);

/* The same with a place (@addr) and more flags (@flags) for mmap(2). */
void *xenforeignmemory_map2(xenforeignmemory_handle *fmem, uint32_t dom, void *addr, int prot,
			    int flags, size_t pages, const xen_pfn_t arr[], int err[]);

/* Undo a mapping. 0, or -1 with errno set. */
int xenforeignmemory_unmap(xenforeignmemory_handle *fmem, void *addr, size_t pages);

/* From now on map only pages of domain @domid. 0, or -1 with errno set. */
int xenforeignmemory_restrict(xenforeignmemory_handle *fmem, domid_t domid);

typedef struct xenforeignmemory_resource_handle xenforeignmemory_resource_handle;

/*
 * Map frames @frame to @frame + @nr_frames - 1 of a resource (XENMEM_resource_*) of domain @domid;
 * @id is particular to the type. *@paddr is a wish on entry (or NULL) and the place on return;
 * @prot and @flags are for mmap(2). NULL with errno set; EOPNOTSUPP if the kernel cannot do it.
 */
xenforeignmemory_resource_handle *
xenforeignmemory_map_resource(xenforeignmemory_handle *fmem, domid_t domid, unsigned int type,
			      unsigned int id, unsigned long frame, unsigned long nr_frames,
			      void **paddr, int prot, int flags);

/* Unmap a resource and free its handle. 0, or -1 with errno set. */
int xenforeignmemory_unmap_resource(xenforeignmemory_handle *fmem,
				    xenforeignmemory_resource_handle *fres);

/* How large a resource is, in bytes, to *@size. 0, or -1 with errno set. */
int xenforeignmemory_resource_size(xenforeignmemory_handle *fmem, domid_t domid, unsigned int type,
				   unsigned int id, size_t *size);

#ifdef __cplusplus
}
#endif

#endif /* XENFOREIGNMEMORY_H */

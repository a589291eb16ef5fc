/* SPDX-License-Identifier: MIT */
/*
 * Grants: xengnttab_* uses pages that other domains granted to this one, xengntshr_* grants pages
 * to them.
 *
 * The *_notify functions tell the other side when this process goes away, by crash or by exit: the
 * kernel then clears the byte at notify_offset in the page and signals notify_port. Either may be
 * -1. In that byte 0 must thus mean "gone". The peer is expected to drop its mappings soon; nothing
 * forces a hostile one to.
 *
 * The child of a fork(2) may do nothing with an inherited handle but close it, and may not touch
 * what it mapped; exec(2) releases everything.
 */
#ifndef XENGNTTAB_H
#define XENGNTTAB_H

#include <stdint.h>

#include <xen/event_channel.h>
#include <xen/grant_table.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

/* --- using other domains' pages --- */

typedef struct xengntdev_handle xengnttab_handle;

/* @logger may be NULL (then stderr) and must outlive the handle. NULL with errno set, logged. */
xengnttab_handle *xengnttab_open(struct xentoollog_logger *logger, unsigned open_flags);

/* Close a handle, undoing its mappings; NULL is fine. Never logs. */
int xengnttab_close(xengnttab_handle *xgt);

/* The device's file descriptor; polling it is useless. */
int xengnttab_fd(xengnttab_handle *xgt);

/*
 * Map one page, or @count adjacent ones, with protection @prot (PROT_* of mmap). All of them or
 * none: NULL with errno set, logged. Undo with xengnttab_unmap().
 */
void *xengnttab_map_grant_ref(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot);
void *xengnttab_map_grant_refs(xengnttab_handle *xgt, uint32_t count, uint32_t *domids,
			       uint32_t *refs, int prot);
void *xengnttab_map_domain_grant_refs(xengnttab_handle *xgt, uint32_t count, uint32_t domid,
				      uint32_t *refs, int prot);
void *xengnttab_map_grant_ref_notify(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot,
				     uint32_t notify_offset, evtchn_port_t notify_port);

/*
 * Undo a mapping as a whole: @start_address and @count as it was made. 0, or -1 with errno set
 * (EINVAL for another count). Never logs.
 */
int xengnttab_unmap(xengnttab_handle *xgt, void *start_address, uint32_t count);

/* Limit the number of pages this handle maps at once; only before the first mapping. */
int xengnttab_set_max_grants(xengnttab_handle *xgt, uint32_t nr_grants);

/*
 * One copy between local memory and a grant, or between two grants. @flags says which ends are
 * grants (GNTCOPY_source_gref, GNTCOPY_dest_gref); @status receives GNTST_*. Local memory may
 * cross pages; offset + len of a grant may not.
 */
struct xengnttab_grant_copy_segment {
	union xengnttab_copy_ptr {
		void *virt;
		struct {
			uint32_t ref;
			uint16_t offset;
			uint16_t domid;
		} foreign;
	} source, dest;
	uint16_t len;
	uint16_t flags;
	int16_t status;
};
typedef struct xengnttab_grant_copy_segment xengnttab_grant_copy_segment_t;

/* 0 if all @count segments were tried (see their status), or -1 with errno set. */
int xengnttab_grant_copy(xengnttab_handle *xgt, uint32_t count,
			 xengnttab_grant_copy_segment_t *segs);

/* Memory behind a dma-buf: write-combining, or coherent. */
#define GNTDEV_DMA_FLAG_WC (1 << 0)
#define GNTDEV_DMA_FLAG_COHERENT (1 << 1)

/* Make a dma-buf of @count grants of domain @domid; its descriptor goes to @fd. */
int xengnttab_dmabuf_exp_from_refs(xengnttab_handle *xgt, uint32_t domid, uint32_t flags,
				   uint32_t count, const uint32_t *refs, uint32_t *fd);

/*
 * Wait until the dma-buf @fd is released, at most @wait_to_ms milliseconds (ETIMEDOUT). ENOENT
 * says that it is gone already.
 */
int xengnttab_dmabuf_exp_wait_released(xengnttab_handle *xgt, uint32_t fd, uint32_t wait_to_ms);

/* Grant the @count pages of dma-buf @fd to domain @domid; the references go to @refs. */
int xengnttab_dmabuf_imp_to_refs(xengnttab_handle *xgt, uint32_t domid, uint32_t fd, uint32_t count,
				 uint32_t *refs);

/* Take back what xengnttab_dmabuf_imp_to_refs() granted. */
int xengnttab_dmabuf_imp_release(xengnttab_handle *xgt, uint32_t fd);

/* --- granting pages --- */

typedef struct xengntdev_handle xengntshr_handle;

xengntshr_handle *xengntshr_open(struct xentoollog_logger *logger, unsigned open_flags);
int xengntshr_close(xengntshr_handle *xgs);
int xengntshr_fd(xengntshr_handle *xgs);

/*
 * Allocate @count adjacent pages and grant them to domain @domid, writable or not; the references
 * go to @refs. Memory from elsewhere cannot be granted this way. NULL with errno set.
 */
void *xengntshr_share_pages(xengntshr_handle *xgs, uint32_t domid, int count, uint32_t *refs,
			    int writable);
void *xengntshr_share_page_notify(xengntshr_handle *xgs, uint32_t domid, uint32_t *ref,
				  int writable, uint32_t notify_offset, evtchn_port_t notify_port);

/* Unmap pages; they are freed once the other domain has let go of them too. Never logs. */
int xengntshr_unshare(xengntshr_handle *xgs, void *start_address, uint32_t count);

#ifdef __cplusplus
}
#endif

#endif /* XENGNTTAB_H */

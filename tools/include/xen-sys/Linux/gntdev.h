/* SPDX-License-Identifier: MIT */
/* ioctls of Linux's /dev/xen/gntdev: maps grants of other domains. */
#ifndef __LINUX_PUBLIC_GNTDEV_H__
#define __LINUX_PUBLIC_GNTDEV_H__

struct ioctl_gntdev_grant_ref {
	uint32_t domid;
	uint32_t ref;
};

#define IOCTL_GNTDEV_MAP_GRANT_REF _IOC(_IOC_NONE, 'G', 0, sizeof(struct ioctl_gntdev_map_grant_ref))
/* Prepares a mapping: mmap() count pages at offset index to make it. */
struct ioctl_gntdev_map_grant_ref {
	uint32_t count;
	uint32_t pad;
	uint64_t index; /* out */
	struct ioctl_gntdev_grant_ref refs[1]; /* count of them */
};

#define IOCTL_GNTDEV_UNMAP_GRANT_REF _IOC(_IOC_NONE, 'G', 1, sizeof(struct ioctl_gntdev_unmap_grant_ref))
/* Undoes the preparation; after munmap(). */
struct ioctl_gntdev_unmap_grant_ref {
	uint64_t index;
	uint32_t count;
	uint32_t pad;
};

#define IOCTL_GNTDEV_GET_OFFSET_FOR_VADDR _IOC(_IOC_NONE, 'G', 2, sizeof(struct ioctl_gntdev_get_offset_for_vaddr))

struct ioctl_gntdev_get_offset_for_vaddr {
	uint64_t vaddr; /* in: where a mapping begins */
	uint64_t offset; /* out: its index */
	uint32_t count; /* out: its pages */
	uint32_t pad;
};

#define IOCTL_GNTDEV_SET_MAX_GRANTS _IOC(_IOC_NONE, 'G', 3, sizeof(struct ioctl_gntdev_set_max_grants))

struct ioctl_gntdev_set_max_grants {
	uint32_t count;
};

#define IOCTL_GNTDEV_SET_UNMAP_NOTIFY _IOC(_IOC_NONE, 'G', 7, sizeof(struct ioctl_gntdev_unmap_notify))
/* What to do when the mapping goes, even if the process dies. */
struct ioctl_gntdev_unmap_notify {
	uint64_t index; /* in: offset of a byte in the file */
	uint32_t action; /* UNMAP_NOTIFY_* */
	uint32_t event_channel_port;
};

#define UNMAP_NOTIFY_CLEAR_BYTE 0x1 /* writes 0 to the byte at index */
#define UNMAP_NOTIFY_SEND_EVENT 0x2 /* sends an event on the port */

struct ioctl_gntdev_grant_copy_segment {
	union {
		void *virt;
		struct {
			uint32_t ref;
			uint16_t offset;
			uint16_t domid;
		} foreign;
	} source;
	union {
		void *virt;
		struct {
			uint32_t ref;
			uint16_t offset;
			uint16_t domid;
		} foreign;
	} dest;
	uint16_t len;
	uint16_t flags; /* GNTCOPY_* */
	int16_t status; /* out: GNTST_* */
};

#define IOCTL_GNTDEV_GRANT_COPY _IOC(_IOC_NONE, 'G', 8, sizeof(struct ioctl_gntdev_grant_copy))
/* Copies segments between this process and grants, or among grants. */
struct ioctl_gntdev_grant_copy {
	unsigned int count;
	struct ioctl_gntdev_grant_copy_segment *segments;
};

#define GNTDEV_DMA_FLAG_WC (1 << 0)
#define GNTDEV_DMA_FLAG_COHERENT (1 << 1)
#define IOCTL_GNTDEV_DMABUF_EXP_FROM_REFS _IOC(_IOC_NONE, 'G', 9, sizeof(struct ioctl_gntdev_dmabuf_exp_from_refs))
/* Makes a dma-buf of grants. */
struct ioctl_gntdev_dmabuf_exp_from_refs {
	uint32_t flags;
	uint32_t count;
	uint32_t fd;
	uint32_t domid;
	uint32_t refs[1];
};

#define IOCTL_GNTDEV_DMABUF_EXP_WAIT_RELEASED _IOC(_IOC_NONE, 'G', 10, sizeof(struct ioctl_gntdev_dmabuf_exp_wait_released))
/* Waits until it is not in use any more. */
struct ioctl_gntdev_dmabuf_exp_wait_released {
	uint32_t fd;
	uint32_t wait_to_ms;
};

#define IOCTL_GNTDEV_DMABUF_IMP_TO_REFS _IOC(_IOC_NONE, 'G', 11, sizeof(struct ioctl_gntdev_dmabuf_imp_to_refs))
/* Grants the pages of a dma-buf. */
struct ioctl_gntdev_dmabuf_imp_to_refs {
	uint32_t fd;
	uint32_t count;
	uint32_t domid;
	uint32_t reserved;
	uint32_t refs[1];
};

#define IOCTL_GNTDEV_DMABUF_IMP_RELEASE _IOC(_IOC_NONE, 'G', 12, sizeof(struct ioctl_gntdev_dmabuf_imp_release))
/* Takes them back. */
struct ioctl_gntdev_dmabuf_imp_release {
	uint32_t fd;
	uint32_t reserved;
};

#endif

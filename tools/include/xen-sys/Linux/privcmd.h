/* SPDX-License-Identifier: MIT */
/* ioctls of Linux's /dev/xen/privcmd: hypercalls, and mappings of other domains' memory. */
#ifndef __LINUX_PUBLIC_PRIVCMD_H__
#define __LINUX_PUBLIC_PRIVCMD_H__

#include <linux/types.h>

#ifndef __user
#define __user
#endif

/* Answers what the hypercall answers. */
struct privcmd_hypercall {
	__u64 op; /* __HYPERVISOR_* */
	__u64 arg[5];
};
typedef struct privcmd_hypercall privcmd_hypercall_t;

struct privcmd_mmap_entry {
	__u64 va;
	__u64 mfn;
	__u64 npages; /* contiguous pages */
};
typedef struct privcmd_mmap_entry privcmd_mmap_entry_t;

struct privcmd_mmap {
	int num;
	domid_t dom;
	privcmd_mmap_entry_t *entry;
};
typedef struct privcmd_mmap privcmd_mmap_t;

/* Errors are or'ed into arr: PRIVCMD_MMAPBATCH_*. */
struct privcmd_mmapbatch {
	int num;
	domid_t dom;
	__u64 addr; /* a mapping of this file that is to be filled */
	xen_pfn_t *arr; /* in: frames; out: with errors */
};
typedef struct privcmd_mmapbatch privcmd_mmapbatch_t;

#define PRIVCMD_MMAPBATCH_MFN_ERROR 0xf0000000U
#define PRIVCMD_MMAPBATCH_PAGED_ERROR 0x80000000U /* paged out: try again */
/* The same with an error number for each. */
struct privcmd_mmapbatch_v2 {
	unsigned int num;
	domid_t dom;
	__u64 addr;
	const xen_pfn_t *arr; /* in: frames */
	int *err; /* out: 0 or -errno for each */
};
typedef struct privcmd_mmapbatch_v2 privcmd_mmapbatch_v2_t;

struct privcmd_dm_op_buf {
	void *uptr;
	size_t size;
};
typedef struct privcmd_dm_op_buf privcmd_dm_op_buf_t;

/* Buffers of a device-model operation. */
struct privcmd_dm_op {
	domid_t dom;
	__u16 num;
	const privcmd_dm_op_buf_t *ubufs;
};
typedef struct privcmd_dm_op privcmd_dm_op_t;

/*
 * Maps a resource, as XENMEM_acquire_resource names it. With num and addr 0: num becomes its
 * size.
 */
struct privcmd_mmap_resource {
	domid_t dom;
	__u32 type;
	__u32 id;
	__u32 idx;
	__u64 num;
	__u64 addr;
};
typedef struct privcmd_mmap_resource privcmd_mmap_resource_t;

#define IOCTL_PRIVCMD_HYPERCALL _IOC(_IOC_NONE, 'P', 0, sizeof(privcmd_hypercall_t))
#define IOCTL_PRIVCMD_MMAP _IOC(_IOC_NONE, 'P', 2, sizeof(privcmd_mmap_t))
#define IOCTL_PRIVCMD_MMAPBATCH _IOC(_IOC_NONE, 'P', 3, sizeof(privcmd_mmapbatch_t))
#define IOCTL_PRIVCMD_MMAPBATCH_V2 _IOC(_IOC_NONE, 'P', 4, sizeof(privcmd_mmapbatch_v2_t))
#define IOCTL_PRIVCMD_DM_OP _IOC(_IOC_NONE, 'P', 5, sizeof(privcmd_dm_op_t))
/* from now on only for this domain; not to be undone */
#define IOCTL_PRIVCMD_RESTRICT _IOC(_IOC_NONE, 'P', 6, sizeof(domid_t))
#define IOCTL_PRIVCMD_MMAP_RESOURCE _IOC(_IOC_NONE, 'P', 7, sizeof(privcmd_mmap_resource_t))
#define IOCTL_PRIVCMD_UNIMPLEMENTED _IO('P', 0xFF)

#endif

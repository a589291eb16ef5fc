/* SPDX-License-Identifier: LGPL-2.1-only */
/* Linux: a mapping of /dev/xen/privcmd is filled with foreign pages by ioctls. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../private.h"

/* How long a frame that the domain has paged out is waited for: 10 s each. */
#define PAGED_OUT_TRIES 10000
#define PAGED_OUT_WAIT_US 1000

int os_fmem_open(xenforeignmemory_handle *fmem)
{
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV))
		fd = open("/proc/xen/privcmd", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		PERROR(fmem, "cannot open the hypercall device /dev/xen/privcmd (not running on Xen, "
			     "module xen-privcmd not loaded, or not root?)");
		return -1;
	}
	fmem->fd = fd;
	return 0;
}

int os_fmem_close(xenforeignmemory_handle *fmem)
{
	return fmem->fd >= 0 ? close(fmem->fd) : 0;
}

int os_fmem_restrict(xenforeignmemory_handle *fmem, domid_t domid)
{
	return ioctl(fmem->fd, IOCTL_PRIVCMD_RESTRICT, &domid);
}

static int map_batch(int fd, uint32_t dom, void *addr, size_t num, const xen_pfn_t *arr, int *err)
{
	privcmd_mmapbatch_v2_t arg = {
		.num = num, .dom = dom, .addr = (uintptr_t)addr, .arr = arr, .err = err,
	};

	return ioctl(fd, IOCTL_PRIVCMD_MMAPBATCH_V2, &arg);
}

/*
 * Frames that the domain has paged out come back with -ENOENT, and are being fetched meanwhile:
 * ask for each again until it is there. A frame that never appears keeps its error.
 */
static int map_paged_out(int fd, uint32_t dom, char *addr, size_t num, const xen_pfn_t *arr,
			 int *err)
{
	unsigned int tries;
	size_t i;

	for (i = 0; i < num; i++) {
		for (tries = PAGED_OUT_TRIES; err[i] == -ENOENT && tries; tries--) {
			usleep(PAGED_OUT_WAIT_US);
			if (map_batch(fd, dom, addr + (i << PAGE_SHIFT), 1, &arr[i], &err[i]) &&
			    errno != ENOENT)
				return -1;
		}
	}
	return 0;
}

void *os_fmem_map(xenforeignmemory_handle *fmem, uint32_t dom, void *addr, int prot, int flags,
		  size_t num, const xen_pfn_t arr[], int err[])
{
	int rc, saved;

	addr = mmap(addr, num << PAGE_SHIFT, prot, flags | MAP_SHARED, fmem->fd, 0);
	if (addr == MAP_FAILED)
		return NULL;

	rc = map_batch(fmem->fd, dom, addr, num, arr, err);
	if (rc && errno == ENOENT)
		rc = map_paged_out(fmem->fd, dom, addr, num, arr, err);
	if (!rc)
		return addr;

	saved = errno;
	munmap(addr, num << PAGE_SHIFT);
	errno = saved;
	return NULL;
}

int os_fmem_unmap(void *addr, size_t num)
{
	return munmap(addr, num << PAGE_SHIFT);
}

/* The errno value with which this kernel answers ioctls that it does not know. */
static int unknown_ioctl_errno(int fd)
{
	return ioctl(fd, IOCTL_PRIVCMD_UNIMPLEMENTED, NULL) ? errno : 0;
}

int os_fmem_map_resource(xenforeignmemory_handle *fmem, xenforeignmemory_resource_handle *fres)
{
	privcmd_mmap_resource_t arg = {
		.dom = fres->domid, .type = fres->type, .id = fres->id,
		.idx = fres->frame, .num = fres->nr_frames,
	};
	size_t size = (size_t)fres->nr_frames << PAGE_SHIFT;
	void *addr = NULL;
	int saved;

	if (size) {
		addr = mmap(fres->addr, size, fres->prot, fres->flags | MAP_SHARED, fmem->fd, 0);
		if (addr == MAP_FAILED)
			return -1;
		arg.addr = (uintptr_t)addr;
	}

	if (!ioctl(fmem->fd, IOCTL_PRIVCMD_MMAP_RESOURCE, &arg)) {
		fres->addr = addr;
		fres->nr_frames = arg.num;
		return 0;
	}

	saved = errno;
	if (saved == unknown_ioctl_errno(fmem->fd))
		saved = EOPNOTSUPP;
	else
		PERROR(fmem, "cannot map resource %u/%u of domain %u", fres->type, fres->id,
		       fres->domid);
	if (addr)
		munmap(addr, size);
	errno = saved;
	return -1;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Linux: /dev/xen/privcmd issues hypercalls, /dev/xen/hypercall (4.18 and later) lends memory for them. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../private.h"

int os_privcmd_open(xencall_handle *xcall)
{
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV))
		fd = open("/proc/xen/privcmd", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		PERROR(xcall, "cannot open the hypercall device /dev/xen/privcmd (not running on Xen, "
			      "module xen-privcmd not loaded, or not root?)");
		return -1;
	}
	xcall->fd = fd;

	/* Its absence is no error: buffers then come from ordinary memory. */
	xcall->buf_fd = open("/dev/xen/hypercall", O_RDWR | O_CLOEXEC);
	return 0;
}

int os_privcmd_close(xencall_handle *xcall)
{
	if (xcall->buf_fd >= 0)
		close(xcall->buf_fd);
	return xcall->fd >= 0 ? close(xcall->fd) : 0;
}

int os_privcmd_hypercall(xencall_handle *xcall, privcmd_hypercall_t *hypercall)
{
	return ioctl(xcall->fd, IOCTL_PRIVCMD_HYPERCALL, hypercall);
}

/*
 * Ordinary memory is only good for hypercalls while it stays where it is: a fork would turn it
 * into copy-on-write pages that fault in the hypervisor, so the child gets none of it.
 */
static void *alloc_ordinary(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED | MAP_POPULATE, -1, 0);
	int saved;

	if (p == MAP_FAILED)
		return NULL;
	if (!madvise(p, size, MADV_DONTFORK))
		return p;

	saved = errno;
	munmap(p, size);
	errno = saved;
	return NULL;
}

void *os_alloc_pages(xencall_handle *xcall, size_t nr_pages)
{
	size_t size = nr_pages << PAGE_SHIFT;
	void *p;

	if (xcall->buf_fd < 0)
		return alloc_ordinary(size);

	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, xcall->buf_fd, 0);
	if (p == MAP_FAILED)
		return NULL;
	return memset(p, 0, size);
}

void os_free_pages(xencall_handle *xcall, void *p, size_t nr_pages)
{
	munmap(p, nr_pages << PAGE_SHIFT);
}

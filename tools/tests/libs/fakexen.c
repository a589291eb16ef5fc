/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands between the libraries and the kernel: opening Xen's device nodes succeeds anywhere, and
 * each ioctl on them is written down and answered. Built with FAKEXEN_WRAP it takes part in a
 * program linked with --wrap for each function below, otherwise it is a library for LD_PRELOAD.
 * FAKEXEN chooses the answers:
 *   ok     every call succeeds and changes nothing
 *   fill   every call succeeds and fills what it may have filled with small numbers
 *   five   every call returns 5
 *   fail   every call fails with errno FAKEXEN_ERRNO (default EPERM)
 * What is written, to the descriptor in FAKEXEN_LOG (default 1), is independent of addresses.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fakexen.h"

#ifdef FAKEXEN_WRAP
#define FAKE(name) __wrap_##name
#else
#define FAKE(name) name
#endif

/* What stands below has the C library's prototypes; under other names nobody declares them. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

static const char *fake_path[FAKE_FDS]; /* which node a descriptor stands for; NULL for real ones */

static struct {
	char *start;
	size_t size;
} maps[FAKE_MAPS];

const char *fake_mode(void)
{
	const char *mode = getenv("FAKEXEN");

	return mode ? mode : "ok";
}

bool fake_is(const char *mode)
{
	return !strcmp(fake_mode(), mode);
}

void fake_log(const char *fmt, ...)
{
	const char *fd = getenv("FAKEXEN_LOG");
	va_list args;

	va_start(args, fmt);
	vdprintf(fd ? atoi(fd) : 1, fmt, args);
	va_end(args);
}

int fake_forget_maps(void)
{
	int i, left = 0;

	for (i = 0; i < FAKE_MAPS; i++) {
		left += maps[i].start != NULL;
		maps[i].start = NULL;
	}
	return left;
}

size_t fake_buffer_left(uint64_t addr)
{
	int i;

	for (i = 0; i < FAKE_MAPS; i++)
		if (maps[i].start && addr >= (uintptr_t)maps[i].start &&
		    addr < (uintptr_t)maps[i].start + maps[i].size)
			return (uintptr_t)maps[i].start + maps[i].size - addr;
	return 0;
}

static int fake_open(const char *path, int flags)
{
	static const char *const nodes[] = {
		"/dev/xen/privcmd", "/dev/xen/hypercall", "/dev/xen/evtchn", "/dev/xen/gntdev",
		"/dev/xen/gntalloc",
	};
	unsigned int i;
	int fd;

	for (i = 0; i < sizeof(nodes) / sizeof(*nodes); i++) {
		if (strcmp(path, nodes[i]))
			continue;
		fd = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | (flags & O_CLOEXEC), 0);
		if (fd >= 0 && fd < FAKE_FDS)
			fake_path[fd] = nodes[i];
		return fd;
	}
	return -2;
}

static int open_any(const char *path, int flags, mode_t mode)
{
	int fd = fake_open(path, flags);

	return fd == -2 ? (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode) : fd;
}

int FAKE(open)(const char *path, int flags, ...)
{
	return open_any(path, flags, 0644);
}

int FAKE(open64)(const char *path, int flags, ...)
{
	return open_any(path, flags, 0644);
}

int FAKE(__open_2)(const char *path, int flags)
{
	return open_any(path, flags, 0);
}

static bool is_fake(int fd)
{
	return fd >= 0 && fd < FAKE_FDS && fake_path[fd];
}

int FAKE(close)(int fd)
{
	if (is_fake(fd))
		fake_path[fd] = NULL;
	return syscall(SYS_close, fd);
}

void *FAKE(mmap)(void *addr, size_t size, int prot, int flags, int fd, off_t offset)
{
	bool fake = is_fake(fd);
	void *p;
	int i;

	if (fake) {
		if (strcmp(fake_path[fd], "/dev/xen/hypercall"))
			fake_log("  mmap %s pages=%zu prot=%d offset=%#lx\n", fake_path[fd],
				 size >> 12, prot, (long)offset);
		flags = MAP_PRIVATE | MAP_ANONYMOUS;
		prot = PROT_READ | PROT_WRITE;
		fd = -1;
		offset = 0;
	}
	p = (void *)syscall(SYS_mmap, addr, size, prot, flags, fd, offset);
	for (i = 0; fake && p != MAP_FAILED && i < FAKE_MAPS; i++) {
		if (maps[i].start)
			continue;
		maps[i].start = p;
		maps[i].size = size;
		break;
	}
	return p;
}

void *FAKE(mmap64)(void *addr, size_t size, int prot, int flags, int fd, off_t offset)
{
	return FAKE(mmap)(addr, size, prot, flags, fd, offset);
}

int FAKE(munmap)(void *addr, size_t size)
{
	int i;

	for (i = 0; i < FAKE_MAPS; i++)
		if (maps[i].start == addr && maps[i].size == size)
			maps[i].start = NULL;
	return syscall(SYS_munmap, addr, size);
}

ssize_t FAKE(read)(int fd, void *buf, size_t size)
{
	if (is_fake(fd)) {
		fake_log("  read %s %zu\n", fake_path[fd], size);
		memset(buf, 0, size);
		*(char *)buf = 9;
		return size;
	}
	return syscall(SYS_read, fd, buf, size);
}

ssize_t FAKE(write)(int fd, const void *buf, size_t size)
{
	if (is_fake(fd)) {
		fake_log("  write %s %zu %u\n", fake_path[fd], size, *(const unsigned int *)buf);
		return size;
	}
	return syscall(SYS_write, fd, buf, size);
}

int FAKE(ioctl)(int fd, unsigned long request, ...)
{
	va_list args;
	void *arg;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);

	return is_fake(fd) ? fake_ioctl(fake_path[fd], request, arg) :
			     (int)syscall(SYS_ioctl, fd, request, arg);
}

int FAKE(usleep)(useconds_t us)
{
	return 0;
}

unsigned int FAKE(sleep)(unsigned int seconds)
{
	return 0;
}

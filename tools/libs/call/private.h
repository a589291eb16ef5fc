/* SPDX-License-Identifier: LGPL-2.1-only */
#ifndef XENCALL_PRIVATE_H
#define XENCALL_PRIVATE_H

#include <pthread.h>

#include <xentoollog.h>

#include <xencall.h>
#include "xentoolcore_internal.h"

#include <xen/xen.h>
#include <xen/sys/privcmd.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

/* Single pages kept for reuse: most calls need one or two, and mapping them costs more than the call. */
#define BUFFER_CACHE_SIZE 4

struct xencall_handle {
	xentoollog_logger *logger, *logger_tofree;
	unsigned int flags;
	int fd;
	int buf_fd; /* device whose mappings never fault; -1 where the kernel has none */
	Xentoolcore__Active_Handle tc_ah;

	pthread_mutex_t cache_lock; /* guards what follows, unless NON_REENTRANT */
	unsigned int cache_forks; /* cached pages belong to the process that has forked this often */
	unsigned int cache_nr;
	void *cache[BUFFER_CACHE_SIZE];
};

int os_privcmd_open(xencall_handle *xcall);
int os_privcmd_close(xencall_handle *xcall);
int os_privcmd_hypercall(xencall_handle *xcall, privcmd_hypercall_t *hypercall);

/* Zeroed, resident memory; NULL with errno set on failure. */
void *os_alloc_pages(xencall_handle *xcall, size_t nr_pages);
void os_free_pages(xencall_handle *xcall, void *p, size_t nr_pages);

void buffer_init_cache(xencall_handle *xcall);
void buffer_release_cache(xencall_handle *xcall);

#define PERROR(xcall, format, ...) \
	xtl_log((xcall)->logger, XTL_ERROR, errno, "xencall", format, ##__VA_ARGS__)

#endif /* XENCALL_PRIVATE_H */

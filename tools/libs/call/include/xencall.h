/* SPDX-License-Identifier: MIT */
/* Hypercalls from user space, and memory whose address they may be given. */
#ifndef XENCALL_H
#define XENCALL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xentoollog_logger;

typedef struct xencall_handle xencall_handle;

/* The caller promises never to use the handle from two threads at once; saves a lock. */
#define XENCALL_OPENFLAG_NON_REENTRANT (1U << 0)

/*
 * Open the hypercall device. @logger may be NULL (then stderr); it must outlive the handle.
 * Returns NULL with errno set, having logged the reason.
 *
 * The child of a fork(2) may do nothing with an inherited handle but xencall_close() it, and may
 * not touch its buffers; exec(2) releases everything.
 */
xencall_handle *xencall_open(struct xentoollog_logger *logger, unsigned open_flags);

/* Free the handle; NULL is fine. Buffers should have been freed before. */
int xencall_close(xencall_handle *xcall);

/* The device's file descriptor, for passing on or fcntl(2); polling it is useless. */
int xencall_fd(xencall_handle *xcall);

/*
 * Issue hypercall @op (__HYPERVISOR_*). Return its non-negative result; on an error -1 with
 * errno set to the local equivalent, whether it was the hypervisor or the kernel that refused.
 * They never log.
 */
int xencall0(xencall_handle *xcall, unsigned int op);
int xencall1(xencall_handle *xcall, unsigned int op, uint64_t arg1);
int xencall2(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2);
int xencall3(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3);
int xencall4(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3,
	     uint64_t arg4);
int xencall5(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3,
	     uint64_t arg4, uint64_t arg5);

/* As xencall2(), for results that an int cannot hold. */
long xencall2L(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2);

/*
 * Memory that a hypercall can be given the address of: @nr_pages whole pages (zeroed), or @size
 * bytes that do not share their pages with others. NULL with errno set on failure. Freeing NULL
 * is fine, and freeing keeps errno.
 */
void *xencall_alloc_buffer_pages(xencall_handle *xcall, size_t nr_pages);
void xencall_free_buffer_pages(xencall_handle *xcall, void *p, size_t nr_pages);

void *xencall_alloc_buffer(xencall_handle *xcall, size_t size);
void xencall_free_buffer(xencall_handle *xcall, void *p);

/* Non-zero if buffers stay mapped whatever the kernel does; zero if EFAULT may happen rarely. */
int xencall_buffers_never_fault(xencall_handle *xcall);

#ifdef __cplusplus
}
#endif

#endif /* XENCALL_H */

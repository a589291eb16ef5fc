/* SPDX-License-Identifier: LGPL-2.1-only */
/* Handles, and the calls themselves. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static int restrict_handle(Xentoolcore__Active_Handle *ah, domid_t domid)
{
	xencall_handle *xcall = CONTAINER_OF(ah, xencall_handle, tc_ah);

	/* A hypercall names its domain in ways that only the hypervisor understands. */
	if (xentoolcore__restrict_by_dup2_null(xcall->buf_fd))
		return -1;
	return xentoolcore__restrict_by_dup2_null(xcall->fd);
}

xencall_handle *xencall_open(xentoollog_logger *logger, unsigned open_flags)
{
	xencall_handle *xcall = calloc(1, sizeof(*xcall));
	int saved;

	if (!xcall)
		return NULL;

	xcall->fd = xcall->buf_fd = -1;
	xcall->flags = open_flags;
	buffer_init_cache(xcall);
	xcall->tc_ah.restrict_callback = restrict_handle;
	xentoolcore__register_active_handle(&xcall->tc_ah);

	if (!logger)
		logger = xcall->logger_tofree = (xentoollog_logger *)
			xtl_createlogger_stdiostream(stderr, XTL_PROGRESS, 0);
	xcall->logger = logger;

	if (logger && !os_privcmd_open(xcall))
		return xcall;

	saved = errno;
	xencall_close(xcall);
	errno = saved;
	return NULL;
}

int xencall_close(xencall_handle *xcall)
{
	int rc;

	if (!xcall)
		return 0;

	buffer_release_cache(xcall);
	xentoolcore__deregister_active_handle(&xcall->tc_ah);
	rc = os_privcmd_close(xcall);
	pthread_mutex_destroy(&xcall->cache_lock);
	xtl_logger_destroy(xcall->logger_tofree);
	free(xcall);

	return rc;
}

int xencall_fd(xencall_handle *xcall)
{
	return xcall->fd;
}

int xencall0(xencall_handle *xcall, unsigned int op)
{
	return xencall5(xcall, op, 0, 0, 0, 0, 0);
}

int xencall1(xencall_handle *xcall, unsigned int op, uint64_t arg1)
{
	return xencall5(xcall, op, arg1, 0, 0, 0, 0);
}

int xencall2(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2)
{
	return xencall5(xcall, op, arg1, arg2, 0, 0, 0);
}

int xencall3(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3)
{
	return xencall5(xcall, op, arg1, arg2, arg3, 0, 0);
}

int xencall4(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3,
	     uint64_t arg4)
{
	return xencall5(xcall, op, arg1, arg2, arg3, arg4, 0);
}

int xencall5(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2, uint64_t arg3,
	     uint64_t arg4, uint64_t arg5)
{
	privcmd_hypercall_t call = {
		.op = op,
		.arg = { arg1, arg2, arg3, arg4, arg5 },
	};

	return os_privcmd_hypercall(xcall, &call);
}

/*
 * The ioctl's result is an int, so the result of the call comes back in memory instead, as that of
 * the only entry of a multicall.
 */
long xencall2L(xencall_handle *xcall, unsigned int op, uint64_t arg1, uint64_t arg2)
{
	struct multicall_entry *entry = xencall_alloc_buffer(xcall, sizeof(*entry));
	long result;

	if (!entry)
		return -1;

	*entry = (struct multicall_entry){ .op = op, .args = { arg1, arg2 } };
	result = xencall2(xcall, __HYPERVISOR_multicall, (uintptr_t)entry, 1);
	if (!result) {
		result = (long)entry->result;
		if (result < 0) {
			errno = -result;
			result = -1;
		}
	}
	xencall_free_buffer(xcall, entry);

	return result;
}

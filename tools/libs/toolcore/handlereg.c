/* SPDX-License-Identifier: LGPL-2.1-only */
/* The list of open handles, and restricting all of them at once. */
#include <fcntl.h>
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "xentoolcore_internal.h"

static pthread_mutex_t handles_lock = PTHREAD_MUTEX_INITIALIZER;
static Xentoolcore__Active_Handle *handles; /* guarded by handles_lock; newest first */

void xentoolcore__register_active_handle(Xentoolcore__Active_Handle *handle)
{
	pthread_mutex_lock(&handles_lock);
	handle->next = handles;
	handle->prev_next = &handles;
	if (handles)
		handles->prev_next = &handle->next;
	handles = handle;
	pthread_mutex_unlock(&handles_lock);
}

void xentoolcore__deregister_active_handle(Xentoolcore__Active_Handle *handle)
{
	pthread_mutex_lock(&handles_lock);
	*handle->prev_next = handle->next;
	if (handle->next)
		handle->next->prev_next = handle->prev_next;
	pthread_mutex_unlock(&handles_lock);
}

int xentoolcore_restrict_all(domid_t domid)
{
	Xentoolcore__Active_Handle *handle;
	int rc = 0;

	pthread_mutex_lock(&handles_lock);
	for (handle = handles; handle && !rc; handle = handle->next)
		rc = handle->restrict_callback(handle, domid);
	pthread_mutex_unlock(&handles_lock);

	return rc ? -1 : 0;
}

int xentoolcore__restrict_by_dup2_null(int fd)
{
	int null, saved, rc;

	if (fd < 0)
		return 0;

	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0)
		return -1;

	/* Close-on-exec is a property of the descriptor, so it must be given to the new one too. */
	rc = dup3(null, fd, O_CLOEXEC);
	saved = errno;
	close(null);
	errno = saved;

	return rc < 0 ? -1 : 0;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Opening and closing. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "private.h"

static const char *const devices[] = { "/dev/xen/xenbus", "/proc/xen/xenbus" };

static int open_socket(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd, err;

	if (!xs_socket_path(addr.sun_path, sizeof(addr.sun_path))) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || !connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

/* A regular file in a device's place is no Xenstore. */
static int open_device(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && strncmp(path, "/proc/", 6)) {
		close(fd);
		errno = ENODEV;
		return -1;
	}
	return fd;
}

static struct xs_handle *handle_new(int fd, bool is_socket, unsigned long flags)
{
	struct xs_handle *h = calloc(1, sizeof(*h));

	if (!h) {
		close(fd);
		errno = ENOMEM;
		return NULL;
	}
	h->fd = fd;
	h->is_socket = is_socket;
	h->unwatch_filter = flags & XS_UNWATCH_FILTER;
	pthread_mutex_init(&h->request_mutex, NULL);
	pthread_mutex_init(&h->mutex, NULL);
	pthread_cond_init(&h->changed, NULL);
	h->events.last = &h->events.first;
	h->pipe[0] = h->pipe[1] = h->stop = -1;
	return h;
}

struct xs_handle *xs_open(unsigned long flags)
{
	size_t i;
	int fd = open_socket();

	if (fd >= 0)
		return handle_new(fd, true, flags);
	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		fd = open_device(devices[i]);
		if (fd >= 0)
			return handle_new(fd, false, flags);
	}
	return NULL;
}

static void free_messages(struct message *m)
{
	while (m) {
		struct message *next = m->next;

		free(m);
		m = next;
	}
}

static void close_all(struct xs_handle *h)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (h->pipe[i] >= 0)
			close(h->pipe[i]);
	}
	if (h->stop >= 0)
		close(h->stop);
	close(h->fd);
}

static void free_all(struct xs_handle *h)
{
	free_messages(h->events.first);
	free_messages(h->reply);
	free(h);
}

void xs_close(struct xs_handle *h)
{
	int err = errno;

	if (!h)
		return;
	if (h->has_thread && h->thread_pid != getpid()) {
		xs_daemon_destroy_postfork(h);
	} else {
		xs_stop_thread(h);
		close_all(h);
		pthread_cond_destroy(&h->changed);
		pthread_mutex_destroy(&h->mutex);
		pthread_mutex_destroy(&h->request_mutex);
		free_all(h);
	}
	errno = err;
}

void xs_daemon_destroy_postfork(struct xs_handle *h)
{
	if (!h)
		return;
	/* The thread did not come along, and the locks may be in any state: leave both alone. */
	close_all(h);
	free_all(h);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Reading the connection, and handing out what comes. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

/* Little is needed, but a cancellation and its signal frame must find room too. */
#define STACK_SIZE (256 * 1024)

static int read_all(int fd, void *data, size_t len)
{
	char *p = data;

	while (len) {
		ssize_t n = read(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (!n)
			return EBADF;
		p += n;
		len -= n;
	}
	return 0;
}

/* Returns 0 or the errno that ends the connection. A thread may be cancelled in here. */
static int read_message(int fd, struct message **out)
{
	struct xsd_sockmsg hdr;
	struct message *m = NULL;
	int err;

	err = read_all(fd, &hdr, sizeof(hdr));
	if (err)
		return err;
	if (hdr.len > XENSTORE_PAYLOAD_MAX)
		return EBADMSG;
	m = malloc(sizeof(*m) + hdr.len + 1);
	if (!m)
		return ENOMEM;
	pthread_cleanup_push(free, m);
	m->hdr = hdr;
	m->next = NULL;
	err = read_all(fd, m->body, hdr.len);
	m->body[hdr.len] = 0;
	pthread_cleanup_pop(err);
	*out = m;
	return err;
}

static void deliver(struct xs_handle *h, struct message *m)
{
	if (m->hdr.type != XS_WATCH_EVENT) {
		if (h->reply || !h->reply_wanted)
			free(m); /* nobody asked */
		else
			h->reply = m;
		return;
	}
	if (!h->events.first && h->pipe[1] >= 0) {
		while (write(h->pipe[1], "", 1) < 0 && errno == EINTR)
			;
	}
	*h->events.last = m;
	h->events.last = &m->next;
}

static void stop_reading(void *handle)
{
	struct xs_handle *h = handle;

	pthread_mutex_lock(&h->mutex);
	h->reading = false;
	pthread_cond_broadcast(&h->changed);
}

int xs_receive(struct xs_handle *h)
{
	struct message *m = NULL;
	int err;

	h->reading = true;
	pthread_mutex_unlock(&h->mutex);
	pthread_cleanup_push(stop_reading, h);
	err = read_message(h->fd, &m);
	pthread_cleanup_pop(1);
	if (err) {
		h->error = err;
		/* Whoever polls has to find out. */
		if (h->pipe[1] >= 0) {
			close(h->pipe[1]);
			h->pipe[1] = -1;
		}
	} else {
		deliver(h, m);
	}
	return err;
}

static void unlock(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

static void *thread_main(void *handle)
{
	struct xs_handle *h = handle;

	pthread_mutex_lock(&h->mutex);
	pthread_cleanup_push(unlock, &h->mutex);
	while (h->reading)
		pthread_cond_wait(&h->changed, &h->mutex);
	while (!xs_receive(h))
		;
	pthread_cleanup_pop(1);
	return NULL;
}

int xs_start_thread(struct xs_handle *h)
{
	pthread_attr_t attr;
	sigset_t all, old;
	int err = 0;

	pthread_mutex_lock(&h->mutex);
	if (!h->has_thread) {
		/* The program's signals are for its own threads. */
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &old);
		pthread_attr_init(&attr);
		pthread_attr_setstacksize(&attr, STACK_SIZE);
		err = pthread_create(&h->thread, &attr, thread_main, h);
		if (err == EINVAL) /* a program with much thread-local data */
			err = pthread_create(&h->thread, NULL, thread_main, h);
		pthread_attr_destroy(&attr);
		pthread_sigmask(SIG_SETMASK, &old, NULL);
		h->has_thread = !err;
	}
	pthread_mutex_unlock(&h->mutex);
	return err;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Reading the connection, and handing out what comes. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "private.h"

#define STACK_SIZE (64 * 1024)

/* For the library's own thread: waits for bytes, or to be told to end. */
static int wait_for_bytes(struct xs_handle *h)
{
	struct pollfd p[] = { { .fd = h->fd, .events = POLLIN }, { .fd = h->stop, .events = POLLIN } };

	while (poll(p, 2, -1) < 0) {
		if (errno != EINTR)
			return errno;
	}
	return p[1].revents ? ECANCELED : 0;
}

/* Takes in as much as there is. Returns 0 or the errno that ends the connection. */
static int read_more(struct xs_handle *h, bool is_thread)
{
	ssize_t n;
	int err;

	memmove(h->in, h->in + h->in_at, h->in_len - h->in_at);
	h->in_len -= h->in_at;
	h->in_at = 0;
	do {
		err = is_thread ? wait_for_bytes(h) : 0;
		if (err)
			return err;
		n = read(h->fd, h->in + h->in_len, sizeof(h->in) - h->in_len);
	} while (n < 0 && (errno == EINTR || (is_thread && errno == EAGAIN)));
	if (n <= 0)
		return n ? errno : EBADF;
	h->in_len += n;
	return 0;
}

/* A message in one piece of memory, taken from `in`. Returns 0 or the errno that ends the connection. */
static int read_message(struct xs_handle *h, bool is_thread, struct message **out)
{
	struct xsd_sockmsg hdr;
	struct message *m;
	int err = 0;

	while (!err && h->in_len - h->in_at < sizeof(hdr))
		err = read_more(h, is_thread);
	if (err)
		return err;
	memcpy(&hdr, h->in + h->in_at, sizeof(hdr));
	if (hdr.len > XENSTORE_PAYLOAD_MAX)
		return EBADMSG;
	while (!err && h->in_len - h->in_at < sizeof(hdr) + hdr.len)
		err = read_more(h, is_thread);
	if (err)
		return err;
	m = malloc(sizeof(*m) + hdr.len + 1);
	if (!m)
		return ENOMEM;
	m->next = NULL;
	m->hdr = hdr;
	memcpy(m->body, h->in + h->in_at + sizeof(hdr), hdr.len);
	m->body[hdr.len] = 0;
	h->in_at += sizeof(hdr) + hdr.len;
	*out = m;
	return 0;
}

void xs_signal(struct xs_handle *h)
{
	int state;

	if (h->pipe[1] < 0)
		return;
	/* These calls may be points of cancellation, and this must be done wholly or not at all. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	if (h->error) {
		close(h->pipe[1]);
		h->pipe[1] = -1;
	} else {
		while (write(h->pipe[1], "", 1) < 0 && errno == EINTR)
			;
	}
	pthread_setcancelstate(state, NULL);
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
	*h->events.last = m;
	h->events.last = &m->next;
	if (h->events.first == m)
		xs_signal(h);
}

static void stop_reading(void *handle)
{
	struct xs_handle *h = handle;

	pthread_mutex_lock(&h->mutex);
	h->reading = false;
	pthread_cond_broadcast(&h->changed);
}

static int receive(struct xs_handle *h, bool is_thread)
{
	struct message *m = NULL;
	int err;

	h->reading = true;
	pthread_mutex_unlock(&h->mutex);
	pthread_cleanup_push(stop_reading, h);
	err = read_message(h, is_thread, &m);
	pthread_cleanup_pop(1);
	if (err) {
		h->error = err;
		xs_signal(h); /* whoever polls has to find out */
	} else {
		deliver(h, m);
	}
	return err;
}

int xs_receive(struct xs_handle *h)
{
	return receive(h, false);
}

void xs_unlock(void *mutex)
{
	pthread_mutex_unlock(mutex);
}

static void *thread_main(void *handle)
{
	struct xs_handle *h = handle;

	pthread_mutex_lock(&h->mutex);
	while (h->reading && !h->stopping)
		pthread_cond_wait(&h->changed, &h->mutex);
	while (!h->stopping && !receive(h, true))
		;
	pthread_mutex_unlock(&h->mutex);
	return NULL;
}

/* With the mutex held. */
static int create_thread(struct xs_handle *h)
{
	pthread_attr_t attr;
	sigset_t all, old;
	int err;

	h->stop = eventfd(0, EFD_CLOEXEC);
	if (h->stop < 0)
		return errno;
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
	if (err) {
		close(h->stop);
		h->stop = -1;
		return err;
	}
	h->has_thread = true;
	h->thread_pid = getpid();
	return 0;
}

int xs_start_thread(struct xs_handle *h)
{
	int err = 0;

	pthread_mutex_lock(&h->mutex);
	if (!h->has_thread)
		err = create_thread(h);
	pthread_mutex_unlock(&h->mutex);
	return err;
}

void xs_stop_thread(struct xs_handle *h)
{
	static const uint64_t one = 1;
	int state;

	if (!h->has_thread)
		return;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	pthread_mutex_lock(&h->mutex);
	h->stopping = true;
	pthread_cond_broadcast(&h->changed);
	pthread_mutex_unlock(&h->mutex);
	while (write(h->stop, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(h->thread, NULL);
	h->has_thread = false;
	pthread_setcancelstate(state, NULL);
}

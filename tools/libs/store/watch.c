/* SPDX-License-Identifier: LGPL-2.1-only */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "private.h"

/* Second string of an event's body; "" if there is none. */
static const char *event_token(const struct message *m)
{
	size_t n = strlen(m->body) + 1;

	return n < m->hdr.len ? m->body + n : "";
}

bool xs_watch(struct xs_handle *h, const char *path, const char *token)
{
	struct piece piece[] = { { path, strlen(path) + 1 }, { token, strlen(token) + 1 } };
	int err = xs_start_thread(h);

	if (err) {
		errno = err;
		return false;
	}
	return xs_order(h, XBT_NULL, XS_WATCH, piece, 2);
}

/* With the mutex held. */
static void drain_pipe(struct xs_handle *h)
{
	char c;

	if (h->pipe[0] >= 0 && !h->events.first) {
		while (read(h->pipe[0], &c, 1) < 0 && errno == EINTR)
			;
	}
}

struct message *xs_take_event(struct xs_handle *h)
{
	struct message *m = h->events.first;

	if (!m)
		return NULL;
	h->events.first = m->next;
	if (!m->next) {
		h->events.last = &h->events.first;
		drain_pipe(h);
	}
	return m;
}

void xs_drop_events(struct xs_handle *h, const char *path, const char *token)
{
	struct message **p = &h->events.first, *m;
	bool any = *p;

	while ((m = *p)) {
		if (strcmp(event_token(m), token) || !xs_path_is_subpath(path, m->body)) {
			p = &m->next;
			continue;
		}
		*p = m->next;
		free(m);
	}
	h->events.last = p;
	if (any)
		drain_pipe(h);
}

bool xs_unwatch(struct xs_handle *h, const char *path, const char *token)
{
	struct piece piece[] = { { path, strlen(path) + 1 }, { token, strlen(token) + 1 } };
	bool done = xs_order(h, XBT_NULL, XS_UNWATCH, piece, 2);

	if (done && h->unwatch_filter) {
		pthread_mutex_lock(&h->mutex);
		xs_drop_events(h, path, token);
		pthread_mutex_unlock(&h->mutex);
	}
	return done;
}

int xs_fileno(struct xs_handle *h)
{
	int fd;

	pthread_mutex_lock(&h->mutex);
	if (h->pipe[0] < 0 && !pipe2(h->pipe, O_CLOEXEC)) {
		fcntl(h->pipe[0], F_SETFL, O_NONBLOCK);
		if (h->events.first || h->error)
			xs_signal(h);
	}
	fd = h->pipe[0];
	pthread_mutex_unlock(&h->mutex);
	return fd;
}

/* Path and token as a vector and its strings in one piece of memory. Frees the message. */
static char **event_vector(struct message *m, unsigned int *num)
{
	const char *token = event_token(m);
	size_t path_len = strlen(m->body) + 1, token_len = strlen(token) + 1;
	char **v = malloc(2 * sizeof(*v) + path_len + token_len);

	if (v) {
		v[XS_WATCH_PATH] = memcpy(v + 2, m->body, path_len);
		v[XS_WATCH_TOKEN] = memcpy((char *)(v + 2) + path_len, token, token_len);
		*num = 2;
	} else {
		errno = ENOMEM;
	}
	free(m);
	return v;
}

char **xs_read_watch(struct xs_handle *h, unsigned int *num)
{
	struct message *m;
	int err;

	pthread_mutex_lock(&h->mutex);
	pthread_cleanup_push(xs_unlock, &h->mutex);
	while (!h->events.first && !h->error) {
		if (h->reading || h->has_thread)
			pthread_cond_wait(&h->changed, &h->mutex);
		else
			xs_receive(h);
	}
	m = xs_take_event(h);
	err = h->error;
	pthread_cleanup_pop(1);
	if (m)
		return event_vector(m, num);
	errno = err;
	return NULL;
}

char **xs_check_watch(struct xs_handle *h)
{
	struct message *m;
	unsigned int num;
	int err;

	pthread_mutex_lock(&h->mutex);
	m = xs_take_event(h);
	err = h->error ? h->error : EAGAIN;
	pthread_mutex_unlock(&h->mutex);
	if (m)
		return event_vector(m, &num);
	errno = err;
	return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Requests and their replies. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "private.h"

#define PIECES_MAX 8

static int errno_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(xsd_errors) / sizeof(xsd_errors[0]); i++) {
		if (!strcmp(xsd_errors[i].errstring, name))
			return xsd_errors[i].errnum;
	}
	return EINVAL;
}

/* Sends all of it at once if it can; a broken socket gives an error and no signal. */
static bool send_all(struct xs_handle *h, struct iovec *iov, unsigned int count)
{
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = count };

	while (msg.msg_iovlen) {
		ssize_t n = h->is_socket ? sendmsg(h->fd, &msg, MSG_NOSIGNAL)
					 : writev(h->fd, msg.msg_iov, msg.msg_iovlen);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		while (msg.msg_iovlen && (size_t)n >= msg.msg_iov->iov_len) {
			n -= msg.msg_iov->iov_len;
			msg.msg_iov++;
			msg.msg_iovlen--;
		}
		if (n) {
			msg.msg_iov->iov_base = (char *)msg.msg_iov->iov_base + n;
			msg.msg_iov->iov_len -= n;
		}
	}
	return true;
}

/* Waits for the reply, reading the connection if nobody else does. NULL with errno on failure. */
static struct message *await_reply(struct xs_handle *h)
{
	struct message *m;
	int err = 0;

	pthread_mutex_lock(&h->mutex);
	while (!h->reply && !err) {
		err = h->error;
		if (err)
			break;
		if (h->reading || h->has_thread)
			pthread_cond_wait(&h->changed, &h->mutex);
		else
			err = xs_receive(h);
	}
	m = h->reply;
	h->reply = NULL;
	h->reply_wanted = false;
	pthread_mutex_unlock(&h->mutex);
	if (!m)
		errno = err;
	return m;
}

static struct message *exchange(struct xs_handle *h, struct xsd_sockmsg *hdr, struct iovec *iov,
				unsigned int count)
{
	struct message *m = NULL;
	int state, err;

	/* Half a request, or a reply that nobody waits for any more, would put later ones out of step. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	pthread_mutex_lock(&h->request_mutex);
	pthread_mutex_lock(&h->mutex);
	h->reply_wanted = true;
	pthread_mutex_unlock(&h->mutex);
	if (send_all(h, iov, count))
		m = await_reply(h);
	err = errno;
	pthread_mutex_unlock(&h->request_mutex);
	pthread_setcancelstate(state, NULL);
	errno = err;
	return m;
}

char *xs_talk(struct xs_handle *h, xs_transaction_t t, uint32_t type, const struct piece *piece,
	      unsigned int pieces, unsigned int *len)
{
	struct xsd_sockmsg hdr = { .type = type, .tx_id = t };
	struct iovec iov[PIECES_MAX + 1] = { { &hdr, sizeof(hdr) } };
	struct message *m;
	size_t total = 0;
	unsigned int i;

	for (i = 0; i < pieces; i++) {
		iov[i + 1].iov_base = (void *)piece[i].data;
		iov[i + 1].iov_len = piece[i].len;
		total += piece[i].len;
	}
	if (total > XENSTORE_PAYLOAD_MAX) {
		errno = E2BIG;
		return NULL;
	}
	hdr.len = total;
	m = exchange(h, &hdr, iov, pieces + 1);
	if (!m)
		return NULL;
	if (m->hdr.type == XS_ERROR || m->hdr.type != type) {
		int err = m->hdr.type == XS_ERROR ? errno_of(m->body) : EBADF;

		free(m);
		errno = err;
		return NULL;
	}
	if (len)
		*len = m->hdr.len;
	total = m->hdr.len + 1;
	memmove(m, m->body, total); /* the caller frees what we return */
	return (char *)m;
}

char *xs_talk_string(struct xs_handle *h, xs_transaction_t t, uint32_t type, const char *str,
		     unsigned int *len)
{
	struct piece piece = { str, strlen(str) + 1 };

	return xs_talk(h, t, type, &piece, 1, len);
}

bool xs_order(struct xs_handle *h, xs_transaction_t t, uint32_t type, const struct piece *piece,
	      unsigned int pieces)
{
	char *answer = xs_talk(h, t, type, piece, pieces, NULL);

	free(answer);
	return answer;
}

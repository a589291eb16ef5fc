/* SPDX-License-Identifier: LGPL-2.1-only */
/*
 * Inside of libxenstore. Bytes from the daemon are read by one thread at a time (`reading`): the one that
 * happens to wait for something, or the library's own once there are watches. Whoever reads a message
 * hands it to the one it is for.
 *
 *	request_mutex	one request and its reply at a time
 *	mutex		everything below it in the struct
 *	reading		the bytes in `in`: they are the reader's, who does not hold the mutex meanwhile
 *
 * The library's thread is never cancelled: it is told to end through `stop`. A program's own threads can be cancelled
 * while they wait for an event, and not between a request and its reply.
 */
#ifndef LIBXENSTORE_PRIVATE_H
#define LIBXENSTORE_PRIVATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "xenstore.h"

/* A received message; the body is followed by a NUL. */
struct message {
	struct message *next;
	struct xsd_sockmsg hdr;
	char body[];
};

struct queue {
	struct message *first, **last;
};

struct xs_handle {
	int fd;
	bool is_socket;
	bool unwatch_filter;
	pthread_mutex_t request_mutex;

	pthread_mutex_t mutex;
	pthread_cond_t changed;		/* a reply or an event came, or the connection broke, or `reading` fell */
	bool reading;
	bool has_thread;
	pthread_t thread;
	pid_t thread_pid;		/* the process that the thread is in: a fork() leaves it behind */
	bool stopping;
	int stop;			/* an eventfd, readable when the thread has to end; -1 without a thread */
	int error;			/* errno of the broken connection */
	struct message *reply;
	bool reply_wanted;
	struct queue events;
	int pipe[2];			/* readable while events wait; -1 until xs_fileno() */

	unsigned int in_at, in_len;	/* what is not delivered yet of `in` */
	char in[2 * (sizeof(struct xsd_sockmsg) + XENSTORE_PAYLOAD_MAX)];
};

/* Where the daemon's socket is; false if that is longer than `size`. */
bool xs_socket_path(char *buf, size_t size);

struct piece {
	const void *data;
	unsigned int len;
};

/*
 * Sends a request and waits for its answer: the body, with a NUL behind its *len bytes, or NULL with errno.
 */
char *xs_talk(struct xs_handle *h, xs_transaction_t t, uint32_t type, const struct piece *piece,
	      unsigned int pieces, unsigned int *len);
/* The same for a body that is one string, and for an answer that is of no interest. */
char *xs_talk_string(struct xs_handle *h, xs_transaction_t t, uint32_t type, const char *str,
		     unsigned int *len);
bool xs_order(struct xs_handle *h, xs_transaction_t t, uint32_t type, const struct piece *piece,
	      unsigned int pieces);

/* With the mutex held: reads one message, dropping the mutex meanwhile, and delivers it. 0 or errno. */
int xs_receive(struct xs_handle *h);
/* For pthread_cleanup_push(): gives the mutex back. */
void xs_unlock(void *mutex);
/* Starts the thread that reads from now on. Returns 0 or an errno. */
int xs_start_thread(struct xs_handle *h);
/* Ends it, if there is one. Nobody else may be using the handle. */
void xs_stop_thread(struct xs_handle *h);
/* With the mutex held: whoever polls is told that there are events, or that the connection is broken. */
void xs_signal(struct xs_handle *h);
/* With the mutex held: what the user holds of events, gone. */
struct message *xs_take_event(struct xs_handle *h);
void xs_drop_events(struct xs_handle *h, const char *path, const char *token);

#endif

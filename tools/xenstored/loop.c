/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "config.h"
#include "conn.h"
#include "domain.h"
#include "events.h"
#include "hv.h"
#include "log.h"
#include "loop.h"

#define EVENTS_PER_TURN 64
#define PORTS_PER_TURN 256
#define ACCEPTS_PER_TURN 16
#define RETRY_MS 10

int64_t loop_now;

static int epoll_fd = -1, listener = -1;
static uint32_t change_port;
static volatile sig_atomic_t stop, reopen;
/* Signals arrive only while the loop waits: none gets lost between a look at the flags and the wait. */
static sigset_t while_waiting;
/* Addresses that stand for what is no connection in epoll's user data. */
static char listen_tag, event_tag;

static void on_stop(int sig)
{
	stop = 1;
}

static void on_hangup(int sig)
{
	reopen = 1;
}

static void clock_read(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	loop_now = ts.tv_sec;
}

static int poll_fd(int op, int fd, uint32_t events, void *tag)
{
	struct epoll_event ev = { .events = events, .data.ptr = tag };

	return epoll_ctl(epoll_fd, op, fd, &ev) ? errno : 0;
}

static void take_signals(void)
{
	static const struct {
		int sig;
		void (*handler)(int sig);
	} taken[] = { { SIGTERM, on_stop }, { SIGINT, on_stop }, { SIGHUP, on_hangup } };
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		sigaddset(&set, taken[i].sig);
		signal(taken[i].sig, taken[i].handler);
	}
	sigprocmask(SIG_BLOCK, &set, &while_waiting);
	/* A successor has inherited the mask. */
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		sigdelset(&while_waiting, taken[i].sig);
}

int loop_init(int listen_fd, int event_fd)
{
	int err = loop_resume();

	if (err)
		return err;
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (epoll_fd < 0)
		return errno;
	listener = listen_fd;
	if (listener >= 0)
		err = poll_fd(EPOLL_CTL_ADD, listener, EPOLLIN, &listen_tag);
	if (!err)
		err = poll_fd(EPOLL_CTL_ADD, event_fd, EPOLLIN, &event_tag);
	clock_read();
	signal(SIGPIPE, SIG_IGN);
	take_signals();
	return err;
}

static uint32_t wanted(const struct conn *c)
{
	return (c->polled_in ? EPOLLIN : 0) | (c->polled_out ? EPOLLOUT : 0);
}

int loop_add(struct conn *c)
{
	c->polled_in = true;
	return poll_fd(EPOLL_CTL_ADD, c->fd, wanted(c), c);
}

void loop_update(struct conn *c)
{
	bool in, out;

	if (c->fd < 0)
		return;
	in = conn_may_read(c);
	out = outq_unsent(c);
	if (in == c->polled_in && out == c->polled_out)
		return;
	c->polled_in = in;
	c->polled_out = out;
	poll_fd(EPOLL_CTL_MOD, c->fd, wanted(c), c);
}

static void accept_some(void)
{
	unsigned i;

	for (i = 0; i < ACCEPTS_PER_TURN; i++) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		struct conn *c;

		if (fd < 0)
			return;
		c = conn_new(fd, dom0);
		if (!c) {
			log_warn("out of memory: a connection is refused");
			close(fd);
			return;
		}
		if (loop_add(c))
			conn_close(c);
	}
}

static void take_events(void)
{
	unsigned i;

	for (i = 0; i < PORTS_PER_TURN; i++) {
		int64_t port = hv_next_event();

		if (port < 0)
			return;
		if (port == change_port)
			domain_scan();
		else
			domain_event(port);
		hv_unmask(port);
	}
}

static void dispatch(const struct epoll_event *ev)
{
	struct conn *c;

	if (ev->data.ptr == &listen_tag) {
		accept_some();
		return;
	}
	if (ev->data.ptr == &event_tag) {
		take_events();
		return;
	}
	c = ev->data.ptr;
	if (ev->events & EPOLLIN || !(ev->events & (EPOLLHUP | EPOLLERR)))
		conn_wake(c);
	else
		conn_close(c);
}

/* Milliseconds to wait for the next event, given what else is to be done. */
static int patience(bool more, int expiry)
{
	if (more)
		return 0;
	if (conn_any_deferred())
		return RETRY_MS;
	if (domain_fire_due())
		return 10 * RETRY_MS;
	return expiry > 0 ? expiry * 1000 : -1;
}

static int expire(void)
{
	static int64_t last = -1;
	static int again = 1;

	if (!config.watch_timeout)
		return -1;
	if (last != loop_now)
		again = events_expire(loop_now, config.watch_timeout);
	last = loop_now;
	return again;
}

void loop_run(void)
{
	struct epoll_event ev[EVENTS_PER_TURN];
	bool more = true; /* a live update leaves work behind */
	int n, i, expiry;

	while (!stop) {
		expiry = expire();
		n = epoll_pwait(epoll_fd, ev, EVENTS_PER_TURN, patience(more, expiry),
				&while_waiting);
		clock_read();
		for (i = 0; i < n; i++)
			dispatch(&ev[i]);
		if (conn_any_deferred())
			conn_retry_deferred();
		conn_serve_busy();
		conn_flush_dirty();
		more = conn_any_busy();
		if (reopen) {
			reopen = 0;
			trace_reopen();
		}
	}
}

void loop_pause(void)
{
	hv_unbind(change_port);
}

int loop_resume(void)
{
	int64_t port = hv_bind_domain_changes();

	if (port < 0)
		return -port;
	change_port = port;
	return 0;
}

int loop_listener(void)
{
	return listener;
}

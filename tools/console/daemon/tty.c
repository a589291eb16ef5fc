// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pty of a guest's console. The daemon keeps the slave open itself, so that output collects
 * there while nobody is attached and the master never hangs up.
 */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <syslog.h>
#include <termios.h>
#include <unistd.h>

#include "console.h"

bool tty_open(struct domain *d, char *name, size_t size)
{
	struct termios term;

	if (openpty(&d->master, &d->slave, NULL, NULL, NULL) < 0) {
		message(LOG_ERR, "domain %u: cannot open a pty: %m", d->domid);
		d->master = d->slave = -1;
		return false;
	}
	d->epoll_events = 0;
	if (!tcgetattr(d->slave, &term)) {
		cfmakeraw(&term);
		tcsetattr(d->slave, TCSAFLUSH, &term);
	}
	fcntl(d->master, F_SETFD, FD_CLOEXEC);
	fcntl(d->slave, F_SETFD, FD_CLOEXEC);
	fcntl(d->master, F_SETFL, fcntl(d->master, F_GETFL) | O_NONBLOCK);
	if (ttyname_r(d->slave, name, size)) {
		message(LOG_ERR, "domain %u: its pty has no name: %m", d->domid);
		tty_close(d);
		return false;
	}
	return true;
}

void tty_close(struct domain *d)
{
	if (d->master >= 0) {
		if (d->epoll_events)
			epoll_ctl(epoll_fd, EPOLL_CTL_DEL, d->master, NULL);
		close(d->master);
		close(d->slave);
	}
	d->master = d->slave = -1;
	d->epoll_events = 0;
}

bool tty_has_output(struct domain *d)
{
	int queued = 0;

	if (d->master < 0)
		return false;
	return d->out.used || (!ioctl(d->slave, FIONREAD, &queued) && queued > 0);
}

void tty_write(struct domain *d)
{
	size_t len;
	const char *data;
	ssize_t n;

	while (d->master >= 0 && d->out.used) {
		data = buffer_peek(&d->out, &len);
		n = write(d->master, data, len);
		if (n > 0)
			buffer_drop(&d->out, n);
		else if (n < 0 && errno != EINTR)
			return;         /* full, or being hung up: later */
	}
}

bool tty_read(struct domain *d)
{
	char buf[sizeof(d->ring->in)];
	size_t space = d->ring && !d->broken ? ring_space(d->ring) : 0;
	ssize_t n;

	if (d->master < 0 || !space)
		return false;
	n = read(d->master, buf, space);
	if (n <= 0)
		return false;
	ring_write(d->ring, buf, n);
	return true;
}

void tty_update_events(struct domain *d)
{
	struct epoll_event ev = { .data.ptr = d };

	if (d->master < 0)
		return;
	if (d->out.used)
		ev.events |= EPOLLOUT;
	if (d->ring && !d->broken && ring_space(d->ring))
		ev.events |= EPOLLIN;
	if (ev.events == d->epoll_events)
		return;
	if (!ev.events)
		epoll_ctl(epoll_fd, EPOLL_CTL_DEL, d->master, NULL);
	else
		epoll_ctl(epoll_fd, d->epoll_events ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, d->master, &ev);
	d->epoll_events = ev.events;
}

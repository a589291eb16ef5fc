// SPDX-License-Identifier: GPL-2.0-only
/* The user's side: raw mode, and bytes both ways. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "console.h"

static struct termios saved;
static bool is_raw;

static void restore(void)
{
	if (is_raw)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved);
	is_raw = false;
}

static void restore_and_die(int sig)
{
	restore();
	signal(sig, SIG_DFL);
	raise(sig);
}

void terminal_raw(void)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	struct termios raw;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &saved))
		return;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], restore_and_die);
	atexit(restore);
	raw = saved;
	cfmakeraw(&raw);
	is_raw = true;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
			struct pollfd p = { fd, POLLOUT, 0 };

			poll(&p, 1, -1);
			continue;
		}
		if (n < 0)
			return false;
		data += n;
		len -= n;
	}
	return true;
}

/* Keys to the guest; what comes before the escape character still goes. */
static bool user_input(int tty, int escape, bool *eof, enum end *end)
{
	char buf[1024], *esc = NULL;
	ssize_t n = read(STDIN_FILENO, buf, sizeof(buf));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (n == 0) {
		*eof = true;    /* go on showing output */
		return true;
	}
	if (escape >= 0 && isatty(STDIN_FILENO))
		esc = memchr(buf, escape, n);
	if (!write_all(tty, buf, esc ? esc - buf : n)) {
		*end = END_GONE;
		return false;
	}
	if (esc)
		*end = END_USER;
	return !esc;
}

/* EIO is how a pty says that its master is closed. */
static bool guest_output(int tty, enum end *end)
{
	char buf[4096];
	ssize_t n = read(tty, buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0) {
		*end = END_GONE;
		return false;
	}
	return write_all(STDOUT_FILENO, buf, n);
}

enum end terminal_run(int tty, int escape)
{
	enum end end = END_ERROR;
	bool eof = false;

	for (;;) {
		struct pollfd p[2] = {
			{ tty, POLLIN, 0 },
			{ eof ? -1 : STDIN_FILENO, POLLIN, 0 },
		};

		if (poll(p, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return END_ERROR;
		}
		if (p[0].revents && !guest_output(tty, &end))
			return end;
		if (p[1].revents && !user_input(tty, escape, &eof, &end))
			return end;
	}
}

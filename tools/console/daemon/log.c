// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "console.h"

void message(int priority, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (opts.interactive) {
		vfprintf(stderr, fmt, args);
		fputc('\n', stderr);
	} else {
		vsyslog(priority, fmt, args);
	}
	va_end(args);
}

static void open_file(struct log *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = open(l->path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (l->fd < 0)
		message(LOG_ERR, "cannot open log %s: %m", l->path);
	l->at_line_start = true;
}

void log_open(struct log *l, unsigned int subject, const char *name)
{
	l->fd = -1;
	l->subject = subject;
	l->path = NULL;
	if (!(opts.log & subject))
		return;
	/* a domain's name comes from its owner: it names a file of ours, no other */
	if (strchr(name, '/') || asprintf(&l->path, "%s/%s.log", opts.log_dir, name) < 0) {
		message(LOG_ERR, "cannot log to %s: bad name", name);
		l->path = NULL;
		return;
	}
	open_file(l);
}

void log_close(struct log *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	free(l->path);
	l->path = NULL;
}

void log_rename(struct log *l, const char *name)
{
	struct log other;

	log_open(&other, l->subject, name);
	if (l->path && other.path && strcmp(l->path, other.path)) {
		struct log old = *l;

		*l = other;
		other = old;
	}
	log_close(&other);
}

void log_reopen(struct log *l)
{
	if (l->path)
		open_file(l);
}

static void write_all(struct log *l, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(l->fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			/* once is enough: a full disk would repeat it for each line */
			message(LOG_ERR, "cannot write to log %s: %m; no more until SIGHUP", l->path);
			close(l->fd);
			l->fd = -1;
			return;
		}
		data += n;
		len -= n;
	}
}

static size_t make_stamp(char *stamp, size_t size)
{
	time_t now = time(NULL);
	struct tm tm;

	if (!localtime_r(&now, &tm))
		return 0;
	return strftime(stamp, size, "[%Y-%m-%d %H:%M:%S] ", &tm);
}

/* One write for the whole piece: stamped, escapes replaced if so asked. */
void log_write(struct log *l, const char *data, size_t len)
{
	char stamp[64], *text, *p;
	size_t stamp_len = 0, lines = 1;

	if (l->fd < 0 || !len)
		return;
	if (opts.timestamp & l->subject)
		stamp_len = make_stamp(stamp, sizeof(stamp));
	for (size_t i = 0; stamp_len && i < len; i++)
		lines += data[i] == '\n';
	p = text = malloc(len + lines * stamp_len);
	if (!text)
		return;
	for (size_t i = 0; i < len; i++) {
		if (l->at_line_start && stamp_len)
			p = mempcpy(p, stamp, stamp_len);
		*p++ = opts.replace_escape && data[i] == '\033' ? '.' : data[i];
		l->at_line_start = data[i] == '\n';
	}
	write_all(l, text, p - text);
	free(text);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "_paths.h"
#include "private.h"

const char *xs_daemon_rundir(void)
{
	const char *dir = getenv("XENSTORED_RUNDIR");

	return dir ? dir : XEN_RUN_STORED;
}

bool xs_socket_path(char *buf, size_t size)
{
	const char *path = getenv("XENSTORED_PATH");
	int n;

	if (path)
		n = snprintf(buf, size, "%s", path);
	else
		n = snprintf(buf, size, "%s/socket", xs_daemon_rundir());
	return n < (int)size;
}

const char *xs_daemon_socket(void)
{
	static char buf[sizeof(((struct sockaddr_un *)0)->sun_path)];

	return xs_socket_path(buf, sizeof(buf)) ? buf : NULL;
}

const char *xs_daemon_socket_ro(void)
{
	return xs_daemon_socket();
}

bool xs_write_all(int fd, const void *data, unsigned int len)
{
	const char *p = data;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= n;
	}
	return true;
}

static bool letter_to_perms(char letter, unsigned int *perms)
{
	switch (letter) {
	case 'n': *perms = XS_PERM_NONE; return true;
	case 'r': *perms = XS_PERM_READ; return true;
	case 'w': *perms = XS_PERM_WRITE; return true;
	case 'b': *perms = XS_PERM_READ | XS_PERM_WRITE; return true;
	default: return false;
	}
}

bool xs_strings_to_perms(struct xs_permissions *perms, unsigned int num, const char *strings)
{
	unsigned int i;

	for (i = 0; i < num; i++, strings += strlen(strings) + 1) {
		char *end;

		if (!letter_to_perms(strings[0], &perms[i].perms) || strings[1] < '0' ||
		    strings[1] > '9') {
			errno = EINVAL;
			return false;
		}
		perms[i].id = strtoul(strings + 1, &end, 10);
		if (*end) {
			errno = EINVAL;
			return false;
		}
	}
	return true;
}

bool xs_path_is_subpath(const char *parent, const char *child)
{
	size_t n = strlen(parent);

	if (!strcmp(parent, "/"))
		return *child == '/';
	return !strncmp(parent, child, n) && (!child[n] || child[n] == '/');
}

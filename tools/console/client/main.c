// SPDX-License-Identifier: GPL-2.0-only
/* xenconsole: attaches the terminal to a guest's console. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <xenstore.h>
#include <_paths.h>

#include "console.h"

#define ESCAPE_CHARACTER 0x1d   /* ^] */
/* the node appears once xenconsoled or the device model has seen the domain */
#define TTY_TIMEOUT_MS   25000

/* Where each type of console keeps the name of its tty. */
static const struct type_row {
	const char *name;
	const char *first, *other;      /* formats of domid and number */
} types[] = {
	{ "pv", "/local/domain/%u/console/tty", "/local/domain/%u/device/console/%u/tty" },
	{ "serial", "/local/domain/%u/serial/%u/tty", "/local/domain/%u/serial/%u/tty" },
	{ "vuart", "/local/domain/%u/vuart/%u/tty", "/local/domain/%u/vuart/%u/tty" },
};
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct request {
	uint32_t domid;
	unsigned int num;
	const struct type_row *type;    /* NULL: serial if there is one, else pv */
	int notify_fd;
};

static void usage(FILE *out, const char *name)
{
	fprintf(out, "Usage: %s [OPTION] DOMID\n"
		"Attaches to a virtual domain console\n\n"
		"  -h, --help       display this help and exit\n"
		"  -n, --num N      use console number N\n"
		"  --type TYPE      console type. must be 'pv', 'serial' or 'vuart'\n"
		"  --start-notify-fd N file descriptor used to notify parent\n"
		"\nPress ^] to leave.\n", name);
}

static unsigned long number(const char *what, const char *s, unsigned long max)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (end == s || *end || errno || n > max || s[0] == '-') {
		fprintf(stderr, "xenconsole: %s `%s' is not a number from 0 to %lu\n", what, s, max);
		exit(EINVAL);
	}
	return n;
}

static const struct type_row *find_type(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	fprintf(stderr, "xenconsole: type `%s' is not pv, serial or vuart\n", name);
	exit(EINVAL);
}

static void parse_options(int argc, char **argv, struct request *r)
{
	enum { OPT_TYPE = 256, OPT_NOTIFY };
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "num", required_argument, NULL, 'n' },
		{ "type", required_argument, NULL, OPT_TYPE },
		{ "start-notify-fd", required_argument, NULL, OPT_NOTIFY },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	r->notify_fd = -1;
	while ((c = getopt_long(argc, argv, "hn:", longs, NULL)) != -1) {
		switch (c) {
		case 'h': usage(stdout, argv[0]); exit(0);
		case 'n': r->num = number("console", optarg, 65535); break;
		case OPT_TYPE: r->type = find_type(optarg); break;
		case OPT_NOTIFY: r->notify_fd = number("descriptor", optarg, 65535); break;
		default: usage(stderr, argv[0]); exit(EINVAL);
		}
	}
	if (optind != argc - 1) {
		fprintf(stderr, "xenconsole: want one DOMID\nTry `%s --help'.\n", argv[0]);
		exit(EINVAL);
	}
	r->domid = number("DOMID", argv[optind], 0x7fef);
}

static char *read_node(struct xs_handle *xs, const char *path)
{
	unsigned int len;
	char *s = xs_read(xs, XBT_NULL, path, &len);

	if (s && *s)
		return s;
	free(s);
	return NULL;
}

static void tty_path(const struct request *r, const struct type_row *type, char *path, size_t size)
{
	snprintf(path, size, r->num ? type->other : type->first, r->domid, r->num);
}

/* A guest with an emulated serial port is one whose first console is that. */
static const struct type_row *choose_type(struct xs_handle *xs, const struct request *r)
{
	char path[96], *tty;

	if (r->type)
		return r->type;
	tty_path(r, &types[1], path, sizeof(path));
	tty = read_node(xs, path);
	free(tty);
	return tty ? &types[1] : &types[0];
}

static int open_tty(const char *name)
{
	int fd = open(name, O_RDWR | O_NOCTTY);
	struct termios term;

	if (fd >= 0 && !tcgetattr(fd, &term)) {
		cfmakeraw(&term);
		tcsetattr(fd, TCSANOW, &term);
	}
	return fd;
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/*
 * Waits for the node to name a tty other than the one we had and opens it; -1 when it does not
 * appear, or the domain goes. The watches make it look again; one fires when they are set.
 */
static int wait_for_tty(struct xs_handle *xs, uint32_t domid, const char *path, const char *old,
			int timeout_ms)
{
	int64_t end = now_ms() + timeout_ms;
	int fd = -1;

	while (fd < 0 && xs_is_domain_introduced(xs, domid)) {
		struct pollfd p = { xs_fileno(xs), POLLIN, 0 };
		char *name = read_node(xs, path), **vec;

		if (name && (!old || strcmp(name, old)))
			fd = open_tty(name);
		free(name);
		if (fd >= 0 || now_ms() >= end || poll(&p, 1, end - now_ms()) <= 0)
			break;
		while ((vec = xs_check_watch(xs)) != NULL)
			free(vec);
	}
	return fd;
}

static char lock_path[128];

static void unlock_console(void)
{
	unlink(lock_path);
}

/* The holder removes the file as it leaves: what we locked must still be what has the name. */
static bool still_named(int fd)
{
	struct stat by_fd, by_name;

	return !fstat(fd, &by_fd) && !stat(lock_path, &by_name) &&
	       by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino;
}

/* One client a console: two would get half of the output each. */
static void lock_console(const struct request *r, const struct type_row *type)
{
	snprintf(lock_path, sizeof(lock_path), XEN_LOCK_DIR "/xenconsole.%u.%s.%u", r->domid,
		 type->name, r->num);
	for (;;) {
		int fd = open(lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

		if (fd < 0) {
			fprintf(stderr, "xenconsole: cannot open %s: %s\n", lock_path, strerror(errno));
			exit(errno);
		}
		if (flock(fd, LOCK_EX | LOCK_NB)) {
			fprintf(stderr, "xenconsole: console %u of domain %u is in use by another "
				"xenconsole\n", r->num, r->domid);
			exit(EBUSY);
		}
		if (still_named(fd))
			break;
		close(fd);
	}
	atexit(unlock_console);
}

static void notify_parent(int fd)
{
	if (fd < 0)
		return;
	if (write(fd, "\1", 1) != 1)
		fprintf(stderr, "xenconsole: cannot notify parent with fd %d: %s\n", fd,
			strerror(errno));
	close(fd);
}

int main(int argc, char **argv)
{
	struct request r = { 0 };
	const struct type_row *type;
	struct xs_handle *xs;
	char path[96], *name;
	enum end end;
	int tty;

	parse_options(argc, argv, &r);
	xs = xs_open(0);
	if (!xs) {
		fprintf(stderr, "xenconsole: cannot connect to xenstored: %s\n", strerror(errno));
		return errno;
	}
	if (!xs_is_domain_introduced(xs, r.domid)) {
		fprintf(stderr, "xenconsole: there is no domain %u\n", r.domid);
		return ENOENT;
	}
	type = choose_type(xs, &r);
	lock_console(&r, type);
	tty_path(&r, type, path, sizeof(path));
	if (!xs_watch(xs, path, "tty") || !xs_watch(xs, "@releaseDomain", "domain")) {
		fprintf(stderr, "xenconsole: cannot watch %s: %s\n", path, strerror(errno));
		return errno;
	}
	tty = wait_for_tty(xs, r.domid, path, NULL, TTY_TIMEOUT_MS);
	if (tty < 0) {
		fprintf(stderr, "xenconsole: no tty in %s (is xenconsoled running?)\n", path);
		return ENOENT;
	}
	notify_parent(r.notify_fd);
	terminal_raw();
	for (;;) {
		name = strdup(ttyname(tty) ? ttyname(tty) : "");
		end = terminal_run(tty, ESCAPE_CHARACTER);
		close(tty);
		/* a restarted xenconsoled offers another tty soon */
		tty = end == END_GONE ? wait_for_tty(xs, r.domid, path, name, 1000) : -1;
		free(name);
		if (tty < 0)
			break;
	}
	xs_close(xs);
	return end == END_ERROR ? EIO : 0;
}

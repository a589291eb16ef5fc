// SPDX-License-Identifier: GPL-2.0-only
/* xenconsoled: options, start, and the loop. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <_paths.h>

#include "console.h"

#define PERIOD_MS 200           /* of the guests' rate limit (domain.c) */

struct options opts = {
	.log_dir = XEN_LOG_DIR "/console",
	.discard_overflow = true,
};
xc_interface *xch;
struct xs_handle *xs;
xenevtchn_handle *xce;
xengnttab_handle *xgt;
int epoll_fd = -1;

static int signal_fd = -1;
static bool stop, failed;

/* --- options ---------------------------------------------------------------------------------- */

static void usage(FILE *out, const char *name)
{
	fprintf(out, "Usage: %s [-h] [-V] [-v] [-i] [--log=none|guest|hv|all] [--log-dir=DIR] "
		"[--pid-file=PATH] [-t, --timestamp=none|guest|hv|all] "
		"[-o, --overflow-data=discard|keep] [--replace-escape]\n"
		"  --replace-escape  - replace ESC character with dot when writing console log\n", name);
}

static unsigned int parse_subject(const char *option, const char *arg)
{
	static const struct { const char *name; unsigned int bits; } names[] = {
		{ "none", 0 },
		{ "guest", SUBJECT_GUEST },
		{ "hv", SUBJECT_HV },
		{ "all", SUBJECT_GUEST | SUBJECT_HV },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(arg, names[i].name))
			return names[i].bits;
	fprintf(stderr, "xenconsoled: --%s=%s: want none, guest, hv or all\n", option, arg);
	exit(EXIT_FAILURE);
}

static bool parse_overflow(const char *arg)
{
	if (strcmp(arg, "discard") && strcmp(arg, "keep")) {
		fprintf(stderr, "xenconsoled: --overflow-data=%s: want discard or keep\n", arg);
		exit(EXIT_FAILURE);
	}
	return !strcmp(arg, "discard");
}

static void parse_options(int argc, char **argv)
{
	enum { OPT_LOG = 256, OPT_LOG_DIR, OPT_PID_FILE, OPT_REPLACE_ESCAPE };
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "interactive", no_argument, NULL, 'i' },
		{ "log", required_argument, NULL, OPT_LOG },
		{ "log-dir", required_argument, NULL, OPT_LOG_DIR },
		{ "pid-file", required_argument, NULL, OPT_PID_FILE },
		{ "timestamp", required_argument, NULL, 't' },
		{ "overflow-data", required_argument, NULL, 'o' },
		{ "replace-escape", no_argument, NULL, OPT_REPLACE_ESCAPE },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "hVvit:o:", longs, NULL)) != -1) {
		switch (c) {
		case 'h': usage(stdout, argv[0]); exit(EXIT_SUCCESS);
		case 'V': puts("Xen Console Daemon 3.0"); exit(EXIT_SUCCESS);
		case 'v': opts.verbose++; break;
		case 'i': opts.interactive = true; break;
		case OPT_LOG: opts.log = parse_subject("log", optarg); break;
		case OPT_LOG_DIR: opts.log_dir = optarg; break;
		case OPT_PID_FILE: opts.pid_file = optarg; break;
		case 't': opts.timestamp = parse_subject("timestamp", optarg); break;
		case 'o': opts.discard_overflow = parse_overflow(optarg); break;
		case OPT_REPLACE_ESCAPE: opts.replace_escape = true; break;
		default: usage(stderr, argv[0]); exit(EXIT_FAILURE);
		}
	}
	if (optind != argc) {
		fprintf(stderr, "xenconsoled: unexpected argument %s\n", argv[optind]);
		exit(EXIT_FAILURE);
	}
}

/* --- start ------------------------------------------------------------------------------------ */

static int ready_fd = -1;

/*
 * Goes on in a child. The parent stays until the child says it is ready, so that whoever starts
 * the daemon learns from the exit status whether it works.
 */
static void detach(void)
{
	int fds[2], status;
	char byte;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) || (pid = fork()) < 0) {
		perror("xenconsoled: cannot become a daemon");
		exit(EXIT_FAILURE);
	}
	if (pid) {
		close(fds[1]);
		if (read(fds[0], &byte, 1) == 1)
			_exit(EXIT_SUCCESS);
		waitpid(pid, &status, 0);
		fprintf(stderr, "xenconsoled: did not start, see the system log\n");
		_exit(EXIT_FAILURE);
	}
	close(fds[0]);
	ready_fd = fds[1];
	setsid();
	if (chdir("/"))
		_exit(EXIT_FAILURE);
}

static void report_ready(void)
{
	int null;

	if (ready_fd < 0)
		return;
	null = open("/dev/null", O_RDWR);
	for (int fd = 0; null >= 0 && fd < 3; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
	if (write(ready_fd, "", 1) == 1)
		close(ready_fd);
}

/* A guest takes two descriptors, its log a third. */
static void raise_fd_limit(void)
{
	struct rlimit limit;

	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* The descriptor must be locked by the process that stays, so the file is written after the fork. */
static bool write_pid_file(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char pid[32];
	int fd, len;

	if (!opts.pid_file)
		return true;
	fd = open(opts.pid_file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0 || fcntl(fd, F_SETLK, &lock)) {
		message(LOG_ERR, "%s: %s", opts.pid_file, fd >= 0 && (errno == EAGAIN ||
			errno == EACCES) ? "another xenconsoled is running" : strerror(errno));
		return false;
	}
	len = snprintf(pid, sizeof(pid), "%d\n", getpid());
	if (ftruncate(fd, 0) || write(fd, pid, len) != len) {
		message(LOG_ERR, "cannot write %s: %m", opts.pid_file);
		return false;
	}
	return true;            /* the lock lives as long as the descriptor */
}

/* libxenstore's reader thread does not survive a fork: handles are opened after it. */
static bool open_handles(void)
{
	xch = xc_interface_open(NULL, NULL, 0);
	if (!xch) {
		message(LOG_ERR, "cannot open the hypervisor interface (not a control domain?): %m");
		return false;
	}
	xce = xenevtchn_open(NULL, 0);
	if (!xce) {
		message(LOG_ERR, "cannot open event channels: %m");
		return false;
	}
	xgt = xengnttab_open(NULL, 0);
	if (!xgt)
		message(LOG_NOTICE, "no grant mappings (%m); using foreign mappings");
	xs = xs_open(0);
	if (!xs) {
		message(LOG_ERR, "cannot connect to xenstored: %m");
		return false;
	}
	if (!xs_watch(xs, "@introduceDomain", "domlist") ||
	    !xs_watch(xs, "@releaseDomain", "domlist")) {
		message(LOG_ERR, "cannot watch for domains: %m");
		return false;
	}
	return true;
}

static bool watch_fd(int fd, void *what)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = what };

	if (!epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev))
		return true;
	message(LOG_ERR, "epoll: %m");
	return false;
}

/* Descriptors other than ptys are told apart by the address of their variable. */
static bool open_loop(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (signal_fd < 0 || epoll_fd < 0) {
		message(LOG_ERR, "cannot set up the event loop: %m");
		return false;
	}
	return true;
}

/* --- the loop --------------------------------------------------------------------------------- */

static void handle_signal(void)
{
	struct signalfd_siginfo si;

	while (read(signal_fd, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGHUP) {
			domains_reopen_logs();
			hypervisor_reopen_log();
		} else {
			stop = true;
		}
	}
}

static void handle_xenstore(void)
{
	char **vec;

	while ((vec = xs_check_watch(xs)) != NULL) {
		domains_watch_fired(vec[XS_WATCH_PATH], vec[XS_WATCH_TOKEN]);
		free(vec);
	}
	if (errno != EAGAIN) {
		message(LOG_ERR, "lost the connection to xenstored: %m");
		failed = true;
		stop = true;
	}
}

static void handle_event(void)
{
	xenevtchn_port_or_error_t port = xenevtchn_pending(xce);

	if (port < 0)
		return;
	if (port == hypervisor_port()) {
		hypervisor_read();
		xenevtchn_unmask(xce, port);
	} else {
		domain_port_fired(port);
	}
}

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

static void dispatch(void *what)
{
	if (what == &signal_fd)
		handle_signal();
	else if (what == &xs)
		handle_xenstore();
	else if (what == &xce)
		handle_event();
	else
		domain_pump(what);
}

/*
 * One event at a time: handling one can free the domain another in the same batch would point to.
 */
static void loop(void)
{
	uint64_t period_end = now_ms() + PERIOD_MS;

	while (!stop) {
		struct epoll_event ev;
		int timeout = -1;

		if (domains_waiting()) {
			uint64_t now = now_ms();

			timeout = now < period_end ? (int)(period_end - now) : 0;
			if (!timeout) {
				domains_new_period();
				period_end = now + PERIOD_MS;
				continue;
			}
		} else {
			period_end = now_ms() + PERIOD_MS;
		}
		if (epoll_wait(epoll_fd, &ev, 1, timeout) == 1)
			dispatch(ev.data.ptr);
	}
}

int main(int argc, char **argv)
{
	parse_options(argc, argv);
	openlog("xenconsoled", LOG_PID | (opts.interactive ? LOG_PERROR : 0), LOG_DAEMON);
	umask(027);
	if (!opts.interactive)
		detach();
	raise_fd_limit();
	if (opts.log)
		mkdir(opts.log_dir, 0755);
	/* the loop first: threads of libraries inherit its blocked signals */
	if (!write_pid_file() || !open_loop() || !open_handles() ||
	    !watch_fd(signal_fd, &signal_fd) || !watch_fd(xs_fileno(xs), &xs) ||
	    !watch_fd(xenevtchn_fd(xce), &xce) || !hypervisor_start())
		return EXIT_FAILURE;
	domains_scan();
	report_ready();
	loop();
	domains_free();
	if (opts.pid_file)
		unlink(opts.pid_file);
	xs_close(xs);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

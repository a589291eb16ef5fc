/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting up: options, state, socket, background. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "_paths.h"

#include "config.h"
#include "conn.h"
#include "domain.h"
#include "hv.h"
#include "live_update.h"
#include "log.h"
#include "loop.h"
#include "notify.h"
#include "path.h"
#include "state.h"
#include "store.h"
#include "tree.h"
#include "txn.h"

static int listen_fd = -1;

static void __attribute__((noreturn, format(printf, 2, 3))) die(int err, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_warn("%s%s%s", text, err ? ": " : "", err ? strerror(err) : "");
	exit(1);
}

static const char *run_dir(void)
{
	const char *dir = getenv("XENSTORED_RUNDIR");

	return dir ? dir : XEN_RUN_STORED;
}

static void socket_path(char *buf, size_t size)
{
	const char *path = getenv("XENSTORED_PATH");
	int n;

	if (path)
		n = snprintf(buf, size, "%s", path);
	else
		n = snprintf(buf, size, "%s/socket", run_dir());
	if (n < 0 || (size_t)n >= size)
		die(0, "the socket's path is too long for a socket: %s", path ? path : run_dir());
}

static int open_socket(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	mode_t mask = umask(0177);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		die(errno, "cannot make a socket");
	socket_path(addr.sun_path, sizeof(addr.sun_path));
	mkdir(run_dir(), 0755);
	unlink(addr.sun_path);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		die(errno, "cannot bind the socket %s (is %s there and writable?)", addr.sun_path,
		    run_dir());
	umask(mask);
	if (listen(fd, SOMAXCONN))
		die(errno, "cannot listen on %s", addr.sun_path);
	return fd;
}

/* The file is locked for the daemon's life: a second daemon must not start. */
static int open_pid_file(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
	int fd;

	if (!config.pid_file)
		return -1;
	fd = open(config.pid_file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		die(errno, "cannot open the pid file %s", config.pid_file);
	if (fcntl(fd, F_SETLK, &lock))
		die(0, "%s is locked: another xenstored is running", config.pid_file);
	return fd;
}

static void write_pid(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
	char text[16];
	int n = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (fd < 0)
		return;
	fcntl(fd, F_SETLK, &lock); /* a fork does not inherit the lock */
	if (ftruncate(fd, 0) || pwrite(fd, text, n, 0) != n)
		log_warn("cannot write the pid file %s", config.pid_file);
}

static int ready_pipe[2] = { -1, -1 };

/* The parent stays until the daemon is ready to serve, or has failed and said why. */
static void go_to_background(void)
{
	char ok;
	pid_t pid;

	if (pipe2(ready_pipe, O_CLOEXEC))
		die(errno, "cannot make a pipe");
	pid = fork();
	if (pid < 0)
		die(errno, "cannot fork");
	if (pid) {
		close(ready_pipe[1]);
		_exit(read(ready_pipe[0], &ok, 1) == 1 ? 0 : 1);
	}
	close(ready_pipe[0]);
	setsid();
}

static void detach(void)
{
	int null;

	log_to_syslog();
	if (chdir("/"))
		log_warn("cannot change to /: %s", strerror(errno));
	null = open("/dev/null", O_RDWR);
	if (null >= 0) {
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		if (null > 2)
			close(null);
	}
	if (ready_pipe[1] >= 0 && write(ready_pipe[1], "", 1) != 1)
		_exit(1);
	close(ready_pipe[1]);
}

static int make_initial_tree(void)
{
	struct path p;
	struct view v;
	struct conn control = { .dom = dom0, .privileged = true };
	int err = path_parse(&p, "/tool/xenstored", 15, 0, XENSTORE_REL_PATH_MAX, false);

	if (!err)
		err = view_find(NULL, &p, &v);
	if (!err)
		err = store_create(&control, &p, &v, perms_ref(tree_root->perms), NULL);
	return err;
}

static void start_fresh(void)
{
	int err = hv_open(-1);

	if (err)
		die(err, "cannot reach the hypervisor (is this dom0, and are /dev/xen/evtchn and "
		    "/dev/xen/gntdev there?)");
	err = make_initial_tree();
	if (!err)
		err = loop_init(listen_fd, hv_event_fd());
	if (err)
		die(err, "cannot set up");
	if (config.no_domain_init)
		return;
	err = domain_connect_dom0(config.dom0_port);
	if (err)
		die(err, "cannot connect to dom0's kernel (is xenfs mounted on /proc/xen?)");
}

static int take_over(int socket, int event_fd)
{
	int err = hv_open(event_fd);

	listen_fd = socket;
	return err ? err : loop_init(listen_fd, event_fd);
}

static void start_restored(void)
{
	int err;
	size_t size;
	char *data = live_update_read(&size);

	if (!data)
		die(errno, "no state of a former daemon to take over");
	err = state_restore(data, size, take_over);
	if (err)
		die(err, "the state of the former daemon cannot be taken over");
	free(data);
	live_update_finish();
}

static void init_stores(void)
{
	struct rlimit files = { 1 << 20, 1 << 20 }, have;
	uint64_t secret;
	int err;

	if (getrandom(&secret, sizeof(secret), 0) != sizeof(secret))
		die(errno, "no random numbers");
	path_init(secret);
	err = domain_init(config.priv_domid);
	if (!err)
		err = store_init();
	if (err)
		die(err, "cannot set up");
	if (setrlimit(RLIMIT_NOFILE, &files) && !getrlimit(RLIMIT_NOFILE, &have)) {
		have.rlim_cur = have.rlim_max;
		setrlimit(RLIMIT_NOFILE, &have);
	}
}

int main(int argc, char **argv)
{
	int pid_fd, err;

	config_parse(argc, argv);
	live_update_init(argc, argv);
	if (config.restore && !config.foreground) {
		config.foreground = true; /* it is in the background already */
		log_to_syslog();
	}
	if (!config.foreground)
		go_to_background();
	pid_fd = open_pid_file();
	if (config.trace_file) {
		err = trace_open(config.trace_file);
		if (err)
			die(err, "cannot open the trace file %s", config.trace_file);
	}
	init_stores();
	if (config.restore) {
		start_restored();
	} else {
		listen_fd = open_socket();
		start_fresh();
	}
	write_pid(pid_fd);
	if (config.print_pid) {
		printf("%d\n", (int)getpid());
		fflush(stdout);
	}
	if (!config.foreground)
		detach();
	notify_ready();
	loop_run();
	return 0;
}

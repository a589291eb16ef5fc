/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "_paths.h"

#include "conn.h"
#include "domain.h"
#include "hv.h"
#include "live_update.h"
#include "log.h"
#include "loop.h"
#include "request.h"
#include "state.h"

#define STATE_ENV "XENSTORED_STATE_FD"
#define ARGS_MAX 64
#define CHECK_SECONDS 10 /* a machine may be busy; nobody is served meanwhile */

static char **old_argv;
static int old_argc;

/* Steps of an update on their way: given one by one. */
static char *new_file, *new_args;

void live_update_init(int argc, char **argv)
{
	old_argc = argc;
	old_argv = argv;
}

static void forget(void)
{
	free(new_file);
	free(new_args);
	new_file = new_args = NULL;
}

static int set_string(char **to, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return ENOMEM;
	free(*to);
	*to = copy;
	return 0;
}

/* The successor's command line: the given one, or ours; and the word that makes it take over. */
static void make_args(char **argv, char *words)
{
	unsigned n = 0;
	char *word;
	int i;

	argv[n++] = new_file;
	if (words) {
		for (word = strtok(words, " "); word && n < ARGS_MAX - 2; word = strtok(NULL, " "))
			argv[n++] = word;
	} else {
		for (i = 1; i < old_argc && n < ARGS_MAX - 2; i++) {
			if (strcmp(old_argv[i], "-U") && strcmp(old_argv[i], "--live-update"))
				argv[n++] = old_argv[i];
		}
	}
	argv[n++] = "--live-update";
	argv[n] = NULL;
}

static void keep_open(int fd, bool keep)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

static void keep_all_open(bool keep)
{
	struct conn *c;

	keep_open(loop_listener(), keep);
	keep_open(hv_event_fd(), true); /* a program that it starts is always a successor */
	list_for_each(c, &conns, all)
		keep_open(c->fd, keep);
}

/* A file without a name that survives the exec; memory if there can be one. -1 with errno. */
static int open_state(void)
{
	static const char *const dirs[] = { XEN_RUN_STORED, "/tmp" };
	int fd = memfd_create("xenstored-state", 0), err = errno;
	size_t i;

	for (i = 0; fd < 0 && i < sizeof(dirs) / sizeof(dirs[0]); i++)
		fd = open(dirs[i], O_TMPFILE | O_RDWR, 0600);
	if (fd < 0)
		log_warn("live update: no place for the state: %s", strerror(err));
	return fd;
}

/* The state with the answer in it, in memory that survives the exec. -1 with errno on failure. */
static int write_state(const struct request *r)
{
	struct {
		struct xsd_sockmsg hdr;
		char ok[3];
	} answer = { .hdr = r->hdr, .ok = "OK" };
	int fd = open_state(), copy, err;
	FILE *f;

	if (fd < 0)
		return -1;
	copy = dup(fd);
	f = copy < 0 ? NULL : fdopen(copy, "w");
	if (!f) {
		err = errno;
	} else {
		answer.hdr.len = sizeof(answer.ok);
		err = state_dump(f, loop_listener(), hv_event_fd(), r->conn, &answer,
				 sizeof(answer.hdr) + sizeof(answer.ok));
		if (fclose(f) && !err)
			err = errno;
	}
	if (!err && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	errno = err ? err : EIO;
	return -1;
}

/* Returns only if that fails, with the reason as a text of `size` bytes. */
static void start_successor(const struct request *r, char *reason, size_t size)
{
	char *words = new_args ? strdup(new_args) : NULL, text[16], *argv[ARGS_MAX];
	int fd = write_state(r);

	if (fd < 0) {
		snprintf(reason, size, "The state cannot be saved: %s.", strerror(errno));
		log_warn("live update: %s", reason);
		free(words);
		return;
	}
	snprintf(text, sizeof(text), "%d", fd);
	setenv(STATE_ENV, text, 1);
	make_args(argv, words);
	log_info("live update: starting %s", new_file);
	keep_all_open(true);
	loop_pause();
	execv(new_file, argv);
	snprintf(reason, size, "%s cannot be started: %s.", new_file, strerror(errno));
	log_warn("live update: %s", reason);
	keep_all_open(false);
	if (loop_resume())
		log_warn("live update: changes of domains go unnoticed from now on");
	unsetenv(STATE_ENV);
	close(fd);
	free(words);
}

static int start(struct request *r, const char **arg, unsigned count)
{
	char reason[512];
	unsigned i;

	/*
	 * Open transactions are taken along, so there is nothing to wait for (-t) or to force (-F).
	 */
	for (i = 0; i < count; i++) {
		if (!strcmp(arg[i], "-F"))
			continue;
		if (strcmp(arg[i], "-t") || ++i == count)
			return EINVAL;
	}
	if (!new_file) {
		reply_string(r, "Not in live-update session.");
		return 0;
	}
	start_successor(r, reason, sizeof(reason));
	forget();
	reply_string(r, reason);
	return 0;
}

/* Asks the program whether it can read our state: anything else would lose all of it. */
static bool can_take_over(const char *file)
{
	char answer[sizeof(LIVE_UPDATE_ANSWER)] = "";
	int out[2], null, status;
	ssize_t n;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC))
		return false;
	pid = fork();
	if (!pid) {
		null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(out[1], 1);
		dup2(null, 2);
		alarm(CHECK_SECONDS);
		execl(file, file, "--can-take-over", NULL);
		_exit(127);
	}
	close(out[1]);
	n = pid < 0 ? -1 : read(out[0], answer, sizeof(answer) - 1);
	close(out[0]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	return n > 0 && !strcmp(answer, LIVE_UPDATE_ANSWER);
}

static int set_file(struct request *r, const char *file)
{
	struct stat st;

	if (stat(file, &st) || !S_ISREG(st.st_mode) || access(file, X_OK)) {
		reply_string(r, "File not accessible.");
		return 0;
	}
	if (!can_take_over(file)) {
		reply_string(r, "File is no xenstored that can take over from this one.");
		return 0;
	}
	if (set_string(&new_file, file))
		return ENOMEM;
	reply_string(r, "OK");
	return 0;
}

int live_update_control(struct request *r, const char **arg, unsigned count)
{
	if (!count)
		return EINVAL;
	if (!strcmp(arg[0], "-s"))
		return start(r, arg + 1, count - 1);
	if (!strcmp(arg[0], "-f") && count == 2)
		return set_file(r, arg[1]);
	if (strcmp(arg[0], "-a") && strcmp(arg[0], "-c"))
		return EINVAL;
	if (!new_file) {
		reply_string(r, arg[0][1] == 'a' ? "No live-update session active."
						 : "Not in live-update session.");
		return 0;
	}
	if (arg[0][1] == 'a')
		forget();
	else if (count != 2)
		return EINVAL;
	else if (set_string(&new_args, arg[1]))
		return ENOMEM;
	reply_string(r, "OK");
	return 0;
}

char *live_update_read(size_t *size)
{
	const char *text = getenv(STATE_ENV);
	struct stat st;
	char *data;
	int fd;

	errno = ENOENT;
	if (!text)
		return NULL;
	fd = atoi(text);
	unsetenv(STATE_ENV);
	if (fstat(fd, &st))
		return NULL;
	data = malloc(st.st_size + 1);
	if (!data)
		return NULL;
	if (pread(fd, data, st.st_size, 0) != st.st_size) {
		free(data);
		errno = EIO;
		return NULL;
	}
	close(fd);
	*size = st.st_size;
	return data;
}

void live_update_finish(void)
{
	struct conn *c;

	keep_all_open(false);
	list_for_each(c, &conns, all) {
		conn_wake(c);
		conn_mark_dirty(c);
	}
	domain_scan();
	log_info("live update: done");
}

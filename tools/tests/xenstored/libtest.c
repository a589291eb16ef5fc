/* SPDX-License-Identifier: GPL-2.0-only */
/* libxenstore against a running daemon: every function, and several threads on one handle. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xenstore.h>

#define CHECK(cond)                                                                            \
	do {                                                                                   \
		if (!(cond)) {                                                                 \
			printf("not ok 1 - line %d: %s (errno %d)\n", __LINE__, #cond, errno); \
			exit(1);                                                               \
		}                                                                              \
	} while (0)

#define THREADS 6
#define ROUNDS 400

static struct xs_handle *shared;

static void *worker(void *arg)
{
	long id = (long)arg;
	char path[64], want[32];
	unsigned int len;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		char *got;

		snprintf(path, sizeof(path), "/threads/%ld/%d", id, i % 7);
		snprintf(want, sizeof(want), "%ld-%d", id, i);
		CHECK(xs_write(shared, XBT_NULL, path, want, strlen(want)));
		got = xs_read(shared, XBT_NULL, path, &len);
		CHECK(got && len == strlen(want) && !strcmp(got, want));
		free(got);
	}
	return NULL;
}

static void *watcher(void *arg)
{
	unsigned int num;
	char **event;

	do {
		event = xs_read_watch(shared, &num);
		CHECK(event && num == 2 && !strcmp(event[XS_WATCH_TOKEN], "all"));
		num = strcmp(event[XS_WATCH_PATH], "/threads/end");
		free(event);
	} while (num);
	return NULL;
}

static void threads(void)
{
	pthread_t t[THREADS], w;
	long i;

	shared = xs_open(0);
	CHECK(shared && xs_watch(shared, "/threads", "all"));
	CHECK(!pthread_create(&w, NULL, watcher, NULL));
	for (i = 0; i < THREADS; i++)
		CHECK(!pthread_create(&t[i], NULL, worker, (void *)i));
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	CHECK(xs_mkdir(shared, XBT_NULL, "/threads/end"));
	pthread_join(w, NULL);
	xs_close(shared);
}

static void nodes(struct xs_handle *h)
{
	struct xs_permissions set[] = { { 0, XS_PERM_NONE }, { 1, XS_PERM_READ } }, *got;
	unsigned int num, len;
	char **names, *value, path[64];
	int i;

	CHECK(xs_write(h, XBT_NULL, "/l/a", "x\0y", 3));
	value = xs_read(h, XBT_NULL, "/l/a", &len);
	CHECK(value && len == 3 && !memcmp(value, "x\0y", 4));
	free(value);
	CHECK(!xs_read(h, XBT_NULL, "/l/none", &len) && errno == ENOENT);
	names = xs_directory(h, XBT_NULL, "/l/a", &num);
	CHECK(names && num == 0);
	free(names);
	CHECK(xs_set_permissions(h, XBT_NULL, "/l/a", set, 2));
	got = xs_get_permissions(h, XBT_NULL, "/l/a", &num);
	CHECK(got && num == 2 && got[1].id == 1 && got[1].perms == XS_PERM_READ);
	free(got);
	for (i = 0; i < 3000; i++) {
		snprintf(path, sizeof(path), "/l/many/child-%d", i);
		CHECK(xs_mkdir(h, XBT_NULL, path));
	}
	names = xs_directory(h, XBT_NULL, "/l/many", &num);
	CHECK(names && num == 3000 && !strcmp(names[2999], "child-2999"));
	free(names);
	CHECK(xs_rm(h, XBT_NULL, "/l") && !xs_restrict(h, 1));
	CHECK(xs_path_is_subpath("/a", "/a/b") && !xs_path_is_subpath("/a", "/ab"));
}

static void transactions(struct xs_handle *h, struct xs_handle *other)
{
	xs_transaction_t t = xs_transaction_start(h);

	CHECK(t != XBT_NULL && xs_write(h, t, "/t/a", "1", 1));
	CHECK(!xs_read(other, XBT_NULL, "/t/a", NULL));
	CHECK(xs_transaction_end(h, t, false));
	t = xs_transaction_start(h);
	free(xs_read(h, t, "/t/a", NULL));
	CHECK(xs_write(other, XBT_NULL, "/t/a", "2", 1));
	CHECK(!xs_transaction_end(h, t, false) && errno == EAGAIN);
	t = xs_transaction_start(h);
	CHECK(xs_rm(h, t, "/t") && xs_transaction_end(h, t, true));
	CHECK(xs_rm(h, XBT_NULL, "/t"));
}

static void watches(struct xs_handle *other)
{
	struct xs_handle *h = xs_open(XS_UNWATCH_FILTER);
	struct pollfd p = { .events = POLLIN };
	unsigned int num;
	char **event;

	CHECK(h && (p.fd = xs_fileno(h)) >= 0);
	CHECK(xs_watch(h, "/w", "one") && xs_watch(h, "/w/x", "two"));
	CHECK(poll(&p, 1, 10000) == 1);
	event = xs_read_watch(h, &num);
	CHECK(event && !strcmp(event[XS_WATCH_PATH], "/w"));
	free(event);
	event = xs_read_watch(h, &num);
	CHECK(event && !strcmp(event[XS_WATCH_TOKEN], "two"));
	free(event);
	CHECK(!xs_check_watch(h) && errno == EAGAIN && poll(&p, 1, 0) == 0);
	CHECK(xs_write(other, XBT_NULL, "/w/x", "1", 1));
	CHECK(poll(&p, 1, 10000) == 1);
	/* Both events are there when a request has been answered after them. */
	CHECK(xs_unwatch(h, "/w/x", "two") && !xs_unwatch(h, "/w/x", "two") && errno == ENOENT);
	event = xs_check_watch(h);
	CHECK(event && !strcmp(event[XS_WATCH_TOKEN], "one"));
	free(event);
	CHECK(!xs_check_watch(h) && errno == EAGAIN);
	xs_close(h);
}

static void domains(struct xs_handle *h)
{
	char *path = xs_get_domain_path(h, 5), *text;

	CHECK(path && !strcmp(path, "/local/domain/5"));
	free(path);
	CHECK(!xs_is_domain_introduced(h, 5));
	CHECK(xs_introduce_domain(h, 5, 1234, 9) && xs_is_domain_introduced(h, 5));
	CHECK(xs_introduce_domain(h, 6, 1234, 9) && xs_set_target(h, 6, 5));
	CHECK(xs_resume_domain(h, 5) && xs_release_domain(h, 5));
	CHECK(!xs_release_domain(h, 5) && errno == ENOENT);
	text = xs_control_command(h, "check", NULL, 0);
	CHECK(text && !strcmp(text, "OK"));
	free(text);
	CHECK(xs_suspend_evtchn_port(5) == -1);
}

/* `plainly`: the child closes what it has from its parent as if it were its own. */
static void after_fork(int plainly)
{
	struct xs_handle *h = xs_open(0);
	int status;
	pid_t pid;

	CHECK(h && xs_watch(h, "/fork", "t"));
	pid = fork();
	if (!pid) {
		if (plainly)
			xs_close(h);
		else
			xs_daemon_destroy_postfork(h);
		h = xs_open(0);
		_exit(!h || !xs_write(h, XBT_NULL, "/fork", "child", 5));
	}
	CHECK(waitpid(pid, &status, 0) == pid && !status);
	CHECK(xs_rm(h, XBT_NULL, "/fork"));
	xs_close(h);
}

static void *endless(void *arg)
{
	unsigned int num;

	for (;;)
		free(xs_read_watch(arg, &num));
	return NULL;
}

/* A thread cancelled while it waits for an event gives back what it held. */
static void cancellation(struct xs_handle *other)
{
	struct xs_handle *h = xs_open(0);
	pthread_t t;
	int i;

	CHECK(h);
	for (i = 0; i < 50; i++) {
		if (i == 10)
			CHECK(xs_watch(h, "/cancel", "t"));
		CHECK(!pthread_create(&t, NULL, endless, h));
		CHECK(xs_write(other, XBT_NULL, "/cancel", "x", 1));
		CHECK(!pthread_cancel(t) && !pthread_join(t, NULL));
		CHECK(xs_write(h, XBT_NULL, "/cancel", "y", 1));
	}
	xs_close(h);
}

/* Watches come and go, and the handle with them, while events arrive. */
static void *opener(void *arg)
{
	char **event;
	int i, k;

	for (i = 0; i < 60; i++) {
		struct xs_handle *h = xs_open(i % 2 ? XS_UNWATCH_FILTER : 0);

		CHECK(h && (i % 3 || xs_fileno(h) >= 0));
		CHECK(xs_watch(h, "/storm", "a") && xs_watch(h, "/storm", "b"));
		for (k = 0; k < i % 4; k++) {
			event = xs_check_watch(h);
			CHECK(event || errno == EAGAIN);
			free(event);
		}
		if (i % 5)
			CHECK(xs_unwatch(h, "/storm", "a"));
		xs_close(h);
	}
	return NULL;
}

static void open_and_close(struct xs_handle *other)
{
	pthread_t t[THREADS];
	long i, k;

	for (i = 0; i < THREADS; i++)
		CHECK(!pthread_create(&t[i], NULL, opener, NULL));
	for (k = 0; k < 1000; k++)
		CHECK(xs_write(other, XBT_NULL, "/storm/x", "y", 1));
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	CHECK(xs_rm(other, XBT_NULL, "/storm"));
}

int main(void)
{
	struct xs_handle *h = xs_open(0), *other = xs_open(0);
	int i;

	CHECK(h && other);
	nodes(h);
	transactions(h, other);
	watches(other);
	domains(h);
	for (i = 0; i < 20; i++)
		after_fork(i % 2);
	threads();
	cancellation(other);
	open_and_close(other);
	xs_close(h);
	xs_close(other);
	xs_close(NULL);
	printf("ok 1 - libxenstore\n");
	return 0;
}

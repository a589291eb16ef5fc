// SPDX-License-Identifier: GPL-2.0-only
/* libxl's poll loop and operations, without a hypervisor: tasks, times, children, aborts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "internal.h"

static libxl_ctx *new_ctx(void)
{
	libxl_ctx *ctx = calloc(1, sizeof(*ctx));
	pthread_mutexattr_t attr;

	assert_non_null(ctx);
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&ctx->lock, &attr);
	assert_int_equal(libxl__loop_init(ctx), 0);
	return ctx;
}

static void free_ctx(libxl_ctx *ctx)
{
	assert_true(LIST_EMPTY(&ctx->loop.aos));
	assert_true(LIST_EMPTY(&ctx->loop.fds));
	assert_true(LIST_EMPTY(&ctx->loop.children));
	assert_true(TAILQ_EMPTY(&ctx->loop.times));
	libxl__loop_free(ctx);
	assert_true(LIST_EMPTY(&ctx->loop.pollers));
	pthread_mutex_destroy(&ctx->lock);
	free(ctx);
}

static int run(libxl_ctx *ctx, libxl__task_fn *fn, void *arg, const libxl_asyncop_how *how)
{
	return libxl__ao_run(libxl__ao_new(ctx, 1, how), fn, arg);
}

/* ---- tasks ---- */

static int return_number(libxl__gc *gc, void *arg)
{
	return *(int *)arg;
}

static void a_result_comes_back(void **state)
{
	libxl_ctx *ctx = new_ctx();
	int n = ERROR_INVAL;

	assert_int_equal(run(ctx, return_number, &n, NULL), ERROR_INVAL);
	n = 0;
	assert_int_equal(run(ctx, return_number, &n, NULL), 0);
	free_ctx(ctx);
}

enum { MANY = 50 };

static int sleeper(libxl__gc *gc, void *arg)
{
	int *count = arg, i;

	for (i = 0; i < 3; i++) {
		assert_non_null(libxl__sprintf(gc, "%d", i));
		assert_int_equal(libxl__wait_ms(gc, 1), 0);
	}
	(*count)++;
	return 0;
}

static int spawn_many(libxl__gc *gc, void *arg)
{
	struct libxl__task *tasks[MANY];
	int i;

	for (i = 0; i < MANY; i++)
		tasks[i] = libxl__task_start(gc, sleeper, arg);
	for (i = 0; i < MANY; i++)
		assert_int_equal(libxl__task_join(gc, tasks[i]), 0);
	return 0;
}

static void many_tasks_at_once(void **state)
{
	libxl_ctx *ctx = new_ctx();
	int count = 0;

	assert_int_equal(run(ctx, spawn_many, &count, NULL), 0);
	assert_int_equal(count, MANY);
	free_ctx(ctx);
}

static int deep(libxl__gc *gc, void *arg)
{
	int *left = arg;

	if ((*left)-- == 0)
		return 0;
	return libxl__task_join(gc, libxl__task_start(gc, deep, arg));
}

static void tasks_start_tasks(void **state)
{
	libxl_ctx *ctx = new_ctx();
	int left = 30;

	assert_int_equal(run(ctx, deep, &left, NULL), 0);
	free_ctx(ctx);
}

/* Below a task's stack nothing can be written: an overflow is a fault there and then, no changed heap. */
static int stacks_probed;

static void look_at_guard(const void *stack, size_t guard, size_t size)
{
	char line[256], access[8];
	uintptr_t from, to, at = (uintptr_t)stack;
	FILE *f = fopen("/proc/self/maps", "r");

	assert_non_null(f);
	assert_true(guard >= 65536 && guard < size);
	while (at < (uintptr_t)stack + guard && fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx-%lx %7s", &from, &to, access) == 3 && from <= at && at < to) {
			assert_string_equal(access, "---p");
			at = to;
		}
	fclose(f);
	assert_true(at >= (uintptr_t)stack + guard);
	stacks_probed++;
}

static void stacks_have_guards(void **state)
{
	libxl_ctx *ctx = new_ctx();
	int count = 0;

	libxl__stack_probe = look_at_guard;
	assert_int_equal(run(ctx, spawn_many, &count, NULL), 0);
	libxl__stack_probe = NULL;
	assert_int_equal(stacks_probed, MANY + 1);
	free_ctx(ctx);
}

/* ---- completion ---- */

struct called { int times, rc; };

static void callback(libxl_ctx *ctx, int rc, void *for_callback)
{
	struct called *c = for_callback;

	c->times++;
	c->rc = rc;
}

static int wait_then_fail(libxl__gc *gc, void *arg)
{
	int rc = libxl__wait_ms(gc, 5);

	return rc ? rc : ERROR_BADFAIL;
}

/* as a program that polls by itself does it */
static void poll_until(libxl_ctx *ctx, const int *flag)
{
	while (!*flag) {
		struct pollfd fds[16];
		struct timeval now;
		int n = 16, timeout = -1;

		gettimeofday(&now, NULL);
		assert_int_equal(libxl_osevent_beforepoll(ctx, &n, fds, &timeout, now), 0);
		assert_true(poll(fds, n, timeout) >= 0);
		gettimeofday(&now, NULL);
		libxl_osevent_afterpoll(ctx, n, fds, now);
	}
}

static void callback_at_the_end(void **state)
{
	libxl_ctx *ctx = new_ctx();
	struct called c = { 0, 0 };
	libxl_asyncop_how how = { .callback = callback, .u.for_callback = &c };

	assert_int_equal(run(ctx, wait_then_fail, NULL, &how), 0);
	assert_int_equal(c.times, 0);
	poll_until(ctx, &c.times);
	assert_int_equal(c.times, 1);
	assert_int_equal(c.rc, ERROR_BADFAIL);
	free_ctx(ctx);
}

static void event_at_the_end(void **state)
{
	libxl_ctx *ctx = new_ctx();
	libxl_asyncop_how how = { .callback = NULL, .u.for_event = 77 };
	libxl_event *ev;

	assert_int_equal(run(ctx, wait_then_fail, NULL, &how), 0);
	assert_int_equal(libxl_event_check(ctx, &ev, LIBXL_EVENTMASK_ALL, NULL, NULL),
			 ERROR_NOT_READY);
	assert_int_equal(libxl_event_wait(ctx, &ev, LIBXL_EVENTMASK_ALL, NULL, NULL), 0);
	assert_int_equal(ev->type, LIBXL_EVENT_TYPE_OPERATION_COMPLETE);
	assert_int_equal(ev->for_user, 77);
	assert_int_equal(ev->u.operation_complete.rc, ERROR_BADFAIL);
	libxl_event_free(ctx, ev);
	free_ctx(ctx);
}

static int wait_forever(libxl__gc *gc, void *arg)
{
	int rc = libxl__wait_ms(gc, 1000 * 1000);

	/* clearing up may still wait */
	libxl__ao_ignore_abort(gc);
	assert_int_equal(libxl__wait_ms(gc, 1), 0);
	return rc;
}

static int parent_of_forever(libxl__gc *gc, void *arg)
{
	return libxl__task_join(gc, libxl__task_start(gc, wait_forever, NULL));
}

static void an_abort_ends_it(void **state)
{
	libxl_ctx *ctx = new_ctx();
	struct called c = { 0, 0 };
	libxl_asyncop_how how = { .callback = callback, .u.for_callback = &c };
	libxl_asyncop_how other = { .callback = callback, .u.for_callback = ctx };

	assert_int_equal(run(ctx, parent_of_forever, NULL, &how), 0);
	assert_int_equal(libxl_ao_abort(ctx, &other), ERROR_NOTFOUND);
	assert_int_equal(libxl_ao_abort(ctx, &how), 0);
	poll_until(ctx, &c.times);
	assert_int_equal(c.rc, ERROR_ABORTED);
	assert_int_equal(libxl_ao_abort(ctx, &how), ERROR_NOTFOUND);
	free_ctx(ctx);
}

/* ---- children ---- */

static int exec_sh(libxl__gc *gc, void *arg)
{
	char *args[] = { "/bin/sh", "-c", arg, NULL };
	char *env[] = { "LIBXL_TEST", "yes", NULL };
	struct libxl__exec e = { .args = args, .env = env, .what = "test", .timeout_ms = 20000 };

	return libxl__wait_exec(gc, &e);
}

static int exec_missing(libxl__gc *gc, void *arg)
{
	char *args[] = { "/nonesuch", NULL };
	struct libxl__exec e = { .args = args, .what = "test" };
	int rc = libxl__wait_exec(gc, &e);

	assert_int_equal(WEXITSTATUS(e.status), 127);
	return rc;
}

static int exec_too_long(libxl__gc *gc, void *arg)
{
	char *args[] = { "/bin/sh", "-c", "sleep 1000 & wait", NULL };
	struct libxl__exec e = { .args = args, .what = "test", .timeout_ms = 20 };
	int rc = libxl__wait_exec(gc, &e);

	assert_true(WIFSIGNALED(e.status));
	return rc;
}

static int in_child(libxl__gc *gc, void *arg)
{
	return 42;
}

static int fork_one(libxl__gc *gc, void *arg)
{
	int status, rc = libxl__wait_fork(gc, in_child, NULL, &status);

	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	return rc;
}

static void children(void **state)
{
	libxl_ctx *ctx = new_ctx();

	assert_int_equal(run(ctx, exec_sh, "test \"$LIBXL_TEST\" = yes", NULL), 0);
	assert_int_equal(run(ctx, exec_sh, "exit 3", NULL), ERROR_FAIL);
	/* no descriptor but the first three reaches a program */
	assert_int_equal(run(ctx, exec_sh, "test ! -e /proc/self/fd/4", NULL), 0);
	assert_int_equal(run(ctx, exec_missing, NULL, NULL), ERROR_FAIL);
	assert_int_equal(run(ctx, exec_too_long, NULL, NULL), ERROR_TIMEDOUT);
	assert_int_equal(run(ctx, fork_one, NULL, NULL), 0);
	free_ctx(ctx);
}

static void children_reaped_by_the_program(void **state)
{
	static const libxl_childproc_hooks hooks = { .chldowner = libxl_sigchld_owner_mainloop };
	libxl_ctx *ctx = new_ctx();
	struct called c = { 0, 1 };
	libxl_asyncop_how how = { .callback = callback, .u.for_callback = &c };
	int status;
	pid_t pid;

	libxl_childproc_setmode(ctx, &hooks, NULL);
	assert_int_equal(run(ctx, exec_sh, "exit 0", &how), 0);
	pid = waitpid(-1, &status, 0);
	assert_int_equal(libxl_childproc_reaped(ctx, pid + 100000, status), ERROR_UNKNOWN_CHILD);
	assert_int_equal(libxl_childproc_reaped(ctx, pid, status), 0);
	assert_int_equal(c.times, 1);
	assert_int_equal(c.rc, 0);
	free_ctx(ctx);
}

/* ---- a program with an event loop of its own ---- */

static struct { void *for_libxl; int fd; short events; bool time; struct timeval when; } app[32];

static int app_slot(void **for_app, void *for_libxl)
{
	int i;

	for (i = 0; app[i].for_libxl; i++)
		;
	app[i].for_libxl = for_libxl;
	*for_app = &app[i];
	return i;
}

static int fd_register(void *user, int fd, void **for_app, short events, void *for_libxl)
{
	int i = app_slot(for_app, for_libxl);

	app[i].fd = fd;
	app[i].events = events;
	app[i].time = false;
	return 0;
}

static int fd_modify(void *user, int fd, void **for_app, short events)
{
	return 0;
}

static void fd_deregister(void *user, int fd, void *for_app)
{
	memset(for_app, 0, sizeof(app[0]));
}

static int timeout_register(void *user, void **for_app, struct timeval abs, void *for_libxl)
{
	int i = app_slot(for_app, for_libxl);

	app[i].time = true;
	app[i].when = abs;
	return 0;
}

static int timeout_modify(void *user, void **for_app, struct timeval abs)
{
	((__typeof__(&app[0]))*for_app)->when = abs;
	return 0;
}

static const libxl_osevent_hooks os_hooks = {
	.fd_register = fd_register, .fd_modify = fd_modify, .fd_deregister = fd_deregister,
	.timeout_register = timeout_register, .timeout_modify = timeout_modify,
};

static void app_turn(libxl_ctx *ctx)
{
	struct timeval now;
	unsigned int i;

	gettimeofday(&now, NULL);
	for (i = 0; i < ARRAY_SIZE(app); i++) {
		void *for_libxl = app[i].for_libxl;
		struct pollfd p = { app[i].fd, app[i].events, 0 };

		if (!for_libxl)
			continue;
		if (app[i].time && !timercmp(&app[i].when, &now, >)) {
			memset(&app[i], 0, sizeof(app[i]));
			libxl_osevent_occurred_timeout(ctx, for_libxl);
		} else if (!app[i].time && poll(&p, 1, 0) > 0) {
			libxl_osevent_occurred_fd(ctx, for_libxl, p.fd, p.events, p.revents);
		}
	}
	poll(NULL, 0, 1);
}

static int wait_and_exec(libxl__gc *gc, void *arg)
{
	int rc = libxl__wait_ms(gc, 2);

	return rc ? rc : exec_sh(gc, "exit 0");
}

static void a_foreign_event_loop(void **state)
{
	libxl_ctx *ctx = new_ctx();
	struct called c = { 0, 1 };
	libxl_asyncop_how how = { .callback = callback, .u.for_callback = &c };
	unsigned int i;

	libxl_osevent_register_hooks(ctx, &os_hooks, NULL);
	assert_int_equal(run(ctx, wait_and_exec, NULL, &how), 0);
	while (!c.times)
		app_turn(ctx);
	assert_int_equal(c.rc, 0);
	/* the time that was not needed any more still has to come round */
	app_turn(ctx);
	for (i = 0; i < ARRAY_SIZE(app); i++)
		assert_null(app[i].for_libxl);
	free_ctx(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_result_comes_back),
		cmocka_unit_test(many_tasks_at_once),
		cmocka_unit_test(tasks_start_tasks),
		cmocka_unit_test(stacks_have_guards),
		cmocka_unit_test(callback_at_the_end),
		cmocka_unit_test(event_at_the_end),
		cmocka_unit_test(an_abort_ends_it),
		cmocka_unit_test(children),
		cmocka_unit_test(children_reaped_by_the_program),
		cmocka_unit_test(a_foreign_event_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

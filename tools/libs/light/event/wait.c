// SPDX-License-Identifier: LGPL-2.1-only
/* What a task waits for: time, a xenstore node, a program, a child process. */
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>

#include "internal.h"
#include "xs.h"

extern char **environ;

struct alarm {
	struct libxl__ev_time time;
	struct libxl__task *task;
	bool rang;
};

static void alarm_due(libxl_ctx *ctx, struct libxl__ev_time *ev)
{
	struct alarm *a = (struct alarm *)((char *)ev - offsetof(struct alarm, time));

	a->rang = true;
	libxl__task_wake(a->task);
}

static int alarm_set(libxl__gc *gc, struct alarm *a, int ms)
{
	a->task = gc->task;
	return ms ? libxl__ev_time_register(gc->ctx, &a->time, ms, alarm_due) : 0;
}

int libxl__wait_ms(libxl__gc *gc, int ms)
{
	struct alarm alarm = { .rang = false };
	int rc = alarm_set(gc, &alarm, ms);

	while (!rc && !alarm.rang && ms)
		rc = libxl__task_sleep(gc);
	libxl__ev_time_deregister(gc->ctx, &alarm.time);
	return rc;
}

/* ---- a xenstore node ---- */

struct node_watch {
	struct libxl__ev_watch watch;
	struct libxl__task *task;
};

static void node_fired(libxl_ctx *ctx, struct libxl__ev_watch *w, const char *path)
{
	struct node_watch *n = (struct node_watch *)((char *)w - offsetof(struct node_watch, watch));

	libxl__task_wake(n->task);
}

int libxl__wait_xs(libxl__gc *gc, const char *path,
		   bool (*done)(libxl__gc *gc, const char *value, void *arg), void *arg, int ms)
{
	struct node_watch node = { .task = gc->task };
	struct alarm alarm = { .rang = false };
	int rc;

	rc = libxl__ev_watch_register(gc->ctx, &node.watch, path, node_fired);
	if (rc)
		return rc;
	rc = alarm_set(gc, &alarm, ms);
	while (!rc && !done(gc, libxl__xs_read(gc, XBT_NULL, path), arg))
		rc = gc->ctx->loop.xs_lost ? ERROR_FAIL : alarm.rang ? ERROR_TIMEDOUT :
			libxl__task_sleep(gc);
	libxl__ev_time_deregister(gc->ctx, &alarm.time);
	libxl__ev_watch_deregister(gc->ctx, &node.watch);
	return rc;
}

/* ---- a child process ---- */

struct child {
	struct libxl__ev_child ev;
	struct libxl__task *task;
	bool done;
	int status;
};

static void child_exited(libxl_ctx *ctx, struct libxl__ev_child *ev, int status)
{
	struct child *c = (struct child *)((char *)ev - offsetof(struct child, ev));

	c->status = status;
	c->done = true;
	libxl__task_wake(c->task);
}

/* Waits for the child; when time is up or the operation is aborted it is killed and collected. */
static int child_wait(libxl__gc *gc, struct child *c, int timeout_ms)
{
	struct alarm alarm = { .rang = false };
	bool killed = false;
	int rc, ret = 0;

	ret = alarm_set(gc, &alarm, timeout_ms);
	while (!c->done) {
		rc = libxl__task_sleep(gc);
		if (!ret)
			ret = rc ? rc : alarm.rang && !c->done ? ERROR_TIMEDOUT : 0;
		if (ret && !killed && !c->done) {
			kill(-c->ev.pid, SIGKILL);
			kill(c->ev.pid, SIGKILL);
			killed = true;
			/* it dies at once; do not let the abort end this wait too */
			libxl__ao_ignore_abort(gc);
		}
	}
	libxl__ev_time_deregister(gc->ctx, &alarm.time);
	return ret;
}

/* this process's environment with name, value pairs added, built before the fork */
static char **merged_env(libxl__gc *gc, char **add)
{
	int i, n = 0, m = 0;
	char **env;

	while (environ[n])
		n++;
	while (add && add[m])
		m += 2;
	env = NEW_ARRAY(gc, char *, n + m / 2 + 1);
	m = 0;
	for (i = 0; add && add[i]; i += 2)
		env[m++] = SPRINTF("%s=%s", add[i], add[i + 1] ? add[i + 1] : "");
	for (n = 0; environ[n]; n++) {
		size_t len = strcspn(environ[n], "=");

		for (i = 0; add && add[i]; i += 2)
			if (strlen(add[i]) == len && !strncmp(add[i], environ[n], len))
				break;
		if (!add || !add[i])
			env[m++] = environ[n];
	}
	return env;
}

static void child_reset_signals(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	sigset_t none;
	int s;

	for (s = 1; s < NSIG; s++)
		sigaction(s, &dfl, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

int libxl__wait_exec(libxl__gc *gc, struct libxl__exec *e)
{
	struct child c = { .task = gc->task };
	char **env = merged_env(gc, e->env);
	pid_t pid, shown;
	int rc;

	LOG(DEBUG, "running %s %s", e->args[0], e->args[1] ? e->args[1] : "");
	pid = libxl__ev_child_fork(gc->ctx, &c.ev, child_exited);
	if (pid < 0)
		return pid;
	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		setpgid(0, 0);
		dup2(null, 0);
		dup2(2, 1);
		syscall(SYS_close_range, 3, ~0U, 0);
		child_reset_signals();
		execve(e->args[0], e->args, env);
		_exit(127);
	}
	shown = pid;
	rc = child_wait(gc, &c, e->timeout_ms);
	e->status = c.status;
	if (rc == ERROR_TIMEDOUT)
		LOG(ERROR, "%s %s did not finish within %d s and was killed", e->args[0],
		    e->args[1] ? e->args[1] : "", e->timeout_ms / 1000);
	else if (!rc && WIFEXITED(c.status) && WEXITSTATUS(c.status) == 127)
		LOG(ERROR, "%s cannot be run (missing, or not executable?)", e->args[0]);
	else if (!rc && c.status)
		libxl_report_child_exitstatus(gc->ctx, XTL_ERROR, e->what, shown, c.status);
	return rc ? rc : c.status ? ERROR_FAIL : 0;
}

int libxl__wait_fork(libxl__gc *gc, int (*fn)(libxl__gc *gc, void *arg), void *arg, int *status)
{
	struct child c = { .task = gc->task };
	pid_t pid = libxl__ev_child_fork(gc->ctx, &c.ev, child_exited);
	int rc;

	if (pid < 0)
		return pid;
	if (pid == 0)
		_exit(fn(gc, arg));
	rc = child_wait(gc, &c, 0);
	*status = c.status;
	return rc;
}

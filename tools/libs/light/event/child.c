// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Child processes. Each is waited for through a descriptor of its own (pidfd), so libxl needs no
 * SIGCHLD handler and reaps nobody else's children, except when the program asked for that.
 */
#include <sys/syscall.h>

#include "internal.h"

static libxl_sigchld_owner owner(libxl_ctx *ctx)
{
	return ctx->loop.child_hooks ? ctx->loop.child_hooks->chldowner : libxl_sigchld_owner_libxl;
}

static void child_done(libxl_ctx *ctx, struct libxl__ev_child *ch, int status)
{
	if (ch->pidfd.fd >= 0) {
		int fd = ch->pidfd.fd;

		libxl__ev_fd_deregister(ctx, &ch->pidfd);
		close(fd);
	}
	LIST_REMOVE(ch, entry);
	ch->pid = 0;
	ch->exited(ctx, ch, status);
}

/* The program's own children, when it left them to us. */
static void reap_others(libxl_ctx *ctx)
{
	const libxl_childproc_hooks *h = ctx->loop.child_hooks;
	libxl_sigchld_owner o = owner(ctx);
	struct libxl__ev_child *ch;
	int status, rc;
	pid_t pid;

	if (!h || !h->reaped_callback ||
	    (o != libxl_sigchld_owner_libxl && o != libxl_sigchld_owner_libxl_always))
		return;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		LIST_FOREACH(ch, &ctx->loop.children, entry)
			if (ch->pid == pid)
				break;
		if (ch) {
			child_done(ctx, ch, status);
			continue;
		}
		rc = h->reaped_callback(pid, status, ctx->loop.child_user);
		if (rc == ERROR_UNKNOWN_CHILD)
			libxl_report_child_exitstatus(ctx, XTL_WARN, "unknown child", pid, status);
		else if (rc)
			libxl__loop_disaster(ctx, "the program failed to take its child", 0, 0);
	}
}

/* returns whether the child had ended */
static bool try_reap(libxl_ctx *ctx, struct libxl__ev_child *ch)
{
	int status;
	pid_t pid;

	do {
		pid = waitpid(ch->pid, &status, WNOHANG);
	} while (pid < 0 && errno == EINTR);
	if (pid == 0)
		return false;
	if (pid < 0) {
		LOGCE(ctx, ERROR, "the exit status of child %d is lost", (int)ch->pid);
		status = 255 << 8;
	}
	child_done(ctx, ch, status);
	return true;
}

static void pidfd_ready(libxl_ctx *ctx, struct libxl__ev_fd *ev, short revents)
{
	struct libxl__ev_child *ch =
		(struct libxl__ev_child *)((char *)ev - offsetof(struct libxl__ev_child, pidfd));

	if (try_reap(ctx, ch))
		reap_others(ctx);
}

pid_t libxl__ev_child_fork(libxl_ctx *ctx, struct libxl__ev_child *ch,
			   void (*exited)(libxl_ctx *, struct libxl__ev_child *, int))
{
	const libxl_childproc_hooks *h = ctx->loop.child_hooks;
	int fd, rc;
	pid_t pid;

	libxl__ev_fd_init(&ch->pidfd);
	pid = h && h->fork_replacement ? h->fork_replacement(ctx->loop.child_user) : fork();
	if (pid == 0)
		return 0;
	if (pid < 0) {
		LOGCE(ctx, ERROR, "cannot fork");
		return ERROR_FAIL;
	}
	ch->pid = pid;
	ch->exited = exited;
	LIST_INSERT_HEAD(&ctx->loop.children, ch, entry);
	if (owner(ctx) == libxl_sigchld_owner_mainloop)
		return pid; /* the program will tell */
	fd = syscall(SYS_pidfd_open, pid, 0);
	rc = fd < 0 ? ERROR_FAIL : libxl__ev_fd_register(ctx, &ch->pidfd, fd, POLLIN, pidfd_ready);
	if (rc) {
		LOGCE(ctx, ERROR, "cannot wait for child %d asynchronously", (int)pid);
		if (fd >= 0)
			close(fd);
		LIST_REMOVE(ch, entry);
		ch->pid = 0;
		waitpid(pid, NULL, 0);
		return rc;
	}
	return pid;
}

bool libxl__has_children(libxl_ctx *ctx)
{
	return !LIST_EMPTY(&ctx->loop.children);
}

void libxl_childproc_setmode(libxl_ctx *ctx, const libxl_childproc_hooks *hooks, void *user)
{
	SCOPE(ctx);

	ctx->loop.child_hooks = hooks;
	ctx->loop.child_user = user;
}

int libxl_childproc_reaped(libxl_ctx *ctx, pid_t pid, int status)
{
	struct libxl__ev_child *ch;

	libxl__lock(ctx);
	LIST_FOREACH(ch, &ctx->loop.children, entry)
		if (ch->pid == pid)
			break;
	if (ch) {
		child_done(ctx, ch, status);
		libxl__run_tasks(ctx);
		libxl__deliver(ctx);
	}
	libxl__unlock(ctx);
	return ch ? 0 : ERROR_UNKNOWN_CHILD;
}

void libxl_childproc_sigchld_occurred(libxl_ctx *ctx)
{
	struct libxl__ev_child *ch, *next;

	libxl__lock(ctx);
	for (ch = LIST_FIRST(&ctx->loop.children); ch; ch = next) {
		next = LIST_NEXT(ch, entry);
		try_reap(ctx, ch);
	}
	libxl__run_tasks(ctx);
	libxl__deliver(ctx);
	libxl__unlock(ctx);
}

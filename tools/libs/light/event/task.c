// SPDX-License-Identifier: LGPL-2.1-only
/*
 * Operations as tasks. A task is a function with a stack of its own. While it sleeps, the thread
 * that ran it is back in the poll loop; whatever wakes it puts it on the ready list, and some thread
 * that holds the context's lock runs it on. So a task may move between threads, but only where it
 * sleeps, and the lock is held whenever it runs: it never keeps errno across a sleep.
 */
#include <sys/mman.h>

#include "internal.h"

#define STACK_SIZE (1024 * 1024) /* address space; pages come when touched */
#define GUARD_SIZE (64 * 1024)   /* more than the largest frame of any library, so that none steps over it */

void (*libxl__stack_probe)(const void *stack, size_t guard, size_t size);

struct libxl__task {
	struct libxl__gc gc; /* first: a gc with a task is that task */
	STAILQ_ENTRY(libxl__task) ready_entry;
	LIST_ENTRY(libxl__task) ao_entry;
	struct libxl__ao *ao;
	struct libxl__task *joiner;
	libxl__task_fn *fn;
	void *arg;
	void *stack;
	ucontext_t context;
	int rc;
	bool ready, done;
};

struct libxl__ao {
	LIST_ENTRY(libxl__ao) entry;
	libxl_ctx *ctx;
	uint32_t domid;
	struct libxl__task main;
	LIST_HEAD(, libxl__task) tasks;
	struct libxl__poller poller; /* of a synchronous operation */
	libxl_asyncop_how how;
	bool sync, complete, aborting, ignore_abort;
};

/* ---- running ---- */

static void task_entry(unsigned int hi, unsigned int lo)
{
	struct libxl__task *t = (struct libxl__task *)((uintptr_t)hi << 32 | lo);

	t->rc = t->fn(&t->gc, t->arg);
	t->done = true;
	setcontext(&t->gc.ctx->loop.main);
}

static void task_free_stack(struct libxl__task *t)
{
	if (!t->stack)
		return;
	if (libxl__stack_probe)
		libxl__stack_probe(t->stack, GUARD_SIZE, STACK_SIZE);
	munmap(t->stack, STACK_SIZE);
	t->stack = NULL;
}

static int task_prepare(struct libxl__task *t)
{
	t->stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
	if (t->stack == MAP_FAILED) {
		t->stack = NULL;
		return ERROR_NOMEM;
	}
	if (mprotect(t->stack, GUARD_SIZE, PROT_NONE)) {
		task_free_stack(t);
		return ERROR_NOMEM;
	}
	getcontext(&t->context);
	t->context.uc_stack.ss_sp = t->stack;
	t->context.uc_stack.ss_size = STACK_SIZE;
	t->context.uc_link = NULL;
	makecontext(&t->context, (void (*)(void))task_entry, 2,
		    (unsigned int)((uintptr_t)t >> 32), (unsigned int)(uintptr_t)t);
	return 0;
}

void libxl__task_wake(struct libxl__task *t)
{
	if (t->ready || t->done)
		return;
	t->ready = true;
	STAILQ_INSERT_TAIL(&t->gc.ctx->loop.ready, t, ready_entry);
}

int libxl__task_sleep(libxl__gc *gc)
{
	struct libxl__task *t = gc->task;
	struct libxl__loop *l = &gc->ctx->loop;

	if (t->ao->aborting && !t->ao->ignore_abort)
		return ERROR_ABORTED;
	swapcontext(&t->context, &l->main);
	return t->ao->aborting && !t->ao->ignore_abort ? ERROR_ABORTED : 0;
}

static void ao_completed(struct libxl__ao *ao);

static void task_ended(struct libxl__task *t)
{
	task_free_stack(t);
	if (t->joiner)
		libxl__task_wake(t->joiner);
	if (t == &t->ao->main)
		ao_completed(t->ao);
}

void libxl__run_tasks(libxl_ctx *ctx)
{
	struct libxl__loop *l = &ctx->loop;
	struct libxl__task *t;

	if (l->running)
		return; /* called from within a task: the loop that runs it goes on */
	while ((t = STAILQ_FIRST(&l->ready))) {
		STAILQ_REMOVE_HEAD(&l->ready, ready_entry);
		t->ready = false;
		l->running = t;
		swapcontext(&l->main, &t->context);
		l->running = NULL;
		if (t->done)
			task_ended(t);
	}
}

struct libxl__task *libxl__task_start(libxl__gc *gc, libxl__task_fn *fn, void *arg)
{
	struct libxl__ao *ao = gc->task->ao;
	struct libxl__task *t = NEW(gc, struct libxl__task);

	t->gc.ctx = gc->ctx;
	t->gc.task = t;
	t->ao = ao;
	t->fn = fn;
	t->arg = arg;
	LIST_INSERT_HEAD(&ao->tasks, t, ao_entry);
	t->rc = task_prepare(t);
	if (t->rc) {
		LOGD(ERROR, ao->domid, "no memory for the stack of a task");
		t->done = true;
		return t;
	}
	libxl__task_wake(t);
	return t;
}

int libxl__task_join(libxl__gc *gc, struct libxl__task *t)
{
	/* An abort request reaches the child too: it ends soon, and is waited for. */
	t->joiner = gc->task;
	while (!t->done)
		swapcontext(&gc->task->context, &gc->ctx->loop.main);
	LIST_REMOVE(t, ao_entry);
	libxl__gc_free(&t->gc);
	return t->rc;
}

/* ---- operations ---- */

libxl__gc *libxl__ao_new(libxl_ctx *ctx, uint32_t domid, const libxl_asyncop_how *how)
{
	struct libxl__ao *ao = libxl__zalloc_raw(sizeof(*ao));

	libxl__lock(ctx);
	ao->ctx = ctx;
	ao->domid = domid;
	ao->main.gc.ctx = ctx;
	ao->main.gc.task = &ao->main;
	ao->main.ao = ao;
	LIST_INIT(&ao->tasks);
	ao->sync = !how;
	if (how)
		ao->how = *how;
	LIST_INSERT_HEAD(&ctx->loop.aos, ao, entry);
	return &ao->main.gc;
}

static void ao_free(struct libxl__ao *ao)
{
	LIST_REMOVE(ao, entry);
	task_free_stack(&ao->main);
	libxl__gc_free(&ao->main.gc);
	free(ao);
}

int libxl__ao_fail(libxl__gc *gc, int rc)
{
	libxl_ctx *ctx = gc->ctx;

	ao_free(gc->task->ao);
	libxl__unlock(ctx);
	return rc;
}

static void ao_completed(struct libxl__ao *ao)
{
	libxl_ctx *ctx = ao->ctx;

	ao->complete = true;
	LIBXL__LOG(ctx, DEBUG, -1, ao->domid, "ao %p: complete, rc=%d", (void *)ao, ao->main.rc);
	if (ao->sync) {
		libxl__loop_wakeup(ctx);
		return;
	}
	if (ao->how.callback) {
		struct libxl__delivery *d = libxl__zalloc_raw(sizeof(*d));

		d->op = ao->how;
		d->rc = ao->main.rc;
		STAILQ_INSERT_TAIL(&ctx->loop.deliveries, d, entry);
	} else {
		libxl_event *ev = libxl__event_new(ctx, LIBXL_EVENT_TYPE_OPERATION_COMPLETE,
						   ao->domid, ao->how.u.for_event);

		ev->u.operation_complete.rc = ao->main.rc;
		libxl__event_occurred(ctx, ev);
	}
	ao_free(ao);
}

int libxl__ao_run(libxl__gc *gc, libxl__task_fn *fn, void *arg)
{
	struct libxl__ao *ao = gc->task->ao;
	libxl_ctx *ctx = ao->ctx;
	bool sync = ao->sync;
	int rc;

	ao->main.fn = fn;
	ao->main.arg = arg;
	rc = task_prepare(&ao->main);
	if (!rc && sync)
		rc = libxl__poller_init(ctx, &ao->poller);
	if (rc)
		return libxl__ao_fail(gc, rc);
	LIBXL__LOG(ctx, DEBUG, -1, ao->domid, "ao %p: started, %s", (void *)ao,
		   sync ? "synchronous" : "asynchronous");
	libxl__task_wake(&ao->main);
	libxl__run_tasks(ctx);
	if (sync) {
		while (!ao->complete && !rc) {
			libxl__deliver(ctx);
			rc = libxl__loop_once(ctx, &ao->poller);
		}
		libxl__poller_free(&ao->poller);
		if (!ao->complete) /* cannot go on polling: the operation is left behind, not freed */
			ao->sync = false;
		else {
			rc = ao->main.rc;
			ao_free(ao);
		}
	}
	libxl__deliver(ctx);
	libxl__unlock(ctx);
	return rc;
}

void libxl__ao_ignore_abort(libxl__gc *gc)
{
	gc->task->ao->ignore_abort = true;
}

static void wake_ao(struct libxl__ao *ao)
{
	struct libxl__task *t;

	libxl__task_wake(&ao->main);
	LIST_FOREACH(t, &ao->tasks, ao_entry)
		libxl__task_wake(t);
}

void libxl__wake_all_tasks(libxl_ctx *ctx)
{
	struct libxl__ao *ao;

	LIST_FOREACH(ao, &ctx->loop.aos, entry)
		wake_ao(ao);
}

int libxl_ao_abort(libxl_ctx *ctx, const libxl_asyncop_how *how)
{
	struct libxl__ao *ao;
	int rc = ERROR_NOTFOUND;

	libxl__lock(ctx);
	LIST_FOREACH(ao, &ctx->loop.aos, entry)
		if (how ? !ao->sync && how->callback == ao->how.callback &&
			  !memcmp(&how->u, &ao->how.u, sizeof(how->u)) : ao->sync)
			break;
	if (ao) {
		rc = ao->aborting ? ERROR_ABORTED : 0;
		ao->aborting = true;
		wake_ao(ao);
		libxl__run_tasks(ctx);
		libxl__deliver(ctx);
	}
	libxl__unlock(ctx);
	return rc;
}

void libxl__ao_progress(libxl__gc *gc, const libxl_asyncprogress_how *how, libxl_event *ev)
{
	libxl_ctx *ctx = gc->ctx;

	ev->for_user = how->for_event;
	if (how->callback) {
		struct libxl__delivery *d = libxl__zalloc_raw(sizeof(*d));

		d->event = ev;
		d->progress = *how;
		STAILQ_INSERT_TAIL(&ctx->loop.deliveries, d, entry);
		libxl__loop_wakeup(ctx);
	} else {
		libxl__event_occurred(ctx, ev);
	}
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocation failure at every allocation of a scripted session, one at a time: the request that meets it must
 * fail with ENOMEM or be put off, and leave the tree, the watches, the transactions and the accounts as they were;
 * tried again, it must succeed.
 *
 * Linked with --wrap for malloc and its kin.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../xenstored/check.h"
#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/state.h"
#include "fake.h"

struct pool;

void *__real_pool_alloc(struct pool *p);
void *__wrap_pool_alloc(struct pool *p);
void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__real_aligned_alloc(size_t align, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);
void *__wrap_aligned_alloc(size_t align, size_t n);

/* Allocations until one fails; < 0: none does. */
static long countdown = -1;
static bool failed;

static bool fails(void)
{
	if (countdown < 0 || countdown--)
		return false;
	failed = true;
	return true;
}

/* Else most objects would come out of what is there already. */
void *__wrap_pool_alloc(struct pool *p)
{
	return fails() ? NULL : __real_pool_alloc(p);
}

void *__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
	return fails() ? NULL : __real_realloc(p, n);
}

void *__wrap_aligned_alloc(size_t align, size_t n)
{
	return fails() ? NULL : __real_aligned_alloc(align, n);
}

static struct conn *sock, *guest;
static uint32_t txn;

struct step {
	const char *what;
	int who;		/* 0: socket, 1: guest */
	uint32_t type;
	bool in_txn;
	const char *body;
	size_t len;
};

#define B(s) s, sizeof(s) - 1
#define STEP(who, type, ...) { #type, who, XS_##type, false, __VA_ARGS__ }
#define TSTEP(who, type, ...) { #type " in a transaction", who, XS_##type, true, __VA_ARGS__ }

static const struct step session[] = {
	STEP(0, WATCH, B("/\0all\0")),
	STEP(0, WATCH, B("@introduceDomain\0in\0")),
	STEP(0, MKDIR, B("/local/domain/1\0")),
	STEP(0, SET_PERMS, B("/local/domain/1\0n1\0r2\0")),
	STEP(1, WATCH, B("device\0dev\0")),
	STEP(1, WRITE, B("device/vif/0/state\0value one")),
	STEP(1, WRITE, B("device/vif/0/state\0another, and a longer one")),
	STEP(1, READ, B("device/vif/0/state\0")),
	STEP(1, DIRECTORY, B("device\0")),
	STEP(0, DIRECTORY_PART, B("/local\0" "0\0")),
	STEP(1, GET_PERMS, B("device\0")),
	STEP(1, SET_PERMS, B("device/vif\0n1\0r0\0b3\0")),
	STEP(0, SET_PERMS, B("@releaseDomain\0n0\0r1\0")),
	STEP(0, WRITE, B("/a/b/c/d\0deep")),
	STEP(0, TRANSACTION_START, B("\0")),
	TSTEP(0, WRITE, B("/a/b/c/d\0inside")),
	TSTEP(0, WRITE, B("/a/b/new/one\0inside")),
	TSTEP(0, MKDIR, B("/x/y/z\0")),
	TSTEP(0, RM, B("/local/domain/1/device\0")),
	TSTEP(0, DIRECTORY, B("/a/b\0")),
	TSTEP(0, SET_PERMS, B("/a\0n1\0r2\0")),
	TSTEP(0, GET_PERMS, B("/a\0")),
	TSTEP(0, TRANSACTION_END, B("T\0")),
	STEP(0, TRANSACTION_START, B("\0")),
	TSTEP(0, READ, B("/a/b/c\0")),
	TSTEP(0, WRITE, B("/a/b/c/e\0x")),
	STEP(0, WRITE, B("/a/b/c/f\0interferes, but nobody can tell")),
	TSTEP(0, TRANSACTION_END, B("T\0")),
	STEP(0, TRANSACTION_START, B("\0")),
	TSTEP(0, WRITE, B("/gone\0x")),
	TSTEP(0, TRANSACTION_END, B("F\0")),
	STEP(0, RM, B("/a/b\0")),
	STEP(0, UNWATCH, B("/\0all\0")),
	STEP(1, RESET_WATCHES, B("\0")),
	STEP(0, CONTROL, B("quota\0")),
	STEP(0, CONTROL, B("check\0")),
};

#define STEPS (sizeof(session) / sizeof(session[0]))

/* All the state that a request may change, in the form a live update would write it. */
static char *snapshot(size_t *size)
{
	char *data = NULL;
	FILE *f = open_memstream(&data, size);

	state_dump(f, -1, -1, NULL, NULL, 0);
	fclose(f);
	return data;
}

static const struct answer *perform(const struct step *s)
{
	return talk(s->who ? guest : sock, s->type, s->in_txn ? txn : 0, s->body, s->len);
}

static int fault(const struct step *s, long n, const char *what)
{
	drop_events(sock);
	printf("not ok 1 - %s, allocation %ld: %s\n", s->what, n, what);
	return 1;
}

/* Runs a step until no allocation is left to fail. Ends of transactions have their turn in try_commits(). */
static int run_step(const struct step *s, long *failures)
{
	char why[256];
	long n;

	for (n = 0;; n++) {
		size_t before_size, after_size;
		char *before, *after;
		const struct answer *a;
		int err;

		drop_events(sock);
		drop_events(guest);
		before = snapshot(&before_size);
		countdown = s->type == XS_TRANSACTION_END ? -1 : n;
		failed = false;
		a = perform(s);
		countdown = -1;
		err = answer_error(a);
		if (!failed || !err) {
			free(before);
			if (err)
				return fault(s, n, a ? a->body : "put off without need");
			if (s->type == XS_TRANSACTION_START)
				txn = strtoul(a->body, NULL, 10);
			return check_all(why, sizeof(why)) ? 0 : fault(s, n, why);
		}
		++*failures;
		if (err != ENOMEM)
			return fault(s, n, a->body);
		after = snapshot(&after_size);
		if (before_size != after_size || memcmp(before, after, before_size))
			return fault(s, n, "the state has changed");
		free(before);
		free(after);
		if (next_event(sock) || next_event(guest))
			return fault(s, n, "an event was sent");
		if (!check_all(why, sizeof(why)))
			return fault(s, n, why);
	}
}

static void begin(void)
{
	int err;

	fake_start();
	sock = fake_socket();
	fake_alive[2] = fake_alive[3] = true;
	guest = fake_guest(1);
	/* A domain once asked about stays known, whatever becomes of the request: so ask before. */
	domain_require(2, &err);
	domain_require(3, &err);
}

/*
 * A commit that fails takes its transaction with it, so each of its allocations has a session of its own. The
 * first failure must be the only one: the steps after it find the store as if there had been no transaction.
 */
static int try_commits(long fail_at, long *failures)
{
	const struct step *s;
	char why[256];
	int rc = 0;

	begin();
	for (s = session; s < session + STEPS && !rc; s++) {
		const struct answer *a;
		int err;

		countdown = s->type == XS_TRANSACTION_END ? fail_at : -1;
		failed = false;
		a = perform(s);
		countdown = -1;
		err = answer_error(a);
		*failures += failed;
		if (err && !(failed && (err == ENOMEM || err == EAGAIN)))
			rc = fault(s, fail_at, a ? a->body : "put off");
		if (s->type == XS_TRANSACTION_START)
			txn = strtoul(a->body, NULL, 10);
		if (!check_all(why, sizeof(why)))
			rc = fault(s, fail_at, why);
	}
	fake_stop();
	return rc;
}

int main(void)
{
	long failures = 0, fail_at;
	size_t i;
	int rc = 0;

	printf("1..1\n");
	begin();
	for (i = 0; i < STEPS && !rc; i++)
		rc = run_step(&session[i], &failures);
	fake_stop();
	for (fail_at = 0; !rc && fail_at < 100; fail_at++)
		rc = try_commits(fail_at, &failures);
	if (rc)
		return 1;
	printf("ok 1 - %ld failed allocations, each without a trace\n", failures);
	return failures < 100;
}

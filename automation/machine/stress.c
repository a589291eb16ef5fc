/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stress SECONDS [SEED]: processes that fork, map, protect, move, pin and kill until the time is over, and compare what they
 * find in memory with what they wrote. One worker a CPU and one more. Ends with 0 and a line of counts, or with 1 and the
 * first finding.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define WORDS (PAGE / sizeof(uint64_t))
#define CHILD_STATUS 7

static uint64_t rng;

static uint32_t rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)(rng >> 32) % below;
}

static void __attribute__((format(printf, 1, 2))) __attribute__((noreturn)) finding(const char *fmt, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	printf("stress: FAILED: %s\n", text);
	fflush(stdout);
	_exit(1);
}

static uint64_t *map(unsigned int pages)
{
	void *p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		finding("mmap of %u pages: %m", pages);
	return p;
}

static void unmap(void *p, unsigned int pages)
{
	if (munmap(p, pages * PAGE))
		finding("munmap: %m");
}

/* Two words of each page carry its number and @mark. */
static void mark_pages(uint64_t *p, unsigned int from, unsigned int to, uint64_t mark)
{
	for (unsigned int i = from; i < to; i++)
		p[i * WORDS] = p[i * WORDS + WORDS - 1] = mark ^ i;
}

static void expect_pages(const uint64_t *p, unsigned int from, unsigned int to, uint64_t mark, const char *where)
{
	for (unsigned int i = from; i < to; i++)
		if (p[i * WORDS] != (mark ^ i) || p[i * WORDS + WORDS - 1] != (mark ^ i))
			finding("%s: page %u of %u holds %lx and %lx instead of %lx", where, i, to, p[i * WORDS],
				p[i * WORDS + WORDS - 1], mark ^ i);
}

static pid_t fork_or_fail(void)
{
	pid_t child = fork();

	if (child < 0)
		finding("fork: %m");
	return child;
}

static void reap(pid_t child, int expected, const char *where)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		finding("%s: waitpid: %m", where);
	if (status != expected)
		finding("%s: the child ended with status %#x instead of %#x", where, status, expected);
}

/* Parent and child write to the pages that they share for reading. */
static void op_copy_on_write(void)
{
	unsigned int pages = 1 + rnd(96), half = pages / 2;
	uint64_t *p = map(pages), mark = rng;
	pid_t child;

	mark_pages(p, 0, pages, mark);
	child = fork_or_fail();
	if (!child) {
		expect_pages(p, 0, pages, mark, "child's copy");
		mark_pages(p, 0, pages, ~mark);
		expect_pages(p, 0, pages, ~mark, "child's own");
		_exit(0);
	}
	mark_pages(p, half, pages, mark + 1);
	expect_pages(p, 0, half, mark, "parent's old pages");
	expect_pages(p, half, pages, mark + 1, "parent's new pages");
	reap(child, 0, "copy on write");
	expect_pages(p, 0, half, mark, "parent's old pages, later");
	unmap(p, pages);
}

/* A process with two children, which have two each, ... */
static void family(unsigned int depth)
{
	pid_t child[2];

	for (unsigned int i = 0; depth && i < 2; i++) {
		child[i] = fork_or_fail();
		if (!child[i]) {
			family(depth - 1);
			_exit(0);
		}
	}
	for (unsigned int i = 0; depth && i < 2; i++)
		reap(child[i], 0, "family");
}

static void op_family(void)
{
	pid_t child = fork_or_fail();

	if (!child) {
		family(1 + rnd(3));
		_exit(0);
	}
	reap(child, 0, "family");
}

static sigjmp_buf fault_return;

static void on_fault(int signal)
{
	(void)signal;
	siglongjmp(fault_return, 1);
}

static void op_protect(void)
{
	unsigned int pages = 1 + rnd(64), n = rnd(pages);
	uint64_t *p = map(pages), mark = rng;

	mark_pages(p, 0, pages, mark);
	if (mprotect(p, pages * PAGE, PROT_READ))
		finding("mprotect: %m");
	expect_pages(p, 0, pages, mark, "read-only pages");
	if (!sigsetjmp(fault_return, 1)) {
		((volatile uint64_t *)p)[n * WORDS] = 0;
		finding("a write to a read-only page was let through");
	}
	if (mprotect(p, pages * PAGE, PROT_READ | PROT_WRITE))
		finding("mprotect back: %m");
	mark_pages(p, 0, pages, mark + 2);
	expect_pages(p, 0, pages, mark + 2, "pages writable again");
	unmap(p, pages);
	if (!sigsetjmp(fault_return, 1)) {
		((volatile uint64_t *)p)[n * WORDS];
		finding("a page could be read after munmap");
	}
}

/* Page tables are moved as wholes when the range is large enough. */
static void op_move(void)
{
	unsigned int pages = rnd(8) ? 1 + rnd(64) : 1024, more = pages + rnd(64);
	uint64_t *p = map(pages), *q = map(more), mark = rng;

	mark_pages(p, 0, pages, mark);
	p = mremap(p, pages * PAGE, more * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q);
	if (p == MAP_FAILED)
		finding("mremap: %m");
	expect_pages(p, 0, pages, mark, "moved pages");
	mark_pages(p, pages, more, mark);
	unmap(p, more);
}

static void op_kill(void)
{
	struct timespec t = { .tv_nsec = rnd(3000000) };
	pid_t child = fork_or_fail();

	if (!child)
		for (;;) {
			uint64_t *p = map(16);

			mark_pages(p, 0, 16, rng);
			unmap(p, 16);
		}
	nanosleep(&t, NULL);
	if (kill(child, SIGKILL))
		finding("kill: %m");
	reap(child, SIGKILL, "kill");
}

static void op_exec(void)
{
	pid_t child = fork_or_fail();

	if (!child) {
		execl("/proc/self/exe", "stress", "child", NULL);
		_exit(1);
	}
	reap(child, CHILD_STATUS << 8, "exec");
}

static void op_pin(void)
{
	cpu_set_t all, one;
	int cpu;

	if (sched_getaffinity(0, sizeof(all), &all))
		finding("sched_getaffinity: %m");
	do
		cpu = rnd(CPU_SETSIZE);
	while (!CPU_ISSET(cpu, &all));
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		finding("sched_setaffinity: %m");
	if (sched_getcpu() != cpu)
		finding("pinned to CPU %d, but on %d", cpu, sched_getcpu());
	op_copy_on_write();
	if (sched_setaffinity(0, sizeof(all), &all))
		finding("sched_setaffinity back: %m");
}

static atomic_bool stop_reading;
static uint64_t *volatile shared_page;

static void *reader(void *unused)
{
	while (!stop_reading)
		if (shared_page[0] != shared_page[WORDS - 1])
			finding("threads: a page holds %lx and %lx", shared_page[0], shared_page[WORDS - 1]);
	return unused;
}

/* Mappings go away while another thread of the process runs, so that its CPU's TLB has to be flushed. */
static void op_threads(void)
{
	pthread_t thread;

	shared_page = map(1);
	stop_reading = false;
	if (pthread_create(&thread, NULL, reader, NULL))
		finding("pthread_create: %m");
	for (unsigned int i = 0; i < 20; i++) {
		unsigned int pages = 1 + rnd(32);
		uint64_t *p = map(pages);

		mark_pages(p, 0, pages, i);
		expect_pages(p, 0, pages, i, "beside a thread");
		unmap(p, pages);
	}
	stop_reading = true;
	pthread_join(thread, NULL);
	unmap(shared_page, 1);
}

static const struct op {
	const char *name;
	void (*run)(void);
} ops[] = {
	{ "copy-on-write", op_copy_on_write },
	{ "family", op_family },
	{ "protect", op_protect },
	{ "move", op_move },
	{ "kill", op_kill },
	{ "exec", op_exec },
	{ "pin", op_pin },
	{ "threads", op_threads },
};
#define NR_OPS (sizeof(ops) / sizeof(ops[0]))

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void worker(uint64_t seed, time_t end, atomic_ulong *counts)
{
	rng = seed * 0x9e3779b97f4a7c15UL | 1;
	while (now() < end) {
		unsigned int i = rnd(NR_OPS);

		ops[i].run();
		counts[i]++;
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	long workers = sysconf(_SC_NPROCESSORS_ONLN) + 1;
	atomic_ulong *counts;
	unsigned long seed;
	int status = 0, s;
	time_t end;

	if (argc == 2 && !strcmp(argv[1], "child"))
		return CHILD_STATUS;
	if (argc < 2 || atol(argv[1]) <= 0) {
		fprintf(stderr, "usage: stress SECONDS [SEED]\n");
		return 2;
	}
	seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	end = now() + atol(argv[1]);
	signal(SIGSEGV, on_fault);
	counts = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counts == MAP_FAILED)
		finding("mmap: %m");
	for (long i = 0; i < workers; i++)
		if (!fork_or_fail())
			worker(seed * 100 + i, end, counts);
	while (wait(&s) > 0)
		status |= s;
	printf("stress: seed %lu:", seed);
	for (unsigned int i = 0; i < NR_OPS; i++)
		printf(" %s %lu", ops[i].name, (unsigned long)counts[i]);
	printf("\nstress: %s\n", status ? "a worker failed" : "all is well");
	return status != 0;
}

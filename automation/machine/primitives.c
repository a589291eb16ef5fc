/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel on a hypervisor makes a program pay for each primitive: one line "name nanoseconds" each, and an instruction
 * is a nanosecond on a machine that counts instead of timing (ICOUNT=1). What this domain may not do has no line.
 */
#include <cpuid.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Linux: include/uapi/xen/privcmd.h, evtchn.h */
struct privcmd_hypercall {
	uint64_t op, arg[5];
};
struct bind_interdomain {
	unsigned int domain, port;
};
#define IOCTL_HYPERCALL _IOC(_IOC_NONE, 'P', 0, sizeof(struct privcmd_hypercall))
#define IOCTL_BIND_INTERDOMAIN _IOC(_IOC_NONE, 'E', 1, sizeof(struct bind_interdomain))
#define IOCTL_BIND_UNBOUND _IOC(_IOC_NONE, 'E', 2, sizeof(unsigned int))
#define IOCTL_NOTIFY _IOC(_IOC_NONE, 'E', 4, sizeof(unsigned int))

#define HYPERVISOR_XEN_VERSION 17
#define HYPERVISOR_SCHED_OP 29

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void report(const char *name, double since, long n)
{
	printf("%s %.0f\n", name, (now() - since) / n);
	fflush(stdout);
}

/* A tenth of n first, so that caches and pages are there. */
static void measure(const char *name, long n, void (*op)(void))
{
	double start;

	for (long i = 0; i < n / 10 + 1; i++)
		op();
	start = now();
	for (long i = 0; i < n; i++)
		op();
	report(name, start, n);
}

static void op_getppid(void)
{
	syscall(SYS_getppid);
}

static void op_clock_gettime(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
}

static void op_cpuid(void)
{
	unsigned int a, b, c, d;

	__cpuid(1, a, b, c, d);
}

static void op_fork(void)
{
	pid_t child = fork();

	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
}

static void op_exec(void)
{
	pid_t child = vfork();

	if (!child) {
		execl("/bin/busybox", "true", NULL);
		_exit(1);
	}
	waitpid(child, NULL, 0);
}

static void memory(void)
{
	long n = 2000, size = sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, n * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	double start;

	if (p == MAP_FAILED || madvise(p, n * size, MADV_NOHUGEPAGE))
		die("anonymous memory");
	start = now();
	for (long i = 0; i < n; i++)
		p[i * size] = 1;
	report("anon_fault", start, n);
	start = now();
	mprotect(p, n * size, PROT_READ);
	mprotect(p, n * size, PROT_READ | PROT_WRITE);
	report("mprotect_page", start, 2 * n);
	start = now();
	munmap(p, n * size);
	report("munmap_page", start, n);
}

static int there[2], back[2];

static void op_pingpong(void)
{
	char c = 0;

	if (write(there[1], &c, 1) != 1 || read(back[0], &c, 1) != 1)
		die("pipe");
}

static void pipes(void)
{
	pid_t child;
	char c;

	if (pipe(there) || pipe(back))
		die("pipe");
	child = fork();
	if (!child) {
		close(there[1]);
		while (read(there[0], &c, 1) == 1 && write(back[1], &c, 1) == 1)
			;
		_exit(0);
	}
	measure("pipe_pingpong", 2000, op_pingpong);
	close(there[1]);
	waitpid(child, NULL, 0);
}

static int privcmd;

static bool hypercall(uint64_t op)
{
	struct privcmd_hypercall call = { .op = op };

	return ioctl(privcmd, IOCTL_HYPERCALL, &call) >= 0;
}

static void op_xen_version(void)
{
	hypercall(HYPERVISOR_XEN_VERSION);
}

static void op_sched_yield(void)
{
	hypercall(HYPERVISOR_SCHED_OP);
}

static void op_unknown_ioctl(void)
{
	ioctl(privcmd, 0xdead, 0);
}

static void hypercalls(void)
{
	privcmd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	if (privcmd < 0)
		return;
	if (hypercall(HYPERVISOR_XEN_VERSION))
		measure("hypercall_xen_version", 20000, op_xen_version);
	if (hypercall(HYPERVISOR_SCHED_OP))
		measure("hypercall_sched_yield", 5000, op_sched_yield);
	measure("ioctl_baseline", 20000, op_unknown_ioctl);
}

static int sender, receiver;
static unsigned int port;

static void op_notify(void)
{
	unsigned int got;

	ioctl(sender, IOCTL_NOTIFY, &port);
	if (read(receiver, &got, sizeof(got)) != sizeof(got) || write(receiver, &got, sizeof(got)) != sizeof(got))
		die("event channel");
}

/* A channel from dom0 to dom0; other domains do not know their number. */
static void event_channels(void)
{
	unsigned int dom0 = 0, got;
	struct bind_interdomain bind = { 0 };
	int made, flags;

	sender = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC);
	receiver = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (sender < 0 || receiver < 0)
		return;
	made = ioctl(sender, IOCTL_BIND_UNBOUND, &dom0);
	if (made <= 0)
		return;
	port = bind.port = made;
	if (ioctl(receiver, IOCTL_BIND_INTERDOMAIN, &bind) <= 0)
		return;
	/* binding makes the channel pending */
	if (read(receiver, &got, sizeof(got)) == sizeof(got) && write(receiver, &got, sizeof(got)) != sizeof(got))
		die("event channel");
	flags = fcntl(receiver, F_GETFL);
	fcntl(receiver, F_SETFL, flags & ~O_NONBLOCK);
	measure("evtchn_notify_roundtrip", 2000, op_notify);
}

int main(void)
{
	measure("syscall_getppid", 20000, op_getppid);
	measure("clock_gettime", 20000, op_clock_gettime);
	measure("cpuid", 2000, op_cpuid);
	memory();
	measure("fork_exit_wait", 100, op_fork);
	measure("fork_exec_true", 50, op_exec);
	pipes();
	hypercalls();
	event_channels();
	return 0;
}

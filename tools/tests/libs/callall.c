/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls every function of libxenctrl, each in a process and on a handle of its own, and writes
 * down what it returned and which memory it changed. Under fakexen.so the hypercalls are written
 * down too.
 */
#define XC_WANT_COMPAT_DEVICEMODEL_API
#define XC_WANT_COMPAT_MAP_FOREIGN_API
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xenctrl.h>

#include "fakexen.h"

#define MEMORY_SIZE 8192
#define MEMORY_AREAS 12
#define SHOWN_BYTES 160

/* What pointer arguments point to: small numbers, so that they make sense as counts too. */
static uint8_t memory[MEMORY_AREAS][MEMORY_SIZE] __attribute__((aligned(4096)));
static uint8_t before[MEMORY_AREAS][MEMORY_SIZE];

static xc_interface *handle;
static long mapped; /* the result of a function that maps something */

struct row {
	const char *name;
	long (*call)(xc_interface *xch, uint32_t domid);
	bool maps; /* the result is a mapping */
};

static xc_hypercall_buffer_t buffers[MEMORY_AREAS];

static xc_hypercall_buffer_t *hypercall_buffer(int index)
{
	buffers[index] = (xc_hypercall_buffer_t){ HYPERCALL_BUFFER_INIT_NO_BOUNCE };
	xc__hypercall_buffer_alloc_pages(handle, &buffers[index], 1);
	return &buffers[index];
}

static long get_extstate(xc_interface *xch, uint32_t domid)
{
	xc_vcpu_extstate_t query = { 0 }, full = { 7, 64, memory[2] };
	long rc = xc_vcpu_get_extstate(xch, domid, 1, &query);

	printf("  mask=%lx size=%lx\n", (long)query.xfeature_mask, (long)query.size);
	return rc + xc_vcpu_get_extstate(xch, domid, 2, &full);
}

static long get_pxstat(xc_interface *xch)
{
	struct xc_px_stat px = { .trans_pt = (void *)memory[1], .pt = (void *)memory[2] };
	long rc = xc_pm_get_pxstat(xch, 1, &px);

	printf("  total=%u usable=%u last=%u cur=%u\n", px.total, px.usable, px.last, px.cur);
	return rc;
}

static long get_cxstat(xc_interface *xch)
{
	struct xc_cx_stat cx = {
		.nr = 2, .nr_pc = 3, .nr_cc = 4, .triggers = (void *)memory[1],
		.residencies = (void *)memory[2], .pc = (void *)memory[3], .cc = (void *)memory[4],
	};
	long rc = xc_pm_get_cxstat(xch, 1, &cx);

	printf("  nr=%u last=%u idle=%lu pc=%u cc=%u\n", cx.nr, cx.last, (long)cx.idle_time,
	       cx.nr_pc, cx.nr_cc);
	return rc;
}

static long get_cpufreq_para(xc_interface *xch)
{
	struct xc_get_cpufreq_para p = { 0 }, q = {
		.cpu_num = 2, .freq_num = 3, .gov_num = 4, .affected_cpus = (void *)memory[1],
		.scaling_available_frequencies = (void *)memory[2],
		.scaling_available_governors = (void *)memory[3],
	};
	long rc = xc_get_cpufreq_para(xch, 1, &p);

	rc += xc_get_cpufreq_para(xch, 1, &q);
	printf("  cur=%u max=%u min=%u turbo=%d\n", q.scaling_cur_freq, q.scaling_max_freq,
	       q.scaling_min_freq, q.turbo_enabled);
	return rc;
}

static long resource_op(xc_interface *xch)
{
	xc_resource_entry_t e[3] = { { .u.cmd = 1, .idx = 2, .val = 3 }, { .idx = 4 }, { .idx = 5 } };
	xc_resource_op_t ops[2] = {
		{ .cpu = 1, .nr_entries = 2, .entries = e },
		{ .cpu = 2, .nr_entries = 1, .entries = e + 2 },
	};
	long rc = xc_resource_op(xch, 1, ops);

	rc += xc_resource_op(xch, 2, ops);
	printf("  results %ld %ld values %lx %lx\n", (long)ops[0].result, (long)ops[1].result,
	       (long)e[1].val, (long)e[2].val);
	return rc;
}

static long flask_op(xc_interface *xch)
{
	xen_flask_op_t op = { .cmd = FLASK_POLICYVERS };

	return xc_flask_op(xch, &op);
}

static long domctl(xc_interface *xch)
{
	struct xen_domctl op = { .cmd = XEN_DOMCTL_pausedomain, .domain = 6 };

	return xc_domctl(xch, &op);
}

static long sysctl(xc_interface *xch)
{
	struct xen_sysctl op = { .cmd = XEN_SYSCTL_sched_id };

	return xc_sysctl(xch, &op);
}

/* A result that is the caller's to free: whether there was one. */
static long freed(void *result)
{
	free(result);
	return !!result;
}

#include "calls.h"

static void fill_memory(void)
{
	uint32_t *word = (uint32_t *)memory;
	size_t i;

	for (i = 0; i < sizeof(memory) / sizeof(*word); i++)
		word[i] = 2;
	memcpy(before, memory, sizeof(memory));
}

static void show_changes(void)
{
	uint64_t now, then;
	size_t area, i;

	for (area = 0; area < MEMORY_AREAS; area++) {
		for (i = 0; i < SHOWN_BYTES; i += 8) {
			memcpy(&now, memory[area] + i, 8);
			memcpy(&then, before[area] + i, 8);
			if (now != then)
				printf("  memory[%zu]+%zx=%lx\n", area, i, (long)now);
		}
	}
}

#ifdef FAKEXEN_WRAP
/* Nothing may be left but what the function's result is. */
static void finish(void)
{
	int i, left;

	for (i = 0; i < MEMORY_AREAS; i++)
		if (buffers[i].hbuf)
			xc__hypercall_buffer_free_pages(handle, &buffers[i], 1);
	xc_interface_close(handle);
	left = fake_forget_maps();
	if (left > !!mapped)
		printf("  leaked %d mappings\n", left);
}
#endif

/* Errors are compared by errno, and what is logged about them is not. */
static void no_message(struct xentoollog_logger *logger, xentoollog_level level, int errnoval,
		       const char *context, const char *format, va_list al)
{
}

static void run(const struct row *row, uint32_t domid)
{
	static xentoollog_logger silent = { .vmessage = no_message };
	long rc;

	alarm(5);
	fill_memory();
	handle = xc_interface_open(&silent, &silent, 0);
	if (!handle)
		exit(3);
	printf("%s\n", row->name);
	errno = 0;
	rc = row->call(handle, domid);
	mapped = row->maps ? rc : 0;
	if (rc < 0)
		printf("  = %ld errno=%d\n", rc, errno);
	else
		printf("  = %ld\n", rc);
	show_changes();
#ifdef FAKEXEN_WRAP
	finish();
#endif
	exit(0);
}

int main(int argc, char **argv)
{
	uint32_t domid = 6;
	unsigned int i;
	int status;

	setvbuf(stdout, NULL, _IONBF, 0);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (argc > 1 && strcmp(argv[1], rows[i].name))
			continue;
		if (!fork())
			run(&rows[i], domid);
		wait(&status);
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			printf("  %s: died with status %#x\n", rows[i].name, status);
	}
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <xen/mm.h>
#include <xen/smp.h>
#include <xen/system.h>
#include "fake.h"

unsigned int fake_cpu, fake_preempt_after, nr_cpu_ids;
struct vcpu *fake_current[NR_CPUS];
struct cpu_info fake_cpu_info;
bool fake_irqs_off;
s_time_t fake_now, fake_deadline[NR_CPUS];
cpumask_t cpu_online_map, cpu_present_map, cpu_possible_map;
unsigned long __per_cpu_offset[NR_CPUS];
static unsigned int preempt_calls;

void fake_cpus(unsigned int n)
{
	cpumask_clear(&cpu_online_map);
	for (unsigned int i = 0; i < n; i++)
		cpumask_set_cpu(i, &cpu_online_map);
	cpu_present_map = cpu_possible_map = cpu_online_map;
	nr_cpu_ids = n;
	fake_cpu = 0;
	fake_irqs_off = false;
	fake_preempt_after = preempt_calls = 0;
}

void fake_run_softirqs(void)
{
	bool any = true;

	while (any) {
		any = false;
		for (fake_cpu = 0; fake_cpu < nr_cpu_ids; fake_cpu++)
			if (cpu_online(fake_cpu) && softirq_pending(fake_cpu)) {
				any = true;
				do_softirq();
				if (fake_irqs_off)
					panic("interrupts are off after softirqs");
			}
	}
	fake_cpu = 0;
}

void fake_run_until(s_time_t t)
{
	fake_run_softirqs();
	for (;;) {
		s_time_t first = STIME_MAX;

		for (unsigned int i = 0; i < nr_cpu_ids; i++)
			if (fake_deadline[i] && fake_deadline[i] < first)
				first = fake_deadline[i];
		if (first > t)
			break;
		fake_now = max(fake_now, first);
		for (unsigned int i = 0; i < nr_cpu_ids; i++)
			if (fake_deadline[i] && fake_deadline[i] <= fake_now) {
				fake_deadline[i] = 0;
				set_bit(TIMER_SOFTIRQ, &softirq_pending_bits[i]);
			}
		fake_run_softirqs();
	}
	fake_now = max(fake_now, t);
}

s_time_t NOW(void) { return fake_now; }
bool reprogram_timer(s_time_t deadline)
{
	fake_deadline[fake_cpu] = deadline;
	return !deadline || deadline > fake_now;
}
void smp_send_event_check_cpu(unsigned int cpu) { }
void fake_spin(void) { panic("waits for ever"); }
void fake_left_the_stack(void) { panic("left the stack"); }
bool hypercall_preempt_check(void) { return fake_preempt_after && ++preempt_calls % fake_preempt_after == 0; }

/* The heap is libc's, so that AddressSanitizer sees leaks and wild accesses. */
void *xmalloc_bytes(size_t n) { return malloc(n); }
void *xzalloc_bytes(size_t n) { return calloc(1, n); }
void *xmalloc_array_bytes(size_t n, size_t m) { return calloc(n, m); }
void *xzalloc_array_bytes(size_t n, size_t m) { return calloc(n, m); }
void xfree(void *p) { free(p); }
void *alloc_xenheap_pages(unsigned int order, unsigned int flags) { return aligned_alloc(PAGE_SIZE, PAGE_SIZE << order); }
void free_xenheap_pages(void *p, unsigned int order) { free(p); }

void printk(const char *fmt, ...)
{
	va_list ap;

	if (!getenv("VERBOSE"))
		return;
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

void panic(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void bug_at(const char *file, int line, const char *what) { panic("%s at %s:%d", what, file, line); }
void warn_at(const char *file, int line, const char *what) { panic("%s at %s:%d", what, file, line); }

static u64 rng = 88172645463325252UL;

void fake_srand(u64 seed)
{
	const char *s = getenv("FAKE_SEED");

	rng = (s ? strtoull(s, NULL, 0) : seed) * 0x9e3779b97f4a7c15UL | 1;
}

u32 fake_rand(u32 below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (rng >> 32) % below;
}

bool fake_more_rounds(unsigned long done, unsigned long quick)
{
	const char *s = getenv("FUZZ_SECONDS");
	static time_t end;

	if (!s)
		return done < quick;
	if (!end)
		end = time(NULL) + atol(s);
	return done % 1024 || time(NULL) < end;
}

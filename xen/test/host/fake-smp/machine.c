// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <xen/mm.h>
#include <xen/smp.h>
#include <xen/system.h>
#include "fake.h"

unsigned int fake_cpu, fake_preempt_after, nr_cpu_ids;
struct vcpu *fake_current[NR_CPUS];
struct cpu_info fake_cpu_info;
bool fake_irqs_off;
s_time_t fake_now, fake_now_step, fake_deadline[NR_CPUS];
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

s_time_t NOW(void) { return fake_now += fake_now_step; }
bool reprogram_timer(s_time_t deadline)
{
	fake_deadline[fake_cpu] = deadline;
	return !deadline || deadline > fake_now;
}
void smp_send_event_check_cpu(unsigned int cpu) { }
void fake_spin(void) { panic("waits for ever"); }
void fake_left_the_stack(void) { panic("left the stack"); }
__attribute__((weak)) bool hypercall_preempt_check(void) { return fake_preempt_after && ++preempt_calls % fake_preempt_after == 0; }

/* The heap is libc's, so that AddressSanitizer sees leaks and wild accesses. */
void *xmalloc_bytes(size_t n) { return malloc(n); }
void *xzalloc_bytes(size_t n) { return calloc(1, n); }
void *xmalloc_array_bytes(size_t n, size_t m) { return calloc(n, m); }
void *xzalloc_array_bytes(size_t n, size_t m) { return calloc(n, m); }
void xfree(void *p) { free(p); }

static struct { struct domain *owner; unsigned long refs, types, type; bool used; } frame[FAKE_FRAMES];
static unsigned long used_frames;

static void map_at(unsigned long at, size_t size)
{
	if (mmap((void *)at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) ==
	    MAP_FAILED)
		panic("mmap");
}

void fake_memory(void)
{
	map_at(FRAMETABLE_VIRT_START, FAKE_FRAMES * sizeof(struct page_info));
	map_at(DIRECTMAP_VIRT_START, FAKE_FRAMES << PAGE_SHIFT);
	memset(frame, 0, sizeof(frame));
	used_frames = 0;
}

static unsigned long index_of(const struct page_info *pg)
{
	unsigned long i = pg - frame_table;

	assert_true(i && i < FAKE_FRAMES && frame[i].used);
	return i;
}

struct page_info *fake_page(struct domain *owner)
{
	static unsigned long next = 1;

	for (unsigned long n = 0; n < FAKE_FRAMES; n++, next = next + 1 < FAKE_FRAMES ? next + 1 : 1) {
		if (frame[next].used)
			continue;
		frame[next].used = true;
		frame[next].owner = owner;
		frame[next].refs = 1;
		frame[next].types = 0;
		used_frames++;
		return &frame_table[next];
	}
	return NULL;
}

void fake_free_page(struct page_info *pg)
{
	unsigned long i = index_of(pg);

	assert_int_equal(frame[i].refs, 1);
	assert_int_equal(frame[i].types, 0);
	frame[i].used = false;
	used_frames--;
}

unsigned long fake_pages_used(void) { return used_frames; }

void *alloc_xenheap_pages(unsigned int order, unsigned int flags)
{
	struct page_info *pg = fake_page(NULL);

	return pg ? page_to_virt(pg) : NULL;
}
void free_xenheap_pages(void *p, unsigned int order)
{
	if (p)
		fake_free_page(virt_to_page(p));
}
paddr_t virt_to_maddr(const void *v) { return (unsigned long)v - DIRECTMAP_VIRT_START; }
void share_xen_page_with_guest(struct page_info *pg, struct domain *d, bool writable) { frame[index_of(pg)].owner = d; }
void put_page_alloc_ref(struct page_info *pg) { frame[index_of(pg)].owner = NULL; }
void *map_domain_page_global(mfn_t m) { return mfn_to_virt(m); }
__attribute__((weak)) void unmap_domain_page_global(const void *p) { assert_int_equal((unsigned long)p & ~PAGE_MASK, 0); }

struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	unsigned long i = gfn_x(gfn);

	if (!i || i >= FAKE_FRAMES || !frame[i].used || frame[i].owner != d)
		return NULL;
	frame[i].refs++;
	return &frame_table[i];
}

bool get_page_type(struct page_info *pg, unsigned long type)
{
	unsigned long i = index_of(pg);

	if (frame[i].types && frame[i].type != type)
		return false;
	frame[i].type = type;
	frame[i].types++;
	return true;
}

void put_page_type(struct page_info *pg)
{
	assert_true(frame[index_of(pg)].types-- > 0);
}

void put_page(struct page_info *pg)
{
	assert_true(frame[index_of(pg)].refs-- > 1); /* the owner keeps its own */
}

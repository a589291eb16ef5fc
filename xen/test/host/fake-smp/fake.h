/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine of several CPUs in one thread, with a clock that the test moves. The locks are the real ones. */
#ifndef TEST_FAKE_SMP_H
#define TEST_FAKE_SMP_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/timer.h>
#include <cmocka.h>

extern s_time_t fake_now, fake_now_step;    /* how much passes at each look at the clock */
extern s_time_t fake_deadline[NR_CPUS];     /* of each CPU's timer interrupt; 0: none */
void fake_cpus(unsigned int n);             /* CPUs 0..n-1 are online, fake_cpu is 0 */
/* Runs pending softirqs of all CPUs until there are none. */
void fake_run_softirqs(void);
/* Moves the clock to @t, firing timer interrupts on the way. */
void fake_run_until(s_time_t t);
/* Memory: frames [1, n), all free. Without it the heap is libc's and there are no pages. */
#define FAKE_FRAMES 4096UL
void fake_memory(void);
struct page_info *fake_page(struct domain *owner); /* with one reference */
void fake_free_page(struct page_info *pg);  /* asserts that that one is the only one */
unsigned long fake_pages_used(void);
void fake_srand(u64 seed);
u32 fake_rand(u32 below);
bool fake_more_rounds(unsigned long done, unsigned long quick);
extern unsigned int fake_preempt_after;     /* hypercall_preempt_check() is true at every n-th call; 0: never */

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine for host tests: frames [1, FAKE_FRAMES) of RAM, a direct map, domains. */
#ifndef TEST_FAKE_H
#define TEST_FAKE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/mm.h>
#include <cmocka.h>

#define FAKE_FRAMES 16384UL

void fake_machine_init(void);               /* zeroed frame table, all frames RAM; max_page */
struct domain *fake_domain(domid_t id);     /* alive PV domain without vcpus, max_pages unlimited */
extern unsigned int fake_preempted;         /* how often it was */
extern unsigned int fake_preempt_after;     /* hypercall_preempt_check() is true at every n-th call; 0: never */
extern void (*fake_before_write_lock)(void);  /* another vCPU, once: what it does before the lock is taken */
extern unsigned long fake_domains_destroyed;
extern void (*fake_on_last_use)(struct page_info *pg); /* a page is freed, or a type of it ends */
/* Deterministic: seeded by FAKE_SEED or a constant; printed on failure by tests. */
void fake_srand(u64 seed);
u32 fake_rand(u32 below);
/* Rounds a test should make: @quick, or until FUZZ_SECONDS are over. */
bool fake_more_rounds(unsigned long done, unsigned long quick);

#endif

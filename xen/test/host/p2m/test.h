/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TEST_P2M_H
#define TEST_P2M_H

#include <stdio.h>
#include <xen/errno.h>
#include <xen/grant_table.h>
#include <xen/hypercall.h>
#include <asm/hap.h>
#include "../../../common/mm/private.h"
#include "../../../arch/x86/mm/p2m/private.h"
#include "../fake/fake.h"

#define GRANT_FRAMES 4
extern struct domain *fake_doms[3];          /* by number */
extern struct page_info *fake_grant_frame[GRANT_FRAMES]; /* of domain 1 */
extern unsigned long fake_flushes, fake_crashes;
extern void (*fake_before_flush)(void);       /* what the guest still does */
extern struct vcpu fake_vcpu;

/* What the processor finds at @gfn, told from the hardware's bits alone. False: nothing. */
struct hw { unsigned long mfn; unsigned int access, level; };
bool hw_walk(const struct p2m_domain *p2m, unsigned long gfn, struct hw *hw);
/* The processor uses @gfn and remembers: the level of the leaf, 0 for nothing. Until a flush. */
unsigned int tlb_touch(const struct p2m_domain *p2m, unsigned long gfn);
/* What it remembers is still so, or allows less than the map by now. No page that it remembers is freed meanwhile. */
void tlb_check(void);
void tlb_flush(void);
/* A store by what the processor remembers; false: it has nothing for @gfn. */
bool tlb_store(unsigned long gfn, u64 value);
/* Tables, counts and pool agree. */
void check_tables(const struct p2m_domain *p2m);
struct domain *translated_domain(domid_t id, const struct p2m_format *fmt);

void test_memory_ops(void **state);
void test_move_race(void **state);
void test_write(void **state);
void test_logdirty(void **state);
void test_pod_sweep(void **state);
void test_pod_build(void **state);
void test_refused(void **state);
void test_small_exec(void **state);

#endif

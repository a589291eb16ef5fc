/* SPDX-License-Identifier: GPL-2.0-only */
/* A PV kernel of our own, small enough to say what every hypercall of its does. */
#ifndef TESTS_GUEST_H
#define TESTS_GUEST_H

#include "lib.h"
#define __XEN_TOOLS__ 1
#include "public/xen.h"
#include "public/domctl.h"
#include "public/event_channel.h"
#include "public/grant_table.h"
#include "public/memory.h"
#include "public/physdev.h"
#include "public/platform.h"
#include "public/sched.h"
#include "public/sysctl.h"
#include "public/vcpu.h"
#include "public/version.h"
#include "public/features.h"
#define XEN_ERRNO(name, value) name = value,
enum {
#include "public/errno.h"
};

static inline long hypercall(unsigned long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d,
			     unsigned long e, unsigned long f)
{
	register unsigned long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall" : "=a"(ret), "+D"(a), "+S"(b), "+d"(c), "+r"(r10), "+r"(r8), "+r"(r9)
			 : "0"(nr) : "rcx", "r11", "memory");
	return ret;
}
#define hc(nr, ...) HC_PICK(__VA_ARGS__, 0, 0, 0, 0, 0, 0)(nr, __VA_ARGS__)
#define HC_PICK(a, b, c, d, e, f, ...) HC_(a, b, c, d, e, f)
#define HC_(a, b, c, d, e, f) hc_
#define hc_(nr, ...) hc6(nr, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define hc6(nr, a, b, c, d, e, f, ...) hypercall(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), \
						  (unsigned long)(d), (unsigned long)(e), (unsigned long)(f))

void print(const char *fmt, ...); /* a line at a time; lib.h:format() */

/* TAP */
void ok_(bool ok, const char *name, long got);
#define ok(cond, name) ok_(cond, name, 0)
#define is(got, expected, name) ({ long g_ = (long)(got); ok_(g_ == (long)(expected), name, g_); g_; })
extern unsigned int failed, planned;

extern start_info_t *start_info;
extern shared_info_t *shared;    /* mapped by main() */
unsigned long virt_to_mfn(const void *p);
/* Replaces the mapping of one of our own pages. */
long map_at(void *page, unsigned long maddr_and_flags);
#define PTE_RW 0x67UL            /* present, writable, user, accessed, dirty */

/* The number after "name=" on the command line. */
unsigned long option(const char *name, unsigned long dflt);

void test_basic(void);
/* Families from number @from on. */
void test_random(unsigned long calls, uint64_t seed, unsigned int from);
void test_user(unsigned long calls, uint64_t seed);
/* The number and the six arguments of a call of some family. */
void random_seed(uint64_t seed);
void random_call(unsigned long words[7]);
void test_pvh(unsigned long calls, uint64_t seed);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* A PVH kernel of our own: 64-bit, flat, without drivers; everything it does is a test. */
#ifndef TESTS_PVH_H
#define TESTS_PVH_H

#include "../lib.h"
#include "mailbox.h"
#define __XEN_TOOLS__ 1
#include "public/xen.h"
#include "public/event_channel.h"
#include "public/grant_table.h"
#include "public/hvm/hvm_op.h"
#include "public/hvm/params.h"
#include "public/memory.h"
#include "public/physdev.h"
#include "public/sched.h"
#include "public/vcpu.h"
#include "public/version.h"
#include "public/features.h"
#define XEN_ERRNO(name, value) name = value,
enum {
#include "public/errno.h"
};

#define mail ((volatile struct mailbox *)MAILBOX)

/* Results, read by the builder. lib.h:format() */
void print(const char *fmt, ...);
void ok_(bool ok, const char *name, long got);
#define ok(cond, name) ok_(cond, name, 0)
#define is(got, expected, name) ({ long g_ = (long)(got); ok_(g_ == (long)(expected), name, g_); g_; })

extern char hypercall_page[];
static inline long hypercall(unsigned long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d,
			     unsigned long e)
{
	register unsigned long r10 __asm__("r10") = d, r8 __asm__("r8") = e;
	long ret;

	__asm__ volatile("call *%[fn]" : "=a"(ret), "+D"(a), "+S"(b), "+d"(c), "+r"(r10), "+r"(r8)
			 : [fn] "r"(hypercall_page + nr * 32) : "rcx", "r11", "memory");
	return ret;
}
#define hc(nr, ...) hc_(nr, __VA_ARGS__, 0, 0, 0, 0)
#define hc_(nr, a, b, c, d, e, ...) \
	hypercall(nr, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), (unsigned long)(d), (unsigned long)(e))
/* The same from 32-bit code (compatibility mode). */
long compat_call(void *entry, const uint32_t args[6]);
long hc32(unsigned long nr, uint32_t a, uint32_t b, uint32_t c);
long user_run(long (*fn)(void));

/* Traps. An exception between try() and its end resumes there; trapped tells which. */
struct frame {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
	uint64_t vector, error, rip, cs, rflags, rsp, ss;
};
extern struct trapped { volatile uint32_t vector, error; volatile uint64_t rip, rflags, cr2; } trapped;
extern volatile uint64_t resume_at;
extern void (*volatile on_interrupt)(struct frame *f); /* vectors >= 32, and NMI */
extern volatile unsigned int interrupts[256];
extern char stubs[];            /* 16 bytes for each vector */
extern volatile bool hopping;   /* an exception goes to hop() instead of ending the run */
void hop(struct frame *f);
#define NO_TRAP 0xffff
/* Executes @insn (operands as of asm); the vector of its exception, or NO_TRAP. */
#define try(insn, ...)                                                                       \
	({                                                                                   \
		trapped.vector = NO_TRAP;                                                    \
		__asm__ volatile("movq $998f, resume_at(%%rip)\n" insn "\n998: movq $0, resume_at(%%rip)" __VA_ARGS__); \
		trapped.vector;                                                              \
	})
void set_gate(unsigned int vector, void *handler, unsigned int dpl, unsigned int ist, bool present);
void traps_init(void);
void shutdown(unsigned int reason) __attribute__((noreturn));

static inline uint64_t rdmsr(uint32_t i)
{
	uint32_t lo, hi;

	__asm__ volatile("rdmsr" : "=a"(lo), "=d"(hi) : "c"(i));
	return lo | (uint64_t)hi << 32;
}
/* The exception they raise, or NO_TRAP. */
unsigned int rdmsr_try(uint32_t i, uint64_t *v);
unsigned int wrmsr_try(uint32_t i, uint64_t v);
#define wrmsr(i, v) ((void)wrmsr_try(i, v))
static inline void cpuid(uint32_t leaf, uint32_t r[4])
{
	__asm__ volatile("cpuid" : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3]) : "0"(leaf), "2"(0));
}
static inline void cli(void) { __asm__ volatile("cli" ::: "memory"); }
static inline void sti(void) { __asm__ volatile("sti" ::: "memory"); }
static inline void irq_window(void) { __asm__ volatile("sti; nop; nop; cli" ::: "memory"); }
static inline uint64_t read_cr8(void) { uint64_t v; __asm__ volatile("mov %%cr8, %0" : "=r"(v)); return v; }
static inline void write_cr8(uint64_t v) { __asm__ volatile("mov %0, %%cr8" :: "r"(v) : "memory"); }
static inline uint64_t rdtsc(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi));
	return lo | (uint64_t)hi << 32;
}

#define MSR_APIC_BASE 0x1b
#define X2(reg) (0x800 + ((reg) >> 4))
void x2apic_on(void);
static inline void eoi(void) { __asm__ volatile("wrmsr" :: "c"(0x80b), "a"(0), "d"(0) : "memory"); }
static inline void self_ipi(uint32_t vector) { __asm__ volatile("wrmsr" :: "c"(0x83f), "a"(vector), "d"(0) : "memory"); }

void test_exits(void);      /* exits.c */
void test_memory_map(void); /* memory.c */
void test_on_demand(void);
void test_race(void);
void test_emulate(void);    /* emulate.c */
void unknown_instruction(void);
void test_interrupts(void); /* interrupts.c */
void test_hypercalls(void); /* hypercalls.c */
void test_clock(void);
void random_hypercalls(void);
void random_registers(void); /* random.c */
void run_garbage(void);
void apic_flood(void);
uint32_t rnd(uint32_t below);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TEST_VLAPIC_H
#define TEST_VLAPIC_H

#include "../fake-smp/fake.h"
#include <asm/apic.h>
#include <asm/cpu-policy.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vcpu.h>
#include <public/hvm/save.h>

#define NR_VCPUS 20
#define TSC_KHZ 2000000UL              /* two ticks per nanosecond */
#define BASE_XAPIC 0xfee00800UL
#define BASE_X2APIC 0xfee00c00UL
extern struct domain dom;
extern struct vcpu vcpus[NR_VCPUS];
extern struct cpu_policy policy;
extern u64 fake_tsc_offset;            /* ticks; of hvm_guest_tsc() */

/* What arrived at the seams, since forget(). */
extern struct arrivals { unsigned int kicks, nmis, inits, sipis; u8 sipi; } arrived[NR_VCPUS];
void forget(void);

int machine_setup(void **state);       /* all in xAPIC mode and software enabled */
int machine_teardown(void **state);

static inline struct vlapic *apic(unsigned int i) { return &vcpus[i].arch.hvm->vlapic; }
void wr(unsigned int i, unsigned int reg, u32 val);   /* by whatever mode vCPU i is in; asserts that there is no #GP */
u32 rd(unsigned int i, unsigned int reg);
void set_mode(unsigned int i, u64 base);               /* by legal steps */
u64 msr(unsigned int i, u32 index);                    /* asserts no #GP */
/* Takes what is pending, as the entry code would: the vector, or -1. */
int take(unsigned int i);

int run_timers(void);
int run_ipis(void);

#endif

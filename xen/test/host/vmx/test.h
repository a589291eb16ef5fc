/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TEST_VMX_H
#define TEST_VMX_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/hvm/exit.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vcpu.h>
#include <asm/processor.h>
#include <asm/spec-ctrl.h>
#include <asm/traps.h>
#include <cmocka.h>
#include "../../../arch/x86/hvm/vmx/entry.h"
#include "../../../arch/x86/hvm/vmx/private.h"

/* The only vCPU, its VMCS by field number, the CPU's MSRs by what was set, what was printed since forget(). */
extern struct vcpu vcpu;
extern u64 field[0x7000];
extern char printed[8192];
extern struct hvm_exit last_exit;
extern unsigned int exits, interrupts, flushes, clears, faults;
extern u8 interrupt_vector;
extern u32 last_wrmsr;
extern u64 pdptes[4];                  /* what the guest has where CR3 points */

int machine_setup(void **state);
void set_msr(u32 msr, u64 value);
void all_msrs_allow(void);             /* a processor with every control */
void forget(void);
u64 rnd(void);

int run_segments(void);
int run_events(void);
int run_exits(void);

#endif

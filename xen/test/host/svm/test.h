/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TEST_SVM_H
#define TEST_SVM_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#undef offsetof /* the hypervisor defines its own */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/apic.h>
#include <asm/hvm/asid.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/exit.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/vcpu.h>
#include <asm/processor.h>
#include <asm/traps.h>
#include <cmocka.h>
#include "../../../arch/x86/hvm/svm/private.h"

/* The only vCPU, its VMCB, its one page of code at linear 0x1000 and what its local APIC has to offer. */
extern struct vcpu vcpu;
extern struct hvm_vcpu hvm;
extern struct vmcb vmcb;
extern struct svm_vcpu svm;
extern struct vcpu_info info;
extern u8 code[4096];
extern struct hvm_exit last_exit;
extern unsigned int shutdowns, softirqs, lapic_raises; /* softirqs that an interrupt being taken raises */
extern int lapic_pending, lapic_irr, lapic_acked;
extern u8 lapic_cr8;

extern unsigned int apic_writes; /* of the host's task priority, with its value */

int machine_setup(void **state); /* long mode, CPL 0, interrupts on */
u64 rnd(void);

#endif

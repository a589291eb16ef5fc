/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVM_SVM_PRIVATE_H
#define HVM_SVM_PRIVATE_H

#include <xen/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/hvm/msr.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/system.h>
#include "vmcb.h"

/* The page that the last intercepted instruction was in: insn.c. */
struct svm_code_page {
	const u8 *bytes;            /* NULL: none */
	u64 cr3;
	unsigned long page;         /* linear */
};

struct svm_vcpu {
	struct vmcb *vmcb;
	paddr_t vmcb_pa;
	u8 *msrpm;                  /* two bits an MSR: read, write */
	u8 vtpr;                    /* what the guest's CR8 was when it was looked at last */
	bool virtual_irq;           /* this entry's event is the guest's virtual interrupt */
	bool nmi_masked;            /* until the end of the IRET that is intercepted: window.c */
	bool at_iret;               /* ... which is the next instruction, at iret_rip */
	bool step;                  /* ... and is to be executed alone, because an NMI waits for its end */
	bool stepping;              /* the VMCB is set up for that; what it had else: */
	u32 kept_exceptions;
	u64 kept_flags, kept_dr6;
	u64 iret_rip;
	struct svm_code_page code;
	unsigned int last_cpu;      /* the VMCB's cached parts are there */
};

extern u32 svm_features;            /* CPUID 0x8000000a edx */
extern bool svm_on_qemu;            /* qemu.c */
extern const struct hvm_msr_row svm_msrs[];
extern const unsigned int svm_nr_msrs;
extern u8 *svm_iopm;                /* three pages of ones: every port is intercepted */

/* Some of @v's VMCB was written: the processor has to read that part again. */
static inline void svm_dirty(struct vmcb *b, enum svm_clean part) { b->clean &= ~(1U << part); }

/* qemu.c. After an exit of which QEMU may have lost an interrupt; for a vCPU that the scheduler does not know yet. */
void svm_detect_qemu(void);
void svm_look_for_interrupts(void);
void svm_place(struct vcpu *v);

int svm_vcpu_create(struct vcpu *v);
void svm_vcpu_destroy(struct vcpu *v);
void svm_dump(struct vcpu *v);

void svm_get_segment(struct vcpu *v, enum x86_segment seg, struct segment_register *reg);
void svm_set_segment(struct vcpu *v, enum x86_segment seg, const struct segment_register *reg);
u64 svm_get_reg(struct vcpu *v, enum hvm_reg reg);
void svm_set_reg(struct vcpu *v, enum hvm_reg reg, u64 value);
void svm_intercept(struct vcpu *v, enum hvm_trap trap, bool on);
void svm_intercept_exceptions(struct vcpu *v, u32 vectors);
void svm_intercept_msr(struct vcpu *v, u32 msr, bool read, bool write);

/* window.c. svm_open_window(): hvm_ops. An exit of SVM_EXIT_VINTR or SVM_EXIT_IRET: fills e->kind. */
void svm_open_window(struct vcpu *v, enum hvm_window window, u8 vector);
void svm_window_exit(struct vcpu *v, const struct cpu_user_regs *regs, struct hvm_exit *e);
/* Before an entry: True: @vector will be taken as the virtual interrupt. After that entry's exit: True: it was not taken. */
bool svm_virtual_irq(struct vcpu *v, u8 vector);
bool svm_virtual_irq_left(struct svm_vcpu *s);
/* The last entry offered a virtual interrupt, to be taken or as a window. After each such exit, before svm_virtual_irq_left(). */
static inline bool svm_virtual_irq_offered(const struct svm_vcpu *s)
{
	return s->virtual_irq || s->vmcb->intercepts[3] & SVM_I3_VINTR;
}
void svm_mask_nmi(struct svm_vcpu *s, bool masked);
/* Before an entry and after an exit with .at_iret. @event: one is injected. True: the exit was for us alone. */
void svm_before_iret(struct svm_vcpu *s, bool event);
bool svm_after_iret(struct vcpu *v, struct cpu_user_regs *regs);

/*
 * For processors that do not tell. The length of the instruction at rip whose opcode, after prefixes, is the @n bytes of
 * @opcode; 0: another instruction stands there.
 */
unsigned int svm_insn_length(struct vcpu *v, const struct cpu_user_regs *regs, u32 opcode, unsigned int n);

/* entry.S: enters the guest of `current` and comes back to svm_enter() after each exit. Never returns. */
void noreturn svm_run(void);
/* From entry.S. svm_enter: the physical address of the VMCB, interrupts off. svm_leave: GIF set, interrupts on. */
paddr_t svm_enter(struct cpu_user_regs *regs);
void svm_leave(struct cpu_user_regs *regs);

#endif

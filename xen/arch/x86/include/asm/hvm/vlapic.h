/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The local APIC of an HVM vCPU (Intel SDM vol. 3A ch. 11): xAPIC registers in memory, x2APIC MSRs, timer, IPIs.
 *
 * Only the vCPU itself touches its registers ([c]: it runs, or it is paused); others post to it: vectors into IRR and
 * errors into ESR, by atomic operations. There are no locks. The timer's handler posts too; only the vCPU arms it.
 */
#ifndef ASM_HVM_VLAPIC_H
#define ASM_HVM_VLAPIC_H

#include <xen/timer.h>
#include <xen/types.h>

struct vcpu;
struct hvm_hw_lapic;
struct hvm_hw_lapic_regs;

#define VLAPIC_DEFAULT_BASE 0xfee00000UL
#define VLAPIC_ID(v) ((v)->vcpu_id * 2)  /* APIC IDs as Xen guests know them */
#define VLAPIC_NR_REGS 64                /* one for each 16 bytes up to offset 0x3ff */

/* Counted by the vCPU itself, except timer_fired: by the timer's handler. */
struct vlapic_stats {
	u32 injected[256];       /* by vector */
	u64 timer_armed, timer_fired;
	u64 ipis[8];             /* sent, by delivery mode of the ICR */
	u64 eois;
};

struct vlapic {
	u64 base;                /* [c] IA32_APIC_BASE; others read its mode bits */
	u32 regs[VLAPIC_NR_REGS] __aligned(8); /* [c] by offset / 16; IRR [a], so that eight in a row are a bitmap */
	u32 errors;              /* [a] for ESR, until it is written */
	u32 icr_dest;            /* [c] x2APIC: upper half of the ICR */
	u8 lowest_hint;          /* [c] vCPU that got the last lowest-priority interrupt sent from here */
	s_time_t count_start;    /* [c] system time at which the timer's initial count was (as if) written */
	s_time_t count_last;     /* [c] when the periodic timer was armed last for: keeps ticks apart */
	u64 tsc_deadline;        /* [c] IA32_TSC_DEADLINE, guest TSC; 0: not armed */
	struct timer timer;
	struct vlapic_stats stats;
};

/* Creation, paused: state after power-up; vCPU 0 is the bootstrap processor. destroy may follow without init. 0 */
int vlapic_init(struct vcpu *v);
void vlapic_destroy(struct vcpu *v);
/* INIT (SDM 11.4.7.3): as after power-up, but for the APIC ID and IA32_APIC_BASE. v is current or paused. */
void vlapic_reset(struct vcpu *v);

/*
 * The register page. @offset 0..0xfff, @len 1, 2, 4, within 4 bytes of a register's start; elsewhere reads are 0 and
 * writes are lost. v is current.
 */
u32 vlapic_mmio_read(struct vcpu *v, unsigned int offset, unsigned int len);
void vlapic_mmio_write(struct vcpu *v, unsigned int offset, unsigned int len, u32 val);
/* Whether @gpa is in the register page: only in xAPIC mode. */
bool vlapic_mmio_range(const struct vcpu *v, paddr_t gpa);
/* MSRs 0x1b, 0x6e0, 0x800..0x8ff. false: #GP(0). v is current. */
bool vlapic_rdmsr(struct vcpu *v, u32 msr, u64 *val);
bool vlapic_wrmsr(struct vcpu *v, u32 msr, u64 val);
/* The guest has moved its TSC: a TSC deadline that is pending comes when the new one reaches it (SDM vol. 3A 11.5.4.1). v is current. */
void vlapic_tsc_written(struct vcpu *v);

/* The vector to inject next: the highest of IRR when its class is above the processor priority, else -1. */
int vlapic_pending(struct vcpu *v);
/* The highest vector of IRR whatever the priority, or -1: where a vendor's TPR threshold belongs. */
int vlapic_highest_irr(const struct vcpu *v);
/* @vector, as vlapic_pending() gave it, is being injected: IRR -> ISR. */
void vlapic_ack(struct vcpu *v, u8 vector);
/* An edge-triggered interrupt. Any context; kicks v. Lost when the APIC is switched off, as on hardware. */
void vlapic_set_irq(struct vcpu *v, u8 vector);
/* Task priority by CR8: bits 7:4 of TPR. */
u8 vlapic_get_cr8(const struct vcpu *v);
void vlapic_set_cr8(struct vcpu *v, u8 cr8);

/* domctl gethvmcontext, sethvmcontext; v is paused. load: -EINVAL for what no APIC can be in, nothing is changed then. */
void vlapic_save(const struct vcpu *v, struct hvm_hw_lapic *lapic);
void vlapic_save_regs(const struct vcpu *v, struct hvm_hw_lapic_regs *regs);
int vlapic_load(struct vcpu *v, const struct hvm_hw_lapic *lapic);
int vlapic_load_regs(struct vcpu *v, const struct hvm_hw_lapic_regs *regs);

/* Lines for the debug key that prints HVM's statistics. */
void vlapic_dump_stats(const struct vcpu *v);

#endif

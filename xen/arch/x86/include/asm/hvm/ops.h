/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a vendor room (svm/, vmx/) does for hvm/: read and write architectural state, intercept, enter. No policy:
 * values that arrive here have been checked.
 *
 * Much needs no operation because it is data in struct hvm_vcpu that the room obeys at the next entry: .event is
 * injected, .flush says what to flush. After an exit the room puts into .event what the exit kept from being
 * delivered, so that it is delivered again unless somebody replaces it.
 */
#ifndef ASM_HVM_OPS_H
#define ASM_HVM_OPS_H

#include <xen/compiler.h>
#include <xen/types.h>
#include <asm/x86_emulate.h> /* segments: X86_SEG_* */

struct cpu_user_regs;
struct domain;
struct hvm_msr_row;
struct p2m_format;
struct vcpu;

/* State beyond GPRs and segments. */
enum hvm_reg {
	HVM_REG_cr0, HVM_REG_cr2, HVM_REG_cr3, HVM_REG_cr4, HVM_REG_efer,  /* as the guest sees them */
	HVM_REG_dr6, HVM_REG_dr7, HVM_REG_pat, HVM_REG_debugctl,
	HVM_REG_sysenter_cs, HVM_REG_sysenter_esp, HVM_REG_sysenter_eip,
	HVM_REG_star, HVM_REG_lstar, HVM_REG_cstar, HVM_REG_syscall_mask, HVM_REG_kernel_gs_base,
	HVM_REG_tsc_offset,             /* what the guest's RDTSC adds to the host's */
	HVM_REG_shadow,                 /* HVM_SHADOW_*: interrupts are blocked for one instruction; NMIs until IRET */
	HVM_REG_count
};
#define HVM_SHADOW_STI 1u               /* by STI or MOV SS */
#define HVM_SHADOW_MOV_SS 2u
#define HVM_SHADOW_NMI 4u

/* What hvm/ may want to see besides what is always intercepted. */
enum hvm_trap { HVM_TRAP_tsc, HVM_TRAP_dr, HVM_TRAP_cr3, HVM_TRAP_invlpg, HVM_TRAP_pause };

enum hvm_window { HVM_WINDOW_irq, HVM_WINDOW_nmi };

struct hvm_ops {
	const char *name;               /* "SVM", "VMX" */
	u8 hypercall_insn[3];
	bool hap_1g, hap_2m;            /* page sizes of the second level */
	const struct p2m_format *p2m_format;
	const struct hvm_msr_row *msrs; /* MSRs that only this vendor's processors have: msr.h */
	unsigned int nr_msrs;

	/* Each CPU, before it runs a guest: 0, or -EIO with the reason in the log. cpu_down: the contrary. */
	int (*cpu_up)(void);
	void (*cpu_down)(void);

	int (*domain_create)(struct domain *d);
	void (*domain_destroy)(struct domain *d);
	int (*vcpu_create)(struct vcpu *v); /* state as after reset, to be set by vcpu_reset's writes */
	void (*vcpu_destroy)(struct vcpu *v);

	/* On the CPU: its registers to memory; and back. Interrupts off. */
	void (*switch_from)(struct vcpu *v);
	void (*switch_to)(struct vcpu *v);
	/* Runs the guest and handles its exits for ever. */
	void noreturn (*resume)(struct vcpu *v);

	/* v is current, or not running with its state in memory. */
	void (*get_segment)(struct vcpu *v, enum x86_segment seg, struct segment_register *reg);
	void (*set_segment)(struct vcpu *v, enum x86_segment seg, const struct segment_register *reg);
	u64 (*get_reg)(struct vcpu *v, enum hvm_reg reg);
	void (*set_reg)(struct vcpu *v, enum hvm_reg reg, u64 value);

	void (*intercept)(struct vcpu *v, enum hvm_trap trap, bool on);
	void (*intercept_exceptions)(struct vcpu *v, u32 vectors); /* #MC always is */
	void (*intercept_msr)(struct vcpu *v, u32 msr, bool read, bool write);
	/*
	 * An exit (irq_window, nmi_window) as soon as the guest would take an interrupt of @vector's priority, or an NMI.
	 * It closes itself.
	 */
	void (*open_window)(struct vcpu *v, enum hvm_window window, u8 vector);

	void (*dump)(struct vcpu *v);   /* its control structure, to the log */
};

/* NULL: no hardware support. Set at boot. */
extern const struct hvm_ops *hvm_ops;

/* Boot CPU: NULL, with what is missing in the log, when the processor has none or not enough. */
const struct hvm_ops *svm_probe(void);
const struct hvm_ops *vmx_probe(void);

#endif

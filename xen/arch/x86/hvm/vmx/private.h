/* SPDX-License-Identifier: GPL-2.0-only */
/* The VMX room (Intel SDM vol. 3C). README tells the way of one exit through it. */
#ifndef VMX_PRIVATE_H
#define VMX_PRIVATE_H

#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/hvm/msr.h>
#include <asm/hvm/ops.h>
#include <asm/hvm/vcpu.h>
#include <asm/x86_emulate.h>
#include "vmcs.h"

struct cpu_user_regs;

/* SDM 24.2: the processor keeps the rest for itself. */
struct vmcs {
	u32 revision, abort;
};

struct vmx_vcpu {
	struct vmcs *vmcs;         /* [I] one page */
	unsigned long *msr_bitmap; /* [I] one page: a set bit makes the access exit */
	unsigned int host_cpu;     /* [c] whose own host state is in the VMCS; VCPU_CPU_CLEAN */
	bool launched;             /* [c] VMRESUME, not VMLAUNCH: since the last VMCLEAR it was entered */
	u32 cpu_controls;          /* [c] what VMCS_CPU_CONTROLS holds */
	u32 exceptions;            /* [c] and VMCS_EXCEPTIONS */
	u16 vpid;                  /* [c] and VMCS_VPID */
	u64 cr0, cr4, efer;        /* [c] as the guest wrote them last through an exit */
	u64 cr2;                   /* [c] of an exit: the register is switched by hand */
	bool dr6_live;             /* [c] DR6 is in the register: accesses to DRs do not exit */
	u64 rip, rsp, rflags;      /* [c] in the VMCS: written before an entry only if hvm/ changed them */
	u64 star, lstar, cstar, syscall_mask, kernel_gs_base; /* [c] kernel_gs_base: of a vCPU that is not on a CPU */
};

/* A control: words as the capability MSRs have them. */
enum vmx_word { VMX_pin, VMX_cpu, VMX_cpu2, VMX_exit, VMX_entry, VMX_WORDS };

/* What the boot processor can do; all others must do the same. Constant after vmx_probe(). */
struct vmx_caps {
	u64 basic, misc, ept_vpid;
	u64 cr0_fixed0, cr0_fixed1, cr4_fixed0, cr4_fixed1;
	u32 controls[VMX_WORDS];   /* what a new vCPU starts with */
};
extern struct vmx_caps vmx_caps;
static inline bool vmx_has(enum vmx_word word, u32 bits) { return (vmx_caps.controls[word] & bits) == bits; }
#define vmx_has_vpid() vmx_has(VMX_cpu2, CPU2_VPID)

/* controls.c. Boot: fills vmx_caps; false, with what is missing in the log, when this processor cannot run our guests. */
bool vmx_negotiate(void);
/* On another CPU: can it do what vmx_caps promises? Says what it cannot. */
bool vmx_same_controls(void);
/* Whether the firmware lets us; says which of its settings to look for. @lock: set what it left open. */
bool vmx_feature_control(bool lock);

/* vmcs.c. on a CPU: VMXON and VMXOFF. -ENOMEM, -EIO */
int vmx_cpu_up(void);
void vmx_cpu_down(void);
int vmx_vcpu_create(struct vcpu *v);
void vmx_vcpu_destroy(struct vcpu *v);
void vmx_load(struct vcpu *v);  /* interrupts off: v's VMCS becomes this CPU's current one, with the CPU's own host state */
void vmx_clear(struct vcpu *v); /* on the CPU that loaded it, interrupts off: all of it is in memory */
/*
 * Around accesses to the VMCS of a vCPU that may not be current: then it is borrowed, and interrupts are off in between. The
 * pair may be nested. The current vCPU's VMCS is the CPU's whenever somebody can ask.
 */
unsigned long vmx_borrow(struct vcpu *v);
void vmx_give_back(struct vcpu *v, unsigned long cookie);
#define VMX_NOT_BORROWED 2UL
static inline unsigned long vmx_access_begin(struct vcpu *v)
{
	return likely(v == current) ? VMX_NOT_BORROWED : vmx_borrow(v);
}
static inline void vmx_access_end(struct vcpu *v, unsigned long cookie)
{
	if (unlikely(cookie != VMX_NOT_BORROWED))
		vmx_give_back(v, cookie);
}
void noreturn vmx_insn_failed(const char *insn, unsigned long operand);

/* state.c */
void vmx_get_segment(struct vcpu *v, enum x86_segment name, struct segment_register *seg);
void vmx_set_segment(struct vcpu *v, enum x86_segment name, const struct segment_register *seg);
u64 vmx_get_reg(struct vcpu *v, enum hvm_reg reg);
void vmx_set_reg(struct vcpu *v, enum hvm_reg reg, u64 value);
void vmx_switch_from(struct vcpu *v);
void vmx_switch_to(struct vcpu *v);

/* msr.c */
extern const struct hvm_msr_row vmx_msr_rows[];
extern const unsigned int vmx_nr_msr_rows;
void vmx_intercept_msr(struct vcpu *v, u32 msr, bool read, bool write);
void vmx_open_native_msrs(struct vcpu *v);
void vmx_load_guest_msrs(struct vcpu *v);
void vmx_save_guest_msrs(struct vcpu *v);

/* intr.c */
void vmx_intercept(struct vcpu *v, enum hvm_trap trap, bool on);
void vmx_intercept_exceptions(struct vcpu *v, u32 vectors);
void vmx_open_window(struct vcpu *v, enum hvm_window window, u8 vector);
void vmx_close_window(struct vcpu *v, enum hvm_window window);
void vmx_inject(struct vcpu *v);          /* .event -> VMCS */
void vmx_match_pending_debug(u64 rflags); /* before an entry with TF set, or that left a shadow */
void vmx_keep_undelivered(struct vcpu *v); /* after an exit: VMCS -> .event */

/* tlb.c. On this CPU, v's VMCS being current. */
void vmx_flush(struct vcpu *v);
void vmx_flush_all(void);                 /* everything that any guest left in this CPU's TLB */
u64 vmx_eptp(const struct domain *d);

/* dump.c */
void vmx_dump(struct vcpu *v);

/* entry.S */
void noreturn vmx_enter_guest(void);
extern char vmx_exit_entry[];
/* exit.c, called by it with interrupts off */
u8 vmx_before_entry(struct cpu_user_regs *regs); /* VMX_ENTRY_* of entry.h */
void vmx_handle_exit(struct cpu_user_regs *regs);
void vmx_entry_failed(struct cpu_user_regs *regs);

#ifdef HOST_TEST
unsigned long vmread(unsigned long field);
void vmwrite(unsigned long field, unsigned long v);
#else
static always_inline unsigned long vmread(unsigned long field)
{
	unsigned long v;

	__asm__ goto("vmread %1, %0; jbe %l[failed]" : "=rm"(v) : "r"(field) : "cc" : failed);
	return v;
failed:
	vmx_insn_failed("VMREAD", field);
}

static always_inline void vmwrite(unsigned long field, unsigned long v)
{
	__asm__ goto("vmwrite %0, %1; jbe %l[failed]" :: "rm"(v), "r"(field) : "cc", "memory" : failed);
	return;
failed:
	vmx_insn_failed("VMWRITE", field);
}
#endif

#endif

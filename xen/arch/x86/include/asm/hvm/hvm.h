/* SPDX-License-Identifier: GPL-2.0-only */
/* The HVM wing, as the rest of x86 sees it, and what its rooms offer each other. */
#ifndef ASM_HVM_HVM_H
#define ASM_HVM_HVM_H

#include <xen/types.h>

struct cpu_user_regs;
struct domain;
struct guest_ops;
struct vcpu;

/* NULL: no SVM or VMX with nested paging on this machine. */
const struct guest_ops *hvm_guest_ops(void);
/* Boot CPU, once; each other CPU as it comes up. */
void hvm_init(void);
void hvm_cpu_up(void);

/* An interrupt may be pending for v: wakes it, makes it leave the guest and look. Any context. */
void hvm_kick(struct vcpu *v);
/* Entries of d's map were lowered or removed: all vCPUs see that before the function returns. Interrupts on. */
void hvm_flush_p2m(struct domain *d);
/* All vCPUs of d forget @what (HVM_FLUSH_*) before the function returns. Interrupts on. */
void hvm_flush_domain(struct domain *d, u8 what);
/* Local APIC: INIT, STARTUP at @vector << 12 if v waits for it, NMI for v. current is another vCPU of the domain, or v. */
void hvm_vcpu_init_signal(struct vcpu *v);
void hvm_vcpu_sipi(struct vcpu *v, u8 vector);
/* Obeys a STARTUP that @v, which is paused, was sent and has not seen. False: it has no state yet, but waits for one. */
bool hvm_vcpu_settle(struct vcpu *v);
void hvm_inject_nmi(struct vcpu *v);

/*
 * Room side: just before entry, interrupts off. False: softirqs are to be run first, with interrupts on.
 * When it returns true, .event and .flush are what the room is to obey.
 */
bool hvm_prepare_entry(struct vcpu *v);

/* current: an exception is delivered at the next entry; two that collide become a double fault as the manuals say. */
void hvm_inject_exception(u8 vector, u32 error);
void hvm_inject_page_fault(u32 error, unsigned long cr2);
void hvm_inject_debug(unsigned long dr6); /* #DB, after setting @dr6's bits in DR6 */
/* The guest ends as HVM_PARAM_TRIPLE_FAULT_REASON says. The caller has told the log why. */
void hvm_triple_fault(struct vcpu *v);
#define hvm_inject_gp() hvm_inject_exception(13, 0)
#define hvm_inject_ud() hvm_inject_exception(6, 0)

/*
 * Copies by guest linear address through the guest's page tables, with the rights of @flags; current only.
 * HVM_COPY_OKAY, or _FAULT with *fault filled, or _MMIO: no RAM at the physical address *gpa.
 */
enum hvm_copy_result { HVM_COPY_okay, HVM_COPY_fault, HVM_COPY_mmio };
#define HVM_COPY_write 1u
#define HVM_COPY_fetch 2u
#define HVM_COPY_user 4u        /* CPL 3's rights; else implicit supervisor access */
#define HVM_COPY_no_smap 8u     /* rflags.AC or an access that SMAP does not govern */
struct hvm_copy_fault {
	u32 error;              /* page fault error code */
	unsigned long addr;
	paddr_t gpa;            /* of HVM_COPY_mmio */
};
enum hvm_copy_result hvm_copy_linear(struct vcpu *v, unsigned long addr, void *buf, size_t n, unsigned int flags,
				     struct hvm_copy_fault *fault);
/* The physical address behind a linear one; HVM_COPY_okay or _fault. */
enum hvm_copy_result hvm_translate(struct vcpu *v, unsigned long addr, unsigned int flags, paddr_t *gpa,
				   struct hvm_copy_fault *fault);
/* Guest-physical memory, v's domain; false when it is not all RAM (writes: writable RAM). */
bool hvm_copy_from_phys(struct domain *d, paddr_t gpa, void *buf, size_t n);
bool hvm_copy_to_phys(struct domain *d, paddr_t gpa, const void *buf, size_t n);

/* emulate/: one instruction at rip. False: it is none that can be emulated, and the guest is to be crashed. */
bool hvm_emulate_mmio(struct vcpu *v, paddr_t gpa);
void hvm_emulate_insn(struct vcpu *v); /* crashes it itself */
/* Of what cannot be done for the guest: its user mode gets #UD and does not end the guest. False: it was not user mode. */
bool hvm_refuse_user(struct vcpu *v);

/* To the log. v is current or not running, its general registers in @regs. */
void hvm_show_registers(struct vcpu *v, const struct cpu_user_regs *regs);

/* HLT was executed: blocks until an interrupt; with interrupts off, the vCPU goes down. v is current. */
void hvm_halt(struct vcpu *v, const struct cpu_user_regs *regs);
/* The first use of debug registers by the guest since it was put on this CPU: they are loaded. */
void hvm_debug_load(struct vcpu *v);

/* As the instructions do them, checks included; false: raise #GP(0). v is current. */
bool hvm_rdmsr(struct vcpu *v, u32 msr, u64 *value);
bool hvm_wrmsr(struct vcpu *v, u32 msr, u64 value);
/* No reserved bits, no combination that MOV to CR0 refuses; says nothing of what goes with other registers. */
bool hvm_valid_cr0(u64 cr0);
bool hvm_set_cr(struct vcpu *v, unsigned int cr, u64 value);
bool hvm_set_efer(struct vcpu *v, u64 value);
u64 hvm_get_cr(struct vcpu *v, unsigned int cr); /* 0, 2, 3, 4, 8 */
/* The CPU policy of @d was made or changed; its vCPUs do not run. */
void hvm_policy_changed(struct domain *d);
/* A port, @size 1, 2 or 4 bytes; nobody's: reads all-ones, writes vanish. */
u32 hvm_port_in(struct vcpu *v, u16 port, unsigned int size);
void hvm_port_out(struct vcpu *v, u16 port, unsigned int size, u32 value);

/* The TSC of d's vCPUs now but for their offsets: the host's, or the domain's own while d->arch.vtsc. */
u64 hvm_base_tsc(const struct domain *d);
/* The guest's TSC now; and what is added to hvm_base_tsc(). */
u64 hvm_tsc_offset(const struct vcpu *v);
void hvm_set_tsc_offset(struct vcpu *v, u64 offset);
/* d->arch.vtsc has its value; its vCPUs do not run. */
void hvm_tsc_mode_changed(struct domain *d);
u64 hvm_guest_tsc(const struct vcpu *v);
/* What v has to forget before its next entry (HVM_FLUSH_*). v is current or not running. */
void hvm_flush_vcpu(struct vcpu *v, u8 what);
/* 0..3; from SS. */
unsigned int hvm_cpl(struct vcpu *v);
/* 2, 4 or 8: bytes of an address as code of the current mode makes it. */
unsigned int hvm_address_bytes(struct vcpu *v);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DOMAIN_H
#define ASM_DOMAIN_H

#include <xen/bitops.h>
#include <xen/lock.h>
#include <xen/mm-frame.h>
#include <public/xen.h>
#include <asm/pv/domain.h>

struct rangeset;
struct page_info;
struct cpu_policy;
struct e820_entry;
struct xsave_area;
struct hvm_domain;
struct hvm_vcpu;
struct p2m_domain;

struct arch_domain {
	struct pv_domain pv;               /* while kind == GUEST_pv */
	struct hvm_domain *hvm;            /* [I] allocated for kind == GUEST_hvm */
	struct p2m_domain *p2m;            /* [I] guest-physical map, for kind == GUEST_hvm */
	struct rangeset *ioport_caps;
	struct cpu_policy *cpu_policy;     /* [P] what CPUID and policy MSRs show */
	/* TSC: domctl settscinfo */
	u32 tsc_mode, tsc_khz, tsc_incarnation;
	u64 tsc_offset;
	s_time_t tsc_elapsed_base;         /* [P] system time at which the guest's life began */
	bool vtsc;
	u32 emulation_flags;               /* [I] XEN_X86_EMU_* */
	unsigned int relinquish_step;      /* [domctl] */
	/* E820 set by the toolstack (XENMEM_set_memory_map) */
	struct e820_entry *e820;
	unsigned int nr_e820;
	spinlock_t e820_lock;
	u64 pirq_eoi_map_mfn;              /* PHYSDEVOP_pirq_eoi_gmfn */
	unsigned long *pirq_eoi_map;
	bool auto_unmask;
	u32 pci_cf8;
	u8 cmos_idx;
};

#define NR_OLD_TABLES 4 /* defer_table_put() */

struct arch_vcpu {
	struct cpu_user_regs user_regs;    /* [P] while not running; else on the CPU's stack */
	struct xsave_area *xsave_area;     /* FPU state; size from cpu policy */
	u64 xcr0, xcr0_accum;
	bool fpu_dirtied;                  /* [c] live in registers of this CPU */
	bool fpu_initialised;
	unsigned long flags;               /* TF_* */
	mfn_t cr3;                         /* [c] L4 to load when it runs: kernel's or user's */
	mfn_t guest_table;                 /* [P] kernel L4, typed and referenced */
	mfn_t guest_table_user;            /* [P] user L4 or INVALID_MFN */
	struct page_info *old_guest_table[NR_OLD_TABLES]; /* [c] whose invalidation was interrupted; NULL from some place on */
	unsigned long debugreg[8];         /* [c] */
	struct pv_vcpu pv;
	struct hvm_vcpu *hvm;
	u64 tsc_aux;
	struct vcpu_time_info time_info_shadow; /* last pvclock values given */
};

#define TF_kernel_mode (1UL << 0)  /* PV: guest kernel, not guest user, is running */

#endif

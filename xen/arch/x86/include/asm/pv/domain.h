/* SPDX-License-Identifier: GPL-2.0-only */
/* State of a 64-bit PV guest and its vCPUs (letters: xen/domain.h). */
#ifndef ASM_PV_DOMAIN_H
#define ASM_PV_DOMAIN_H

#include <xen/atomic.h>
#include <xen/lock.h>
#include <xen/mm-frame.h>
#include <public/xen.h>

struct pv_domain {
	u64 *perdomain_l3;                  /* [I] L3 behind PERDOMAIN_SLOT in each of its L4s (xenheap) */
	u64 **gdt_ldt_l1tab;                /* [I] L1 tables of the GDT/LDT windows, one per 16 vCPUs */
	atomic_t nr_l4_pages;
};

struct pv_vcpu {
	struct trap_info *trap_ctxt;        /* [c] 256 entries, xzalloc'ed */
	unsigned long gdt_frames[14];       /* [P] mfns, typed seg_desc and referenced */
	unsigned int gdt_ents;              /* [P] */
	unsigned long ldt_base;             /* [P] linear */
	unsigned int ldt_ents;              /* [P] */
	spinlock_t shadow_ldt_lock;
	unsigned int shadow_ldt_mapcnt;
	unsigned long kernel_ss, kernel_sp; /* [c] */
	unsigned long ctrlreg[8];           /* [c] guest's view */
	unsigned long event_callback_eip, failsafe_callback_eip; /* [c] */
	unsigned long syscall_callback_eip, syscall32_callback_eip, sysenter_callback_eip;
	unsigned long nmi_callback_eip;
	u8 vgc_flags;                       /* [c] VGCF_failsafe/syscall_disables_events */
	bool sysenter_disables_events, syscall32_disables_events;
	bool need_kernel_mode_updates;      /* [c] runstate or time area could not be written in user mode */
	unsigned long fs_base, gs_base_kernel, gs_base_user; /* [c] live in registers while it runs */
	u8 iopl;                            /* [c] virtual IOPL, 0..3 */
	u8 *iobmp;                          /* [c] guest pointer to its I/O bitmap */
	unsigned int iobmp_limit;
	u32 dr7_emul;
};

#endif

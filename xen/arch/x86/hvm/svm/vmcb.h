/* SPDX-License-Identifier: GPL-2.0-only */
/* The virtual machine control block (AMD APM vol. 2 appendix B) and the numbers that go with it. */
#ifndef HVM_SVM_VMCB_H
#define HVM_SVM_VMCB_H

#include <xen/types.h>
#include <asm/x86_emulate.h>

/* intercepts[3] */
#define SVM_I3_INTR (1U << 0)
#define SVM_I3_NMI (1U << 1)
#define SVM_I3_SMI (1U << 2)
#define SVM_I3_INIT (1U << 3)
#define SVM_I3_VINTR (1U << 4)
#define SVM_I3_RDTSC (1U << 14)
#define SVM_I3_RDPMC (1U << 15)
#define SVM_I3_CPUID (1U << 18)
#define SVM_I3_IRET (1U << 20)
#define SVM_I3_INVD (1U << 22)
#define SVM_I3_PAUSE (1U << 23)
#define SVM_I3_HLT (1U << 24)
#define SVM_I3_INVLPG (1U << 25)
#define SVM_I3_INVLPGA (1U << 26)
#define SVM_I3_IOIO (1U << 27)
#define SVM_I3_MSR (1U << 28)
#define SVM_I3_TASK_SWITCH (1U << 29)
#define SVM_I3_FERR_FREEZE (1U << 30)
#define SVM_I3_SHUTDOWN (1U << 31)
/* intercepts[4] */
#define SVM_I4_VMRUN (1U << 0)
#define SVM_I4_VMMCALL (1U << 1)
#define SVM_I4_VMLOAD (1U << 2)
#define SVM_I4_VMSAVE (1U << 3)
#define SVM_I4_STGI (1U << 4)
#define SVM_I4_CLGI (1U << 5)
#define SVM_I4_SKINIT (1U << 6)
#define SVM_I4_RDTSCP (1U << 7)
#define SVM_I4_WBINVD (1U << 9)
#define SVM_I4_MONITOR (1U << 10)
#define SVM_I4_MWAIT (1U << 11)
#define SVM_I4_XSETBV (1U << 13)
#define SVM_I4_RDPRU (1U << 14)

/* vintr */
#define SVM_V_TPR 0xffUL
#define SVM_V_IRQ (1UL << 8)
#define SVM_V_PRIO_SHIFT 16
#define SVM_V_IGN_TPR (1UL << 20)
#define SVM_V_MASKING (1UL << 24)
#define SVM_V_VECTOR_SHIFT 32

/* event_inj, exit_int_info */
#define SVM_EVENT_VALID (1UL << 31)
#define SVM_EVENT_ERROR (1UL << 11)
#define SVM_EVENT_TYPE_SHIFT 8
#define SVM_EVENT_ERROR_SHIFT 32

#define SVM_TLB_NOTHING 0
#define SVM_TLB_ALL 1
#define SVM_TLB_THIS_ASID 3

/* Parts of the VMCB that the processor may keep from the last run: set when unchanged. */
enum svm_clean { SVM_CLEAN_intercepts, SVM_CLEAN_iopm, SVM_CLEAN_asid, SVM_CLEAN_tpr, SVM_CLEAN_np, SVM_CLEAN_cr,
		 SVM_CLEAN_dr, SVM_CLEAN_dt, SVM_CLEAN_seg, SVM_CLEAN_cr2, SVM_CLEAN_lbr };
#define SVM_CLEAN_ALL 0x7ffU

struct vmcb {
	u32 intercepts[5];          /* 000 CRs, DRs, exceptions, two words of instructions and events */
	u32 intercepts_more;
	u8 pad018[0x3c - 0x18];
	u16 pause_threshold;        /* 03c */
	u16 pause_count;
	u64 iopm;                   /* 040 */
	u64 msrpm;
	u64 tsc_offset;
	u32 asid;                   /* 058 */
	u8 tlb_control;
	u8 pad05d[3];
	u64 vintr;                  /* 060 */
	u64 shadow;                 /* 068, bit 0 */
	u64 exit_code;              /* 070 */
	u64 exit_info1, exit_info2;
	u64 exit_int_info;          /* 088 */
	u64 np_enable;              /* 090 */
	u64 pad098[2];
	u64 event_inj;              /* 0a8 */
	u64 ncr3;                   /* 0b0 */
	u64 lbr_control;
	u32 clean;                  /* 0c0 */
	u32 pad0c4;
	u64 next_rip;               /* 0c8 */
	u8 insn_count;              /* 0d0 */
	u8 insn[15];
	u8 pad0e0[0x400 - 0xe0];

	struct segment_register seg[10]; /* 400: enum x86_segment is in this order */
	u8 pad4a0[0x4cb - 0x4a0];
	u8 cpl;                     /* 4cb */
	u32 pad4cc;
	u64 efer;                   /* 4d0 */
	u8 pad4d8[0x548 - 0x4d8];
	u64 cr4, cr3, cr0, dr7, dr6, rflags, rip; /* 548 */
	u8 pad580[0x5d8 - 0x580];
	u64 rsp;                    /* 5d8 */
	u64 pad5e0[3];
	u64 rax;                    /* 5f8 */
	u64 star, lstar, cstar, sfmask, kernel_gs_base, sysenter_cs, sysenter_esp, sysenter_eip; /* 600 */
	u64 cr2;                    /* 640 */
	u8 pad648[0x668 - 0x648];
	u64 pat;                    /* 668 */
	u64 debugctl;
	u64 br_from, br_to, last_exc_from, last_exc_to;
	u8 pad698[0x1000 - 0x698];
};
_Static_assert(sizeof(struct vmcb) == 0x1000, "one page");
_Static_assert(__builtin_offsetof(struct vmcb, event_inj) == 0xa8, "APM table B-1");
_Static_assert(__builtin_offsetof(struct vmcb, cpl) == 0x4cb, "APM table B-2");
_Static_assert(__builtin_offsetof(struct vmcb, rax) == 0x5f8, "APM table B-2");
_Static_assert(__builtin_offsetof(struct vmcb, pat) == 0x668, "APM table B-2");

/* Exit codes (APM vol. 2 appendix C) */
enum {
	SVM_EXIT_CR_READ = 0x00, SVM_EXIT_CR_WRITE = 0x10, SVM_EXIT_DR_READ = 0x20, SVM_EXIT_DR_WRITE = 0x30,
	SVM_EXIT_EXCEPTION = 0x40, SVM_EXIT_INTR = 0x60, SVM_EXIT_NMI, SVM_EXIT_SMI, SVM_EXIT_INIT, SVM_EXIT_VINTR,
	SVM_EXIT_CR0_SEL_WRITE, SVM_EXIT_RDTSC = 0x6e, SVM_EXIT_RDPMC, SVM_EXIT_CPUID = 0x72, SVM_EXIT_IRET = 0x74,
	SVM_EXIT_INVD = 0x76, SVM_EXIT_PAUSE, SVM_EXIT_HLT, SVM_EXIT_INVLPG, SVM_EXIT_INVLPGA, SVM_EXIT_IOIO,
	SVM_EXIT_MSR, SVM_EXIT_TASK_SWITCH, SVM_EXIT_FERR_FREEZE, SVM_EXIT_SHUTDOWN, SVM_EXIT_VMRUN, SVM_EXIT_VMMCALL,
	SVM_EXIT_VMLOAD, SVM_EXIT_VMSAVE, SVM_EXIT_STGI, SVM_EXIT_CLGI, SVM_EXIT_SKINIT, SVM_EXIT_RDTSCP,
	SVM_EXIT_ICEBP, SVM_EXIT_WBINVD, SVM_EXIT_MONITOR, SVM_EXIT_MWAIT, SVM_EXIT_MWAIT_COND, SVM_EXIT_XSETBV,
	SVM_EXIT_RDPRU, SVM_EXIT_NPF = 0x400,
};

#define SVM_CR_MOV (1UL << 63) /* exit_info1 of CR accesses, with decode assists: a MOV, of the register in bits 3:0 */

#define MSR_VM_CR 0xc0010114U
#define VM_CR_SVMDIS (1UL << 4)
#define MSR_VM_HSAVE_PA 0xc0010117U

/* CPUID 0x8000000a edx */
#define SVM_F_NPT (1U << 0)
#define SVM_F_LBRV (1U << 1)
#define SVM_F_NRIPS (1U << 3)
#define SVM_F_TSC_RATE (1U << 4)
#define SVM_F_CLEAN (1U << 5)
#define SVM_F_FLUSH_ASID (1U << 6)
#define SVM_F_DECODE (1U << 7)
#define SVM_F_PAUSE_FILTER (1U << 10)
#define SVM_F_PAUSE_THRESHOLD (1U << 12)

#endif

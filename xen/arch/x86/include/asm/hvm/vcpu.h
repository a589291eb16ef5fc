/* SPDX-License-Identifier: GPL-2.0-only */
/* State of an HVM or PVH vCPU that is the same on all processors (letters: xen/domain.h). */
#ifndef ASM_HVM_VCPU_H
#define ASM_HVM_VCPU_H

#include <xen/types.h>
#include <asm/hvm/exit.h>
#include <asm/hvm/vlapic.h>

struct svm_vcpu;
struct vmx_vcpu;

/* Types as both vendors number them (AMD EVENTINJ, Intel's interruption information). */
enum hvm_event_type { HVM_EVENT_extint = 0, HVM_EVENT_nmi = 2, HVM_EVENT_exception = 3, HVM_EVENT_soft_int = 4,
		      HVM_EVENT_priv_soft = 5, HVM_EVENT_soft_exception = 6 };

struct hvm_event {
	bool valid;
	u8 vector, type;
	bool has_error;
	u8 insn_len;                    /* of soft_*: what rip moves by */
	u32 error;
	unsigned long cr2;              /* of #PF, when it is new */
};

#define HVM_FLUSH_linear 1u             /* the guest's own translations */
#define HVM_FLUSH_p2m 2u                /* those of the guest-physical map too */

/* MTRRs are kept for the guest to read back; with nested paging memory types follow its PAT. */
#define HVM_MTRR_VAR 8
#define HVM_MTRR_FIXED 11
struct hvm_mtrr {
	u64 def_type, cap;
	u64 fixed[HVM_MTRR_FIXED];
	u64 var[2 * HVM_MTRR_VAR];
};

/* hvm_vcpu.start */
#define HVM_START_init 0                /* INIT arrived */
#define HVM_START_sipi 1                /* STARTUP arrived */

struct hvm_vcpu {
	struct hvm_event event;         /* [c] to be injected at the next entry */
	u8 flush;                       /* [a] HVM_FLUSH_*: before the next entry */
	bool intr_check;                /* [a] something may have become deliverable: look before the next entry */
	bool nmi_pending;               /* [a] */
	bool upcall_lost;               /* [a] an event came while the local APIC was off: its vector is due when it is on */
	bool dr_live;                   /* [c] DR0..DR3 are in the registers of this CPU */
	u8 upcall_vector;               /* [c] HVMOP_set_evtchn_upcall_vector; 0: the domain's callback */
	u8 sipi_vector;                 /* [a] of HVM_START_sipi */
	bool waiting_for_sipi;          /* [c] after INIT, and at first but for vCPU 0 */
	unsigned long start;            /* [a] HVM_START_*, done by the vCPU itself when it runs next: vcpu.c */

	union {                         /* [I] the room's own */
		struct svm_vcpu *svm;
		struct vmx_vcpu *vmx;
	};
	unsigned long asid_generation;  /* [c] asid.h */
	u32 asid;
	struct vlapic vlapic;

	u64 tsc_offset, tsc_adjust;     /* [P] */
	u64 hypercall_page;             /* [c] what was written to the MSR */
	struct hvm_mtrr mtrr;           /* [c] */
	unsigned long exits[HVM_EXIT_count]; /* [c] statistics */
	unsigned long injected;         /* [c] */
};

#define vcpu_vlapic(v) (&(v)->arch.hvm->vlapic)

#endif

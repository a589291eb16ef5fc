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

/* Where the instruction of the last exit was found: copy.c. */
struct hvm_code_page {
	u64 cr3;
	unsigned long page;             /* linear */
	const u8 *bytes;                /* NULL: none */
};

struct hvm_vcpu {
	struct hvm_event event;         /* [c] to be injected at the next entry */
	u8 flush;                       /* [a] HVM_FLUSH_*: before the next entry */
	bool intr_check;                /* [a] something may have become deliverable: look before the next entry */
	bool nmi_pending;               /* [a] */
	u8 upcall_vector;               /* [c] HVMOP_set_evtchn_upcall_vector; 0: the domain's callback */
	bool window_open;               /* [c] open_window() was asked for and has not fired yet */
	bool waiting_for_sipi;          /* [d] after INIT */

	union {                         /* [I] the room's own */
		struct svm_vcpu *svm;
		struct vmx_vcpu *vmx;
	};
	struct vlapic vlapic;           /* its own: asm/hvm/vlapic.h */

	unsigned long cr2;              /* unused by SVM: the room's to use */
	u64 tsc_offset, tsc_adjust;     /* [P] */
	struct hvm_mtrr mtrr;           /* [c] */
	struct hvm_code_page code;      /* [c] */
	unsigned long asid_generation;  /* [c] of this CPU's ASIDs: asid.c */
	u32 asid;

	unsigned long exits[HVM_EXIT_count]; /* [c] statistics */
	unsigned long injected;         /* [c] */
};

#define vcpu_vlapic(v) (&(v)->arch.hvm->vlapic)

#endif

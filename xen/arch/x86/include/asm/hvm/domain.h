/* SPDX-License-Identifier: GPL-2.0-only */
/* State of an HVM or PVH domain (letters: xen/domain.h). */
#ifndef ASM_HVM_DOMAIN_H
#define ASM_HVM_DOMAIN_H

#include <xen/cpumask.h>
#include <xen/lock.h>
#include <xen/types.h>
#include <public/hvm/params.h>

struct svm_domain;
struct vmx_domain;

enum hvm_callback { HVM_CALLBACK_none, HVM_CALLBACK_gsi, HVM_CALLBACK_pci_intx, HVM_CALLBACK_vector };

struct hvm_domain {
	u64 params[HVM_NR_PARAMS];      /* [d] */
	u8 callback;                    /* [a] enum hvm_callback: how vCPUs without upcall vector hear of events */
	u8 callback_vector;             /* [a] */
	cpumask_t p2m_stale;            /* [a] CPUs that must forget this domain's translations before they run it */
	u64 tsc_offset;                 /* [P] of vCPUs that have not written their TSC */
	u64 cr4_valid, efer_valid;      /* [P] bits that the CPU policy allows: cr.c */
	struct hvm_debugcons *debugcons; /* [d] a line that is being written to port 0xe9 */
	union {                         /* [I] the room's own */
		struct svm_domain *svm;
		struct vmx_domain *vmx;
	};
};

#endif

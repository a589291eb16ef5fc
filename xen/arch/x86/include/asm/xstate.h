/* SPDX-License-Identifier: GPL-2.0-only */
/* FPU and extended state of vCPUs, in XSAVE's standard format (Intel SDM vol. 1 ch. 13). */
#ifndef ASM_XSTATE_H
#define ASM_XSTATE_H

#include <xen/types.h>

struct vcpu;

#define XSTATE_FP 0x1UL
#define XSTATE_SSE 0x2UL
#define XSTATE_YMM 0x4UL
#define XSTATE_OPMASK 0x20UL
#define XSTATE_ZMM 0x40UL
#define XSTATE_HI_ZMM 0x80UL
#define XSTATE_PKRU 0x200UL
#define XSTATE_FP_SSE (XSTATE_FP | XSTATE_SSE)
#define XSTATE_AVX512 (XSTATE_OPMASK | XSTATE_ZMM | XSTATE_HI_ZMM)

struct xsave_area {
	u8 fpu[512];                 /* FXSAVE's image */
	struct {
		u64 xstate_bv, xcomp_bv, reserved[6];
	} header;
	u8 extended[];
};

extern u64 xfeature_mask;            /* components this machine has and we manage; 0: no XSAVE */
extern unsigned int xsave_area_size; /* bytes of an area for all of them */

/* Each CPU, after identification. */
void xstate_init(bool bsp);
/* Bytes of the standard format with the components of @xcr0. */
unsigned int xstate_size(u64 xcr0);
unsigned int xstate_compact_size(u64 xcr0); /* and of the compacted one */

int xstate_alloc_save_area(struct vcpu *v); /* -ENOMEM */
void xstate_free_save_area(struct vcpu *v);
/* On the CPU that holds the state. */
void vcpu_save_fpu(struct vcpu *v);
void vcpu_restore_fpu(struct vcpu *v);
/* v not running, its state in memory. @image: 512 bytes as FXSAVE stores them. */
void vcpu_setup_fpu(struct vcpu *v, const void *image);
void vcpu_get_fpu(const struct vcpu *v, void *image);
void vcpu_reset_fpu(struct vcpu *v);
/* v->arch.xcr0 becomes what the register of this CPU, which holds v's state, has. */
void vcpu_sync_xcr0(struct vcpu *v);
/* XSETBV by current: 0, -EINVAL (not a state the processor would take). */
int handle_xsetbv(u32 index, u64 value);
bool xcr0_valid(u64 xcr0);
/* domctl setvcpuextstate: @area of @size bytes in hypervisor memory. -EINVAL. v not running. */
int xstate_set(struct vcpu *v, u64 xcr0, u64 xcr0_accum, const struct xsave_area *area, unsigned int size);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's XMM and YMM registers, which are live in the processor's while its vCPU is current. They are reached by way of
 * its save area: rarely used, and no instruction per register.
 */
#include <xen/lib.h>
#include <asm/xstate.h>
#include "private.h"

#define FXSAVE_XMM 160 /* SDM vol. 1, table 10-2 */
#define XMM_BYTES 16

static void *xmm(struct xsave_area *a, unsigned int reg)
{
	return a->fpu + FXSAVE_XMM + reg * XMM_BYTES;
}

/* Upper half of a YMM register in the standard format; leaf 0xd tells where the component is. */
static void *ymm_high(struct xsave_area *a, unsigned int reg)
{
	return (u8 *)a + cpuid_count(0xd, 2).b + reg * XMM_BYTES;
}

/* Makes @component's image valid: XSAVE does not write one that is in its initial state, which is zeroes for these. */
static void materialise(struct xsave_area *a, u64 component)
{
	if (!xfeature_mask || a->header.xstate_bv & component)
		return;
	for (unsigned int reg = 0; reg < 16; reg++)
		memset(component == XSTATE_SSE ? xmm(a, reg) : ymm_high(a, reg), 0, XMM_BYTES);
	a->header.xstate_bv |= component;
}

static struct xsave_area *saved_state(struct vcpu *v, unsigned int n)
{
	struct xsave_area *a = v->arch.xsave_area;

	vcpu_save_fpu(v);
	materialise(a, XSTATE_SSE);
	if (n > XMM_BYTES)
		materialise(a, XSTATE_YMM);
	return a;
}

/* YMM state is there only if the guest could have switched it on. */
static bool has_state(const struct vcpu *v, unsigned int n)
{
	return n <= XMM_BYTES || v->arch.xcr0_accum & XSTATE_YMM;
}

int hvm_emul_read_vector(struct x86_emulate_ctxt *c, unsigned int reg, void *dst, unsigned int n)
{
	struct vcpu *v = current;
	struct xsave_area *a;

	if (!has_state(v, n))
		return X86EMUL_UNHANDLEABLE;
	a = saved_state(v, n);
	memcpy(dst, xmm(a, reg), min(n, (unsigned int)XMM_BYTES));
	if (n > XMM_BYTES)
		memcpy(dst + XMM_BYTES, ymm_high(a, reg), n - XMM_BYTES);
	vcpu_restore_fpu(v); /* saving switched XCR0 */
	return X86EMUL_OKAY;
}

int hvm_emul_write_vector(struct x86_emulate_ctxt *c, unsigned int reg, const void *src, unsigned int n)
{
	struct vcpu *v = current;
	struct xsave_area *a;

	if (!has_state(v, n))
		return X86EMUL_UNHANDLEABLE;
	a = saved_state(v, n);
	memcpy(xmm(a, reg), src, min(n, (unsigned int)XMM_BYTES));
	if (n > XMM_BYTES)
		memcpy(ymm_high(a, reg), src + XMM_BYTES, n - XMM_BYTES);
	vcpu_restore_fpu(v);
	return X86EMUL_OKAY;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* MSRs: the bitmap of those that exit, those that are switched with the vCPU, and those that only Intel's have. */
#include <asm/cpu-policy.h>
#include <asm/processor.h>
#include <asm/spec-ctrl.h>
#include <asm/system.h>
#include "private.h"

/* The bitmap's quarters (24.6.9): reads of low MSRs, of high ones, then writes. Others always exit. */
#define QUARTER (8 * 1024)
#define WRITES (2 * QUARTER)

void vmx_intercept_msr(struct vcpu *v, u32 msr, bool read, bool write)
{
	unsigned long *map = v->arch.hvm->vmx->msr_bitmap;
	unsigned int bit = (msr & (QUARTER - 1)) + (msr >= 0xc0000000 ? QUARTER : 0);

	if ((msr & ~0xc0000000U) >= QUARTER || (msr >= QUARTER && msr < 0xc0000000))
		return;
	(read ? set_bit : clear_bit)(bit, map);
	(write ? set_bit : clear_bit)(bit + WRITES, map);
}

/*
 * The guest's own: in the VMCS, or switched with the vCPU. Writes of those that only exits change are noted there.
 */
void vmx_open_native_msrs(struct vcpu *v)
{
	static const u32 own[] = { MSR_FS_BASE, MSR_GS_BASE, MSR_SHADOW_GS_BASE, MSR_SYSENTER_CS, MSR_SYSENTER_ESP,
				   MSR_SYSENTER_EIP };
	static const u32 readable[] = { MSR_STAR, MSR_LSTAR, MSR_CSTAR, MSR_SYSCALL_MASK };

	for (unsigned int i = 0; i < ARRAY_SIZE(own); i++)
		vmx_intercept_msr(v, own[i], false, false);
	for (unsigned int i = 0; i < ARRAY_SIZE(readable); i++)
		vmx_intercept_msr(v, readable[i], false, true);
}

/*
 * Not in the VMCS; the hypervisor uses its own values only while a PV guest runs. All but the last change by exits only.
 */
static const struct {
	u32 msr;
	u16 offset;
} switched[] = {
	{ MSR_STAR, offsetof(struct vmx_vcpu, star) },
	{ MSR_LSTAR, offsetof(struct vmx_vcpu, lstar) },
	{ MSR_CSTAR, offsetof(struct vmx_vcpu, cstar) },
	{ MSR_SYSCALL_MASK, offsetof(struct vmx_vcpu, syscall_mask) },
	{ MSR_SHADOW_GS_BASE, offsetof(struct vmx_vcpu, kernel_gs_base) },
};

static DEFINE_PER_CPU(u64, host_msrs[ARRAY_SIZE(switched)]);

void vmx_load_guest_msrs(struct vcpu *v)
{
	const char *vmx = (const char *)v->arch.hvm->vmx;

	for (unsigned int i = 0; i < ARRAY_SIZE(switched); i++) {
		if (!this_cpu(host_msrs)[i])
			this_cpu(host_msrs)[i] = rdmsr(switched[i].msr);
		wrmsr(switched[i].msr, *(const u64 *)(vmx + switched[i].offset));
	}
}

void vmx_save_guest_msrs(struct vcpu *v)
{
	v->arch.hvm->vmx->kernel_gs_base = rdmsr(MSR_SHADOW_GS_BASE);
	for (unsigned int i = 0; i < ARRAY_SIZE(switched); i++)
		wrmsr(switched[i].msr, this_cpu(host_msrs)[i]);
}

static bool drop_write(struct vcpu *v, u32 msr, u64 value)
{
	return true;
}

static bool write_only(struct vcpu *v, u32 msr, u64 *value)
{
	return false;
}

/* A guest that has guests of its own flushes for them. */
static bool write_flush_cmd(struct vcpu *v, u32 msr, u64 value)
{
	if ((value & ~FLUSH_CMD_L1D) || !domain_has_feature(v->domain, X86_FEATURE_L1D_FLUSH))
		return false;
	wrmsr(msr, value);
	return true;
}

/* Supervisor state components: none. */
static bool write_xss(struct vcpu *v, u32 msr, u64 value)
{
	return !value && domain_has_feature(v->domain, X86_FEATURE_XSAVES);
}

/* Sorted by number. */
const struct hvm_msr_row vmx_msr_rows[] = {
	{ 0x0e2, 0x0e2, NULL, drop_write },              /* PKG_CST_CONFIG_CONTROL */
	{ MSR_FLUSH_CMD, MSR_FLUSH_CMD, write_only, write_flush_cmd },
	{ 0x119, 0x119, NULL, drop_write },              /* BBL_CR_CTL */
	{ 0x11e, 0x11e, NULL, drop_write },              /* BBL_CR_CTL3 */
	{ 0x198, 0x198, NULL, NULL },                    /* PERF_STATUS */
	{ 0x1a4, 0x1a4, NULL, drop_write },              /* prefetchers */
	{ 0x1c9, 0x1c9, NULL, NULL },                    /* LASTBRANCH_TOS */
	{ 0xda0, 0xda0, NULL, write_xss },
};
const unsigned int vmx_nr_msr_rows = ARRAY_SIZE(vmx_msr_rows);

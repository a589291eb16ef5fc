/* SPDX-License-Identifier: GPL-2.0-only */
/* MSRs that AMD's processors have. */
#include <xen/lib.h>
#include <asm/hvm/msr.h>
#include "private.h"

static bool read_vm_cr(struct vcpu *v, u32 msr, u64 *value)
{
	*value = VM_CR_SVMDIS | 1UL << 3; /* locked, disabled: guests have no SVM */
	return true;
}

static bool drop_write(struct vcpu *v, u32 msr, u64 value)
{
	return true;
}

static bool read_host(struct vcpu *v, u32 msr, u64 *value)
{
	return !rdmsr_safe(msr, value);
}

/* Sorted by number. */
const struct hvm_msr_row svm_msrs[] = {
	{ 0xc0010000, 0xc0010007, NULL, drop_write },      /* performance counters: no virtual PMU */
	{ 0xc0010010, 0xc0010010, NULL, drop_write },      /* SYSCFG */
	{ 0xc0010015, 0xc0010015, NULL, drop_write },      /* HWCR */
	{ 0xc001001f, 0xc001001f, NULL, drop_write },      /* NB_CFG */
	{ 0xc0010055, 0xc0010055, NULL, drop_write },      /* interrupt pending and CMP halt */
	{ 0xc0010058, 0xc0010058, NULL, drop_write },      /* MMIO configuration base */
	{ 0xc0010062, 0xc001006b, NULL, NULL },            /* P-states: none */
	{ MSR_VM_CR, MSR_VM_CR, read_vm_cr, NULL },
	{ 0xc0010140, 0xc0010141, NULL, NULL },            /* OSVW: no erratum needs work by the guest */
	{ 0xc0011020, 0xc0011023, NULL, drop_write },      /* LS_CFG .. DC_CFG */
	{ 0xc0011029, 0xc0011029, read_host, drop_write }, /* DE_CFG: whether LFENCE serialises */
};
const unsigned int svm_nr_msrs = ARRAY_SIZE(svm_msrs);

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MSRs as a PV guest's kernel sees them: one row each. What has no row is #GP, which Linux's safe accessors
 * and CONFIG_XEN_PV_MSR_SAFE take for "not there".
 */
#include <xen/lib.h>
#include <asm/cpu-policy.h>
#include <asm/domain-switch.h>
#include <asm/page.h>
#include <asm/system.h>
#include <asm/time.h>
#include <asm/xstate.h>
#include "private.h"

struct msr_row {
	u32 first, last;
	u8 flags;
	bool (*read)(struct vcpu *v, u32 msr, u64 *val);
	bool (*write)(struct vcpu *v, u32 msr, u64 val);
};

enum {
	HWDOM = 1,       /* dom0 only */
	READ_HOST = 2,   /* reads the machine's value */
	DROP_WRITE = 4,  /* writes are ignored */
	READ_ZERO = 8,
};

static bool read_bases(struct vcpu *v, u32 msr, u64 *val)
{
	switch (msr) {
	case MSR_FS_BASE: *val = rdfsbase(); break;
	case MSR_GS_BASE: *val = rdgsbase(); break;
	default: *val = v->arch.pv.gs_base_user; /* rdmsr comes from kernel mode */
	}
	return true;
}

static bool write_bases(struct vcpu *v, u32 msr, u64 val)
{
	if (!is_canonical(val))
		return false;
	switch (msr) {
	case MSR_FS_BASE: wrfsbase(val); break;
	case MSR_GS_BASE: wrgsbase(val); break;
	default: v->arch.pv.gs_base_user = val;
	}
	return true;
}

static bool read_efer(struct vcpu *v, u32 msr, u64 *val)
{
	*val = rdmsr(MSR_EFER) & (EFER_SCE | EFER_LME | EFER_LMA | EFER_NX);
	return true;
}

static bool write_same(struct vcpu *v, u32 msr, u64 val)
{
	u64 now;

	return pv_read_msr(v, msr, &now) && val == now;
}

static bool read_apicbase(struct vcpu *v, u32 msr, u64 *val)
{
	/* Enabled, at the architectural address; the guest drives no local APIC all the same. */
	*val = 0xfee00800UL | (v->vcpu_id ? 0 : 0x100);
	return true;
}

static bool read_pat(struct vcpu *v, u32 msr, u64 *val)
{
	*val = XEN_MSR_PAT;
	return true;
}

static bool read_tsc(struct vcpu *v, u32 msr, u64 *val)
{
	*val = pv_guest_tsc(v->domain);
	return true;
}

static bool read_tsc_aux(struct vcpu *v, u32 msr, u64 *val)
{
	*val = v->arch.tsc_aux;
	return true;
}

static bool write_tsc_aux(struct vcpu *v, u32 msr, u64 val)
{
	if (val >> 32)
		return false;
	v->arch.tsc_aux = val;
	vcpu_load_tsc_aux(v);
	return true;
}

#define ROW(first, last, flags) { first, last, flags, NULL, NULL }

/* Banks of machine checks: none are given to guests. */
static const struct msr_row rows[] = {
	{ MSR_FS_BASE, MSR_SHADOW_GS_BASE, 0, read_bases, write_bases },
	{ MSR_EFER, MSR_EFER, 0, read_efer, write_same },
	{ MSR_APIC_BASE, MSR_APIC_BASE, DROP_WRITE, read_apicbase, NULL },
	{ MSR_PAT, MSR_PAT, DROP_WRITE, read_pat, NULL },
	{ 0x10, 0x10, DROP_WRITE, read_tsc, NULL },
	{ MSR_TSC_AUX, MSR_TSC_AUX, 0, read_tsc_aux, write_tsc_aux },
	ROW(0x17, 0x17, READ_HOST | HWDOM),            /* PLATFORM_ID */
	ROW(0x8b, 0x8b, READ_HOST | DROP_WRITE),       /* microcode revision */
	ROW(0xce, 0xce, READ_ZERO),                    /* PLATFORM_INFO */
	ROW(0x140, 0x140, READ_ZERO | DROP_WRITE),     /* MISC_FEATURES_ENABLES */
	ROW(0x179, 0x17b, READ_ZERO | DROP_WRITE),     /* MCG_CAP: no banks; MCG_STATUS, MCG_CTL */
	ROW(0x1a0, 0x1a0, READ_HOST | DROP_WRITE),     /* MISC_ENABLE */
	ROW(0xc0010004, 0xc0010007, READ_ZERO | DROP_WRITE), /* AMD performance counters: no vpmu */
	ROW(0xc0010000, 0xc0010003, READ_ZERO | DROP_WRITE),
	ROW(0xc0010015, 0xc0010015, READ_HOST | DROP_WRITE), /* HWCR */
	ROW(0xc001001f, 0xc001001f, READ_HOST | DROP_WRITE | HWDOM), /* NB_CFG */
	ROW(0xc0010058, 0xc0010058, READ_HOST | DROP_WRITE | HWDOM), /* MMCONFIG base */
	ROW(0xc0010062, 0xc0010068, READ_HOST | DROP_WRITE | HWDOM), /* P-states */
	ROW(0xc0011029, 0xc0011029, READ_HOST | DROP_WRITE), /* DE_CFG */
};

static const struct msr_row *find_row(const struct vcpu *v, u32 msr)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		if (msr >= rows[i].first && msr <= rows[i].last)
			return (rows[i].flags & HWDOM) && !is_hardware_domain(v->domain) ? NULL : &rows[i];
	return NULL;
}

bool pv_read_msr(struct vcpu *v, u32 msr, u64 *val)
{
	const struct msr_row *r = find_row(v, msr);

	*val = 0;
	if (!r)
		return false;
	if (r->read)
		return r->read(v, msr, val);
	if (r->flags & READ_HOST)
		return !rdmsr_safe(msr, val);
	return r->flags & READ_ZERO;
}

bool pv_write_msr(struct vcpu *v, u32 msr, u64 val)
{
	const struct msr_row *r = find_row(v, msr);

	if (!r)
		return false;
	return r->write ? r->write(v, msr, val) : r->flags & DROP_WRITE;
}

bool pv_xsetbv(struct vcpu *v, u32 index, u64 val)
{
	return !handle_xsetbv(index, val);
}

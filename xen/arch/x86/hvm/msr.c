/* SPDX-License-Identifier: GPL-2.0-only */
/* MSRs of HVM guests: one row each. What has no row is #GP, which kernels take for "not there". */
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/cpu-policy.h>
#include <asm/domain-switch.h>
#include <asm/hvm/msr.h>
#include <asm/page.h>
#include <asm/p2m.h>
#include <asm/processor.h>
#include "private.h"

#define MSR_FIRST_X2APIC 0x800U
#define MSR_HYPERCALL_PAGE 0x40000000U

static bool drop_write(struct vcpu *v, u32 msr, u64 value)
{
	return true;
}

static bool read_lapic(struct vcpu *v, u32 msr, u64 *value)
{
	return vlapic_rdmsr(v, msr, value);
}

static bool write_lapic(struct vcpu *v, u32 msr, u64 value)
{
	return vlapic_wrmsr(v, msr, value);
}

static bool read_tsc(struct vcpu *v, u32 msr, u64 *value)
{
	*value = hvm_guest_tsc(v);
	return true;
}

/* IA32_TSC_ADJUST moves with it (Intel SDM vol. 3B 18.17.3). */
static bool write_tsc(struct vcpu *v, u32 msr, u64 value)
{
	u64 delta = value - hvm_guest_tsc(v);

	v->arch.hvm->tsc_adjust += delta;
	hvm_set_tsc_offset(v, v->arch.hvm->tsc_offset + delta);
	vlapic_tsc_written(v);
	return true;
}

static bool has_tsc_adjust(const struct vcpu *v)
{
	return v->domain->arch.cpu_policy->feat[0].b & 2;
}

static bool read_tsc_adjust(struct vcpu *v, u32 msr, u64 *value)
{
	*value = v->arch.hvm->tsc_adjust;
	return has_tsc_adjust(v);
}

static bool write_tsc_adjust(struct vcpu *v, u32 msr, u64 value)
{
	if (!has_tsc_adjust(v))
		return false;
	hvm_set_tsc_offset(v, v->arch.hvm->tsc_offset + value - v->arch.hvm->tsc_adjust);
	v->arch.hvm->tsc_adjust = value;
	vlapic_tsc_written(v);
	return true;
}

static bool read_ucode(struct vcpu *v, u32 msr, u64 *value)
{
	return !rdmsr_safe(msr, value);
}

static bool read_misc_enable(struct vcpu *v, u32 msr, u64 *value)
{
	*value = 1 | 1UL << 11 | 1UL << 12; /* fast strings; no BTS, no PEBS */
	return boot_cpu_data.vendor == VENDOR_intel;
}

static bool read_platform_info(struct vcpu *v, u32 msr, u64 *value)
{
	*value = v->domain->arch.cpu_policy->platform_info;
	return boot_cpu_data.vendor == VENDOR_intel;
}

static bool read_feature_control(struct vcpu *v, u32 msr, u64 *value)
{
	*value = 1; /* locked */
	return boot_cpu_data.vendor == VENDOR_intel;
}

static bool read_arch_caps(struct vcpu *v, u32 msr, u64 *value)
{
	*value = v->domain->arch.cpu_policy->arch_caps;
	return v->domain->arch.cpu_policy->feat[0].d & (1U << 29);
}

/* Registers that the vendor's room keeps, and the values they can have: a room may load them with WRMSR, which would fault. */
enum room_value { ANY, CANONICAL, LOW_HALF };
static const struct {
	u32 msr;
	u8 reg, value;
} room_regs[] = {
	{ MSR_SYSENTER_CS, HVM_REG_sysenter_cs, ANY }, { MSR_SYSENTER_ESP, HVM_REG_sysenter_esp, CANONICAL },
	{ MSR_SYSENTER_EIP, HVM_REG_sysenter_eip, CANONICAL }, { MSR_STAR, HVM_REG_star, ANY },
	{ MSR_LSTAR, HVM_REG_lstar, CANONICAL }, { MSR_CSTAR, HVM_REG_cstar, CANONICAL },
	{ MSR_SYSCALL_MASK, HVM_REG_syscall_mask, LOW_HALF }, { MSR_SHADOW_GS_BASE, HVM_REG_kernel_gs_base, CANONICAL },
};

static bool allowed(enum room_value kind, u64 value)
{
	return kind == ANY || (kind == CANONICAL ? is_canonical(value) : !(value >> 32));
}

static bool read_room_reg(struct vcpu *v, u32 msr, u64 *value)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(room_regs); i++)
		if (room_regs[i].msr == msr)
			*value = hvm_ops->get_reg(v, room_regs[i].reg);
	return true;
}

static bool write_room_reg(struct vcpu *v, u32 msr, u64 value)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(room_regs); i++)
		if (room_regs[i].msr == msr) {
			if (!allowed(room_regs[i].value, value))
				return false;
			hvm_ops->set_reg(v, room_regs[i].reg, value);
		}
	return true;
}

static enum x86_segment base_segment(u32 msr)
{
	return msr == MSR_FS_BASE ? X86_SEG_FS : X86_SEG_GS;
}

static bool read_base(struct vcpu *v, u32 msr, u64 *value)
{
	struct segment_register s;

	hvm_ops->get_segment(v, base_segment(msr), &s);
	*value = s.base;
	return true;
}

static bool write_base(struct vcpu *v, u32 msr, u64 value)
{
	struct segment_register s;

	if (!is_canonical(value))
		return false;
	hvm_ops->get_segment(v, base_segment(msr), &s);
	s.base = value;
	hvm_ops->set_segment(v, base_segment(msr), &s);
	return true;
}

static bool read_efer(struct vcpu *v, u32 msr, u64 *value)
{
	*value = hvm_ops->get_reg(v, HVM_REG_efer);
	return true;
}

static bool write_efer(struct vcpu *v, u32 msr, u64 value)
{
	return hvm_set_efer(v, value);
}

static bool read_tsc_aux(struct vcpu *v, u32 msr, u64 *value)
{
	*value = v->arch.tsc_aux;
	return domain_has_feature(v->domain, X86_FEATURE_RDTSCP) || domain_has_feature(v->domain, X86_FEATURE_RDPID);
}

static bool write_tsc_aux(struct vcpu *v, u32 msr, u64 value)
{
	u64 now;

	if (value >> 32 || !read_tsc_aux(v, msr, &now))
		return false;
	v->arch.tsc_aux = value;
	vcpu_load_tsc_aux(v);
	return true;
}

static bool read_pat(struct vcpu *v, u32 msr, u64 *value)
{
	*value = hvm_ops->get_reg(v, HVM_REG_pat);
	return true;
}

static bool write_pat(struct vcpu *v, u32 msr, u64 value)
{
	for (unsigned int i = 0; i < 64; i += 8) {
		u8 type = value >> i;

		if (type > 7 || type == 2 || type == 3)
			return false;
	}
	hvm_ops->set_reg(v, HVM_REG_pat, value);
	return true;
}

/* "Microsoft-like" interface of Xen: the page at the address gets the hypercalls. */
static bool write_hypercall_page(struct vcpu *v, u32 msr, u64 value)
{
	u8 page[32];
	paddr_t gpa = value & PAGE_MASK;

	if (value & ~PAGE_MASK)
		return false; /* there is one page */
	for (u32 n = 0; n < PAGE_SIZE / 32; n++) {
		memset(page, 0xcc, sizeof(page));
		page[0] = 0xb8; /* mov $n, %eax */
		memcpy(page + 1, &n, sizeof(n));
		memcpy(page + 5, hvm_ops->hypercall_insn, 3);
		page[8] = 0xc3;
		if (n == __HYPERVISOR_iret) {
			page[0] = 0x0f;
			page[1] = 0x0b;
		}
		if (!hvm_copy_to_phys(v->domain, gpa + 32 * n, page, sizeof(page)))
			return false;
	}
	v->arch.hvm->hypercall_page = value;
	return true;
}

static bool read_hypercall_page(struct vcpu *v, u32 msr, u64 *value)
{
	*value = v->arch.hvm->hypercall_page;
	return true;
}

/* By number. */
static const struct hvm_msr_row rows[] = {
	{ 0x10, 0x10, read_tsc, write_tsc },
	{ 0x17, 0x17, NULL, NULL },                           /* PLATFORM_ID */
	{ MSR_APIC_BASE, MSR_APIC_BASE, read_lapic, write_lapic },
	{ 0x3a, 0x3a, read_feature_control, NULL },
	{ MSR_TSC_ADJUST, MSR_TSC_ADJUST, read_tsc_adjust, write_tsc_adjust },
	{ 0x8b, 0x8b, read_ucode, drop_write },
	{ 0xce, 0xce, read_platform_info, NULL },
	{ 0xfe, 0xfe, hvm_mtrr_read, NULL },
	{ 0x10a, 0x10a, read_arch_caps, NULL },
	{ 0x140, 0x140, NULL, NULL },                         /* MISC_FEATURES_ENABLES: no CPUID faulting */
	{ MSR_SYSENTER_CS, MSR_SYSENTER_EIP, read_room_reg, write_room_reg },
	{ 0x179, 0x17b, NULL, drop_write },                   /* MCG_CAP: no banks; MCG_STATUS, MCG_CTL */
	{ 0x1a0, 0x1a0, read_misc_enable, drop_write },
	{ 0x1d9, 0x1d9, NULL, drop_write },                   /* DEBUGCTL: no branch traces */
	{ 0x200, 0x20f, hvm_mtrr_read, hvm_mtrr_write },
	{ 0x250, 0x250, hvm_mtrr_read, hvm_mtrr_write },
	{ 0x258, 0x259, hvm_mtrr_read, hvm_mtrr_write },
	{ 0x268, 0x26f, hvm_mtrr_read, hvm_mtrr_write },
	{ MSR_PAT, MSR_PAT, read_pat, write_pat },
	{ 0x2ff, 0x2ff, hvm_mtrr_read, hvm_mtrr_write },
	{ MSR_TSC_DEADLINE, MSR_TSC_DEADLINE, read_lapic, write_lapic },
	{ MSR_HYPERCALL_PAGE, MSR_HYPERCALL_PAGE, read_hypercall_page, write_hypercall_page },
	{ MSR_EFER, MSR_EFER, read_efer, write_efer },
	{ MSR_STAR, MSR_SYSCALL_MASK, read_room_reg, write_room_reg },
	{ MSR_FS_BASE, MSR_GS_BASE, read_base, write_base },
	{ MSR_SHADOW_GS_BASE, MSR_SHADOW_GS_BASE, read_room_reg, write_room_reg },
	{ MSR_TSC_AUX, MSR_TSC_AUX, read_tsc_aux, write_tsc_aux },
};

static const struct hvm_msr_row *find(const struct hvm_msr_row *row, unsigned int n, u32 msr)
{
	for (; n--; row++)
		if (msr >= row->first && msr <= row->last)
			return row;
	return NULL;
}

static const struct hvm_msr_row *find_row(u32 msr)
{
	return find(rows, ARRAY_SIZE(rows), msr) ?: find(hvm_ops->msrs, hvm_ops->nr_msrs, msr);
}

bool hvm_rdmsr(struct vcpu *v, u32 msr, u64 *value)
{
	const struct hvm_msr_row *r;

	if (msr - MSR_FIRST_X2APIC < 0x100)
		return vlapic_rdmsr(v, msr, value);
	r = find_row(msr);
	*value = 0;
	return r && (!r->read || r->read(v, msr, value));
}

bool hvm_wrmsr(struct vcpu *v, u32 msr, u64 value)
{
	const struct hvm_msr_row *r;

	if (likely(msr - MSR_FIRST_X2APIC < 0x100 || msr == MSR_TSC_DEADLINE)) /* the frequent ones */
		return vlapic_wrmsr(v, msr, value);
	r = find_row(msr);
	return r && r->write && r->write(v, msr, value);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Architectural state of a vCPU in its VMCS (SDM vol. 3C 24.4), and what the VMCS does not hold. */
#include <xen/mm.h>
#include <asm/domain-switch.h>
#include <asm/hvm/asid.h>
#include <asm/hvm/domain.h>
#include <asm/hvm/hvm.h>
#include <asm/processor.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "private.h"

/* Bits that the guest changes without an exit. All others are read from what it wrote last. */
#define CR0_GUEST_OWNED (X86_CR0_TS | X86_CR0_EM | X86_CR0_MP | X86_CR0_WP | X86_CR0_AM)
#define CR4_GUEST_OWNED X86_CR4_PGE

/* Its registers are on this CPU, not in memory. */
static bool is_live(const struct vcpu *v)
{
	return this_cpu(curr_vcpu) == v;
}

/* The number by which VMCS fields of segments are spaced; GDTR and IDTR have none. */
static unsigned int vmcs_segment(enum x86_segment name)
{
	return name == X86_SEG_LDTR ? 6 : name == X86_SEG_TR ? 7 : name;
}

void vmx_get_segment(struct vcpu *v, enum x86_segment name, struct segment_register *seg)
{
	unsigned long cookie = vmx_access_begin(v);
	unsigned int n = 2 * vmcs_segment(name), ar;

	*seg = (struct segment_register){ 0 };
	if (name == X86_SEG_GDTR || name == X86_SEG_IDTR) {
		seg->base = vmread(name == X86_SEG_GDTR ? VMCS_GUEST_GDTR_BASE : VMCS_GUEST_IDTR_BASE);
		seg->limit = vmread(name == X86_SEG_GDTR ? VMCS_GUEST_GDTR_LIMIT : VMCS_GUEST_IDTR_LIMIT);
	} else {
		ar = vmread(VMCS_GUEST_ACCESS_RIGHTS + n);
		seg->sel = vmread(VMCS_GUEST_SELECTOR + n);
		seg->base = vmread(VMCS_GUEST_BASE + n);
		seg->limit = vmread(VMCS_GUEST_LIMIT + n);
		seg->attr = (ar & 0xff) | (ar >> 4 & 0xf00);
		/* SS keeps the CPL in its DPL even then. */
		if (ar & AR_UNUSABLE)
			seg->attr &= name == X86_SEG_SS ? X86_SEG_ATTR_DPL : 0;
	}
	vmx_access_end(v, cookie);
}

/*
 * The processor refuses descriptors that no load of a segment register could have made (26.3.1.2): a limit that
 * disagrees with G, a segment not marked accessed, a task that is not busy.
 */
static u32 access_rights(enum x86_segment name, const struct segment_register *seg)
{
	u32 attr = seg->attr;

	if (!(attr & X86_SEG_ATTR_P))
		return AR_UNUSABLE | (name == X86_SEG_SS ? attr & X86_SEG_ATTR_DPL : 0);
	if (name == X86_SEG_TR)
		attr |= 2;
	else if (attr & X86_SEG_ATTR_S)
		attr |= 1;
	if (seg->limit > 0xfffff)
		attr |= X86_SEG_ATTR_G;
	else if ((seg->limit & 0xfff) != 0xfff)
		attr &= ~X86_SEG_ATTR_G;
	return (attr & 0xff) | (attr & 0xf00) << 4;
}

void vmx_set_segment(struct vcpu *v, enum x86_segment name, const struct segment_register *seg)
{
	unsigned long cookie = vmx_access_begin(v);
	unsigned int n = 2 * vmcs_segment(name);

	if (name == X86_SEG_GDTR || name == X86_SEG_IDTR) {
		vmwrite(name == X86_SEG_GDTR ? VMCS_GUEST_GDTR_BASE : VMCS_GUEST_IDTR_BASE, seg->base);
		vmwrite(name == X86_SEG_GDTR ? VMCS_GUEST_GDTR_LIMIT : VMCS_GUEST_IDTR_LIMIT, seg->limit & 0xffff);
	} else {
		vmwrite(VMCS_GUEST_SELECTOR + n, seg->sel);
		vmwrite(VMCS_GUEST_BASE + n, seg->base);
		vmwrite(VMCS_GUEST_LIMIT + n, seg->limit > 0xfffff ? seg->limit | 0xfff : seg->limit);
		vmwrite(VMCS_GUEST_ACCESS_RIGHTS + n, access_rights(name, seg));
	}
	vmx_access_end(v, cookie);
}

/*
 * Real registers: the guest's, with what VMX operation requires. Without paging an unrestricted guest may clear PE and
 * PG. Machine checks have to reach us, not shut the processor down.
 */
static void write_cr0_fields(struct vmx_vcpu *vmx)
{
	u64 must = vmx_caps.cr0_fixed0 & ~(u64)(X86_CR0_PE | X86_CR0_PG);

	vmwrite(VMCS_GUEST_CR0, (vmx->cr0 | must) & vmx_caps.cr0_fixed1);
	vmwrite(VMCS_CR0_SHADOW, vmx->cr0);
	vmwrite(VMCS_CR0_MASK, ~CR0_GUEST_OWNED | must);
}

static void write_cr4_fields(struct vmx_vcpu *vmx)
{
	u64 must = vmx_caps.cr4_fixed0 | (get_cpu_info()->cr4 & X86_CR4_MCE);

	vmwrite(VMCS_GUEST_CR4, (vmx->cr4 | must) & vmx_caps.cr4_fixed1);
	vmwrite(VMCS_CR4_SHADOW, vmx->cr4);
	vmwrite(VMCS_CR4_MASK, ~CR4_GUEST_OWNED | must);
}

static void write_efer_fields(struct vmx_vcpu *vmx)
{
	u32 entry = vmx_caps.controls[VMX_entry];

	vmwrite(VMCS_GUEST_EFER, vmx->efer);
	vmwrite(VMCS_ENTRY_CONTROLS, vmx->efer & EFER_LMA ? entry | ENTRY_IA32E : entry);
}

/* Reserved bits of an entry that is present; the processor refuses an entry into the guest with one of them set. */
static bool pdpte_is_good(u64 e)
{
	return !(e & 1) || !(e & (0x1e6 | ~0UL << boot_cpu_data.phys_bits));
}

/*
 * PAE paging: the processor takes the four top entries from the VMCS, not from memory (26.3.2.4). What it would not take is
 * not present, and the guest faults on whatever it touches there; instructions that load such entries are #GP in hvm/.
 */
static void load_pdptes(struct vcpu *v)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	u64 entries[4], cr3;
	unsigned long cookie;

	if (!(vmx->cr0 & X86_CR0_PG) || !(vmx->cr4 & X86_CR4_PAE) || (vmx->efer & EFER_LMA))
		return;
	cr3 = vmx_get_reg(v, HVM_REG_cr3);
	if (!hvm_copy_from_phys(v->domain, cr3 & 0xffffffe0, entries, sizeof(entries)))
		memset(entries, 0, sizeof(entries));
	cookie = vmx_access_begin(v);
	for (unsigned int i = 0; i < 4; i++)
		vmwrite(VMCS_GUEST_PDPTE + 2 * i, pdpte_is_good(entries[i]) ? entries[i] : 0);
	vmx_access_end(v, cookie);
}

static u64 get_shadow(void)
{
	u32 i = vmread(VMCS_GUEST_INTERRUPTIBILITY);

	return (i & BLOCKING_STI ? HVM_SHADOW_STI : 0) | (i & BLOCKING_MOV_SS ? HVM_SHADOW_MOV_SS : 0) |
	       (i & BLOCKING_NMI ? HVM_SHADOW_NMI : 0);
}

static void set_shadow(u64 value)
{
	/* Who ends a shadow has seen to the single step of the instruction in it. */
	if (!(value & (HVM_SHADOW_STI | HVM_SHADOW_MOV_SS)))
		vmwrite(VMCS_GUEST_PENDING_DEBUG, vmread(VMCS_GUEST_PENDING_DEBUG) & ~PENDING_DEBUG_BS);
	vmwrite(VMCS_GUEST_INTERRUPTIBILITY, (value & HVM_SHADOW_STI ? BLOCKING_STI : 0) |
					     (value & HVM_SHADOW_MOV_SS ? BLOCKING_MOV_SS : 0) |
					     (value & HVM_SHADOW_NMI ? BLOCKING_NMI : 0));
}

static u64 read_field(struct vcpu *v, enum hvm_reg reg)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	u64 owned;

	switch (reg) {
	case HVM_REG_cr0:
		owned = CR0_GUEST_OWNED & ~vmread(VMCS_CR0_MASK);
		return (vmx->cr0 & ~owned) | (vmread(VMCS_GUEST_CR0) & owned);
	case HVM_REG_cr4:
		owned = CR4_GUEST_OWNED & ~vmread(VMCS_CR4_MASK);
		return (vmx->cr4 & ~owned) | (vmread(VMCS_GUEST_CR4) & owned);
	case HVM_REG_cr3: return vmread(VMCS_GUEST_CR3);
	case HVM_REG_efer: return vmx->efer; /* nothing but an exit changes it: LMA follows CR0.PG, which is ours */
	case HVM_REG_dr7: return vmread(VMCS_GUEST_DR7);
	case HVM_REG_pat: return vmread(VMCS_GUEST_PAT);
	case HVM_REG_debugctl: return vmread(VMCS_GUEST_DEBUGCTL);
	case HVM_REG_sysenter_cs: return vmread(VMCS_GUEST_SYSENTER_CS);
	case HVM_REG_sysenter_esp: return vmread(VMCS_GUEST_SYSENTER_ESP);
	case HVM_REG_sysenter_eip: return vmread(VMCS_GUEST_SYSENTER_EIP);
	case HVM_REG_tsc_offset: return vmread(VMCS_TSC_OFFSET);
	case HVM_REG_shadow: return get_shadow();
	default: return 0;
	}
}

static void write_field(struct vcpu *v, enum hvm_reg reg, u64 value)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;

	switch (reg) {
	case HVM_REG_cr0:
		vmx->cr0 = value;
		write_cr0_fields(vmx);
		break;
	case HVM_REG_cr4:
		vmx->cr4 = value;
		write_cr4_fields(vmx);
		break;
	case HVM_REG_efer:
		vmx->efer = value;
		write_efer_fields(vmx);
		break;
	case HVM_REG_cr3: vmwrite(VMCS_GUEST_CR3, value); break;
	case HVM_REG_dr7: vmwrite(VMCS_GUEST_DR7, value); break;
	case HVM_REG_pat: vmwrite(VMCS_GUEST_PAT, value); break;
	case HVM_REG_debugctl: vmwrite(VMCS_GUEST_DEBUGCTL, value); break;
	case HVM_REG_sysenter_cs: vmwrite(VMCS_GUEST_SYSENTER_CS, value); break;
	case HVM_REG_sysenter_esp: vmwrite(VMCS_GUEST_SYSENTER_ESP, value); break;
	case HVM_REG_sysenter_eip: vmwrite(VMCS_GUEST_SYSENTER_EIP, value); break;
	case HVM_REG_tsc_offset: vmwrite(VMCS_TSC_OFFSET, value); break;
	case HVM_REG_shadow: set_shadow(value); break;
	default: break;
	}
}

/* What stands in memory, and on the CPU while the vCPU is there. msr 0: a register of another kind. */
static u64 *outside_vmcs(struct vcpu *v, enum hvm_reg reg, u32 *msr)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;

	*msr = 0;
	switch (reg) {
	case HVM_REG_cr2: return &vmx->cr2;
	case HVM_REG_dr6: return (u64 *)&v->arch.debugreg[6];
	case HVM_REG_star: *msr = MSR_STAR; return &vmx->star;
	case HVM_REG_lstar: *msr = MSR_LSTAR; return &vmx->lstar;
	case HVM_REG_cstar: *msr = MSR_CSTAR; return &vmx->cstar;
	case HVM_REG_syscall_mask: *msr = MSR_SYSCALL_MASK; return &vmx->syscall_mask;
	case HVM_REG_kernel_gs_base: *msr = MSR_SHADOW_GS_BASE; return &vmx->kernel_gs_base;
	default: return NULL;
	}
}

u64 vmx_get_reg(struct vcpu *v, enum hvm_reg reg)
{
	u32 msr;
	const u64 *place = outside_vmcs(v, reg, &msr);
	unsigned long cookie;
	u64 value;

	if (place) {
		if (reg == HVM_REG_kernel_gs_base && is_live(v)) /* SWAPGS changes it */
			return rdmsr(msr);
		if (reg == HVM_REG_dr6 && is_live(v) && v->arch.hvm->vmx->dr6_live)
			return read_debugreg(6);
		return *place;
	}
	cookie = vmx_access_begin(v);
	value = read_field(v, reg);
	vmx_access_end(v, cookie);
	return value;
}

void vmx_set_reg(struct vcpu *v, enum hvm_reg reg, u64 value)
{
	u32 msr;
	u64 *place = outside_vmcs(v, reg, &msr);
	unsigned long cookie;

	if (place) {
		*place = value;
		if (msr && is_live(v))
			wrmsr(msr, value);
		if (reg == HVM_REG_dr6 && is_live(v) && v->arch.hvm->vmx->dr6_live)
			write_debugreg(6, value);
		return;
	}
	cookie = vmx_access_begin(v);
	write_field(v, reg, value);
	vmx_access_end(v, cookie);
	if (reg == HVM_REG_cr0 || reg == HVM_REG_cr3 || reg == HVM_REG_cr4 || reg == HVM_REG_efer) {
		hvm_flush_vcpu(v, HVM_FLUSH_linear);
		load_pdptes(v);
	}
}

/* hvm/ has loaded the hypervisor's own page tables and descriptors. */
void vmx_switch_to(struct vcpu *v)
{
	struct cpu_info *info = get_cpu_info();
	unsigned int cpu = smp_processor_id();

	if (info->cr4 & X86_CR4_TSD) { /* a PV guest's */
		info->cr4 &= ~X86_CR4_TSD;
		write_cr4(info->cr4);
	}
	if (v->arch.hvm->vmx->host_cpu != cpu)
		hvm_asid_forget(v);
	/* Entries were lowered while none of the domain's vCPUs was here. */
	if (cpumask_test_cpu(cpu, &v->domain->arch.hvm->p2m_stale))
		hvm_flush_vcpu(v, HVM_FLUSH_p2m);
	vmx_load(v);
	vmx_load_guest_msrs(v);
}

void vmx_switch_from(struct vcpu *v)
{
	vmx_save_guest_msrs(v);
	vmx_clear(v);
}

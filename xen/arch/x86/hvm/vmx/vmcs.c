/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VMX operation of a CPU, and the control structures (VMCS) of vCPUs (SDM vol. 3C ch. 24, 30, 31).
 *
 * A VMCS is active on a CPU only while that CPU holds its vCPU's registers (curr_vcpu): the switch away clears it, so
 * that any other CPU can load it. Who wants to see the VMCS of a vCPU that does not run borrows the CPU for a moment.
 */
#include <xen/errno.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <asm/desc.h>
#include <asm/domain-switch.h>
#include <asm/hvm/asid.h>
#include <asm/processor.h>
#include <asm/system.h>
#include <asm/traps.h>
#include "private.h"

static DEFINE_PER_CPU(struct vmcs *, vmxon_region);
/* Whose VMCS is the CPU's current one; NULL: nobody's. */
static DEFINE_PER_CPU(struct vcpu *, vmcs_of);

void noreturn vmx_insn_failed(const char *insn, unsigned long operand)
{
	unsigned long error = 0;

	/* Without a current VMCS this fails, too. */
	__asm__ volatile("vmread %1, %0" : "+r"(error) : "r"((unsigned long)VMCS_INSN_ERROR) : "cc");
	panic("VMX: CPU%u: %s %#lx failed, VM-instruction error %lu", smp_processor_id(), insn, operand, error);
}

static void vmptrld(const struct vmcs *vmcs)
{
	paddr_t pa = virt_to_maddr(vmcs);

	__asm__ goto("vmptrld %0; jbe %l[failed]" :: "m"(pa) : "cc", "memory" : failed);
	return;
failed:
	vmx_insn_failed("VMPTRLD", pa);
}

static void vmclear(const struct vmcs *vmcs)
{
	paddr_t pa = virt_to_maddr(vmcs);

	__asm__ goto("vmclear %0; jbe %l[failed]" :: "m"(pa) : "cc", "memory" : failed);
	return;
failed:
	vmx_insn_failed("VMCLEAR", pa);
}

static struct vmcs *alloc_region(void)
{
	struct vmcs *vmcs = alloc_xenheap_page();

	if (vmcs) {
		clear_page(vmcs);
		vmcs->revision = vmx_caps.basic & VMX_BASIC_REVISION;
	}
	return vmcs;
}

/* 0, or -EIO: the instruction faulted (the firmware's lock, a control register) or failed. */
static int vmxon(const struct vmcs *region)
{
	paddr_t pa = virt_to_maddr(region);
	int rc = 0;

	__asm__ volatile("1: vmxon %1\n\t"
			 "ja 2f\n\t"
			 "mov %2, %0\n2:"
			 EXTABLE_ERR(1b, 2b, "%0")
			 : "+r"(rc) : "m"(pa), "i"(-EIO) : "cc", "memory");
	return rc ? -EIO : 0;
}

static bool control_registers_fit(void)
{
	u64 cr0 = read_cr0(), cr4 = read_cr4();

	return !(~cr0 & vmx_caps.cr0_fixed0) && !(cr0 & ~vmx_caps.cr0_fixed1) && !(~cr4 & vmx_caps.cr4_fixed0) &&
	       !(cr4 & ~vmx_caps.cr4_fixed1);
}

int vmx_cpu_up(void)
{
	int rc;

	if (!vmx_feature_control(true) || !vmx_same_controls())
		return -EIO;
	if (!this_cpu(vmxon_region))
		this_cpu(vmxon_region) = alloc_region();
	if (!this_cpu(vmxon_region))
		return -ENOMEM;
	set_in_cr4(X86_CR4_VMXE);
	rc = control_registers_fit() ? vmxon(this_cpu(vmxon_region)) : -EIO;
	if (rc) {
		printk(XENLOG_ERR "VMX: CPU%u: VMXON failed, CR0 %#lx, CR4 %#lx\n", smp_processor_id(), read_cr0(), read_cr4());
		get_cpu_info()->cr4 &= ~X86_CR4_VMXE;
		write_cr4(get_cpu_info()->cr4);
		return rc;
	}
	vmx_flush_all();
	hvm_asid_init(vmx_has_vpid() ? 0xffff : 0);
	return 0;
}

void vmx_cpu_down(void)
{
	if (!(get_cpu_info()->cr4 & X86_CR4_VMXE))
		return;
	__asm__ volatile("vmxoff" ::: "cc", "memory");
	get_cpu_info()->cr4 &= ~X86_CR4_VMXE;
	write_cr4(get_cpu_info()->cr4);
}

/* What the processor loads on an exit and is the same on all CPUs. */
static void init_host_state(void)
{
	vmwrite(VMCS_HOST_CS, XEN_CS64);
	vmwrite(VMCS_HOST_SS, 0);
	vmwrite(VMCS_HOST_DS, 0);
	vmwrite(VMCS_HOST_ES, 0);
	vmwrite(VMCS_HOST_FS, 0);
	vmwrite(VMCS_HOST_GS, 0);
	vmwrite(VMCS_HOST_TR, XEN_TSS_SELECTOR);
	vmwrite(VMCS_HOST_FS_BASE, 0);
	vmwrite(VMCS_HOST_GS_BASE, 0);
	vmwrite(VMCS_HOST_CR0, read_cr0() & ~X86_CR0_TS);
	vmwrite(VMCS_HOST_CR3, virt_to_maddr(idle_pg_table));
	vmwrite(VMCS_HOST_EFER, rdmsr(MSR_EFER));
	vmwrite(VMCS_HOST_PAT, XEN_MSR_PAT);
	vmwrite(VMCS_HOST_RIP, (unsigned long)vmx_exit_entry);
}

/* And what is this CPU's own. Its GDT is the idle one. */
static void set_host_cpu(void)
{
	struct desc_ptr gdtr, idtr;
	struct cpu_info *info = get_cpu_info();

	__asm__ volatile("sgdt %0" : "=m"(gdtr));
	__asm__ volatile("sidt %0" : "=m"(idtr));
	vmwrite(VMCS_HOST_GDTR_BASE, gdtr.base);
	vmwrite(VMCS_HOST_IDTR_BASE, idtr.base);
	vmwrite(VMCS_HOST_TR_BASE, host_tss_base());
	vmwrite(VMCS_HOST_RSP, (unsigned long)&info->guest_cpu_user_regs.error_code);
	vmwrite(VMCS_HOST_SYSENTER_CS, rdmsr(MSR_SYSENTER_CS));
	vmwrite(VMCS_HOST_SYSENTER_ESP, rdmsr(MSR_SYSENTER_ESP));
	vmwrite(VMCS_HOST_SYSENTER_EIP, rdmsr(MSR_SYSENTER_EIP));
}

/*
 * A vCPU that spins for another one of its guest gives its CPU away: PAUSEs no more than a gap of that many ticks of the TSC apart for
 * a window of ticks are a loop (25.1.3).
 */
static u32 __read_mostly opt_ple_gap = 128, __read_mostly opt_ple_window = 4096;
integer_param("ple_gap", opt_ple_gap);
integer_param("ple_window", opt_ple_window);

static void init_controls(struct vmx_vcpu *vmx)
{
	/* IA-32e mode follows EFER.LMA; exits and entries save and load what they must. */
	vmwrite(VMCS_PIN_CONTROLS, vmx_caps.controls[VMX_pin]);
	vmwrite(VMCS_CPU_CONTROLS, vmx->cpu_controls);
	vmwrite(VMCS_CPU_CONTROLS2, vmx_caps.controls[VMX_cpu2]);
	vmwrite(VMCS_EXIT_CONTROLS, vmx_caps.controls[VMX_exit]);
	vmwrite(VMCS_ENTRY_CONTROLS, vmx_caps.controls[VMX_entry]);
	vmwrite(VMCS_EXCEPTIONS, vmx->exceptions);
	vmwrite(VMCS_PF_MASK, 0); /* with bit 14 of VMCS_EXCEPTIONS: all page faults or none */
	vmwrite(VMCS_PF_MATCH, 0);
	vmwrite(VMCS_CR3_TARGETS, 0);
	vmwrite(VMCS_EXIT_MSR_STORE_COUNT, 0);
	vmwrite(VMCS_EXIT_MSR_LOAD_COUNT, 0);
	vmwrite(VMCS_ENTRY_MSR_LOAD_COUNT, 0);
	vmwrite(VMCS_ENTRY_INTR_INFO, 0);
	vmwrite(VMCS_MSR_BITMAP, virt_to_maddr(vmx->msr_bitmap));
	vmwrite(VMCS_LINK, ~0UL);
	vmwrite(VMCS_TSC_OFFSET, 0);
	if (vmx_has(VMX_cpu2, CPU2_PAUSE_LOOP)) {
		vmwrite(VMCS_PLE_GAP, opt_ple_gap);
		vmwrite(VMCS_PLE_WINDOW, opt_ple_window);
	}
	if (vmx_has(VMX_cpu2, CPU2_XSAVES))
		vmwrite(VMCS_XSS_EXITING, 0);
	if (vmx_has(VMX_cpu2, CPU2_ENCLS))
		vmwrite(VMCS_ENCLS_EXITING, ~0UL); /* no guest has SGX, whatever the firmware allows */
}

/* What no operation of hvm/ sets. */
static void init_guest_state(struct vcpu *v)
{
	vmwrite(VMCS_EPTP, vmx_eptp(v->domain));
	vmwrite(VMCS_GUEST_ACTIVITY, 0);
	vmwrite(VMCS_GUEST_INTERRUPTIBILITY, 0);
	vmwrite(VMCS_GUEST_PENDING_DEBUG, 0);
	vmwrite(VMCS_GUEST_DEBUGCTL, 0);
	vmwrite(VMCS_GUEST_SYSENTER_CS, 0);
	vmwrite(VMCS_GUEST_SYSENTER_ESP, 0);
	vmwrite(VMCS_GUEST_SYSENTER_EIP, 0);
	vmwrite(VMCS_GUEST_PAT, 0x0007040600070406UL);
	vmwrite(VMCS_GUEST_DR7, X86_DR7_DEFAULT);
	vmwrite(VMCS_GUEST_RIP, 0);
	vmwrite(VMCS_GUEST_RSP, 0);
	vmwrite(VMCS_GUEST_RFLAGS, 2);
	v->arch.hvm->vmx->rflags = 2;
}

int vmx_vcpu_create(struct vcpu *v)
{
	struct vmx_vcpu *vmx = xzalloc(struct vmx_vcpu);
	unsigned long cookie;

	if (!vmx)
		return -ENOMEM;
	v->arch.hvm->vmx = vmx;
	vmx->vmcs = alloc_region();
	vmx->msr_bitmap = alloc_xenheap_page();
	if (!vmx->vmcs || !vmx->msr_bitmap) {
		vmx_vcpu_destroy(v);
		return -ENOMEM;
	}
	memset(vmx->msr_bitmap, 0xff, PAGE_SIZE);
	vmx_open_native_msrs(v);
	vmx->cpu_controls = vmx_caps.controls[VMX_cpu];
	vmx->exceptions = 1U << X86_EXC_MC;
	vmx->host_cpu = VCPU_CPU_CLEAN;
	vmclear(vmx->vmcs);
	cookie = vmx_access_begin(v);
	init_host_state();
	init_controls(vmx);
	init_guest_state(v);
	vmx_access_end(v, cookie);
	return 0;
}

void vmx_vcpu_destroy(struct vcpu *v)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;

	if (!vmx)
		return;
	if (vmx->vmcs)
		free_xenheap_page(vmx->vmcs);
	if (vmx->msr_bitmap)
		free_xenheap_page(vmx->msr_bitmap);
	XFREE(v->arch.hvm->vmx);
}

void vmx_load(struct vcpu *v)
{
	struct vmx_vcpu *vmx = v->arch.hvm->vmx;
	unsigned int cpu = smp_processor_id();

	vmptrld(vmx->vmcs);
	this_cpu(vmcs_of) = v;
	if (vmx->host_cpu != cpu) {
		set_host_cpu();
		vmx->host_cpu = cpu;
	}
	vmwrite(VMCS_HOST_CR4, get_cpu_info()->cr4);
}

void vmx_clear(struct vcpu *v)
{
	ASSERT(this_cpu(vmcs_of) == v);
	vmclear(v->arch.hvm->vmx->vmcs);
	v->arch.hvm->vmx->launched = false;
	this_cpu(vmcs_of) = NULL;
}

/* The cookie: whose VMCS was current, and in bit 0 whether interrupts were on. */
unsigned long vmx_borrow(struct vcpu *v)
{
	unsigned long flags;
	struct vcpu *prev;

	local_irq_save(flags);
	prev = this_cpu(vmcs_of);
	if (prev != v) {
		ASSERT(v->dirty_cpu == VCPU_CPU_CLEAN);
		vmptrld(v->arch.hvm->vmx->vmcs);
		this_cpu(vmcs_of) = v;
	}
	return (unsigned long)prev | !!(flags & X86_EFLAGS_IF);
}

void vmx_give_back(struct vcpu *v, unsigned long cookie)
{
	struct vcpu *prev = (struct vcpu *)(cookie & ~1UL);

	if (prev != v) {
		vmx_clear(v);
		if (prev)
			vmptrld(prev->arch.hvm->vmx->vmcs);
		this_cpu(vmcs_of) = prev;
	}
	if (cookie & 1)
		local_irq_enable();
}

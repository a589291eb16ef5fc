/* SPDX-License-Identifier: GPL-2.0-only */
/* What x86 tells guests and users about itself. */
#include <xen/domain.h>
#include <xen/format.h>
#include <xen/lib.h>
#include <xen/version.h>
#include <asm/hvm/hvm.h>
#include <asm/layout.h>
#include <asm/traps.h>
#include <public/features.h>

u32 arch_xen_features(const struct domain *d)
{
	if (!is_pv_domain(d))
		return 1U << XENFEAT_writable_page_tables | 1U << XENFEAT_auto_translated_physmap |
		       1U << XENFEAT_hvm_callback_vector | 1U << XENFEAT_hvm_safe_pvclock;
	return 1U << XENFEAT_mmu_pt_update_preserve_ad | 1U << XENFEAT_highmem_assist |
	       1U << XENFEAT_gnttab_map_avail_bits | 1U << XENFEAT_pae_pgdir_above_4gb;
}

void arch_xen_capabilities(char *buf, size_t size)
{
	strlcpy(buf, "xen-3.0-x86_64 ", size);
	if (hvm_guest_ops())
		strlcat(buf, "hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64 ", size);
}

unsigned long arch_xen_virt_start(const struct domain *d)
{
	return HYPERVISOR_VIRT_START;
}

static void show_pv_registers(struct vcpu *v, const struct cpu_user_regs *regs)
{
	show_registers(regs);
}

/* Registers of a vCPU whose state is in memory, or that runs here. */
void arch_dump_vcpu(struct vcpu *v)
{
	if (is_idle_vcpu(v))
		return;
	printk("*** Dumping %pv state: ***\n", v);
	(is_hvm_vcpu(v) ? hvm_show_registers : show_pv_registers)(v, v == current ? guest_cpu_user_regs() : &v->arch.user_regs);
}

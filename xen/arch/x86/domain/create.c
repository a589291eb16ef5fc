/* SPDX-License-Identifier: GPL-2.0-only */
/* The x86 half of making and unmaking domains and vCPUs. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/rangeset.h>
#include <asm/cpu-policy.h>
#include <asm/hvm/hvm.h>
#include <asm/pv/domain-ops.h>
#include <asm/system.h>
#include <asm/traps.h>
#include <asm/xstate.h>

int arch_domain_create(struct domain *d, const struct xen_domctl_createdomain *cfg)
{
	int rc;

	spinlock_init(&d->arch.e820_lock, e820);
	d->ops = d->kind == GUEST_pv ? &pv_guest_ops : hvm_guest_ops();
	if (!d->ops) {
		printk(XENLOG_WARNING "%pd: HVM and PVH guests need VMX or SVM with nested paging: see above whether the processor "
		       "lacks it or the firmware has it off (\"Intel Virtualization Technology\", \"SVM Mode\")\n", d);
		return -EOPNOTSUPP;
	}
	d->arch.ioport_caps = rangeset_new("I/O Ports");
	if (!d->arch.ioport_caps)
		return -ENOMEM;
	rc = cpu_policy_init_domain(d);
	return rc ?: d->ops->domain_create(d, cfg);
}

/* Last reference gone: nothing of the domain runs or is mapped. */
void arch_domain_destroy(struct domain *d)
{
	d->ops->domain_destroy(d);
	cpu_policy_destroy_domain(d);
	rangeset_destroy(d->arch.ioport_caps);
	xfree(d->arch.e820);
}

int arch_vcpu_create(struct vcpu *v)
{
	int rc;

	v->arch.flags = TF_kernel_mode;
	v->arch.guest_table = INVALID_MFN;
	v->arch.guest_table_user = INVALID_MFN;
	v->arch.debugreg[6] = X86_DR6_DEFAULT;
	v->arch.debugreg[7] = X86_DR7_DEFAULT;
	if (is_idle_domain(v->domain)) {
		v->arch.cr3 = virt_to_mfn(idle_pg_table);
		return 0;
	}
	rc = xstate_alloc_save_area(v);
	if (rc)
		return rc;
	rc = v->domain->ops->vcpu_create(v);
	if (rc)
		xstate_free_save_area(v);
	return rc;
}

void arch_vcpu_destroy(struct vcpu *v)
{
	if (is_idle_domain(v->domain))
		return;
	v->domain->ops->vcpu_destroy(v);
	xstate_free_save_area(v);
}

void arch_get_domain_info(const struct domain *d, struct xen_domctl_getdomaininfo *info)
{
	if (is_hvm_domain(d))
		info->flags |= XEN_DOMINF_hvm_guest | XEN_DOMINF_hap;
	info->arch_config.emulation_flags = d->arch.emulation_flags;
	info->gpaddr_bits = 52;
}

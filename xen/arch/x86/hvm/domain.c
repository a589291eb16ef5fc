/* SPDX-License-Identifier: GPL-2.0-only */
/* An HVM or PVH domain: its part of the wing, from creation to its end. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/cpu-policy.h>
#include <asm/p2m.h>
#include <asm/smp.h>
#include <public/arch-x86/xen.h>
#include <public/hvm/hvm_info_table.h>
#include "private.h"

/* PVH: a local APIC and nothing else. Devices of a PC come with a device model. */
static int check_config(const struct domain *d, const struct xen_domctl_createdomain *cfg)
{
	if (!(cfg->flags & XEN_DOMCTL_CDF_hap))
		return hc_fail(-EOPNOTSUPP, "%pd: HVM and PVH guests need hardware-assisted paging here (hap=1)", d);
	if (cfg->arch.emulation_flags & ~XEN_X86_EMU_ALL)
		return hc_fail(-EINVAL, "%pd: emulation flags %#x", d, cfg->arch.emulation_flags);
	if (cfg->arch.emulation_flags != XEN_X86_EMU_LAPIC) {
		printk(XENLOG_WARNING "%pd: emulated devices (%#x) are not supported: only type=\"pvh\" and \"pv\"\n", d,
		       cfg->arch.emulation_flags);
		return -EOPNOTSUPP;
	}
	if (cfg->max_vcpus > HVM_MAX_VCPUS) /* APIC IDs have 8 bits, and are even */
		return hc_fail(-EINVAL, "%pd: %u vCPUs, at most %u", d, cfg->max_vcpus, HVM_MAX_VCPUS);
	if (cfg->flags & XEN_DOMCTL_CDF_nested_virt)
		return hc_fail(-EOPNOTSUPP, "%pd: no nested virtualization", d);
	return 0;
}

int hvm_domain_create(struct domain *d, const struct xen_domctl_createdomain *cfg)
{
	int rc = check_config(d, cfg);

	if (rc)
		return rc;
	d->arch.emulation_flags = cfg->arch.emulation_flags;
	d->arch.hvm = xzalloc(struct hvm_domain);
	if (!d->arch.hvm)
		return -ENOMEM;
	d->arch.hvm->params[HVM_PARAM_TRIPLE_FAULT_REASON] = SHUTDOWN_reboot;
	hvm_policy_changed(d);
	rc = p2m_init(d, hvm_ops->p2m_format);
	return rc ?: hvm_ops->domain_create(d);
}

/* Creation may have failed half-way. */
void hvm_domain_destroy(struct domain *d)
{
	if (!d->arch.hvm)
		return;
	hvm_ops->domain_destroy(d);
	p2m_destroy(d);
	xfree(d->arch.hvm->debugcons);
	XFREE(d->arch.hvm);
}

void hvm_flush_vcpu(struct vcpu *v, u8 what)
{
	__atomic_fetch_or(&v->arch.hvm->flush, what, __ATOMIC_SEQ_CST);
}

static void nothing(void *unused)
{
}

/*
 * A vCPU that is not in its guest flushes before it enters again. Those that are come out by the interrupt, and nobody
 * has the old entries any more when all CPUs have answered.
 */
void hvm_flush_domain(struct domain *d, u8 what)
{
	cpumask_t running = { { 0 } };
	struct vcpu *v;

	for_each_vcpu(d, v) {
		hvm_flush_vcpu(v, what);
		if (v != current && READ_ONCE(v->is_running))
			cpumask_set_cpu(READ_ONCE(v->processor), &running);
	}
	cpumask_clear_cpu(smp_processor_id(), &running);
	if (!cpumask_empty(&running))
		on_selected_cpus(&running, nothing, NULL, true);
}

void hvm_flush_p2m(struct domain *d)
{
	cpumask_setall(&d->arch.hvm->p2m_stale);
	hvm_flush_domain(d, HVM_FLUSH_p2m);
}

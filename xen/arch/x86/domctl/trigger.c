/* SPDX-License-Identifier: GPL-2.0-only */
/* NMI and INIT from outside: xl trigger, and VCPUOP_send_nmi of the guest itself. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/nospec.h>
#include <asm/hvm/hvm.h>

/* PV guests have no way to take either here. */
static long trigger(struct vcpu *v, u32 what)
{
	if (!is_hvm_vcpu(v))
		return -EOPNOTSUPP;
	switch (what) {
	case XEN_DOMCTL_SENDTRIGGER_NMI:
		hvm_inject_nmi(v);
		return 0;
	case XEN_DOMCTL_SENDTRIGGER_INIT:
		hvm_vcpu_init_signal(v);
		return 0;
	}
	return -EOPNOTSUPP; /* buttons and reset lines are the chipset's, which PVH guests have none of */
}

long domctl_sendtrigger(struct domain *d, struct xen_domctl_sendtrigger *op)
{
	struct vcpu *v = op->vcpu < d->max_vcpus ? d->vcpu[array_index_nospec(op->vcpu, d->max_vcpus)] : NULL;

	return v ? trigger(v, op->trigger) : -ESRCH;
}

long arch_vcpu_op_send_nmi(struct vcpu *v)
{
	return trigger(v, XEN_DOMCTL_SENDTRIGGER_NMI);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of a PV vCPU's state beyond vcpu_guest_context: callbacks, extended FPU state, MSRs. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/domctl.h>
#include <asm/page.h>
#include <asm/system.h>
#include <asm/xstate.h>

GUEST_HANDLES(xen_domctl_vcpu_msr_t);

static struct vcpu *find_vcpu(struct domain *d, u32 id)
{
	return id < d->max_vcpus ? d->vcpu[id] : NULL;
}

long domctl_get_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);

	if (!v)
		return -ESRCH;
	if (v == current)
		return -EINVAL;
	vcpu_pause(v);
	memset((char *)op + sizeof(op->vcpu), 0, sizeof(*op) - sizeof(op->vcpu));
	op->size = sizeof(*op);
	if (is_pv_domain(d)) {
		op->sysenter_callback_eip = v->arch.pv.sysenter_callback_eip;
		op->sysenter_disables_events = v->arch.pv.sysenter_disables_events;
		op->syscall32_callback_eip = v->arch.pv.syscall32_callback_eip;
		op->syscall32_disables_events = v->arch.pv.syscall32_disables_events;
	}
	vcpu_unpause(v);
	return 0;
}

long domctl_set_ext_vcpucontext(struct domain *d, struct xen_domctl_ext_vcpucontext *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);

	if (!v)
		return -ESRCH;
	/* Fields that an older toolstack does not know are left alone; the PV ones have always been there. */
	if (op->size < offsetof(struct xen_domctl_ext_vcpucontext, mcg_cap) || v == current)
		return -EINVAL;
	if (!is_pv_domain(d))
		return 0;
	if (!is_canonical(op->sysenter_callback_eip) || !is_canonical(op->syscall32_callback_eip))
		return -EINVAL;
	vcpu_pause(v);
	v->arch.pv.sysenter_callback_eip = op->sysenter_callback_eip;
	v->arch.pv.sysenter_disables_events = op->sysenter_disables_events;
	v->arch.pv.syscall32_callback_eip = op->syscall32_callback_eip;
	v->arch.pv.syscall32_disables_events = op->syscall32_disables_events;
	vcpu_unpause(v);
	return 0;
}

/* The buffer: u64 xcr0, u64 xcr0_accum, then the XSAVE area. */
#define EXTSTATE_HEADER 16

long domctl_getvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);
	u64 head[2], size;
	char_out to = { (char *)op->buffer.p };
	long rc = 0;

	if (!v)
		return -ESRCH;
	if (v == current)
		return -EINVAL;
	if (!xfeature_mask) {
		op->size = 0;
		return 0;
	}
	vcpu_pause(v);
	sync_vcpu_execstate(v);
	head[0] = v->arch.xcr0;
	head[1] = v->arch.xcr0_accum;
	size = EXTSTATE_HEADER + xstate_size(v->arch.xcr0_accum);
	if (!op->size && !op->xfeature_mask) {
		op->xfeature_mask = xfeature_mask;
	} else if (op->size != size || op->xfeature_mask != xfeature_mask) {
		rc = -EINVAL;
	} else if (guest_raw_write(to.out, head, sizeof(head)) ||
		   guest_raw_write(to.out + EXTSTATE_HEADER, v->arch.xsave_area, size - EXTSTATE_HEADER)) {
		rc = -EFAULT;
	}
	op->size = size;
	vcpu_unpause(v);
	return rc;
}

long domctl_setvcpuextstate(struct domain *d, struct xen_domctl_vcpuextstate *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);
	const char *from = (const char *)op->buffer.p;
	struct xsave_area *area;
	u64 head[2], size;
	long rc;

	if (!v)
		return -ESRCH;
	if (v == current || op->size < EXTSTATE_HEADER || op->size > EXTSTATE_HEADER + xsave_area_size)
		return -EINVAL;
	size = op->size - EXTSTATE_HEADER;
	if (guest_raw_read(head, from, sizeof(head)))
		return -EFAULT;
	if (!size) /* never used anything beyond the FPU */
		return xcr0_valid(head[0]) || !xfeature_mask ? 0 : -EINVAL;
	area = xzalloc_bytes(max_t(size_t, size, sizeof(*area)));
	if (!area)
		return -ENOMEM;
	rc = guest_raw_read(area, from + EXTSTATE_HEADER, size) ? -EFAULT : 0;
	if (!rc) {
		vcpu_pause(v);
		sync_vcpu_execstate(v);
		rc = xstate_set(v, head[0], head[1], area, size);
		vcpu_unpause(v);
	}
	xfree(area);
	return rc;
}

/* MSRs that migrate with a vCPU; only those that differ from their reset value are listed. */
#define MSR_COUNT_MAX 1

long domctl_get_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);
	xen_domctl_vcpu_msr_t_out to = { op->msrs.p };
	xen_domctl_vcpu_msr_t m = { .index = MSR_TSC_AUX };
	u32 n = 0;

	if (!v)
		return -ESRCH;
	if (v == current)
		return -EINVAL;
	if (!op->msrs.p) {
		op->msr_count = MSR_COUNT_MAX;
		return 0;
	}
	vcpu_pause(v);
	m.value = v->arch.tsc_aux;
	vcpu_unpause(v);
	if (m.value) {
		if (!op->msr_count)
			return -ENOBUFS;
		if (guest_write(to, 0, &m))
			return -EFAULT;
		n = 1;
	}
	op->msr_count = n;
	return 0;
}

long domctl_set_vcpu_msrs(struct domain *d, struct xen_domctl_vcpu_msrs *op)
{
	struct vcpu *v = find_vcpu(d, op->vcpu);
	xen_domctl_vcpu_msr_t_in from = { op->msrs.p };

	if (!v)
		return -ESRCH;
	if (v == current || op->msr_count > MSR_COUNT_MAX)
		return -EINVAL;
	for (u32 i = 0; i < op->msr_count; i++) {
		xen_domctl_vcpu_msr_t m;

		if (guest_read(&m, from, i))
			return -EFAULT;
		if (m.reserved || m.index != MSR_TSC_AUX || m.value >> 32)
			return hc_fail(-EINVAL, "%pv: MSR %#x", v, m.index);
		vcpu_pause(v);
		v->arch.tsc_aux = m.value;
		vcpu_unpause(v);
	}
	return 0;
}

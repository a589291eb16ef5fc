/* SPDX-License-Identifier: GPL-2.0-only */
/* What a guest and its controller are told about vCPUs and domains: vcpu_info pages, runstate, getdomaininfo. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/shared-info.h>
#include <xen/system.h>
#include "private.h"

int map_vcpu_info(struct vcpu *v, gfn_t gfn, unsigned int offset)
{
	struct domain *d = v->domain;
	vcpu_info_t *old = v->vcpu_info, *new;
	struct page_info *pg;
	void *va;
	int rc = -EINVAL;

	if (offset > PAGE_SIZE - sizeof(vcpu_info_t) || offset % sizeof(u64))
		return -ENXIO;
	if (!mfn_eq(v->vcpu_info_mfn, INVALID_MFN))
		return -EINVAL;
	pg = get_page_from_gfn(d, gfn);
	if (!pg)
		return -EINVAL;
	if (!get_page_type(pg, PGT_writable_page))
		goto put;
	va = map_domain_page_global(page_to_mfn(pg));
	if (!va) {
		rc = -ENOMEM;
		goto put_type;
	}
	new = va + offset;
	if (v->vcpu_id < XEN_LEGACY_MAX_VCPUS) {
		memcpy(new, old, sizeof(*new));
	} else {
		memset(new, 0, sizeof(*new));
		mask_upcalls(new, is_pv_domain(d));
	}
	v->vcpu_info_page = pg;
	v->vcpu_info_mfn = page_to_mfn(pg);
	smp_wmb();
	v->vcpu_info = new;
	smp_mb();
	/*
	 * Events that arrived while we copied may have been marked in the old place only. Make the guest look at
	 * everything once.
	 */
	if (v->domain->abi32)
		*(u32 *)evtchn_pending_sel(v) = ~0U;
	else
		new->evtchn_pending_sel = ~0UL;
	vcpu_mark_events_pending(v);
	return 0;

put_type:
	put_page_type(pg);
put:
	put_page(pg);
	return rc;
}

void unmap_vcpu_info(struct vcpu *v)
{
	struct page_info *pg = v->vcpu_info_page;
	void *va;

	if (!pg)
		return;
	va = (void *)((unsigned long)v->vcpu_info & PAGE_MASK);
	vcpu_info_reset(v);
	unmap_domain_page_global(va);
	put_page_and_type(pg);
}

static bool write_runstate(struct vcpu *v)
{
	vcpu_runstate_info_t rs = v->runstate;
	vcpu_runstate_info_t_out area = addr_out(vcpu_runstate_info_t, v->runstate_guest);
	bool ok;

	if (!(v->domain->vm_assist & (1UL << VMASST_TYPE_runstate_update_flag)))
		return !guest_write(area, 0, &rs);
	/* The guest sees the flag set for as long as the rest is inconsistent. */
	rs.state_entry_time |= XEN_RUNSTATE_UPDATE;
	ok = !guest_write_field(area, 0, &rs, state_entry_time);
	smp_wmb();
	ok = ok && !guest_write(area, 0, &rs);
	smp_wmb();
	rs.state_entry_time &= ~XEN_RUNSTATE_UPDATE;
	return ok && !guest_write_field(area, 0, &rs, state_entry_time);
}

/* In the domain's layout, whatever mode the vCPU is in now. */
bool update_runstate_area(struct vcpu *v)
{
	bool args32 = v->args32, ok;

	if (!v->runstate_guest)
		return true;
	v->args32 = v->domain->abi32;
	ok = write_runstate(v);
	v->args32 = args32;
	return ok;
}

void domain_info(struct domain *d, struct xen_domctl_getdomaininfo *info)
{
	struct vcpu_runstate_info rs;
	u32 flags = XEN_DOMINF_blocked;
	struct vcpu *v;

	memset(info, 0, sizeof(*info));
	info->domain = d->domain_id;
	info->max_vcpu_id = XEN_INVALID_MAX_VCPU_ID;
	for_each_vcpu(d, v) {
		vcpu_runstate_get(v, &rs);
		info->cpu_time += rs.time[RUNSTATE_running];
		info->max_vcpu_id = v->vcpu_id;
		if (v->pause_flags & VPF_down)
			continue;
		if (!(v->pause_flags & VPF_blocked))
			flags &= ~XEN_DOMINF_blocked;
		if (v->is_running)
			flags |= XEN_DOMINF_running;
		info->nr_online_vcpus++;
	}
	info->flags = (info->nr_online_vcpus ? flags : 0) |
		      (d->is_dying == DOMDYING_dead ? XEN_DOMINF_dying : 0) |
		      (d->is_shut_down ? XEN_DOMINF_shutdown : 0) |
		      (d->controller_pause_count > 0 ? XEN_DOMINF_paused : 0) |
		      (d->debugger_attached ? XEN_DOMINF_debugged : 0) |
		      (d->is_xenstore ? XEN_DOMINF_xs_domain : 0) |
		      (is_hvm_domain(d) ? XEN_DOMINF_hvm_guest : 0) |
		      (d->options & XEN_DOMCTL_CDF_hap ? XEN_DOMINF_hap : 0) |
		      (d->shutdown_code & XEN_DOMINF_shutdownmask) << XEN_DOMINF_shutdownshift;
	info->ssidref = d->ssidref;
	info->tot_pages = d->tot_pages;
	info->max_pages = d->max_pages;
	info->outstanding_pages = d->outstanding_pages;
	info->shr_pages = atomic_read(&d->shr_pages);
	info->paged_pages = atomic_read(&d->paged_pages);
	info->shared_info_frame = d->shared_info ? mfn_x(virt_to_mfn(d->shared_info)) : ~0UL;
	info->cpupool = sched_domain_pool(d);
	memcpy(info->handle, d->handle, sizeof(info->handle));
	arch_get_domain_info(d, info);
}

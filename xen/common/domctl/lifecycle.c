/* SPDX-License-Identifier: GPL-2.0-only */
/* Making, pausing, describing and ending domains. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/system.h>

long domctl_createdomain(struct domain *unused, struct xen_domctl *op)
{
	domid_t id = op->domain;
	struct domain *d;

	if (!id || id >= DOMID_FIRST_RESERVED) /* the caller leaves the choice to us */
		id = domid_alloc();
	if (id == DOMID_INVALID)
		return -ENOMEM;
	d = domain_create(id, &op->u.createdomain, false);
	if (IS_ERR(d))
		return PTR_ERR(d);
	op->domain = id;
	return 0;
}

long domctl_max_vcpus(struct domain *d, struct xen_domctl_max_vcpus *arg)
{
	if (arg->max != d->max_vcpus)
		return -EINVAL;
	for (unsigned int i = 0; i < arg->max; i++) {
		if (d->vcpu[i])
			continue;
		if (!vcpu_create(d, i))
			return -ENOMEM;
		if (hypercall_preempt_check() && i + 1 < arg->max)
			return -ERESTART;
	}
	return 0;
}

long domctl_destroydomain(struct domain *d)
{
	return domain_kill(d);
}

long domctl_pausedomain(struct domain *d)
{
	return domain_pause_by_systemcontroller(d);
}

long domctl_unpausedomain(struct domain *d)
{
	return domain_unpause_by_systemcontroller(d);
}

long domctl_resumedomain(struct domain *d)
{
	domain_resume(d);
	return 0;
}

/* The first domain from .domain on: that is how tools walk them all. */
long domctl_getdomaininfo(struct domain *unused, struct xen_domctl *op)
{
	struct domain *d = get_next_domain(op->domain);

	if (!d)
		return -ESRCH;
	domain_info(d, &op->u.getdomaininfo);
	op->domain = d->domain_id;
	put_domain(d);
	return 0;
}

long domctl_setdomainhandle(struct domain *d, struct xen_domctl_setdomainhandle *arg)
{
	spin_lock(&d->lock);
	memcpy(d->handle, arg->handle, sizeof(d->handle));
	spin_unlock(&d->lock);
	return 0;
}

long domctl_setdebugging(struct domain *d, struct xen_domctl_setdebugging *arg)
{
	domain_pause(d);
	d->debugger_attached = arg->enable;
	domain_unpause(d);
	return 0;
}

long domctl_subscribe(struct domain *d, struct xen_domctl_subscribe *arg)
{
	spin_lock(&d->lock);
	d->suspend_evtchn = arg->port;
	spin_unlock(&d->lock);
	return 0;
}

long domctl_set_virq_handler(struct domain *d, struct xen_domctl_set_virq_handler *arg)
{
	return set_global_virq_handler(d, arg->virq);
}

/* d serves as device model of the target, and may do to it what that needs. Only once. */
long domctl_set_target(struct domain *d, struct xen_domctl_set_target *arg)
{
	struct domain *target = get_domain_by_id(arg->target);

	if (!target)
		return -ESRCH;
	if (target == d || d->target) {
		put_domain(target);
		return -EINVAL;
	}
	d->target = target; /* keeps the reference */
	return 0;
}

/* A new kernel starts in the domain: events and mappings of the old one are gone. */
long domctl_soft_reset(struct domain *d)
{
	struct vcpu *v;
	long rc;

	spin_lock(&d->shutdown_lock);
	rc = d->is_shut_down && d->shutdown_code == SHUTDOWN_soft_reset ? 0 : -EINVAL;
	spin_unlock(&d->shutdown_lock);
	rc = rc ?: evtchn_reset(d);
	if (rc)
		return rc;
	for_each_vcpu(d, v) {
		v->runstate_guest = 0;
		v->time_info_guest = 0;
		unmap_vcpu_info(v);
	}
	domain_resume(d);
	return 0;
}

long domctl_settimeoffset(struct domain *d, struct xen_domctl_settimeoffset *arg)
{
	d->time_offset_seconds = arg->time_offset_seconds;
	update_domain_wallclock_time(d);
	return 0;
}

long domctl_max_mem(struct domain *d, struct xen_domctl_max_mem *arg)
{
	u64 pages = arg->max_memkb >> (PAGE_SHIFT - 10);

	spin_lock(&d->page_alloc_lock);
	/* Less than it has: it gets no more, and keeps what it has. */
	d->max_pages = min_t(u64, pages, UINT_MAX - 1);
	spin_unlock(&d->page_alloc_lock);
	return 0;
}

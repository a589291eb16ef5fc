/* SPDX-License-Identifier: GPL-2.0-only */
/* How a domain comes into being. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/grant_table.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/rangeset.h>
#include <xen/system.h>
#include "private.h"

struct domain *dom_xen, *dom_io;
struct vcpu *idle_vcpu[NR_CPUS];

static struct domain *domain_alloc(domid_t id, enum guest_kind kind)
{
	struct domain *d = alloc_domain_struct();

	if (!d)
		return NULL;
	d->domain_id = id;
	d->kind = kind;
	atomic_set(&d->refcnt, 1);
	spinlock_init(&d->lock, domain);
	spinlock_init(&d->page_alloc_lock, page_alloc);
	spinlock_init(&d->shutdown_lock, shutdown);
	rwlock_init(&d->event_lock, event);
	INIT_LIST_HEAD(&d->list);
	INIT_PAGE_LIST_HEAD(&d->page_list);
	INIT_PAGE_LIST_HEAD(&d->xenpage_list);
	d->shutdown_code = SHUTDOWN_CODE_INVALID;
	return d;
}

static int check_config(const struct xen_domctl_createdomain *cfg)
{
	if (cfg->flags & ~(XEN_DOMCTL_CDF_MAX * 2 - 1))
		return hc_fail(-EINVAL, "unknown flags %#x", cfg->flags);
	if (!cfg->max_vcpus || cfg->max_vcpus > MAX_VIRT_CPUS)
		return hc_fail(-EINVAL, "max_vcpus %u", cfg->max_vcpus);
	if (cfg->vmtrace_size)
		return hc_fail(-EINVAL, "no vmtrace");
	return 0;
}

/* The page through which guest and hypervisor exchange events and time. Upcalls begin masked. */
static int shared_info_create(struct domain *d)
{
	shared_info_t *si = alloc_xenheap_page();

	if (!si)
		return -ENOMEM;
	memset(si, 0, PAGE_SIZE);
	if (d->kind == GUEST_pv)
		for (unsigned int i = 0; i < XEN_LEGACY_MAX_VCPUS; i++)
			mask_upcalls(&si->vcpu_info[i], true);
	d->shared_info = si;
	d->shared_info_page = virt_to_page(si);
	share_xen_page_with_guest(d->shared_info_page, d, true);
	return 0;
}

/* Takes away what domain_create() and vcpu_create() gave. Everything may be there or not. */
static void domain_teardown(struct domain *d)
{
	for (unsigned int i = d->max_vcpus; i-- > 0; )
		if (d->vcpu && d->vcpu[i])
			vcpu_free(d->vcpu[i]);
	watchdog_domain_destroy(d);
	sched_destroy_domain(d);
	grant_table_destroy(d);
	evtchn_destroy_final(d);
	pirq_domain_destroy(d);
	if (d->ops)
		arch_domain_destroy(d);
	rangeset_destroy(d->irq_caps);
	rangeset_destroy(d->iomem_caps);
	if (d->shared_info)
		free_xenheap_page(d->shared_info);
	if (d->target)
		put_domain(d->target);
	xfree(d->vcpu);
	free_domain_struct(d);
}

static int domain_fill(struct domain *d, const struct xen_domctl_createdomain *cfg)
{
	int rc;

	d->options = cfg->flags;
	d->max_vcpus = cfg->max_vcpus;
	d->ssidref = cfg->ssidref;
	memcpy(d->handle, cfg->handle, sizeof(d->handle));
	d->is_xenstore = cfg->flags & XEN_DOMCTL_CDF_xs_domain;
	d->hypercalls = d->kind == GUEST_pv ? pv_hypercall_table : hvm_hypercall_table;
	d->createtime = NOW();
	atomic_set(&d->pause_count, 1);
	d->controller_pause_count = !d->is_hwdom;
	watchdog_domain_init(d);

	d->vcpu = xzalloc_array(struct vcpu *, d->max_vcpus);
	if (!d->vcpu) {
		d->max_vcpus = 0; /* the teardown walks the array */
		return -ENOMEM;
	}
	d->irq_caps = rangeset_new("Interrupts");
	d->iomem_caps = rangeset_new("I/O Memory");
	if (!d->irq_caps || !d->iomem_caps)
		return -ENOMEM;
	rc = shared_info_create(d);
	rc = rc ?: pirq_domain_init(d);
	rc = rc ?: evtchn_init(d, cfg->max_evtchn_port);
	rc = rc ?: grant_table_init(d, cfg->max_grant_frames, cfg->max_maptrack_frames, cfg->grant_opts);
	rc = rc ?: arch_domain_create(d, cfg);
	return rc ?: sched_init_domain(d, cfg->cpupool_id);
}

struct domain *domain_create(domid_t id, const struct xen_domctl_createdomain *cfg, bool privileged)
{
	struct domain *d;
	int rc;

	if (!cfg) {
		d = domain_alloc(id, id == DOMID_IDLE ? GUEST_idle : GUEST_system);
		return d ?: ERR_PTR(-ENOMEM);
	}
	rc = check_config(cfg);
	if (rc)
		return ERR_PTR(rc);
	d = domain_alloc(id, cfg->flags & XEN_DOMCTL_CDF_hvm ? GUEST_hvm : GUEST_pv);
	if (!d)
		return ERR_PTR(-ENOMEM);
	d->is_privileged = privileged;
	d->is_hwdom = id == 0;
	rc = domain_fill(d, cfg);
	rc = rc ?: domain_list_add(d);
	if (rc) {
		/* Nobody has seen it: what it shares is shared with nobody else. */
		if (d->shared_info)
			put_page_alloc_ref(d->shared_info_page);
		gnttab_drop_frames(d);
		domain_teardown(d);
		return ERR_PTR(rc);
	}
	if (d->is_hwdom)
		hardware_domain = d;
	return d;
}

void __init init_idle_domain(void)
{
	struct domain *idle = domain_create(DOMID_IDLE, NULL, false);

	dom_xen = domain_create(DOMID_XEN, NULL, false);
	dom_io = domain_create(DOMID_IO, NULL, false);
	if (IS_ERR(idle) || IS_ERR(dom_xen) || IS_ERR(dom_io))
		panic("No memory for the idle domain");
	idle->max_vcpus = NR_CPUS;
	idle->vcpu = idle_vcpu;
	if (!vcpu_create(idle, 0))
		panic("No memory for the idle vCPU");
	idle_vcpu[0]->is_running = true;
	set_current(idle_vcpu[0]);
}

/*
 * The last reference may go in any context, under locks and on the very stack that uses the domain, so the
 * rest is done from a tasklet. The domain is found by nobody any more.
 */
static LIST_HEAD(dead_domains);
static DEFINE_SPINLOCK(dead_lock, tasklet);
static void destroy_dead_domains(void *unused);
static struct tasklet destroy_tasklet = {
	.list = LIST_HEAD_INIT(destroy_tasklet.list), .scheduled_on = -1, .func = destroy_dead_domains,
};

static void destroy_dead_domains(void *unused)
{
	struct domain *d;

	for (;;) {
		d = NULL;
		spin_lock_irq(&dead_lock);
		if (!list_empty(&dead_domains)) {
			d = list_first_entry(&dead_domains, struct domain, list);
			list_del_init(&d->list);
		}
		spin_unlock_irq(&dead_lock);
		if (!d)
			return;
		domain_teardown(d);
	}
}

void domain_destroy_last_ref(struct domain *d)
{
	unsigned long flags;

	ASSERT(d->is_dying == DOMDYING_dead);
	domain_list_remove(d);
	spin_lock_irqsave(&dead_lock, flags);
	list_add_tail(&d->list, &dead_domains);
	spin_unlock_irqrestore(&dead_lock, flags);
	tasklet_schedule(&destroy_tasklet);
}

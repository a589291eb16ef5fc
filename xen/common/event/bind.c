/* SPDX-License-Identifier: GPL-2.0-only */
/* Connecting ports: to other domains, to virtual and physical interrupts, to vCPUs. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/rangeset.h>
#include <xen/system.h>
#include "private.h"

static bool may_control(const struct domain *d)
{
	/* Who looks after a domain may: not the other way round. */
	return d == current->domain || is_control_domain(current->domain) || current->domain->target == d;
}

static unsigned int vcpu_of_domain(const struct domain *d, u32 vcpu)
{
	return vcpu < d->max_vcpus && d->vcpu[array_index_nospec(vcpu, d->max_vcpus)] ? vcpu : ~0U;
}

long evtchn_alloc_unbound(evtchn_alloc_unbound_t *arg)
{
	struct domain *d = get_domain_by_any_id(arg->dom);
	struct evtchn *c;
	unsigned long flags;
	long rc = 0;

	if (!d)
		return -ESRCH;
	if (!may_control(d)) {
		put_domain(d);
		return -EPERM;
	}
	write_lock(&d->event_lock);
	c = evtchn_get_free(d);
	if (IS_ERR(c)) {
		rc = PTR_ERR(c);
	} else {
		spin_lock_irqsave(&c->lock, flags);
		evtchn_activate(d, c, ECS_UNBOUND, 0);
		c->u.unbound.remote = arg->remote_dom == DOMID_SELF ? current->domain->domain_id : arg->remote_dom;
		spin_unlock_irqrestore(&c->lock, flags);
		arg->port = c->port;
	}
	write_unlock(&d->event_lock);
	put_domain(d);
	return rc;
}

/* [event_locks of both] */
static long bind_two(struct domain *ld, struct domain *rd, evtchn_port_t rport, evtchn_port_t *lport)
{
	struct evtchn *l = evtchn_get_free(ld), *r = evtchn_from_port(rd, rport);
	unsigned long flags;

	if (IS_ERR(l))
		return PTR_ERR(l);
	if (!r || r->state != ECS_UNBOUND || r->u.unbound.remote != ld->domain_id || rd->is_dying)
		return -EINVAL;
	evtchn_lock_pair(l, r, &flags);
	evtchn_activate(ld, l, ECS_INTERDOMAIN, 0);
	l->u.remote.dom = rd;
	l->u.remote.port = r->port;
	r->u.remote.dom = ld;
	r->u.remote.port = l->port;
	r->state = ECS_INTERDOMAIN;
	/* The remote may have sent before anybody listened: let the new end look once. */
	evtchn_set_pending(ld, l);
	evtchn_unlock_pair(l, r, flags);
	*lport = l->port;
	return 0;
}

long evtchn_bind_interdomain(evtchn_bind_interdomain_t *arg)
{
	struct domain *ld = current->domain, *rd = get_domain_by_any_id(arg->remote_dom);
	long rc;

	if (!rd)
		return -ESRCH;
	evtchn_lock_two(ld, rd);
	rc = bind_two(ld, rd, arg->remote_port, &arg->local_port);
	evtchn_unlock_two(ld, rd);
	put_domain(rd);
	return rc;
}

long evtchn_op_bind_virq(evtchn_bind_virq_t *arg)
{
	struct domain *d = current->domain;
	unsigned int vcpu = vcpu_of_domain(d, arg->vcpu), virq = arg->virq;
	struct evtchn *c;
	unsigned long flags;
	long rc = 0;

	if (virq >= NR_VIRQS || (virq_is_global(virq) && arg->vcpu))
		return -EINVAL;
	if (vcpu == ~0U)
		return -ENOENT;
	virq = array_index_nospec(virq, NR_VIRQS);
	write_lock(&d->event_lock);
	c = d->vcpu[vcpu]->virq_to_evtchn[virq] ? ERR_PTR(-EEXIST) : evtchn_get_free(d);
	if (IS_ERR(c)) {
		rc = PTR_ERR(c);
	} else {
		spin_lock_irqsave(&c->lock, flags);
		evtchn_activate(d, c, ECS_VIRQ, vcpu);
		c->u.virq = virq;
		WRITE_ONCE(d->vcpu[vcpu]->virq_to_evtchn[virq], c->port);
		spin_unlock_irqrestore(&c->lock, flags);
		arg->port = c->port;
	}
	write_unlock(&d->event_lock);
	return rc;
}

long evtchn_bind_ipi(evtchn_bind_ipi_t *arg)
{
	struct domain *d = current->domain;
	unsigned int vcpu = vcpu_of_domain(d, arg->vcpu);
	struct evtchn *c;
	unsigned long flags;
	long rc = 0;

	if (vcpu == ~0U)
		return -ENOENT;
	write_lock(&d->event_lock);
	c = evtchn_get_free(d);
	if (IS_ERR(c)) {
		rc = PTR_ERR(c);
	} else {
		spin_lock_irqsave(&c->lock, flags);
		evtchn_activate(d, c, ECS_IPI, vcpu);
		spin_unlock_irqrestore(&c->lock, flags);
		arg->port = c->port;
	}
	write_unlock(&d->event_lock);
	return rc;
}

/* [event_lock] */
static long bind_pirq(struct domain *d, u32 nr, bool will_share, evtchn_port_t *port)
{
	struct pirq *pirq = pirq_get_info(d, nr);
	struct evtchn *c;
	unsigned long flags;
	int rc;

	if (!pirq)
		return -ENOMEM;
	if (pirq->evtchn)
		return -EEXIST;
	c = evtchn_get_free(d);
	if (IS_ERR(c))
		return PTR_ERR(c);
	spin_lock_irqsave(&c->lock, flags);
	evtchn_activate(d, c, ECS_PIRQ, 0);
	c->u.pirq.irq = nr;
	spin_unlock_irqrestore(&c->lock, flags);
	WRITE_ONCE(pirq->evtchn, c->port);
	rc = pirq_guest_bind(d->vcpu[0], pirq, will_share);
	if (rc) {
		WRITE_ONCE(pirq->evtchn, 0);
		spin_lock_irqsave(&c->lock, flags);
		evtchn_free(d, c);
		spin_unlock_irqrestore(&c->lock, flags);
		return rc;
	}
	*port = c->port;
	return 0;
}

long evtchn_bind_pirq(evtchn_bind_pirq_t *arg)
{
	struct domain *d = current->domain;
	long rc;

	if (arg->pirq >= d->nr_pirqs)
		return -EINVAL;
	write_lock(&d->event_lock);
	rc = bind_pirq(d, arg->pirq, arg->flags & BIND_PIRQ__WILL_SHARE, &arg->port);
	write_unlock(&d->event_lock);
	return rc;
}

int alloc_unbound_xen_event_channel(struct domain *d, unsigned int vcpu, domid_t remote,
				    void (*fn)(struct vcpu *v, evtchn_port_t port))
{
	struct evtchn *c;
	unsigned long flags;
	int rc;

	write_lock(&d->event_lock);
	c = evtchn_get_free(d);
	if (IS_ERR(c)) {
		rc = PTR_ERR(c);
	} else {
		spin_lock_irqsave(&c->lock, flags);
		evtchn_activate(d, c, ECS_UNBOUND, vcpu);
		c->consumer = fn;
		c->u.unbound.remote = remote;
		spin_unlock_irqrestore(&c->lock, flags);
		rc = c->port;
	}
	write_unlock(&d->event_lock);
	return rc;
}

void free_xen_event_channel(struct domain *d, evtchn_port_t port)
{
	evtchn_close(d, port, false);
}

void notify_via_xen_event_channel(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;

	if (!c)
		return;
	spin_lock_irqsave(&c->lock, flags);
	if (c->state == ECS_INTERDOMAIN)
		evtchn_set_pending(c->u.remote.dom, evtchn_from_port(c->u.remote.dom, c->u.remote.port));
	spin_unlock_irqrestore(&c->lock, flags);
}

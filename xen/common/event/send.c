/* SPDX-License-Identifier: GPL-2.0-only */
/* Raising events: from a domain, from virtual and from physical interrupts. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

int evtchn_send(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port), *remote;
	unsigned long flags;
	int rc = 0;

	if (unlikely(!c))
		return -EINVAL;
	spin_lock_irqsave(&c->lock, flags);
	switch (c->state) {
	case ECS_INTERDOMAIN: /* its lock keeps the other end connected */
		remote = evtchn_from_port(c->u.remote.dom, c->u.remote.port);
		if (unlikely(remote->consumer))
			remote->consumer(c->u.remote.dom->vcpu[remote->notify_vcpu], remote->port);
		else
			evtchn_set_pending(c->u.remote.dom, remote);
		break;
	case ECS_IPI:
		evtchn_set_pending(d, c);
		break;
	case ECS_UNBOUND: /* nobody there yet, or any more */
		break;
	default:
		rc = -EINVAL;
	}
	spin_unlock_irqrestore(&c->lock, flags);
	return rc;
}

long evtchn_op_send(evtchn_send_t *arg)
{
	return evtchn_send(current->domain, arg->port);
}

/* @port may be closed or reused by now: only if it is still what the caller means. */
static void send_virq(struct domain *d, evtchn_port_t port, unsigned int virq)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;

	if (!port || !c)
		return;
	spin_lock_irqsave(&c->lock, flags);
	if (likely(c->state == ECS_VIRQ && c->u.virq == virq))
		evtchn_set_pending(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
}

void send_guest_vcpu_virq(struct vcpu *v, unsigned int virq)
{
	ASSERT(!virq_is_global(virq));
	send_virq(v->domain, READ_ONCE(v->virq_to_evtchn[virq]), virq);
}

void send_guest_global_virq(struct domain *d, unsigned int virq)
{
	struct vcpu *v;

	ASSERT(virq_is_global(virq));
	if (!d || !d->vcpu || !(v = d->vcpu[0]))
		return;
	send_virq(d, READ_ONCE(v->virq_to_evtchn[virq]), virq);
}

void send_guest_pirq(struct domain *d, const struct pirq *pirq)
{
	evtchn_port_t port = pirq ? READ_ONCE(pirq->evtchn) : 0;
	struct evtchn *c = port ? evtchn_from_port(d, port) : NULL;
	unsigned long flags;

	if (!c)
		return;
	spin_lock_irqsave(&c->lock, flags);
	if (likely(c->state == ECS_PIRQ && c->u.pirq.irq == pirq->pirq))
		evtchn_set_pending(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
}

/* Who hears of global VIRQs: the hardware domain, unless the toolstack named another. Each entry holds a reference. */
static struct domain *virq_handlers[NR_VIRQS];
static DEFINE_SPINLOCK(virq_handlers_lock, ioapic); /* a leaf; interrupts off */

static struct domain *get_virq_handler(unsigned int virq)
{
	struct domain *d;
	unsigned long flags;

	spin_lock_irqsave(&virq_handlers_lock, flags);
	d = virq_handlers[virq] ?: hardware_domain;
	if (d && !get_domain(d))
		d = NULL;
	spin_unlock_irqrestore(&virq_handlers_lock, flags);
	return d;
}

void send_global_virq(unsigned int virq)
{
	struct domain *d;

	ASSERT(virq < NR_VIRQS && virq_is_global(virq));
	d = get_virq_handler(virq);
	if (!d)
		return;
	send_guest_global_virq(d, virq);
	put_domain(d);
}

int set_global_virq_handler(struct domain *d, unsigned int virq)
{
	struct domain *old;
	unsigned long flags;

	if (virq >= NR_VIRQS || !virq_is_global(virq))
		return -EINVAL;
	if (!get_domain(d))
		return -EINVAL;
	spin_lock_irqsave(&virq_handlers_lock, flags);
	old = virq_handlers[virq];
	virq_handlers[virq] = d;
	spin_unlock_irqrestore(&virq_handlers_lock, flags);
	if (old)
		put_domain(old);
	return 0;
}

void clear_global_virq_handlers(struct domain *d)
{
	unsigned long flags;
	unsigned int held = 0;

	spin_lock_irqsave(&virq_handlers_lock, flags);
	for (unsigned int i = 0; i < NR_VIRQS; i++) {
		if (virq_handlers[i] == d) {
			virq_handlers[i] = NULL;
			held++;
		}
	}
	spin_unlock_irqrestore(&virq_handlers_lock, flags);
	while (held--)
		put_domain(d);
}

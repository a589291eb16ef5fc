/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

/* [event_lock] */
static void close_pirq(struct domain *d, struct evtchn *c)
{
	struct pirq *pirq = pirq_info(d, c->u.pirq.irq);

	if (!pirq)
		return;
	pirq_guest_unbind(d, pirq);
	WRITE_ONCE(pirq->evtchn, 0);
}

/* [event_lock] */
static void close_virq(struct domain *d, struct evtchn *c)
{
	struct vcpu *v;

	for_each_vcpu(d, v) {
		if (v->virq_to_evtchn[c->u.virq] == c->port)
			WRITE_ONCE(v->virq_to_evtchn[c->u.virq], 0);
	}
}

/* [event_lock] */
static void close_local(struct domain *d, struct evtchn *c)
{
	unsigned long flags;

	if (c->state == ECS_PIRQ)
		close_pirq(d, c);
	if (c->state == ECS_VIRQ)
		close_virq(d, c);
	spin_lock_irqsave(&c->lock, flags);
	evtchn_free(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
}

/* [event_locks of both] The other end becomes unbound again: its domain sees the partner gone. */
static void close_interdomain(struct domain *d, struct evtchn *c)
{
	struct domain *rd = c->u.remote.dom;
	struct evtchn *r = evtchn_from_port(rd, c->u.remote.port);
	unsigned long flags;

	evtchn_lock_pair(c, r, &flags);
	r->state = ECS_UNBOUND;
	r->u.unbound.remote = d->domain_id;
	evtchn_free(d, c);
	evtchn_unlock_pair(c, r, flags);
}

/* [d->event_lock, and with it the right to look at the partner] The domain whose lock is needed too, or NULL. */
static struct domain *partner(const struct evtchn *c)
{
	return c->state == ECS_INTERDOMAIN ? c->u.remote.dom : NULL;
}

int evtchn_close(struct domain *d, evtchn_port_t port, bool from_guest)
{
	struct evtchn *c = evtchn_from_port(d, port);
	struct domain *rd = NULL;
	int rc = 0;

	if (!c)
		return -EINVAL;
	write_lock(&d->event_lock);
	for (;;) {
		struct domain *now = partner(c);

		if (now == rd || now == d || !now)
			break;
		/* Start again with both locks in order; meanwhile the channel may be closed or bound anew. */
		get_knownalive_domain(now);
		if (rd) {
			evtchn_unlock_two(d, rd);
			put_domain(rd);
		} else {
			write_unlock(&d->event_lock);
		}
		rd = now;
		evtchn_lock_two(d, rd);
	}
	if (c->state == ECS_FREE || c->state == ECS_RESERVED || (from_guest && c->consumer))
		rc = -EINVAL;
	else if (c->state == ECS_INTERDOMAIN)
		close_interdomain(d, c);
	else
		close_local(d, c);
	if (rd) {
		evtchn_unlock_two(d, rd);
		put_domain(rd);
	} else {
		write_unlock(&d->event_lock);
	}
	return rc;
}

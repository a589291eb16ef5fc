/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports: finding, taking and giving them back; marking them pending. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include "private.h"

struct evtchn *evtchn_from_port(const struct domain *d, evtchn_port_t port)
{
	if (port >= READ_ONCE(d->valid_evtchns))
		return NULL;
	smp_rmb();
	port = array_index_nospec(port, d->valid_evtchns);
	return &d->evtchn_buckets[port / EVTCHNS_PER_BUCKET][port % EVTCHNS_PER_BUCKET];
}

static int add_bucket(struct domain *d)
{
	unsigned int first = d->valid_evtchns;
	struct evtchn *b = xzalloc_array(struct evtchn, EVTCHNS_PER_BUCKET);

	if (!b)
		return -ENOMEM;
	for (unsigned int i = 0; i < EVTCHNS_PER_BUCKET; i++) {
		spinlock_init(&b[i].lock, event_port);
		b[i].port = first + i;
	}
	d->evtchn_buckets[first / EVTCHNS_PER_BUCKET] = b;
	smp_wmb(); /* evtchn_from_port() sees the bucket when it sees the count */
	WRITE_ONCE(d->valid_evtchns, first + EVTCHNS_PER_BUCKET);
	return 0;
}

struct evtchn *evtchn_get_free(struct domain *d)
{
	struct evtchn *c;
	int rc;

	if (d->is_dying)
		return ERR_PTR(-ENODEV);
	for (evtchn_port_t port = d->free_evtchn_hint; port < d->max_evtchns && port <= d->max_evtchn_port; port++) {
		if (port >= d->valid_evtchns) {
			rc = add_bucket(d);
			if (rc)
				return ERR_PTR(rc);
		}
		c = evtchn_from_port(d, port);
		if (c->state != ECS_FREE) {
			if (port == d->free_evtchn_hint)
				d->free_evtchn_hint++;
			continue;
		}
		if (!d->evtchn_port_ops->is_busy(d, c))
			return c;
	}
	return ERR_PTR(-ENOSPC);
}

void evtchn_activate(struct domain *d, struct evtchn *c, enum evtchn_state state, unsigned int vcpu)
{
	ASSERT(c->state == ECS_FREE);
	c->notify_vcpu = vcpu;
	c->pending = false;
	c->consumer = NULL;
	d->evtchn_port_ops->init(d, c);
	c->state = state;
	d->active_evtchns++;
}

void evtchn_free(struct domain *d, struct evtchn *c)
{
	d->evtchn_port_ops->clear_pending(d, c);
	c->state = ECS_FREE;
	c->notify_vcpu = 0;
	c->consumer = NULL;
	d->active_evtchns--;
	d->free_evtchn_hint = min(d->free_evtchn_hint, c->port);
}

void evtchn_set_pending(struct domain *d, struct evtchn *c)
{
	struct vcpu *v = d->vcpu[READ_ONCE(c->notify_vcpu)];

	const struct evtchn_port_ops *ops = READ_ONCE(d->evtchn_port_ops);

	if (unlikely(!v)) /* its domain may be on its way out */
		return;
	/*
	 * @d's locks are not ours when another domain sends, and so its guest may go over to the other ABI meanwhile: who
	 * switches looks at what is pending after the switch, we look for the switch after we have made it pending.
	 */
	for (;;) {
		const struct evtchn_port_ops *now;

		ops->set_pending(v, c);
		smp_mb();
		now = READ_ONCE(d->evtchn_port_ops);
		if (likely(now == ops))
			return;
		ops = now;
	}
}

void vcpu_mark_events_pending(struct vcpu *v)
{
	if (!xchg(&v->vcpu_info->evtchn_upcall_pending, (u8)1))
		v->domain->ops->kick(v);
}

void evtchn_check_pollers(struct domain *d, evtchn_port_t port)
{
	struct vcpu *v;
	u32 polled;

	smp_mb(); /* pairs with SCHEDOP_poll: either it sees the event or we see it polling */
	if (likely(!atomic_read(&d->nr_polling)))
		return;
	for_each_vcpu(d, v) {
		polled = READ_ONCE(v->async_poll_evtchn);
		if (polled == port || polled == ~0U)
			vcpu_unblock(v);
	}
}

/* [c->lock] An open port keeps the memory of its ABI: evtchn_reset() frees that after the last one is closed. */
static bool is_open(const struct evtchn *c)
{
	return c->state != ECS_FREE && c->state != ECS_RESERVED;
}

bool vcpu_has_pending_port(struct vcpu *v, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(v->domain, port);
	unsigned long flags;
	bool pending;

	if (!c)
		return false;
	spin_lock_irqsave(&c->lock, flags);
	pending = is_open(c) && v->domain->evtchn_port_ops->is_pending(v->domain, c);
	spin_unlock_irqrestore(&c->lock, flags);
	return pending;
}

bool evtchn_port_is_masked_by_guest(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;
	bool masked;

	if (!c)
		return true;
	spin_lock_irqsave(&c->lock, flags);
	masked = !is_open(c) || d->evtchn_port_ops->is_masked(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
	return masked;
}

int evtchn_port_unmask(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;

	if (!c)
		return -EINVAL;
	spin_lock_irqsave(&c->lock, flags);
	if (likely(is_open(c)))
		d->evtchn_port_ops->unmask(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
	return 0;
}

void evtchn_lock_two(struct domain *a, struct domain *b)
{
	write_lock(a->domain_id <= b->domain_id ? &a->event_lock : &b->event_lock);
	if (a != b)
		write_lock_nested(a->domain_id <= b->domain_id ? &b->event_lock : &a->event_lock);
}

void evtchn_unlock_two(struct domain *a, struct domain *b)
{
	write_unlock(&a->event_lock);
	if (a != b)
		write_unlock(&b->event_lock);
}

void evtchn_lock_pair(struct evtchn *a, struct evtchn *b, unsigned long *flags)
{
	spin_lock_irqsave(a < b ? &a->lock : &b->lock, *flags);
	if (a != b)
		spin_lock_nested(a < b ? &b->lock : &a->lock);
}

void evtchn_unlock_pair(struct evtchn *a, struct evtchn *b, unsigned long flags)
{
	if (a != b)
		spin_unlock(a < b ? &b->lock : &a->lock);
	spin_unlock_irqrestore(a < b ? &a->lock : &b->lock, flags);
}

int evtchn_init(struct domain *d, unsigned int max_port)
{
	unsigned int buckets;
	struct evtchn *c;

	d->max_evtchn_port = min_t(unsigned int, max_port, EVTCHN_FIFO_NR_CHANNELS - 1);
	d->max_evtchns = EVTCHN_2L_NR_CHANNELS;
	d->evtchn_port_ops = &evtchn_2l_ops;
	buckets = d->max_evtchn_port / EVTCHNS_PER_BUCKET + 1;
	d->evtchn_buckets = xzalloc_array(struct evtchn *, buckets);
	if (!d->evtchn_buckets)
		return -ENOMEM;
	if (add_bucket(d))
		return -ENOMEM;
	c = evtchn_from_port(d, 0); /* no event, ever */
	c->state = ECS_RESERVED;
	d->free_evtchn_hint = 1;
	return 0;
}

/* Closes what is left below @end, starting at *next; -ERESTART after a bounded number. */
static int close_all(struct domain *d, evtchn_port_t *next)
{
	for (unsigned int n = 1; *next < d->valid_evtchns; (*next)++, n++) {
		evtchn_close(d, *next, false);
		if (!(n % 64) && hypercall_preempt_check()) {
			(*next)++;
			return -ERESTART;
		}
	}
	return 0;
}

int evtchn_destroy(struct domain *d)
{
	int rc;

	/* is_dying is set: whoever got the lock before us has finished, nobody after us adds a port. */
	write_lock(&d->event_lock);
	write_unlock(&d->event_lock);
	rc = evtchn_reset(d);
	return rc == -EAGAIN ? -ERESTART : rc; /* somebody resets it at the same time: what he passed over is still there */
}

int evtchn_reset(struct domain *d)
{
	int rc = close_all(d, &d->next_evtchn_destroy);

	if (rc)
		return rc;
	d->next_evtchn_destroy = 0;
	/* The lock keeps others out, who would register pages with what is freed here, or free it too. */
	write_lock(&d->event_lock);
	if (!d->active_evtchns) {
		d->evtchn_port_ops = &evtchn_2l_ops;
		d->max_evtchns = EVTCHN_2L_NR_CHANNELS;
		evtchn_fifo_destroy(d);
	} else {
		rc = -EAGAIN;
	}
	write_unlock(&d->event_lock);
	return rc;
}

void evtchn_destroy_final(struct domain *d)
{
	evtchn_fifo_destroy(d);
	for (unsigned int i = 0; i < d->valid_evtchns / EVTCHNS_PER_BUCKET; i++)
		xfree(d->evtchn_buckets[i]);
	XFREE(d->evtchn_buckets);
	d->valid_evtchns = 0;
}

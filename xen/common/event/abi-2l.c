/* SPDX-License-Identifier: GPL-2.0-only */
/* The 2-level ABI: bitmaps of pending and masked ports in shared_info, a selector word in each vcpu_info. */
#include <xen/errno.h>
#include <xen/lib.h>
#include "private.h"

static void twol_init(struct domain *d, struct evtchn *c)
{
	/* What an earlier user of the port left is none of the new one's business. */
	clear_bit(c->port, d->shared_info->evtchn_pending);
}

/* The port is pending and not masked: the vCPU's upcall. */
static void select_word(struct vcpu *v, const struct evtchn *c)
{
	if (!test_and_set_bit(c->port / BITS_PER_LONG, &v->vcpu_info->evtchn_pending_sel))
		vcpu_mark_events_pending(v);
}

static void twol_set_pending(struct vcpu *v, struct evtchn *c)
{
	shared_info_t *si = v->domain->shared_info;

	if (test_and_set_bit(c->port, si->evtchn_pending))
		return;
	if (!test_bit(c->port, si->evtchn_mask))
		select_word(v, c);
	evtchn_check_pollers(v->domain, c->port);
}

static void twol_clear_pending(struct domain *d, struct evtchn *c)
{
	clear_bit(c->port, d->shared_info->evtchn_pending);
}

static void twol_unmask(struct domain *d, struct evtchn *c)
{
	shared_info_t *si = d->shared_info;
	struct vcpu *v = d->vcpu[c->notify_vcpu];

	if (test_and_clear_bit(c->port, si->evtchn_mask) && test_bit(c->port, si->evtchn_pending))
		select_word(v, c);
}

static bool twol_is_pending(const struct domain *d, const struct evtchn *c)
{
	return test_bit(c->port, d->shared_info->evtchn_pending);
}

static bool twol_is_masked(const struct domain *d, const struct evtchn *c)
{
	return test_bit(c->port, d->shared_info->evtchn_mask);
}

static bool twol_is_busy(const struct domain *d, const struct evtchn *c)
{
	return false;
}

static int twol_set_priority(struct domain *d, struct evtchn *c, unsigned int priority)
{
	return -ENOSYS;
}

const struct evtchn_port_ops evtchn_2l_ops = {
	.init = twol_init,
	.set_pending = twol_set_pending,
	.clear_pending = twol_clear_pending,
	.unmask = twol_unmask,
	.is_pending = twol_is_pending,
	.is_masked = twol_is_masked,
	.is_busy = twol_is_busy,
	.set_priority = twol_set_priority,
};

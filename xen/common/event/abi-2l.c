/* SPDX-License-Identifier: GPL-2.0-only */
/* The 2-level ABI: bitmaps of pending and masked ports in shared_info, a selector word in each vcpu_info. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/shared-info.h>
#include "private.h"

/* A guest that switched to the 32-bit layout with more ports than that has: the others are deaf. */
static bool reachable(const struct domain *d, const struct evtchn *c)
{
	return !d->abi32 || c->port < ABI32_NR_PORTS;
}

static void twol_clear_pending(struct domain *d, struct evtchn *c)
{
	if (reachable(d, c))
		clear_bit(c->port, evtchn_pending_bits(d));
}

/* What an earlier user of the port left is none of the new one's business. */
static void twol_init(struct domain *d, struct evtchn *c)
{
	twol_clear_pending(d, c);
}

/* The port is pending and not masked: the vCPU's upcall. */
static void select_word(struct vcpu *v, const struct evtchn *c)
{
	if (!test_and_set_bit(c->port / evtchn_word_bits(v->domain), evtchn_pending_sel(v)))
		vcpu_mark_events_pending(v);
}

static void twol_set_pending(struct vcpu *v, struct evtchn *c)
{
	struct domain *d = v->domain;

	if (!reachable(d, c) || test_and_set_bit(c->port, evtchn_pending_bits(d)))
		return;
	if (!test_bit(c->port, evtchn_mask_bits(d)))
		select_word(v, c);
	evtchn_check_pollers(d, c->port);
}

static bool twol_is_pending(const struct domain *d, const struct evtchn *c)
{
	return reachable(d, c) && test_bit(c->port, evtchn_pending_bits(d));
}

static bool twol_is_masked(const struct domain *d, const struct evtchn *c)
{
	return !reachable(d, c) || test_bit(c->port, evtchn_mask_bits(d));
}

static void twol_unmask(struct domain *d, struct evtchn *c)
{
	if (reachable(d, c) && test_and_clear_bit(c->port, evtchn_mask_bits(d)) && twol_is_pending(d, c))
		select_word(d->vcpu[c->notify_vcpu], c);
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

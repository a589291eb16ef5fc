/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include <xen/softirq.h>
#include "private.h"

static const char *const state_names[] = { "free", "reserved", "unbound", "interdomain", "pirq", "virq", "ipi" };

/* [d->event_lock, read] Without the locks that senders want, so a line may be torn. */
static void dump_port(struct domain *d, const struct evtchn *c)
{
	unsigned int detail = 0;

	if (c->state == ECS_FREE || c->state == ECS_RESERVED)
		return;
	if (c->state == ECS_UNBOUND)
		detail = c->u.unbound.remote;
	else if (c->state == ECS_VIRQ)
		detail = c->u.virq;
	else if (c->state == ECS_PIRQ)
		detail = c->u.pirq.irq;
	else if (c->state == ECS_INTERDOMAIN)
		detail = c->u.remote.port;
	printk("    %4u [%c/%c] v%u %s %u\n", c->port, d->evtchn_port_ops->is_pending(d, c) ? 'p' : '-',
	       d->evtchn_port_ops->is_masked(d, c) ? 'm' : '-', c->notify_vcpu, state_names[c->state], detail);
}

/* For a debug key. */
void evtchn_dump(struct domain *d)
{
	printk("%pd: %u event channels, %s\n", d, d->active_evtchns, d->evtchn_fifo ? "FIFO" : "2-level");
	for (evtchn_port_t port = 1; port < d->valid_evtchns; port++) {
		read_lock(&d->event_lock);
		dump_port(d, evtchn_from_port(d, port));
		read_unlock(&d->event_lock);
		if (port % 64 == 0)
			process_pending_softirqs();
	}
}

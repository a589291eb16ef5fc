/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/lib.h>
#include <xen/softirq.h>
#include "private.h"

static const char *const state_names[] = { "free", "reserved", "unbound", "interdomain", "pirq", "virq", "ipi" };

/* For a debug key: reads without locks that senders want, so a line may be torn. */
void evtchn_dump(struct domain *d)
{
	printk("%pd: %u event channels, %s\n", d, d->active_evtchns, d->evtchn_fifo ? "FIFO" : "2-level");
	for (evtchn_port_t port = 1; port < d->valid_evtchns; port++) {
		const struct evtchn *c = evtchn_from_port(d, port);
		unsigned int detail = 0;

		if (c->state == ECS_FREE || c->state == ECS_RESERVED)
			continue;
		if (c->state == ECS_UNBOUND)
			detail = c->u.unbound.remote;
		else if (c->state == ECS_VIRQ)
			detail = c->u.virq;
		else if (c->state == ECS_PIRQ)
			detail = c->u.pirq.irq;
		else if (c->state == ECS_INTERDOMAIN)
			detail = c->u.remote.port;
		printk("    %4u [%c/%c] v%u %s %u\n", port, d->evtchn_port_ops->is_pending(d, c) ? 'p' : '-',
		       d->evtchn_port_ops->is_masked(d, c) ? 'm' : '-', c->notify_vcpu, state_names[c->state], detail);
		if (port % 64 == 0)
			process_pending_softirqs();
	}
}

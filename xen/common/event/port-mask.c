/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/domain.h>
#include "private.h"

bool evtchn_port_masked(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;
	bool masked;

	if (!c)
		return false;
	spin_lock_irqsave(&c->lock, flags);
	masked = d->evtchn_port_ops->is_masked(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
	return masked;
}

void evtchn_port_unmask(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = evtchn_from_port(d, port);
	unsigned long flags;

	if (!c)
		return;
	spin_lock_irqsave(&c->lock, flags);
	d->evtchn_port_ops->unmask(d, c);
	spin_unlock_irqrestore(&c->lock, flags);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/event.h>
#include "private.h"

/* Whether the guest has masked @port, as its memory says now. Event lock (read) held. */
bool evtchn_port_masked(struct domain *d, evtchn_port_t port)
{
	struct evtchn *c = port_is_valid(d, port) ? evtchn_from_port(d, port) : NULL;

	return c && d->evtchn_port_ops->is_masked(d, c);
}

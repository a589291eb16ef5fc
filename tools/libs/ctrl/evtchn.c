/* SPDX-License-Identifier: LGPL-2.1-only */
/* Event channels of other domains. (This domain's own: libxenevtchn.) */
#include "private.h"

xc_evtchn_port_or_error_t xc_evtchn_alloc_unbound(xc_interface *xch, uint32_t dom,
						  uint32_t remote_dom)
{
	struct evtchn_alloc_unbound arg = { .dom = dom, .remote_dom = remote_dom };
	int rc = do_evtchn_op(xch, EVTCHNOP_alloc_unbound, &arg, sizeof(arg));

	return rc ? rc : (int)arg.port;
}

int xc_evtchn_reset(xc_interface *xch, uint32_t dom)
{
	struct evtchn_reset arg = { .dom = dom };

	return do_evtchn_op(xch, EVTCHNOP_reset, &arg, sizeof(arg));
}

int xc_evtchn_status(xc_interface *xch, xc_evtchn_status_t *status)
{
	return do_evtchn_op(xch, EVTCHNOP_status, status, sizeof(*status));
}

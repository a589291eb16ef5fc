/* SPDX-License-Identifier: GPL-2.0-only */
/* Event channels as the rest of the hypervisor uses them. Any context unless said otherwise. */
#ifndef XEN_EVENT_H
#define XEN_EVENT_H

#include <xen/domain.h>
#include <public/event_channel.h>

/* Creation. Ports up to @max_port (and what the ABI in use allows). -ENOMEM. */
int evtchn_init(struct domain *d, unsigned int max_port);
int evtchn_destroy(struct domain *d);        /* dying: closes all ports; 0 or -ERESTART */
void evtchn_destroy_final(struct domain *d);
void send_guest_vcpu_virq(struct vcpu *v, unsigned int virq);
void send_guest_global_virq(struct domain *d, unsigned int virq);
void send_global_virq(unsigned int virq);    /* to the domain that handles it: dom0 by default */
int set_global_virq_handler(struct domain *d, unsigned int virq);
void clear_global_virq_handlers(struct domain *d); /* d is dying */
struct pirq;
void send_guest_pirq(struct domain *d, const struct pirq *pirq);
int evtchn_send(struct domain *ld, evtchn_port_t port);
/* Marks v's upcall pending and wakes or kicks it. */
void vcpu_mark_events_pending(struct vcpu *v);
/* PV guests mask upcalls in vcpu_info; others, and all where there is no PV, in their (virtual) processor. */
#ifdef XEN_HAVE_PV_UPCALL_MASK
static inline bool upcalls_masked(const vcpu_info_t *vi) { return vi->evtchn_upcall_mask; }
static inline void mask_upcalls(vcpu_info_t *vi, bool mask) { vi->evtchn_upcall_mask = mask; }
#else
static inline bool upcalls_masked(const vcpu_info_t *vi) { return false; }
static inline void mask_upcalls(vcpu_info_t *vi, bool mask) { }
#endif
/* Whether the vCPU would take an upcall now. */
static inline bool event_pending(const struct vcpu *v)
{
	return v->vcpu_info->evtchn_upcall_pending && !upcalls_masked(v->vcpu_info);
}
/* The same of events and all that interrupts this kind of guest; v is current. */
static inline bool vcpu_interrupt_due(struct vcpu *v)
{
	bool (*due)(struct vcpu *v) = v->domain->ops->interrupt_due;

	return due ? due(v) : event_pending(v);
}
/* Xen's own end of a channel: @fn(v, port) is called when the remote domain sends. The port, or -errno. */
int alloc_unbound_xen_event_channel(struct domain *d, unsigned int vcpu, domid_t remote,
				    void (*fn)(struct vcpu *v, evtchn_port_t port));
void free_xen_event_channel(struct domain *d, evtchn_port_t port);
void notify_via_xen_event_channel(struct domain *d, evtchn_port_t port);
/*
 * Closes all ports and goes back to the 2-level ABI (EVTCHNOP_reset, soft reset). 0, -ERESTART: again, there is more;
 * -EAGAIN: the guest opened ports meanwhile.
 */
int evtchn_reset(struct domain *d);
void evtchn_dump(struct domain *d);
/* A port that is not open counts as masked. */
bool evtchn_port_is_masked_by_guest(struct domain *d, evtchn_port_t port);
/* EVTCHNOP_unmask. -EINVAL: @d never had such a port. */
int evtchn_port_unmask(struct domain *d, evtchn_port_t port);
/* Any pending and unmasked event for @v although upcalls may be masked (SCHEDOP_block, poll). */
bool vcpu_has_pending_port(struct vcpu *v, evtchn_port_t port);

#endif

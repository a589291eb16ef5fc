/* SPDX-License-Identifier: GPL-2.0-only */
/* Event channels as the rest of the hypervisor uses them. Any context unless said otherwise. */
#ifndef XEN_EVENT_H
#define XEN_EVENT_H

#include <xen/domain.h>
#include <public/event_channel.h>

int evtchn_init(struct domain *d, unsigned int max_port); /* creation; -ENOMEM */
void evtchn_destroy(struct domain *d);       /* dying: closes all ports; preemptible through is_dying steps */
void evtchn_destroy_final(struct domain *d);
void send_guest_vcpu_virq(struct vcpu *v, unsigned int virq);
void send_guest_global_virq(struct domain *d, unsigned int virq);
void send_global_virq(unsigned int virq);    /* to the domain that handles it: dom0 by default */
int set_global_virq_handler(struct domain *d, unsigned int virq);
struct pirq;
void send_guest_pirq(struct domain *d, const struct pirq *pirq);
int evtchn_send(struct domain *ld, evtchn_port_t port);
/* Marks v's upcall pending and wakes or kicks it. */
void vcpu_mark_events_pending(struct vcpu *v);
/* Whether the vCPU would take an upcall now. */
static inline bool event_pending(const struct vcpu *v)
{
	return v->vcpu_info->evtchn_upcall_pending && !v->vcpu_info->evtchn_upcall_mask;
}
/* Any pending and unmasked event for @v although upcalls may be masked (SCHEDOP_block, poll). */
bool vcpu_has_pending_port(struct vcpu *v, evtchn_port_t port);

#endif

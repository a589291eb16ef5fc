/* SPDX-License-Identifier: GPL-2.0-only */
/* All that the daemon asks of the hypervisor and its drivers; the tests put a fake in its place. */
#ifndef XENSTORED_HV_H
#define XENSTORED_HV_H

#include <stdbool.h>
#include <stdint.h>

struct hv_domain {
	unsigned domid;
	bool shutdown, dying;
};

/* Opens the event channel driver, or takes over its descriptor. Returns 0 or an errno. */
int hv_open(int evtchn_fd);
/* Descriptor that turns readable when an event is pending. */
int hv_event_fd(void);
/* Port of a pending event, masked until hv_unmask(); -1 if there is none. */
int64_t hv_next_event(void);
void hv_unmask(uint32_t port);
void hv_notify(uint32_t port);
/* Each binds a local port: > 0, or -errno. */
int64_t hv_bind(unsigned domid, uint32_t remote_port);
int64_t hv_bind_domain_changes(void);
void hv_unbind(uint32_t port);

/* A domain's ring page, NULL with errno set. */
void *hv_map_ring(unsigned domid);
void hv_unmap_ring(unsigned domid, void *ring);
/* The ring of this domain's own kernel, and the port to bind; NULL with errno set. */
void *hv_map_own_ring(uint32_t *port);

/* Domains with ids from `first` on, ascending. Returns how many, or -errno. */
int hv_list_domains(unsigned first, struct hv_domain *info, unsigned max);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An event channel is a port of a domain. Locks: event_lock (write) to change what ports exist and how they are
 * connected; a channel's own lock to read or change its state, so that sending needs no other. A channel whose lock
 * is held keeps its partner connected: closing takes the locks of both.
 */
#ifndef COMMON_EVENT_PRIVATE_H
#define COMMON_EVENT_PRIVATE_H

#include <xen/event.h>
#include <xen/lock.h>
#include <public/event_channel.h>

enum evtchn_state { ECS_FREE, ECS_RESERVED, ECS_UNBOUND, ECS_INTERDOMAIN, ECS_PIRQ, ECS_VIRQ, ECS_IPI };

struct evtchn {
	spinlock_t lock;              /* rank event_port; interrupts off */
	evtchn_port_t port;           /* [I] */
	u8 state;                     /* [event_lock and lock] enum evtchn_state */
	u8 priority;                  /* [lock] FIFO */
	u8 last_priority;             /* [event_fifo] queue it was put on last */
	bool pending;                 /* [lock] FIFO: raised while its word was not there yet */
	u16 notify_vcpu;              /* [lock] */
	u16 last_vcpu;                /* [event_fifo] */
	void (*consumer)(struct vcpu *v, evtchn_port_t port); /* [event_lock and lock] the hypervisor's end */
	union {                       /* [event_lock and lock] by state */
		struct { domid_t remote; } unbound;
		struct { struct domain *dom; evtchn_port_t port; } remote; /* interdomain */
		struct { u32 irq; } pirq;
		u32 virq;
	} u;
};

#define EVTCHNS_PER_BUCKET 64

/* How a domain learns of events: the two ABIs. The channel's or its sender's lock is held. */
struct evtchn_port_ops {
	void (*init)(struct domain *d, struct evtchn *c);
	void (*set_pending)(struct vcpu *v, struct evtchn *c);
	void (*clear_pending)(struct domain *d, struct evtchn *c);
	void (*unmask)(struct domain *d, struct evtchn *c);
	bool (*is_pending)(const struct domain *d, const struct evtchn *c);
	bool (*is_masked)(const struct domain *d, const struct evtchn *c);
	bool (*is_busy)(const struct domain *d, const struct evtchn *c);  /* the guest still refers to it: not to be reused yet */
	int (*set_priority)(struct domain *d, struct evtchn *c, unsigned int priority);
};
extern const struct evtchn_port_ops evtchn_2l_ops, evtchn_fifo_ops;

/* NULL when @d has no such port. The result stays valid for the domain's life. */
struct evtchn *evtchn_from_port(const struct domain *d, evtchn_port_t port);
/* [event_lock] A free port's channel, or ERR_PTR(-ENOSPC, -ENOMEM, -ENODEV: dying). Stays free until evtchn_activate(). */
struct evtchn *evtchn_get_free(struct domain *d);
/* [event_lock, c->lock] */
void evtchn_activate(struct domain *d, struct evtchn *c, enum evtchn_state state, unsigned int vcpu);
void evtchn_free(struct domain *d, struct evtchn *c);
void evtchn_set_pending(struct domain *d, struct evtchn *c);
/* @from_guest: a guest may not close what belongs to the hypervisor. */
int evtchn_close(struct domain *d, evtchn_port_t port, bool from_guest);
void evtchn_check_pollers(struct domain *d, evtchn_port_t port);
void evtchn_fifo_destroy(struct domain *d); /* [event_lock, or nobody else knows @d] */
/* Locks both domains' event_lock for writing, in order. */
void evtchn_lock_two(struct domain *a, struct domain *b);
void evtchn_unlock_two(struct domain *a, struct domain *b);
void evtchn_lock_pair(struct evtchn *a, struct evtchn *b, unsigned long *flags);
void evtchn_unlock_pair(struct evtchn *a, struct evtchn *b, unsigned long flags);
static inline bool virq_is_global(unsigned int virq)
{
	return virq != VIRQ_TIMER && virq != VIRQ_DEBUG && virq != VIRQ_XENOPROF && virq != VIRQ_XENPMU;
}

#endif

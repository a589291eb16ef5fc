/* SPDX-License-Identifier: MIT */
/*
 * Event channels: one-bit signals between domains, from virtual and physical interrupts, and
 * between vcpus.
 */
#ifndef __XEN_PUBLIC_EVENT_CHANNEL_H__
#define __XEN_PUBLIC_EVENT_CHANNEL_H__

#include "xen.h"

#define EVTCHNOP_bind_interdomain 0 /* event_channel_op(cmd, struct evtchn_*) */
#define EVTCHNOP_bind_virq 1
#define EVTCHNOP_bind_pirq 2
#define EVTCHNOP_close 3
#define EVTCHNOP_send 4
#define EVTCHNOP_status 5
#define EVTCHNOP_alloc_unbound 6
#define EVTCHNOP_bind_ipi 7
#define EVTCHNOP_bind_vcpu 8
#define EVTCHNOP_unmask 9
#define EVTCHNOP_reset 10
#define EVTCHNOP_init_control 11
#define EVTCHNOP_expand_array 12
#define EVTCHNOP_set_priority 13

#ifdef __XEN__
#define EVTCHNOP_reset_cont 14 /* hypervisor's own: continues a reset */
#endif

/* a port of one domain */
typedef uint32_t evtchn_port_t;
DEFINE_XEN_GUEST_HANDLE(evtchn_port_t);

/* Makes a port that remote_dom may bind to. */
struct evtchn_alloc_unbound {
	domid_t dom; /* in: whose port, or DOMID_SELF */
	domid_t remote_dom; /* in */
	evtchn_port_t port; /* out */
};
typedef struct evtchn_alloc_unbound evtchn_alloc_unbound_t;

/* Makes a local port connected to a port that is unbound and meant for the caller. */
struct evtchn_bind_interdomain {
	domid_t remote_dom; /* in */
	evtchn_port_t remote_port; /* in */
	evtchn_port_t local_port; /* out */
};
typedef struct evtchn_bind_interdomain evtchn_bind_interdomain_t;

/*
 * Makes a port for a virtual interrupt. A VIRQ of the whole domain is bound once, on vcpu 0.
 * Errors: -EEXIST already bound.
 */
struct evtchn_bind_virq {
	uint32_t virq; /* in: VIRQ_* */
	uint32_t vcpu; /* in */
	evtchn_port_t port; /* out */
};
typedef struct evtchn_bind_virq evtchn_bind_virq_t;

/* Makes a port for a physical interrupt that the domain may use. */
struct evtchn_bind_pirq {
	uint32_t pirq; /* in */
#define BIND_PIRQ__WILL_SHARE 1
	uint32_t flags; /* in: BIND_PIRQ__WILL_SHARE */
	evtchn_port_t port; /* out */
};
typedef struct evtchn_bind_pirq evtchn_bind_pirq_t;

/* Makes a port that the domain sends on to reach one of its vcpus. */
struct evtchn_bind_ipi {
	uint32_t vcpu; /* in */
	evtchn_port_t port; /* out */
};
typedef struct evtchn_bind_ipi evtchn_bind_ipi_t;

/* The other end, if there is one, becomes unbound. */
struct evtchn_close {
	evtchn_port_t port; /* in */
};
typedef struct evtchn_close evtchn_close_t;

/* Signals the other end. */
struct evtchn_send {
	evtchn_port_t port; /* in */
};
typedef struct evtchn_send evtchn_send_t;

/* Reads the state of a port; of another domain's only for the privileged. */
struct evtchn_status {
	domid_t dom; /* in */
	evtchn_port_t port; /* in */
#define EVTCHNSTAT_closed 0 /* not in use */
#define EVTCHNSTAT_unbound 1 /* waits for a remote domain */
#define EVTCHNSTAT_interdomain 2 /* connected */
#define EVTCHNSTAT_pirq 3 /* physical interrupt */
#define EVTCHNSTAT_virq 4 /* virtual interrupt */
#define EVTCHNSTAT_ipi 5 /* between vcpus */
	uint32_t status; /* out: EVTCHNSTAT_* */
	uint32_t vcpu; /* out: who is told */
	union {
		struct {
			domid_t dom;
		} unbound;
		struct {
			domid_t dom;
			evtchn_port_t port;
		} interdomain;
		uint32_t pirq;
		uint32_t virq;
	} u;
};
typedef struct evtchn_status evtchn_status_t;

/* Moves a port to another vcpu: all but IPIs and per-vcpu VIRQs. */
struct evtchn_bind_vcpu {
	evtchn_port_t port; /* in */
	uint32_t vcpu; /* in */
};
typedef struct evtchn_bind_vcpu evtchn_bind_vcpu_t;

/* Unmasks a port, and signals it if it is pending. */
struct evtchn_unmask {
	evtchn_port_t port; /* in */
};
typedef struct evtchn_unmask evtchn_unmask_t;

/* Closes all ports and goes back to the 2-level format. */
struct evtchn_reset {
	domid_t dom; /* in */
};
typedef struct evtchn_reset evtchn_reset_t;

/*
 * FIFO format: gives the page of a vcpu's control block. The first call switches the domain
 * over.
 */
struct evtchn_init_control {
	uint64_t control_gfn; /* in */
	uint32_t offset; /* in: bytes into the page */
	uint32_t vcpu; /* in */
	uint8_t link_bits; /* out: bits of the LINK field */
	uint8_t _pad[7];
};
typedef struct evtchn_init_control evtchn_init_control_t;

/* FIFO format: adds a page to the event array. */
struct evtchn_expand_array {
	uint64_t array_gfn; /* in */
};
typedef struct evtchn_expand_array evtchn_expand_array_t;

/* FIFO format. */
struct evtchn_set_priority {
	evtchn_port_t port; /* in */
	uint32_t priority; /* in: 0 (highest) to 15 */
};
typedef struct evtchn_set_priority evtchn_set_priority_t;

/* Argument of event_channel_op_compat. */
struct evtchn_op {
	uint32_t cmd; /* EVTCHNOP_* */
	union {
		evtchn_alloc_unbound_t alloc_unbound;
		evtchn_bind_interdomain_t bind_interdomain;
		evtchn_bind_virq_t bind_virq;
		evtchn_bind_pirq_t bind_pirq;
		evtchn_bind_ipi_t bind_ipi;
		evtchn_close_t close;
		evtchn_send_t send;
		evtchn_status_t status;
		evtchn_bind_vcpu_t bind_vcpu;
		evtchn_unmask_t unmask;
	} u;
};
typedef struct evtchn_op evtchn_op_t;
DEFINE_XEN_GUEST_HANDLE(evtchn_op_t);

/* limit of the 2-level format */
#define EVTCHN_2L_NR_CHANNELS (sizeof(xen_ulong_t) * sizeof(xen_ulong_t) * 64)
#define EVTCHN_FIFO_PRIORITY_MAX 0 /* The smaller the number the more urgent. */
#define EVTCHN_FIFO_PRIORITY_DEFAULT 7
#define EVTCHN_FIFO_PRIORITY_MIN 15
#define EVTCHN_FIFO_MAX_QUEUES (EVTCHN_FIFO_PRIORITY_MIN + 1)
/* one port of the event array: EVTCHN_FIFO_* */
typedef uint32_t event_word_t;

#define EVTCHN_FIFO_PENDING 31 /* bits of an event word */
#define EVTCHN_FIFO_MASKED 30
#define EVTCHN_FIFO_LINKED 29
#define EVTCHN_FIFO_BUSY 28
#define EVTCHN_FIFO_LINK_BITS 17 /* the next port of its queue */
#define EVTCHN_FIFO_LINK_MASK ((1 << EVTCHN_FIFO_LINK_BITS) - 1)
#define EVTCHN_FIFO_NR_CHANNELS (1 << EVTCHN_FIFO_LINK_BITS)
/* One for each vcpu. */
struct evtchn_fifo_control_block {
	uint32_t ready; /* bit P: queue P is not empty */
	uint32_t _rsvd;
	uint32_t head[16]; /* first port of each queue */
};
typedef struct evtchn_fifo_control_block evtchn_fifo_control_block_t;

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* The domains the daemon knows: introduced ones, and those that own something. */
#ifndef XENSTORED_DOMAIN_H
#define XENSTORED_DOMAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "list.h"
#include "quota.h"

#define DOMID_LIMIT 0x7ff0u	/* first reserved id */
#define DOMID_SELF_ID 0x7ff0u
#define DOMID_NONE 0x7ff4u	/* "no domain", as in xen.h */

struct xenstore_domain_interface;

/* What the log may be told about a domain: quotas, soft quotas, its ring. */
#define LOG_TOPIC_SOFT(id) (QUOTA_COUNT + (id))
#define LOG_TOPIC_RING (2 * QUOTA_COUNT)
#define LOG_TOPICS (2 * QUOTA_COUNT + 1)

struct domain {
	struct list all;
	unsigned domid;
	unsigned target;	/* it acts for this domain too; DOMID_NONE if for none */
	bool privileged;
	bool introduced;
	bool shutdown_seen;	/* @releaseDomain was sent for its shutdown */
	int64_t logged[LOG_TOPICS]; /* when the log last had something of this domain, by subject */
	struct list mentions;	/* permission entries that name it */
	struct conn *conn;	/* its ring; NULL until introduced */
	uint32_t port;		/* ours; 0 if unbound */
	uint32_t remote_port;
	volatile struct xenstore_domain_interface *ring;
	uint32_t req_cons, rsp_prod; /* our indices: the guest's copies are not believed */
	long use[QUOTA_COUNT];
	struct list charged;	/* in the list of those that the current request charges */
	long delta_nodes, delta_memory;
};

extern struct list domains;	/* in order of the ids */
extern struct domain *dom0;

/* Known domain or NULL. */
struct domain *domain_find(unsigned domid);
/* The same, but asks the hypervisor about an unknown one. NULL with *err ENOENT or ENOMEM. */
struct domain *domain_require(unsigned domid, int *err);

/* May this be logged about the domain now? No guest can fill the log. */
bool domain_may_log(struct domain *dom, unsigned topic);

/* Makes the record of the control domain. Returns 0 or ENOMEM. */
int domain_init(unsigned priv_domid);
/* Connects the control domain's kernel over its ring. Returns 0 or an errno. */
int domain_connect_dom0(uint32_t port_override);

/* The requests of the same names; they return 0 or the errno to answer. */
int domain_introduce(unsigned domid, uint32_t port);
int domain_release(unsigned domid);
int domain_resume(unsigned domid);
int domain_set_target(unsigned domid, unsigned target);

/* Maps the ring of a domain restored by a live update and takes up its indices. */
int domain_restore(unsigned domid, unsigned target, uint32_t port, bool introduced);

/* Something happened to some domain: find out what, and tell the watchers. */
void domain_scan(void);
/* Sends special events that were held up by lack of memory; true if they still are. */
bool domain_fire_due(void);
/* The event channel of a domain fired. */
void domain_event(uint32_t port);
/* A ring's indices or messages make no sense: stop listening, tell why (XENSTORE_ERROR_*). */
void domain_ring_error(struct domain *dom, uint32_t error, const char *why);
/* Empties the ring and drops all state of its connection, at the guest's or the toolstack's wish. */
void domain_ring_reset(struct domain *dom);
/* Forgets everything; for tests. */
void domain_exit(void);

#endif

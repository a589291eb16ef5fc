/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "conn.h"
#include "domain.h"
#include "hv.h"
#include "log.h"
#include "loop.h"
#include "ring.h"
#include "store.h"
#include "tree.h"
#include "txn.h"
#include "watch.h"

#define SCAN_CHUNK 1024
#define PORTS_MAX (1u << 17)	/* event channels there can be */
#define LOG_PAUSE 60	/* seconds between two words about the same */

struct list domains = LIST_INIT(domains);
struct domain *dom0;

static struct domain *by_id[DOMID_LIMIT];
static struct domain **by_port;
static uint32_t ports;

/* Special events that could not be sent for lack of memory, to be sent later. */
static bool introduce_due, release_due;

struct domain *domain_find(unsigned domid)
{
	return domid < DOMID_LIMIT ? by_id[domid] : NULL;
}

/* Domains that act for another one. */
static unsigned stand_ins;

static void set_target(struct domain *d, unsigned target)
{
	stand_ins += (target != DOMID_NONE) - (d->target != DOMID_NONE);
	d->target = target;
}

/* Keeps the list in order of the ids; a new domain has the highest as a rule. */
static void domain_enlist(struct domain *d)
{
	struct list *at = domains.prev;

	while (at != &domains && container_of(at, struct domain, all)->domid > d->domid)
		at = at->prev;
	list_insert(&d->all, at, at->next);
	by_id[d->domid] = d;
}

static struct domain *domain_new(unsigned domid)
{
	struct domain *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->domid = domid;
	d->target = DOMID_NONE;
	d->privileged = domid == 0 || domid == config.priv_domid;
	list_init(&d->mentions);
	list_init(&d->charged);
	domain_enlist(d);
	return d;
}

bool domain_may_log(struct domain *d, unsigned topic)
{
	if (d->logged[topic] && loop_now - d->logged[topic] < LOG_PAUSE)
		return false;
	d->logged[topic] = loop_now ? loop_now : 1;
	return true;
}

/* What the hypervisor knows of one domain. False if it is no more. */
static bool ask(unsigned domid, struct hv_domain *info)
{
	return hv_list_domains(domid, info, 1) == 1 && info->domid == domid && !info->dying;
}

struct domain *domain_require(unsigned domid, int *err)
{
	struct domain *d = domain_find(domid);
	struct hv_domain info;

	if (d)
		return d;
	*err = ENOENT;
	if (domid >= DOMID_LIMIT || !ask(domid, &info))
		return NULL;
	d = domain_new(domid);
	if (!d)
		*err = ENOMEM;
	else
		d->shutdown_seen = info.shutdown;
	return d;
}

int domain_init(unsigned priv_domid)
{
	dom0 = domain_new(0);
	if (!dom0)
		return ENOMEM;
	if (priv_domid && priv_domid < DOMID_LIMIT && !domain_new(priv_domid))
		return ENOMEM;
	return 0;
}

/* Ports ------------------------------------------------------------------------------------- */

static int port_reserve(uint32_t port)
{
	uint32_t n = ports ? ports : 64;
	void *p;

	if (port < ports)
		return 0;
	if (port >= PORTS_MAX)
		return EINVAL;
	while (n <= port)
		n *= 2;
	p = realloc(by_port, n * sizeof(*by_port));
	if (!p)
		return ENOMEM;
	by_port = p;
	memset(by_port + ports, 0, (n - ports) * sizeof(*by_port));
	ports = n;
	return 0;
}

static void domain_unbind(struct domain *d)
{
	if (!d->port)
		return;
	if (d->port < ports)
		by_port[d->port] = NULL;
	hv_unbind(d->port);
	d->port = 0;
}

/* Binds the guest's port, in place of the one bound before. */
static int domain_bind(struct domain *d, uint32_t remote_port)
{
	int64_t port;
	int err;

	domain_unbind(d);
	port = hv_bind(d->domid, remote_port);
	if (port < 0)
		return -port;
	err = port_reserve(port);
	if (err) {
		hv_unbind(port);
		return err;
	}
	d->port = port;
	d->remote_port = remote_port;
	by_port[port] = d;
	return 0;
}

/* Connections ------------------------------------------------------------------------------- */

static void domain_disconnect(struct domain *d)
{
	struct conn *c = d->conn;

	d->conn = NULL;
	if (c)
		conn_close(c);
	domain_unbind(d);
	if (d->ring)
		hv_unmap_ring(d->domid, (void *)d->ring);
	d->ring = NULL;
	d->introduced = false;
}

/* With d->ring mapped and the port known: the rest of what a connection needs. */
static int domain_connect(struct domain *d, uint32_t remote_port)
{
	int err;

	d->conn = conn_new(-1, d);
	err = d->conn ? domain_bind(d, remote_port) : ENOMEM;
	if (err) {
		domain_disconnect(d);
		return err;
	}
	d->introduced = true;
	return 0;
}

void domain_ring_reset(struct domain *d)
{
	conn_reset(d->conn);
	d->conn->broken = false;
	ring_reset(d);
}

void domain_ring_error(struct domain *d, uint32_t error, const char *why)
{
	if (d->conn->broken)
		return;
	if (domain_may_log(d, LOG_TOPIC_RING))
		log_warn("domain %u: %s; its ring is ignored until it reconnects", d->domid, why);
	conn_reset(d->conn);
	d->conn->broken = true;
	__atomic_store_n(&d->ring->error, error, __ATOMIC_RELEASE);
	hv_notify(d->port);
}

int domain_connect_dom0(uint32_t port_override)
{
	uint32_t port;
	int err;

	dom0->ring = hv_map_own_ring(&port);
	if (!dom0->ring)
		return errno ? errno : ENODEV;
	err = domain_connect(dom0, port_override ? port_override : port);
	if (err)
		return err;
	ring_reset(dom0);
	hv_notify(dom0->port); /* the kernel waits for it: Xenstore is there */
	return 0;
}

static void fire_special(const char *name, bool *due)
{
	*due = watch_fire_special(name) != 0;
}

bool domain_fire_due(void)
{
	if (introduce_due)
		fire_special("@introduceDomain", &introduce_due);
	if (release_due)
		fire_special("@releaseDomain", &release_due);
	return introduce_due || release_due;
}

static int introduce_again(struct domain *d, uint32_t port)
{
	int err = domain_bind(d, port);

	if (!err)
		domain_ring_reset(d);
	return err;
}

int domain_introduce(unsigned domid, uint32_t port)
{
	struct domain *d;
	int err;

	if (domid >= DOMID_LIMIT)
		return EINVAL;
	if (domid == 0)
		return 0; /* connected from the start, and not over an event channel of others */
	d = domain_require(domid, &err);
	if (!d)
		return err;
	if (d->introduced)
		return introduce_again(d, port);
	d->ring = hv_map_ring(domid);
	if (!d->ring)
		return errno ? errno : EIO;
	err = domain_connect(d, port);
	if (err)
		return err;
	/* No event for the guest: one that has not set up its callback yet would not survive it. */
	ring_reset(d);
	fire_special("@introduceDomain", &introduce_due);
	return 0;
}

/* Nothing of the domain is left when this returns. */
static void domain_forget(struct domain *d)
{
	struct domain *other;

	domain_disconnect(d);
	store_forget_owner(d, config.keep_orphans);
	perms_forget_domain(d);
	txn_forget_domain();
	set_target(d, DOMID_NONE);
	if (stand_ins) {
		list_for_each(other, &domains, all) {
			if (other->target == d->domid)
				set_target(other, DOMID_NONE);
		}
	}
	by_id[d->domid] = NULL;
	list_remove(&d->all);
	free(d);
}

int domain_release(unsigned domid)
{
	struct domain *d = domain_find(domid);

	if (domid == 0)
		return EINVAL;
	if (!d || !d->introduced)
		return ENOENT;
	domain_forget(d);
	fire_special("@releaseDomain", &release_due);
	return 0;
}

int domain_resume(unsigned domid)
{
	struct domain *d = domain_find(domid);

	if (domid == 0)
		return EINVAL;
	if (!d || !d->introduced)
		return ENOENT;
	d->shutdown_seen = false;
	return 0;
}

int domain_set_target(unsigned domid, unsigned target)
{
	struct domain *d = domain_find(domid), *t = domain_find(target);

	if (domid == 0)
		return EINVAL;
	if (!d || !d->introduced || !t || !t->introduced)
		return ENOENT;
	set_target(d, target);
	return 0;
}

int domain_restore(unsigned domid, unsigned target, uint32_t port, bool introduced)
{
	struct domain *d = domain_find(domid);
	int err;

	if (domid >= DOMID_LIMIT || (d && d->introduced))
		return EINVAL;
	if (!d)
		d = domain_new(domid);
	if (!d)
		return ENOMEM;
	set_target(d, target);
	if (!introduced)
		return 0;
	d->ring = domid ? hv_map_ring(domid) : hv_map_own_ring(&d->remote_port);
	if (!d->ring)
		return errno ? errno : EIO;
	d->conn = conn_new(-1, d);
	err = d->conn ? port_reserve(port) : ENOMEM;
	if (err)
		return err;
	d->port = port;
	by_port[port] = d;
	d->introduced = true;
	if (!ring_resume(d))
		domain_ring_error(d, XENSTORE_ERROR_RINGIDX, "ring indices out of range");
	return 0;
}

/* Events ------------------------------------------------------------------------------------ */

void domain_event(uint32_t port)
{
	struct domain *d = port < ports ? by_port[port] : NULL;

	if (!d || !d->ring)
		return;
	if (__atomic_load_n(&d->ring->connection, __ATOMIC_ACQUIRE) == XENSTORE_RECONNECT) {
		domain_ring_reset(d);
		hv_notify(d->port);
	}
	if (!d->conn->broken)
		conn_wake(d->conn);
}

/* Compares one domain with what is known of it. True if its watchers have to hear of it. */
static bool domain_changed(struct domain *d, const struct hv_domain *info)
{
	bool was_introduced = d->introduced;

	if (!info || info->dying) {
		domain_forget(d);
		return was_introduced;
	}
	if (!info->shutdown || d->shutdown_seen || !d->introduced)
		return false;
	d->shutdown_seen = true;
	return true;
}

/* Goes through the known and the living domains side by side; both are in order of their ids. */
static bool scan_all(void)
{
	static struct hv_domain info[SCAN_CHUNK];
	struct domain *d, *next;
	bool notify = false;
	int have = 0, at = 0;

	list_for_each_safe(d, next, &domains, all) {
		if (d == dom0)
			continue;
		while (at < have && info[at].domid < d->domid)
			at++;
		if (at == have) {
			have = hv_list_domains(d->domid, info, SCAN_CHUNK);
			if (have < 0) {
				log_warn("cannot list the domains: %s", strerror(-have));
				return notify;
			}
			at = 0;
		}
		notify |= domain_changed(d, at < have && info[at].domid == d->domid ? &info[at]
										    : NULL);
	}
	return notify;
}

void domain_scan(void)
{
	if (scan_all())
		fire_special("@releaseDomain", &release_due);
}

void domain_exit(void)
{
	struct domain *d, *next;

	list_for_each_safe(d, next, &domains, all) {
		domain_disconnect(d);
		perms_forget_domain(d);
		by_id[d->domid] = NULL;
		list_remove(&d->all);
		free(d);
	}
	free(by_port);
	by_port = NULL;
	ports = stand_ins = 0;
	dom0 = NULL;
}

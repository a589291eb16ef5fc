// SPDX-License-Identifier: GPL-2.0-only
/* The domains with a console of ours. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <syslog.h>

#include "console.h"

#define DEFAULT_LIMIT (1UL << 20)
#define MAX_LIMIT     (64UL << 20)
/* wakeups a guest may cause in one period (main.c) before it has to wait for the next */
#define MAX_EVENTS    30
/* periods a client has to read a gone domain's last words: closing the pty would lose them */
#define LINGER        10

static struct domain *domains;
static struct domain *leaving;

static struct domain *find_domain(uint32_t domid)
{
	struct domain *d;

	for (d = domains; d && d->domid != domid; d = d->next)
		;
	return d;
}

/* --- xenstore --------------------------------------------------------------------------------- */

static bool store_number(uint32_t domid, const char *node, uint64_t *value)
{
	char path[64], *s, *end;
	unsigned int len;
	bool ok;

	snprintf(path, sizeof(path), "/local/domain/%"PRIu32"/console/%s", domid, node);
	s = xs_read(xs, XBT_NULL, path, &len);
	if (!s)
		return false;
	errno = 0;
	*value = strtoull(s, &end, 10);
	ok = end != s && !*end && !errno;
	free(s);
	return ok;
}

/* A console of another type is a device model's. */
static bool is_ours(uint32_t domid)
{
	char path[64], *type;
	unsigned int len;
	bool ours;

	snprintf(path, sizeof(path), "/local/domain/%"PRIu32"/console/type", domid);
	type = xs_read(xs, XBT_NULL, path, &len);
	ours = !type || !strcmp(type, "xenconsoled");
	free(type);
	return ours;
}

static void store_tty(uint32_t domid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/local/domain/%"PRIu32"/console/tty", domid);
	if (!xs_write(xs, XBT_NULL, path, name, strlen(name)))
		message(LOG_ERR, "domain %u: cannot write %s: %m", domid, path);
}

/* One watch: its console's nodes (token domN), or its name (nameN), which migration changes. */
static void watch_node(uint32_t domid, const char *node, const char *kind, bool on)
{
	char path[64], token[32];

	snprintf(path, sizeof(path), "/local/domain/%"PRIu32"/%s", domid, node);
	snprintf(token, sizeof(token), "%s%"PRIu32, kind, domid);
	if (!on)
		xs_unwatch(xs, path, token);
	else if (!xs_watch(xs, path, token))
		message(LOG_ERR, "domain %u: cannot watch %s: %m", domid, path);
}

static void watch_domain(uint32_t domid, bool on)
{
	watch_node(domid, "console", "dom", on);
	if (opts.log & SUBJECT_GUEST)
		watch_node(domid, "name", "name", on);
}

/* What its log is called; whether the domain has a name. */
static bool log_name(struct domain *d, char *name, size_t size)
{
	bool named;
	char path[64], *s;
	unsigned int len;

	snprintf(path, sizeof(path), "/local/domain/%"PRIu32"/name", d->domid);
	s = xs_read(xs, XBT_NULL, path, &len);
	named = s && *s;
	if (named)
		snprintf(name, size, "guest-%s", s);
	else
		snprintf(name, size, "guest-%"PRIu32, d->domid);
	free(s);
	return named;
}

static void open_log(struct domain *d)
{
	char name[512];

	log_name(d, name, sizeof(name));
	log_open(&d->log, SUBJECT_GUEST, name);
}

static void follow_name(struct domain *d)
{
	char name[512];

	/* the node also goes when the domain is destroyed */
	if (d->log.fd >= 0 && log_name(d, name, sizeof(name)))
		log_rename(&d->log, name);
}

/* --- connecting ------------------------------------------------------------------------------- */

static void disconnect_ring(struct domain *d)
{
	if (d->local_port >= 0)
		xenevtchn_unbind(xce, d->local_port);
	d->local_port = d->remote_port = -1;
	d->port_masked = false;
	if (d->ring && d->ring_by_grant)
		xengnttab_unmap(xgt, d->ring, 1);
	else if (d->ring)
		xenforeignmemory_unmap(xc_interface_fmem_handle(xch), d->ring, 1);
	d->ring = NULL;
	d->broken = false;
}

/* By the grant the toolstack made; guests built by older tools have none. */
static bool map_ring(struct domain *d, uint64_t ref)
{
	xen_pfn_t frame = ref;

	if (xgt)
		d->ring = xengnttab_map_grant_ref(xgt, d->domid, GNTTAB_RESERVED_CONSOLE,
						  PROT_READ | PROT_WRITE);
	d->ring_by_grant = d->ring != NULL;
	if (!d->ring)
		d->ring = xenforeignmemory_map(xc_interface_fmem_handle(xch), d->domid,
					       PROT_READ | PROT_WRITE, 1, &frame, NULL);
	if (!d->ring)
		message(LOG_ERR, "domain %u: cannot map its console ring %#"PRIx64": %m", d->domid,
			ref);
	d->ring_ref = ref;
	return d->ring != NULL;
}

static bool bind_port(struct domain *d, uint64_t port)
{
	d->local_port = xenevtchn_bind_interdomain(xce, d->domid, port);
	if (d->local_port < 0) {
		message(LOG_ERR, "domain %u: cannot bind its console port %"PRIu64": %m", d->domid,
			port);
		return false;
	}
	d->remote_port = port;
	return true;
}

/* Makes what we have of a domain agree with its nodes; called whenever they change. */
static void connect_domain(struct domain *d)
{
	uint64_t ref, port, limit;
	char name[64];

	if (!is_ours(d->domid) || !store_number(d->domid, "ring-ref", &ref) ||
	    !store_number(d->domid, "port", &port) || port > INT32_MAX)
		return;
	if (d->ring && d->ring_ref == ref && d->remote_port == (int)port)
		return;
	disconnect_ring(d);
	if (!map_ring(d, ref) || !bind_port(d, port)) {
		disconnect_ring(d);
		return;
	}
	if (store_number(d->domid, "limit", &limit))
		buffer_set_limit(&d->out, limit < MAX_LIMIT ? limit : MAX_LIMIT);
	if (d->master < 0) {
		open_log(d);
		if (tty_open(d, name, sizeof(name)))
			store_tty(d->domid, name);
	}
	domain_pump(d);
}

static struct domain *new_domain(uint32_t domid)
{
	struct domain *d = calloc(1, sizeof(*d));

	if (!d) {
		message(LOG_ERR, "domain %u: out of memory", domid);
		return NULL;
	}
	d->domid = domid;
	d->local_port = d->remote_port = -1;
	d->master = d->slave = -1;
	d->log.fd = -1;
	buffer_init(&d->out, DEFAULT_LIMIT);
	d->next = domains;
	domains = d;
	/* a watch fires at once, which connects it if the nodes are there already */
	watch_domain(domid, true);
	return d;
}

static void free_domain(struct domain *d)
{
	tty_close(d);
	log_close(&d->log);
	buffer_free(&d->out);
	free(d);
}

/* Lets go of the domain at once, after its last words; they stay readable for a while. */
static void leave_domain(struct domain *d)
{
	if (d->ring)
		domain_pump(d);
	disconnect_ring(d);
	watch_domain(d->domid, false);
	tty_write(d);
	tty_update_events(d);
	d->linger = LINGER;
	d->next = leaving;
	leaving = d;
}

static void free_leaving(bool all)
{
	struct domain **link = &leaving, *d;

	while ((d = *link) != NULL) {
		if (!all && tty_has_output(d) && --d->linger) {
			link = &d->next;
			continue;
		}
		*link = d->next;
		free_domain(d);
	}
}

/* --- moving bytes ----------------------------------------------------------------------------- */

/* Guest to log and buffer; whether anything came. */
static bool take_output(struct domain *d)
{
	char buf[sizeof(d->ring->out)];
	size_t max = sizeof(buf);
	int n;

	if (!opts.discard_overflow && buffer_space(&d->out) < max)
		max = buffer_space(&d->out);
	n = max ? ring_read(d->ring, buf, max) : 0;
	if (n < 0) {
		message(LOG_WARNING, "domain %u: its console ring's indices are invalid; ignored until "
			"it is connected anew", d->domid);
		d->broken = true;
	}
	if (n <= 0)
		return false;
	log_write(&d->log, buf, n);
	if (!buffer_append(&d->out, buf, n))
		message(LOG_ERR, "domain %u: out of memory, console output lost", d->domid);
	return true;
}

void domain_pump(struct domain *d)
{
	bool moved = false;

	if (d->ring && !d->broken)
		moved = take_output(d);
	tty_write(d);
	moved |= tty_read(d);
	if (moved && d->local_port >= 0)
		xenevtchn_notify(xce, d->local_port);
	tty_update_events(d);
}

void domain_port_fired(int port)
{
	struct domain *d;

	for (d = domains; d && d->local_port != port; d = d->next)
		;
	if (!d)
		return;         /* of a domain just let go of */
	domain_pump(d);
	if (++d->events < MAX_EVENTS)
		xenevtchn_unmask(xce, port);
	else
		d->port_masked = true;
}

bool domains_waiting(void)
{
	struct domain *d;

	for (d = domains; d && !d->events; d = d->next)
		;
	return d || leaving;
}

void domains_new_period(void)
{
	for (struct domain *d = domains; d; d = d->next) {
		d->events = 0;
		if (!d->port_masked)
			continue;
		d->port_masked = false;
		domain_pump(d);
		xenevtchn_unmask(xce, d->local_port);
	}
	free_leaving(false);
}

/* --- coming and going ------------------------------------------------------------------------- */

static void see_domain(const xc_domaininfo_t *info)
{
	struct domain *d;

	if (info->flags & XEN_DOMINF_dying || info->domain == 0)
		return;
	d = find_domain(info->domain);
	if (!d)
		d = new_domain(info->domain);
	if (d)
		d->seen = true;
}

void domains_scan(void)
{
	static xc_domaininfo_t info[512];
	struct domain **link, *d;
	uint32_t next = 0;
	int n;

	for (d = domains; d; d = d->next)
		d->seen = false;
	while ((n = xc_domain_getinfolist(xch, next, ARRAY_SIZE(info), info)) > 0) {
		for (int i = 0; i < n; i++)
			see_domain(&info[i]);
		next = info[n - 1].domain + 1;
	}
	if (n < 0 && errno != ESRCH) {
		message(LOG_ERR, "cannot list domains: %m");
		return;         /* do not take them all for gone */
	}
	for (link = &domains; (d = *link) != NULL;) {
		if (d->seen) {
			link = &d->next;
			continue;
		}
		*link = d->next;
		leave_domain(d);
	}
}

void domains_watch_fired(const char *path, const char *token)
{
	struct domain *d;
	uint32_t domid;

	if (!strcmp(token, "domlist")) {
		domains_scan();
	} else if (sscanf(token, "dom%"SCNu32, &domid) == 1) {
		d = find_domain(domid);
		/* writing the tty node fires our own watch as well */
		if (d && !strstr(path, "/console/tty"))
			connect_domain(d);
	} else if (sscanf(token, "name%"SCNu32, &domid) == 1) {
		d = find_domain(domid);
		if (d)
			follow_name(d);
	}
}

void domains_reopen_logs(void)
{
	for (struct domain *d = domains; d; d = d->next)
		log_reopen(&d->log);
}

void domains_free(void)
{
	struct domain *d;

	while ((d = domains) != NULL) {
		domains = d->next;
		leave_domain(d);
	}
	free_leaving(true);
}

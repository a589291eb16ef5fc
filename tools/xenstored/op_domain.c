/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests about domains. */
#include <errno.h>
#include <stdio.h>

#include "conn.h"
#include "domain.h"
#include "request.h"

/* The body is one domain id. */
static int sole_domid(const struct request *r, unsigned long *domid)
{
	const char *str;

	if (request_strings(r, &str, 1) != 1)
		return EINVAL;
	return request_number(str, 0xffff, domid);
}

/* A ring that takes itself away could not be answered. */
static bool is_own_ring(const struct request *r, unsigned long domid)
{
	return r->conn->fd < 0 && conn_domid(r->conn) == domid;
}

/* <domid>|<gfn>|<evtchn>|: the ring is found through the grant table, whatever the gfn is. */
int op_introduce(struct request *r)
{
	unsigned long domid, port;
	const char *str[8];
	int err;

	if (request_strings(r, str, 8) < 3 || request_number(str[0], 0xffff, &domid) ||
	    request_number(str[2], INT32_MAX, &port) || !port)
		return EINVAL;
	err = is_own_ring(r, domid) ? EINVAL : domain_introduce(domid, port);
	if (!err)
		reply_ok(r);
	return err;
}

static int about_domain(struct request *r, int (*act)(unsigned domid))
{
	unsigned long domid;
	int err = sole_domid(r, &domid);

	if (!err)
		err = is_own_ring(r, domid) ? EINVAL : act(domid);
	if (!err)
		reply_ok(r);
	return err;
}

int op_release(struct request *r)
{
	return about_domain(r, domain_release);
}

int op_resume(struct request *r)
{
	return about_domain(r, domain_resume);
}

int op_get_domain_path(struct request *r)
{
	unsigned long domid;
	char path[32];
	int err = sole_domid(r, &domid);

	if (err)
		return err;
	snprintf(path, sizeof(path), "/local/domain/%lu", domid);
	reply_string(r, path);
	return 0;
}

int op_is_domain_introduced(struct request *r)
{
	unsigned long domid;
	struct domain *d;
	int err = sole_domid(r, &domid);

	if (err)
		return err;
	d = domain_find(domid);
	reply_string(r, domid == DOMID_SELF_ID || (d && d->introduced) ? "T" : "F");
	return 0;
}

int op_set_target(struct request *r)
{
	unsigned long domid, target;
	const char *str[8];
	int err;

	if (request_strings(r, str, 8) < 2 || request_number(str[0], 0xffff, &domid) ||
	    request_number(str[1], 0xffff, &target))
		return EINVAL;
	err = domain_set_target(domid, target);
	if (!err)
		reply_ok(r);
	return err;
}

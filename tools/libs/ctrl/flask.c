/* SPDX-License-Identifier: LGPL-2.1-only */
/* The FLASK security module: policy, labels, booleans, its cache. */
#include <stdio.h>

#include "private.h"

#define OCON_PIRQ 1
#define OCON_IOPORT 2
#define OCON_IOMEM 3
#define OCON_DEVICE 4

int xc_flask_load(xc_interface *xch, char *buf, uint32_t size)
{
	xen_flask_op_t op = { .cmd = FLASK_LOAD, .u.load.size = size };
	BOUNCE(policy, buf, size, XC_IN);

	set_bounce_handle(op.u.load.buffer, policy);
	return xc_flask_op(xch, &op);
}

int xc_flask_context_to_sid(xc_interface *xch, char *buf, uint32_t size, uint32_t *sid)
{
	xen_flask_op_t op = { .cmd = FLASK_CONTEXT_TO_SID, .u.sid_context.size = size };
	BOUNCE(context, buf, size, XC_IN);
	int rc;

	set_bounce_handle(op.u.sid_context.context, context);
	rc = xc_flask_op(xch, &op);
	if (!rc)
		*sid = op.u.sid_context.sid;
	return rc;
}

int xc_flask_sid_to_context(xc_interface *xch, int sid, char *buf, uint32_t size)
{
	xen_flask_op_t op = {
		.cmd = FLASK_SID_TO_CONTEXT, .u.sid_context = { .sid = sid, .size = size },
	};
	BOUNCE(context, buf, size, XC_OUT);

	set_bounce_handle(op.u.sid_context.context, context);
	return xc_flask_op(xch, &op);
}

int xc_flask_getenforce(xc_interface *xch)
{
	xen_flask_op_t op = { .cmd = FLASK_GETENFORCE };

	return xc_flask_op(xch, &op);
}

int xc_flask_setenforce(xc_interface *xch, int mode)
{
	xen_flask_op_t op = { .cmd = FLASK_SETENFORCE, .u.enforce.enforcing = mode };

	return xc_flask_op(xch, &op);
}

static void bool_out(const xen_flask_op_t *op, int *curr, int *pend)
{
	if (curr)
		*curr = op->u.boolean.enforcing;
	if (pend)
		*pend = op->u.boolean.pending;
}

int xc_flask_getbool_byid(xc_interface *xch, int id, char *name, uint32_t size, int *curr,
			  int *pend)
{
	xen_flask_op_t op = {
		.cmd = FLASK_GETBOOL, .u.boolean = { .bool_id = id, .size = size },
	};
	BOUNCE(buf, name, size, XC_OUT);
	int rc;

	set_bounce_handle(op.u.boolean.name, buf);
	rc = xc_flask_op(xch, &op);
	if (!rc)
		bool_out(&op, curr, pend);
	return rc;
}

/* A boolean that is meant by its name. */
#define BOOL_BY_NAME -1

int xc_flask_getbool_byname(xc_interface *xch, char *name, int *curr, int *pend)
{
	size_t len = strlen(name);
	xen_flask_op_t op = {
		.cmd = FLASK_GETBOOL, .u.boolean = { .bool_id = BOOL_BY_NAME, .size = len },
	};
	BOUNCE(buf, name, len, XC_IN);
	int rc;

	set_bounce_handle(op.u.boolean.name, buf);
	rc = xc_flask_op(xch, &op);
	if (!rc)
		bool_out(&op, curr, pend);
	return rc;
}

int xc_flask_setbool(xc_interface *xch, char *name, int value, int commit)
{
	size_t len = strlen(name);
	xen_flask_op_t op = {
		.cmd = FLASK_SETBOOL,
		.u.boolean = {
			.bool_id = BOOL_BY_NAME, .new_value = value, .commit = !!commit,
			.size = len,
		},
	};
	BOUNCE(buf, name, len, XC_IN);

	set_bounce_handle(op.u.boolean.name, buf);
	return xc_flask_op(xch, &op);
}

/* --- labels of hardware --- */

static int ocontext_add(xc_interface *xch, uint32_t ocon, uint64_t low, uint64_t high,
			char *scontext)
{
	xen_flask_op_t op = {
		.cmd = FLASK_ADD_OCONTEXT, .u.ocontext = { .ocon = ocon, .low = low, .high = high },
	};
	uint32_t sid;
	int rc = xc_flask_context_to_sid(xch, scontext, strlen(scontext), &sid);

	if (rc)
		return rc;
	op.u.ocontext.sid = sid;
	return xc_flask_op(xch, &op);
}

static int ocontext_del(xc_interface *xch, uint32_t ocon, uint64_t low, uint64_t high)
{
	xen_flask_op_t op = {
		.cmd = FLASK_DEL_OCONTEXT, .u.ocontext = { .ocon = ocon, .low = low, .high = high },
	};

	return xc_flask_op(xch, &op);
}

int xc_flask_add_pirq(xc_interface *xch, unsigned int pirq, char *scontext)
{
	return ocontext_add(xch, OCON_PIRQ, pirq, pirq, scontext);
}

int xc_flask_add_ioport(xc_interface *xch, unsigned long low, unsigned long high, char *scontext)
{
	return ocontext_add(xch, OCON_IOPORT, low, high, scontext);
}

int xc_flask_add_iomem(xc_interface *xch, unsigned long low, unsigned long high, char *scontext)
{
	return ocontext_add(xch, OCON_IOMEM, low, high, scontext);
}

int xc_flask_add_device(xc_interface *xch, unsigned long device, char *scontext)
{
	return ocontext_add(xch, OCON_DEVICE, device, device, scontext);
}

int xc_flask_del_pirq(xc_interface *xch, unsigned int pirq)
{
	return ocontext_del(xch, OCON_PIRQ, pirq, pirq);
}

int xc_flask_del_ioport(xc_interface *xch, unsigned long low, unsigned long high)
{
	return ocontext_del(xch, OCON_IOPORT, low, high);
}

int xc_flask_del_iomem(xc_interface *xch, unsigned long low, unsigned long high)
{
	return ocontext_del(xch, OCON_IOMEM, low, high);
}

int xc_flask_del_device(xc_interface *xch, unsigned long device)
{
	return ocontext_del(xch, OCON_DEVICE, device, device);
}

int xc_flask_access(xc_interface *xch, const char *scon, const char *tcon, uint16_t tclass,
		    uint32_t req, uint32_t *allowed, uint32_t *decided, uint32_t *auditallow,
		    uint32_t *auditdeny, uint32_t *seqno)
{
	xen_flask_op_t op = { .cmd = FLASK_ACCESS };
	int rc;

	rc = xc_flask_context_to_sid(xch, (char *)scon, strlen(scon), &op.u.access.ssid);
	if (rc)
		return rc;
	rc = xc_flask_context_to_sid(xch, (char *)tcon, strlen(tcon), &op.u.access.tsid);
	if (rc)
		return rc;

	op.u.access.tclass = tclass;
	op.u.access.req = req;
	rc = xc_flask_op(xch, &op);
	if (rc)
		return rc;

	if (allowed)
		*allowed = op.u.access.allowed;
	if (decided)
		*decided = ~0u;
	if (auditallow)
		*auditallow = op.u.access.audit_allow;
	if (auditdeny)
		*auditdeny = op.u.access.audit_deny;
	if (seqno)
		*seqno = op.u.access.seqno;
	return (op.u.access.allowed & req) == req ? 0 : fail_with(EACCES);
}

/* --- the access vector cache --- */

/* The length of a text that snprintf() wrote, if it fitted into @size. */
static int fitted(int len, int size)
{
	return len >= 0 && len < size ? len : fail_with(ERANGE);
}

int xc_flask_avc_hashstats(xc_interface *xch, char *buf, int size)
{
	xen_flask_op_t op = { .cmd = FLASK_AVC_HASHSTATS };
	int rc = xc_flask_op(xch, &op);

	if (rc)
		return rc;
	rc = snprintf(buf, size, "entries: %u\nbuckets used: %u/%u\nlongest chain: %u\n",
		      op.u.hash_stats.entries, op.u.hash_stats.buckets_used,
		      op.u.hash_stats.buckets_total, op.u.hash_stats.max_chain_len);
	return zero_if_ok(fitted(rc, size));
}

int xc_flask_avc_cachestats(xc_interface *xch, char *buf, int size)
{
	xen_flask_op_t op = { .cmd = FLASK_AVC_CACHESTATS };
	int len, used;
	uint32_t cpu;

	used = fitted(snprintf(buf, size, "lookups hits misses allocations reclaims frees\n"),
		      size);

	/* One line per processor, until the hypervisor says that there is no such one. */
	for (cpu = 0; used >= 0; cpu++, used = len < 0 ? -1 : used + len) {
		op.u.cache_stats.cpu = cpu;
		if (xc_flask_op(xch, &op))
			return errno == ENOENT ? 0 : -1;
		len = fitted(snprintf(buf + used, size - used, "%u %u %u %u %u %u\n",
				      op.u.cache_stats.lookups, op.u.cache_stats.hits,
				      op.u.cache_stats.misses, op.u.cache_stats.allocations,
				      op.u.cache_stats.reclaims, op.u.cache_stats.frees),
			     size - used);
	}
	return -1;
}

int xc_flask_policyvers(xc_interface *xch)
{
	xen_flask_op_t op = { .cmd = FLASK_POLICYVERS };

	return xc_flask_op(xch, &op);
}

int xc_flask_getavc_threshold(xc_interface *xch)
{
	xen_flask_op_t op = { .cmd = FLASK_GETAVC_THRESHOLD };

	return xc_flask_op(xch, &op);
}

int xc_flask_setavc_threshold(xc_interface *xch, int threshold)
{
	xen_flask_op_t op = {
		.cmd = FLASK_SETAVC_THRESHOLD, .u.setavc_threshold.threshold = threshold,
	};

	return xc_flask_op(xch, &op);
}

int xc_flask_relabel_domain(xc_interface *xch, uint32_t domid, uint32_t sid)
{
	xen_flask_op_t op = {
		.cmd = FLASK_RELABEL_DOMAIN, .u.relabel = { .domid = domid, .sid = sid },
	};

	return xc_flask_op(xch, &op);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "log.h"
#include "quota.h"
#include "request.h"
#include "tree.h"
#include "txn.h"

#define OP_PRIV 1u	/* for the control domain only */
#define OP_TXID 2u	/* an unknown transaction id is an error */
#define OP_IN_TXN 4u	/* works inside the transaction, and is run again by a replay */

struct op {
	const char *name;
	request_fn handler;	/* NULL: no request, only a reply */
	unsigned flags;
};

#define NODE_OP (OP_TXID | OP_IN_TXN)
#define PRIV_OP (OP_TXID | OP_PRIV)

static const struct op ops[XS_TYPE_COUNT] = {
	[XS_CONTROL] = { "CONTROL", op_control, PRIV_OP },
	[XS_DIRECTORY] = { "DIRECTORY", op_directory, NODE_OP },
	[XS_READ] = { "READ", op_read, NODE_OP },
	[XS_GET_PERMS] = { "GET_PERMS", op_get_perms, NODE_OP },
	[XS_WATCH] = { "WATCH", op_watch, 0 },
	[XS_UNWATCH] = { "UNWATCH", op_unwatch, 0 },
	[XS_TRANSACTION_START] = { "TRANSACTION_START", op_transaction_start, OP_TXID },
	[XS_TRANSACTION_END] = { "TRANSACTION_END", op_transaction_end, OP_TXID },
	[XS_INTRODUCE] = { "INTRODUCE", op_introduce, PRIV_OP },
	[XS_RELEASE] = { "RELEASE", op_release, PRIV_OP },
	[XS_GET_DOMAIN_PATH] = { "GET_DOMAIN_PATH", op_get_domain_path, OP_TXID },
	[XS_WRITE] = { "WRITE", op_write, NODE_OP },
	[XS_MKDIR] = { "MKDIR", op_mkdir, NODE_OP },
	[XS_RM] = { "RM", op_rm, NODE_OP },
	[XS_SET_PERMS] = { "SET_PERMS", op_set_perms, NODE_OP },
	[XS_WATCH_EVENT] = { "WATCH_EVENT", NULL, 0 },
	[XS_ERROR] = { "ERROR", NULL, 0 },
	[XS_IS_DOMAIN_INTRODUCED] = {
		"IS_DOMAIN_INTRODUCED", op_is_domain_introduced, PRIV_OP,
	},
	[XS_RESUME] = { "RESUME", op_resume, PRIV_OP },
	[XS_SET_TARGET] = { "SET_TARGET", op_set_target, PRIV_OP },
	[XS_RESET_WATCHES] = { "RESET_WATCHES", op_reset_watches, OP_TXID },
	[XS_DIRECTORY_PART] = { "DIRECTORY_PART", op_directory_part, NODE_OP },
};

const char *request_name(uint32_t type)
{
	return type < XS_TYPE_COUNT && ops[type].name ? ops[type].name : "?";
}

static void send_reply(struct request *r, uint32_t type, const void *body, uint32_t len)
{
	struct xsd_sockmsg hdr = r->hdr;

	hdr.type = type;
	hdr.len = len;
	if (r->txn) {
		r->answer = hash_mix(type, path_hash_bytes(body, len));
		if (r->txn->replaying)
			return;
	}
	outq_message(r->conn, &hdr, body);
	if (trace_on)
		trace_message(r->conn, false, type, body, len);
}

void reply(struct request *r, const void *body, uint32_t len)
{
	send_reply(r, r->hdr.type, body, len);
}

void reply_string(struct request *r, const char *str)
{
	reply(r, str, strlen(str) + 1);
}

void reply_ok(struct request *r)
{
	reply(r, "OK", 3);
}

static void reply_error(struct request *r, int err)
{
	const char *name = "EINVAL";
	size_t i;

	for (i = 0; i < sizeof(xsd_errors) / sizeof(xsd_errors[0]); i++) {
		if (xsd_errors[i].errnum == err)
			name = xsd_errors[i].errstring;
	}
	send_reply(r, XS_ERROR, name, strlen(name) + 1);
}

int request_strings(const struct request *r, const char **str, int max)
{
	const char *s = r->body, *end = s + r->hdr.len;
	int n = 0;

	if (!r->hdr.len || end[-1])
		return -1;
	for (; s < end; s += strlen(s) + 1) {
		if (n == max)
			return -1;
		str[n++] = s;
	}
	return n;
}

int request_number(const char *str, unsigned long limit, unsigned long *out)
{
	unsigned long v;
	char *end;

	if (*str < '0' || *str > '9')
		return EINVAL;
	errno = 0;
	v = strtoul(str, &end, 10);
	if (*end || errno || v > limit)
		return EINVAL;
	*out = v;
	return 0;
}

int request_path(const struct request *r, const char *str, size_t len, bool allow_special,
		 struct path **out)
{
	static struct path_nodes nodes;
	static struct path p = { .nodes = &nodes };

	*out = &p;
	return path_parse_next(&p, str, len, conn_domid(r->conn), quotas[QUOTA_PATH_MAX].hard,
			       allow_special);
}

int request_find(const struct request *r, const struct path *p, unsigned need, struct view *v)
{
	int err;

	if (need & PERM_WRITE && !r->txn && !r->conn->privileged && txn_protects(p))
		return REQUEST_DEFER;
	err = view_find(r->txn, p, v);
	if (err)
		return err;
	if ((conn_access(r->conn, view_perms(v)) & need) != need)
		return EACCES;
	return v->exists ? 0 : ENOENT;
}

static int perform(struct request *r, const struct op *op)
{
	struct txn *t;
	int err;

	if (r->hdr.tx_id && op->flags & OP_TXID) {
		t = txn_find(r->conn, r->hdr.tx_id);
		if (!t)
			return ENOENT;
		if (op->flags & OP_IN_TXN)
			r->txn = t;
	}
	err = r->txn ? txn_log_reserve(r->txn, r->hdr.len) : 0;
	if (!err)
		err = op->handler(r);
	if (err) {
		events_rollback();
		charge_rollback();
	}
	return err;
}

bool request_handle(struct conn *c, const struct xsd_sockmsg *hdr, const char *body)
{
	struct request r = { .conn = c, .hdr = *hdr, .body = body };
	const struct op *op = hdr->type < XS_TYPE_COUNT ? &ops[hdr->type] : NULL;
	int err;

	if (outq_reserve(c, 0))
		return false;
	if (trace_on)
		trace_message(c, true, hdr->type, body, hdr->len);
	if (!op || !op->handler)
		err = ENOSYS;
	else if (op->flags & OP_PRIV && !c->privileged)
		err = EACCES;
	else
		err = perform(&r, op);
	if (err == REQUEST_DEFER)
		return false;
	if (err)
		reply_error(&r, err);
	/* A request that memory was short for has had no effect: a replay is to do without it. */
	if (r.txn && err != ENOMEM)
		txn_log(r.txn, hdr->type, body, hdr->len, r.answer);
	return true;
}

bool request_can_replay(uint32_t type)
{
	return type < XS_TYPE_COUNT && ops[type].flags & OP_IN_TXN;
}

uint64_t request_replay(struct txn *t, uint32_t type, const char *body, uint32_t len)
{
	struct request r = {
		.conn = t->conn, .hdr = { .type = type, .len = len }, .body = body, .txn = t,
	};
	int err = ops[type].handler(&r);

	if (err)
		reply_error(&r, err);
	return r.answer;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests about the connection's own watches and transactions. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "events.h"
#include "request.h"
#include "txn.h"
#include "watch.h"

/* <wpath>|<token>| and nothing else. */
static int watch_args(const struct request *r, struct path **p, const char **token)
{
	const char *str[2];

	if (request_strings(r, str, 2) != 2)
		return EINVAL;
	*token = str[1];
	return request_path(r, str[0], strlen(str[0]), true, p);
}

int op_watch(struct request *r)
{
	const char *token;
	struct watch *w;
	struct path *p;
	int err = watch_args(r, &p, &token);

	if (!err)
		err = watch_add(r->conn, p, token, strlen(token), &w);
	if (err)
		return err;
	err = event_queue(w, p->abs, p->len, w->wpath->hash);
	if (err) {
		watch_remove(w);
		return err;
	}
	reply_ok(r); /* goes before the event */
	events_commit();
	return 0;
}

int op_unwatch(struct request *r)
{
	const char *token;
	struct watch *w;
	struct path *p;
	int err = watch_args(r, &p, &token);

	if (err)
		return err;
	w = watch_find(r->conn, p, token, strlen(token));
	if (!w)
		return ENOENT;
	watch_remove(w);
	reply_ok(r);
	return 0;
}

int op_transaction_start(struct request *r)
{
	struct txn *t;
	char id[16];
	int err;

	if (r->hdr.tx_id)
		return EBUSY;
	err = txn_start(r->conn, &t);
	if (err)
		return err;
	snprintf(id, sizeof(id), "%u", t->id);
	reply_string(r, id);
	return 0;
}

int op_transaction_end(struct request *r)
{
	struct txn *t = txn_find(r->conn, r->hdr.tx_id);
	const char *how;
	int err = 0;

	if (!t)
		return ENOENT;
	if (request_strings(r, &how, 1) != 1 || (strcmp(how, "T") && strcmp(how, "F")))
		return EINVAL;
	if (*how == 'T' && !r->conn->privileged && txn_disturbs(t))
		return REQUEST_DEFER;
	if (*how == 'T')
		err = txn_commit(t);
	else
		txn_abort(t);
	if (!err)
		reply_ok(r);
	return err;
}

int op_reset_watches(struct request *r)
{
	watch_remove_all(r->conn);
	txn_abort_all(r->conn);
	reply_ok(r);
	return 0;
}

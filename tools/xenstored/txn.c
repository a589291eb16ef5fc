/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "domain.h"
#include "log.h"
#include "loop.h"
#include "pool.h"
#include "quota.h"
#include "request.h"
#include "tree.h"
#include "txn.h"

/* A guest's replay must not cost more than a few requests of its own would. */
/* What a replay may cost others: far above what guests' drivers do in one transaction. */
#define LOG_BYTES_GUEST 16384u
#define LOG_COUNT_GUEST 128u
#define LOG_BYTES_MAX (64u << 20)

struct log_entry {
	uint32_t type, len;
	uint64_t answer;
	char body[];		/* padded to 8 bytes */
};

static uint64_t tnode_hash(const struct hlink *link)
{
	const struct tnode *n = container_of(link, struct tnode, link);

	return hash_mix((uintptr_t)n->parent, n->name->hash);
}

/* Protection against guests that change what others read -------------------------------------- */

#define CONFLICTS_MAX 3		/* in a row, before a transaction is protected */
#define PROTECTION 2		/* seconds */

static unsigned protected_txns;

static void txn_protect(struct txn *t)
{
	if (!t->conn->privileged || t->conn->conflicts < CONFLICTS_MAX)
		return;
	t->protected_until = loop_now + PROTECTION;
	protected_txns++;
}

static void txn_unprotect(struct txn *t)
{
	if (t->protected_until)
		protected_txns--;
	t->protected_until = 0;
}

bool txn_protects(const struct path *p)
{
	struct conn *c;
	struct txn *t;

	if (!protected_txns)
		return false;
	list_for_each(c, &conns, all) {
		list_for_each(t, &c->txns, link) {
			if (t->protected_until > loop_now && txn_has_seen(t, p))
				return true;
		}
	}
	return false;
}

bool txn_disturbs(struct txn *t)
{
	struct tnode *n;

	if (!protected_txns)
		return false;
	list_for_each(n, &t->fire, fire) {
		if (txn_protects(txn_path(t, n)))
			return true;
	}
	return false;
}

/* Transactions whose log names domains. */
static unsigned txns_with_ids;

static void note_ids(struct txn *t)
{
	txns_with_ids += !t->sets_perms;
	t->sets_perms = true;
}

static struct pool tnodes = POOL_INIT(tnodes, sizeof(struct tnode));

struct tnode *tnode_new(struct name *name)
{
	struct tnode *n = pool_alloc(&tnodes);

	if (!n)
		return NULL;
	*n = (struct tnode){ .name = name };
	list_init(&n->fire);
	return n;
}

static struct tnode *new_root(struct txn *t, struct node *base)
{
	struct tnode *n = tnode_new(name_ref(base->name));

	if (!n) {
		name_put(base->name);
		return NULL;
	}
	list_append(&t->order, &n->order);
	return n;
}

struct txn *txn_new(struct conn *c, uint32_t id)
{
	struct txn *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->conn = c;
	t->id = id;
	t->tab.hash = tnode_hash;
	list_init(&t->link);
	list_init(&t->order);
	list_init(&t->fire);
	t->root = new_root(t, tree_root);
	t->specials = t->root ? new_root(t, tree_specials) : NULL;
	if (!t->specials) {
		txn_free(t);
		return NULL;
	}
	return t;
}

static void tnode_free(struct tnode *n)
{
	uint32_t i;

	for (i = 0; i < n->list_count; i++)
		name_put(n->list[i]);
	free(n->list);
	node_discard(n->prepared);
	name_put(n->name);
	perms_put(n->perms);
	blob_put(n->value);
	pool_free(&tnodes, n);
}

void txn_free(struct txn *t)
{
	struct tnode *n, *next;

	list_for_each_safe(n, next, &t->order, order)
		tnode_free(n);
	list_remove(&t->link);
	txns_with_ids -= t->sets_perms;
	txn_unprotect(t);
	account_add(t->conn->dom, QUOTA_MEMORY, -t->charged);
	htab_release(&t->tab);
	free(t->log);
	free(t);
}

int txn_start(struct conn *c, struct txn **out)
{
	struct txn *t;

	if (quota_exceeded(c, QUOTA_TRANSACTIONS, c->dom->use[QUOTA_TRANSACTIONS] + 1))
		return ENOSPC;
	t = txn_new(c, 0);
	if (!t)
		return ENOMEM;
	do {
		t->id = ++c->last_txid;
	} while (!t->id || txn_find(c, t->id));
	list_append(&c->txns, &t->link);
	account_add(c->dom, QUOTA_TRANSACTIONS, 1);
	txn_protect(t);
	trace_object("CREATE", "transaction", t);
	*out = t;
	return 0;
}

struct txn *txn_find(struct conn *c, uint32_t id)
{
	struct txn *t;

	list_for_each(t, &c->txns, link) {
		if (t->id == id)
			return t;
	}
	return NULL;
}

void txn_abort(struct txn *t)
{
	trace_object("DESTROY", "transaction", t);
	account_add(t->conn->dom, QUOTA_TRANSACTIONS, -1);
	txn_free(t);
}

void txn_abort_all(struct conn *c)
{
	struct txn *t, *next;

	list_for_each_safe(t, next, &c->txns, link)
		txn_abort(t);
}

/* Log and replay ---------------------------------------------------------------------------- */

static void log_give_up(struct txn *t)
{
	t->no_replay = true;
	free(t->log);
	t->log = NULL;
	t->log_len = t->log_cap = t->log_count = 0;
}

void txn_forget_domain(void)
{
	struct conn *c;
	struct txn *t;

	if (!txns_with_ids)
		return;

	list_for_each(c, &conns, all) {
		list_for_each(t, &c->txns, link) {
			if (t->sets_perms)
				log_give_up(t);
		}
	}
}

static uint32_t log_size(uint32_t len)
{
	return sizeof(struct log_entry) + ((len + 7) & ~7u);
}

/* More than a replay may cost, or than the log may be long. */
static bool log_is_full(const struct txn *t, uint32_t size)
{
	if (!t->conn->privileged &&
	    (t->log_len + size > LOG_BYTES_GUEST || t->log_count >= LOG_COUNT_GUEST))
		return true;
	return t->log_len + size > LOG_BYTES_MAX;
}

static int log_grow(struct txn *t, uint32_t size)
{
	uint32_t cap = t->log_cap ? t->log_cap : 1024;
	char *log;

	if (t->log_len + size <= t->log_cap)
		return 0;
	while (cap < t->log_len + size)
		cap *= 2;
	log = realloc(t->log, cap);
	if (!log)
		return ENOMEM;
	account_add(t->conn->dom, QUOTA_MEMORY, cap - t->log_cap);
	t->charged += cap - t->log_cap;
	t->log = log;
	t->log_cap = cap;
	return 0;
}

int txn_log_reserve(struct txn *t, uint32_t len)
{
	if (!t->no_replay && log_is_full(t, log_size(len)))
		log_give_up(t);
	return t->no_replay ? 0 : log_grow(t, log_size(len));
}

void txn_log(struct txn *t, uint32_t type, const char *body, uint32_t len, uint64_t answer)
{
	struct log_entry e = { .type = type, .len = len, .answer = answer };
	uint32_t size = log_size(len);
	char *at;

	if (t->no_replay)
		return;
	at = t->log + t->log_len;
	if (type == XS_SET_PERMS)
		note_ids(t);
	memset(at + size - 8, 0, 8); /* the padding */
	memcpy(at, &e, sizeof(e));
	memcpy(at + sizeof(e), body, len);
	t->log_len += size;
	t->log_count++;
}

/* Runs a log in t; false if an answer is another one than before, or the log is no log. */
static bool replay_into(struct txn *t, const char *log, uint32_t len)
{
	uint32_t pos = 0;

	while (pos < len) {
		struct log_entry e;
		uint32_t size;

		if (len - pos < sizeof(e))
			return false;
		memcpy(&e, log + pos, sizeof(e));
		pos += sizeof(e);
		if (e.len > XENSTORE_PAYLOAD_MAX || !request_can_replay(e.type))
			return false;
		size = (e.len + 7) & ~7u;
		if (len - pos < size)
			return false;
		if (request_replay(t, e.type, log + pos, e.len) != e.answer)
			return false;
		pos += size;
	}
	return true;
}

/* The transaction as it would be had it begun only now; NULL if its client would see that. */
static struct txn *replay(struct txn *t)
{
	struct txn *again;

	if (t->no_replay)
		return NULL;
	again = txn_new(t->conn, t->id);
	if (!again)
		return NULL;
	again->replaying = true;
	if (replay_into(again, t->log, t->log_len) && txn_is_current(again))
		return again;
	txn_free(again);
	return NULL;
}

int txn_commit(struct txn *t)
{
	struct txn *again;
	int err = EAGAIN;

	if (!t->doomed && txn_is_current(t)) {
		err = txn_apply(t);
	} else {
		again = replay(t);
		if (again) {
			err = txn_apply(again);
			txn_free(again);
		}
	}
	t->conn->conflicts = err == EAGAIN ? t->conn->conflicts + 1 : 0;
	txn_abort(t);
	return err;
}

int txn_restore(struct conn *c, uint32_t id, const char *log, uint32_t len, bool no_replay)
{
	struct txn *t = txn_new(c, id);

	if (!t)
		return ENOMEM;
	list_append(&c->txns, &t->link);
	account_add(c->dom, QUOTA_TRANSACTIONS, 1);
	t->replaying = true;
	t->doomed = no_replay || !replay_into(t, log, len);
	t->replaying = false;
	if (t->doomed || log_is_full(t, len) || log_grow(t, len)) {
		t->no_replay = true;
		return 0;
	}
	if (len)
		memcpy(t->log, log, len);
	t->log_len = len;
	note_ids(t); /* perhaps it has none: to be careful is enough */
	return 0;
}

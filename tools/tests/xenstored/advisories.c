/* SPDX-License-Identifier: GPL-2.0-only */
/* What public Xen security advisories about xenstored teach: one test each that ours is not open to it. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../xenstored/check.h"
#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/events.h"
#include "../../xenstored/loop.h"
#include "../../xenstored/quota.h"
#include "../../xenstored/tree.h"
#include "fake.h"

static struct conn *dom0_conn, *guest, *other;
static char reason[512];

#define EXPECT(cond)                                                                           \
	do {                                                                                   \
		if (!(cond)) {                                                                 \
			snprintf(reason, sizeof(reason), "line %d: %s", __LINE__, #cond);      \
			return false;                                                          \
		}                                                                              \
	} while (0)

#define ERR(c, type, tx, ...) answer_error(ask(c, type, tx, __VA_ARGS__, NULL))

static bool has_event(struct conn *c, const char *text)
{
	const char *e;
	bool found = false;

	while ((e = next_event(c)))
		found |= !strcmp(e, text);
	return found;
}

static bool reads(struct conn *c, uint32_t tx, const char *path, const char *value)
{
	const struct answer *a = ask(c, XS_READ, tx, path, NULL);

	return !answer_error(a) && a->len == strlen(value) && !memcmp(a->body, value, a->len);
}

/* The homes of both guests, each its own. */
static void make_homes(void)
{
	ask(dom0_conn, XS_MKDIR, 0, "/local/domain/1", NULL);
	ask(dom0_conn, XS_SET_PERMS, 0, "/local/domain/1", "n1", NULL);
	ask(dom0_conn, XS_MKDIR, 0, "/local/domain/2", NULL);
	ask(dom0_conn, XS_SET_PERMS, 0, "/local/domain/2", "n2", NULL);
}

static void kill_domain(unsigned domid)
{
	fake_alive[domid] = false;
	domain_scan();
}

static long used(unsigned domid, enum quota_id id)
{
	const struct domain *d = domain_find(domid);

	return d ? d->use[id] : 0;
}

/* The guest's side of its ring --------------------------------------------------------------- */

static void ring_put(unsigned domid, const void *data, size_t len)
{
	struct xenstore_domain_interface *r = &fake_ring[domid];
	size_t i;

	for (i = 0; i < len; i++)
		r->req[MASK_XENSTORE_IDX(r->req_prod + i)] = ((const char *)data)[i];
	r->req_prod += len;
}

static void ring_kick(unsigned domid)
{
	domain_event(domain_find(domid)->port);
	while (conn_serve_busy())
		;
	conn_flush_dirty();
}

static void ring_request(unsigned domid, uint32_t type, const void *body, uint32_t len)
{
	struct xsd_sockmsg hdr = { .type = type, .req_id = 7, .len = len };

	ring_put(domid, &hdr, sizeof(hdr));
	ring_put(domid, body, len);
	ring_kick(domid);
}

static size_t ring_take(unsigned domid, char *buf, size_t max)
{
	struct xenstore_domain_interface *r = &fake_ring[domid];
	size_t n = 0;

	while (r->rsp_cons != r->rsp_prod && n < max)
		buf[n++] = r->rsp[MASK_XENSTORE_IDX(r->rsp_cons++)];
	return n;
}

/* The tests ---------------------------------------------------------------------------------- */

static bool xsa_38(void) /* ring indices are the guest's to corrupt */
{
	static const uint32_t bad[] = { 1025, 0x80000000u, 0xffffffffu, 0xfffff000u };
	unsigned i;

	for (i = 0; i < 4; i++) {
		fake_ring[1].req_prod = fake_ring[1].req_cons + bad[i];
		ring_kick(1);
		EXPECT(fake_ring[1].error == XENSTORE_ERROR_RINGIDX);
		EXPECT(reads(dom0_conn, 0, "/", ""));
		/* It can have a new start. */
		fake_ring[1].connection = XENSTORE_RECONNECT;
		ring_kick(1);
		EXPECT(fake_ring[1].connection == XENSTORE_CONNECTED);
		EXPECT(fake_ring[1].error == XENSTORE_ERROR_NONE && !fake_ring[1].req_prod);
	}
	ring_request(1, XS_READ, "/", 2);
	EXPECT(fake_ring[1].rsp_prod == sizeof(struct xsd_sockmsg) + sizeof("EACCES"));
	fake_ring[1].rsp_cons = fake_ring[1].rsp_prod + 5;
	ring_request(1, XS_READ, "/", 2);
	EXPECT(fake_ring[1].error == XENSTORE_ERROR_RINGIDX);
	return true;
}

static bool xsa_72(void) /* replies stay within the payload limit */
{
	char path[64];
	int i;

	for (i = 0; i < 500; i++) {
		snprintf(path, sizeof(path), "/big/child-number-%d", i);
		ask(dom0_conn, XS_MKDIR, 0, path, NULL);
	}
	EXPECT(ERR(dom0_conn, XS_DIRECTORY, 0, "/big") == E2BIG);
	EXPECT(ask(dom0_conn, XS_DIRECTORY_PART, 0, "/big", "0", NULL)->len <= XENSTORE_PAYLOAD_MAX);
	return true;
}

static bool xsa_115(void) /* no events about what one may not read */
{
	ask(guest, XS_WATCH, 0, "/", "w", NULL);
	ask(guest, XS_WATCH, 0, "@introduceDomain", "i", NULL);
	drop_events(guest);
	write_node(dom0_conn, 0, "/secret/of/dom0", "x");
	write_node(other, 0, "secret", "x");
	ask(dom0_conn, XS_RM, 0, "/secret", NULL);
	fake_guest(5);
	EXPECT(!next_event(guest));
	/* What it may read it hears of; also of the special events if it is let. */
	write_node(guest, 0, "mine", "x");
	EXPECT(has_event(guest, "/local/domain/1/mine w"));
	ask(dom0_conn, XS_SET_PERMS, 0, "@introduceDomain", "n0", "r1", NULL);
	drop_events(guest);
	fake_guest(6);
	EXPECT(has_event(guest, "@introduceDomain i"));
	return true;
}

static bool xsa_206(void) /* others' transactions go through, however much a guest writes */
{
	uint32_t t;
	int i;

	write_node(guest, 0, "data", "0");
	for (i = 0; i < 50; i++) {
		t = start_txn(dom0_conn);
		EXPECT(reads(dom0_conn, t, "/tool", "") ||
		       ERR(dom0_conn, XS_READ, t, "/tool") == ENOENT);
		write_node(guest, 0, "data", "1");
		write_node(dom0_conn, t, "/local/domain/1/data", "2");
		write_node(guest, 0, "new", "1");
		ask(guest, XS_RM, 0, "new", NULL);
		EXPECT(!ERR(dom0_conn, XS_TRANSACTION_END, t, "T"));
	}
	/* Even if it aims at what is read: after some failures the guest has to wait. */
	for (i = 0; i < 10; i++) {
		t = start_txn(dom0_conn);
		ask(dom0_conn, XS_READ, t, "/local/domain/1/data", NULL);
		write_node(guest, 0, "data", i & 1 ? "a" : "b");
		if (!ERR(dom0_conn, XS_TRANSACTION_END, t, "T"))
			break;
	}
	EXPECT(i < 5);
	/* And not longer than that. */
	EXPECT(write_node(guest, 0, "data", "c"));
	return true;
}

static bool xsa_233(void) /* a domain and its device model die together */
{
	int first;

	for (first = 1; first <= 2; first++) {
		EXPECT(!ERR(dom0_conn, XS_SET_TARGET, 0, "2", "1"));
		ask(other, XS_WATCH, 0, "/local/domain/1", "t", NULL);
		write_node(guest, 0, "a", "x");
		start_txn(other);
		fake_alive[1] = fake_alive[2] = false;
		if (first == 2)
			domain_release(2);
		domain_scan();
		EXPECT(!domain_find(1) && !domain_find(2));
		guest = fake_guest(1);
		other = fake_guest(2);
		make_homes();
	}
	return true;
}

static bool xsa_272(void) /* the number of nodes is limited, however they are made */
{
	const struct answer *a = NULL;
	char path[64];
	int i;

	quota_set("nodes", "20", false);
	for (i = 0; i < 40; i++) {
		snprintf(path, sizeof(path), "n%d/m%d", i, i);
		a = write_node(guest, 0, path, "x");
	}
	EXPECT(answer_error(a) == ENOSPC);
	EXPECT(used(1, QUOTA_NODES) <= 20);
	return true;
}

static bool xsa_322(void) /* a new domain inherits nothing from an old one of its id */
{
	write_node(dom0_conn, 0, "/shared", "x");
	ask(dom0_conn, XS_SET_PERMS, 0, "/shared", "n0", "b1", NULL);
	write_node(other, 0, "for-1", "y");
	ask(other, XS_SET_PERMS, 0, "for-1", "n2", "r1", NULL);
	EXPECT(reads(guest, 0, "/shared", "x") && reads(guest, 0, "/local/domain/2/for-1", "y"));
	kill_domain(1);
	guest = fake_guest(1);
	EXPECT(ERR(guest, XS_READ, 0, "/shared") == EACCES);
	EXPECT(ERR(guest, XS_READ, 0, "/local/domain/2/for-1") == EACCES);
	/* The same words said anew mean the new domain. */
	ask(dom0_conn, XS_SET_PERMS, 0, "/shared", "n0", "b1", NULL);
	EXPECT(reads(guest, 0, "/shared", "x"));
	return true;
}

static bool xsa_323(void) /* path lengths: the prefix of a relative one counts where it must */
{
	char path[XENSTORE_REL_PATH_MAX + 2];
	int i;

	memset(path, 'a', sizeof(path));
	for (i = 60; i < XENSTORE_REL_PATH_MAX; i += 60)
		path[i] = '/';
	path[XENSTORE_REL_PATH_MAX] = 0;
	quota_set("node-size", "100000", false);
	ask(guest, XS_WATCH, 0, path, "deep", NULL);
	EXPECT(!answer_error(write_node(guest, 0, path, "x")));
	EXPECT(!answer_error(ask(guest, XS_RM, 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				 "aaaaaaaaaaaaaaaaaaaa", NULL)));
	path[XENSTORE_REL_PATH_MAX] = 'a';
	path[XENSTORE_REL_PATH_MAX + 1] = 0;
	EXPECT(answer_error(write_node(guest, 0, path, "x")) == EINVAL);
	EXPECT(ERR(guest, XS_WATCH, 0, path, "t") == EINVAL);
	return true;
}

static bool xsa_324(void) /* an event for a long token and a long path */
{
	static char token[XENSTORE_PAYLOAD_MAX], path[1024];

	memset(token, 't', sizeof(token));
	token[XENSTORE_PAYLOAD_MAX - 20] = 0;
	EXPECT(!ERR(guest, XS_WATCH, 0, "/local/domain/1", token));
	drop_events(guest);
	memset(path, 'p', 1000);
	EXPECT(!answer_error(write_node(guest, 0, path, "x")));
	EXPECT(next_event(guest)); /* there, and no longer than it may be: drain() checks */
	return true;
}

static bool xsa_325(void) /* breaking the protocol does not hide a domain's death */
{
	struct xsd_sockmsg hdr = { .type = XS_READ, .len = 5000 };

	ask(dom0_conn, XS_WATCH, 0, "@releaseDomain", "r", NULL);
	drop_events(dom0_conn);
	write_node(guest, 0, "left", "x");
	ring_put(1, &hdr, sizeof(hdr));
	ring_kick(1);
	EXPECT(fake_ring[1].error == XENSTORE_ERROR_PROTO);
	EXPECT(domain_find(1)->introduced);
	kill_domain(1);
	EXPECT(has_event(dom0_conn, "@releaseDomain r"));
	EXPECT(ERR(dom0_conn, XS_READ, 0, "/local/domain/1/left") == ENOENT);
	EXPECT(!strcmp(ask(dom0_conn, XS_IS_DOMAIN_INTRODUCED, 0, "1", NULL)->body, "F"));
	return true;
}

static bool xsa_326(void) /* replies not read, events not read, large transactions: all is bounded */
{
	struct xsd_sockmsg hdr = { .type = XS_READ, .len = 6 };
	static char big[1900];
	char path[64], body[2048];
	long limit = quotas[QUOTA_MEMORY].hard;
	uint32_t t;
	int i, k;

	memset(big, 'v', sizeof(big) - 1);
	memcpy(body, "big\0", 4);
	memcpy(body + 4, big, sizeof(big));
	talk(guest, XS_WRITE, 0, body, 4 + 1800);
	ask(guest, XS_WATCH, 0, "/local/domain/1", "a-rather-long-token-to-fill-memory", NULL);
	/* Requests without end, and no reply is read. */
	for (i = 0; i < 2000; i++) {
		if (fake_ring[1].req_prod - fake_ring[1].req_cons < 900) {
			ring_put(1, &hdr, sizeof(hdr));
			ring_put(1, "big\0\0", 6 - 2);
			ring_put(1, "\0\0", 2);
		}
		ring_kick(1);
	}
	EXPECT(guest->outstanding <= (uint32_t)quotas[QUOTA_OUTSTANDING].hard + 1);
	EXPECT(used(1, QUOTA_MEMORY) < 200000);
	/* Changes that it watches, and no event is read. */
	for (i = 0; i < 5000; i++) {
		snprintf(path, sizeof(path), "/local/domain/1/n%d", i % 900);
		write_node(dom0_conn, 0, path, "x");
	}
	EXPECT(used(1, QUOTA_MEMORY) <= limit);
	/* As much as possible in as many transactions as possible. */
	for (k = 0; k < 20; k++) {
		fake_keep_output = false;
		t = start_txn(other);
		for (i = 0; t && i < 2000; i++) {
			snprintf(body, sizeof(body), "node-%d", i);
			memcpy(body + strlen(body) + 1, big, 1800);
			if (answer_error(talk(other, XS_WRITE, t, body, strlen(body) + 1801)))
				break;
		}
		EXPECT(used(2, QUOTA_MEMORY) <= limit + 70000);
	}
	EXPECT(used(2, QUOTA_TRANSACTIONS) <= 10);
	/* The others do not feel it. */
	EXPECT(!answer_error(write_node(dom0_conn, 0, "/fine", "x")));
	return true;
}

static bool xsa_330(void) /* RESET_WATCHES frees what watches cost */
{
	long before = used(1, QUOTA_MEMORY);
	char path[32];
	int i, k;

	for (k = 0; k < 50; k++) {
		for (i = 0; i < 128; i++) {
			snprintf(path, sizeof(path), "w%d", i);
			EXPECT(!ERR(guest, XS_WATCH, 0, path, "t"));
		}
		EXPECT(ERR(guest, XS_WATCH, 0, "one-more", "t") == E2BIG);
		EXPECT(!ERR(guest, XS_RESET_WATCHES, 0, ""));
		drop_events(guest);
	}
	EXPECT(used(1, QUOTA_WATCHES) == 0 && used(1, QUOTA_MEMORY) == before);
	return true;
}

static bool xsa_349(void) /* one path changing fast fills no watcher's memory */
{
	long before;
	int i;

	ask(other, XS_WATCH, 0, "/local/domain/2/dev", "t", NULL);
	drop_events(other);
	fake_keep_output = true;
	write_node(dom0_conn, 0, "/local/domain/2/dev", "0");
	before = used(2, QUOTA_MEMORY);
	for (i = 0; i < 10000; i++) {
		fake_keep_output = true;
		request_handle(dom0_conn, &(struct xsd_sockmsg){ XS_WRITE, 0, 0, 21 },
			       "/local/domain/2/dev\0x");
		outq_sent(dom0_conn, outq_unsent(dom0_conn));
	}
	EXPECT(used(2, QUOTA_MEMORY) == before);
	fake_keep_output = false;
	EXPECT(next_event(other) && !next_event(other));
	return true;
}

static bool xsa_352(void) /* a guest does not change owners */
{
	write_node(guest, 0, "mine", "x");
	EXPECT(ERR(guest, XS_SET_PERMS, 0, "mine", "n2") == EPERM);
	EXPECT(ERR(guest, XS_SET_PERMS, 0, "mine", "n0") == EPERM);
	EXPECT(!strcmp(ask(dom0_conn, XS_GET_PERMS, 0, "/local/domain/1/mine", NULL)->body, "n1"));
	EXPECT(ERR(guest, XS_SET_PERMS, 0, "/local/domain/2", "n1") == EACCES);
	return true;
}

static bool xsa_353(void) /* the root has permissions too */
{
	EXPECT(answer_error(write_node(guest, 0, "/", "x")) == EACCES);
	EXPECT(ERR(guest, XS_SET_PERMS, 0, "/", "n1") == EACCES);
	EXPECT(ERR(guest, XS_RM, 0, "/") == EINVAL);
	EXPECT(ERR(guest, XS_DIRECTORY, 0, "/") == EACCES);
	EXPECT(ERR(guest, XS_GET_PERMS, 0, "/") == EACCES);
	EXPECT(ERR(guest, XS_MKDIR, 0, "/mine") == EACCES);
	return true;
}

static bool xsa_414(void) /* a node that cannot be made, in the middle of being made */
{
	char path[2000];
	int i;

	quota_set("nodes", "10", false);
	memset(path, 'a', sizeof(path));
	for (i = 1; i < 600; i += 2)
		path[i] = '/';
	path[599] = 0;
	for (i = 0; i < 20; i++)
		EXPECT(answer_error(write_node(guest, 0, path, "x")) == ENOSPC);
	EXPECT(ERR(guest, XS_DIRECTORY, 0, "a") == ENOENT);
	return true;
}

static bool xsa_415(void) /* a transaction that fails leaves no orphans */
{
	uint32_t t = start_txn(guest);
	size_t nodes = tree_nodes;
	char path[32];
	int i;

	quota_set("nodes", "10", false);
	for (i = 0; i < 20; i++) {
		snprintf(path, sizeof(path), "d%d/e%d", i, i);
		write_node(guest, t, path, "x");
	}
	EXPECT(ERR(guest, XS_TRANSACTION_END, t, "T") == ENOSPC);
	EXPECT(tree_nodes == nodes && used(1, QUOTA_NODES) == 1);
	return true;
}

static bool xsa_416(void) /* refused permission lists cost nothing that stays */
{
	long before;
	int i;

	write_node(guest, 0, "p", "x");
	before = used(1, QUOTA_MEMORY);
	for (i = 0; i < 1000; i++) {
		EXPECT(ERR(guest, XS_SET_PERMS, 0, "p", "n1", "r2", "r3", "r4", "r5", "r6", "r7") ==
		       ENOSPC);
		EXPECT(ERR(guest, XS_SET_PERMS, 0, "p", "n1", "zz") == EINVAL);
	}
	EXPECT(used(1, QUOTA_MEMORY) == before);
	return true;
}

static bool xsa_417(void) /* a dead domain's nodes are gone, wherever they are */
{
	write_node(dom0_conn, 0, "/elsewhere/a", "x");
	ask(dom0_conn, XS_SET_PERMS, 0, "/elsewhere/a", "n1", NULL);
	write_node(guest, 0, "/elsewhere/a/b/c", "secret");
	write_node(dom0_conn, 0, "/elsewhere/other", "stays");
	kill_domain(1);
	guest = fake_guest(1);
	EXPECT(ERR(guest, XS_READ, 0, "/elsewhere/a/b/c") == EACCES);
	EXPECT(ERR(dom0_conn, XS_READ, 0, "/elsewhere/a") == ENOENT);
	EXPECT(reads(dom0_conn, 0, "/elsewhere/other", "stays"));
	EXPECT(ERR(dom0_conn, XS_READ, 0, "/local/domain/1") == ENOENT);
	return true;
}

static bool xsa_417_in_transaction(void) /* nor does an open transaction give them to the next */
{
	uint32_t t = start_txn(dom0_conn);

	write_node(dom0_conn, t, "/made/inside", "x");
	EXPECT(!ERR(dom0_conn, XS_SET_PERMS, t, "/made/inside", "n1"));
	EXPECT(!ERR(dom0_conn, XS_SET_PERMS, t, "/made", "n0", "b1"));
	kill_domain(1);
	guest = fake_guest(1);
	EXPECT(ERR(dom0_conn, XS_TRANSACTION_END, t, "T") == EAGAIN);
	EXPECT(ERR(guest, XS_READ, 0, "/made/inside") == EACCES);
	return true;
}

static bool xsa_418(void) /* depth is no stack */
{
	char path[2048];
	unsigned i;

	memset(path, '/', sizeof(path));
	for (i = 1; i < 2000; i += 2)
		path[i] = 'x';
	path[2000] = 0;
	EXPECT(!answer_error(write_node(dom0_conn, 0, path, "x")));
	ask(dom0_conn, XS_WATCH, 0, path, "deep", NULL);
	drop_events(dom0_conn);
	EXPECT(!ERR(dom0_conn, XS_RM, 0, "/x"));
	EXPECT(next_event(dom0_conn));
	EXPECT(ERR(dom0_conn, XS_READ, 0, "/x") == ENOENT);
	return true;
}

static bool xsa_419(void) /* guests that help each other get no more than their own shares */
{
	char path[64];
	int i;

	quota_set("nodes", "30", false);
	ask(guest, XS_MKDIR, 0, "open", NULL);
	ask(guest, XS_SET_PERMS, 0, "open", "b1", NULL);
	for (i = 0; i < 200; i++) {
		snprintf(path, sizeof(path), "/local/domain/1/open/n%d", i);
		write_node(other, 0, path, "x");
		snprintf(path, sizeof(path), "open/m%d", i);
		write_node(guest, 0, path, "x");
	}
	EXPECT(used(1, QUOTA_NODES) <= 30 && used(2, QUOTA_NODES) <= 30);
	/* Taken away by one, the nodes come off the other's account, and only once. */
	EXPECT(!ERR(guest, XS_RM, 0, "open"));
	EXPECT(used(2, QUOTA_NODES) == 1);
	return true;
}

static bool xsa_420(void) /* 32 bits are 32 bits */
{
	struct xsd_sockmsg hdr = { XS_READ, 0xffffffffu, 0, 2 };
	struct xenstore_domain_interface *r = &fake_ring[1];
	struct domain *d = domain_find(1);
	char out[64];
	uint32_t t;

	dom0_conn->last_txid = 0x7ffffffe;
	EXPECT(start_txn(dom0_conn) == 0x7fffffffu);
	t = start_txn(dom0_conn);
	EXPECT(t == 0x80000000u && !ERR(dom0_conn, XS_MKDIR, t, "/x"));
	EXPECT(!ERR(dom0_conn, XS_TRANSACTION_END, t, "T"));
	dom0_conn->last_txid = 0xffffffffu;
	EXPECT(start_txn(dom0_conn) == 1);
	/* Indices that wrap in the middle of a message. */
	r->req_cons = r->req_prod = r->rsp_cons = r->rsp_prod = 0xfffffff8u;
	d->req_cons = d->rsp_prod = 0xfffffff8u;
	ring_put(1, &hdr, sizeof(hdr));
	ring_put(1, "/", 2);
	ring_kick(1);
	EXPECT(!r->error && r->rsp_prod == (uint32_t)(0xfffffff8u + sizeof(hdr) + 7));
	ring_take(1, out, sizeof(out));
	memcpy(&hdr, out, sizeof(hdr));
	EXPECT(hdr.type == XS_ERROR && hdr.req_id == 0xffffffffu);
	return true;
}

static bool xsa_421(void) /* nodes made in transactions count as all others */
{
	char path[32];
	uint32_t t;
	int i, k;

	quota_set("nodes", "50", false);
	for (k = 0; k < 40; k++) {
		t = start_txn(guest);
		for (i = 0; i < 20; i++) {
			snprintf(path, sizeof(path), "t%d-%d", k, i);
			write_node(guest, t, path, "x");
		}
		ask(guest, XS_TRANSACTION_END, t, "T", NULL);
	}
	EXPECT(used(1, QUOTA_NODES) <= 50);
	return true;
}

static bool xsa_425(void) /* a soft reset: RELEASE and INTRODUCE with everything open */
{
	int i;

	for (i = 0; i < 20; i++) {
		make_homes();
		ask(guest, XS_WATCH, 0, "a", "t", NULL);
		write_node(guest, start_txn(guest), "a", "x");
		ring_put(1, "half a header", 10);
		EXPECT(!ERR(dom0_conn, XS_RELEASE, 0, "1"));
		EXPECT(!ERR(dom0_conn, XS_INTRODUCE, 0, "1", "4095", "9"));
		guest = domain_find(1)->conn;
		EXPECT(!used(1, QUOTA_WATCHES) && !used(1, QUOTA_TRANSACTIONS));
		/* And once more without a release. */
		ask(guest, XS_WATCH, 0, "b", "t", NULL);
		EXPECT(!ERR(dom0_conn, XS_INTRODUCE, 0, "1", "4095", "10"));
		EXPECT(!used(1, QUOTA_WATCHES));
	}
	return true;
}

static bool xsa_440(void) /* a commit that conflicts and would be over quota */
{
	char path[32];
	uint32_t t;
	int i;

	quota_set("nodes", "20", false);
	write_node(guest, 0, "c", "0");
	t = start_txn(guest);
	ask(guest, XS_READ, t, "c", NULL);
	for (i = 0; i < 40; i++) {
		snprintf(path, sizeof(path), "q%d", i);
		write_node(guest, t, path, "x");
	}
	write_node(dom0_conn, 0, "/local/domain/1/c", "1");
	EXPECT(ERR(guest, XS_TRANSACTION_END, t, "T") == EAGAIN);
	EXPECT(used(1, QUOTA_NODES) == 2);
	return true;
}

static bool xsa_481(void) /* the path "/local/domain/" */
{
	static const char *paths[] = {
		"/local/domain/", "/local/domain//", "/local/domain/1/", "/local/domain/x",
		"/local/domain", "/local/", "/", "//",
	};
	static const uint32_t types[] = {
		XS_READ, XS_DIRECTORY, XS_GET_PERMS, XS_MKDIR, XS_RM, XS_GET_DOMAIN_PATH,
	};
	unsigned i, k;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		for (k = 0; k < sizeof(types) / sizeof(types[0]); k++)
			EXPECT(ask(guest, types[k], 0, paths[i], NULL));
		EXPECT(ask(guest, XS_WATCH, 0, paths[i], "t", NULL));
		EXPECT(write_node(guest, 0, paths[i], "v"));
	}
	EXPECT(ERR(guest, XS_READ, 0, "/local/domain/") == EINVAL);
	return true;
}

static bool xsa_483(void) /* the accounts of a dead domain do not burden the next */
{
	char path[32];
	int i, k;

	quota_set("nodes", "30", false);
	for (k = 0; k < 10; k++) {
		make_homes();
		for (i = 0; i < 60; i++) {
			snprintf(path, sizeof(path), "n%d", i);
			write_node(guest, 0, path, "x");
		}
		EXPECT(used(1, QUOTA_NODES) == 30);
		kill_domain(1);
		guest = fake_guest(1);
		EXPECT(!used(1, QUOTA_NODES) && !used(1, QUOTA_MEMORY));
	}
	return true;
}

static bool xsa_484(void) /* RESET_WATCHES inside a transaction */
{
	uint32_t t = start_txn(guest);

	write_node(guest, t, "a", "x");
	EXPECT(!ERR(guest, XS_RESET_WATCHES, t, ""));
	EXPECT(ERR(guest, XS_TRANSACTION_END, t, "T") == ENOENT);
	EXPECT(!used(1, QUOTA_TRANSACTIONS));
	return true;
}

static bool xsa_512(void) /* watches do not pile up over connections */
{
	int i;

	for (i = 0; i < 100; i++) {
		ask(guest, XS_WATCH, 0, "x", "t", NULL);
		ask(guest, XS_WATCH, 0, "y", "t", NULL);
		fake_ring[1].connection = XENSTORE_RECONNECT;
		ring_kick(1);
	}
	EXPECT(!used(1, QUOTA_WATCHES));
	return true;
}

static bool empty_bodies(void) /* a request of no bytes: Debian's 4.17 dies of some */
{
	uint32_t type;

	for (type = 0; type < XS_TYPE_COUNT + 3; type++) {
		EXPECT(talk(guest, type, 0, "", 0));
		EXPECT(talk(dom0_conn, type, 0, "", 0));
	}
	return true;
}

static bool silent_guest(void) /* events that are not read are given up after a while */
{
	ask(other, XS_WATCH, 0, "/local/domain/2", "t", NULL);
	drop_events(other);
	write_node(dom0_conn, 0, "/local/domain/2/a", "x");
	write_node(dom0_conn, 0, "/local/domain/2/b", "x");
	EXPECT(events_expire(loop_now, 20) == 1);
	loop_now += 21;
	write_node(dom0_conn, 0, "/local/domain/2/c", "x");
	EXPECT(events_expire(loop_now, 20) == 1);
	EXPECT(!strcmp(next_event(other), "/local/domain/2/c t") && !next_event(other));
	return true;
}

/*
 * Linux tells the daemon of a request only if it sees all those before taken, and of space only if it sees the ring full.
 * It may look just before the daemon moves its index: what it does then is done, here, while it is notified.
 */
static uint32_t in_secret, seen;

static void write_in_secret(unsigned domid)
{
	static const struct xsd_sockmsg hdr = { .type = XS_READ, .len = 2 };

	if (!in_secret || fake_ring[domid].req_cons == seen)
		return;
	in_secret--, seen = fake_ring[domid].req_cons;
	ring_put(domid, &hdr, sizeof(hdr));
	ring_put(domid, "/", 2);
}

static void read_in_secret(unsigned domid)
{
	if (fake_ring[domid].rsp_prod != seen)
		fake_ring[domid].rsp_cons = seen;
	seen = fake_ring[domid].rsp_prod;
}

static bool told_only_once(void)
{
	const size_t header = sizeof(struct xsd_sockmsg), refused = 6 * (header + sizeof("EACCES"));
	char node[4 + 1800] = "big";

	EXPECT(!answer_error(talk(guest, XS_WRITE, 0, node, sizeof(node))));
	in_secret = 5, seen = 0;
	fake_on_notify = write_in_secret;
	ring_request(1, XS_READ, "/", 2);
	EXPECT(fake_ring[1].req_cons == fake_ring[1].req_prod && fake_ring[1].rsp_prod == refused);
	seen = fake_ring[1].rsp_prod;
	fake_on_notify = read_in_secret;
	ring_request(1, XS_READ, "big", 4);
	EXPECT(fake_ring[1].rsp_prod == refused + header + sizeof(node) - 4);
	return true;
}

static const struct {
	const char *name;
	bool (*run)(void);
} tests[] = {
#define T(f) { #f, f }
	T(xsa_38), T(xsa_72), T(xsa_115), T(xsa_206), T(xsa_233), T(xsa_272), T(xsa_322), T(xsa_323),
	T(xsa_324), T(xsa_325), T(xsa_326), T(xsa_330), T(xsa_349), T(xsa_352), T(xsa_353), T(xsa_414),
	T(xsa_415), T(xsa_416), T(xsa_417), T(xsa_417_in_transaction), T(xsa_418), T(xsa_419),
	T(xsa_420), T(xsa_421), T(xsa_425), T(xsa_440), T(xsa_481), T(xsa_483), T(xsa_484), T(xsa_512),
	T(empty_bodies), T(silent_guest), T(told_only_once),
};

#define TESTS (sizeof(tests) / sizeof(tests[0]))

int main(void)
{
	struct quota saved[QUOTA_COUNT];
	unsigned i, bad = 0;
	char fault[256];

	memcpy(saved, quotas, sizeof(saved));
	printf("1..%zu\n", TESTS);
	for (i = 0; i < TESTS; i++) {
		bool ok;

		memcpy(quotas, saved, sizeof(saved));
		fake_start();
		dom0_conn = fake_socket();
		guest = fake_guest(1);
		other = fake_guest(2);
		make_homes();
		ok = tests[i].run();
		if (ok && !check_all(fault, sizeof(fault))) {
			ok = false;
			snprintf(reason, sizeof(reason), "%s", fault);
		}
		printf("%s %u - %s\n", ok ? "ok" : "not ok", i + 1, tests[i].name);
		if (!ok)
			printf("# %s\n", reason);
		fflush(stdout);
		bad += !ok;
		fake_keep_output = false;
		fake_on_notify = NULL;
		fake_stop();
	}
	return bad != 0;
}

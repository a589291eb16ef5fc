/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostile [ATTACK VICTIM]: one guest does its worst while others go on with their work. Each request of the victim comes
 * at the worst moment: the daemon has just taken up something of the attacker's.
 *
 * Without arguments: TAP. However the attack, the victim is served with at most one request of the attacker's before its
 * own, and the attacker's memory stays within its quota. With arguments: that attack on that victim alone; under
 * `callgrind --collect-atstart=no --combine-dumps=yes` two parts are written for each request: "wait" is the daemon's
 * work in the turn during which it came, "serve" that from then to its answer.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT
#define CALLGRIND_DUMP_STATS_AT(name)
#endif

#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/events.h"
#include "../../xenstored/quota.h"
#include "fake.h"

#define ATTACKER 1
#define BYSTANDER 2
#define WARM_UP 3000		/* turns the attacker has to build up what it likes */
#define REQUESTS 600		/* of the victim */
#define TURNS_MAX 50		/* a victim that waits longer is starved */

static struct conn *attacker;
static unsigned attackers_requests;	/* handled so far */
static unsigned before_others;		/* of them, before somebody else's last one */
static bool kicked;			/* the attacker's event channel fired */

static bool counting, answered;

/* Starts or stops the count of the daemon's work. */
static void count(bool on)
{
	if (counting != on)
		CALLGRIND_TOGGLE_COLLECT;
	counting = on;
}

bool __real_request_handle(struct conn *c, const struct xsd_sockmsg *hdr, const char *body);
bool __wrap_request_handle(struct conn *c, const struct xsd_sockmsg *hdr, const char *body);
void __real_hv_notify(uint32_t port);
void __wrap_hv_notify(uint32_t port);
ssize_t __real_send(int fd, const void *data, size_t len, int flags);
ssize_t __wrap_send(int fd, const void *data, size_t len, int flags);

bool __wrap_request_handle(struct conn *c, const struct xsd_sockmsg *hdr, const char *body)
{
	if (c == attacker) {
		attackers_requests++;
	} else {
		before_others = attackers_requests;
		answered = true;
	}
	return __real_request_handle(c, hdr, body);
}

/* The count ends when the victim has its answer: a guest in its ring, a tool in its socket. */
void __wrap_hv_notify(uint32_t port)
{
	__real_hv_notify(port);
	if (answered && port == domain_find(BYSTANDER)->port)
		count(false);
}

ssize_t __wrap_send(int fd, const void *data, size_t len, int flags)
{
	ssize_t n = __real_send(fd, data, len, flags);

	if (answered)
		count(false);
	return n;
}

/* The guests' side of their rings ------------------------------------------------------------ */

/* A guest's bytes that its ring has no room for yet. */
struct sender {
	unsigned domid;
	char bytes[1 << 14];
	size_t at, len;
};

static struct sender sender = { .domid = ATTACKER };
static char body[XENSTORE_PAYLOAD_MAX];

static void ring_put(struct xenstore_domain_interface *r, const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		r->req[MASK_XENSTORE_IDX(r->req_prod + i)] = data[i];
	r->req_prod += len;
}

/* Gives the ring what it has room for. */
static void pump(struct sender *s)
{
	struct xenstore_domain_interface *r = &fake_ring[s->domid];
	size_t room = XENSTORE_RING_SIZE - (r->req_prod - r->req_cons), n = s->len - s->at;

	if (n > room)
		n = room;
	ring_put(r, s->bytes + s->at, n);
	s->at += n;
	if (s->at == s->len)
		s->at = s->len = 0;
}

static void request(struct sender *s, uint32_t type, uint32_t tx, const void *data, size_t len)
{
	struct xsd_sockmsg hdr = { .type = type, .tx_id = tx, .len = len };

	if (s->len + sizeof(hdr) + len > sizeof(s->bytes))
		abort();
	memcpy(s->bytes + s->len, &hdr, sizeof(hdr));
	memcpy(s->bytes + s->len + sizeof(hdr), data, len);
	s->len += sizeof(hdr) + len;
}

static void request_string(struct sender *s, uint32_t type, uint32_t tx, const char *str)
{
	request(s, type, tx, str, strlen(str) + 1);
}

static void request_write(struct sender *s, uint32_t tx, const char *path, size_t value_len)
{
	size_t n = strlen(path) + 1;

	memcpy(body, path, n);
	memset(body + n, 'v', value_len);
	request(s, XS_WRITE, tx, body, n + value_len);
}

static void request_watch(struct sender *s, const char *path, int token)
{
	size_t n = strlen(path) + 1;

	memcpy(body, path, n);
	n += sprintf(body + n, "token-%d", token) + 1;
	request(s, XS_WATCH, 0, body, n);
}

static void read_all(unsigned domid)
{
	fake_ring[domid].rsp_cons = fake_ring[domid].rsp_prod;
}

/* The attacks -------------------------------------------------------------------------------- */

/*
 * Each is called with the number of its step whenever the attacker's ring has taken all that it said, and says
 * more. `deaf`: it never reads what it is told.
 */
struct attack {
	const char *name;
	void (*step)(unsigned n);
	bool deaf;
	const char *what;
};

static void none(unsigned n)
{
}

static void flood_reads(unsigned n)
{
	int i;

	for (i = 0; i < 40; i++)
		request_string(&sender, XS_READ, 0, "data");
}

static void flood_writes(unsigned n)
{
	char path[32];

	snprintf(path, sizeof(path), "w/%u", n % 100);
	request_write(&sender, 0, path, 1800);
}

static void flood_nonsense(unsigned n)
{
	int i;

	for (i = 0; i < 20; i++)
		request_string(&sender, i * 7 + n, n, "//no\001path");
}

static void trees(unsigned n)
{
	char path[64];

	if (n % 950 == 949) {
		request_string(&sender, XS_RM, 0, "tree");
		return;
	}
	snprintf(path, sizeof(path), "tree/a/b/c/d/node-%u", n % 950);
	request_write(&sender, 0, path, 8);
}

static void directories(unsigned n)
{
	char path[64];

	if (n < 150) {
		snprintf(path, sizeof(path), "big/child-%u", n);
		request_write(&sender, 0, path, 0);
		return;
	}
	request_string(&sender, n % 2 ? XS_DIRECTORY : XS_GET_PERMS, 0, "big");
}

static void all_watches(unsigned n)
{
	int i;

	if (n < 16) {
		for (i = 0; i < 8; i++)
			request_watch(&sender, "data", n * 8 + i);
		return;
	}
	for (i = 0; i < 20; i++)
		request_write(&sender, 0, i % 2 ? "data" : "data/below", 4);
}

/* Transactions that read and write much, conflict with the guest's own writes, and are replayed at their end. */
static void all_transactions(unsigned n)
{
	uint32_t first = attacker->last_txid > 9 ? attacker->last_txid - 9 : 1;
	char path[32];
	unsigned k;

	switch (n % 100) {
	case 0:
		for (k = 0; k < 10; k++)
			request_string(&sender, XS_TRANSACTION_START, 0, "");
		break;
	case 98:
		request_write(&sender, 0, "data", 8);
		break;
	case 99:
		for (k = 0; k < 10; k++)
			request_string(&sender, XS_TRANSACTION_END, first + k, "T");
		break;
	default:
		snprintf(path, sizeof(path), "t%u", n % 100);
		for (k = 0; k < 10; k++) {
			request_string(&sender, XS_READ, first + k, "data");
			request_write(&sender, first + k, path, 8);
		}
	}
}

static void corrupt_indices(unsigned n)
{
	struct xenstore_domain_interface *r = &fake_ring[ATTACKER];

	sender.at = sender.len = 0;
	if (n % 2) {
		r->connection = XENSTORE_RECONNECT;
		return;
	}
	r->req_prod = r->req_cons + XENSTORE_RING_SIZE + 1 + n;
	r->rsp_cons = n * 77;
}

/* A message that is begun and never ended; then the domain is gone, and its successor does the same. */
static void die_in_the_middle(unsigned n)
{
	static const struct xsd_sockmsg half = { .type = XS_WRITE, .len = 3000 };
	char path[32];

	if (n % 64 < 40) {
		snprintf(path, sizeof(path), "d/%u", n % 64);
		request_watch(&sender, path, n);
		request_write(&sender, 0, path, 16);
		return;
	}
	memcpy(sender.bytes, &half, sizeof(half));
	sender.len = sizeof(half) + 100;
	if (n % 64 < 63)
		return;
	sender.at = sender.len = 0;
	fake_alive[ATTACKER] = false;
	domain_scan();
	attacker = fake_guest(ATTACKER);
}

static const struct attack attacks[] = {
	{ "none", none, false, "nobody attacks" },
	{ "reads", flood_reads, false, "floods with reads" },
	{ "writes", flood_writes, false, "floods with writes of 1.8 KB" },
	{ "nonsense", flood_nonsense, false, "floods with malformed requests" },
	{ "deaf", flood_reads, true, "floods and never reads a reply" },
	{ "trees", trees, false, "makes 950 nodes, removes them at once, again" },
	{ "directories", directories, false, "lists its largest directory" },
	{ "watches", all_watches, false, "128 watches on what it writes" },
	{ "deaf-watches", all_watches, true, "the same, and never reads an event" },
	{ "transactions", all_transactions, false, "10 transactions of 200 requests, replayed at the end" },
	{ "indices", corrupt_indices, true, "corrupts its ring's indices, reconnects" },
	{ "dies", die_in_the_middle, false, "dies within a message, with nodes and watches" },
};

#define ATTACKS (sizeof(attacks) / sizeof(attacks[0]))

/* The victims -------------------------------------------------------------------------------- */

static int toolstack; /* the client's end of a socket */
static struct conn *toolstack_conn;

static void toolstack_sends(const struct sender *s)
{
	if (write(toolstack, s->bytes, s->len) != (ssize_t)s->len)
		abort();
	conn_wake(toolstack_conn);
}

static bool toolstack_has_answer(void)
{
	char buf[8192];

	return recv(toolstack, buf, sizeof(buf), MSG_DONTWAIT) > 0;
}

/* What a domain's creation is made of. */
static void toolstack_request(struct sender *s, unsigned n)
{
	char path[64];

	snprintf(path, sizeof(path), "/local/domain/%u/device/vbd/%u/key%u", 40 + n / 60 % 10, n / 6 % 10, n % 6);
	if (n % 6 == 5)
		request_string(s, XS_READ, 0, path);
	else if (n % 60 == 58)
		request_string(s, XS_RM, 0, path);
	else
		request_write(s, 0, path, 12);
}

static void guest_sends(const struct sender *s)
{
	ring_put(&fake_ring[BYSTANDER], s->bytes, s->len);
	domain_event(domain_find(BYSTANDER)->port);
}

static bool guest_has_answer(void)
{
	bool any = fake_ring[BYSTANDER].rsp_prod != fake_ring[BYSTANDER].rsp_cons;

	read_all(BYSTANDER);
	return any;
}

static void guest_request(struct sender *s, unsigned n)
{
	char path[64];

	snprintf(path, sizeof(path), "device/vif/%u/state", n % 5);
	if (n % 2)
		request_string(s, XS_READ, 0, path);
	else
		request_write(s, 0, path, 1);
}

static const struct victim {
	const char *name;
	void (*make)(struct sender *s, unsigned n);
	void (*send)(const struct sender *s);
	bool (*has_answer)(void);
} victims[] = {
	{ "toolstack", toolstack_request, toolstack_sends, toolstack_has_answer },
	{ "guest", guest_request, guest_sends, guest_has_answer },
};

/* The game ----------------------------------------------------------------------------------- */

struct result {
	unsigned ahead;		/* most of the attacker's requests that were handled before the victim's */
	unsigned turns;		/* most turns a request took */
	long memory;		/* most that the attacker was charged */
	size_t heap;		/* most that the heap grew while the victim was at work */
};

static void daemon_turn(void)
{
	struct domain *d = domain_find(ATTACKER);

	if (kicked && d && d->ring)
		domain_event(d->port);
	kicked = false;
	conn_serve_busy();
	conn_flush_dirty();
}

static void counted_turn(void)
{
	count(true);
	daemon_turn();
	count(false);
}

static void attack(const struct attack *a)
{
	static unsigned n;

	if (a->step == none)
		return;
	if (!a->deaf)
		read_all(ATTACKER);
	if (!sender.len)
		a->step(n++);
	if (domain_find(ATTACKER))
		pump(&sender);
	kicked = true;
}

static void note_memory(struct result *r)
{
	struct domain *d = domain_find(ATTACKER);

	if (d && d->use[QUOTA_MEMORY] > r->memory)
		r->memory = d->use[QUOTA_MEMORY];
}

/* The victim's request arrives while the daemon is in a turn. Returns false if it is starved. */
static bool one_request(const struct attack *a, const struct victim *v, unsigned n, struct result *r)
{
	struct sender s = { .domid = BYSTANDER };
	unsigned before, turns;

	v->make(&s, n);
	attack(a);
	before = attackers_requests;
	answered = false;
	counted_turn();
	CALLGRIND_DUMP_STATS_AT("wait");
	attack(a);
	v->send(&s);
	for (turns = 0; !v->has_answer(); turns++) {
		if (turns == TURNS_MAX)
			return false;
		counted_turn();
		attack(a);
	}
	CALLGRIND_DUMP_STATS_AT("serve");
	if (before_others - before > r->ahead)
		r->ahead = before_others - before;
	if (turns > r->turns)
		r->turns = turns;
	note_memory(r);
	return true;
}

static void setup(void)
{
	int pair[2];

	fake_start();
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		abort();
	toolstack = pair[0];
	toolstack_conn = conn_new(pair[1], dom0);
	attacker = fake_guest(ATTACKER);
	fake_guest(BYSTANDER);
	sender.at = sender.len = 0;
	ask(toolstack_conn, XS_MKDIR, 0, "/local/domain/1", NULL);
	ask(toolstack_conn, XS_SET_PERMS, 0, "/local/domain/1", "n1", NULL);
	ask(toolstack_conn, XS_MKDIR, 0, "/local/domain/2", NULL);
	ask(toolstack_conn, XS_SET_PERMS, 0, "/local/domain/2", "n2", NULL);
	write_node(toolstack_conn, 0, "/local/domain/1/data", "data");
	ask(toolstack_conn, XS_SET_PERMS, 0, "/local/domain/1/data", "n1", NULL);
}

static bool play(const struct attack *a, const struct victim *v, struct result *r)
{
	struct mallinfo2 start;
	unsigned i;
	bool served = true;

	*r = (struct result){ 0 };
	setup();
	for (i = 0; i < WARM_UP; i++) {
		attack(a);
		daemon_turn();
		note_memory(r);
	}
	start = mallinfo2();
	for (i = 0; i < REQUESTS && served; i++) {
		struct mallinfo2 now;

		served = one_request(a, v, i, r);
		now = mallinfo2();
		if (now.uordblks > start.uordblks && now.uordblks - start.uordblks > r->heap)
			r->heap = now.uordblks - start.uordblks;
	}
	close(toolstack);
	fake_stop();
	return served;
}

/* At most: the request at work when the victim's came, and none behind it. */
static bool judge(const struct attack *a, const struct victim *v, unsigned number)
{
	struct result r;
	bool served = play(a, v, &r);
	bool fine = served && r.ahead <= 1 && r.turns <= 1 && r.memory <= quotas[QUOTA_MEMORY].hard;

	printf("%s %u - %s: %s%s, %u request ahead of the %s's, %u turn, %ld KB charged\n", fine ? "ok" : "not ok", number,
	       a->name, a->what, served ? "" : " (starves)", r.ahead, v->name, r.turns, r.memory / 1024);
	return fine;
}

int main(int argc, char **argv)
{
	unsigned i, k, bad = 0;
	struct result r;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (i = 0; i < ATTACKS; i++)
			printf("%s|%s\n", attacks[i].name, attacks[i].what);
		return 0;
	}
	if (argc == 1)
		printf("1..%zu\n", 2 * ATTACKS);
	for (i = 0; i < ATTACKS; i++) {
		for (k = 0; k < 2; k++) {
			if (argc == 1)
				bad += !judge(&attacks[i], &victims[k], 2 * i + k + 1);
			else if (argc == 3 && !strcmp(argv[1], attacks[i].name) && !strcmp(argv[2], victims[k].name))
				return play(&attacks[i], &victims[k], &r) ? printf("%u %ld\n", REQUESTS, r.memory) < 0 : 1;
		}
	}
	if (argc == 1)
		return bad != 0;
	fprintf(stderr, "usage: hostile [--list | ATTACK toolstack|guest]\n");
	return 2;
}

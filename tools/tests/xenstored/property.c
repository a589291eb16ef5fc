/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The property test: random requests of several connections go to the daemon and to the model, and all
 * answers, events and the whole tree must agree.
 *
 *	property [operations [seed]]
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../xenstored/check.h"
#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/quota.h"
#include "fake.h"
#include "model.h"

#define TXNS 2
#define TREE_EVERY 500
#define EVENTS_MAX 8192

static struct conn *conn[CONNS];
static uint32_t txn_id[CONNS][TXNS];
static int txn_requests[CONNS][TXNS];
static bool txn_sets[CONNS][TXNS];
static uint64_t rnd_state, seed;
static long step;

static unsigned rnd(unsigned n)
{
	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return (rnd_state >> 11) % n;
}

static void __attribute__((noreturn, format(printf, 1, 2))) wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("not ok 1 - seed %llu, operation %ld: ", (unsigned long long)seed, step);
	vprintf(fmt, ap);
	putchar('\n');
	va_end(ap);
	exit(1);
}

static bool verbose;
#define NOTE(...) do { if (verbose) { printf("%ld: ", step); printf(__VA_ARGS__); } } while (0)

/* What the request is on the wire. */
static const struct answer *send_request(int c, uint32_t tx, const struct m_request *r)
{
	static const uint32_t type[] = {
		XS_READ, XS_WRITE, XS_MKDIR, XS_RM, XS_DIRECTORY, XS_GET_PERMS, XS_SET_PERMS,
	};
	char body[256];
	size_t len = sprintf(body, "%s", m_path(r->path)) + 1;
	int i;

	if (r->op == M_WRITE)
		len += sprintf(body + len, "%s", r->value);
	for (i = 0; r->op == M_SET_PERMS && i < r->perms; i++)
		len += sprintf(body + len, "%c%d", "nrwb"[r->perm[i].access], r->perm[i].dom) + 1;
	return talk(conn[c], type[r->op], tx, body, len);
}

static void random_request(struct m_request *r)
{
	static const enum m_op kinds[] = {
		M_READ, M_READ, M_WRITE, M_WRITE, M_WRITE, M_MKDIR, M_RM, M_RM, M_DIR, M_DIR,
		M_GET_PERMS, M_SET_PERMS,
	};
	int i;

	memset(r, 0, sizeof(*r));
	r->op = kinds[rnd(sizeof(kinds) / sizeof(kinds[0]))];
	/* Few paths most of the time, so that requests meet. */
	r->path = rnd(3) ? rnd(13) : rnd(PATHS);
	sprintf(r->value, "%u", rnd(4) ? rnd(3) : 0);
	if (!rnd(4))
		r->value[0] = 0;
	r->perms = 1 + rnd(PERMS);
	for (i = 0; i < r->perms; i++) {
		r->perm[i].dom = rnd(DOMS);
		r->perm[i].access = rnd(4);
	}
}

static void node_request(int c)
{
	int t = rnd(2) ? (int)rnd(TXNS) : -1;
	const struct answer *got;
	struct m_answer want;
	struct m_request r;
	int err;

	if (t >= 0 && (!txn_id[c][t] || txn_requests[c][t] >= 40))
		t = -1;
	random_request(&r);
	if (t >= 0) {
		txn_requests[c][t]++;
		txn_sets[c][t] |= r.op == M_SET_PERMS || r.op == M_GET_PERMS;
	}
	m_do(c, t, &r, &want);
	got = send_request(c, t < 0 ? 0 : txn_id[c][t], &r);
	m_sent(c);
	err = answer_error(got);
	NOTE("conn %d txn %d op %d %s '%s' -> %d\n", c, t, r.op, m_path(r.path), r.value, err);
	if (err != want.err)
		wrong("conn %d txn %d op %d on %s: error %d, the model says %d", c, t, r.op,
		      m_path(r.path), err, want.err);
	if (!err && (got->len != want.len || memcmp(got->body, want.body, got->len)))
		wrong("conn %d txn %d op %d on %s: \"%.*s\", the model says \"%.*s\"", c, t, r.op,
		      m_path(r.path), (int)got->len, got->body, (int)want.len, want.body);
}

static void end_txn(int c, int t, bool commit)
{
	int want = m_txn_end(c, t, commit);
	int err = answer_error(ask(conn[c], XS_TRANSACTION_END, txn_id[c][t], commit ? "T" : "F",
				   NULL));

	m_sent(c);
	conn[c]->conflicts = 0; /* nobody is to be made to wait: the model does not */
	NOTE("conn %d txn %d end %d -> %d\n", c, t, commit, err);
	if (err != want)
		wrong("conn %d txn %d ends with %d, the model says %d", c, t, err, want);
	txn_id[c][t] = 0;
}

static void txn_request(int c)
{
	int t = rnd(TXNS);

	if (txn_id[c][t]) {
		end_txn(c, t, rnd(6));
		return;
	}
	m_txn_start(c, t);
	txn_id[c][t] = start_txn(conn[c]);
	m_sent(c);
	txn_requests[c][t] = 0;
	txn_sets[c][t] = false;
	NOTE("conn %d txn %d starts\n", c, t);
	if (!txn_id[c][t])
		wrong("conn %d cannot start a transaction", c);
}

static void watch_request(int c)
{
	int path = rnd(3) ? rnd(13) : rnd(PATHS), token = rnd(3), err, want;
	char text[16];
	bool on = rnd(3);

	sprintf(text, "t%d", token);
	want = on ? m_watch(c, path, token) : m_unwatch(c, path, token);
	if (want == E2BIG)
		return; /* the model's own limit */
	err = answer_error(ask(conn[c], on ? XS_WATCH : XS_UNWATCH, 0, m_path(path), text, NULL));
	m_sent(c);
	NOTE("conn %d %s %s %s -> %d\n", c, on ? "watch" : "unwatch", m_path(path), text, err);
	if (err != want)
		wrong("conn %d %s %s: error %d, the model says %d", c, on ? "watch" : "unwatch",
		      m_path(path), err, want);
}

static void connect_guest(int dom)
{
	conn[2 + dom] = fake_guest(dom);
	if (!conn[2 + dom])
		wrong("domain %d cannot be introduced", dom);
	m_connect(2 + dom);
}

/* Requests that name domains by id have tests of their own for when ids change hands. */
static void end_txns_with_ids(int gone)
{
	int c, t;

	for (c = 0; c < CONNS; c++) {
		for (t = 0; t < TXNS; t++) {
			if (conn[c] && txn_id[c][t] && (txn_sets[c][t] || c == gone))
				end_txn(c, t, false);
		}
	}
}

/* A domain dies, or another one gets its id. */
static void kill_guest(int dom)
{
	end_txns_with_ids(2 + dom);
	if (!conn[2 + dom]) {
		NOTE("domain %d introduced\n", dom);
		connect_guest(dom);
		return;
	}
	NOTE("domain %d dies\n", dom);
	m_release(dom);
	fake_alive[dom] = false;
	domain_scan();
	conn[2 + dom] = NULL;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void compare_events(int c)
{
	static char got[EVENTS_MAX][TEXT_MAX], want[EVENTS_MAX][TEXT_MAX];
	size_t n = 0, m = m_take_events(c, want, EVENTS_MAX), i;
	const char *e;

	while ((e = next_event(conn[c])))
		snprintf(got[n++], TEXT_MAX, "%s", e);
	qsort(got, n, TEXT_MAX, by_text);
	for (i = 0; i < n && i < m; i++) {
		if (strcmp(got[i], want[i]))
			wrong("conn %d has the event \"%s\", the model \"%s\"", c, got[i], want[i]);
	}
	if (n != m)
		wrong("conn %d has %zu events, the model %zu (\"%s\")", c, n, m,
		      n > m ? got[m] : want[n]);
}

static void compare_tree(void)
{
	struct m_request r = { .op = M_READ };
	struct m_answer want;
	char fault[256];
	int p, k;
	static const enum m_op ops[] = { M_READ, M_DIR, M_GET_PERMS };

	for (p = 0; p < PATHS; p++) {
		for (k = 0; k < 3; k++) {
			const struct answer *got;

			r.op = ops[k];
			r.path = p;
			m_do(0, -1, &r, &want);
			got = send_request(0, 0, &r);
			m_sent(0);
			if (answer_error(got) != want.err ||
			    (!want.err && (got->len != want.len ||
					   memcmp(got->body, want.body, got->len))))
				wrong("the tree differs at %s", m_path(p));
		}
	}
	if (!check_all(fault, sizeof(fault)))
		wrong("%s", fault);
}

static void start(void)
{
	static const char *wide[] = { "watches", "transaction-nodes", "outstanding", NULL };
	int i;

	fake_start();
	for (i = 0; wide[i]; i++)
		quota_set(wide[i], "1000000", false);
	quota_set("nodes", "12", false);
	quota_set("memory", "0", false);
	m_init(12);
	for (i = 0; i < 2; i++) {
		conn[i] = fake_socket();
		m_connect(i);
	}
	for (i = 1; i < DOMS; i++)
		connect_guest(i);
	ask(conn[0], XS_SET_PERMS, 0, "/", "b0", NULL);
	m_do(0, -1, &(struct m_request){ .op = M_SET_PERMS, .perms = 1, .perm = { { 0, 3, 0 } } },
	     &(struct m_answer){ 0 });
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 300000;
	int c;

	seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	verbose = getenv("VERBOSE");
	rnd_state = seed * 0x9e3779b97f4a7c15u + 1;
	printf("1..1\n# seed %llu, %ld operations\n", (unsigned long long)seed, count);
	fflush(stdout);
	start();
	for (step = 0; step < count; step++) {
		c = rnd(CONNS - 1);
		c = c == 2 ? 5 : c;
		if (!conn[c])
			c = 0;
		switch (rnd(100)) {
		case 0 ... 69: node_request(c); break;
		case 70 ... 84: txn_request(c); break;
		case 85 ... 98: watch_request(c); break;
		default:
			if (!rnd(20))
				kill_guest(1 + rnd(DOMS - 1));
		}
		if (!rnd(3)) {
			for (c = 0; c < CONNS; c++) {
				if (conn[c])
					compare_events(c);
			}
		}
		if (step % TREE_EVERY == 0)
			compare_tree();
	}
	compare_tree();
	fake_stop();
	printf("ok 1 - %ld operations agree with the model\n", count);
	return 0;
}

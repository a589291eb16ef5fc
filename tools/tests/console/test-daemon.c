// SPDX-License-Identifier: GPL-2.0-only
/*
 * xenconsoled from ring to log and pty, with a guest that is a thread: it writes as Linux does, in pieces of
 * any size, whenever there is room. Whatever the sizes, wraps, held back events and short writes: the log has
 * every byte once and in order.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/console.h"

#define DOMID 7
#define PORT 33
#define REMOTE_PORT 5
#define MANY (1u << 18)

struct options opts = { .log = SUBJECT_GUEST, .discard_overflow = true, .interactive = true };
xc_interface *xch;
struct xs_handle *xs = (struct xs_handle *)&xs;
xenevtchn_handle *xce = (xenevtchn_handle *)&xce;
xengnttab_handle *xgt = (xengnttab_handle *)&xgt;
int epoll_fd;

/* ---- the machine around: one domain, one ring, one event channel ---- */

static struct xencons_interface *ring;
static bool alive, ring_mapped;
/* as the kernel has them: delivered is masked until the daemon unmasks it */
static int pending, masked;
static unsigned int short_writes;
static char limit[16];

int xc_domain_getinfolist(xc_interface *h, uint32_t first, unsigned int max, xc_domaininfo_t *info)
{
	if (first > DOMID || !alive)
		return 0;
	memset(info, 0, sizeof(*info));
	info->domain = DOMID;
	return 1;
}

struct xenforeignmemory_handle *xc_interface_fmem_handle(xc_interface *h)
{
	return NULL;
}

void *xenforeignmemory_map(xenforeignmemory_handle *h, uint32_t dom, int prot, size_t n,
			   const xen_pfn_t *arr, int *err)
{
	return NULL;
}

int xenforeignmemory_unmap(xenforeignmemory_handle *h, void *p, size_t n)
{
	fail_msg("the ring was mapped by grant");
	return -1;
}

void *xengnttab_map_grant_ref(xengnttab_handle *h, uint32_t domid, uint32_t ref, int prot)
{
	assert_int_equal(domid, DOMID);
	assert_false(ring_mapped);
	ring_mapped = true;
	return ring;
}

int xengnttab_unmap(xengnttab_handle *h, void *p, uint32_t n)
{
	assert_ptr_equal(p, ring);
	ring_mapped = false;
	return 0;
}

xenevtchn_port_or_error_t xenevtchn_bind_interdomain(xenevtchn_handle *h, uint32_t domid,
						     evtchn_port_t port)
{
	masked = 0;
	return PORT;
}

int xenevtchn_unbind(xenevtchn_handle *h, evtchn_port_t port)
{
	return 0;
}

int xenevtchn_notify(xenevtchn_handle *h, evtchn_port_t port)
{
	return 0;
}

int xenevtchn_unmask(xenevtchn_handle *h, evtchn_port_t port)
{
	assert_int_equal(port, PORT);
	assert_true(masked);
	masked = 0;
	return 0;
}

void *xs_read(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *len)
{
	const struct { const char *name, *value; } nodes[] = {
		{ "console/ring-ref", "1234" }, { "console/port", "5" }, { "name", "guest" },
		{ "console/type", "xenconsoled" }, { "console/limit", limit[0] ? limit : NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
		if (nodes[i].value && strstr(path, nodes[i].name)) {
			*len = strlen(nodes[i].value);
			return strdup(nodes[i].value);
		}
	return NULL;
}

bool xs_write(struct xs_handle *h, xs_transaction_t t, const char *path, const void *data,
	      unsigned int len)
{
	return true;
}

bool xs_watch(struct xs_handle *h, const char *path, const char *token)
{
	return true;
}

bool xs_unwatch(struct xs_handle *h, const char *path, const char *token)
{
	return true;
}

/* Files may take less than they are given, or be interrupted. */
ssize_t __real_write(int fd, const void *data, size_t len);
ssize_t __wrap_write(int fd, const void *data, size_t len);
ssize_t __wrap_write(int fd, const void *data, size_t len)
{
	struct stat st;

	if (short_writes && len > 1 && !fstat(fd, &st) && S_ISREG(st.st_mode)) {
		if (!(random() % 4)) {
			errno = EINTR;
			return -1;
		}
		len = 1 + random() % len;
	}
	return __real_write(fd, data, len);
}

/* ---- the guest ---- */

struct producer {
	pthread_t thread;
	size_t bytes;           /* to be written */
	unsigned int seed;
	int stop;               /* not to wait for room any more: nobody reads */
	size_t done;            /* written to the ring */
};

static char byte_at(size_t i)
{
	return i % 61 == 60 ? '\n' : 'A' + (i * 7 + i / 61) % 53;
}

/* one piece, as far as it fits; then an event */
static size_t put(struct producer *p, size_t want)
{
	uint32_t prod = ring->out_prod;
	uint32_t cons = __atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE);
	size_t n = 0;

	while (n < want && prod - cons < sizeof(ring->out))
		ring->out[MASK_XENCONS_IDX(prod++, ring->out)] = byte_at(p->done + n++);
	__atomic_store_n(&ring->out_prod, prod, __ATOMIC_RELEASE);
	p->done += n;
	if (n)
		__atomic_store_n(&pending, 1, __ATOMIC_SEQ_CST);
	return n;
}

static void *produce(void *arg)
{
	struct producer *p = arg;

	while (p->done < p->bytes && !__atomic_load_n(&p->stop, __ATOMIC_ACQUIRE)) {
		size_t want = 1 + rand_r(&p->seed) % (rand_r(&p->seed) % 8 ? 90 : 5000);

		if (want > p->bytes - p->done)
			want = p->bytes - p->done;
		if (!put(p, want))
			sched_yield();
	}
	return NULL;
}

/* ---- the daemon's loop ---- */

/* whether an event was delivered */
static bool deliver(void)
{
	if (masked || !__atomic_exchange_n(&pending, 0, __ATOMIC_SEQ_CST))
		return false;
	masked = 1;
	domain_port_fired(PORT);
	return true;
}

static void poll_ptys(void)
{
	struct epoll_event ev;

	while (epoll_wait(epoll_fd, &ev, 1, 0) == 1)
		domain_pump(ev.data.ptr);
}

static void serve_until(const size_t *done, size_t bytes)
{
	/* a period may end at any time; it must, when the port is held back */
	while (__atomic_load_n(done, __ATOMIC_ACQUIRE) < bytes || pending || masked) {
		if (!deliver() && masked)
			domains_new_period();
		if (!(random() % 64))
			domains_new_period();
		poll_ptys();
	}
}

static void connect_guest(uint32_t first_index)
{
	memset(ring, 0, sizeof(*ring));
	ring->out_cons = ring->out_prod = ring->in_cons = ring->in_prod = first_index;
	pending = masked = 0;
	alive = true;
	unlink("guest-guest.log");
	domains_scan();
	domains_watch_fired("/local/domain/7/console", "dom7");
	assert_true(ring_mapped);
}

static void guest_dies(void)
{
	alive = false;
	domains_scan();
	assert_false(ring_mapped);
}

static void log_has(size_t bytes)
{
	FILE *f = fopen("guest-guest.log", "r");

	assert_non_null(f);
	for (size_t i = 0; i < bytes; i++) {
		int c = getc(f);

		if (c != byte_at(i))
			fail_msg("byte %zu of %zu is %d, not %d", i, bytes, c, byte_at(i));
	}
	assert_int_equal(getc(f), EOF);
	fclose(f);
}

/* ---- tests ---- */

static void run_guest(uint32_t first_index, unsigned int seed)
{
	struct producer p = { .bytes = MANY, .seed = seed };

	connect_guest(first_index);
	assert_int_equal(pthread_create(&p.thread, NULL, produce, &p), 0);
	serve_until(&p.done, p.bytes);
	pthread_join(p.thread, NULL);
	log_has(MANY);
	guest_dies();
	log_has(MANY);
}

static void every_byte_is_logged(void **state)
{
	for (unsigned int seed = 1; seed <= 4; seed++)
		run_guest(0xfffff000u + seed * 1000, seed);
}

/* A small buffer overflows again and again while nobody reads the pty: no matter of the log's. */
static void overflow_is_not_the_logs(void **state)
{
	strcpy(limit, "5000");
	run_guest(0, 5);
	limit[0] = 0;
}

static void short_writes_lose_nothing(void **state)
{
	short_writes = 1;
	run_guest(17, 6);
	short_writes = 0;
}

/* What the guest wrote last, without an event that got through, before it was gone. */
static void last_words(void **state)
{
	for (size_t left = 0; left <= sizeof(ring->out); left += 31) {
		struct producer p = { .bytes = MANY };

		connect_guest(0xffffff00u + left);
		while (p.done < 3000) {
			put(&p, 700);
			while (deliver() || masked)
				domains_new_period();
		}
		put(&p, left);
		pending = 0;
		guest_dies();
		log_has(p.done);
	}
}

/* More events than a period allows: held back, not lost, and taken when the guest dies meanwhile. */
static void held_back_events(void **state)
{
	struct producer p = { .bytes = MANY };
	int delivered = 0;

	connect_guest(0);
	for (int i = 0; i < 100; i++) {
		put(&p, 10);
		delivered += deliver();
	}
	assert_true(delivered < 100);
	assert_true(domains_waiting());
	domains_new_period();
	assert_false(masked);
	log_has(p.done);
	for (int i = 0; i < 100; i++) {
		put(&p, 10);
		deliver();
	}
	guest_dies();
	log_has(p.done);
}

/* A domain is rotated out under a reader: SIGHUP goes on in a new file. */
static void reopened_log(void **state)
{
	struct producer p = { .bytes = MANY };

	connect_guest(0);
	put(&p, 1000);
	deliver();
	log_has(1000);
	assert_int_equal(rename("guest-guest.log", "guest-guest.log.1"), 0);
	domains_reopen_logs();
	put(&p, 1000);
	domains_new_period();
	deliver();
	assert_int_equal(rename("guest-guest.log", "second"), 0);
	assert_int_equal(system("cat second >>guest-guest.log.1 && mv guest-guest.log.1 guest-guest.log && rm second"), 0);
	log_has(2000);
	guest_dies();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_logged),
		cmocka_unit_test(overflow_is_not_the_logs),
		cmocka_unit_test(short_writes_lose_nothing),
		cmocka_unit_test(last_words),
		cmocka_unit_test(held_back_events),
		cmocka_unit_test(reopened_log),
	};
	char dir[] = "/tmp/console-test.XXXXXX";
	int rc;

	if (!mkdtemp(dir) || chdir(dir))
		return 1;
	opts.log_dir = ".";
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	ring = calloc(1, sizeof(*ring));
	srandom(1);
	rc = cmocka_run_group_tests_name("console-daemon", tests, NULL, NULL);
	domains_free();
	free(ring);
	unlink("guest-guest.log");
	if (chdir("/") || rmdir(dir))
		return 1;
	return rc;
}

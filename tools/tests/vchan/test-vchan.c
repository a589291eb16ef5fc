// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <libxenvchan.h>
#include <xenstore.h>

/* --- pretended grants: a reference is an index into this ---------------------------------------- */
#define MAX_GRANTS 2048
static void *granted[MAX_GRANTS];
static unsigned int nr_granted, shared, mapped;

xengntshr_handle *xengntshr_open(struct xentoollog_logger *logger, unsigned open_flags)
{
	return (void *)1;
}
int xengntshr_close(xengntshr_handle *xgs)
{
	return 0;
}
void *xengntshr_share_pages(xengntshr_handle *xgs, uint32_t domid, int count, uint32_t *refs,
			    int writable)
{
	char *p = aligned_alloc(4096, count * 4096UL);

	assert_true(nr_granted + count <= MAX_GRANTS);
	memset(p, 0xee, count * 4096UL);
	for (int i = 0; i < count; i++) {
		refs[i] = nr_granted;
		granted[nr_granted++] = p + i * 4096UL;
	}
	shared += count;
	return p;
}
void *xengntshr_share_page_notify(xengntshr_handle *xgs, uint32_t domid, uint32_t *ref, int writable,
				  uint32_t notify_offset, evtchn_port_t notify_port)
{
	return xengntshr_share_pages(xgs, domid, 1, ref, writable);
}
/* the memory stays for the client, as it does under Xen */
int xengntshr_unshare(xengntshr_handle *xgs, void *start, uint32_t count)
{
	shared -= count;
	return 0;
}
xengnttab_handle *xengnttab_open(struct xentoollog_logger *logger, unsigned open_flags)
{
	return (void *)2;
}
int xengnttab_close(xengnttab_handle *xgt)
{
	return 0;
}
void *xengnttab_map_domain_grant_refs(xengnttab_handle *xgt, uint32_t count, uint32_t domid,
				      uint32_t *refs, int prot)
{
	/* this pretence can map only what was shared in one piece */
	for (uint32_t i = 0; i < count; i++)
		assert_ptr_equal(granted[refs[i]], (char *)granted[refs[0]] + i * 4096UL);
	mapped += count;
	return granted[refs[0]];
}
void *xengnttab_map_grant_ref_notify(xengnttab_handle *xgt, uint32_t domid, uint32_t ref, int prot,
				     uint32_t notify_offset, evtchn_port_t notify_port)
{
	return xengnttab_map_domain_grant_refs(xgt, 1, domid, &ref, prot);
}
int xengnttab_unmap(xengnttab_handle *xgt, void *start, uint32_t count)
{
	mapped -= count;
	return 0;
}

/* --- events: counted by side, 0 the server's ---------------------------------------------------- */
static unsigned int pending[2];
static int next_side;
static int sides[2] = { 0, 1 };
static void (*while_waiting)(void);

xenevtchn_handle *xenevtchn_open(struct xentoollog_logger *logger, unsigned int flags)
{
	return (void *)&sides[next_side];
}
int xenevtchn_close(xenevtchn_handle *xce)
{
	return 0;
}
xenevtchn_port_or_error_t xenevtchn_bind_unbound_port(xenevtchn_handle *xce, uint32_t domid)
{
	return 17;
}
xenevtchn_port_or_error_t xenevtchn_bind_interdomain(xenevtchn_handle *xce, uint32_t domid,
						     evtchn_port_t port)
{
	assert_int_equal(port, 17);
	return 23;
}
int xenevtchn_unbind(xenevtchn_handle *xce, evtchn_port_t port)
{
	return 0;
}
int xenevtchn_unmask(xenevtchn_handle *xce, evtchn_port_t port)
{
	return 0;
}
int xenevtchn_fd(xenevtchn_handle *xce)
{
	return 99;
}
int xenevtchn_notify(xenevtchn_handle *xce, evtchn_port_t port)
{
	pending[!*(int *)xce]++;
	return 0;
}
xenevtchn_port_or_error_t xenevtchn_pending(xenevtchn_handle *xce)
{
	if (while_waiting)
		while_waiting();
	if (!pending[*(int *)xce])
		fail_msg("would wait for ever");
	pending[*(int *)xce] = 0;
	return 1;
}

/* --- xenstore ----------------------------------------------------------------------------------- */
static char store[2][64];
static const char *const store_paths[2] = { "/data/chan/ring-ref", "/data/chan/event-channel" };

struct xs_handle *xs_open(unsigned long flags)
{
	return (void *)3;
}
void xs_close(struct xs_handle *h)
{
}
static char *node(const char *path)
{
	for (int i = 0; i < 2; i++)
		if (!strcmp(path, store_paths[i]))
			return store[i];
	return NULL;
}
void *xs_read(struct xs_handle *h, xs_transaction_t t, const char *path, unsigned int *len)
{
	if (!strcmp(path, "domid"))
		return strdup("7");
	if (!node(path) || !node(path)[0]) {
		errno = ENOENT;
		return NULL;
	}
	return strdup(node(path));
}
bool xs_write(struct xs_handle *h, xs_transaction_t t, const char *path, const void *data,
	      unsigned int len)
{
	assert_non_null(node(path));
	snprintf(node(path), 64, "%.*s", (int)len, (const char *)data);
	return true;
}
bool xs_set_permissions(struct xs_handle *h, xs_transaction_t t, const char *path,
			struct xs_permissions *perms, unsigned int num)
{
	assert_int_equal(num, 2);
	assert_int_equal(perms[0].id, 7);
	assert_int_equal(perms[0].perms, XS_PERM_NONE);
	assert_int_equal(perms[1].id, 5);
	assert_int_equal(perms[1].perms, XS_PERM_READ);
	return true;
}
bool xs_rm(struct xs_handle *h, xs_transaction_t t, const char *path)
{
	assert_non_null(node(path));
	node(path)[0] = 0;
	return true;
}

/* --- tests -------------------------------------------------------------------------------------- */
static struct libxenvchan *server, *client;

static void open_both(size_t server_reads, size_t server_writes)
{
	nr_granted = 0;
	pending[0] = pending[1] = 0;
	next_side = 0;
	server = libxenvchan_server_init(NULL, 5, "/data/chan", server_reads, server_writes);
	assert_non_null(server);
	assert_int_equal(libxenvchan_is_open(server), 2);
	next_side = 1;
	client = libxenvchan_client_init(NULL, 7, "/data/chan");
	assert_non_null(client);
	assert_int_equal(libxenvchan_is_open(server), 1);
	assert_int_equal(libxenvchan_is_open(client), 1);
	assert_true(pending[0]);
}

static void free_granted(void)
{
	for (unsigned int i = 0; i < nr_granted; i++)
		if (!i || (char *)granted[i] != (char *)granted[i - 1] + 4096)
			free(granted[i]);
	nr_granted = 0;
}

static void close_both(void)
{
	libxenvchan_close(client);
	libxenvchan_close(server);
	assert_int_equal(shared, 0);
	assert_int_equal(mapped, 0);
	assert_int_equal(store[0][0], 0);
}

/* Random writes and reads both ways against counters, for every layout of the rings. */
static void stream(struct libxenvchan *from, struct libxenvchan *to, int rounds)
{
	static uint8_t out[5000], in[5000];
	uint8_t sent = 0, got = 0;

	for (int r = 0; r < rounds; r++) {
		int n;

		for (size_t i = 0; i < sizeof(out); i++)
			out[i] = sent + i;
		n = libxenvchan_write(from, out, random() % sizeof(out));
		assert_true(n >= 0);
		sent += n;
		n = libxenvchan_read(to, in, random() % sizeof(in));
		assert_true(n >= 0);
		for (int i = 0; i < n; i++)
			assert_int_equal(in[i], (uint8_t)(got + i));
		got += n;
	}
}

static void test_streams(void **state)
{
	static const size_t sizes[] = { 1, 1024, 1025, 2048, 2049, 4096, 10000, 1 << 20 };

	for (size_t i = 0; i < 8; i++) {
		for (size_t j = 0; j < 8; j++) {
			open_both(sizes[i], sizes[j]);
			assert_true(libxenvchan_buffer_space(client) >= (int)sizes[i]);
			assert_true(libxenvchan_buffer_space(server) >= (int)sizes[j]);
			stream(server, client, 200);
			stream(client, server, 200);
			close_both();
			free_granted();
		}
	}
}

static void test_packets_and_events(void **state)
{
	char buf[2048];

	open_both(1024, 2048);
	pending[0] = pending[1] = 0;
	assert_int_equal(libxenvchan_recv(server, buf, 10), 0);
	assert_int_equal(libxenvchan_send(client, "0123456789", 10), 10);
	assert_int_equal(pending[0], 1);        /* it had asked */
	assert_int_equal(libxenvchan_send(client, "ab", 2), 2);
	assert_int_equal(pending[0], 1);        /* not again */
	assert_int_equal(libxenvchan_data_ready(server), 12);
	assert_int_equal(libxenvchan_recv(server, buf, 10), 10);
	assert_memory_equal(buf, "0123456789", 10);
	assert_int_equal(libxenvchan_recv(server, buf, 10), 0);
	/* all or nothing, and never what cannot fit */
	assert_int_equal(libxenvchan_send(client, buf, 1024), 0);
	assert_int_equal(libxenvchan_send(client, buf, 1025), -1);
	assert_int_equal(errno, EMSGSIZE);
	pending[1] = 0;
	assert_int_equal(libxenvchan_recv(server, buf, 2), 2);
	assert_int_equal(pending[1], 1);        /* the client waits for room */
	assert_int_equal(libxenvchan_fd_for_select(server), 99);
	close_both();
	free_granted();
}

static void client_sends(void)
{
	assert_int_equal(libxenvchan_send(client, "later", 5), 5);
}

static void test_blocking(void **state)
{
	char buf[8];

	open_both(1024, 2048);
	server->blocking = 1;
	pending[0] = 0;
	while_waiting = client_sends;
	assert_int_equal(libxenvchan_recv(server, buf, 5), 5);
	while_waiting = NULL;
	assert_memory_equal(buf, "later", 5);
	close_both();
	free_granted();
}

static void test_close(void **state)
{
	char buf[8];

	open_both(1024, 2048);
	assert_int_equal(libxenvchan_send(client, "last", 4), 4);
	libxenvchan_close(client);
	assert_int_equal(libxenvchan_is_open(server), 0);
	assert_int_equal(libxenvchan_recv(server, buf, 4), 4);
	assert_int_equal(libxenvchan_recv(server, buf, 4), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(libxenvchan_send(server, buf, 4), -1);
	server->server_persist = 1;
	assert_int_equal(libxenvchan_is_open(server), 1);
	client = NULL;
	libxenvchan_close(server);
	assert_int_equal(shared, 0);
	assert_null(libxenvchan_client_init(NULL, 7, "/data/chan"));
	free_granted();
}

/* The peer's indices and orders are only believed within bounds. */
static void test_hostile_peer(void **state)
{
	static const uint16_t bad[][2] = { { 9, 12 }, { 12, 21 }, { 10, 10 }, { 11, 11 }, { 20, 10 },
					   { 65535, 12 } };
	char buf[8];

	open_both(1024, 2048);
	client->ring->left.prod += 5000;
	assert_int_equal(libxenvchan_read(server, buf, 8), -1);
	assert_int_equal(errno, EPROTO);
	client->ring->right.cons -= 1;
	assert_int_equal(libxenvchan_write(server, buf, 8) < 0, 0);
	client->ring->right.cons = server->ring->right.prod + 1;
	assert_int_equal(libxenvchan_write(server, buf, 8), -1);
	for (size_t i = 0; i < 6; i++) {
		server->ring->left_order = bad[i][0];
		server->ring->right_order = bad[i][1];
		assert_null(libxenvchan_client_init(NULL, 7, "/data/chan"));
	}
	close_both();
	free_granted();
	assert_null(libxenvchan_server_init(NULL, 5, "/data/chan", (1 << 20) + 1, 1));
	assert_int_equal(errno, EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_packets_and_events),
		cmocka_unit_test(test_blocking),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_hostile_peer),
	};

	return cmocka_run_group_tests_name("vchan", tests, NULL, NULL);
}

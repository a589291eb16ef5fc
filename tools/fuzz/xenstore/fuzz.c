/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fuzzing the daemon's core: -DTARGET_SOCKET feeds bytes of a socket peer, -DTARGET_RING what a guest writes to its
 * page, -DTARGET_STATE a live-update stream. After each input the invariants must hold.
 *
 * The domains and their homes are made anew for each input.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../xenstored/check.h"
#include "../../xenstored/conn.h"
#include "../../xenstored/domain.h"
#include "../../xenstored/events.h"
#include "../../xenstored/quota.h"
#include "../../xenstored/state.h"
#include "../../tests/xenstored/fake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef TARGET_STATE
static struct conn *sock;

static void begin(void)
{
	unsigned domid;
	char path[64], perms[8];

	fake_start();
	sock = fake_socket();
	for (domid = 1; domid < 4; domid++) {
		fake_guest(domid);
		snprintf(path, sizeof(path), "/local/domain/%u", domid);
		snprintf(perms, sizeof(perms), "n%u", domid);
		ask(sock, XS_MKDIR, 0, path, NULL);
		ask(sock, XS_SET_PERMS, 0, path, perms, NULL);
	}
}

static void end(void)
{
	char fault[256];

	if (!check_all(fault, sizeof(fault))) {
		fprintf(stderr, "%s\n", fault);
		abort();
	}
	fake_stop();
}
#endif

#ifdef TARGET_SOCKET
/* Requests: type, transaction, who, length, then the body; so that most of the input is meaningful. */
static void feed(const uint8_t *data, size_t size)
{
	while (size >= 4) {
		uint32_t type = data[0] % (XS_TYPE_COUNT + 1), tx = data[1] % 4, who = data[2] % 4;
		size_t len = data[3];
		struct conn *c = who ? domain_find(who) ? domain_find(who)->conn : NULL : sock;

		data += 4;
		size -= 4;
		if (len > size)
			len = size;
		/* These reach outside of the process. */
		if (type == XS_CONTROL && memchr(data, 'f', len))
			len = 0;
		if (c && !c->broken)
			talk(c, type, tx, data, len);
		data += len;
		size -= len;
	}
}
#endif

#ifdef TARGET_RING
/* Bytes to put, or a byte anywhere in the page to overwrite; then the event channel fires. */
static void feed(const uint8_t *data, size_t size)
{
	struct xenstore_domain_interface *r = &fake_ring[1];
	struct conn *c;

	while (size >= 3) {
		size_t len = data[1], i;

		if (data[0] & 1) {
			((uint8_t *)r)[2048 + data[1] % 28] = data[2];
			data += 3;
			size -= 3;
		} else {
			data += 2;
			size -= 2;
			if (len > size)
				len = size;
			for (i = 0; i < len; i++)
				r->req[MASK_XENSTORE_IDX(r->req_prod + i)] = data[i];
			r->req_prod += len;
			data += len;
			size -= len;
		}
		if (!domain_find(1) || !domain_find(1)->port)
			return;
		domain_event(domain_find(1)->port);
		for (i = 0; i < 8 && conn_serve_busy(); i++)
			;
		conn_flush_dirty();
		c = domain_find(1)->conn;
		if (c->outstanding > (uint32_t)quotas[QUOTA_OUTSTANDING].hard + 1 && outq_unsent(c))
			abort();
		if (size && data[0] & 2)
			r->rsp_cons = r->rsp_prod;
	}
}
#endif

#ifdef TARGET_STATE
static int ready(int listen_fd, int event_fd)
{
	return 0;
}

/* A daemon's own dump, with the input laid over it, or the input alone. */
static void feed(const uint8_t *data, size_t size)
{
	struct quota saved[QUOTA_COUNT];

	memcpy(saved, quotas, sizeof(saved));
	state_restore((const char *)data, size, ready);
	memcpy(quotas, saved, sizeof(saved));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fake_start();
	fake_alive[1] = fake_alive[2] = true;
	feed(data, size);
	fake_stop();
	return 0;
}
#else
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool quiet;

	if (!quiet) {
		int null = open("/dev/null", O_WRONLY);

		quiet = true;
		if (!getenv("FUZZ_VERBOSE"))
			dup2(null, 1);
		close(null);
	}
	begin();
	feed(data, size);
	end();
	return 0;
}
#endif

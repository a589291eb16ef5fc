/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest may write to every byte of the page at any time. The indices that are ours to advance
 * are kept outside of it; those of the guest are read once per turn and checked; message bytes are
 * copied out before they are looked at.
 */
#include <string.h>

#include <stdint.h>
#include <xen/io/xs_wire.h>

#include "conn.h"
#include "domain.h"
#include "hv.h"
#include "ring.h"

#define RING_FEATURES (XENSTORE_SERVER_FEATURE_RECONNECTION | XENSTORE_SERVER_FEATURE_ERROR)

static uint32_t load(const volatile uint32_t *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

static void store(volatile uint32_t *p, uint32_t v)
{
	__atomic_store_n(p, v, __ATOMIC_RELEASE);
}

/*
 * A guest tells us of what it writes if it sees that all before was taken, and of what it reads if it sees that its ring
 * was full. So who moves an index looks at the guest's once more afterwards: store(), full barrier, load().
 */
static void barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static void copy_in(char *to, const volatile char *ring, uint32_t pos, uint32_t n)
{
	uint32_t at = MASK_XENSTORE_IDX(pos), first = XENSTORE_RING_SIZE - at;

	if (first > n)
		first = n;
	memcpy(to, (const char *)ring + at, first);
	memcpy(to + first, (const char *)ring, n - first);
}

static void copy_out(volatile char *ring, uint32_t pos, const char *from, uint32_t n)
{
	uint32_t at = MASK_XENSTORE_IDX(pos), first = XENSTORE_RING_SIZE - at;

	if (first > n)
		first = n;
	memcpy((char *)ring + at, from, first);
	memcpy((char *)ring, from + first, n - first);
}

void ring_reset(struct domain *dom)
{
	volatile struct xenstore_domain_interface *r = dom->ring;

	dom->req_cons = dom->rsp_prod = 0;
	store(&r->req_cons, 0);
	store(&r->req_prod, 0);
	store(&r->rsp_cons, 0);
	store(&r->rsp_prod, 0);
	store(&r->error, XENSTORE_ERROR_NONE);
	store(&r->server_features, RING_FEATURES);
	store(&r->connection, XENSTORE_CONNECTED);
}

bool ring_resume(struct domain *dom)
{
	volatile struct xenstore_domain_interface *r = dom->ring;

	dom->req_cons = load(&r->req_cons);
	dom->rsp_prod = load(&r->rsp_prod);
	store(&r->server_features, RING_FEATURES);
	return load(&r->req_prod) - dom->req_cons <= XENSTORE_RING_SIZE &&
	       dom->rsp_prod - load(&r->rsp_cons) <= XENSTORE_RING_SIZE;
}

bool ring_fill(struct conn *c)
{
	struct domain *dom = c->dom;
	volatile struct xenstore_domain_interface *r = dom->ring;
	uint32_t n, room = c->in_cap - c->in_len;

	if (!r)
		return false;
	n = load(&r->req_prod) - dom->req_cons;
	if (n > XENSTORE_RING_SIZE) {
		domain_ring_error(dom, XENSTORE_ERROR_RINGIDX, "request indices out of range");
		return false;
	}
	if (n > room)
		n = room;
	if (!n)
		return c->in_len || outq_unsent(c);
	copy_in(c->in + c->in_len, r->req, dom->req_cons, n);
	c->in_len += n;
	dom->req_cons += n;
	store(&r->req_cons, dom->req_cons);
	hv_notify(dom->port);
	barrier();
	if (load(&r->req_prod) != dom->req_cons)
		conn_wake(c);
	return true;
}

void ring_flush(struct conn *c)
{
	struct domain *dom = c->dom;
	volatile struct xenstore_domain_interface *r = dom->ring;
	uint32_t used, n;

	if (!r || c->broken || !outq_unsent(c))
		return;
	used = dom->rsp_prod - load(&r->rsp_cons);
	if (used > XENSTORE_RING_SIZE) {
		domain_ring_error(dom, XENSTORE_ERROR_RINGIDX, "reply indices out of range");
		return;
	}
	n = XENSTORE_RING_SIZE - used;
	if (n > outq_unsent(c))
		n = outq_unsent(c);
	if (!n)
		return;
	copy_out(r->rsp, dom->rsp_prod, c->out.buf + c->out.head, n);
	dom->rsp_prod += n;
	store(&r->rsp_prod, dom->rsp_prod);
	hv_notify(dom->port);
	outq_sent(c, n);
	barrier();
	if (outq_unsent(c) && dom->rsp_prod - load(&r->rsp_cons) != XENSTORE_RING_SIZE)
		conn_wake(c);
}

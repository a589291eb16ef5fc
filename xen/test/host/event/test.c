// SPDX-License-Identifier: GPL-2.0-only
/*
 * Event channels against a model: domains connect, send, mask, move and close ports at random, in both ABIs, while a guest
 * consumes events by the rules of the ABI. No event may be lost, none may come from a port that is not connected.
 */
#include <stdlib.h>
#include "../../../common/event/private.h"
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/mm.h>
#include <xen/system.h>
#include "../fake-smp/fake.h"

#define DOMS 3
#define VCPUS 2
#define PORTS 160
#define ARRAY_PAGES 1
#define PAGE_WORDS 1024

struct domain *hardware_domain;
static struct guest_ops ops;
static struct domain *doms[DOMS];

struct model_port {
	enum { FREE, UNBOUND, INTER, IPI, VIRQ } state;
	unsigned int remote_dom, remote_port, virq, vcpu;
	bool raised; /* since the guest saw it last */
	bool masked;
};
static struct model_port model[DOMS][PORTS];
struct guest {
	bool fifo;
	struct page_info *control_pg[VCPUS], *array_pg;
	struct evtchn_fifo_control_block *control[VCPUS];
	event_word_t *words;
	u32 head[VCPUS][16];
};
static struct guest guests[DOMS];
static unsigned long delivered;
static unsigned int upcalls;

/* What the event code needs of the rest. */
void vcpu_unblock(struct vcpu *v) { upcalls++; }
static void kick(struct vcpu *v) { upcalls++; }
struct domain *get_domain_by_id(domid_t id)
{
	if (id >= DOMS)
		return NULL;
	get_knownalive_domain(doms[id]);
	return doms[id];
}
struct domain *get_domain_by_any_id(domid_t id)
{
	return get_domain_by_id(id == DOMID_SELF ? current->domain->domain_id : id);
}
void domain_destroy_last_ref(struct domain *d) { fail_msg("last reference dropped"); }
struct pirq *pirq_info(const struct domain *d, unsigned int pirq) { return NULL; }
struct pirq *pirq_get_info(struct domain *d, unsigned int pirq) { return NULL; }
int pirq_guest_bind(struct vcpu *v, struct pirq *p, bool will_share) { return -EINVAL; }
void pirq_guest_unbind(struct domain *d, struct pirq *p) { }
void pirq_set_affinity(struct domain *d, unsigned int pirq, const cpumask_t *mask) { }
size_t guest_raw_read(void *dst, const void *guest, size_t n) { memcpy(dst, guest, n); return 0; }
size_t guest_raw_write(void *guest, const void *src, size_t n) { memcpy(guest, src, n); return 0; }
/* Pages of the guest are let go under the lock that keeps others from registering more. */
static unsigned int unmapped;
void unmap_domain_page_global(const void *p)
{
	assert_int_equal((unsigned long)p & ~PAGE_MASK, 0);
	assert_int_equal(current->domain->event_lock.readers >> 31, 1);
	unmapped++;
}
/* The tables name every handler; these are never called. */
#include "../hypercall-stubs.h"

static struct domain *make_domain(domid_t id)
{
	struct domain *d = calloc(1, sizeof(*d));

	d->domain_id = id;
	d->kind = GUEST_pv;
	d->is_privileged = id == 0;
	d->ops = &ops;
	d->max_vcpus = VCPUS;
	d->vcpu = calloc(VCPUS, sizeof(*d->vcpu));
	atomic_set(&d->refcnt, 1);
	rwlock_init(&d->event_lock, event);
	d->shared_info = alloc_xenheap_page();
	memset(d->shared_info, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < VCPUS; i++) {
		d->vcpu[i] = calloc(1, sizeof(struct vcpu));
		d->vcpu[i]->domain = d;
		d->vcpu[i]->vcpu_id = i;
		d->vcpu[i]->vcpu_info = &d->shared_info->vcpu_info[i];
	}
	assert_int_equal(evtchn_init(d, PORTS - 1), 0);
	return d;
}

static int setup(void **state)
{
	fake_cpus(1);
	fake_memory();
	ops.kick = kick;
	memset(model, 0, sizeof(model));
	memset(guests, 0, sizeof(guests));
	delivered = 0;
	for (unsigned int i = 0; i < DOMS; i++)
		doms[i] = make_domain(i);
	hardware_domain = doms[0];
	return 0;
}

static int teardown(void **state)
{
	unsigned int i, j;

	for (i = 0; i < DOMS; i++) {
		fake_preempt_after = 3;
		fake_current[0] = doms[i]->vcpu[0];
		doms[i]->is_dying = DOMDYING_dying;
		while (evtchn_destroy(doms[i]))
			;
		assert_int_equal(doms[i]->active_evtchns, 0);
	}
	for (i = 0; i < DOMS; i++) {
		evtchn_destroy_final(doms[i]);
		assert_int_equal(atomic_read(&doms[i]->refcnt), 1);
		for (j = 0; j < VCPUS; j++) {
			free(doms[i]->vcpu[j]);
			if (guests[i].control_pg[j])
				fake_free_page(guests[i].control_pg[j]);
		}
		if (guests[i].array_pg)
			fake_free_page(guests[i].array_pg);
		free_xenheap_page(doms[i]->shared_info);
		free(doms[i]->vcpu);
		free(doms[i]);
	}
	assert_int_equal(fake_pages_used(), 0);
	return 0;
}

static void become(unsigned int d)
{
	fake_current[0] = doms[d]->vcpu[0];
}

/* The guest's side. */
static void handle(unsigned int d, unsigned int port)
{
	struct model_port *m = &model[d][port];

	assert_true(port && port < PORTS);
	if (m->state == FREE) /* left over of a port closed meanwhile: a guest ignores it */
		return;
	assert_false(m->masked);
	assert_true(m->raised);
	m->raised = false;
	delivered++;
}

static void consume_2l(unsigned int d, struct vcpu *v)
{
	shared_info_t *si = doms[d]->shared_info;
	unsigned long sel = xchg(&v->vcpu_info->evtchn_pending_sel, 0UL);

	for (unsigned int w = 0; w < 64; w++) {
		unsigned long bits;

		if (!(sel & (1UL << w)))
			continue;
		bits = si->evtchn_pending[w] & ~si->evtchn_mask[w];
		for (unsigned int b = 0; b < 64; b++)
			if (bits & (1UL << b)) {
				clear_bit(w * 64 + b, si->evtchn_pending);
				handle(d, w * 64 + b);
			}
	}
}

static void consume_fifo(unsigned int d, unsigned int vcpu)
{
	struct guest *g = &guests[d];
	u32 ready = xchg(&g->control[vcpu]->ready, 0u);

	for (unsigned int q = 0; q < 16; q++) {
		if (!(ready & (1U << q)))
			continue;
		g->head[vcpu][q] = g->control[vcpu]->head[q];
		for (unsigned int steps = 0; g->head[vcpu][q]; steps++) {
			u32 port = g->head[vcpu][q], w;

			assert_true(port < PORTS && steps <= PORTS);
			w = __atomic_fetch_and(&g->words[port], ~((1U << EVTCHN_FIFO_LINKED) | EVTCHN_FIFO_LINK_MASK),
					       __ATOMIC_SEQ_CST);
			assert_true(w & (1U << EVTCHN_FIFO_LINKED));
			g->head[vcpu][q] = w & EVTCHN_FIFO_LINK_MASK;
			if ((w & (1U << EVTCHN_FIFO_PENDING)) && !(w & (1U << EVTCHN_FIFO_MASKED))) {
				clear_bit(EVTCHN_FIFO_PENDING, &g->words[port]);
				handle(d, port);
			}
		}
	}
}

static void consume(unsigned int d)
{
	for (unsigned int i = 0; i < VCPUS; i++) {
		struct vcpu *v = doms[d]->vcpu[i];

		if (!xchg(&v->vcpu_info->evtchn_upcall_pending, (u8)0))
			continue;
		if (guests[d].fifo)
			consume_fifo(d, i);
		else
			consume_2l(d, v);
	}
}

static void check_nothing_lost(unsigned int d)
{
	consume(d);
	for (unsigned int p = 1; p < PORTS; p++) {
		struct model_port *m = &model[d][p];

		if (m->state != FREE && m->raised && !m->masked)
			fail_msg("d%u: event on port %u is lost", d, p);
	}
}

static void set_mask(unsigned int d, unsigned int port, bool mask)
{
	struct guest *g = &guests[d];

	model[d][port].masked = mask;
	if (mask) {
		if (g->fifo)
			set_bit(EVTCHN_FIFO_MASKED, &g->words[port]);
		else
			set_bit(port, doms[d]->shared_info->evtchn_mask);
	} else {
		evtchn_unmask_t arg = { .port = port };

		assert_int_equal(evtchn_op_unmask(&arg), 0);
	}
}

static void opened(unsigned int d, unsigned int port, int state, unsigned int vcpu)
{
	assert_true(port && port < PORTS);
	assert_int_equal(model[d][port].state, FREE);
	/* The guest's mask of the port is what its last user left. */
	model[d][port] = (struct model_port){ .state = state, .vcpu = vcpu, .masked = model[d][port].masked };
}

static void do_alloc(unsigned int d)
{
	evtchn_alloc_unbound_t a = { .dom = DOMID_SELF, .remote_dom = fake_rand(DOMS) };

	if (evtchn_alloc_unbound(&a))
		return;
	opened(d, a.port, UNBOUND, 0);
	model[d][a.port].remote_dom = a.remote_dom;
}

static void do_bind(unsigned int d)
{
	evtchn_bind_interdomain_t b = { .remote_dom = fake_rand(DOMS), .remote_port = fake_rand(PORTS + 3) };
	struct model_port *r = b.remote_port < PORTS ? &model[b.remote_dom][b.remote_port] : NULL;
	bool may = r && r->state == UNBOUND && r->remote_dom == d;
	long rc = evtchn_bind_interdomain(&b);

	if (rc == -ENOSPC)
		return;
	assert_int_equal(rc, may ? 0 : -EINVAL);
	if (rc)
		return;
	opened(d, b.local_port, INTER, 0);
	model[d][b.local_port].remote_dom = b.remote_dom;
	model[d][b.local_port].remote_port = b.remote_port;
	model[d][b.local_port].raised = true; /* a new connection begins with one event */
	r->state = INTER;
	r->remote_dom = d;
	r->remote_port = b.local_port;
}

static void do_ipi(unsigned int d)
{
	evtchn_bind_ipi_t b = { .vcpu = fake_rand(VCPUS + 1) };
	long rc = evtchn_bind_ipi(&b);

	if (b.vcpu >= VCPUS)
		assert_int_equal(rc, -ENOENT);
	if (!rc)
		opened(d, b.port, IPI, b.vcpu);
}

static void do_virq(unsigned int d)
{
	static const unsigned int virqs[] = { VIRQ_TIMER, VIRQ_DEBUG, VIRQ_DOM_EXC };
	evtchn_bind_virq_t b = { .virq = virqs[fake_rand(3)], .vcpu = fake_rand(VCPUS) };
	bool bound = doms[d]->vcpu[b.vcpu]->virq_to_evtchn[b.virq];
	long rc = evtchn_op_bind_virq(&b);

	if (b.virq == VIRQ_DOM_EXC && b.vcpu)
		assert_int_equal(rc, -EINVAL);
	else if (bound)
		assert_int_equal(rc, -EEXIST);
	if (!rc) {
		opened(d, b.port, VIRQ, b.vcpu);
		model[d][b.port].virq = b.virq;
	}
}

static void do_close(unsigned int d)
{
	unsigned int port = fake_rand(PORTS);
	struct model_port *m = &model[d][port];
	evtchn_close_t c = { .port = port };
	long rc = evtchn_op_close(&c);

	assert_int_equal(rc, m->state == FREE ? -EINVAL : 0);
	if (rc)
		return;
	if (m->state == INTER && !(m->remote_dom == d && m->remote_port == port)) {
		struct model_port *r = &model[m->remote_dom][m->remote_port];

		r->state = UNBOUND;
		r->remote_dom = d;
	}
	m->state = FREE;
	m->raised = false;
}

static void do_send(unsigned int d)
{
	unsigned int port = fake_rand(PORTS);
	struct model_port *m = &model[d][port];
	evtchn_send_t s = { .port = port };
	long rc = evtchn_op_send(&s);

	if (m->state == INTER)
		model[m->remote_dom][m->remote_port].raised = true;
	else if (m->state == IPI)
		m->raised = true;
	assert_int_equal(rc, m->state == INTER || m->state == IPI || m->state == UNBOUND ? 0 : -EINVAL);
}

static void do_send_virq(unsigned int d)
{
	for (unsigned int p = 1; p < PORTS; p++) {
		struct model_port *m = &model[d][p];

		if (m->state != VIRQ || fake_rand(2))
			continue;
		if (m->virq == VIRQ_DOM_EXC)
			send_guest_global_virq(doms[d], VIRQ_DOM_EXC);
		else
			send_guest_vcpu_virq(doms[d]->vcpu[m->vcpu], m->virq);
		m->raised = true;
	}
}

static void do_move(unsigned int d)
{
	evtchn_bind_vcpu_t b = { .port = fake_rand(PORTS), .vcpu = fake_rand(VCPUS) };
	struct model_port *m = &model[d][b.port];
	bool may = m->state == UNBOUND || m->state == INTER || (m->state == VIRQ && m->virq == VIRQ_DOM_EXC);

	assert_int_equal(evtchn_op_bind_vcpu(&b), may ? 0 : -EINVAL);
}

static void do_status(unsigned int d)
{
	static const u32 expected[] = { EVTCHNSTAT_closed, EVTCHNSTAT_unbound, EVTCHNSTAT_interdomain, EVTCHNSTAT_ipi,
					EVTCHNSTAT_virq };
	evtchn_status_t s = { .dom = DOMID_SELF, .port = 1 + fake_rand(PORTS - 1) };
	struct model_port *m = &model[d][s.port];

	if (evtchn_op_status(&s)) {
		assert_int_equal(m->state, FREE);
		return;
	}
	assert_int_equal(s.status, expected[m->state]);
	if (m->state == INTER) {
		assert_int_equal(s.u.interdomain.dom, m->remote_dom);
		assert_int_equal(s.u.interdomain.port, m->remote_port);
	}
}

static void go_fifo(unsigned int d)
{
	struct guest *g = &guests[d];
	evtchn_expand_array_t e;

	become(d);
	for (unsigned int i = 0; i < VCPUS; i++) {
		evtchn_init_control_t c = { .vcpu = i, .offset = 64 };

		g->control_pg[i] = fake_page(doms[d]);
		memset(page_to_virt(g->control_pg[i]), 0, PAGE_SIZE);
		c.control_gfn = mfn_x(page_to_mfn(g->control_pg[i]));
		g->control[i] = page_to_virt(g->control_pg[i]) + 64;
		assert_int_equal(evtchn_fifo_init_control(&c), 0);
		assert_int_equal(c.link_bits, 17);
		assert_int_equal(evtchn_fifo_init_control(&c), -EINVAL);
	}
	g->array_pg = fake_page(doms[d]);
	g->words = page_to_virt(g->array_pg);
	for (unsigned int p = 0; p < PAGE_WORDS; p++)
		g->words[p] = p < PORTS && model[d][p].masked ? 1U << EVTCHN_FIFO_MASKED : 0;
	g->fifo = true;
	e.array_gfn = mfn_x(page_to_mfn(g->array_pg));
	assert_int_equal(evtchn_fifo_expand_array(&e), 0);
}

static void step(void)
{
	unsigned int d = fake_rand(DOMS), port = fake_rand(PORTS);
	evtchn_set_priority_t prio = { .port = port, .priority = fake_rand(18) };

	become(d);
	switch (fake_rand(24)) {
	case 0: do_alloc(d); break;
	case 1: case 2: do_bind(d); break;
	case 3: do_ipi(d); break;
	case 4: do_virq(d); break;
	case 5: do_close(d); break;
	case 6 ... 15: do_send(d); break;
	case 16: do_send_virq(d); break;
	case 17: do_move(d); break;
	case 18: do_status(d); break;
	case 19: if (model[d][port].state != FREE) set_mask(d, port, true); break;
	case 20: if (model[d][port].state != FREE) set_mask(d, port, false); break;
	case 21: evtchn_op_set_priority(&prio); break;
	case 22: consume(d); break;
	case 23: check_nothing_lost(d); break;
	}
}

static void run(unsigned long quick)
{
	for (unsigned long n = 0; fake_more_rounds(n, quick); n++)
		step();
	for (unsigned int d = 0; d < DOMS; d++)
		check_nothing_lost(d);
	assert_true(delivered > quick / 100);
}

static void test_2l(void **state)
{
	fake_srand(1);
	run(400000);
}

static void test_fifo(void **state)
{
	fake_srand(2);
	for (unsigned int d = 0; d < DOMS; d++)
		go_fifo(d);
	run(400000);
}

/* A kernel starts with the old ABI and changes over with ports open and events pending. */
static void test_switch(void **state)
{
	fake_srand(3);
	run(2000);
	for (unsigned int d = 0; d < DOMS; d++) {
		/* What is pending in the old ABI comes again in the new one. */
		go_fifo(d);
		run(2000);
	}
	run(20000);
}

static void free_guest_pages(struct guest *g)
{
	for (unsigned int i = 0; i < VCPUS; i++)
		fake_free_page(g->control_pg[i]);
	fake_free_page(g->array_pg);
	memset(g, 0, sizeof(*g));
}

/* A kernel that another one takes over from: all ports go, and both ABIs can be chosen anew. */
static void test_reset(void **state)
{
	evtchn_bind_ipi_t b = { .vcpu = 1 };

	fake_srand(5);
	for (unsigned int d = 0; d < DOMS; d++)
		go_fifo(d);
	run(20000);
	fake_preempt_after = 3;
	for (unsigned int d = 0; d < DOMS; d++) {
		long rc;

		become(d);
		unmapped = 0;
		do
			rc = evtchn_op_reset(&(evtchn_reset_t){ .dom = DOMID_SELF });
		while (rc == -EAGAIN);
		assert_int_equal(rc, 0);
		assert_int_equal(doms[d]->active_evtchns, 0);
		assert_int_equal(unmapped, VCPUS + 1);
		assert_null(doms[d]->evtchn_fifo);
		free_guest_pages(&guests[d]);
	}
	fake_preempt_after = 0;
	memset(model, 0, sizeof(model));
	become(1);
	assert_int_equal(evtchn_op_reset(&(evtchn_reset_t){ .dom = 0 }), -EPERM);
	/* A closed port is neither pending nor unmasked, whatever its bits say. */
	set_bit(7, doms[1]->shared_info->evtchn_pending);
	assert_false(vcpu_has_pending_port(doms[1]->vcpu[0], 7));
	assert_false(vcpu_has_pending_port(doms[1]->vcpu[0], 0));
	assert_true(evtchn_port_is_masked_by_guest(doms[1], 7));
	assert_int_equal(evtchn_bind_ipi(&b), 0);
	set_bit(b.port, doms[1]->shared_info->evtchn_pending);
	assert_true(vcpu_has_pending_port(doms[1]->vcpu[0], b.port));
	assert_false(evtchn_port_is_masked_by_guest(doms[1], b.port));
	assert_int_equal(evtchn_op_close(&(evtchn_close_t){ .port = b.port }), 0);
	for (unsigned int d = 0; d < DOMS; d++)
		go_fifo(d);
	run(20000);
}

/* A guest that writes nonsense into its own pages harms nobody else and ends no loop of ours. */
static void test_hostile_fifo(void **state)
{
	fake_srand(4);
	for (unsigned int d = 0; d < DOMS; d++)
		go_fifo(d);
	for (unsigned long n = 0; fake_more_rounds(n, 300000); n++) {
		unsigned int d = fake_rand(DOMS);
		evtchn_send_t s = { .port = fake_rand(PORTS) };

		become(d);
		switch (fake_rand(6)) {
		case 0: guests[d].words[fake_rand(PAGE_WORDS)] = fake_rand(~0U); break;
		case 1: *((u32 *)guests[d].control[fake_rand(VCPUS)] + fake_rand(18)) = fake_rand(~0U); break;
		case 2: do_ipi(d); break;
		case 3: if (!fake_rand(8)) evtchn_op_close(&(evtchn_close_t){ .port = s.port }); break;
		default: evtchn_op_send(&s);
		}
		for (unsigned int p = 0; p < PORTS; p++)
			model[d][p].state = FREE; /* this test has no model */
	}
}

static void test_limits(void **state)
{
	evtchn_bind_ipi_t b = { .vcpu = 0 };
	evtchn_init_control_t c = { .vcpu = VCPUS };
	unsigned int n = 0;

	become(1);
	while (!evtchn_bind_ipi(&b))
		n++;
	assert_int_equal(n, PORTS - 1); /* port 0 is none */
	assert_int_equal(evtchn_bind_ipi(&b), -ENOSPC);
	assert_int_equal(evtchn_op_close(&(evtchn_close_t){ .port = 77 }), 0);
	assert_int_equal(evtchn_bind_ipi(&b), 0);
	assert_int_equal(b.port, 77);
	assert_int_equal(evtchn_fifo_init_control(&c), -ENOENT);
	c.vcpu = 0;
	c.offset = PAGE_SIZE - 8;
	assert_int_equal(evtchn_fifo_init_control(&c), -EINVAL);
	c.offset = 0;
	c.control_gfn = 0xffffffff;
	assert_int_equal(evtchn_fifo_init_control(&c), -EINVAL);
	assert_int_equal(evtchn_fifo_expand_array(&(evtchn_expand_array_t){ 1 }), -EOPNOTSUPP);
	/* Ports of others are for control domains. */
	assert_int_equal(evtchn_alloc_unbound(&(evtchn_alloc_unbound_t){ .dom = 2, .remote_dom = 1 }), -EPERM);
	become(0);
	assert_int_equal(evtchn_alloc_unbound(&(evtchn_alloc_unbound_t){ .dom = 2, .remote_dom = 1 }), 0);
}

/* A guest with 32-bit shared_info: words of 32 bits, the mask 128 bytes after the pending bits, the selector at 4. */
static void test_2l_32bit(void **state)
{
	evtchn_bind_ipi_t b = { .vcpu = 1 };
	evtchn_send_t s;
	u32 *pending, *mask;
	u8 *info, before[PAGE_SIZE];

	become(1);
	doms[1]->abi32 = true;
	pending = (u32 *)doms[1]->shared_info->evtchn_pending;
	mask = pending + 32;
	info = (u8 *)doms[1]->vcpu[1]->vcpu_info;
	do
		assert_int_equal(evtchn_bind_ipi(&b), 0);
	while (b.port < 37);
	s.port = b.port;
	memcpy(before, doms[1]->shared_info, PAGE_SIZE);
	assert_int_equal(evtchn_op_send(&s), 0);
	assert_int_equal(pending[1], 1 << 5);
	assert_int_equal(*(u32 *)(info + 4), 1 << 1); /* word 1 */
	assert_int_equal(info[0], 1);
	pending[1] = 0;
	memset(info, 0, 8);
	assert_memory_equal(before, doms[1]->shared_info, PAGE_SIZE); /* and nothing else */
	mask[1] = 1 << 5;
	assert_int_equal(evtchn_op_send(&s), 0);
	assert_int_equal(*(u32 *)(info + 4), 0);
	assert_int_equal(evtchn_op_unmask(&(evtchn_unmask_t){ .port = b.port }), 0);
	assert_int_equal(mask[1], 0);
	assert_int_equal(*(u32 *)(info + 4), 1 << 1);
	doms[1]->abi32 = false;
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = { T(test_2l), T(test_fifo), T(test_switch), T(test_reset), T(test_hostile_fifo), T(test_limits),
		T(test_2l_32bit) };

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The FIFO ABI: one word of flags and link per port in pages of the guest, and per vCPU 16 queues, one per priority,
 * whose heads are in a control block. We append at the tail and write a head only when its queue was empty; the guest takes
 * from the head, clearing LINKED and following the link of each word. Everything in guest pages is read as untrusted.
 */
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include "private.h"

#define WORDS_PER_PAGE (PAGE_SIZE / sizeof(event_word_t))
#define MAX_ARRAY_PAGES (EVTCHN_FIFO_NR_CHANNELS / WORDS_PER_PAGE)
#define W_LINKED (1U << EVTCHN_FIFO_LINKED)
#define W_BUSY (1U << EVTCHN_FIFO_BUSY)
#define LINK_TRIES 4

struct fifo_queue {
	spinlock_t lock;              /* rank event_fifo; interrupts off */
	evtchn_port_t tail;           /* appended last; 0: none yet */
};

struct evtchn_fifo_vcpu {
	struct evtchn_fifo_control_block *control; /* NULL until registered */
	struct page_info *page;
	struct fifo_queue queues[EVTCHN_FIFO_MAX_QUEUES];
};

struct evtchn_fifo_domain {
	event_word_t *words[MAX_ARRAY_PAGES];
	struct page_info *pages[MAX_ARRAY_PAGES];
	unsigned int nr_words;        /* [e] ports that have one */
};

static event_word_t *word_of(const struct domain *d, evtchn_port_t port)
{
	const struct evtchn_fifo_domain *f = d->evtchn_fifo;

	if (port >= READ_ONCE(f->nr_words))
		return NULL;
	smp_rmb();
	return &f->words[port / WORDS_PER_PAGE][port % WORDS_PER_PAGE];
}

static void fifo_init(struct domain *d, struct evtchn *c)
{
	event_word_t *word = word_of(d, c->port);

	c->priority = EVTCHN_FIFO_PRIORITY_DEFAULT;
	/* A port closed while on a queue is not reused (is_busy), so only stale PENDING can be here. */
	if (word)
		clear_bit(EVTCHN_FIFO_PENDING, word);
}

/*
 * Lets the word of the last event point to @port, if that word is still on the queue. The guest may change it
 * at the same time; after a few tries BUSY asks it to wait. false: the queue had been emptied.
 */
static bool link_after(struct domain *d, evtchn_port_t tail, evtchn_port_t port)
{
	event_word_t *word = word_of(d, tail), w, new;

	if (!word)
		return false;
	w = READ_ONCE(*word);
	for (unsigned int i = 0; i < 2 * LINK_TRIES; i++) {
		event_word_t old = w;

		if (!(w & W_LINKED)) {
			clear_bit(EVTCHN_FIFO_BUSY, word);
			return false;
		}
		new = (w & ~(W_BUSY | EVTCHN_FIFO_LINK_MASK)) | port;
		w = cmpxchg(word, old, new);
		if (w == old)
			return true;
		if (i == LINK_TRIES) {
			set_bit(EVTCHN_FIFO_BUSY, word);
			w = READ_ONCE(*word);
		}
	}
	/* It keeps changing a word that it may not touch: what it loses by a new head is its own affair. */
	clear_bit(EVTCHN_FIFO_BUSY, word);
	return false;
}

static struct fifo_queue *queue_of(struct domain *d, unsigned int vcpu, unsigned int priority)
{
	struct vcpu *v = d->vcpu[vcpu];

	return v && v->evtchn_fifo ? &v->evtchn_fifo->queues[priority] : NULL;
}

/* Locks the queue that @c was last on and the one it goes to now, which it returns. */
static struct fifo_queue *lock_queues(struct vcpu *v, struct evtchn *c, struct fifo_queue **old, unsigned long *flags)
{
	for (;;) {
		u16 last_vcpu = READ_ONCE(c->last_vcpu);
		u8 last_priority = READ_ONCE(c->last_priority);
		struct fifo_queue *q = &v->evtchn_fifo->queues[READ_ONCE(c->priority)];

		*old = queue_of(v->domain, last_vcpu, last_priority) ?: q;
		spin_lock_irqsave(*old < q ? &(*old)->lock : &q->lock, *flags);
		if (*old != q)
			spin_lock_nested(*old < q ? &q->lock : &(*old)->lock);
		if (likely(last_vcpu == c->last_vcpu && last_priority == c->last_priority))
			return q;
		if (*old != q)
			spin_unlock(*old < q ? &q->lock : &(*old)->lock);
		spin_unlock_irqrestore(*old < q ? &(*old)->lock : &q->lock, *flags);
	}
}

/* Puts @c on a queue of @v unless it is on one. true: the guest has to be told of the queue. */
static bool append(struct vcpu *v, struct evtchn *c, event_word_t *word)
{
	struct domain *d = v->domain;
	struct fifo_queue *old, *q;
	unsigned long flags;
	bool linked = false, appended;
	unsigned int priority;

	q = lock_queues(v, c, &old, &flags);
	priority = q - v->evtchn_fifo->queues;
	appended = !test_and_set_bit(EVTCHN_FIFO_LINKED, word);
	if (appended) {
		/* It leaves its old queue: that must not append to a word that now belongs to another. */
		if (old != q && old->tail == c->port)
			old->tail = 0;
		c->last_vcpu = v->vcpu_id;
		c->last_priority = priority;
		/* As its own predecessor it was the last on an empty queue. */
		if (q->tail && q->tail != c->port)
			linked = link_after(d, q->tail, c->port);
		if (!linked)
			WRITE_ONCE(v->evtchn_fifo->control->head[priority], c->port);
		q->tail = c->port;
	}
	if (old != q)
		spin_unlock(old < q ? &q->lock : &old->lock);
	spin_unlock_irqrestore(old < q ? &old->lock : &q->lock, flags);
	return appended && !linked && !test_and_set_bit(priority, &v->evtchn_fifo->control->ready);
}

static void fifo_set_pending(struct vcpu *v, struct evtchn *c)
{
	event_word_t *word = word_of(v->domain, c->port);
	bool was_pending;

	if (unlikely(!word)) {
		WRITE_ONCE(c->pending, true);
		/* Who brings the word looks at .pending afterwards; it may just have done so. */
		smp_mb();
		word = word_of(v->domain, c->port);
		if (!word)
			return;
		WRITE_ONCE(c->pending, false);
	}
	was_pending = test_and_set_bit(EVTCHN_FIFO_PENDING, word);
	if (unlikely(!v->evtchn_fifo || !v->evtchn_fifo->control))
		return; /* a vCPU that has not been brought up; the event stays pending */
	if (!test_bit(EVTCHN_FIFO_MASKED, word) && !test_bit(EVTCHN_FIFO_LINKED, word) && append(v, c, word))
		vcpu_mark_events_pending(v);
	if (!was_pending)
		evtchn_check_pollers(v->domain, c->port);
}

static void fifo_clear_pending(struct domain *d, struct evtchn *c)
{
	event_word_t *word = word_of(d, c->port);

	/* The link stays: the guest takes the word off its queue. */
	if (word)
		clear_bit(EVTCHN_FIFO_PENDING, word);
	c->pending = false;
}

static void fifo_unmask(struct domain *d, struct evtchn *c)
{
	event_word_t *word = word_of(d, c->port);

	if (!word)
		return;
	clear_bit(EVTCHN_FIFO_MASKED, word);
	if (test_bit(EVTCHN_FIFO_PENDING, word))
		fifo_set_pending(d->vcpu[c->notify_vcpu], c);
}

static bool word_bit(const struct domain *d, const struct evtchn *c, unsigned int bit)
{
	const event_word_t *word = word_of(d, c->port);

	return word && test_bit(bit, word);
}

static bool fifo_is_pending(const struct domain *d, const struct evtchn *c)
{
	return c->pending || word_bit(d, c, EVTCHN_FIFO_PENDING);
}

static bool fifo_is_masked(const struct domain *d, const struct evtchn *c)
{
	return !word_of(d, c->port) || word_bit(d, c, EVTCHN_FIFO_MASKED);
}

static bool fifo_is_busy(const struct domain *d, const struct evtchn *c)
{
	return word_bit(d, c, EVTCHN_FIFO_LINKED);
}

static int fifo_set_priority(struct domain *d, struct evtchn *c, unsigned int priority)
{
	if (priority > EVTCHN_FIFO_PRIORITY_MIN)
		return -EINVAL;
	c->priority = priority; /* from the next event on */
	return 0;
}

const struct evtchn_port_ops evtchn_fifo_ops = {
	.init = fifo_init,
	.set_pending = fifo_set_pending,
	.clear_pending = fifo_clear_pending,
	.unmask = fifo_unmask,
	.is_pending = fifo_is_pending,
	.is_masked = fifo_is_masked,
	.is_busy = fifo_is_busy,
	.set_priority = fifo_set_priority,
};

/* A page of the guest, referenced, writable and mapped for as long as we use it. */
static int map_guest_page(struct domain *d, u64 gfn, struct page_info **page, void **va)
{
	struct page_info *pg = get_page_from_gfn(d, _gfn(gfn));

	if (!pg)
		return -EINVAL;
	if (!get_page_type(pg, PGT_writable_page)) {
		put_page(pg);
		return -EINVAL;
	}
	*va = map_domain_page_global(page_to_mfn(pg));
	if (!*va) {
		put_page_and_type(pg);
		return -ENOMEM;
	}
	*page = pg;
	return 0;
}

static void unmap_guest_page(struct page_info *pg, void *va)
{
	unmap_domain_page_global((void *)((unsigned long)va & PAGE_MASK));
	put_page_and_type(pg);
}

static int vcpu_queues_alloc(struct vcpu *v)
{
	struct evtchn_fifo_vcpu *fv;

	if (v->evtchn_fifo)
		return 0;
	fv = xzalloc(struct evtchn_fifo_vcpu);
	if (!fv)
		return -ENOMEM;
	for (unsigned int i = 0; i < EVTCHN_FIFO_MAX_QUEUES; i++)
		spinlock_init(&fv->queues[i].lock, event_fifo);
	smp_wmb();
	v->evtchn_fifo = fv;
	return 0;
}

/* The domain leaves the 2-level ABI: ports get priorities, and what was pending is raised when the words are there. */
static int switch_to_fifo(struct domain *d)
{
	struct evtchn_fifo_domain *f = xzalloc(struct evtchn_fifo_domain);
	unsigned long flags;

	if (!f)
		return -ENOMEM;
	d->evtchn_fifo = f;
	smp_wmb();
	/* Before the look at each port: who still sends the old way notices it (evtchn_set_pending()). */
	WRITE_ONCE(d->evtchn_port_ops, &evtchn_fifo_ops);
	smp_mb();
	d->max_evtchns = EVTCHN_FIFO_NR_CHANNELS;
	for (evtchn_port_t port = 1; port < d->valid_evtchns; port++) {
		struct evtchn *c = evtchn_from_port(d, port);

		spin_lock_irqsave(&c->lock, flags);
		c->priority = EVTCHN_FIFO_PRIORITY_DEFAULT;
		if (c->state != ECS_FREE && port < EVTCHN_2L_NR_CHANNELS && evtchn_2l_ops.is_pending(d, c))
			c->pending = true;
		spin_unlock_irqrestore(&c->lock, flags);
	}
	return 0;
}

long evtchn_fifo_init_control(evtchn_init_control_t *arg)
{
	struct domain *d = current->domain;
	struct page_info *pg;
	struct vcpu *v;
	void *va;
	int rc;

	arg->link_bits = EVTCHN_FIFO_LINK_BITS;
	if (arg->vcpu >= d->max_vcpus || !(v = d->vcpu[array_index_nospec(arg->vcpu, d->max_vcpus)]))
		return -ENOENT;
	if (arg->offset > PAGE_SIZE - sizeof(struct evtchn_fifo_control_block) || arg->offset % 8)
		return -EINVAL;
	write_lock(&d->event_lock);
	rc = d->is_dying ? -EINVAL : vcpu_queues_alloc(v);
	if (!rc && v->evtchn_fifo->control)
		rc = -EINVAL;
	rc = rc ?: map_guest_page(d, arg->control_gfn, &pg, &va);
	if (!rc && !d->evtchn_fifo) {
		rc = switch_to_fifo(d);
		if (rc)
			unmap_guest_page(pg, va);
	}
	if (!rc) {
		v->evtchn_fifo->page = pg;
		smp_wmb();
		WRITE_ONCE(v->evtchn_fifo->control, va + arg->offset);
	}
	write_unlock(&d->event_lock);
	return rc;
}

/* The words of @first and the following ports have come: raise what happened before. */
static void raise_early_events(struct domain *d, evtchn_port_t first)
{
	unsigned long flags;

	for (evtchn_port_t port = first; port < first + WORDS_PER_PAGE && port < d->valid_evtchns; port++) {
		struct evtchn *c = evtchn_from_port(d, port);

		spin_lock_irqsave(&c->lock, flags);
		if (c->pending && c->state != ECS_FREE) {
			c->pending = false;
			fifo_set_pending(d->vcpu[c->notify_vcpu], c);
		}
		spin_unlock_irqrestore(&c->lock, flags);
	}
}

long evtchn_fifo_expand_array(evtchn_expand_array_t *arg)
{
	struct domain *d = current->domain;
	struct evtchn_fifo_domain *f;
	unsigned int i;
	void *va;
	int rc;

	write_lock(&d->event_lock);
	f = d->evtchn_fifo;
	rc = d->is_dying ? -EINVAL : !f ? -EOPNOTSUPP : 0;
	if (!rc) {
		i = f->nr_words / WORDS_PER_PAGE;
		rc = i >= MAX_ARRAY_PAGES ? -ENOSPC : map_guest_page(d, arg->array_gfn, &f->pages[i], &va);
	}
	if (!rc) {
		f->words[i] = va;
		smp_wmb();
		WRITE_ONCE(f->nr_words, f->nr_words + WORDS_PER_PAGE);
		smp_mb(); /* pairs with fifo_set_pending() */
		raise_early_events(d, i * WORDS_PER_PAGE);
	}
	write_unlock(&d->event_lock);
	return rc;
}

/* [event_lock] No port is open, nobody sends any more. */
void evtchn_fifo_destroy(struct domain *d)
{
	struct evtchn_fifo_domain *f = d->evtchn_fifo;
	struct vcpu *v;

	for_each_vcpu(d, v) {
		struct evtchn_fifo_vcpu *fv = v->evtchn_fifo;

		v->evtchn_fifo = NULL;
		if (fv && fv->control)
			unmap_guest_page(fv->page, fv->control);
		xfree(fv);
	}
	if (!f)
		return;
	for (unsigned int i = 0; i < f->nr_words / WORDS_PER_PAGE; i++)
		unmap_guest_page(f->pages[i], f->words[i]);
	d->evtchn_fifo = NULL;
	xfree(f);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The buddy allocator. Free memory is chunks of 2^order pages, aligned to their size and within one zone of one
 * node; the first page of a chunk says so (PGC_state_free, .free.order). Freeing joins a chunk with its buddy
 * as long as that is free too; allocating splits the smallest chunk that fits.
 *
 * A chunk is dirty when it may hold others' data; it is cleaned by whoever takes it, or before that by idle CPUs.
 */
#include <xen/errno.h>
#include <xen/param.h>
#include <xen/softirq.h>
#include "private.h"

DEFINE_SPINLOCK(heap_lock, heap);
struct heap heap;
static struct heap_node first_node;

unsigned long total_pages, max_page;

/* bootscrub=: when RAM is cleaned of what was there before the hypervisor. */
static enum { BOOTSCRUB_OFF, BOOTSCRUB_ON, BOOTSCRUB_IDLE } opt_bootscrub = BOOTSCRUB_IDLE;

static int __init parse_bootscrub(const char *s)
{
	int v = parse_bool(s, NULL);

	if (v >= 0)
		opt_bootscrub = v ? BOOTSCRUB_ON : BOOTSCRUB_OFF;
	else if (!strcmp(s, "idle"))
		opt_bootscrub = BOOTSCRUB_IDLE;
	else
		return -EINVAL;
	return 0;
}
custom_param("bootscrub", parse_bootscrub);

static void scrub_one_page(struct page_info *pg)
{
	void *p = map_domain_page(page_to_mfn(pg));

	clear_page(p);
	unmap_domain_page(p);
}

bool heap_ready(void)
{
	return heap.total;
}

static void node_init(struct heap_node *n)
{
	memset(n, 0, sizeof(*n));
	for (unsigned int z = 0; z < NR_ZONES; z++)
		for (unsigned int o = 0; o <= MAX_ORDER; o++)
			INIT_PAGE_LIST_HEAD(&n->free[z][o]);
}

/* Adds a chunk as it is: no joining. @first_dirty: 2^order when it is clean. */
static void chunk_insert(struct page_info *pg, unsigned int order, u32 first_dirty, bool flush)
{
	mfn_t m = page_to_mfn(pg);
	struct heap_node *n = heap.node[mfn_to_node(m)];
	unsigned int z = mfn_to_zone(m);

	pg->free.order = order;
	pg->free.first_dirty = first_dirty;
	pg->free.need_tlbflush = flush;
	pg->count_info = PGC_state_free;
	n->avail[z] += 1UL << order;
	heap.avail += 1UL << order;
	n->dirty += (1UL << order) - first_dirty;
	/* Dirty chunks stand last: a clean one of the same size is taken first, the scrubber looks at the end. */
	if (first_dirty < 1U << order)
		page_list_add_tail(pg, &n->free[z][order]);
	else
		page_list_add(pg, &n->free[z][order]);
	n->orders[z] |= 1U << order;
}

static void chunk_remove(struct page_info *pg)
{
	mfn_t m = page_to_mfn(pg);
	struct heap_node *n = heap.node[mfn_to_node(m)];
	unsigned int z = mfn_to_zone(m), order = pg->free.order;

	page_list_del(pg, &n->free[z][order]);
	if (page_list_empty(&n->free[z][order]))
		n->orders[z] &= ~(1U << order);
	n->avail[z] -= 1UL << order;
	heap.avail -= 1UL << order;
	n->dirty -= (1UL << order) - pg->free.first_dirty;
	pg->count_info = 0;
}

/* The free chunk that completes [m, m + 2^order) to the next order; NULL. */
static struct page_info *free_buddy(mfn_t m, unsigned int order)
{
	mfn_t b = _mfn(mfn_x(m) ^ (1UL << order));
	struct page_info *pg;

	if (!mfn_has_page(b) || mfn_to_zone(b) != mfn_to_zone(m) || mfn_to_node(b) != mfn_to_node(m))
		return NULL;
	pg = mfn_to_page(b);
	return (pg->count_info & PGC_state_mask) == PGC_state_free && pg->free.order == order ? pg : NULL;
}

static void chunk_free(struct page_info *pg, unsigned int order, u32 first_dirty, bool flush)
{
	struct page_info *b;

	for (; order < MAX_ORDER && (b = free_buddy(page_to_mfn(pg), order)); order++) {
		struct page_info *low = min(pg, b);
		u32 low_dirty = low == b ? b->free.first_dirty : first_dirty;
		u32 high_dirty = low == b ? first_dirty : b->free.first_dirty;

		flush |= b->free.need_tlbflush;
		chunk_remove(b);
		pg = low;
		/* One index tells what is dirty: when it lies in the low half, the whole high half counts too. */
		first_dirty = low_dirty < 1U << order ? low_dirty : (1U << order) + high_dirty;
	}
	chunk_insert(pg, order, first_dirty, flush);
}

static struct page_info *chunk_find(struct heap_node *n, unsigned int lo, unsigned int hi, unsigned int order)
{
	for (unsigned int z = hi + 1; z-- > lo;) {
		u32 fits = n->orders[z] & ~((1U << order) - 1);

		if (fits)
			return page_list_first(&n->free[z][__builtin_ctz(fits)]);
	}
	return NULL;
}

/* What is not promised to others by a claim; a claim of @d's own counts for it. */
static bool may_take(unsigned long pages, const struct domain *d)
{
	unsigned long reserved = heap.claimed;

	if (d)
		reserved -= min_t(unsigned long, d->outstanding_pages, reserved);
	return heap.avail >= reserved && heap.avail - reserved >= pages;
}

static struct page_info *take_pages(unsigned int lo, unsigned int hi, unsigned int order, unsigned int memflags,
				    struct domain *d)
{
	unsigned int want = (memflags >> 16) & 0xff ? ((memflags >> 16) & 0xff) - 1 : 0;
	struct page_info *pg = NULL;
	unsigned int o;
	u32 first_dirty;
	bool flush;

	if (!may_take(1UL << order, d))
		return NULL;
	for (unsigned int i = 0; i < heap.nr_nodes && !pg; i++) {
		pg = chunk_find(heap.node[(want + i) % heap.nr_nodes], lo, hi, order);
		if (memflags & MEMF_exact_node)
			break;
	}
	if (!pg)
		return NULL;
	o = pg->free.order;
	first_dirty = pg->free.first_dirty;
	flush = pg->free.need_tlbflush;
	chunk_remove(pg);
	/* The upper half goes back until the size is right. */
	while (o > order) {
		u32 half = 1U << --o;

		chunk_insert(pg + half, o, first_dirty > half ? first_dirty - half : 0, flush);
		first_dirty = min(first_dirty, half);
	}
	pg->free.first_dirty = first_dirty;
	pg->free.need_tlbflush = flush;
	return pg;
}

/* Flushes what other CPUs may still translate to the chunk. Interrupts on. */
static void flush_old_uses(const struct page_info *pg, unsigned int order)
{
	u32 newest = pg->tlbflush_timestamp;
	cpumask_t mask = cpu_online_map;

	for (unsigned long i = 1; i < 1UL << order; i++)
		if ((s32)(pg[i].tlbflush_timestamp - newest) > 0)
			newest = pg[i].tlbflush_timestamp;
	tlbflush_filter(&mask, newest);
	if (!cpumask_empty(&mask))
		flush_area_mask(&mask, NULL, FLUSH_TLB);
}

struct page_info *alloc_heap_pages(unsigned int lo, unsigned int hi, unsigned int order, unsigned int memflags,
				   struct domain *d)
{
	struct page_info *pg;
	u32 first_dirty;

	if (order > MAX_ORDER || lo > hi)
		return NULL;
	spin_lock(&heap_lock);
	pg = take_pages(lo, hi, order, memflags, d);
	if (pg && d) {
		unsigned long used = min_t(unsigned long, d->outstanding_pages, 1UL << order);

		d->outstanding_pages -= used;
		heap.claimed -= used;
	}
	spin_unlock(&heap_lock);
	if (!pg)
		return NULL;

	first_dirty = memflags & MEMF_no_scrub ? 1U << order : pg->free.first_dirty;
	if (pg->free.need_tlbflush && !(memflags & MEMF_no_tlbflush))
		flush_old_uses(pg, order);
	for (u32 i = 0; i < 1U << order; i++) {
		if (i >= first_dirty)
			scrub_one_page(&pg[i]);
		pg[i].count_info = 0;
		pg[i].type_info = 0;
		pg[i].owner = 0;
		pg[i].next = pg[i].prev = PAGE_LIST_NONE;
	}
	return pg;
}

void free_heap_pages(struct page_info *pg, unsigned int order, bool dirty)
{
	for (unsigned long i = 0; i < 1UL << order; i++) {
		BUG_ON(pg[i].count_info & (PGC_count_mask | PGC_io));
		pg[i].count_info = 0;
		pg[i].owner = 0;
		page_set_tlbflush_timestamp(&pg[i]);
	}
	spin_lock(&heap_lock);
	chunk_free(pg, order, dirty ? 0 : 1U << order, true);
	spin_unlock(&heap_lock);
}

void init_heap_pages(mfn_t start, unsigned long count)
{
	unsigned long m = mfn_x(start), e = m + count;

	if (!heap.nr_nodes) {
		node_init(&first_node);
		heap.node[heap.nr_nodes++] = &first_node;
	}
	while (m < e) {
		unsigned int order = m ? min_t(unsigned int, __builtin_ctzl(m), MAX_ORDER) : MAX_ORDER;

		while (m + (1UL << order) > e || mfn_to_zone(_mfn(m)) != mfn_to_zone(_mfn(m + (1UL << order) - 1)))
			order--;
		spin_lock(&heap_lock);
		chunk_free(mfn_to_page(_mfn(m)), order, opt_bootscrub == BOOTSCRUB_OFF ? 1U << order : 0, false);
		heap.total += 1UL << order;
		spin_unlock(&heap_lock);
		m += 1UL << order;
	}
}

void mm_free_boot_range(paddr_t s, paddr_t e)
{
	unsigned long from = max_t(unsigned long, PAGE_ALIGN(s) >> PAGE_SHIFT, 1), to = e >> PAGE_SHIFT;

	if (from < to)
		init_heap_pages(_mfn(from), to - from);
}

/* Cleans one page of some dirty chunk of the node, which stays where it is. heap_lock held: a page takes < 1 us. */
static void scrub_step(struct heap_node *n)
{
	for (unsigned int z = NR_ZONES; z-- > 0;)
		for (u32 orders = n->orders[z]; orders; orders &= orders - 1) {
			unsigned int o = __builtin_ctz(orders);
			struct page_info *pg = page_list_at(n->free[z][o].last);

			if (pg->free.first_dirty >= 1U << o)
				continue;
			scrub_one_page(&pg[pg->free.first_dirty++]);
			n->dirty--;
			if (pg->free.first_dirty == 1U << o) {
				page_list_del(pg, &n->free[z][o]);
				page_list_add(pg, &n->free[z][o]);
			}
			return;
		}
}

bool scrub_free_pages(void)
{
	unsigned long dirty = 0;

	for (unsigned int i = 0; i < heap.nr_nodes; i++) {
		struct heap_node *n = heap.node[i];

		for (unsigned int k = 0; k < 16 && READ_ONCE(n->dirty) && !softirq_pending(smp_processor_id()); k++) {
			spin_lock(&heap_lock);
			if (n->dirty)
				scrub_step(n);
			spin_unlock(&heap_lock);
		}
		dirty += READ_ONCE(n->dirty);
	}
	return dirty;
}

void __init scrub_free_pages_at_boot(void)
{
	unsigned long left = 0;

	for (unsigned int i = 0; i < heap.nr_nodes; i++)
		left += heap.node[i]->dirty;
	if (opt_bootscrub == BOOTSCRUB_IDLE)
		printk("Scrubbing Free RAM in background (%lu MiB)\n", left >> 8);
	if (opt_bootscrub != BOOTSCRUB_ON)
		return;
	printk("Scrubbing Free RAM (%lu MiB)\n", left >> 8);
	while (scrub_free_pages())
		process_pending_softirqs();
}

unsigned long total_free_pages(void)
{
	return READ_ONCE(heap.avail);
}

unsigned long total_heap_pages(void)
{
	return READ_ONCE(heap.total);
}

unsigned long avail_domheap_pages(void)
{
	return READ_ONCE(heap.avail);
}

// SPDX-License-Identifier: GPL-2.0-only
/* The heap against a model: who has which page; what is given out is clean, aligned, nobody else's; all comes back. */
#include <xen/errno.h>
#include "../../../common/mm/private.h"
#include "../fake/fake.h"

#define SLOTS 128

static struct { struct page_info *pg; unsigned int order; struct domain *d; } slot[SLOTS];
static u8 taken[FAKE_FRAMES];
static unsigned long nr_taken;
static struct domain *doms[2];

static int setup(void **state)
{
	fake_machine_init();
	memset(&heap, 0, sizeof(heap));
	memset(slot, 0, sizeof(slot));
	memset(taken, 0, sizeof(taken));
	nr_taken = 0;
	memset((void *)DIRECTMAP_VIRT_START, 0x5a, FAKE_FRAMES << PAGE_SHIFT); /* what was there before us */
	init_heap_pages(_mfn(1), FAKE_FRAMES - 1);
	for (unsigned int i = 0; i < 2; i++)
		doms[i] = fake_domain(i);
	return 0;
}

static void check_heap(void)
{
	unsigned long free = 0, dirty = 0;

	for (unsigned int z = 0; z < NR_ZONES; z++)
		for (unsigned int o = 0; o <= MAX_ORDER; o++) {
			struct page_info *pg;

			assert_int_equal(!!(heap.node[0]->orders[z] & (1U << o)), !page_list_empty(&heap.node[0]->free[z][o]));
			page_list_for_each(pg, &heap.node[0]->free[z][o]) {
				unsigned long m = mfn_x(page_to_mfn(pg));

				assert_int_equal(pg->free.order, o);
				assert_int_equal(m & ((1UL << o) - 1), 0);
				assert_int_equal(flsl(m), flsl(m + (1UL << o) - 1));
				assert_true(pg->free.first_dirty <= 1U << o);
				free += 1UL << o;
				dirty += (1UL << o) - pg->free.first_dirty;
				for (unsigned long i = 0; i < 1UL << o; i++)
					assert_false(taken[m + i]);
			}
		}
	assert_int_equal(free, heap.avail);
	assert_int_equal(dirty, heap.node[0]->dirty);
}

static unsigned int nr_chunk_sizes(void)
{
	unsigned int n = 0;

	for (unsigned int z = 0; z < NR_ZONES; z++)
		n += __builtin_popcount(heap.node[0]->orders[z]);
	return n;
}

static void take(unsigned int s)
{
	unsigned int order = fake_rand(4) ? fake_rand(4) : fake_rand(11);
	struct domain *d = fake_rand(3) ? doms[fake_rand(2)] : NULL;
	unsigned int bits = fake_rand(4) ? 0 : 13 + fake_rand(14);
	bool no_scrub = !fake_rand(4);
	struct page_info *pg = alloc_domheap_pages(d, order, MEMF_bits(bits) | (no_scrub ? MEMF_no_scrub : 0));
	unsigned long m;

	if (!pg)
		return;
	m = mfn_x(page_to_mfn(pg));
	assert_int_equal(m & ((1UL << order) - 1), 0);
	if (bits)
		assert_true((m + (1UL << order)) << PAGE_SHIFT <= 1UL << bits);
	for (unsigned long i = 0; i < 1UL << order; i++) {
		u64 *p = mfn_to_virt(_mfn(m + i));

		assert_false(taken[m + i]);
		taken[m + i] = 1;
		assert_ptr_equal(page_get_owner(pg + i), d);
		for (unsigned int k = 0; !no_scrub && k < 512; k += 73)
			assert_int_equal(p[k], 0);
		memset(p, 0xa5, PAGE_SIZE);
	}
	nr_taken += 1UL << order;
	slot[s].pg = pg;
	slot[s].order = order;
	slot[s].d = d;
}

static void give_back(unsigned int s)
{
	unsigned long n = 1UL << slot[s].order;
	unsigned long m = mfn_x(page_to_mfn(slot[s].pg));

	for (unsigned long i = 0; i < n; i++)
		taken[m + i] = 0;
	nr_taken -= n;
	if (slot[s].d)
		for (unsigned long i = 0; i < n; i++)
			put_page_alloc_ref(slot[s].pg + i);
	else
		free_domheap_pages(slot[s].pg, slot[s].order);
	slot[s].pg = NULL;
}

static void test_model(void **state)
{
	unsigned long all = heap.avail, base;
	unsigned int chunks = nr_chunk_sizes();

	fake_srand(2);
	base = heap.avail;
	for (unsigned long i = 0; fake_more_rounds(i, 20000); i++) {
		unsigned int s = fake_rand(SLOTS);

		if (slot[s].pg)
			give_back(s);
		else
			take(s);
		if (!fake_rand(8))
			scrub_free_pages();
		assert_int_equal(heap.avail + nr_taken, base);
		if (!(i % 64))
			check_heap();
	}
	for (unsigned int s = 0; s < SLOTS; s++)
		if (slot[s].pg)
			give_back(s);
	while (scrub_free_pages())
		;
	check_heap();
	assert_int_equal(heap.avail, all);
	assert_int_equal(heap.node[0]->dirty, 0);
	assert_int_equal(doms[0]->tot_pages, 0);
	assert_int_equal(atomic_read(&doms[0]->refcnt), 1);
	/* Everything has joined again: as few chunks as at the start. */
	assert_int_equal(nr_chunk_sizes(), chunks);
}

static void test_claims(void **state)
{
	unsigned long half = heap.avail / 2 + 100;
	struct page_info *pg;

	doms[0]->max_pages = doms[1]->max_pages = ~0U;
	assert_int_equal(domain_set_outstanding_pages(doms[0], half), 0);
	assert_int_equal(domain_set_outstanding_pages(doms[0], 1), -EINVAL);
	assert_int_equal(domain_set_outstanding_pages(doms[1], half), -ENOMEM);
	/* What is left for others is what nobody claimed. */
	for (unsigned long n = heap.avail - half; n; n--)
		assert_non_null(alloc_domheap_page(doms[1], 0));
	assert_null(alloc_domheap_page(doms[1], 0));
	pg = alloc_domheap_page(doms[0], 0);
	assert_non_null(pg);
	assert_int_equal(doms[0]->outstanding_pages, half - 1);
	assert_int_equal(domain_set_outstanding_pages(doms[0], 0), 0);
	assert_int_equal(heap.claimed, 0);
	assert_non_null(alloc_domheap_page(doms[1], 0));
}

static void test_limits(void **state)
{
	doms[0]->max_pages = 4;
	assert_null(alloc_domheap_pages(doms[0], 3, 0));
	assert_non_null(alloc_domheap_pages(doms[0], 2, 0));
	assert_null(alloc_domheap_page(doms[0], 0));
	assert_non_null(alloc_domheap_page(doms[0], MEMF_no_refcount));
	assert_int_equal(doms[0]->tot_pages, 4);
	doms[1]->is_dying = DOMDYING_dying;
	assert_null(alloc_domheap_page(doms[1], 0));
	assert_null(alloc_domheap_pages(NULL, MAX_ORDER + 1, 0));
	assert_null(alloc_domheap_pages(NULL, 0, MEMF_bits(12)));
}

static void test_references(void **state)
{
	struct page_info *pg = alloc_domheap_page(doms[0], 0);
	unsigned long free = heap.avail;

	assert_true(get_page(pg, doms[0]));
	assert_false(get_page(pg, doms[1]));
	assert_int_equal(pg->count_info & PGC_count_mask, 2);
	put_page_alloc_ref(pg);
	put_page_alloc_ref(pg); /* only once */
	assert_int_equal(heap.avail, free);
	put_page(pg);
	assert_int_equal(heap.avail, free + 1);
	assert_false(get_page(pg, doms[0]));
	assert_false(owner_change(pg, doms[0], doms[1]));
}

static void test_xmalloc(void **state)
{
	static struct { u8 *p; size_t n; u8 tag; } o[256];
	unsigned long free = heap.avail;

	fake_srand(3);
	for (unsigned long i = 0; fake_more_rounds(i, 100000); i++) {
		unsigned int s = fake_rand(256);
		size_t align = 1UL << fake_rand(13);

		if (o[s].p) {
			for (size_t k = 0; k < o[s].n; k++)
				assert_int_equal(o[s].p[k], o[s].tag);
			xfree(o[s].p);
			o[s].p = NULL;
			continue;
		}
		o[s].n = fake_rand(8) ? fake_rand(300) : fake_rand(20000);
		o[s].tag = i;
		o[s].p = xmalloc_aligned(o[s].n, align);
		assert_non_null(o[s].p);
		assert_int_equal((unsigned long)o[s].p & (align - 1), 0);
		for (size_t k = 0; k < o[s].n; k++)
			o[s].p[k] = o[s].tag;
	}
	for (unsigned int s = 0; s < 256; s++)
		xfree(o[s].p);
	assert_true(free - heap.avail <= 14); /* at most one slab per class stays */
	assert_null(xmalloc_array_bytes(1UL << 40, 1UL << 40));
	assert_null(xmalloc_bytes(~0UL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_model, setup),
		cmocka_unit_test_setup(test_claims, setup),
		cmocka_unit_test_setup(test_limits, setup),
		cmocka_unit_test_setup(test_references, setup),
		cmocka_unit_test_setup(test_xmalloc, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

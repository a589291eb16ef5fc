// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walker against a plain model: an array says what each guest frame is. The processor is simulated too: it reads the
 * tables by the bits of its manual alone, and remembers translations until it is told to flush.
 */
#include "test.h"

#define LOW (1UL << 19)        /* 2 GiB of guest frames from 0 */
#define TOP 4096UL             /* and the last ones */
#define POOL 15
#define FOREIGN 8

static struct model { u64 mfn; u8 type; } model[LOW + TOP];
static struct domain *d, *other;
static struct p2m_domain *p2m;
static struct page_info *foreign[FOREIGN];
static unsigned long stat_ok, stat_full, stat_levels[4];

static struct model *at(unsigned long gfn)
{
	return gfn < LOW ? &model[gfn] : &model[LOW + gfn - (P2M_GFN_LIMIT - TOP)];
}

static unsigned long random_gfn(unsigned int order)
{
	static const unsigned long spot[] = { 0, 1 << 9, 1 << 10, 1 << 18, LOW - 1024, P2M_GFN_LIMIT - TOP, P2M_GFN_LIMIT - 1024 };
	unsigned long g = spot[fake_rand(ARRAY_SIZE(spot))] + fake_rand(1024);

	if (order > 10)
		return fake_rand(2) << 18;
	if (fake_rand(4))
		g &= ~((1UL << order) - 1);
	while ((g < LOW && g + (1UL << order) > LOW) || g + (1UL << order) > P2M_GFN_LIMIT)
		g -= 1UL << order;
	return g;
}

static void check_frame(unsigned long gfn)
{
	const struct model *m = at(gfn);
	const struct p2m_type_row *r = &p2m_types[m->type];
	enum p2m_type t;
	unsigned int order;
	mfn_t mfn = p2m_lookup(d, _gfn(gfn), &t, &order);
	struct hw hw = { 0 };
	bool mapped = hw_walk(p2m, gfn, &hw);

	assert_int_equal(t, m->type);
	assert_int_equal(mapped, !!r->access);
	assert_true(mfn_eq(mfn, r->frame ? _mfn(m->mfn) : INVALID_MFN));
	if (mapped) {
		assert_int_equal(hw.mfn, m->mfn);
		assert_int_equal(hw.access, r->access);
		assert_int_equal(order, 9 * (hw.level - 1));
	}
	if (r->own)
		assert_int_equal(get_gpfn_from_mfn(_mfn(m->mfn)), gfn);
}

static void check_all(void)
{
	unsigned long promises = 0, refs = 0, held[FOREIGN] = { 0 };

	for (unsigned long i = 0; i < LOW + TOP; i++) {
		promises += model[i].type == p2m_populate_on_demand;
		refs += p2m_types[model[i].type].ref;
		for (unsigned int f = 0; p2m_types[model[i].type].ref && f < FOREIGN; f++)
			held[f] += model[i].mfn == mfn_x(page_to_mfn(foreign[f]));
	}
	assert_int_equal(p2m->pod.entries, promises);
	assert_int_equal(p2m->nr_refs, refs);
	for (unsigned int f = 0; f < FOREIGN; f++)
		assert_int_equal(foreign[f]->count_info & PGC_count_mask, 1 + held[f]);
	check_tables(p2m);
	assert_int_equal(p2m->nr_stale + p2m->nr_put, 0);
	assert_false(p2m->need_flush);
}

/* A type and a frame it may have; own frames that nobody else has, so that the machine-to-phys table has one answer. */
static bool choose(unsigned int order, enum p2m_type *t, u64 *mfn)
{
	*t = fake_rand(P2M_TYPES);
	*mfn = 0;
	if (order > 10)
		*t = fake_rand(2) ? p2m_mmio_direct : fake_rand(2) ? p2m_invalid : p2m_populate_on_demand;
	if (p2m_types[*t].own) {
		*mfn = 4096 + fake_rand(8192);
		if (fake_rand(4))
			*mfn &= ~((1UL << order) - 1);
	} else if (p2m_types[*t].ref) {
		struct page_info *pg = foreign[fake_rand(FOREIGN)];

		*mfn = mfn_x(page_to_mfn(pg));
		return !order;
	} else if (p2m_types[*t].frame) {
		*mfn = order > 10 ? (u64)(1 + fake_rand(7)) << 18 : (1UL << 20) + fake_rand(4096);
		if (fake_rand(4))
			*mfn &= ~((1UL << order) - 1);
	}
	return true;
}

/* The map allows several guest frames for one own page; its users do not do that, and so do not we. */
static void forget_own(u64 mfn, unsigned long nr)
{
	for (u64 m = mfn; m < mfn + nr; m++) {
		unsigned long gfn = get_gpfn_from_mfn(_mfn(m));

		if (gfn >= P2M_GFN_LIMIT || !p2m_types[at(gfn)->type].own || at(gfn)->mfn != m)
			continue;
		if (!p2m_set(d, _gfn(gfn), INVALID_MFN, 0, p2m_invalid))
			at(gfn)->type = p2m_invalid;
		assert_true(at(gfn)->type || get_gpfn_from_mfn(_mfn(m)) == INVALID_M2P_ENTRY);
	}
}

static bool own_elsewhere(u64 mfn, unsigned long nr)
{
	for (u64 m = mfn; m < mfn + nr; m++)
		if (get_gpfn_from_mfn(_mfn(m)) < P2M_GFN_LIMIT)
			return true;
	return false;
}

static void change(void)
{
	static const u8 orders[] = { 0, 0, 0, 0, 0, 1, 3, 9, 9, 10, 18 };
	unsigned int order = orders[fake_rand(ARRAY_SIZE(orders))];
	unsigned long gfn = random_gfn(order), nr = 1UL << order;
	enum p2m_type t;
	u64 mfn;
	int rc;

	if (!choose(order, &t, &mfn))
		return;
	if (p2m_types[t].own) {
		forget_own(mfn, nr);
		if (own_elsewhere(mfn, nr))
			return;
	}
	if (p2m_types[t].ref) {
		assert_true(get_page(mfn_to_page(_mfn(mfn)), other));
		if (p2m_types[t].access & P2M_ACCESS_W)
			assert_true(get_page_type(mfn_to_page(_mfn(mfn)), PGT_writable_page));
	}
	rc = p2m_set(d, _gfn(gfn), p2m_types[t].frame ? _mfn(mfn) : INVALID_MFN, order, t);
	for (unsigned long i = 0; !rc && i < nr; i++)
		*at(gfn + i) = (struct model){ mfn + i, t };
	if (rc) {
		assert_int_equal(rc, -ENOMEM);
		stat_full++;
		if (p2m_types[t].ref) {
			if (p2m_types[t].access & P2M_ACCESS_W)
				put_page_type(mfn_to_page(_mfn(mfn)));
			put_page(mfn_to_page(_mfn(mfn)));
		}
	} else {
		stat_ok++;
	}
	for (unsigned int i = 0; i < 8; i++)
		check_frame(gfn + fake_rand(nr));
	check_frame(gfn);
	check_frame(gfn + nr - 1);
}

static int machine(void **state)
{
	fake_machine_init();
	init_heap_pages(_mfn(1), FAKE_FRAMES - 1);
	xzalloc(struct p2m_domain); /* small objects keep their page, so that what comes and goes adds up */
	return 0;
}

static void walk_model(const struct p2m_format *fmt, unsigned int levels, unsigned long rounds)
{
	unsigned long before = total_free_pages();

	fake_srand(levels);
	memset(model, 0, sizeof(model));
	for (unsigned long m = 0; m < FAKE_FRAMES; m++)
		set_gpfn_from_mfn(_mfn(m), INVALID_M2P_ENTRY);
	tlb_flush();
	p2m_set_leaf_levels(levels);
	other = fake_domain(2);
	d = translated_domain(1, fmt);
	p2m = d->arch.p2m;
	assert_int_equal(hap_set_allocation(d, POOL), 0);
	assert_int_equal(hap_get_allocation(d), POOL);
	for (unsigned int i = 0; i < FOREIGN; i++)
		foreign[i] = alloc_domheap_page(other, 0);
	for (unsigned long n = 0; fake_more_rounds(n, rounds); n++) {
		for (unsigned int i = 0; i < 4; i++)
			stat_levels[tlb_touch(p2m, random_gfn(0))]++;
		change();
		tlb_check();
		if (n % 256 == 0)
			check_all();
	}
	check_all();
	for (unsigned long i = 0; i < LOW + TOP; i++)
		check_frame(i < LOW ? i : P2M_GFN_LIMIT - TOP + i - LOW);

	d->is_dying = DOMDYING_dying;
	fake_preempt_after = 3;
	for (unsigned int n = 0; p2m_relinquish(d); n++)
		assert_true(n < 100);
	fake_preempt_after = 0;
	assert_int_equal(p2m_set(d, _gfn(1), INVALID_MFN, 0, p2m_mmio_dm), -ESRCH);
	assert_true(mfn_eq(p2m_lookup(d, _gfn(0), NULL, NULL), INVALID_MFN));
	p2m_destroy(d);
	for (unsigned int i = 0; i < FOREIGN; i++) {
		assert_int_equal(foreign[i]->count_info & PGC_count_mask, 1);
		assert_int_equal(foreign[i]->type_info & PGT_count_mask, 0);
		put_page_alloc_ref(foreign[i]);
	}
	put_domain(d);
	put_domain(other);
	assert_int_equal(total_free_pages(), before);
	printf("%s, leaves up to level %u: %lu changes, %lu without tables, %lu/%lu/%lu touched by level\n", fmt->name, levels,
	       stat_ok, stat_full, stat_levels[1], stat_levels[2], stat_levels[3]);
	assert_true(stat_full && stat_levels[1] && stat_levels[2] && (levels < 3 || stat_levels[3]));
	stat_ok = stat_full = 0;
	memset(stat_levels, 0, sizeof(stat_levels));
}

static void test_npt(void **state)
{
	walk_model(&npt_format, 3, 20000);
}

static void test_ept(void **state)
{
	walk_model(&ept_format, 3, 20000);
}

static void test_ept_2m(void **state)
{
	walk_model(&ept_format, 2, 5000);
}

/* Frame by frame in one piece: large leaves come by themselves, and go where a frame goes. */
static void test_merge(void **state)
{
	struct hw hw;

	p2m_set_leaf_levels(2);
	d = translated_domain(1, &npt_format);
	p2m = d->arch.p2m;
	for (unsigned long i = 0; i < 1024; i++)
		assert_int_equal(p2m_set(d, _gfn(0x10000 + i), _mfn(4096 + i), 0, p2m_ram_rw), 0);
	assert_true(hw_walk(p2m, 0x10000, &hw) && hw.level == 2);
	assert_int_equal(p2m->nr_tables, 3);
	assert_int_equal(p2m_set(d, _gfn(0x10007), INVALID_MFN, 0, p2m_invalid), 0);
	assert_false(hw_walk(p2m, 0x10007, &hw));
	assert_true(hw_walk(p2m, 0x10006, &hw) && hw.level == 1 && hw.mfn == 4096 + 6);
	assert_true(hw_walk(p2m, 0x10200, &hw) && hw.level == 2 && hw.mfn == 4096 + 512);
	assert_int_equal(p2m->nr_tables, 4);
	assert_int_equal(p2m_set(d, _gfn(0x10007), _mfn(4096 + 7), 0, p2m_ram_ro), 0);
	assert_true(hw_walk(p2m, 0x10007, &hw) && hw.level == 1 && hw.access == 5);
	assert_int_equal(p2m_set(d, _gfn(0x10007), _mfn(4096 + 7), 0, p2m_ram_rw), 0);
	assert_true(hw_walk(p2m, 0x10007, &hw) && hw.level == 2);
	check_tables(p2m);
	p2m_destroy(d);
	put_domain(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_npt),
		cmocka_unit_test(test_ept),
		cmocka_unit_test(test_ept_2m),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_pod_build),
		cmocka_unit_test(test_pod_sweep),
		cmocka_unit_test(test_memory_ops),
		cmocka_unit_test(test_move_race),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_logdirty),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_small_exec),
	};

	return cmocka_run_group_tests(tests, machine, NULL);
}

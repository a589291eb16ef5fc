// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page types under random guests. After every few operations all counts are worked out anew from what stands in the
 * tables, the pins and the references the test holds, and compared with those of the hypervisor; and no frame may be
 * writable to a guest while it is a page table or descriptor page.
 */
#include <stdio.h>
#include <xen/errno.h>
#include <xen/grant_table.h>
#include <asm/pv/grant-pte.h>
#include "test.h"

#define NR 64   /* pages of a domain: 4 meant as L4, 8 as L3, 12 as L2, 16 as L1, the rest as data */
#define HELD 12
#define GRANTS 4

static struct page_info *pages[2][NR];
static struct vcpu vcpu;
static struct domain *d;
static struct { struct page_info *pg; unsigned long type; } held[HELD];
static struct { struct page_info *pg; u64 slot; bool rw, mapped; } grant[GRANTS];
static unsigned long stat_ok, stat_fail;

static unsigned int level_of_index(unsigned int i)
{
	return i < 4 ? 4 : i < 12 ? 3 : i < 24 ? 2 : i < 40 ? 1 : 0;
}

static unsigned int random_index(unsigned int level)
{
	switch (level) {
	case 4: return fake_rand(4);
	case 3: return 4 + fake_rand(8);
	case 2: return 12 + fake_rand(12);
	case 1: return 24 + fake_rand(16);
	default: return 40 + fake_rand(24);
	}
}

static u64 random_entry(unsigned int level)
{
	unsigned int target = fake_rand(8) ? random_index(level ? level - 1 : 0) : fake_rand(NR);
	u64 flags = _PAGE_PRESENT | _PAGE_ACCESSED | (fake_rand(2) ? _PAGE_RW : 0) | (fake_rand(2) ? _PAGE_USER : 0);
	mfn_t m = page_to_mfn(pages[0][target]);

	if (!fake_rand(6))
		return 0;
	if (level == 1 && !fake_rand(4))
		flags = (flags & ~_PAGE_RW) | (fake_rand(2) ? _PAGE_NX : 0); /* read-only: of any page */
	if (level == 1 && !fake_rand(20))
		m = _mfn(fake_rand(2) ? FAKE_FRAMES + fake_rand(8) : fake_rand(16)); /* I/O, allowed or not; low frames */
	if (!fake_rand(60))
		m = page_to_mfn(pages[1][fake_rand(NR)]); /* another domain's */
	if (!fake_rand(80))
		flags |= 1UL << fake_rand(12);
	if (!fake_rand(200))
		m = _mfn(1UL << 40);
	return pte_make(m, flags);
}

/* The guest writes to a page of its own, if it can have it writable. */
static void scribble(void)
{
	unsigned int i = fake_rand(NR), level = level_of_index(i);
	u64 *p;

	if (!get_page_and_type(pages[0][i], d, PGT_writable_page))
		return;
	p = page_to_virt(pages[0][i]);
	memset(p, 0, PAGE_SIZE);
	for (unsigned int n = fake_rand(7); n; n--)
		p[fake_rand(PT_ENTRIES)] = level ? random_entry(level) : fake_rand(30) ? fake_rand(4) : 0xbad;
	put_page_and_type(pages[0][i]);
}

static void let_go(unsigned int h)
{
	if (!type_is_table(held[h].type))
		put_page_and_type(held[h].pg);
	else if (put_page_and_type_preemptible(held[h].pg))
		defer_table_put(&vcpu, held[h].pg);
	held[h].pg = NULL;
}

static void hold(void)
{
	unsigned int h = fake_rand(HELD), i = fake_rand(NR), level = level_of_index(i);
	int rc;

	if (held[h].pg) {
		let_go(h);
		return;
	}
	held[h].type = fake_rand(5) ? (unsigned long)level << PGT_SHIFT : (unsigned long)fake_rand(8) << PGT_SHIFT;
	if (!held[h].type || held[h].type == 6UL << PGT_SHIFT)
		held[h].type = fake_rand(2) ? PGT_seg_desc_page : PGT_writable_page;
	rc = type_is_table(held[h].type) ? get_page_and_type_preemptible(pages[0][i], d, held[h].type) :
	     get_page_and_type(pages[0][i], d, held[h].type) ? 0 : -EINVAL;
	if (!rc)
		held[h].pg = pages[0][i];
	*(rc ? &stat_fail : &stat_ok) += 1;
}

static void pin(void)
{
	unsigned int i = fake_rand(40);
	unsigned long type = (unsigned long)(fake_rand(8) ? level_of_index(i) : 1 + fake_rand(4)) << PGT_SHIFT;

	if (fake_rand(3) == 0) {
		if (get_page(pages[0][i], d)) {
			(void)page_unpin(pages[0][i]);
			put_page(pages[0][i]);
		}
		return;
	}
	*(page_pin(pages[0][i], d, type) ? &stat_fail : &stat_ok) += 1;
}

static void mmu_update(void)
{
	static mmu_update_t req[8];
	static u32 done;
	unsigned int n = 1 + fake_rand(8);
	u32 foreign = fake_rand(30) ? DOMID_SELF : fake_rand(2) ? DOMID_IO : 1;
	long rc;

	for (unsigned int k = 0; k < n; k++) {
		unsigned int i = fake_rand(NR), level = level_of_index(i);

		req[k].ptr = page_to_maddr(pages[0][i]) + 8 * fake_rand(PT_ENTRIES) + (fake_rand(4) ? 0 : fake_rand(4));
		/* Slots that are in use are more interesting. */
		for (unsigned int s = 0; s < PT_ENTRIES && fake_rand(3); s++)
			if (((u64 *)page_to_virt(pages[0][i]))[s] && !fake_rand(3))
				req[k].ptr = page_to_maddr(pages[0][i]) + 8 * s + (req[k].ptr & 3);
		req[k].val = level ? random_entry(level) : fake_rand(4);
		if ((req[k].ptr & 3) == MMU_MACHPHYS_UPDATE)
			req[k].val = k;
	}
	fake_continuation.wanted = false;
	rc = do_mmu_update((mmu_update_t_in){ req }, n, (u32_out){ &done }, foreign);
	while (fake_continuation.wanted && fake_rand(50)) { /* a guest need not come back */
		fake_continuation.wanted = false;
		rc = do_mmu_update((mmu_update_t_in){ (void *)fake_continuation.arg[0] }, fake_continuation.arg[1],
				   (u32_out){ (void *)fake_continuation.arg[2] }, fake_continuation.arg[3]);
	}
	if (!fake_continuation.wanted) {
		assert_true(done <= n);
		if (!rc)
			assert_int_equal(done, n);
	}
	*(rc ? &stat_fail : &stat_ok) += 1;
}

/* A store to a table as write emulation does it. */
static void emulated_store(void)
{
	struct page_info *pg = pages[0][random_index(1)];
	u64 *slot = (u64 *)page_to_virt(pg) + fake_rand(PT_ENTRIES);
	struct pt_change c = { .new = random_entry(1), .d = d, .owner = d, .emulated = true };

	if (!page_lock_l1(pg, d))
		return;
	c.expected = fake_rand(4) ? *slot : 0x1234;
	if (mod_l1_entry(slot, &c) == -EAGAIN)
		assert_int_not_equal(*slot, c.expected);
	page_unlock(pg);
}

static void grant_end(unsigned int g)
{
	if (grant[g].rw)
		put_page_type(grant[g].pg);
	put_page(grant[g].pg);
	grant[g].mapped = false;
}

static void grant_op(void)
{
	unsigned int g = fake_rand(GRANTS), flags;

	if (grant[g].mapped) {
		mfn_t m = page_to_mfn(grant[g].pg);

		flags = GNTMAP_host_map | GNTMAP_contains_pte | (grant[g].rw ? 0 : GNTMAP_readonly);
		/* The guest may have removed the entry: then the grant stays, and with it the references. */
		if (pv_replace_grant_mapping(grant[g].slot, m, 0, flags) == GNTST_okay || !fake_rand(8))
			grant_end(g);
		return;
	}
	grant[g].pg = pages[1][fake_rand(NR)];
	grant[g].rw = fake_rand(2);
	if (!get_page(grant[g].pg, fake_doms[1]))
		return;
	if (grant[g].rw && !get_page_type(grant[g].pg, PGT_writable_page)) {
		put_page(grant[g].pg);
		return;
	}
	grant[g].slot = page_to_maddr(pages[0][random_index(1)]) + 8 * fake_rand(PT_ENTRIES);
	flags = GNTMAP_host_map | GNTMAP_contains_pte | (grant[g].rw ? 0 : GNTMAP_readonly);
	grant[g].mapped = pv_create_grant_mapping(grant[g].slot, page_to_mfn(grant[g].pg), flags) == GNTST_okay;
	if (!grant[g].mapped)
		grant_end(g);
}

/* The model: counts from first principles. */
static unsigned long want_ref[FAKE_FRAMES], want_type[FAKE_FRAMES];

static void want(struct page_info *pg, unsigned long type)
{
	want_ref[pg - frame_table]++;
	if (!type)
		return;
	want_type[pg - frame_table]++;
	if ((pg->type_info & PGT_type_mask) != type) {
		fprintf(stderr, "frame %lx used as type %lx has %lx\n", (unsigned long)(pg - frame_table), type, pg->type_info);
		assert_true(false);
	}
}

static void want_entry(u64 e, unsigned int level)
{
	mfn_t m = pte_mfn(e);

	if (!(e & _PAGE_PRESENT))
		return;
	if (level > 1)
		want(mfn_to_page(m), (unsigned long)(level - 1) << PGT_SHIFT);
	else if (!(e & _PAGE_GNTTAB) && mfn_has_page(m) && !(mfn_to_page(m)->count_info & PGC_io))
		want(mfn_to_page(m), e & _PAGE_RW ? PGT_writable_page : 0);
	assert_true(e & _PAGE_USER);
}

static void want_table(struct page_info *pg)
{
	unsigned long w = pg->type_info;
	unsigned int level = type_level(w), valid = w & PGT_partial ? pg->partial.nr_valid : PT_ENTRIES;
	const u64 *table = page_to_virt(pg);

	if (!type_is_table(w) || !type_count(w))
		return;
	assert_true(w & (PGT_validated | PGT_partial));
	for (unsigned int i = 0; i < valid; i++)
		if (!slot_is_xen(level, i))
			want_entry(table[i], level);
	if (w & PGT_partial) {
		want(pg, 0);
		want_type[pg - frame_table]++; /* nobody's, but counted */
		if (pg->partial.child)
			want(mfn_to_page(pte_mfn(table[valid])), 0);
	}
	if (w & PGT_pinned)
		want(pg, type_of(w));
}

static void check_counts(void)
{
	memset(want_ref, 0, sizeof(want_ref));
	memset(want_type, 0, sizeof(want_type));
	for (unsigned int k = 0; k < 2; k++)
		for (unsigned int i = 0; i < NR; i++) {
			want(pages[k][i], 0); /* the allocation's */
			want_table(pages[k][i]);
		}
	for (unsigned int h = 0; h < HELD; h++)
		if (held[h].pg)
			want(held[h].pg, held[h].type);
	for (unsigned int g = 0; g < GRANTS; g++)
		if (grant[g].mapped)
			want(grant[g].pg, grant[g].rw ? PGT_writable_page : 0);
	for (unsigned int i = 0; i < NR_OLD_TABLES; i++)
		if (vcpu.arch.old_guest_table[i])
			want(vcpu.arch.old_guest_table[i], 0);
	for (unsigned int k = 0; k < 2; k++)
		for (unsigned int i = 0; i < NR; i++) {
			unsigned long n = pages[k][i] - frame_table;

			if ((pages[k][i]->count_info & PGC_count_mask) != want_ref[n] ||
			    type_count(pages[k][i]->type_info) != want_type[n])
				fprintf(stderr, "d%u page %u: count %lx type %lx, expected %lx and %lx\n", k, i,
					pages[k][i]->count_info, pages[k][i]->type_info, want_ref[n], want_type[n]);
			assert_int_equal(pages[k][i]->count_info & PGC_count_mask, want_ref[n]);
			assert_int_equal(type_count(pages[k][i]->type_info), want_type[n]);
		}
}

static int machine(void **state)
{
	fake_machine_init();
	init_heap_pages(_mfn(16), FAKE_FRAMES - 16);
	for (unsigned int i = 1; i < 16; i++)
		mfn_to_page(_mfn(i))->count_info = PGC_io;
	dom_io = fake_domain(DOMID_IO);
	mmio_ro_ranges = rangeset_new("ro");
	assert_int_equal(rangeset_add_range(mmio_ro_ranges, 3, 4), 0);
	return 0;
}

static int setup(void **state)
{
	memset(held, 0, sizeof(held));
	memset(grant, 0, sizeof(grant));
	memset(&vcpu, 0, sizeof(vcpu));
	for (unsigned int k = 0; k < 2; k++) {
		fake_doms[k] = fake_domain(k);
		fake_doms[k]->arch.pv.perdomain_l3 = (u64 *)1;
		fake_doms[k]->iomem_caps = rangeset_new("iomem");
		for (unsigned int i = 0; i < NR; i++)
			pages[k][i] = alloc_domheap_page(fake_doms[k], 0);
	}
	d = fake_doms[0];
	assert_int_equal(rangeset_add_range(d->iomem_caps, 2, 5), 0);
	assert_int_equal(rangeset_add_range(d->iomem_caps, FAKE_FRAMES, FAKE_FRAMES + 3), 0);
	vcpu.domain = d;
	fake_current = &vcpu;
	stat_ok = stat_fail = 0;
	return 0;
}

static void one_operation(void)
{
	switch (fake_rand(16)) {
	case 0 ... 4:
		mmu_update();
		break;
	case 5 ... 6:
		pin();
		break;
	case 7 ... 8:
		hold();
		break;
	case 9:
		emulated_store();
		break;
	case 10:
		grant_op();
		break;
	default:
		scribble();
		break;
	}
	/* Page-table hypercalls finish what was deferred before they begin; so do we. */
	while (put_old_guest_table(&vcpu))
		;
}

static void random_guest(u64 seed, unsigned long quick)
{
	fake_srand(seed);
	for (unsigned long i = 0; fake_more_rounds(i, quick); i++) {
		if (!(i % 64))
			fake_preempt_after = fake_rand(3) ? 0 : 1 + fake_rand(6);
		one_operation();
		if (!(i % 8))
			check_counts();
	}
	check_counts();
	assert_true(stat_ok > 100 && stat_fail > 100); /* the random guest is neither too good nor too bad */
}

static void test_random_guests(void **state)
{
	random_guest(11, 300000);
}

/* Whatever state a guest leaves: its end gives everything back. */
static void test_teardown(void **state)
{
	unsigned long rounds = 0;

	for (unsigned int seed = 1; seed <= 40; seed++) {
		unsigned long before;

		setup(NULL);
		before = heap.avail;
		fake_srand(seed);
		for (unsigned int i = 0; i < 2000; i++) {
			fake_preempt_after = i % 100 ? fake_preempt_after : fake_rand(5);
			one_operation();
		}
		for (unsigned int h = 0; h < HELD; h++)
			if (held[h].pg) {
				let_go(h);
				while (put_old_guest_table(&vcpu))
					;
			}
		for (unsigned int g = 0; g < GRANTS; g++)
			if (grant[g].mapped)
				grant_end(g);
		d->is_dying = DOMDYING_dying;
		while (pv_relinquish_page_tables(d))
			rounds++;
		while (put_old_guest_table(&vcpu))
			;
		while (relinquish_memory(d, &d->page_list))
			rounds++;
		assert_int_equal(d->tot_pages, 0);
		assert_true(page_list_empty(&d->page_list));
		assert_int_equal(atomic_read(&d->refcnt), 1);
		assert_int_equal(heap.avail, before + NR);
	}
	assert_true(rounds > 0);
}

static void fill(struct page_info *pg, unsigned int first, unsigned int n)
{
	u64 *p = page_to_virt(pg);

	memset(p, 0, PAGE_SIZE);
	for (unsigned int i = 0; i < n; i++)
		p[i] = pte_make(page_to_mfn(pages[0][first + i]), _PAGE_PRESENT | _PAGE_RW);
}

/*
 * One operation leaves two large tables behind: the one its entry named, and the table itself, which nobody else uses.
 * However large they are, it stops soon after it is told to.
 */
static void test_two_deferred(void **state)
{
	mmu_update_t req = { .ptr = page_to_maddr(pages[0][0]) };
	u32 done, count = 1;
	unsigned int most = 0;
	long rc;

	fill(pages[0][0], 4, 3);
	fill(pages[0][4], 12, 12);
	for (unsigned int i = 5; i < 24; i++)
		fill(pages[0][i], 0, 0);
	/* Once in use, it is taken for a table again when it is written to. */
	assert_int_equal(page_pin(pages[0][0], d, PGT_l4_page_table), 0);
	assert_int_equal(page_unpin(pages[0][0]), 0);
	fake_preempt_after = 1;
	do {
		fake_continuation.wanted = false;
		fake_preempted = 0;
		rc = do_mmu_update((mmu_update_t_in){ &req }, count, (u32_out){ &done }, DOMID_SELF);
		most = max(most, fake_preempted);
		count = fake_continuation.arg[1];
	} while (fake_continuation.wanted);
	fake_preempt_after = 0;
	assert_int_equal(rc, 0);
	assert_int_equal(*(u64 *)page_to_virt(pages[0][0]), 0);
	assert_in_range(most, 1, 3);
	check_counts();
}

/* Every step of the type word, for all states: a valid or partial page is never given another type. */
/* Two mappings of one frame, one writable: each ends by its own entry alone. */
static void test_grant_rights(void **state)
{
	u64 slot[2] = { page_to_maddr(pages[0][24]), page_to_maddr(pages[0][24]) + 8 };
	const unsigned int flags[2] = { GNTMAP_host_map | GNTMAP_contains_pte,
					GNTMAP_host_map | GNTMAP_contains_pte | GNTMAP_readonly };
	mfn_t m = page_to_mfn(pages[1][NR - 1]);

	assert_true(get_page_and_type(pages[0][24], d, PGT_l1_page_table));
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(pv_create_grant_mapping(slot[i], m, flags[i]), GNTST_okay);
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(pv_replace_grant_mapping(slot[!i], m, 0, flags[i]), GNTST_general_error);
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(pv_replace_grant_mapping(slot[i], m, 0, flags[i]), GNTST_okay);
	put_page_and_type(pages[0][24]);
}

static void test_word(void **state)
{
	static const unsigned long bits[] = { 0, PGT_validated, PGT_partial, PGT_validated | PGT_pinned,
					      PGT_validated | PGT_locked };

	for (unsigned long t = 0; t < 8; t++)
		for (unsigned int b = 0; b < ARRAY_SIZE(bits); b++)
			for (unsigned long n = 0; n < 4; n++) {
				unsigned long w = t << PGT_SHIFT | (n ? bits[b] | n : 0);

				if (n > 1 && !(w & PGT_validated))
					continue; /* only one CPU works on a page */

				for (unsigned long want = 1; want < 8; want++) {
					struct type_step s = type_get(w, want << PGT_SHIFT);

					if (n && t != want)
						assert_int_equal(s.kind, STEP_MISMATCH);
					if (s.kind == STEP_DONE) {
						assert_int_equal(type_of(s.next), want << PGT_SHIFT);
						assert_int_equal(type_count(s.next), n + 1);
						assert_true(s.next & PGT_validated);
						assert_true(!type_is_table(s.next) || (w & PGT_validated));
					} else if (s.kind == STEP_VALIDATE || s.kind == STEP_RESUME) {
						assert_int_equal(type_count(s.next), 1);
						assert_int_equal(s.next & PGT_state_mask, 0);
					} else {
						assert_int_equal(s.next, w);
					}
				}
			}
	assert_int_equal(type_get(PGT_writable_page | PGT_validated | PGT_count_mask, PGT_writable_page).kind, STEP_OVERFLOW);
	assert_int_equal(type_put(PGT_l1_page_table | PGT_validated | PGT_locked | 1).kind, STEP_WAIT);
	assert_int_equal(type_lock(PGT_l1_page_table | PGT_partial | 1, PGT_l1_page_table).kind, STEP_MISMATCH);
}

static void test_checks(void **state)
{
	u64 slots[PT_ENTRIES] = { 0 };
	const char *why = NULL;

	assert_null(pte_bad(0x123456780, 2, 40));
	assert_null(pte_bad(pte_make(_mfn(1), 0x67), 2, 40));
	assert_non_null(pte_bad(pte_make(_mfn(1), 0x67 | _PAGE_PSE), 2, 40));
	assert_null(pte_bad(pte_make(_mfn(1), 0x67 | _PAGE_PAT), 1, 40));
	assert_non_null(pte_bad(pte_make(_mfn(1UL << 28), 0x67), 1, 40));
	assert_non_null(pte_bad(pte_make(_mfn(1), 0x67 | _PAGE_GNTTAB), 1, 40));
	assert_true(pte_adjust(pte_make(_mfn(1), 0x163), 1) == pte_make(_mfn(1), 0x67));
	assert_int_equal(table_first_bad(slots, 0, 4, 40, &why), PT_ENTRIES);
	slots[256] = slots[271] = ~0UL; /* the hypervisor's */
	assert_int_equal(table_first_bad(slots, 0, 4, 40, &why), PT_ENTRIES);
	slots[272] = 0x67 | _PAGE_PSE;
	assert_int_equal(table_first_bad(slots, 0, 4, 40, &why), 272);
	assert_int_equal(table_first_bad(slots, 273, 4, 40, &why), PT_ENTRIES);
	slots[272] = 0xbad;
	assert_int_equal(desc_first_bad(slots), 272);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_word),
		cmocka_unit_test(test_checks),
		cmocka_unit_test_setup(test_grant_rights, setup),
		cmocka_unit_test_setup(test_two_deferred, setup),
		cmocka_unit_test_setup(test_random_guests, setup),
		cmocka_unit_test_setup(test_teardown, setup),
	};

	return cmocka_run_group_tests(tests, machine, NULL);
}

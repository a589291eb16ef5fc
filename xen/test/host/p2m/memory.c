// SPDX-License-Identifier: GPL-2.0-only
/* The memory operations of a translated guest, and populate-on-demand, against a model of who has which page. */
#include "test.h"
#include <public/memory.h>

#define NR 2048UL     /* guest frames that the random guest uses */
#define BASE 0x400UL
#define FOREIGN 16

static struct domain *d, *dom0;
static struct p2m_domain *p2m;

static struct vcpu *vcpu_of(struct domain *who)
{
	fake_vcpu.domain = who;
	return &fake_vcpu;
}

static void begin(unsigned int levels)
{
	p2m_set_leaf_levels(levels);
	tlb_flush();
	fake_crashes = 0;
	dom0 = fake_doms[0] = fake_domain(0);
	dom0->is_privileged = true;
	d = translated_domain(1, &npt_format);
	p2m = d->arch.p2m;
	fake_current = vcpu_of(d);
}

static void free_list(struct page_list_head *list)
{
	struct page_info *pg;

	while ((pg = page_list_first(list)) && (pg->count_info & PGC_allocated))
		put_page_alloc_ref(pg);
}

static void end(unsigned long before)
{
	tlb_check();
	tlb_flush();
	d->is_dying = DOMDYING_dying;
	while (p2m_relinquish(d))
		;
	free_list(&d->page_list);
	assert_int_equal(d->tot_pages, 0);
	assert_true(page_list_empty(&d->page_list));
	p2m_destroy(d);
	free_list(&dom0->page_list);
	put_domain(d);
	put_domain(dom0);
	fake_doms[0] = fake_doms[1] = NULL;
	assert_int_equal(total_free_pages(), before);
}

static unsigned long populated(void)
{
	return d->tot_pages - p2m->pod.cached;
}

static int target(unsigned long pages, bool set)
{
	struct xen_pod_target t = { .target_pages = pages };
	int rc = arch_pod_target(d, &t, set);

	if (rc)
		return rc;
	assert_int_equal(t.tot_pages, d->tot_pages);
	assert_int_equal(t.pod_cache_pages, p2m->pod.cached);
	assert_int_equal(t.pod_entries, p2m->pod.entries);
	return 0;
}

/* The guest writes @value to a frame; false: it has been crashed. */
static bool store(unsigned long gfn, u64 value)
{
	struct hw hw;

	while (!hw_walk(p2m, gfn, &hw) || !(hw.access & P2M_ACCESS_W)) {
		if (p2m_fault(d, gfn << PAGE_SHIFT, P2M_ACCESS_W) != P2M_RETRY || fake_crashes)
			return false;
		tlb_check();
	}
	tlb_touch(p2m, gfn);
	*(u64 *)mfn_to_virt(_mfn(hw.mfn)) = value;
	return true;
}

static u64 load(unsigned long gfn)
{
	struct hw hw;

	assert_true(hw_walk(p2m, gfn, &hw));
	return *(u64 *)mfn_to_virt(_mfn(hw.mfn));
}

/* memory=16 maxmem=24, as xl builds it; then the balloon driver does its part. */
static void build_pod(void)
{
	d->max_pages = 24 * 256 + 256;
	fake_current = vcpu_of(dom0);
	fake_preempt_after = 2;
	while (target(16 * 256, true) == -ERESTART)
		;
	fake_preempt_after = 0;
	assert_int_equal(p2m->pod.cached, 16 * 256);
	for (unsigned int i = 0; i < 12; i++)
		assert_int_equal(arch_physmap_populate_on_demand(d, _gfn(i * 512), 9), 0);
	assert_int_equal(arch_physmap_populate_on_demand(d, _gfn(0x200), 9), 0); /* again is no more */
	assert_int_equal(p2m->pod.entries, 24 * 256);
	assert_int_equal(d->tot_pages, 16 * 256);
}

void test_pod_build(void **state)
{
	unsigned long before = total_free_pages();
	struct page_batch b = { .n = 0 };
	struct page_info *pg;
	enum p2m_type t;
	struct hw hw;

	begin(2);
	build_pod();
	assert_null(p2m_get_page(d, _gfn(3), &t, 0));
	assert_int_equal(t, p2m_populate_on_demand);
	pg = p2m_get_page(d, _gfn(3), &t, P2M_ALLOC); /* the builder loads the kernel */
	assert_non_null(pg);
	assert_int_equal(t, p2m_ram_rw);
	put_page(pg);
	assert_true(hw_walk(p2m, 0, &hw) && hw.level == 2); /* in large pages */
	assert_int_equal(arch_physmap_populate_on_demand(d, _gfn(0), 9), -EBUSY);
	fake_current = vcpu_of(d);
	assert_int_equal(arch_physmap_populate_on_demand(d, _gfn(0x100000), 0), -EPERM);
	for (unsigned long g = 512; g < 2048; g += 7)
		assert_true(store(g, g));

	/* Its balloon takes 8 MiB: some promises, some pages. */
	assert_int_equal(arch_physmap_release(d, _gfn(5000), 0, &b), 0); /* a promise, out of a large one */
	assert_int_equal(p2m->pod.entries, 24 * 256 - 2048 - 1);
	for (unsigned long g = 512; g < 512 + 1024; g++) {
		assert_int_equal(arch_physmap_release(d, _gfn(g), 0, &b), 0);
		tlb_check();
	}
	for (unsigned long g = 4096; g < 4096 + 1023; g++)
		if (g != 5000)
			assert_int_equal(arch_physmap_release(d, _gfn(g), 0, &b), 0);
	assert_int_equal(arch_physmap_release(d, _gfn(5119), 0, &b), 0);
	arch_physmap_complete(d, &b);
	assert_int_equal(arch_physmap_release(d, _gfn(5000), 0, &b), -ENOENT);
	assert_int_equal(d->tot_pages, 16 * 256);
	assert_int_equal(p2m->pod.entries, p2m->pod.cached);
	/* From now on nothing can fail. */
	for (unsigned long g = 0; g < 24 * 256; g++)
		if (!(g >= 512 && g < 1536) && !(g >= 4096 && g < 5120))
			assert_true(store(g, g));
	assert_int_equal(p2m->pod.entries + p2m->pod.cached, 0);
	assert_int_equal(d->tot_pages, 16 * 256);
	/* A new target is the balloon's business alone. */
	assert_int_equal(target(10 * 256, true), 0);
	assert_int_equal(target(20 * 256, true), 0);
	assert_int_equal(d->tot_pages, 16 * 256);
	assert_int_equal(target(1UL << 40, true), -EINVAL);
	check_tables(p2m);
	end(before);
	assert_int_equal(fake_crashes, 0);
}

/* Another vCPU stores to frames that were zero, until the flush. */
static bool late[24 * 256];

static void store_late(void)
{
	for (unsigned long g = 0; g < 16 * 256; g += 3)
		if (!late[g] && tlb_store(g, g + 1))
			late[g] = true;
}

void test_pod_sweep(void **state)
{
	unsigned long before = total_free_pages(), g, zeroed = 0, raced = 0;
	struct page_info *held;

	begin(2);
	build_pod();
	fake_current = vcpu_of(d);
	/* A guest without a balloon: it touches all, and every third page it leaves zero. */
	for (g = 0; g < 16 * 256; g++)
		assert_true(store(g, g % 3 ? g + 1 : 0));
	assert_int_equal(p2m->pod.cached, 0);
	held = get_page_from_gfn(d, _gfn(3)); /* zero, but somebody else uses it */
	assert_non_null(held);
	fake_before_flush = store_late;
	for (; store(g, g + 1); g++) {
		tlb_check();
		if (g % 8 == 0)
			tlb_touch(p2m, fake_rand(16 * 256 / 3) * 3);
	}
	fake_before_flush = NULL;
	assert_int_equal(fake_crashes, 1);
	for (unsigned long i = 0; i < g; i++) {
		enum p2m_type t;

		p2m_lookup(d, _gfn(i), &t, NULL);
		if (i < 16 * 256 && i % 3 == 0 && !late[i]) {
			assert_int_equal(t, i == 3 ? p2m_ram_rw : p2m_populate_on_demand);
			zeroed += t == p2m_populate_on_demand;
		} else {
			assert_int_equal(t, p2m_ram_rw);
			assert_int_equal(load(i), i + 1);
			raced += late[i];
		}
	}
	assert_int_equal(g - 16 * 256, zeroed);
	assert_true(raced);
	assert_int_equal(populated(), 16 * 256);
	put_page(held);
	check_tables(p2m);
	end(before);
}

/* What the model says of a frame: whose page, and how it got there. */
static struct slot { enum { EMPTY, OWN, SHARED, GRANTED, MAPPED } kind; struct page_info *pg; unsigned int flags; } slot[NR];
static struct page_info *foreign[FOREIGN];
static unsigned long own, did[8];

static void forget(const struct page_info *pg)
{
	for (unsigned int i = 0; i < NR; i++)
		if (slot[i].pg == pg && (slot[i].kind == OWN || slot[i].kind == SHARED))
			slot[i].kind = EMPTY;
}

static void covered(unsigned long i)
{
	if (slot[i].kind == OWN)
		own--;
	slot[i].kind = EMPTY;
}

static void populate_some(void)
{
	unsigned int order = fake_rand(6) ? 0 : 9;
	unsigned long i = fake_rand(NR >> order) << order;
	struct page_info *pg = alloc_domheap_pages(d, order, 0);

	if (!pg)
		return;
	assert_int_equal(arch_physmap_add(d, _gfn(BASE + i), page_to_mfn(pg), order), 0);
	for (unsigned long k = 0; k < 1UL << order; k++) {
		covered(i + k);
		slot[i + k] = (struct slot){ .kind = OWN, .pg = pg + k };
		own++;
	}
	did[0]++;
}

static void release_some(void)
{
	unsigned int order = fake_rand(8) ? 0 : 3;
	unsigned long i = fake_rand(NR >> order) << order, ok = 0;
	struct page_batch b = { .n = 0 };
	int rc = arch_physmap_release(d, _gfn(BASE + i), order, &b);

	arch_physmap_complete(d, &b);
	while (ok < 1UL << order && slot[i + ok].kind == OWN)
		covered(i + ok++);
	assert_int_equal(!rc, ok == 1UL << order);
	did[1] += !rc;
}

static void move_some(void)
{
	unsigned long from = fake_rand(NR), to = fake_rand(NR);
	struct xen_add_to_physmap a = { .space = XENMAPSPACE_gmfn, .idx = BASE + from, .gpfn = BASE + to };
	struct page_info *pg = NULL;
	unsigned long start = 0;
	int kind = OWN, rc;

	if (!fake_rand(3)) {
		kind = SHARED;
		a.space = fake_rand(3) ? XENMAPSPACE_grant_table : XENMAPSPACE_shared_info;
		a.idx = a.space == XENMAPSPACE_grant_table ? fake_rand(GRANT_FRAMES) : 0;
		pg = a.space == XENMAPSPACE_grant_table ? fake_grant_frame[a.idx] : d->shared_info_page;
	} else if (slot[from].kind == OWN || slot[from].kind == SHARED) {
		pg = slot[from].pg;
		kind = slot[from].kind;
	}
	rc = arch_add_to_physmap(d, &a, &start);
	assert_int_equal(!rc, !!pg);
	if (rc)
		return;
	if (!(slot[to].pg == pg && (slot[to].kind == OWN || slot[to].kind == SHARED)))
		covered(to);
	forget(pg);
	slot[to] = (struct slot){ .kind = kind, .pg = pg };
	did[2]++;
}

static void map_foreign_some(void)
{
	unsigned long i = fake_rand(NR);
	xen_ulong_t idx = mfn_x(page_to_mfn(foreign[fake_rand(FOREIGN)]));
	xen_pfn_t gfn = BASE + i;
	int err = 1;
	struct xen_add_to_physmap_batch a = { .space = XENMAPSPACE_gmfn_foreign, .size = 1, .u.foreign_domid = 0 };
	unsigned long start = 0;

	a.idxs.p = &idx;
	a.gpfns.p = &gfn;
	a.errs.p = &err;
	d->is_privileged = fake_rand(10);
	assert_int_equal(arch_add_to_physmap_batch(d, &a, &start), 0);
	assert_int_equal(err, d->is_privileged ? 0 : -EPERM);
	if (!err) {
		covered(i);
		slot[i] = (struct slot){ .kind = MAPPED, .pg = mfn_to_page(_mfn(idx)) };
		did[3]++;
	}
	d->is_privileged = false;
}

static void map_grant_some(void)
{
	unsigned long i = fake_rand(NR);
	mfn_t m = page_to_mfn(foreign[fake_rand(FOREIGN)]);
	unsigned int flags = fake_rand(2) ? GNTMAP_readonly : 0;
	u64 addr;
	int rc;

	for (unsigned int k = 0; k < 256 && slot[i].kind != GRANTED; k++) /* to end one, if there are any */
		i = (i + 1) % NR;
	addr = (BASE + i) << PAGE_SHIFT;
	if (slot[i].kind == GRANTED) {
		assert_int_equal(replace_grant_host_mapping(addr, _mfn(1), 0, 0), GNTST_general_error);
		assert_int_equal(replace_grant_host_mapping(addr, page_to_mfn(slot[i].pg), 0, slot[i].flags ^ GNTMAP_readonly),
				 GNTST_general_error);
		assert_int_equal(replace_grant_host_mapping(addr, page_to_mfn(slot[i].pg), 0, slot[i].flags), GNTST_okay);
		arch_physmap_flush(d);
		slot[i].kind = EMPTY;
		did[4]++;
		return;
	}
	rc = create_grant_host_mapping(addr, m, flags, 0);
	assert_int_equal(rc == GNTST_okay, slot[i].kind == EMPTY);
	if (rc == GNTST_okay)
		slot[i] = (struct slot){ GRANTED, mfn_to_page(m), flags };
}

static void remove_some(void)
{
	unsigned long i = fake_rand(NR);
	int rc = arch_remove_from_physmap(d, _gfn(BASE + i));

	assert_int_equal(!rc, slot[i].kind != EMPTY && slot[i].kind != GRANTED);
	if (rc)
		return;
	if (slot[i].kind == OWN) /* has no guest frame any more, but is the domain's still */
		put_page_alloc_ref(slot[i].pg);
	covered(i);
	did[5]++;
}

static void check_slots(void)
{
	unsigned long refs = 0;

	for (unsigned long i = 0; i < NR; i++) {
		struct page_info *pg = get_page_from_gfn(d, _gfn(BASE + i));
		struct hw hw;

		assert_int_equal(hw_walk(p2m, BASE + i, &hw), slot[i].kind != EMPTY);
		if (slot[i].kind != EMPTY)
			assert_int_equal(hw.mfn, mfn_x(page_to_mfn(slot[i].pg)));
		assert_ptr_equal(pg, slot[i].kind == OWN || slot[i].kind == SHARED ? slot[i].pg : NULL);
		if (pg)
			put_page(pg);
		refs += slot[i].kind == MAPPED;
	}
	assert_int_equal(p2m->nr_refs, refs);
	assert_int_equal(d->tot_pages, own);
	check_tables(p2m);
}

static unsigned long racing_gfn;

static void release_racing(void)
{
	struct page_batch b = { .n = 0 };

	assert_int_equal(arch_physmap_release(d, _gfn(racing_gfn), 0, &b), 0);
	arch_physmap_complete(d, &b);
}

/* One vCPU moves a page that another gives back between the look-up and the move: nothing may map it any more. */
void test_move_race(void **state)
{
	struct xen_add_to_physmap a = { .space = XENMAPSPACE_gmfn, .idx = BASE, .gpfn = BASE + 8 };
	unsigned long before = total_free_pages(), start = 0;
	struct hw hw;

	begin(2);
	assert_int_equal(arch_physmap_add(d, _gfn(BASE), page_to_mfn(alloc_domheap_page(d, 0)), 0), 0);
	racing_gfn = BASE;
	fake_before_write_lock = release_racing;
	assert_int_equal(arch_add_to_physmap(d, &a, &start), -EINVAL);
	assert_false(hw_walk(p2m, BASE, &hw));
	assert_false(hw_walk(p2m, BASE + 8, &hw));
	assert_int_equal(d->tot_pages, 0);
	end(before);
}

/* A page of dom0's that the guest has mapped: while the hypervisor writes to it for the guest, dom0 can make no table of it. */
void test_write(void **state)
{
	unsigned long before = total_free_pages();
	struct page_info *pg, *own;
	enum p2m_type t;

	begin(2);
	pg = alloc_domheap_page(dom0, 0);
	own = alloc_domheap_page(d, 0);
	assert_int_equal(arch_physmap_add(d, _gfn(BASE), page_to_mfn(own), 0), 0);
	assert_int_equal(create_grant_host_mapping((BASE + 1) << PAGE_SHIFT, page_to_mfn(pg), 0, 0), GNTST_okay);
	assert_int_equal(create_grant_host_mapping((BASE + 2) << PAGE_SHIFT, page_to_mfn(pg), GNTMAP_readonly, 0), GNTST_okay);
	assert_ptr_equal(p2m_get_page(d, _gfn(BASE + 1), &t, 0), pg);
	assert_true(p2m_write_begin(pg, t));
	assert_int_equal(replace_grant_host_mapping((BASE + 1) << PAGE_SHIFT, page_to_mfn(pg), 0, 0), GNTST_okay);
	assert_false(get_page_type(pg, PGT_l1_page_table));
	p2m_write_end(d, _gfn(BASE + 1), pg, t);
	put_page(pg);
	assert_true(get_page_type(pg, PGT_l1_page_table));
	assert_ptr_equal(p2m_get_page(d, _gfn(BASE + 2), &t, 0), pg);
	assert_false(p2m_write_begin(pg, t));
	put_page(pg);
	assert_false(p2m_write_begin(pg, p2m_grant_map_rw)); /* it is a table by now */
	assert_ptr_equal(p2m_get_page(d, _gfn(BASE), &t, 0), own);
	assert_true(p2m_write_begin(own, t));
	p2m_write_end(d, _gfn(BASE), own, t);
	put_page(own);
	assert_int_equal(replace_grant_host_mapping((BASE + 2) << PAGE_SHIFT, page_to_mfn(pg), 0, GNTMAP_readonly), GNTST_okay);
	arch_physmap_flush(d);
	put_page_type(pg);
	end(before);
}

static struct page_info *shared_page(void)
{
	struct page_info *pg = virt_to_page(alloc_xenheap_page());

	share_xen_page_with_guest(pg, d, true);
	return pg;
}

static void unshare(struct page_info *pg)
{
	put_page_alloc_ref(pg);
	free_xenheap_page(page_to_virt(pg));
}

void test_memory_ops(void **state)
{
	static void (*const op[])(void) = { populate_some, release_some, release_some, move_some, map_foreign_some,
					    map_grant_some, map_grant_some, remove_some };
	unsigned long before = total_free_pages();

	fake_srand(77);
	begin(2);
	for (unsigned int i = 0; i < FOREIGN; i++)
		foreign[i] = alloc_domheap_page(dom0, 0);
	foreign[0]->type_info = PGT_l1_page_table | 1; /* a page table: to be read only */
	for (unsigned int i = 0; i < GRANT_FRAMES; i++)
		fake_grant_frame[i] = shared_page();
	d->shared_info_page = shared_page();
	for (unsigned long n = 0; fake_more_rounds(n, 20000); n++) {
		for (unsigned int i = 0; i < 4; i++)
			tlb_touch(p2m, BASE + fake_rand(NR));
		op[fake_rand(ARRAY_SIZE(op))]();
		tlb_check();
		if (n % 512 == 0)
			check_slots();
	}
	check_slots();
	for (unsigned int i = 0; i < 6; i++)
		assert_true(did[i] > 100 || !printf("operation %u: %lu\n", i, did[i]));
	tlb_flush();
	d->is_dying = DOMDYING_dying;
	while (p2m_relinquish(d))
		;
	for (unsigned int i = 0; i < FOREIGN; i++) {
		assert_int_equal(foreign[i]->count_info & PGC_count_mask, 1);
		assert_int_equal(foreign[i]->type_info & PGT_count_mask, !i);
	}
	foreign[0]->type_info = 0;
	for (unsigned int i = 0; i < GRANT_FRAMES; i++)
		unshare(fake_grant_frame[i]);
	unshare(d->shared_info_page);
	end(before);
}

static long shadow_op(u32 op, u8 *bitmap, u64 *pages)
{
	struct xen_domctl_shadow_op o = { .op = op, .pages = *pages };
	long rc;

	o.dirty_bitmap.p = bitmap;
	do
		rc = hap_paging_op(d, &o);
	while (rc == -ERESTART);
	*pages = o.pages;
	return rc;
}

/* 4 MiB in large leaves and some single pages, one of them shared with the hypervisor. */
void test_logdirty(void **state)
{
	static u8 bits[2048], model[2048];
	unsigned long before = total_free_pages(), written = 0;
	u64 pages = 16384, seen;
	struct page_info *shared;

	fake_srand(5);
	begin(2);
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(arch_physmap_add(d, _gfn(i << 9), page_to_mfn(alloc_domheap_pages(d, 9, 0)), 9), 0);
	for (unsigned int i = 0; i < 64; i++)
		assert_int_equal(arch_physmap_add(d, _gfn(9000 + 3 * i), page_to_mfn(alloc_domheap_page(d, 0)), 0), 0);
	shared = shared_page();
	assert_int_equal(p2m_set(d, _gfn(9001), page_to_mfn(shared), 0, p2m_ram_rw), 0);
	assert_int_equal(shadow_op(XEN_DOMCTL_SHADOW_OP_CLEAN, bits, &pages), -EINVAL);
	fake_preempt_after = 2;
	assert_int_equal(shadow_op(XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY, NULL, &pages), 0);
	assert_int_equal(shadow_op(XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY, NULL, &pages), -EINVAL);
	for (unsigned int round = 0; round < 50; round++) {
		memset(model, 0, sizeof(model));
		model[9001 / 8] |= 1 << 9001 % 8;
		if (round == 25) /* no tables for splits any more: whole leaves are dirty */
			while (hap_set_allocation(d, 0) == -ERESTART)
				;
		for (unsigned int n = fake_rand(40); n; n--) {
			unsigned long g = fake_rand(2) ? fake_rand(1024) : 9000 + 3 * fake_rand(64);

			tlb_touch(p2m, fake_rand(1024));
			assert_true(store(g, written++));
			model[g / 8] |= 1 << g % 8;
			tlb_check();
		}
		for (unsigned int peek = 0; peek < 2; peek++) {
			memset(bits, 0xee, sizeof(bits));
			seen = 16384;
			assert_int_equal(shadow_op(peek ? XEN_DOMCTL_SHADOW_OP_CLEAN : XEN_DOMCTL_SHADOW_OP_PEEK, bits, &seen), 0);
			tlb_check();
			assert_int_equal(seen, 9000 + 3 * 63 + 1);
			for (unsigned int i = 0; i < seen / 8; i++)
				assert_int_equal(round < 25 ? bits[i] : bits[i] & model[i], model[i]);
		}
	}
	assert_int_equal(shadow_op(XEN_DOMCTL_SHADOW_OP_OFF, NULL, &pages), 0);
	fake_preempt_after = 0;
	for (unsigned long g = 0; g < 1024; g++) {
		enum p2m_type t;

		p2m_lookup(d, _gfn(g), &t, NULL);
		assert_int_equal(t, p2m_ram_rw);
	}
	assert_int_equal(arch_remove_from_physmap(d, _gfn(9001)), 0);
	unshare(shared);
	end(before);
}

/* Numbers that no guest frame has. */
void test_refused(void **state)
{
	unsigned long before = total_free_pages(), start = 0;
	struct page_batch b = { .n = 0 };
	static const unsigned long bad[] = { P2M_GFN_LIMIT, ~0UL, 1UL << 52, P2M_GFN_LIMIT - 1 };

	begin(2);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		struct xen_add_to_physmap a = { .space = XENMAPSPACE_gmfn, .idx = 1, .gpfn = bad[i] };
		unsigned int order = i == 3 ? 9 : 0;

		assert_int_equal(p2m_set(d, _gfn(bad[i]), INVALID_MFN, order, p2m_mmio_dm), -EINVAL);
		assert_int_equal(arch_physmap_add(d, _gfn(bad[i]), _mfn(64), order), -EINVAL);
		assert_int_equal(arch_physmap_release(d, _gfn(bad[i]), order, &b), -EINVAL);
		assert_int_equal(arch_remove_from_physmap(d, _gfn(bad[i])), -ENOENT);
		assert_true(arch_add_to_physmap(d, &a, &start));
		assert_null(get_page_from_gfn(d, _gfn(bad[i])));
		assert_int_equal(p2m_fault(d, bad[i] << PAGE_SHIFT, 1), P2M_EMULATE);
		assert_int_equal(create_grant_host_mapping(bad[i] << PAGE_SHIFT, _mfn(64), GNTMAP_contains_pte, 0),
				 GNTST_bad_virt_addr);
		fake_current = vcpu_of(dom0);
		assert_int_equal(arch_physmap_populate_on_demand(d, _gfn(bad[i]), order), -EINVAL);
		fake_current = vcpu_of(d);
	}
	assert_int_equal(p2m_set(d, _gfn(0), _mfn(FAKE_FRAMES), 0, p2m_ram_rw), -EINVAL);
	assert_int_equal(p2m_set(d, _gfn(0), _mfn(64), 1, p2m_map_foreign), -EINVAL);
	assert_int_equal(p2m_set(d, _gfn(0), INVALID_MFN, MAX_ORDER + 1, p2m_mmio_dm), -EINVAL);
	assert_int_equal(hap_set_allocation(d, 0), 0);
	assert_int_equal(hap_get_allocation(d), 1); /* the root stays */
	assert_int_equal(p2m_set(d, _gfn(0), _mfn(64), 0, p2m_ram_rw), -ENOMEM);
	assert_int_equal(p2m_fault(d, 0, P2M_ACCESS_R), P2M_EMULATE);
	end(before);
}

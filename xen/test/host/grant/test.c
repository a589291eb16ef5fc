// SPDX-License-Identifier: GPL-2.0-only
/*
 * Grant tables against a model: domains grant, revoke, map, unmap and copy at random. References on frames and the status
 * bits that guests see always match what is in use; when all is unmapped everything is as it was.
 */
#include <stdlib.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/system.h>
#include "../../../common/grant_table/private.h"
#include "../fake-smp/fake.h"

#define DOMS 3
#define PAGES 12        /* of each domain, that it grants */
#define REFS 24         /* entries of each table in play */
#define MAPS 64         /* mappings that the model remembers */

static struct domain *doms[DOMS];
static struct page_info *pages[DOMS][PAGES];
static struct { bool used, readonly, device; unsigned int by, of, ref; u32 handle; u64 host_addr; mfn_t frame; } map[MAPS];
static unsigned int installed; /* page-table entries of grants */
static bool refuse_ptes;
static unsigned long flushes, did[8];

int create_grant_host_mapping(u64 host_addr, mfn_t frame, unsigned int flags, unsigned int cache)
{
	if (refuse_ptes)
		return GNTST_bad_virt_addr;
	installed++;
	return GNTST_okay;
}

int replace_grant_host_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags)
{
	if (refuse_ptes)
		return GNTST_bad_virt_addr;
	assert_true(installed-- > 0);
	return GNTST_okay;
}

void flush_area_mask(const struct cpumask *mask, const void *va, unsigned int flags) { flushes++; }
void arch_physmap_flush(struct domain *d) { flushes++; }
void arch_mark_dirty(struct domain *d, mfn_t mfn) { }
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
static unsigned long continued[3];
unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	__builtin_va_list ap;

	assert_int_equal(op, __HYPERVISOR_grant_table_op);
	__builtin_va_start(ap, nargs);
	for (unsigned int i = 0; i < 3; i++)
		continued[i] = __builtin_va_arg(ap, unsigned long);
	__builtin_va_end(ap);
	return -ERESTART;
}
static void *unreadable;
size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	if (guest == unreadable)
		return n;
	memcpy(dst, guest, n);
	return 0;
}
size_t guest_raw_write(void *guest, const void *src, size_t n) { memcpy(guest, src, n); return 0; }
#include "../hypercall-stubs.h"

/* As a guest calls, over all continuations. */
static long call(u32 cmd, void *list, u32 count)
{
	long rc = do_grant_table_op(cmd, (u8_inout){ list }, count);

	while (rc == -ERESTART)
		rc = do_grant_table_op(continued[0], (u8_inout){ (u8 *)continued[1] }, continued[2]);
	return rc;
}

static int setup(void **state)
{
	fake_cpus(1);
	fake_memory();
	memset(map, 0, sizeof(map));
	memset(did, 0, sizeof(did));
	installed = 0;
	refuse_ptes = false;
	for (unsigned int i = 0; i < DOMS; i++) {
		struct domain *d = doms[i] = calloc(1, sizeof(*d));

		d->domain_id = i;
		d->kind = GUEST_pv;
		d->is_privileged = i == 0;
		d->max_vcpus = 1;
		d->vcpu = calloc(1, sizeof(*d->vcpu));
		d->vcpu[0] = calloc(1, sizeof(struct vcpu));
		d->vcpu[0]->domain = d;
		atomic_set(&d->refcnt, 1);
		assert_int_equal(grant_table_init(d, 4, 1, 1), 0);
		for (unsigned int p = 0; p < PAGES; p++)
			pages[i][p] = fake_page(d);
	}
	return 0;
}

static int teardown(void **state)
{
	for (unsigned int i = 0; i < DOMS; i++) {
		fake_preempt_after = 2;
		fake_current[0] = doms[(i + 1) % DOMS]->vcpu[0];
		doms[i]->is_dying = DOMDYING_dying;
		while (gnttab_release_mappings(doms[i]))
			;
	}
	for (unsigned int i = 0; i < DOMS; i++) {
		for (unsigned int p = 0; p < PAGES; p++)
			fake_free_page(pages[i][p]); /* nothing holds it any more */
		grant_table_destroy(doms[i]);
		assert_int_equal(atomic_read(&doms[i]->refcnt), 1);
		free(doms[i]->vcpu[0]);
		free(doms[i]->vcpu);
		free(doms[i]);
	}
	assert_int_equal(fake_pages_used(), 0);
	return 0;
}

static grant_entry_v1_t *entry(unsigned int d, unsigned int ref)
{
	return &doms[d]->grant_table->shared[0][ref];
}

static void check_status(void)
{
	for (unsigned int d = 0; d < DOMS; d++)
		for (unsigned int ref = 0; ref < REFS; ref++) {
			bool r = false, w = false;

			for (unsigned int i = 0; i < MAPS; i++)
				if (map[i].used && map[i].of == d && map[i].ref == ref) {
					r = true;
					w |= !map[i].readonly;
				}
			assert_int_equal(!!(entry(d, ref)->flags & GTF_reading), r);
			assert_int_equal(!!(entry(d, ref)->flags & GTF_writing), w);
		}
}

static void do_grant(unsigned int d)
{
	unsigned int ref = fake_rand(REFS);
	grant_entry_v1_t *e = entry(d, ref);

	if (e->flags & (GTF_reading | GTF_writing))
		return; /* a guest must not */
	e->flags = 0;
	e->domid = fake_rand(DOMS);
	e->frame = fake_rand(10) ? mfn_x(page_to_mfn(pages[d][fake_rand(PAGES)])) : fake_rand(2 * FAKE_FRAMES);
	e->flags = fake_rand(4) ? GTF_permit_access | (fake_rand(3) ? 0 : GTF_readonly) : fake_rand(4);
}

static bool owned(unsigned int d, unsigned long mfn)
{
	for (unsigned int p = 0; p < PAGES; p++)
		if (mfn_x(page_to_mfn(pages[d][p])) == mfn)
			return true;
	for (unsigned int f = 0; f < doms[d]->grant_table->nr_frames; f++)
		if (mfn_x(virt_to_mfn(doms[d]->grant_table->shared[f])) == mfn)
			return true;
	return false;
}

/* Whether the entry as it stands, and the uses of it there are, allow one more. */
static bool may_use(unsigned int by, unsigned int of, unsigned int ref, bool readonly)
{
	grant_entry_v1_t *e;

	if (of >= DOMS || ref >= REFS)
		return false;
	e = entry(of, ref);
	return (e->flags & GTF_type_mask) == GTF_permit_access && e->domid == by && (readonly || !(e->flags & GTF_readonly)) &&
	       owned(of, e->frame);
}

static void do_map(unsigned int d)
{
	gnttab_map_grant_ref_t op[4];
	unsigned int n = 1 + fake_rand(4), slot[4];
	bool allowed[4];

	for (unsigned int i = 0, s = 0; i < n; i++) {
		while (s < MAPS && map[s].used)
			s++;
		if (s == MAPS)
			n = i;
		slot[i] = s++;
	}
	for (unsigned int i = 0; i < n; i++) {
		op[i] = (gnttab_map_grant_ref_t){ .host_addr = 0x1000 * (slot[i] + 1), .dom = fake_rand(DOMS + 1),
			.ref = fake_rand(REFS + 2) == REFS ? ~0U : fake_rand(REFS) };
		op[i].flags = fake_rand(4) | (fake_rand(2) ? GNTMAP_readonly : 0);
		allowed[i] = (op[i].flags & 3) && may_use(d, op[i].dom, op[i].ref, op[i].flags & GNTMAP_readonly);
	}
	assert_int_equal(call(GNTTABOP_map_grant_ref, op, n), 0);
	for (unsigned int i = 0; i < n; i++) {
		if (refuse_ptes && allowed[i] && (op[i].flags & GNTMAP_host_map))
			allowed[i] = false;
		assert_int_equal(op[i].status == GNTST_okay, allowed[i]);
		if (op[i].status)
			continue;
		did[0]++;
		map[slot[i]] = (typeof(map[0])){ true, op[i].flags & GNTMAP_readonly, op[i].flags & GNTMAP_device_map, d, op[i].dom,
			op[i].ref, op[i].handle, op[i].flags & GNTMAP_host_map ? op[i].host_addr : 0,
			maddr_to_mfn(op[i].dev_bus_addr) };
		assert_int_equal(mfn_x(map[slot[i]].frame), entry(op[i].dom, op[i].ref)->frame);
	}
}

static void do_unmap(unsigned int d)
{
	unsigned int i = fake_rand(MAPS);
	gnttab_unmap_grant_ref_t op = { .handle = fake_rand(2000), .host_addr = 0x1000 };
	bool known = map[i].used && map[i].by == d;

	if (known) {
		op.handle = map[i].handle;
		op.host_addr = map[i].host_addr;
		op.dev_bus_addr = map[i].device ? mfn_to_maddr(map[i].frame) : 0;
	} else {
		for (unsigned int j = 0; j < MAPS; j++)
			if (map[j].used && map[j].by == d && map[j].handle == op.handle)
				return; /* would hit one by chance */
	}
	assert_int_equal(call(GNTTABOP_unmap_grant_ref, &op, 1), 0);
	if (!known) {
		assert_int_equal(op.status, GNTST_bad_handle);
	} else if (refuse_ptes && map[i].host_addr) {
		assert_int_equal(op.status, GNTST_bad_virt_addr);
	} else {
		assert_int_equal(op.status, GNTST_okay);
		map[i].used = false;
		did[1]++;
	}
}

static void do_copy(unsigned int d)
{
	gnttab_copy_t op = { .flags = fake_rand(4), .len = fake_rand(5000) };
	bool ok = true;

	op.source.domid = op.flags & GNTCOPY_source_gref ? fake_rand(DOMS) : DOMID_SELF;
	op.dest.domid = op.flags & GNTCOPY_dest_gref ? fake_rand(DOMS) : DOMID_SELF;
	op.source.offset = fake_rand(2) ? 0 : fake_rand(5000);
	op.dest.offset = fake_rand(2) ? 0 : fake_rand(5000);
	if (op.flags & GNTCOPY_source_gref)
		op.source.u.ref = fake_rand(REFS);
	else
		op.source.u.gmfn = mfn_x(page_to_mfn(pages[d][fake_rand(PAGES)]));
	if (op.flags & GNTCOPY_dest_gref)
		op.dest.u.ref = fake_rand(REFS);
	else
		op.dest.u.gmfn = mfn_x(page_to_mfn(pages[fake_rand(8) ? d : (d + 1) % DOMS][fake_rand(PAGES)]));
	ok &= op.source.offset + op.len <= PAGE_SIZE && op.dest.offset + op.len <= PAGE_SIZE;
	ok &= op.flags & GNTCOPY_source_gref ? may_use(d, op.source.domid, op.source.u.ref, true) : owned(d, op.source.u.gmfn);
	ok &= op.flags & GNTCOPY_dest_gref ? may_use(d, op.dest.domid, op.dest.u.ref, false) : owned(d, op.dest.u.gmfn);
	assert_int_equal(call(GNTTABOP_copy, &op, 1), 0);
	assert_int_equal(op.status == GNTST_okay, ok);
	did[2] += ok;
}

static void test_random(void **state)
{
	fake_srand(5);
	for (unsigned long n = 0; fake_more_rounds(n, 300000); n++) {
		unsigned int d = fake_rand(DOMS);

		fake_current[0] = doms[d]->vcpu[0];
		refuse_ptes = !fake_rand(20);
		fake_preempt_after = fake_rand(3);
		switch (fake_rand(8)) {
		case 0: case 1: do_grant(d); break;
		case 2: case 3: do_map(d); break;
		case 4: case 5: do_unmap(d); break;
		case 6: do_copy(d); break;
		case 7: if (n % 8 == 0) check_status(); break;
		}
		refuse_ptes = false;
	}
	check_status();
	assert_true(did[0] > 1000 && did[1] > 1000 && did[2] > 1000 && flushes > 1000);
}

/* Bytes arrive where they should, and only those. */
static void test_copy_bytes(void **state)
{
	u8 *s = page_to_virt(pages[1][0]), *t = page_to_virt(pages[2][0]);
	gnttab_copy_t op = { .flags = GNTCOPY_source_gref, .len = 100 };

	memset(s, 0x11, PAGE_SIZE);
	memset(t, 0x22, PAGE_SIZE);
	*entry(1, 8) = (grant_entry_v1_t){ GTF_permit_access | GTF_readonly, 2, mfn_x(page_to_mfn(pages[1][0])) };
	fake_current[0] = doms[2]->vcpu[0];
	op.source.domid = 1;
	op.source.u.ref = 8;
	op.source.offset = 50;
	op.dest.domid = DOMID_SELF;
	op.dest.u.gmfn = mfn_x(page_to_mfn(pages[2][0]));
	op.dest.offset = PAGE_SIZE - 100;
	assert_int_equal(call(GNTTABOP_copy, &op, 1), 0);
	assert_int_equal(op.status, GNTST_okay);
	assert_int_equal(t[PAGE_SIZE - 101], 0x22);
	assert_int_equal(t[PAGE_SIZE - 100], 0x11);
	assert_int_equal(t[PAGE_SIZE - 1], 0x11);
	assert_int_equal(entry(1, 8)->flags, GTF_permit_access | GTF_readonly);
}

static void test_tables(void **state)
{
	gnttab_query_size_t q = { .dom = DOMID_SELF };
	xen_pfn_t list[8];
	gnttab_setup_table_t s = { .dom = DOMID_SELF, .nr_frames = 3 };
	gnttab_set_version_t v = { .version = 2 };
	gnttab_swap_grant_ref_t w = { .ref_a = 1, .ref_b = 600 };
	gnttab_dump_table_t dump = { .dom = DOMID_SELF };
	mfn_t mfns[2];

	fake_current[0] = doms[1]->vcpu[0];
	set_xen_guest_handle(s.frame_list, list);
	assert_int_equal(call(GNTTABOP_query_size, &q, 1), 0);
	assert_int_equal(q.status, 0);
	assert_int_equal(q.nr_frames, 1);
	assert_int_equal(q.max_nr_frames, 4);
	assert_int_equal(call(GNTTABOP_setup_table, &s, 1), 0);
	assert_int_equal(s.status, 0);
	for (unsigned int i = 0; i < 3; i++)
		assert_int_equal(list[i], mfn_x(virt_to_mfn(doms[1]->grant_table->shared[i])));
	s.nr_frames = 5;
	assert_int_equal(call(GNTTABOP_setup_table, &s, 1), 0);
	assert_int_equal(s.status, GNTST_general_error);
	s.dom = 2;
	assert_int_equal(call(GNTTABOP_setup_table, &s, 1), 0);
	assert_int_equal(s.status, GNTST_permission_denied);
	assert_int_equal(call(GNTTABOP_setup_table, &s, 2), -EINVAL);
	assert_int_equal(call(GNTTABOP_set_version, &v, 1), -ENOSYS);
	v.version = 1;
	assert_int_equal(call(GNTTABOP_set_version, &v, 1), 0);
	entry(1, 1)->frame = 0x1234;
	assert_int_equal(call(GNTTABOP_swap_grant_ref, &w, 1), 0);
	assert_int_equal(w.status, GNTST_okay);
	assert_int_equal(doms[1]->grant_table->shared[1][600 - 512].frame, 0x1234);
	w.ref_b = 3 * 512;
	assert_int_equal(call(GNTTABOP_swap_grant_ref, &w, 1), 0);
	assert_int_equal(w.status, GNTST_bad_gntref);
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, 1, 2, mfns), 0);
	assert_int_equal(doms[2]->grant_table->nr_frames, 3);
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, 3, 2, mfns), -EINVAL);
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, ~0U, 2, mfns), -EINVAL);
	assert_int_equal(call(GNTTABOP_dump_table, &dump, 1), 0);
	assert_int_equal(dump.status, GNTST_permission_denied); /* its own, but the console is not its */
	/* What comes too late would not be taken back. */
	doms[2]->is_dying = DOMDYING_dying;
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, 2, 1, mfns), 0);
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, 3, 1, mfns), -EINVAL);
	doms[2]->is_dying = DOMDYING_alive;
	assert_int_equal(gnttab_acquire_resource(doms[2], XENMEM_resource_grant_table_id_shared, 3, 1, mfns), 0);
	unreadable = &q;
	assert_int_equal(call(GNTTABOP_query_size, &q, 1), -EFAULT);
	unreadable = NULL;
}

/* Handles are bounded, and all come back. */
static void test_handles(void **state)
{
	gnttab_map_grant_ref_t op;
	unsigned int n;

	*entry(1, 0) = (grant_entry_v1_t){ GTF_permit_access, 2, mfn_x(page_to_mfn(pages[1][0])) };
	fake_current[0] = doms[2]->vcpu[0];
	for (unsigned int round = 0; round < 2; round++) {
		for (n = 0;; n++) {
			op = (gnttab_map_grant_ref_t){ .flags = GNTMAP_host_map, .dom = 1, .ref = 0, .host_addr = 4096 };
			assert_int_equal(call(GNTTABOP_map_grant_ref, &op, 1), 0);
			if (op.status)
				break;
		}
		assert_int_equal(op.status, GNTST_no_space);
		assert_int_equal(n, MAPTRACK_PER_PAGE);
		for (u32 h = 0; h < n; h++) {
			gnttab_unmap_grant_ref_t u = { .handle = h, .host_addr = 4096 };

			assert_int_equal(call(GNTTABOP_unmap_grant_ref, &u, 1), 0);
			assert_int_equal(u.status, GNTST_okay);
		}
		assert_int_equal(entry(1, 0)->flags, GTF_permit_access);
	}
}

int main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = { T(test_random), T(test_copy_bytes), T(test_tables), T(test_handles) };

	return cmocka_run_group_tests_name("grant", tests, NULL, NULL);
}

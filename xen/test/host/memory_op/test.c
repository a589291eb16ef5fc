// SPDX-License-Identifier: GPL-2.0-only
/* memory_op: what a guest and its tools ask for, and what a hostile one might. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <public/memory.h>
#include "../../../common/mm/private.h"
#include "../fake/fake.h"

struct domain *doms[3]; /* 0: control and hardware domain; 1, 2: guests */
extern unsigned long next_cmd;
static struct vcpu vcpu;
static xen_pfn_t list[1024], list2[1024];

static int setup(void **state)
{
	fake_machine_init();
	memset(&heap, 0, sizeof(heap));
	init_heap_pages(_mfn(1), FAKE_FRAMES - 1);
	for (unsigned int i = 0; i < 3; i++)
		doms[i] = fake_domain(i);
	doms[0]->is_privileged = doms[0]->is_hwdom = true;
	vcpu.domain = doms[1];
	fake_current = &vcpu;
	return 0;
}

static long call(unsigned int op, void *arg)
{
	unsigned long cmd = op;
	long rc;

	while ((rc = do_memory_op(cmd, (u8_inout){ arg })) == -ERESTART)
		cmd = next_cmd;
	return rc;
}

static struct xen_memory_reservation reservation(xen_pfn_t *l, unsigned long nr, unsigned int order, domid_t id)
{
	struct xen_memory_reservation r = { .nr_extents = nr, .extent_order = order, .domid = id };

	r.extent_start.p = l;
	return r;
}

static void test_populate_and_decrease(void **state)
{
	struct xen_memory_reservation r = reservation(list, 200, 1, DOMID_SELF);
	unsigned long free = heap.avail;

	fake_preempt_after = 3; /* in many continuations */
	for (unsigned int i = 0; i < 200; i++)
		list[i] = 1000 + 2 * i;
	assert_int_equal(call(XENMEM_populate_physmap, &r), 200);
	assert_int_equal(doms[1]->tot_pages, 400);
	for (unsigned int i = 0; i < 200; i++) {
		assert_int_equal(get_gpfn_from_mfn(_mfn(list[i])), 1000 + 2 * i);
		assert_int_equal(get_gpfn_from_mfn(_mfn(list[i] + 1)), 1001 + 2 * i);
	}
	/* A page that somebody else refers to goes when that ends; a frame twice in the list stops it. */
	assert_true(get_page(mfn_to_page(_mfn(list[3])), doms[1]));
	list[10] = list[9];
	assert_int_equal(call(XENMEM_decrease_reservation, &r), 10);
	assert_int_equal(doms[1]->tot_pages, 400 - 20 + 1);
	put_page(mfn_to_page(_mfn(list[3])));
	assert_int_equal(doms[1]->tot_pages, 380);
	assert_int_equal(heap.avail, free - 380);
}

static void test_refused(void **state)
{
	struct xen_memory_reservation r = reservation(list, 4, 0, 2);

	memset(list, 0xff, sizeof(list));
	assert_int_equal(call(XENMEM_populate_physmap, &r), 0);     /* another's */
	r.domid = DOMID_SELF;
	r.extent_order = 10;
	assert_int_equal(call(XENMEM_increase_reservation, &r), 0); /* too large an extent for a guest */
	r.extent_order = 0;
	r.nr_extents = ~0UL;
	assert_int_equal(call(XENMEM_increase_reservation, &r), 0);
	r.nr_extents = 4;
	assert_int_equal(call(XENMEM_decrease_reservation, &r), 0); /* frames that are none */
	r.extent_start.p = (void *)8;
	assert_int_equal(call(XENMEM_populate_physmap, &r), 0);     /* a list that is not there */
	doms[1]->max_pages = 2;
	r.extent_start.p = list;
	assert_int_equal(call(XENMEM_increase_reservation, &r), 2); /* more than it may have */
	assert_int_equal(call(XENMEM_claim_pages, &r), -EPERM);
	assert_int_equal(call(XENMEM_machine_memory_map, &r), -EPERM);
	assert_int_equal(call(63, &r), -ENOSYS);
	assert_int_equal(call(XENMEM_sharing_op, &r), -ENOSYS);
	assert_int_equal(call(XENMEM_exchange, (void *)16), -EFAULT);
	assert_int_equal(atomic_read(&doms[2]->refcnt), 1);
}

static void fill_in(unsigned long nr)
{
	struct xen_memory_reservation r = reservation(list, nr, 0, DOMID_SELF);

	for (unsigned long i = 0; i < nr; i++)
		list[i] = 5000 + i;
	assert_int_equal(call(XENMEM_populate_physmap, &r), nr);
}

static void test_exchange(void **state)
{
	struct xen_memory_exchange e = { 0 };

	/* 64 single pages for 4 contiguous extents below 8 MiB, as a driver's DMA buffers want them, and back. */
	fill_in(64);
	e.in = reservation(list, 64, 0, DOMID_SELF);
	e.out = reservation(list2, 4, 4, DOMID_SELF);
	e.out.mem_flags = XENMEMF_address_bits(23);
	for (unsigned int i = 0; i < 4; i++)
		list2[i] = 7000 + 16 * i;
	fake_preempt_after = 2;
	assert_int_equal(call(XENMEM_exchange, &e), 0);
	assert_int_equal(e.nr_exchanged, 64);
	assert_int_equal(doms[1]->tot_pages, 64);
	for (unsigned int i = 0; i < 4; i++) {
		assert_true((list2[i] + 16) << PAGE_SHIFT <= 1UL << 23);
		assert_int_equal(get_gpfn_from_mfn(_mfn(list2[i] + 5)), 7005 + 16 * i);
	}
	e.in = reservation(list2, 4, 4, DOMID_SELF);
	e.out = reservation(list, 64, 0, DOMID_SELF);
	e.nr_exchanged = 0;
	assert_int_equal(call(XENMEM_exchange, &e), 0);
	assert_int_equal(e.nr_exchanged, 4);
	assert_int_equal(doms[1]->tot_pages, 64);
}

static void test_exchange_refused(void **state)
{
	struct xen_memory_exchange e = { 0 };
	unsigned long free;

	fill_in(32);
	free = heap.avail;
	e.in = reservation(list, 32, 0, DOMID_SELF);
	e.out = reservation(list2, 2, 4, DOMID_SELF);
	/* The second chunk has a page in use: the first is done, the second untouched. */
	assert_true(get_page(mfn_to_page(_mfn(list[20])), doms[1]));
	assert_int_equal(call(XENMEM_exchange, &e), -EINVAL);
	assert_int_equal(e.nr_exchanged, 16);
	assert_int_equal(doms[1]->tot_pages, 32);
	assert_int_equal(heap.avail, free);
	for (unsigned int i = 16; i < 32; i++)
		assert_ptr_equal(page_get_owner(mfn_to_page(_mfn(list[i]))), doms[1]);
	put_page(mfn_to_page(_mfn(list[20])));
	e.nr_exchanged = 33;
	assert_int_equal(call(XENMEM_exchange, &e), -EINVAL);
	e.nr_exchanged = 0;
	e.out.nr_extents = 3;
	assert_int_equal(call(XENMEM_exchange, &e), -EINVAL);
	e.out.nr_extents = 2;
	e.out.mem_flags = XENMEMF_address_bits(13); /* nothing there */
	for (unsigned int i = 0; i < 16; i++)
		list[i] = list[16 + i];
	e.in.nr_extents = 16;
	e.out.nr_extents = 1;
	assert_int_equal(call(XENMEM_exchange, &e), -ENOMEM);
	assert_int_equal(doms[1]->tot_pages, 32);
	assert_int_equal(heap.avail, free);
	assert_int_equal(atomic_read(&doms[1]->refcnt), 2); /* the test's and the pages' */
}

static void test_tools(void **state)
{
	struct xen_memory_reservation r = reservation(NULL, 500, 0, 2);
	struct xen_mem_acquire_resource a = { .domid = 2, .type = XENMEM_resource_grant_table };
	struct xen_memory_domain q = { 2 };

	assert_int_equal(call(XENMEM_current_reservation, &q), -EPERM);
	vcpu.domain = doms[0];
	doms[2]->max_pages = 1000;
	assert_int_equal(call(XENMEM_claim_pages, &r), 0);
	assert_int_equal(heap.claimed, 500);
	r.nr_extents = 0;
	assert_int_equal(call(XENMEM_claim_pages, &r), 0);
	assert_int_equal(heap.claimed, 0);
	assert_int_equal(call(XENMEM_maximum_reservation, &q), 1000);
	assert_int_equal(call(XENMEM_maximum_gpfn, &q), 7);
	assert_int_equal(call(XENMEM_maximum_ram_page, NULL), FAKE_FRAMES - 1);

	assert_int_equal(call(XENMEM_acquire_resource, &a), 0);
	assert_int_equal(a.nr_frames, 2);
	a.frame_list.p = list;
	assert_int_equal(call(XENMEM_acquire_resource, &a), 0);
	assert_int_equal(list[1], 101);
	a.frame = 1;
	assert_int_equal(call(XENMEM_acquire_resource, &a), -EINVAL);
	a.frame = ~0UL;
	assert_int_equal(call(XENMEM_acquire_resource, &a), -E2BIG);
	a.pad = 1;
	assert_int_equal(call(XENMEM_acquire_resource, &a), -EINVAL);
	a = (struct xen_mem_acquire_resource){ .domid = 0, .type = XENMEM_resource_grant_table };
	assert_int_equal(call(XENMEM_acquire_resource, &a), -EPERM);
	a = (struct xen_mem_acquire_resource){ .domid = 2, .type = 77 };
	assert_int_equal(call(XENMEM_acquire_resource, &a), -EOPNOTSUPP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_populate_and_decrease, setup),
		cmocka_unit_test_setup(test_refused, setup),
		cmocka_unit_test_setup(test_exchange, setup),
		cmocka_unit_test_setup(test_exchange_refused, setup),
		cmocka_unit_test_setup(test_tools, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

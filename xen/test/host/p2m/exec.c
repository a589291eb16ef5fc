// SPDX-License-Identifier: GPL-2.0-only
/* Where large entries may not be executable, a fetch from one splits it, and nothing puts it together again. */
#include "test.h"

void test_small_exec(void **state)
{
	struct domain *d = translated_domain(1, &ept_format);
	struct p2m_domain *p2m = d->arch.p2m;
	struct hw hw;

	p2m_set_leaf_levels(2);
	p2m_forbid_large_exec();
	assert_int_equal(hap_set_allocation(d, 64), 0);
	assert_int_equal(p2m_set(d, _gfn(1024), _mfn(1024), 10, p2m_ram_rw), 0);
	assert_true(hw_walk(p2m, 1024, &hw));
	assert_int_equal(hw.level, 2);
	assert_int_equal(hw.access, P2M_ACCESS_R | P2M_ACCESS_W);
	assert_int_equal(p2m_fault(d, 1030UL << PAGE_SHIFT, P2M_ACCESS_W), P2M_RETRY);
	assert_true(hw_walk(p2m, 1030, &hw));
	assert_int_equal(hw.level, 2);

	assert_int_equal(p2m_fault(d, 1030UL << PAGE_SHIFT, P2M_ACCESS_X), P2M_RETRY);
	for (unsigned long gfn = 1024; gfn < 1536; gfn++) {
		assert_true(hw_walk(p2m, gfn, &hw));
		assert_int_equal(hw.level, 1);
		assert_int_equal(hw.mfn, gfn);
		assert_int_equal(hw.access, P2M_ACCESS_R | P2M_ACCESS_W | P2M_ACCESS_X);
	}
	assert_true(hw_walk(p2m, 1536, &hw)); /* the next one is as it was */
	assert_int_equal(hw.level, 2);
	/* again, as a second vCPU would, and a change beside it */
	assert_int_equal(p2m_fault(d, 1030UL << PAGE_SHIFT, P2M_ACCESS_X), P2M_RETRY);
	assert_int_equal(p2m_set(d, _gfn(1024), _mfn(1024), 0, p2m_ram_rw), 0);
	assert_true(hw_walk(p2m, 1030, &hw));
	assert_int_equal(hw.level, 1);
	check_tables(p2m);

	p2m_small_exec = false;
	tlb_flush();
	d->is_dying = DOMDYING_dying;
	while (p2m_relinquish(d))
		;
	p2m_destroy(d);
	put_domain(d);
}

/* SPDX-License-Identifier: LGPL-2.1-only */
/* Updates of page tables, in batches. */
#include "mmu.h"

struct xc_mmu *xc_alloc_mmu_updates(xc_interface *xch, unsigned int subject)
{
	struct xc_mmu *mmu = malloc(sizeof(*mmu));

	if (!mmu)
		return NULL;
	mmu->idx = 0;
	mmu->subject = subject;
	return mmu;
}

int xc_flush_mmu_updates(xc_interface *xch, struct xc_mmu *mmu)
{
	int rc;

	if (!mmu->idx)
		return 0;

	BOUNCE(buf, mmu->updates, ARRAY_BYTES(mmu->updates, mmu->idx), XC_INOUT);

	rc = xencall4(xch->xcall, __HYPERVISOR_mmu_update, (uintptr_t)buf.hyp, mmu->idx, 0,
		      mmu->subject);
	if (rc < 0)
		ERROR("Failure when submitting mmu updates");
	mmu->idx = 0;
	return zero_if_ok(rc);
}

int xc_add_mmu_update(xc_interface *xch, struct xc_mmu *mmu, unsigned long long ptr,
		      unsigned long long val)
{
	mmu->updates[mmu->idx].ptr = ptr;
	mmu->updates[mmu->idx].val = val;

	return ++mmu->idx == MAX_MMU_UPDATES ? xc_flush_mmu_updates(xch, mmu) : 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Grant mappings of translated guests: the guest names the frame where the page is to appear. The entry has no references;
 * those that the grant holds keep the page until the mapping is ended through the grant table.
 */
#include <xen/errno.h>
#include <xen/grant_table.h>
#include <asm/pv/grant-pte.h>
#include "private.h"

static enum p2m_type type_of_mapping(unsigned int flags)
{
	return flags & GNTMAP_readonly ? p2m_grant_map_ro : p2m_grant_map_rw;
}

static int map(struct domain *d, u64 addr, mfn_t frame, unsigned int flags)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned long gfn = addr >> PAGE_SHIFT;
	unsigned int level;
	int rc = -EBUSY;

	if ((flags & GNTMAP_contains_pte) || (addr & ~PAGE_MASK) || gfn >= P2M_GFN_LIMIT)
		return hc_fail(GNTST_bad_virt_addr, "%pd: no frame for a grant at %lx", d, addr);
	p2m_lock(p2m);
	/* Memory there would be lost to the guest. */
	if (mfn_eq(p2m->root, INVALID_MFN))
		rc = -ESRCH;
	else if (entry_type(p2m_entry_get(p2m, gfn, &level)) == p2m_invalid)
		rc = p2m_set_locked(p2m, gfn, frame, 0, type_of_mapping(flags));
	p2m_unlock(p2m);
	if (rc)
		return hc_fail(GNTST_general_error, "%pd: frame %lx cannot take a grant: %d", d, gfn, rc);
	return GNTST_okay;
}

int create_grant_host_mapping(u64 host_addr, mfn_t frame, unsigned int flags, unsigned int cache)
{
	struct domain *d = current->domain;

	if (is_pv_domain(d))
		return pv_create_grant_mapping(host_addr, frame, flags);
	return map(d, host_addr, frame, flags);
}

/*
 * The flush is arch_physmap_flush()'s, before the grant drops its references. The entry must be as writable as the mapping
 * that ends: one with fewer rights in its stead would leave the guest rights that nobody counts.
 */
static int unmap(struct domain *d, u64 addr, mfn_t frame, unsigned int flags)
{
	struct p2m_domain *p2m = d->arch.p2m;
	unsigned long gfn = addr >> PAGE_SHIFT;
	unsigned int level;
	int rc = -EINVAL;
	u64 e;

	if ((addr & ~PAGE_MASK) || gfn >= P2M_GFN_LIMIT)
		return GNTST_bad_virt_addr;
	p2m_lock(p2m);
	if (!mfn_eq(p2m->root, INVALID_MFN)) {
		e = p2m_entry_get(p2m, gfn, &level);
		if (entry_type(e) == type_of_mapping(flags) &&
		    mfn_eq(mfn_add(entry_mfn(e), gfn & (level_frames(level) - 1)), frame))
			rc = p2m_set_locked(p2m, gfn, INVALID_MFN, 0, p2m_invalid);
	}
	p2m_unlock_deferred(p2m);
	if (rc)
		return hc_fail(GNTST_general_error, "%pd: frame %lx does not map grant frame %lx", d, gfn, mfn_x(frame));
	return GNTST_okay;
}

int replace_grant_host_mapping(u64 host_addr, mfn_t frame, u64 new_addr, unsigned int flags)
{
	struct domain *d = current->domain;

	if (is_pv_domain(d))
		return pv_replace_grant_mapping(host_addr, frame, new_addr, flags);
	if (new_addr)
		return GNTST_general_error;
	return unmap(d, host_addr, frame, flags);
}

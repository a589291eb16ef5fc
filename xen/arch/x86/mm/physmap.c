/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest's frame numbers. For PV they are machine frames; guests with a map of their own (HVM, PVH) come with
 * the hvm wing, and until then these operations say so.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/mm.h>
#include <asm/p2m.h>

struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	mfn_t m = _mfn(gfn_x(gfn));

	if (is_hvm_domain(d))
		return hvm_get_page_from_gfn(d, gfn);
	if (!mfn_has_page(m) || !get_page(mfn_to_page(m), d))
		return NULL;
	return mfn_to_page(m);
}

/* arch.max_pfn of shared_info is the number of frame numbers, as the guest says. */
unsigned long arch_maximum_gpfn(const struct domain *d)
{
	unsigned long nr = d->shared_info ? READ_ONCE(d->shared_info->arch.max_pfn) : 0;

	return nr ? nr - 1 : 0;
}

#define WEAK __attribute__((weak))

/* No vCPU of such a domain runs until the hvm wing is there. */
WEAK void hvm_flush_p2m(struct domain *d)
{
}

WEAK struct page_info *hvm_get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	return NULL;
}

WEAK int arch_physmap_add(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order)
{
	return -EOPNOTSUPP;
}

WEAK int arch_physmap_remove(struct domain *d, gfn_t gfn, mfn_t mfn, unsigned int order)
{
	return -EOPNOTSUPP;
}

WEAK int arch_physmap_populate_on_demand(struct domain *d, const struct xen_memory_reservation *r, unsigned long i)
{
	return -EOPNOTSUPP;
}

WEAK int arch_add_to_physmap(struct domain *d, struct xen_add_to_physmap *a, unsigned long *start)
{
	return -EOPNOTSUPP;
}

WEAK int arch_add_to_physmap_batch(struct domain *d, struct xen_add_to_physmap_batch *a, unsigned long *start)
{
	return -EOPNOTSUPP;
}

WEAK int arch_pod_target(struct domain *d, struct xen_pod_target *t, bool set)
{
	return -EOPNOTSUPP;
}

WEAK unsigned int arch_resource_max_frames(const struct domain *d, unsigned int type, unsigned int id)
{
	return 0;
}

WEAK int arch_acquire_resource(struct domain *d, unsigned int type, unsigned int id, unsigned int from, unsigned int nr,
			       mfn_t *mfns)
{
	return -EOPNOTSUPP;
}

WEAK int arch_map_resource(struct domain *self, gfn_t gfn, struct domain *d, mfn_t mfn)
{
	return -EOPNOTSUPP;
}

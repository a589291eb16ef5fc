/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's frame numbers. For PV they are machine frames; other guests have a map of their own (p2m/). */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/mm.h>
#include <asm/p2m.h>

/* The domain's own memory only: what it has mapped of others is not its to pass on. */
static struct page_info *get_own_page(struct domain *d, gfn_t gfn)
{
	enum p2m_type t;
	struct page_info *pg = p2m_get_page(d, gfn, &t, P2M_ALLOC);

	if (pg && !p2m_is_ram(t)) {
		put_page(pg);
		return NULL;
	}
	return pg;
}

struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn)
{
	mfn_t m = _mfn(gfn_x(gfn));

	if (is_hvm_domain(d))
		return get_own_page(d, gfn);
	if (!mfn_has_page(m) || !get_page(mfn_to_page(m), d))
		return NULL;
	return mfn_to_page(m);
}

void arch_mark_dirty(struct domain *d, mfn_t mfn)
{
	if (is_hvm_domain(d))
		p2m_mark_dirty(d, _gfn(get_gpfn_from_mfn(mfn)));
}

/* PV: arch.max_pfn of shared_info is the number of frame numbers, as the guest says. */
unsigned long arch_maximum_gpfn(const struct domain *d)
{
	unsigned long nr;

	if (is_hvm_domain(d))
		return gfn_x(p2m_max_mapped(d));
	nr = d->shared_info ? READ_ONCE(d->shared_info->arch.max_pfn) : 0;
	return nr ? nr - 1 : 0;
}

/* Frames of device models come with ioreq servers: there are none yet, and so no such resource. */
unsigned int arch_resource_max_frames(const struct domain *d, unsigned int type, unsigned int id)
{
	return 0;
}

int arch_acquire_resource(struct domain *d, unsigned int type, unsigned int id, unsigned int from, unsigned int nr,
			       mfn_t *mfns)
{
	return -EOPNOTSUPP;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/domctl.h>
#include <asm/hap.h>
#include "../p2m/private.h"

#define PAGES_PER_MB 256U

int hap_set_allocation(struct domain *d, unsigned int pages)
{
	return p2m_pool_resize(d->arch.p2m, pages);
}

unsigned int hap_get_allocation(const struct domain *d)
{
	const struct p2m_domain *p2m = d->arch.p2m;

	return READ_ONCE(p2m->nr_free) + READ_ONCE(p2m->nr_tables) + READ_ONCE(p2m->nr_stale);
}

long hap_paging_op(struct domain *d, struct xen_domctl_shadow_op *op)
{
	switch (op->op) {
	case XEN_DOMCTL_SHADOW_OP_OFF: /* nested paging stays */
	case XEN_DOMCTL_SHADOW_OP_ENABLE_LOGDIRTY:
	case XEN_DOMCTL_SHADOW_OP_CLEAN:
	case XEN_DOMCTL_SHADOW_OP_PEEK:
		return p2m_logdirty_op(d, op);
	case XEN_DOMCTL_SHADOW_OP_GET_ALLOCATION:
		op->mb = DIV_ROUND_UP(hap_get_allocation(d), PAGES_PER_MB);
		return 0;
	case XEN_DOMCTL_SHADOW_OP_SET_ALLOCATION:
		if (op->mb > ~0U / PAGES_PER_MB)
			return -EINVAL;
		return hap_set_allocation(d, op->mb * PAGES_PER_MB);
	}
	return hc_fail(-EOPNOTSUPP, "%pd: shadow operation %u", d, op->op);
}

long domctl_get_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *op)
{
	if (!is_hvm_domain(d))
		return -EOPNOTSUPP;
	op->size = (u64)hap_get_allocation(d) << PAGE_SHIFT;
	return 0;
}

long domctl_set_paging_mempool_size(struct domain *d, struct xen_domctl_paging_mempool *op)
{
	if (!is_hvm_domain(d))
		return -EOPNOTSUPP;
	if ((op->size & ~PAGE_MASK) || op->size >> PAGE_SHIFT > ~0U)
		return hc_fail(-EINVAL, "%pd: paging pool of %lu bytes", d, op->size);
	return hap_set_allocation(d, op->size >> PAGE_SHIFT);
}

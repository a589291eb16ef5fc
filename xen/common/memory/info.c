/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions, and operations of guests that have a map of their own memory. */
#include <xen/grant_table.h>
#include "private.h"

long memory_maximum_ram_page(struct memop *m)
{
	return max_page - 1;
}

long memory_domain_info(struct memop *m)
{
	struct domain *d = memory_domain(m->arg.domain.domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	switch (m->op) {
	case XENMEM_current_reservation:
		rc = d->tot_pages;
		break;
	case XENMEM_maximum_reservation:
		rc = d->max_pages;
		break;
	default:
		rc = arch_maximum_gpfn(d);
		break;
	}
	put_domain(d);
	return rc;
}

/* Memory sharing is not part of this hypervisor: nothing is shared and nothing was saved. */
long memory_sharing_pages(struct memop *m)
{
	return 0;
}

long memory_vnuma(struct memop *m)
{
	struct domain *d = memory_domain(m->arg.vnuma.domid);

	if (IS_ERR(d))
		return PTR_ERR(d);
	put_domain(d);
	return -EOPNOTSUPP;
}

long memory_pod_target(struct memop *m)
{
	struct domain *d;
	long rc;

	if (!is_control_domain(current->domain))
		return -EPERM;
	d = get_domain_by_any_id(m->arg.pod.domid);
	if (!d)
		return -ESRCH;
	rc = is_hvm_domain(d) ? arch_pod_target(d, &m->arg.pod, m->op == XENMEM_set_pod_target) : -EINVAL;
	put_domain(d);
	return rc;
}

long memory_add_to_physmap(struct memop *m)
{
	struct domain *d = memory_domain(m->arg.add.domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	rc = is_hvm_domain(d) ? arch_add_to_physmap(d, &m->arg.add, &m->start) : -EACCES;
	put_domain(d);
	return rc;
}

long memory_add_to_physmap_batch(struct memop *m)
{
	struct domain *d = memory_domain(m->arg.add_batch.domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	rc = is_hvm_domain(d) ? arch_add_to_physmap_batch(d, &m->arg.add_batch, &m->start) : -EACCES;
	put_domain(d);
	return rc;
}

long memory_remove_from_physmap(struct memop *m)
{
	struct domain *d = memory_domain(m->arg.remove.domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	rc = is_hvm_domain(d) ? arch_remove_from_physmap(d, _gfn(m->arg.remove.gpfn)) : -EACCES;
	put_domain(d);
	return rc;
}

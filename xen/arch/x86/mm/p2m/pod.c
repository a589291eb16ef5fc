/* SPDX-License-Identifier: GPL-2.0-only */
/* Populate-on-demand. */
#include <xen/errno.h>
#include "private.h"

void pod_init(struct p2m_domain *p2m)
{
	INIT_PAGE_LIST_HEAD(&p2m->pod.super);
	INIT_PAGE_LIST_HEAD(&p2m->pod.single);
}

int pod_populate(struct p2m_domain *p2m, unsigned long gfn, unsigned int level)
{
	return -ENOMEM;
}

int pod_relinquish(struct p2m_domain *p2m)
{
	return 0;
}

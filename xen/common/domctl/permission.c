/* SPDX-License-Identifier: GPL-2.0-only */
/* Rights over hardware, given to a domain or taken back. Nobody gives what he has not. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/rangeset.h>
#include <xen/system.h>

static int change(struct rangeset *r, unsigned long first, unsigned long last, bool allow)
{
	return allow ? rangeset_add_range(r, first, last) : rangeset_remove_range(r, first, last);
}

long domctl_iomem_permission(struct domain *d, struct xen_domctl_iomem_permission *arg)
{
	unsigned long first = arg->first_mfn, last = first + arg->nr_mfns - 1;

	if (!arg->nr_mfns || last < first || last >> (52 - PAGE_SHIFT))
		return -EINVAL;
	if (!rangeset_contains_range(current->domain->iomem_caps, first, last))
		return -EPERM;
	return change(d->iomem_caps, first, last, arg->allow_access);
}

/* The caller's pirq names the line. */
long domctl_irq_permission(struct domain *d, struct xen_domctl_irq_permission *arg)
{
	struct domain *self = current->domain;
	struct pirq *pirq;
	int irq = 0;

	if (arg->pirq >= self->nr_pirqs)
		return -EINVAL;
	read_lock(&self->event_lock);
	pirq = pirq_info(self, arg->pirq);
	if (pirq)
		irq = pirq->irq;
	read_unlock(&self->event_lock);
	if (irq <= 0)
		return -EINVAL;
	if (!rangeset_contains_singleton(self->irq_caps, irq))
		return -EPERM;
	return change(d->irq_caps, irq, irq, arg->allow_access);
}

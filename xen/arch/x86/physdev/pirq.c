/* SPDX-License-Identifier: GPL-2.0-only */
/* Which machine interrupt each pirq of a domain stands for. All under the domain's event lock, write side. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/pci.h>
#include <xen/rangeset.h>
#include <asm/irq.h>
#include <asm/msi.h>

/* extra_guest_irqs=[<domU number>][,<dom0 number>] */
static unsigned int extra_domu_irqs = 32, extra_dom0_irqs;
static int __init parse_extra_irqs(const char *s)
{
	if (*s && *s != ',')
		extra_domu_irqs = simple_strtoul(s, &s, 0);
	if (*s == ',')
		extra_dom0_irqs = simple_strtoul(s + 1, &s, 0);
	return *s ? -EINVAL : 0;
}
custom_param("extra_guest_irqs", parse_extra_irqs);

int pirq_domain_init(struct domain *d)
{
	if (d->kind == GUEST_idle || d->kind == GUEST_system)
		return 0;
	d->nr_pirqs = nr_irqs_gsi + (d->is_hwdom ? (extra_dom0_irqs ?: nr_irqs - nr_irqs_gsi) : extra_domu_irqs);
	d->nr_pirqs = min(d->nr_pirqs, nr_irqs);
	d->pirqs = xzalloc_array(struct pirq *, d->nr_pirqs);
	if (!d->pirqs)
		return -ENOMEM;
	if (d->is_hwdom)
		printk("d%u has maximum %u PIRQs\n", d->domain_id, d->nr_pirqs);
	return 0;
}

void pirq_domain_destroy(struct domain *d)
{
	for (unsigned int i = 0; d->pirqs && i < d->nr_pirqs; i++)
		xfree(d->pirqs[i]);
	XFREE(d->pirqs);
}

struct pirq *pirq_info(const struct domain *d, unsigned int pirq)
{
	return pirq < d->nr_pirqs && d->pirqs ? READ_ONCE(d->pirqs[pirq]) : NULL;
}

struct pirq *pirq_get_info(struct domain *d, unsigned int pirq)
{
	struct pirq *p = pirq_info(d, pirq);

	if (p || pirq >= d->nr_pirqs || !d->pirqs)
		return p;
	p = xzalloc(struct pirq);
	if (!p)
		return NULL;
	p->pirq = pirq;
	smp_wmb();
	d->pirqs[pirq] = p;
	return p;
}

int domain_pirq_to_irq(const struct domain *d, unsigned int pirq)
{
	const struct pirq *p = pirq_info(d, pirq);

	return p ? p->irq : 0;
}

static bool pirq_is_free(const struct domain *d, unsigned int pirq)
{
	const struct pirq *p = pirq_info(d, pirq);

	return !p || (p->irq <= 0 && !p->reserved);
}

int get_free_pirq(struct domain *d, bool gsi)
{
	/* Lines keep their own numbers; messages get the others, from the top. */
	if (gsi) {
		for (unsigned int i = 16; i < nr_irqs_gsi; i++)
			if (pirq_is_free(d, i))
				return i;
		return -ENOSPC;
	}
	for (unsigned int i = d->nr_pirqs; i-- > nr_irqs_gsi; )
		if (pirq_is_free(d, i))
			return i;
	return -ENOSPC;
}

int map_domain_pirq(struct domain *d, unsigned int pirq, unsigned int irq)
{
	struct pirq *p;

	if (!irq || irq >= nr_irqs)
		return -EINVAL;
	p = pirq_get_info(d, pirq);
	if (!p)
		return pirq < d->nr_pirqs ? -ENOMEM : -EINVAL;
	if (p->irq > 0 && p->irq != irq)
		return hc_fail(-EEXIST, "d%u pirq %u is mapped to irq %d", d->domain_id, pirq, p->irq);
	p->irq = irq;
	return 0;
}

int unmap_domain_pirq(struct domain *d, unsigned int pirq)
{
	struct pirq *p = pirq_info(d, pirq);
	struct irq_desc *desc;
	struct msi_desc *msi;

	if (!p || p->irq <= 0)
		return -EINVAL;
	if (p->evtchn)
		pirq_guest_unbind(d, p); /* the port stays, and hears nothing any more */
	desc = irq_to_desc(p->irq);
	if (p->irq >= nr_irqs_gsi) {
		unsigned long flags;

		pcidevs_lock();
		spin_lock_irqsave(&desc->lock, flags);
		msi = desc->msi;
		desc->msi = NULL;
		spin_unlock_irqrestore(&desc->lock, flags);
		if (msi)
			msi_disable(msi);
		pcidevs_unlock();
		destroy_irq(p->irq);
	}
	p->irq = 0;
	p->masked = false;
	p->reserved = false;
	return 0;
}

void pirq_domain_release(struct domain *d)
{
	struct page_info *eoi_page = NULL;

	write_lock(&d->event_lock);
	for (unsigned int i = 0; i < d->nr_pirqs; i++)
		if (domain_pirq_to_irq(d, i) > 0)
			unmap_domain_pirq(d, i);
	if (d->arch.pirq_eoi_map) {
		unmap_domain_page_global(d->arch.pirq_eoi_map);
		d->arch.pirq_eoi_map = NULL;
		eoi_page = mfn_to_page(_mfn(d->arch.pirq_eoi_map_mfn));
	}
	write_unlock(&d->event_lock);
	if (eoi_page)
		put_page_and_type(eoi_page);
}

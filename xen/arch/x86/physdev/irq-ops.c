/* SPDX-License-Identifier: GPL-2.0-only */
/* The sub-operations that are about interrupts. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/pci.h>
#include <xen/rangeset.h>
#include <asm/ioapic.h>
#include <asm/irq.h>
#include <asm/msi.h>
#include <asm/processor.h>
#include "private.h"

long physdev_eoi(physdev_eoi_t *op)
{
	struct domain *d = current->domain;
	struct pirq *p;

	if (op->irq >= d->nr_pirqs)
		return -EINVAL;
	p = pirq_info(d, op->irq);
	if (!p)
		return -EINVAL;
	if (d->arch.auto_unmask && p->evtchn)
		evtchn_port_unmask(d, p->evtchn);
	pirq_guest_eoi(p);
	return 0;
}

/* Flags as for ABI: does the guest have to call eoi? Edge lines and messages need none. */
long physdev_irq_status_query(physdev_irq_status_query_t *op)
{
	struct domain *d = current->domain;
	struct irq_desc *desc;
	int irq;

	if (op->irq >= d->nr_pirqs)
		return -EINVAL;
	irq = domain_pirq_to_irq(d, op->irq);
	/* A line that the guest has not mapped yet: asked for by its GSI. */
	if (irq <= 0 && op->irq < nr_irqs_gsi)
		irq = op->irq;
	op->flags = 0;
	desc = irq > 0 ? irq_to_desc(irq) : NULL;
	if (!desc || !desc->chip || !rangeset_contains_singleton(d->irq_caps, irq))
		return 0;
	if (desc->chip->needs_eoi)
		op->flags |= XENIRQSTAT_needs_eoi;
	if (desc->guests && desc->guests->nr_guests > 1)
		op->flags |= XENIRQSTAT_shared;
	return 0;
}

long physdev_setup_gsi(physdev_setup_gsi_t *op)
{
	if (op->gsi < 0)
		return -EINVAL;
	return mp_register_gsi(op->gsi, op->triggering, op->polarity);
}

long physdev_get_free_pirq(physdev_get_free_pirq_t *op)
{
	struct domain *d = current->domain;
	int rc;

	write_lock(&d->event_lock);
	rc = get_free_pirq(d, op->type == MAP_PIRQ_TYPE_GSI);
	if (rc >= 0 && !pirq_get_info(d, rc))
		rc = -ENOMEM;
	else if (rc >= 0)
		pirq_info(d, rc)->reserved = true;
	write_unlock(&d->event_lock);
	if (rc < 0)
		return rc;
	op->pirq = rc;
	return 0;
}

static int map_gsi(struct domain *d, physdev_map_pirq_t *op)
{
	int pirq = op->pirq, rc;

	if (op->index <= 0 || op->index >= nr_irqs_gsi || !gsi_exists(op->index))
		return hc_fail(-EINVAL, "d%u: no GSI %d", d->domain_id, op->index);
	if (!rangeset_contains_singleton(current->domain->irq_caps, op->index))
		return -EPERM;
	if (pirq < 0) {
		/* Its own number, if that is free: nobody is confused then. */
		pirq = domain_pirq_to_irq(d, op->index) > 0 ? get_free_pirq(d, true) : op->index;
		if (pirq < 0)
			return pirq;
	}
	rc = map_domain_pirq(d, pirq, op->index);
	if (!rc)
		op->pirq = pirq;
	return rc;
}

static int map_msi(struct domain *d, physdev_map_pirq_t *op)
{
	struct msi_info info = {
		.sbdf = PCI_SBDF(op->type == MAP_PIRQ_TYPE_MSI ? 0 : (u32)op->bus >> 16, op->bus & 0xff, op->devfn & 0xff),
		.msix = op->table_base != 0,
		.entry_nr = op->entry_nr,
		.table_base = op->table_base,
	};
	int pirq = op->pirq, rc, made;
	unsigned int irq;

	if (op->entry_nr < 0)
		return -EINVAL;
	if (op->type == MAP_PIRQ_TYPE_MULTI_MSI && op->entry_nr != 1) {
		op->entry_nr = 1; /* the caller learns how many it may have */
		return 1;
	}
	made = create_irq();
	if (made < 0)
		return made;
	irq = made;
	if (pirq < 0)
		pirq = get_free_pirq(d, false);
	rc = pirq < 0 ? pirq : map_domain_pirq(d, pirq, irq);
	if (rc) {
		destroy_irq(irq);
		return rc;
	}
	pcidevs_lock();
	rc = msi_enable(&info, &irq, 1);
	pcidevs_unlock();
	if (rc) {
		unmap_domain_pirq(d, pirq); /* destroys the irq too */
		return rc;
	}
	op->pirq = pirq;
	return 0;
}

/* The domain named, referenced, if the caller may give it interrupts. */
static struct domain *target(domid_t id)
{
	struct domain *d = get_domain_by_any_id(id);

	if (!d)
		return ERR_PTR(-ESRCH);
	if (d != current->domain && !is_control_domain(current->domain)) {
		put_domain(d);
		return ERR_PTR(-EPERM);
	}
	return d;
}

long physdev_map_pirq(physdev_map_pirq_t *op)
{
	struct domain *d = target(op->domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	if (!is_hardware_domain(current->domain)) {
		put_domain(d);
		return -EPERM;
	}
	write_lock(&d->event_lock);
	switch (op->type) {
	case MAP_PIRQ_TYPE_GSI:
		rc = map_gsi(d, op);
		break;
	case MAP_PIRQ_TYPE_MSI:
	case MAP_PIRQ_TYPE_MSI_SEG:
	case MAP_PIRQ_TYPE_MULTI_MSI:
		rc = map_msi(d, op);
		break;
	default:
		rc = -EINVAL;
	}
	write_unlock(&d->event_lock);
	put_domain(d);
	return rc;
}

long physdev_unmap_pirq(physdev_unmap_pirq_t *op)
{
	struct domain *d = target(op->domid);
	long rc;

	if (IS_ERR(d))
		return PTR_ERR(d);
	write_lock(&d->event_lock);
	rc = op->pirq < 0 ? -EINVAL : unmap_domain_pirq(d, op->pirq);
	write_unlock(&d->event_lock);
	put_domain(d);
	return rc;
}

/* A page of the guest in which a bit per pirq says that eoi is needed. Once per domain; released with it. */
long physdev_pirq_eoi_gmfn(physdev_pirq_eoi_gmfn_t *op, bool auto_unmask)
{
	struct domain *d = current->domain;
	struct page_info *pg = get_page_from_gfn(d, _gfn(op->gmfn));
	unsigned long *map, *none = NULL;

	if (!pg)
		return -EINVAL;
	if (!get_page_type(pg, PGT_writable_page)) {
		put_page(pg);
		return -EINVAL;
	}
	map = map_domain_page_global(page_to_mfn(pg));
	if (!map) {
		put_page_and_type(pg);
		return -ENOMEM;
	}
	write_lock(&d->event_lock);
	if (d->arch.pirq_eoi_map != none) {
		write_unlock(&d->event_lock);
		unmap_domain_page_global(map);
		put_page_and_type(pg);
		return -EBUSY;
	}
	d->arch.pirq_eoi_map_mfn = mfn_x(page_to_mfn(pg));
	for (unsigned int i = 0; i < min_t(unsigned int, d->nr_pirqs, PAGE_SIZE * 8); i++) {
		int irq = domain_pirq_to_irq(d, i);
		struct irq_desc *desc = irq > 0 ? irq_to_desc(irq) : NULL;

		if (desc && desc->chip && desc->chip->needs_eoi)
			set_bit(i, map);
		else
			clear_bit(i, map);
	}
	d->arch.auto_unmask = auto_unmask;
	smp_wmb();
	d->arch.pirq_eoi_map = map;
	write_unlock(&d->event_lock);
	return 0;
}

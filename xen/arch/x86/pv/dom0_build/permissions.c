/* SPDX-License-Identifier: GPL-2.0-only */
/* What of the hardware dom0 drives: everything but what the hypervisor keeps for itself. */
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/rangeset.h>
#include <asm/hw-owner.h>
#include <asm/processor.h>
#include "private.h"

int __init dom0_setup_permissions(struct domain *d)
{
	unsigned long last = (1UL << (boot_cpu_data.phys_bits - PAGE_SHIFT)) - 1;
	int rc;

	rc = rangeset_add_range(d->arch.ioport_caps, 0, 0xffff);
	for (unsigned int port = 0; !rc && port <= 0xffff; port++)
		if (xen_owns_port(port))
			rc = rangeset_remove_singleton(d->arch.ioport_caps, port);
	rc = rc ?: rangeset_add_range(d->iomem_caps, 0, last);
	rc = rc ?: hw_owner_remove_iomem(d->iomem_caps);
	/* Message-signalled interrupts are written there: a guest that could write too could send any vector. */
	rc = rc ?: rangeset_remove_range(d->iomem_caps, 0xfee00, 0xfeeff);
	rc = rc ?: rangeset_add_range(d->irq_caps, 1, nr_irqs - 1);
	return rc;
}

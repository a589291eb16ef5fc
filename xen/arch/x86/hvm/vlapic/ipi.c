/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whom an IPI means (SDM 11.6.2), and delivery. Other vCPUs' mode, LDR, DFR and priority are read as they are at that
 * moment; a destination that is being changed meanwhile gets the message or does not, as on a bus.
 */
#include <xen/lib.h>
#include "private.h"

struct range { unsigned int first, end; };

/* The only vCPUs that @ipi can mean: one for a physical destination, eight for an x2APIC cluster. */
static struct range candidates(const struct vcpu *sender, const struct vlapic_ipi *ipi)
{
	unsigned int nr = sender->domain->max_vcpus, first, count;

	if (ipi->shorthand == SHORTHAND_self)
		return (struct range){ sender->vcpu_id, sender->vcpu_id + 1 };
	if (ipi->shorthand || ipi->dest == (ipi->x2apic ? ~0U : 0xffU))
		return (struct range){ 0, nr };
	if (!ipi->logical) {
		first = ipi->dest / 2;
		count = !(ipi->dest & 1);
	} else if (ipi->x2apic) {
		first = (ipi->dest >> 16) * 8;
		count = 8;
	} else {
		return (struct range){ 0, nr };
	}
	return (struct range){ min(first, nr), min(first + count, nr) };
}

static bool logical_match(const struct vlapic *t, const struct vlapic_ipi *ipi)
{
	u32 ldr = vlapic_reg(t, APIC_LDR);

	if (ipi->x2apic != vlapic_x2apic(t)) /* there is no common form */
		return false;
	if (ipi->x2apic)
		return ldr >> 16 == ipi->dest >> 16 && (ldr & ipi->dest & 0xffff);
	ldr >>= 24;
	switch (vlapic_reg(t, APIC_DFR) >> 28) {
	case 0xf: /* flat: a bit each */
		return ldr & ipi->dest;
	case 0:   /* cluster in the upper half, a bit each in the lower; cluster 15: all */
		return (ldr >> 4 == ipi->dest >> 4 || ipi->dest >> 4 == 0xf) && (ldr & ipi->dest & 0xf);
	}
	return false;
}

static bool matches(const struct vcpu *sender, const struct vcpu *target, const struct vlapic_ipi *ipi)
{
	const struct vlapic *t = vcpu_vlapic(target);

	if (!vlapic_hw_enabled(t))
		return false;
	switch (ipi->shorthand) {
	case SHORTHAND_self:
	case SHORTHAND_all: return true;
	case SHORTHAND_others: return target != sender;
	}
	if (ipi->dest == (ipi->x2apic ? ~0U : 0xffU))
		return true;
	return ipi->logical ? logical_match(t, ipi) : VLAPIC_ID(target) == ipi->dest;
}

static void deliver(struct vcpu *target, const struct vlapic_ipi *ipi)
{
	switch (ipi->mode) {
	case DM_fixed:
	case DM_lowest:
		vlapic_set_irq(target, ipi->vector);
		break;
	case DM_nmi:
		hvm_inject_nmi(target);
		break;
	case DM_init:
		hvm_vcpu_init_signal(target);
		break;
	case DM_startup:
		hvm_vcpu_sipi(target, ipi->vector);
		break;
	}
}

/* The one with the lowest processor priority; among equals they take turns. NULL: nobody takes vectors. */
static struct vcpu *lowest_priority(struct vcpu *sender, const struct vlapic_ipi *ipi, struct range r)
{
	struct vlapic *a = vcpu_vlapic(sender);
	unsigned int count = r.end - r.first, priority = ~0U;
	struct vcpu *best = NULL;

	for (unsigned int n = 1; n <= count; n++) {
		struct vcpu *t = sender->domain->vcpu[r.first + (a->lowest_hint + n) % count];
		unsigned int ppr;

		if (!t || !matches(sender, t, ipi) || !vlapic_sw_enabled(vcpu_vlapic(t)))
			continue;
		ppr = vlapic_ppr(vcpu_vlapic(t));
		if (ppr < priority) {
			priority = ppr;
			best = t;
		}
	}
	if (best)
		a->lowest_hint = best->vcpu_id - r.first;
	return best;
}

void vlapic_ipi_send(struct vcpu *v, const struct vlapic_ipi *ipi)
{
	struct range r = candidates(v, ipi);
	struct vcpu *t;

	if (ipi->mode == DM_lowest) {
		t = lowest_priority(v, ipi, r);
		if (t)
			deliver(t, ipi);
		return;
	}
	for (unsigned int i = r.first; i < r.end; i++) {
		t = v->domain->vcpu[i];
		if (t && matches(v, t, ipi))
			deliver(t, ipi);
	}
}

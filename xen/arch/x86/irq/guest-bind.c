/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines that guests listen to. An interrupt becomes an event in each of them. A level line stays masked until
 * every guest that was told has said EOI: .in_flight counts them, pirq.masked remembers who owes.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <asm/irq.h>
#include <asm/processor.h>

void do_guest_irq(struct irq_desc *desc)
{
	struct irq_guest told[IRQ_MAX_GUESTS];
	unsigned int n;
	struct irq_guest_action *g;

	/* .in_progress keeps unbinding waiting, so the guests outlive the lock. */
	spin_lock(&desc->lock);
	g = desc->guests;
	n = g ? g->nr_guests : 0;
	for (unsigned int i = 0; i < n; i++) {
		told[i] = g->guest[i];
		if (desc->chip->needs_eoi && !told[i].pirq->masked) {
			told[i].pirq->masked = true;
			g->in_flight++;
		}
	}
	spin_unlock(&desc->lock);
	for (unsigned int i = 0; i < n; i++)
		send_guest_pirq(told[i].d, told[i].pirq);
}

static void guest_eoi_locked(struct irq_desc *desc, struct pirq *p)
{
	if (!p->masked)
		return;
	p->masked = false;
	if (desc->guests && desc->guests->in_flight && !--desc->guests->in_flight && !desc->disabled)
		desc->chip->unmask(desc);
}

void pirq_guest_eoi(struct pirq *p)
{
	struct irq_desc *desc = p->irq > 0 ? irq_to_desc(p->irq) : NULL;
	unsigned long flags;

	if (!desc)
		return;
	spin_lock_irqsave(&desc->lock, flags);
	guest_eoi_locked(desc, p);
	spin_unlock_irqrestore(&desc->lock, flags);
}

void pirq_guest_unmask(struct domain *d)
{
	for (unsigned int i = 0; i < d->nr_pirqs; i++) {
		struct pirq *p = pirq_info(d, i);

		if (p && READ_ONCE(p->masked) && !evtchn_port_is_masked_by_guest(d, p->evtchn))
			pirq_guest_eoi(p);
	}
}

static int find_guest(const struct irq_guest_action *g, const struct domain *d)
{
	for (unsigned int i = 0; i < g->nr_guests; i++)
		if (g->guest[i].d == d)
			return i;
	return -1;
}

/* desc->lock held. @fresh: memory for the first binding, used or left. */
static int bind_locked(struct irq_desc *desc, struct vcpu *v, struct pirq *p, bool will_share,
		       struct irq_guest_action **fresh)
{
	struct irq_guest_action *g = desc->guests;
	int rc;

	if (desc->action)
		return hc_fail(-EBUSY, "irq %u is in use by the hypervisor", desc->irq);
	if (!g) {
		g = *fresh;
		g->shareable = will_share;
		g->guest[g->nr_guests++] = (struct irq_guest){ v->domain, p };
		desc->guests = g;
		desc->affinity = cpumask_of(v->processor);
		rc = irq_startup(desc);
		if (rc) {
			desc->guests = NULL;
			return rc;
		}
		*fresh = NULL;
		return 0;
	}
	if (!will_share || !g->shareable || find_guest(g, v->domain) >= 0)
		return hc_fail(-EBUSY, "irq %u is bound already and not shared", desc->irq);
	if (g->nr_guests == IRQ_MAX_GUESTS)
		return -EBUSY;
	g->guest[g->nr_guests++] = (struct irq_guest){ v->domain, p };
	return 0;
}

int pirq_guest_bind(struct vcpu *v, struct pirq *p, bool will_share)
{
	struct irq_desc *desc = p->irq > 0 ? irq_to_desc(p->irq) : NULL;
	struct irq_guest_action *fresh;
	unsigned long flags;
	int rc = -EINVAL;

	if (!desc)
		return -EINVAL;
	fresh = xzalloc(struct irq_guest_action);
	if (!fresh)
		return -ENOMEM;
	spin_lock_irqsave(&desc->lock, flags);
	if (desc->chip)
		rc = bind_locked(desc, v, p, will_share, &fresh);
	if (!rc && desc->chip->needs_eoi && v->domain->arch.pirq_eoi_map && p->pirq < PAGE_SIZE * 8)
		set_bit(p->pirq, v->domain->arch.pirq_eoi_map);
	spin_unlock_irqrestore(&desc->lock, flags);
	xfree(fresh);
	return rc;
}

void pirq_guest_unbind(struct domain *d, struct pirq *p)
{
	struct irq_desc *desc = p->irq > 0 ? irq_to_desc(p->irq) : NULL;
	struct irq_guest_action *unused = NULL;
	unsigned long flags;
	int i;

	if (!desc)
		return;
	spin_lock_irqsave(&desc->lock, flags);
	i = desc->guests ? find_guest(desc->guests, d) : -1;
	if (i >= 0) {
		struct irq_guest_action *g = desc->guests;

		guest_eoi_locked(desc, p);
		g->guest[i] = g->guest[--g->nr_guests];
		if (!g->nr_guests) {
			irq_shutdown(desc);
			desc->guests = NULL;
			unused = g;
		}
	}
	spin_unlock_irqrestore(&desc->lock, flags);
	while (READ_ONCE(desc->in_progress)) /* the guest may still be being told */
		cpu_relax();
	xfree(unused);
}

void pirq_set_affinity(struct domain *d, unsigned int pirq, const cpumask_t *mask)
{
	int irq = domain_pirq_to_irq(d, pirq);
	struct irq_desc *desc = irq > 0 ? irq_to_desc(irq) : NULL;
	unsigned long flags;

	if (!desc)
		return;
	spin_lock_irqsave(&desc->lock, flags);
	irq_set_affinity(desc, mask);
	spin_unlock_irqrestore(&desc->lock, flags);
}

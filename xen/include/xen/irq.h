/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupt lines of the machine ("irq": GSIs first, then message-signalled ones), and how the hypervisor and
 * guests listen to them. A guest names a line by its own number, a pirq.
 */
#ifndef XEN_IRQ_H
#define XEN_IRQ_H

#include <xen/cpumask.h>
#include <xen/lock.h>
#include <asm/regs.h>
#include <public/event_channel.h>

struct domain;
struct vcpu;

extern unsigned int nr_irqs, nr_irqs_gsi; /* all; those that are lines of IOAPICs */

struct irqaction {
	void (*handler)(int irq, void *dev, struct cpu_user_regs *regs); /* interrupts off */
	const char *name;
	void *dev;
};

/* 0, -EINVAL no such irq, -EBUSY it is taken, -ENOSPC no vector left. */
int setup_irq(unsigned int irq, struct irqaction *action);
void release_irq(unsigned int irq);

/* A domain's name for a line, or a reserved number; exists once the domain has mapped or bound it. */
struct pirq {
	unsigned int pirq;
	evtchn_port_t evtchn;      /* event lock: the port it is bound to, 0: none */
	int irq;                   /* event lock: machine irq; 0 and below: none (irq 0 is the timer, never a guest's) */
	bool reserved;             /* event lock: given out by get_free_pirq, not mapped yet */
	bool masked;               /* irq_desc lock: the guest owes an EOI */
};

/* Event lock (read side) of @d. NULL: the domain has never mapped it. */
struct pirq *pirq_info(const struct domain *d, unsigned int pirq);
/* The same; makes it. NULL: beyond nr_pirqs or no memory. Event lock (write). */
struct pirq *pirq_get_info(struct domain *d, unsigned int pirq);
/* Lets interrupts of the line reach the domain as events. 0, -EINVAL nothing is mapped there, -EBUSY the hypervisor
 * or (without will_share) another domain has it, -ENOSPC. Event lock (write) of v's domain. */
int pirq_guest_bind(struct vcpu *v, struct pirq *p, bool will_share);
/* The line no longer reaches the domain when this returns. Event lock (write). */
void pirq_guest_unbind(struct domain *d, struct pirq *p);
void pirq_guest_eoi(struct pirq *p);       /* the guest has served it. Any context. */
void pirq_guest_unmask(struct domain *d);  /* EOI for all whose event channels are unmasked again. current's domain */
void pirq_set_affinity(struct domain *d, unsigned int pirq, const cpumask_t *mask);
/* Unmaps all its lines; the domain is dying. */
void pirq_domain_release(struct domain *d);

#endif

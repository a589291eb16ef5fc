/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt descriptors: who listens to a line, on which CPU and vector it arrives. */
#ifndef ASM_IRQ_H
#define ASM_IRQ_H

#include <xen/irq.h>
#include <xen/list.h>
#include <xen/percpu.h>
#include <asm/irq-vectors.h>

struct irq_desc;
struct msi_desc;

/* A kind of interrupt source. All with desc->lock held, interrupts off. */
struct irq_chip {
	const char *name;
	void (*mask)(struct irq_desc *desc);
	void (*unmask)(struct irq_desc *desc);
	void (*ack)(struct irq_desc *desc);      /* on arrival: when it returns, the APIC is ready for others */
	/* desc->vector and desc->cpu have changed: the source must send there. */
	void (*route)(struct irq_desc *desc);
	bool needs_eoi;                          /* stays masked from ack until the listener is done */
};

#define IRQ_MAX_GUESTS 32
struct irq_guest {
	struct domain *d;
	struct pirq *pirq;
};

struct irq_guest_action {
	u8 nr_guests, in_flight;
	bool shareable;
	struct irq_guest guest[IRQ_MAX_GUESTS];
};

struct irq_desc {
	spinlock_t lock;             /* guards all below */
	unsigned int irq;
	const struct irq_chip *chip; /* NULL: no source behind this number */
	struct irqaction *action;    /* the hypervisor's own listener, or */
	struct irq_guest_action *guests;
	struct msi_desc *msi;
	bool disabled;               /* nobody listens: masked */
	bool in_progress, pending;   /* a CPU runs the listeners; it came again meanwhile */
	bool hypervisor_priority;    /* vector of the hypervisor's own range */
	bool level, active_low, trigger_set; /* GSIs: as set by setup_gsi */
	bool moved;                  /* its vector changed since the last arrival */
	u8 vector, old_vector;       /* 0: none */
	unsigned int cpu, old_cpu;
	cpumask_t affinity;
};

struct irq_desc *irq_to_desc(unsigned int irq); /* NULL: no such irq */

/* The frame of the interrupt being served on this CPU, NULL outside of one. */
DECLARE_PER_CPU(struct cpu_user_regs *, irq_regs);
void init_irqs(void);                        /* boot: after ioapic_init() */
int create_irq(void);                        /* an unused number for an MSI; -ENOSPC */
void destroy_irq(unsigned int irq);
/* vector.c; desc->lock held. 0, -ENOSPC. Chooses a CPU of @mask (all, if none of them is online) and a vector on it. */
int assign_irq_vector(struct irq_desc *desc, const cpumask_t *mask);
void release_irq_vector(struct irq_desc *desc);
void release_old_vector(struct irq_desc *desc);
/* irq of a vector on this CPU, -1: none */
int vector_to_irq(u8 vector);
void irq_set_affinity(struct irq_desc *desc, const cpumask_t *mask); /* desc->lock held */
void fixup_irqs(unsigned int cpu);           /* moves all lines away from a CPU that goes down */
/* Starts the source: vector, route, unmask. desc->lock held. */
int irq_startup(struct irq_desc *desc);
void irq_shutdown(struct irq_desc *desc);
/* Listeners of the guests (guest-bind.c). Lock not held; in_progress is ours. */
void do_guest_irq(struct irq_desc *desc);

/* Trigger of a GSI as dom0 knows it. 0, -EINVAL no such GSI, -EBUSY different while in use. */
int mp_register_gsi(unsigned int gsi, bool level, bool active_low);

/* Mapping of pirqs (physdev/pirq.c). Event lock (write) of @d. 0 or the errors of PHYSDEVOP_map_pirq. */
int map_domain_pirq(struct domain *d, unsigned int pirq, unsigned int irq);
int unmap_domain_pirq(struct domain *d, unsigned int pirq);
/* Any unused number of the given kind; -ENOSPC. */
int get_free_pirq(struct domain *d, bool gsi);
/* irq behind a pirq, 0 or negative: none. Event lock. */
int domain_pirq_to_irq(const struct domain *d, unsigned int pirq);

#endif

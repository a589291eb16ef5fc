/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From vector to listener: do_interrupt() -> the APIC's own handlers, or do_irq(): the line's descriptor, its
 * chip's ack, then the hypervisor's handler or the guests' events.
 */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/i8259.h>
#include <asm/ioapic.h>
#include <asm/irq.h>
#include <asm/msi.h>
#include <asm/processor.h>

unsigned int nr_irqs __read_mostly, nr_irqs_gsi __read_mostly;
static struct irq_desc *descs __read_mostly;

/* Room for the messages of many devices; a descriptor costs little. */
#define MSI_IRQS_PER_CPU 64
#define MSI_IRQS_MIN 512

struct irq_desc *irq_to_desc(unsigned int irq)
{
	return irq < nr_irqs ? &descs[irq] : NULL;
}

static struct ioapic_rte rte_of(const struct irq_desc *desc, bool masked)
{
	return (struct ioapic_rte){
		.vector = desc->vector,
		.dest = x86_cpu_to_apicid[desc->cpu],
		.level = desc->level,
		.active_low = desc->active_low,
		.masked = masked,
	};
}

static void gsi_mask(struct irq_desc *desc) { ioapic_mask(desc->irq, true); }

static void gsi_unmask(struct irq_desc *desc)
{
	if (desc->level && desc->moved) {
		/* An EOI for the vector of before could not clear the line's "in service" bit. */
		ioapic_eoi(desc->irq);
		desc->moved = false;
	}
	ioapic_mask(desc->irq, false);
}

static void gsi_route(struct irq_desc *desc)
{
	bool masked = ioapic_read_rte(desc->irq).masked;

	ioapic_mask(desc->irq, true);
	ioapic_write_rte(desc->irq, rte_of(desc, masked));
}

static void gsi_ack_edge(struct irq_desc *desc)
{
	ack_APIC_irq();
}

/* A level line would interrupt for ever until its device is served, which a guest does when it likes. */
static void gsi_ack_level(struct irq_desc *desc)
{
	ioapic_mask(desc->irq, true);
	ack_APIC_irq();
}

static const struct irq_chip gsi_edge_chip = {
	.name = "IO-APIC-edge", .mask = gsi_mask, .unmask = gsi_unmask, .ack = gsi_ack_edge, .route = gsi_route,
};
static const struct irq_chip gsi_level_chip = {
	.name = "IO-APIC-level", .mask = gsi_mask, .unmask = gsi_unmask, .ack = gsi_ack_level, .route = gsi_route,
	.needs_eoi = true,
};

int mp_register_gsi(unsigned int gsi, bool level, bool active_low)
{
	struct irq_desc *desc = gsi < nr_irqs_gsi && gsi_exists(gsi) ? irq_to_desc(gsi) : NULL;
	unsigned long flags;
	int rc = 0;

	if (!desc)
		return -EINVAL;
	spin_lock_irqsave(&desc->lock, flags);
	if (!desc->disabled) {
		rc = desc->level == level && desc->active_low == active_low ? 0 : -EBUSY;
	} else {
		desc->level = level;
		desc->active_low = active_low;
		desc->trigger_set = true;
		desc->chip = level ? &gsi_level_chip : &gsi_edge_chip;
	}
	spin_unlock_irqrestore(&desc->lock, flags);
	return rc;
}

void __init init_irqs(void)
{
	nr_irqs_gsi = ioapic_nr_gsis();
	nr_irqs = nr_irqs_gsi + max_t(unsigned int, MSI_IRQS_MIN, MSI_IRQS_PER_CPU * cpumask_weight(&cpu_present_map));
	descs = xzalloc_array(struct irq_desc, nr_irqs);
	if (!descs)
		panic("no memory for %u interrupt descriptors", nr_irqs);
	for (unsigned int irq = 0; irq < nr_irqs; irq++) {
		struct irq_desc *desc = &descs[irq];

		spinlock_init(&desc->lock, irq_desc);
		desc->irq = irq;
		desc->disabled = true;
		cpumask_setall(&desc->affinity);
		if (irq < nr_irqs_gsi && gsi_exists(irq)) {
			gsi_default_trigger(irq, &desc->level, &desc->active_low);
			desc->chip = desc->level ? &gsi_level_chip : &gsi_edge_chip;
		}
	}
	i8259_init();
	printk("Interrupts: %u lines of IOAPICs, %u for messages\n", nr_irqs_gsi, nr_irqs - nr_irqs_gsi);
}

int irq_startup(struct irq_desc *desc)
{
	int rc = assign_irq_vector(desc, &desc->affinity);

	if (rc)
		return rc;
	desc->moved = false;
	desc->disabled = false;
	desc->pending = false;
	desc->chip->mask(desc);
	desc->chip->route(desc);
	desc->chip->unmask(desc);
	return 0;
}

void irq_shutdown(struct irq_desc *desc)
{
	desc->chip->mask(desc);
	desc->disabled = true;
	release_irq_vector(desc);
}

int setup_irq(unsigned int irq, struct irqaction *action)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int rc = -EBUSY;

	if (!desc || !desc->chip)
		return -EINVAL;
	spin_lock_irqsave(&desc->lock, flags);
	if (!desc->action && !desc->guests) {
		desc->action = action;
		desc->hypervisor_priority = irq < nr_irqs_gsi;
		rc = irq_startup(desc);
		if (rc)
			desc->action = NULL;
	}
	spin_unlock_irqrestore(&desc->lock, flags);
	return rc;
}

void release_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	irq_shutdown(desc);
	desc->action = NULL;
	desc->hypervisor_priority = false;
	spin_unlock_irqrestore(&desc->lock, flags);
	while (READ_ONCE(desc->in_progress))
		cpu_relax();
}

static DEFINE_SPINLOCK(create_lock, vector);

int create_irq(void)
{
	unsigned long flags;
	int found = -ENOSPC;

	spin_lock_irqsave(&create_lock, flags);
	for (unsigned int irq = nr_irqs_gsi; irq < nr_irqs; irq++)
		if (!descs[irq].chip) {
			descs[irq].chip = &msi_chip;
			cpumask_setall(&descs[irq].affinity);
			found = irq;
			break;
		}
	spin_unlock_irqrestore(&create_lock, flags);
	return found;
}

void destroy_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	spin_lock_irqsave(&desc->lock, flags);
	desc->msi = NULL;
	desc->disabled = true;
	release_irq_vector(desc);
	spin_unlock_irqrestore(&desc->lock, flags);
	WRITE_ONCE(desc->chip, NULL);
}

void irq_set_affinity(struct irq_desc *desc, const cpumask_t *mask)
{
	u8 vector = desc->vector;
	unsigned int cpu = desc->cpu;

	desc->affinity = *mask;
	if (desc->disabled || !desc->chip)
		return;
	/* No room on those CPUs: it stays where it is. */
	if (!assign_irq_vector(desc, mask) && (desc->vector != vector || desc->cpu != cpu))
		desc->chip->route(desc);
}

/* @cpu is no longer in cpu_online_map. Lines bound to it alone go anywhere. */
void fixup_irqs(unsigned int cpu)
{
	for (unsigned int irq = 0; irq < nr_irqs; irq++) {
		struct irq_desc *desc = &descs[irq];
		unsigned long flags;

		spin_lock_irqsave(&desc->lock, flags);
		if (desc->chip && desc->vector && desc->cpu == cpu) {
			cpumask_t mask = desc->affinity;

			if (!cpumask_intersects(&mask, &cpu_online_map)) {
				printk("Broke affinity for IRQ%u\n", irq);
				cpumask_setall(&mask);
			}
			irq_set_affinity(desc, &mask);
		}
		spin_unlock_irqrestore(&desc->lock, flags);
	}
}

static void run_listeners(struct irq_desc *desc, struct cpu_user_regs *regs)
{
	struct irqaction *action = desc->action;

	spin_unlock(&desc->lock);
	if (action)
		action->handler(desc->irq, action->dev, regs);
	else
		do_guest_irq(desc);
	spin_lock(&desc->lock);
}

static void do_irq(struct irq_desc *desc, u8 vector, struct cpu_user_regs *regs)
{
	spin_lock(&desc->lock);
	desc->chip->ack(desc);
	if (desc->old_vector && vector == desc->vector && smp_processor_id() == desc->cpu)
		release_old_vector(desc);
	if (desc->disabled || (!desc->action && !desc->guests)) {
		desc->chip->mask(desc);
		spin_unlock(&desc->lock);
		return;
	}
	desc->pending = true;
	if (!desc->in_progress) {
		desc->in_progress = true;
		while (desc->pending) {
			desc->pending = false;
			run_listeners(desc, regs);
		}
		desc->in_progress = false;
		if (desc->action && desc->chip->needs_eoi && !desc->disabled)
			desc->chip->unmask(desc);
	}
	spin_unlock(&desc->lock);
}

static void (*const apic_handlers[256 - 0xf8])(struct cpu_user_regs *) = {
#define X(vector, name, handler) [vector - 0xf8] = handler##_interrupt,
	APIC_VECTORS(X)
#undef X
};

static void unexpected_vector(u8 vector)
{
	ack_APIC_irq();
	printk(XENLOG_DEBUG "CPU%u: interrupt with vector %02x, which no line has\n", smp_processor_id(), vector);
}

static void handle_vector(struct cpu_user_regs *regs)
{
	u8 vector = regs->entry_vector;
	int irq;

	if (vector >= 0xf8) {
		apic_handlers[vector - 0xf8](regs);
		return;
	}
	if (vector >= FIRST_LEGACY_VECTOR && vector < FIRST_LEGACY_VECTOR + 16)
		return; /* a spurious 8259 interrupt: nothing is in service anywhere */
	irq = vector_to_irq(vector);
	if (irq < 0)
		unexpected_vector(vector);
	else
		do_irq(&descs[irq], vector, regs);
}

void do_interrupt(struct cpu_user_regs *regs)
{
	irq_enter();
	this_cpu(irq_regs) = regs;
	handle_vector(regs);
	this_cpu(irq_regs) = NULL;
	irq_exit();
}

static void dump_guests(const struct irq_desc *desc)
{
	printk(" in-flight=%u", desc->guests->in_flight);
	for (unsigned int i = 0; i < desc->guests->nr_guests; i++)
		printk(" d%u:%3u(%s)", desc->guests->guest[i].d->domain_id, desc->guests->guest[i].pirq->pirq,
		       desc->guests->guest[i].pirq->masked ? "-M-" : "---");
}

static void dump_irqs(unsigned char key)
{
	printk("IRQ information:\n");
	for (unsigned int irq = 0; irq < nr_irqs; irq++) {
		struct irq_desc *desc = &descs[irq];
		unsigned long flags;

		spin_lock_irqsave(&desc->lock, flags);
		if (desc->chip && (!desc->disabled || desc->msi)) {
			printk("   IRQ:%4u vec:%02x %-15s CPU%u", irq, desc->vector, desc->chip->name, desc->cpu);
			if (desc->action)
				printk(" %s", desc->action->name);
			else if (desc->guests)
				dump_guests(desc);
			else
				printk(" mapped, unbound");
			printk("\n");
		}
		spin_unlock_irqrestore(&desc->lock, flags);
	}
}

static int __init irq_key_init(void)
{
	register_keyhandler('i', dump_irqs, "dump interrupt bindings", false);
	return 0;
}
initcall(irq_key_init);

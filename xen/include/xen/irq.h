/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt lines of the machine, and how the hypervisor and guests listen to them. */
#ifndef XEN_IRQ_H
#define XEN_IRQ_H

#include <xen/cpumask.h>
#include <xen/lock.h>
#include <asm/regs.h>

struct domain;
struct vcpu;
struct evtchn;

struct irqaction {
	void (*handler)(int irq, void *dev, struct cpu_user_regs *regs); /* interrupts off */
	const char *name;
	void *dev;
};

/* 0, -EINVAL no such irq, -EBUSY it is taken. */
int setup_irq(unsigned int irq, struct irqaction *action);
void release_irq(unsigned int irq);

#endif

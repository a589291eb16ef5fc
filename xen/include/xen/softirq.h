/* SPDX-License-Identifier: GPL-2.0-only */
/* Work that a CPU does before it returns to a guest or goes idle, with interrupts on and no locks held. */
#ifndef XEN_SOFTIRQ_H
#define XEN_SOFTIRQ_H

#include <xen/cpumask.h>
#include <xen/list.h>
#include <xen/percpu.h>

enum softirq { /* lowest first */
	TIMER_SOFTIRQ,
	SCHEDULE_SOFTIRQ,
	TASKLET_SOFTIRQ,
	NMI_SOFTIRQ,
	TIME_CALIBRATE_SOFTIRQ,
	SERIAL_SOFTIRQ,
	NR_SOFTIRQS
};

/* Interrupt handlers of the hypervisor run between these (lock checks ask whether they are inside one). */
DECLARE_PER_CPU(unsigned int, irq_nesting);
/* Around an interrupt's handling, by arch code. */
#ifdef CONFIG_DEBUG
void lock_rank_irq_enter(void);
void lock_rank_irq_exit(void);
#define irq_enter() lock_rank_irq_enter()
#define irq_exit() lock_rank_irq_exit()
#else
#define irq_enter() ((void)this_cpu(irq_nesting)++)
#define irq_exit() ((void)this_cpu(irq_nesting)--)
#endif
#define in_irq() (this_cpu(irq_nesting) != 0)

extern unsigned int softirq_pending_bits[NR_CPUS]; /* entry code tests its CPU's word before leaving */
#define softirq_pending(cpu) READ_ONCE(softirq_pending_bits[cpu])

void open_softirq(enum softirq nr, void (*handler)(void));
void raise_softirq(enum softirq nr);                       /* on this CPU; any context */
void cpu_raise_softirq(unsigned int cpu, enum softirq nr); /* sends an IPI when needed; any context */
void cpumask_raise_softirq(const cpumask_t *mask, enum softirq nr);
/* Runs what is pending. No locks held, interrupts on. SCHEDULE_SOFTIRQ may not return here. */
void do_softirq(void);
/* The same without SCHEDULE_SOFTIRQ, for long loops at boot and in teardown. */
void process_pending_softirqs(void);

/* A function to be run once in softirq context on a chosen CPU. */
struct tasklet {
	struct list_head list;
	int scheduled_on;
	bool is_running, is_dead;
	void (*func)(void *);
	void *data;
};
void tasklet_init(struct tasklet *t, void (*func)(void *), void *data);
void tasklet_schedule(struct tasklet *t); /* any context */
void tasklet_schedule_on_cpu(struct tasklet *t, unsigned int cpu);
void tasklet_kill(struct tasklet *t); /* waits until it no longer runs; no locks held */
void tasklet_subsys_init(void);            /* boot, once */
void tasklet_cpu_dead(unsigned int cpu);   /* its queue moves to this CPU */

#endif

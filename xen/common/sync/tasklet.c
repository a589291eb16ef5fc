/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions to be run once, on a CPU of choice, from TASKLET_SOFTIRQ. */
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/softirq.h>
#include <xen/system.h>

#define NOWHERE (-1)

static DEFINE_SPINLOCK(tasklet_lock, tasklet); /* all lists and tasklets; taken with interrupts off */
static struct list_head queues[NR_CPUS];       /* [tasklet_lock] */

static struct list_head *queue_of(unsigned int cpu)
{
	struct list_head *q = &queues[cpu];

	if (!q->next)
		INIT_LIST_HEAD(q);
	return q;
}

void tasklet_init(struct tasklet *t, void (*func)(void *), void *data)
{
	INIT_LIST_HEAD(&t->list);
	t->scheduled_on = NOWHERE;
	t->is_running = t->is_dead = false;
	t->func = func;
	t->data = data;
}

/* [tasklet_lock] */
static void enqueue(struct tasklet *t)
{
	list_add_tail(&t->list, queue_of(t->scheduled_on));
	cpu_raise_softirq(t->scheduled_on, TASKLET_SOFTIRQ);
}

void tasklet_schedule_on_cpu(struct tasklet *t, unsigned int cpu)
{
	unsigned long flags;

	spin_lock_irqsave(&tasklet_lock, flags);
	if (!t->is_dead && t->scheduled_on == NOWHERE) {
		t->scheduled_on = cpu;
		if (!t->is_running) /* else it is queued when it returns */
			enqueue(t);
	}
	spin_unlock_irqrestore(&tasklet_lock, flags);
}

void tasklet_schedule(struct tasklet *t)
{
	tasklet_schedule_on_cpu(t, smp_processor_id());
}

static void tasklet_softirq(void)
{
	struct list_head *q;
	struct tasklet *t;

	spin_lock_irq(&tasklet_lock);
	q = queue_of(smp_processor_id());
	if (!list_empty(q)) {
		t = list_first_entry(q, struct tasklet, list);
		list_del_init(&t->list);
		t->scheduled_on = NOWHERE;
		t->is_running = true;
		spin_unlock_irq(&tasklet_lock);
		t->func(t->data);
		spin_lock_irq(&tasklet_lock);
		t->is_running = false;
		if (t->scheduled_on != NOWHERE && !t->is_dead)
			enqueue(t);
		if (!list_empty(q)) /* one at a time: others get their turn between */
			raise_softirq(TASKLET_SOFTIRQ);
	}
	spin_unlock_irq(&tasklet_lock);
}

void tasklet_kill(struct tasklet *t)
{
	spin_lock_irq(&tasklet_lock);
	t->is_dead = true;
	t->scheduled_on = NOWHERE;
	list_del_init(&t->list);
	while (t->is_running) {
		spin_unlock_irq(&tasklet_lock);
		cpu_relax();
		spin_lock_irq(&tasklet_lock);
	}
	spin_unlock_irq(&tasklet_lock);
}

void tasklet_subsys_init(void)
{
	open_softirq(TASKLET_SOFTIRQ, tasklet_softirq);
}

/* A CPU has gone: what it had not begun moves to this one. */
void tasklet_cpu_dead(unsigned int cpu)
{
	struct tasklet *t;

	spin_lock_irq(&tasklet_lock);
	while (!list_empty(queue_of(cpu))) {
		t = list_first_entry(queue_of(cpu), struct tasklet, list);
		list_del_init(&t->list);
		t->scheduled_on = smp_processor_id();
		enqueue(t);
	}
	spin_unlock_irq(&tasklet_lock);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timers. Each CPU has a pairing heap ordered by expiry (Fredman et al. 1986): arming is O(1) and needs no memory,
 * so that set_timer() works in any context; taking the first is O(log n) amortised.
 */
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/param.h>
#include <xen/smp.h>
#include <xen/softirq.h>
#include <xen/system.h>
#include <xen/timer.h>

enum { TIMER_inactive = 1, TIMER_queued, TIMER_killed };

struct cpu_timers {
	spinlock_t lock;                    /* rank timer; interrupts off */
	struct timer *first;                /* root of the heap */
	struct timer *running;              /* handler being executed */
} __aligned(64);
static struct cpu_timers timers[NR_CPUS];

/* Deadlines that lie closer together than this share an interrupt. */
static unsigned int timer_slop_ns __ro_after_init = 50000;
integer_param("timer_slop", timer_slop_ns);

static struct timer *heap_meld(struct timer *a, struct timer *b)
{
	struct timer *t;

	if (!a || !b)
		return a ?: b;
	if (b->expires < a->expires) {
		t = a;
		a = b;
		b = t;
	}
	b->prev = a;
	b->next = a->child;
	if (a->child)
		a->child->prev = b;
	a->child = b;
	return a;
}

/* One heap of a list of siblings: melded in pairs left to right, then all together. */
static struct timer *heap_merge_siblings(struct timer *first)
{
	struct timer *pairs = NULL, *root = NULL, *rest;

	while (first) {
		struct timer *a = first, *b = a->next, *m;

		first = b ? b->next : NULL;
		a->next = a->prev = NULL;
		if (b)
			b->next = b->prev = NULL;
		m = heap_meld(a, b);
		m->next = pairs;
		pairs = m;
	}
	for (; pairs; pairs = rest) {
		rest = pairs->next;
		pairs->next = NULL;
		root = heap_meld(root, pairs);
	}
	return root;
}

/* The heap @root without @t. */
static struct timer *heap_remove(struct timer *root, struct timer *t)
{
	struct timer *rest = heap_merge_siblings(t->child);

	t->child = NULL;
	if (t == root)
		return rest;
	if (t->prev->child == t)
		t->prev->child = t->next;
	else
		t->prev->next = t->next;
	if (t->next)
		t->next->prev = t->prev;
	t->next = t->prev = NULL;
	return heap_meld(root, rest);
}

/* Locks the heap @t belongs to, wherever it has just been moved. */
static struct cpu_timers *lock_timer(struct timer *t, unsigned long *flags)
{
	for (;;) {
		unsigned int cpu = READ_ONCE(t->cpu);
		struct cpu_timers *ct = &timers[cpu];

		spin_lock_irqsave(&ct->lock, *flags);
		if (likely(t->cpu == cpu))
			return ct;
		spin_unlock_irqrestore(&ct->lock, *flags);
	}
}

static void dequeue(struct cpu_timers *ct, struct timer *t)
{
	if (t->status != TIMER_queued)
		return;
	ct->first = heap_remove(ct->first, t);
	t->status = TIMER_inactive;
}

static void enqueue(struct cpu_timers *ct, struct timer *t)
{
	t->status = TIMER_queued;
	ct->first = heap_meld(ct->first, t);
	if (ct->first == t)
		cpu_raise_softirq(t->cpu, TIMER_SOFTIRQ); /* the hardware needs a new deadline */
}

void init_timer(struct timer *t, void (*fn)(void *), void *data, unsigned int cpu)
{
	*t = (struct timer){ .function = fn, .data = data, .cpu = cpu, .status = TIMER_inactive };
}

void set_timer(struct timer *t, s_time_t expires)
{
	unsigned long flags;
	struct cpu_timers *ct = lock_timer(t, &flags);

	if (t->status != TIMER_killed) {
		dequeue(ct, t);
		t->expires = expires;
		enqueue(ct, t);
	}
	spin_unlock_irqrestore(&ct->lock, flags);
}

void stop_timer(struct timer *t)
{
	unsigned long flags;
	struct cpu_timers *ct = lock_timer(t, &flags);

	dequeue(ct, t);
	spin_unlock_irqrestore(&ct->lock, flags);
}

bool timer_is_active(const struct timer *t)
{
	return READ_ONCE(t->status) == TIMER_queued;
}

s_time_t timer_expires_next(unsigned int cpu)
{
	unsigned long flags;
	s_time_t first;

	spin_lock_irqsave(&timers[cpu].lock, flags);
	first = timers[cpu].first ? timers[cpu].first->expires : STIME_MAX;
	spin_unlock_irqrestore(&timers[cpu].lock, flags);
	return first;
}

void migrate_timer(struct timer *t, unsigned int new_cpu)
{
	unsigned int old_cpu;
	unsigned long flags;
	bool queued;

	for (;;) {
		old_cpu = READ_ONCE(t->cpu);
		if (old_cpu == new_cpu)
			return;
		/* Both heaps at once, the lower CPU's first: nobody sees the timer in neither. */
		spin_lock_irqsave(&timers[min(old_cpu, new_cpu)].lock, flags);
		spin_lock_nested(&timers[max(old_cpu, new_cpu)].lock);
		if (likely(t->cpu == old_cpu))
			break;
		spin_unlock(&timers[max(old_cpu, new_cpu)].lock);
		spin_unlock_irqrestore(&timers[min(old_cpu, new_cpu)].lock, flags);
	}
	queued = t->status == TIMER_queued;
	dequeue(&timers[old_cpu], t);
	WRITE_ONCE(t->cpu, new_cpu);
	if (queued)
		enqueue(&timers[new_cpu], t);
	spin_unlock(&timers[max(old_cpu, new_cpu)].lock);
	spin_unlock_irqrestore(&timers[min(old_cpu, new_cpu)].lock, flags);
}

void kill_timer(struct timer *t)
{
	unsigned long flags;
	struct cpu_timers *ct;

	if (!t->status) /* never initialised */
		return;
	ct = lock_timer(t, &flags);
	dequeue(ct, t);
	t->status = TIMER_killed;
	spin_unlock_irqrestore(&ct->lock, flags);
	for (unsigned int cpu = 0; cpu < nr_cpu_ids; cpu++)
		while (READ_ONCE(timers[cpu].running) == t)
			cpu_relax();
}

static void timer_softirq(void)
{
	struct cpu_timers *ct = &timers[smp_processor_id()];
	s_time_t now = NOW(), deadline;
	struct timer *t;

	spin_lock_irq(&ct->lock);
	while ((t = ct->first) && t->expires <= now) {
		dequeue(ct, t);
		ct->running = t;
		spin_unlock_irq(&ct->lock);
		t->function(t->data);
		spin_lock_irq(&ct->lock);
		ct->running = NULL;
	}
	deadline = t ? max_t(s_time_t, t->expires, now + timer_slop_ns) : 0;
	if (t && t->expires == STIME_MAX)
		deadline = 0;
	if (!reprogram_timer(deadline))
		raise_softirq(TIMER_SOFTIRQ);
	spin_unlock_irq(&ct->lock);
}

void timer_subsys_init(void)
{
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++)
		spinlock_init(&timers[cpu].lock, timer);
	open_softirq(TIMER_SOFTIRQ, timer_softirq);
}

void timer_cpu_up(unsigned int cpu)
{
	ASSERT(!timers[cpu].first);
	cpu_raise_softirq(cpu, TIMER_SOFTIRQ);
}

void timer_cpu_dead(unsigned int cpu)
{
	struct cpu_timers *ct = &timers[cpu];
	unsigned int heir = cpumask_first(&cpu_online_map);
	unsigned long flags;
	struct timer *t;

	for (;;) {
		spin_lock_irqsave(&ct->lock, flags);
		t = ct->first;
		spin_unlock_irqrestore(&ct->lock, flags);
		if (!t)
			return;
		migrate_timer(t, heir);
	}
}

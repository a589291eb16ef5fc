/* SPDX-License-Identifier: GPL-2.0-only */
/* schedule(): asks the policy who is next and switches to it. The idle loop. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/smp.h>
#include <xen/system.h>
#include "private.h"

struct sched_cpu sched_cpus[NR_CPUS];

spinlock_t *vcpu_schedule_lock_irqsave(const struct vcpu *v, unsigned long *flags)
{
	for (;;) {
		spinlock_t *lock = READ_ONCE(sched_cpus[READ_ONCE(v->processor)].lock);

		spin_lock_irqsave(lock, *flags);
		if (likely(lock == READ_ONCE(sched_cpus[READ_ONCE(v->processor)].lock)))
			return lock;
		spin_unlock_irqrestore(lock, *flags);
	}
}

static spinlock_t *cpu_schedule_lock_irq(unsigned int cpu)
{
	for (;;) {
		spinlock_t *lock = READ_ONCE(sched_cpus[cpu].lock);

		spin_lock_irq(lock);
		if (likely(lock == READ_ONCE(sched_cpus[cpu].lock)))
			return lock;
		spin_unlock_irq(lock);
	}
}

void sched_tickle(unsigned int cpu)
{
	cpu_raise_softirq(cpu, SCHEDULE_SOFTIRQ);
}

void sched_set_runstate(struct vcpu *v, int state, s_time_t now)
{
	s_time_t delta = now - (s_time_t)v->runstate.state_entry_time;

	if (delta > 0) {
		v->runstate.time[v->runstate.state] += delta;
		v->runstate.state_entry_time = now;
	}
	v->runstate.state = state;
}

static int stopped_runstate(const struct vcpu *v)
{
	if (vcpu_runnable(v))
		return RUNSTATE_runnable;
	return (v->pause_flags & VPF_blocked) ? RUNSTATE_blocked : RUNSTATE_offline;
}

/* The periodic timer ticks only while its vCPU runs; a tick that fell due meanwhile is delivered on the way in. */
static void periodic_timer_switch(struct vcpu *prev, struct vcpu *next, s_time_t now)
{
	s_time_t due;

	if (unlikely(prev->periodic_period))
		stop_timer(&prev->periodic_timer);
	if (likely(!next->periodic_period))
		return;
	due = next->periodic_last_event + next->periodic_period;
	if (due <= now) {
		send_guest_vcpu_virq(next, VIRQ_TIMER);
		next->periodic_last_event = now;
		due = now + next->periodic_period;
	}
	migrate_timer(&next->periodic_timer, smp_processor_id());
	set_timer(&next->periodic_timer, due);
}

static void schedule(void)
{
	unsigned int cpu = smp_processor_id();
	struct sched_cpu *sc = &sched_cpus[cpu];
	struct vcpu *prev = current, *next;
	struct sched_decision dec = { idle_vcpu[cpu], -1 };
	spinlock_t *lock = cpu_schedule_lock_irq(cpu);
	s_time_t now = NOW();

	if (sc->pool)
		dec = sc->pool->ops->schedule(cpu, prev, now);
	next = dec.next;
	if (dec.slice >= 0)
		set_timer(&sc->slice_timer, now + dec.slice);
	else
		stop_timer(&sc->slice_timer);
	sc->curr = next;
	if (prev == next) {
		spin_unlock_irq(lock);
		return;
	}
	sched_set_runstate(prev, is_idle_vcpu(prev) ? RUNSTATE_runnable : stopped_runstate(prev), now);
	prev->last_run_time = now;
	ASSERT(!next->is_running);
	sched_set_runstate(next, RUNSTATE_running, now);
	next->is_running = true;
	spin_unlock(lock); /* interrupts stay off until the switch has been made */

	periodic_timer_switch(prev, next, now);
	if (timer_is_active(&next->singleshot_timer))
		migrate_timer(&next->singleshot_timer, cpu);
	context_switch(prev, next);
}

void sched_context_switched(struct vcpu *prev, struct vcpu *next)
{
	struct domain *d;
	unsigned long flags;
	spinlock_t *lock;

	if (prev == next)
		return;
	smp_wmb(); /* its registers are in memory before anybody may take it up */
	if (!sched_managed(prev)) {
		WRITE_ONCE(prev->is_running, false);
		return;
	}
	/* Who waits for it to stop may be about to free it, which needs the lock, too: after that prev is not touched. */
	lock = vcpu_schedule_lock_irqsave(prev, &flags);
	WRITE_ONCE(prev->is_running, false);
	vcpu_scheduler(prev)->context_saved(prev);
	d = prev->pause_flags & VPF_migrating && get_domain(prev->domain) ? prev->domain : NULL;
	spin_unlock_irqrestore(lock, flags);
	if (unlikely(d)) {
		vcpu_migrate_finish(prev);
		put_domain(d);
	}
}

static void slice_ended(void *unused)
{
	raise_softirq(SCHEDULE_SOFTIRQ);
}

/* Boot: the boot CPU's structures; pool 0 exists and has no CPU yet. */
static char opt_sched[16] __initdata = "credit2";
string_param("sched", opt_sched);

void __init scheduler_init(void)
{
	const struct scheduler *ops = scheduler_by_name(opt_sched);

	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		spinlock_init(&sched_cpus[cpu].own_lock, sched);
		sched_cpus[cpu].lock = &sched_cpus[cpu].own_lock;
		init_timer(&sched_cpus[cpu].slice_timer, slice_ended, NULL, cpu);
	}
	if (!ops) {
		printk(XENLOG_WARNING "sched=%s is not known here; using credit2\n", opt_sched);
		ops = &sched_credit2;
	}
	open_softirq(SCHEDULE_SOFTIRQ, schedule);
	tasklet_subsys_init();
	if (!cpupool_create(0, ops))
		panic("No memory for the scheduler");
	printk("Using scheduler: %s (%s)\n", ops->name, ops->opt_name);
}

static int __init boot_cpu_joins(void)
{
	sched_cpus[0].curr = idle_vcpu[0];
	return cpupool_add_cpu(cpupool_find(0, true), 0);
}
presmp_initcall(boot_cpu_joins);

int scheduler_cpu_up(unsigned int cpu)
{
	if (!idle_vcpu[cpu] && !vcpu_create(idle_vcpu[0]->domain, cpu))
		return -ENOMEM;
	sched_cpus[cpu].curr = idle_vcpu[cpu];
	idle_vcpu[cpu]->is_running = true;
	return cpupool_add_cpu(cpupool_find(0, true), cpu);
}

void scheduler_cpu_dead(unsigned int cpu)
{
	kill_timer(&sched_cpus[cpu].slice_timer);
	init_timer(&sched_cpus[cpu].slice_timer, slice_ended, NULL, cpu);
	tasklet_cpu_dead(cpu);
}

void noreturn idle_loop(void)
{
	for (;;) {
		unsigned int cpu = smp_processor_id();

		if (unlikely(cpu_is_offline(cpu)))
			cpu_exit();
		if (!softirq_pending(cpu) && !scrub_free_pages()) {
			local_irq_disable();
			if (!softirq_pending(cpu))
				safe_halt(); /* turns interrupts on with the next instruction: none is missed */
			else
				local_irq_enable();
		}
		do_softirq();
	}
}

void noreturn startup_cpu_idle_loop(void)
{
	ASSERT(is_idle_vcpu(current));
	raise_softirq(SCHEDULE_SOFTIRQ);
	reset_stack_and_jump(idle_loop);
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Waking and sleeping, and what a vCPU brings into the scheduler when it is created. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/system.h>
#include "private.h"

void vcpu_wake(struct vcpu *v)
{
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);

	if (likely(vcpu_runnable(v))) {
		if (v->runstate.state >= RUNSTATE_blocked)
			sched_set_runstate(v, RUNSTATE_runnable, NOW());
		vcpu_scheduler(v)->wake(v);
	} else if (!(v->pause_flags & VPF_blocked) && v->runstate.state == RUNSTATE_blocked) {
		sched_set_runstate(v, RUNSTATE_offline, NOW());
	}
	spin_unlock_irqrestore(lock, flags);
}

void vcpu_sleep_nosync(struct vcpu *v)
{
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);

	if (likely(!vcpu_runnable(v))) {
		if (v->runstate.state == RUNSTATE_runnable)
			sched_set_runstate(v, RUNSTATE_offline, NOW());
		vcpu_scheduler(v)->sleep(v);
	}
	spin_unlock_irqrestore(lock, flags);
}

void vcpu_sleep_sync(struct vcpu *v)
{
	vcpu_sleep_nosync(v);
	while (!vcpu_runnable(v) && READ_ONCE(v->is_running))
		cpu_relax();
	smp_rmb();
	sync_vcpu_execstate(v);
}

void vcpu_block(void)
{
	struct vcpu *v = current;

	set_bit(_VPF_blocked, &v->pause_flags);
	smp_mb(); /* whoever marks an event after this sees us blocked and wakes us */
	if (event_pending(v) || vcpu_interrupt_due(v))
		clear_bit(_VPF_blocked, &v->pause_flags);
	else
		raise_softirq(SCHEDULE_SOFTIRQ);
}

void vcpu_unblock(struct vcpu *v)
{
	if (!test_and_clear_bit(_VPF_blocked, &v->pause_flags))
		return;
	if (unlikely(v->async_poll_evtchn) && xchg(&v->async_poll_evtchn, 0))
		atomic_dec(&v->domain->nr_polling);
	vcpu_wake(v);
}

void vcpu_yield(void)
{
	struct vcpu *v = current;
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);

	vcpu_scheduler(v)->yield(v);
	spin_unlock_irqrestore(lock, flags);
	raise_softirq(SCHEDULE_SOFTIRQ);
}

void vcpu_runstate_get(const struct vcpu *v, struct vcpu_runstate_info *out)
{
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);
	s_time_t delta;

	*out = v->runstate;
	delta = NOW() - (s_time_t)out->state_entry_time;
	if (delta > 0)
		out->time[out->state] += delta;
	spin_unlock_irqrestore(lock, flags);
}

int sched_init_vcpu(struct vcpu *v)
{
	cpumask_t *masks = xzalloc_array(cpumask_t, 3);

	if (!masks)
		return -ENOMEM;
	v->hard_affinity = &masks[0];
	v->soft_affinity = &masks[1];
	v->hard_affinity_saved = &masks[2];
	cpumask_setall(v->soft_affinity);
	if (is_idle_vcpu(v)) {
		v->processor = v->vcpu_id;
		cpumask_set_cpu(v->processor, v->hard_affinity);
		return 0;
	}
	cpumask_setall(v->hard_affinity);
	v->cpupool = v->domain->cpupool;
	/* Spread the beginnings; the policy moves it before it runs. */
	v->processor = cpumask_first(&v->cpupool->cpus);
	for (unsigned int i = v->vcpu_id % cpumask_weight(&v->cpupool->cpus); i; i--)
		v->processor = cpumask_cycle(v->processor, &v->cpupool->cpus);
	v->sched_priv = vcpu_scheduler(v)->vcpu_alloc(v);
	if (v->sched_priv)
		return 0;
	XFREE(v->hard_affinity);
	return -ENOMEM;
}

void sched_insert_vcpu(struct vcpu *v)
{
	unsigned long flags;
	spinlock_t *lock;

	if (!sched_managed(v))
		return;
	lock = vcpu_schedule_lock_irqsave(v, &flags);
	vcpu_scheduler(v)->insert(v);
	spin_unlock_irqrestore(lock, flags);
	vcpu_migrate_start(v); /* to where the policy wants it */
}

void sched_destroy_vcpu(struct vcpu *v)
{
	unsigned long flags;
	spinlock_t *lock;

	if (v->sched_priv) {
		lock = vcpu_schedule_lock_irqsave(v, &flags);
		vcpu_scheduler(v)->remove(v);
		spin_unlock_irqrestore(lock, flags);
		vcpu_scheduler(v)->vcpu_free(v);
		v->sched_priv = NULL;
	}
	XFREE(v->hard_affinity);
}

int sched_init_domain(struct domain *d, unsigned int poolid)
{
	struct cpupool *p;
	int rc = 0;

	spin_lock(&sched_pool_lock);
	p = cpupool_find(poolid, true);
	if (!p || cpumask_empty(&p->cpus))
		rc = -ENOENT;
	else
		p->nr_domains++;
	spin_unlock(&sched_pool_lock);
	if (rc)
		return rc;
	d->cpupool = p;
	d->sched_priv = p->ops->dom_alloc(p, d);
	return d->sched_priv ? 0 : -ENOMEM;
}

void sched_destroy_domain(struct domain *d)
{
	struct cpupool *p = d->cpupool;

	if (!p)
		return;
	if (d->sched_priv)
		p->ops->dom_free(d);
	d->sched_priv = NULL;
	spin_lock(&sched_pool_lock);
	p->nr_domains--;
	spin_unlock(&sched_pool_lock);
	d->cpupool = NULL;
}

unsigned int sched_domain_pool(const struct domain *d)
{
	return d->cpupool ? d->cpupool->id : ~0U;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a vCPU may run, and taking it there. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/smp.h>
#include <xen/system.h>
#include "private.h"

void vcpu_allowed_cpus(const struct vcpu *v, cpumask_t *out)
{
	cpumask_and(out, v->hard_affinity, &v->domain->cpupool->cpus);
	if (unlikely(cpumask_empty(out))) /* affinity names only CPUs that are gone: better anywhere than nowhere */
		cpumask_copy(out, &v->domain->cpupool->cpus);
}

void vcpu_migrate_start(struct vcpu *v)
{
	set_bit(_VPF_migrating, &v->pause_flags);
	vcpu_sleep_nosync(v);
	vcpu_migrate_finish(v);
}

/* Locks the run queues of two CPUs, which may be one. Interrupts off. */
static void lock_pair(spinlock_t *a, spinlock_t *b, unsigned long *flags)
{
	if (a > b) {
		spinlock_t *t = a;

		a = b;
		b = t;
	}
	spin_lock_irqsave(a, *flags);
	if (a != b)
		spin_lock_nested(b);
}

static void unlock_pair(spinlock_t *a, spinlock_t *b, unsigned long flags)
{
	if (a != b)
		spin_unlock(a < b ? b : a);
	spin_unlock_irqrestore(a < b ? a : b, flags);
}

void vcpu_migrate_finish(struct vcpu *v)
{
	unsigned int old_cpu, new_cpu;
	spinlock_t *old_lock, *new_lock;
	unsigned long flags;
	bool moved = false;

	for (;;) {
		old_lock = vcpu_schedule_lock_irqsave(v, &flags);
		old_cpu = v->processor;
		new_cpu = vcpu_scheduler(v)->pick_cpu(v);
		spin_unlock_irqrestore(old_lock, flags);

		new_lock = READ_ONCE(sched_cpus[new_cpu].lock);
		lock_pair(old_lock, new_lock, &flags);
		if (likely(v->processor == old_cpu && sched_cpus[old_cpu].lock == old_lock &&
			   sched_cpus[new_cpu].lock == new_lock && cpumask_test_cpu(new_cpu, &v->domain->cpupool->cpus)))
			break;
		unlock_pair(old_lock, new_lock, flags);
	}
	/* Still on its CPU: that CPU comes here again when it has switched away. */
	if (!v->is_running && test_and_clear_bit(_VPF_migrating, &v->pause_flags)) {
		if (new_cpu != old_cpu)
			vcpu_scheduler(v)->migrate(v, new_cpu);
		moved = true;
	}
	unlock_pair(old_lock, new_lock, flags);
	if (moved)
		vcpu_wake(v);
}

int vcpu_set_affinity(struct vcpu *v, const cpumask_t *mask, bool hard)
{
	unsigned long flags;
	spinlock_t *lock;
	int rc = 0;

	lock = vcpu_schedule_lock_irqsave(v, &flags);
	if (!hard)
		cpumask_copy(v->soft_affinity, mask);
	else if (!cpumask_intersects(mask, &v->domain->cpupool->cpus))
		rc = -EINVAL;
	else if (v->affinity_broken)
		rc = -EBUSY;
	else
		cpumask_copy(v->hard_affinity, mask);
	spin_unlock_irqrestore(lock, flags);
	if (!rc)
		vcpu_migrate_start(v);
	return rc;
}

int vcpu_pin_override(struct vcpu *v, int cpu)
{
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);
	int rc = 0;

	if (cpu < 0) {
		if (v->affinity_broken) {
			cpumask_copy(v->hard_affinity, v->hard_affinity_saved);
			v->affinity_broken = false;
		} else {
			rc = -EINVAL;
		}
	} else if (v->affinity_broken) {
		rc = -EBUSY;
	} else if ((unsigned int)cpu >= nr_cpu_ids || !cpumask_test_cpu(cpu, &v->domain->cpupool->cpus)) {
		rc = -EINVAL;
	} else {
		cpumask_copy(v->hard_affinity_saved, v->hard_affinity);
		cpumask_copy(v->hard_affinity, &(cpumask_t){ { 0 } });
		cpumask_set_cpu(cpu, v->hard_affinity);
		v->affinity_broken = true;
	}
	spin_unlock_irqrestore(lock, flags);
	if (!rc)
		vcpu_migrate_start(v);
	return rc;
}

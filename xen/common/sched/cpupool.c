/* SPDX-License-Identifier: GPL-2.0-only */
/* CPU pools: sets of CPUs with a policy, and the domains that run on them. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/system.h>
#include "private.h"

DEFINE_SPINLOCK(sched_pool_lock, sched_pool);
static LIST_HEAD(pools); /* [sched_pool] by id */

static const struct scheduler *const schedulers[] = { &sched_credit2, &sched_null };

const struct scheduler *scheduler_by_id(u32 id)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(schedulers); i++)
		if (schedulers[i]->id == id)
			return schedulers[i];
	return NULL;
}

const struct scheduler *scheduler_by_name(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(schedulers); i++)
		if (!strcmp(schedulers[i]->opt_name, name))
			return schedulers[i];
	return NULL;
}

/* [sched_pool] The pool @id, or (not @exact) the first with a number not below. */
struct cpupool *cpupool_find(unsigned int id, bool exact)
{
	struct cpupool *p;

	list_for_each_entry(p, &pools, list)
		if (p->id == id || (!exact && p->id > id))
			return p;
	return NULL;
}

struct cpupool *cpupool_create(unsigned int id, const struct scheduler *ops)
{
	struct cpupool *p = xzalloc(struct cpupool), *other;

	if (!p)
		return NULL;
	p->id = id;
	p->ops = ops;
	if (ops->pool_init(p)) {
		xfree(p);
		return NULL;
	}
	spin_lock(&sched_pool_lock);
	list_for_each_entry(other, &pools, list)
		if (other->id > id)
			break;
	list_add_tail(&p->list, &other->list);
	spin_unlock(&sched_pool_lock);
	return p;
}

/* @cpu is in no pool: its idle vCPU is all that runs there. */
int cpupool_add_cpu(struct cpupool *p, unsigned int cpu)
{
	struct sched_cpu *sc = &sched_cpus[cpu];
	spinlock_t *lock;
	unsigned long flags;
	int rc = 0;

	spin_lock(&sched_pool_lock);
	lock = p->ops->cpu_add(p, cpu);
	if (!lock) {
		rc = -ENOMEM;
	} else {
		spin_lock_irqsave(&sc->own_lock, flags);
		spin_lock_nested(lock);
		sc->pool = p;
		WRITE_ONCE(sc->lock, lock);
		cpumask_set_cpu(cpu, &p->cpus);
		spin_unlock(lock);
		spin_unlock_irqrestore(&sc->own_lock, flags);
	}
	spin_unlock(&sched_pool_lock);
	if (!rc && cpu_online(cpu))
		sched_tickle(cpu);
	return rc;
}

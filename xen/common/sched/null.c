/* SPDX-License-Identifier: GPL-2.0-only */
/* null: each vCPU has a CPU to itself for as long as it exists; who finds none free waits for one. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <public/domctl.h>
#include "private.h"

struct null_pool {
	spinlock_t lock;              /* rank sched: one run queue for the pool */
	struct list_head waiting;     /* vCPUs without CPU */
	struct vcpu *assigned[NR_CPUS];
};

struct null_vcpu {
	struct vcpu *vcpu;
	struct list_head waiting;     /* in null_pool.waiting, or empty */
	unsigned int cpu;             /* it has, or NR_CPUS */
};

static struct null_pool *pool_of(const struct vcpu *v) { return v->domain->cpupool->priv; }
static struct null_vcpu *nv(const struct vcpu *v) { return v->sched_priv; }

static int null_pool_init(struct cpupool *p)
{
	struct null_pool *np = xzalloc(struct null_pool);

	if (!np)
		return -ENOMEM;
	spinlock_init(&np->lock, sched);
	INIT_LIST_HEAD(&np->waiting);
	p->priv = np;
	return 0;
}

static void null_pool_destroy(struct cpupool *p)
{
	XFREE(p->priv);
}

/* A free CPU v may have, the one it is at if possible; NR_CPUS: none. */
static unsigned int free_cpu(const struct vcpu *v)
{
	struct null_pool *np = pool_of(v);
	unsigned int cpu, found = NR_CPUS;
	cpumask_t allowed;

	vcpu_allowed_cpus(v, &allowed);
	for_each_cpu(cpu, &allowed) {
		if (np->assigned[cpu])
			continue;
		if (cpu == v->processor)
			return cpu;
		if (found == NR_CPUS || (cpumask_test_cpu(cpu, v->soft_affinity) &&
					 !cpumask_test_cpu(found, v->soft_affinity)))
			found = cpu;
	}
	return found;
}

static void assign(struct vcpu *v, unsigned int cpu)
{
	pool_of(v)->assigned[cpu] = v;
	nv(v)->cpu = cpu;
	list_del_init(&nv(v)->waiting);
	if (v->is_running) /* on another CPU, which lets go of it first (pick_cpu) */
		return;
	v->processor = cpu;
	sched_tickle(cpu);
}

/* @cpu has become free: the first who waits for such a one gets it. */
static void hand_over(struct null_pool *np, unsigned int cpu)
{
	struct null_vcpu *n;
	cpumask_t allowed;

	np->assigned[cpu] = NULL;
	list_for_each_entry(n, &np->waiting, waiting) {
		vcpu_allowed_cpus(n->vcpu, &allowed);
		if (cpumask_test_cpu(cpu, &allowed)) {
			assign(n->vcpu, cpu);
			return;
		}
	}
}

static spinlock_t *null_cpu_add(struct cpupool *p, unsigned int cpu)
{
	struct null_pool *np = p->priv;
	unsigned long flags;

	spin_lock_irqsave(&np->lock, flags);
	hand_over(np, cpu);
	spin_unlock_irqrestore(&np->lock, flags);
	return &np->lock;
}

static void null_cpu_remove(struct cpupool *p, unsigned int cpu)
{
	struct null_pool *np = p->priv;
	struct vcpu *v = np->assigned[cpu];

	np->assigned[cpu] = NULL;
	if (v) {
		nv(v)->cpu = NR_CPUS;
		list_add_tail(&nv(v)->waiting, &np->waiting);
	}
}

static void *null_dom_alloc(struct cpupool *p, struct domain *d)
{
	return d; /* nothing of its own; only has to be something */
}

static void null_dom_free(struct domain *d)
{
}

static void *null_vcpu_alloc(struct vcpu *v)
{
	struct null_vcpu *n = xzalloc(struct null_vcpu);

	if (!n)
		return NULL;
	n->vcpu = v;
	n->cpu = NR_CPUS;
	INIT_LIST_HEAD(&n->waiting);
	return n;
}

static void null_vcpu_free(struct vcpu *v)
{
	xfree(nv(v));
}

static void null_insert(struct vcpu *v)
{
	unsigned int cpu = free_cpu(v);

	if (cpu < NR_CPUS)
		assign(v, cpu);
	else
		list_add_tail(&nv(v)->waiting, &pool_of(v)->waiting);
}

static void null_remove(struct vcpu *v)
{
	list_del_init(&nv(v)->waiting);
	if (nv(v)->cpu < NR_CPUS)
		hand_over(pool_of(v), nv(v)->cpu);
	nv(v)->cpu = NR_CPUS;
}

static unsigned int null_pick_cpu(const struct vcpu *v)
{
	cpumask_t allowed;
	unsigned int cpu = nv(v)->cpu;

	vcpu_allowed_cpus(v, &allowed);
	if (cpu < NR_CPUS && cpumask_test_cpu(cpu, &allowed))
		return cpu;
	cpu = free_cpu(v);
	return cpu < NR_CPUS ? cpu : v->processor;
}

static void null_wake(struct vcpu *v)
{
	if (nv(v)->cpu < NR_CPUS)
		sched_tickle(nv(v)->cpu);
}

static void null_sleep(struct vcpu *v)
{
	if (sched_cpus[v->processor].curr == v)
		sched_tickle(v->processor);
}

static void null_yield(struct vcpu *v)
{
}

static void null_migrate(struct vcpu *v, unsigned int cpu)
{
	if (nv(v)->cpu == cpu) {
		v->processor = cpu;
		return;
	}
	null_remove(v);
	v->processor = cpu;
	null_insert(v);
}

static struct sched_decision null_schedule(unsigned int cpu, struct vcpu *prev, s_time_t now)
{
	struct null_pool *np = sched_cpus[cpu].pool->priv;
	struct vcpu *v = np->assigned[cpu];

	if (v && vcpu_runnable(v) && (v == prev || !v->is_running)) {
		v->processor = cpu;
		return (struct sched_decision){ v, -1 };
	}
	return (struct sched_decision){ idle_vcpu[cpu], -1 };
}

static void null_context_saved(struct vcpu *v)
{
	if (nv(v)->cpu < NR_CPUS && vcpu_runnable(v))
		sched_tickle(nv(v)->cpu);
}

static int null_adjust_domain(struct domain *d, struct xen_domctl_scheduler_op *op)
{
	return -EINVAL; /* there is nothing to adjust */
}

static void null_dump(struct cpupool *p)
{
	struct null_pool *np = p->priv;
	unsigned int cpu;

	for_each_cpu(cpu, &p->cpus)
		if (np->assigned[cpu])
			printk("  cpu %u: d%uv%u\n", cpu, np->assigned[cpu]->domain->domain_id, np->assigned[cpu]->vcpu_id);
}

const struct scheduler sched_null = {
	.name = "null Scheduler",
	.opt_name = "null",
	.id = XEN_SCHEDULER_NULL,
	.pool_init = null_pool_init,
	.pool_destroy = null_pool_destroy,
	.cpu_add = null_cpu_add,
	.cpu_remove = null_cpu_remove,
	.dom_alloc = null_dom_alloc,
	.dom_free = null_dom_free,
	.vcpu_alloc = null_vcpu_alloc,
	.vcpu_free = null_vcpu_free,
	.insert = null_insert,
	.remove = null_remove,
	.pick_cpu = null_pick_cpu,
	.wake = null_wake,
	.sleep = null_sleep,
	.yield = null_yield,
	.migrate = null_migrate,
	.schedule = null_schedule,
	.context_saved = null_context_saved,
	.adjust_domain = null_adjust_domain,
	.dump = null_dump,
};

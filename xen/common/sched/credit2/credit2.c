/* SPDX-License-Identifier: GPL-2.0-only */
/* credit2 as the core sees it; its parameters. */
#include <xen/errno.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/system.h>
#include <public/domctl.h>
#include <public/sysctl.h>
#include "private.h"

/* CPUs that share a queue: all, or "cpu" for one queue each. */
static char opt_runqueue[16] __ro_after_init = "socket";
string_param("credit2_runqueue", opt_runqueue);
static unsigned int opt_max_cpus __ro_after_init = 16;
integer_param("sched_credit2_max_cpus_runqueue", opt_max_cpus);
static unsigned int opt_ratelimit_us __ro_after_init = 1000;
integer_param("sched_ratelimit_us", opt_ratelimit_us);

static int c2_pool_init(struct cpupool *p)
{
	struct c2_pool *pool = xzalloc(struct c2_pool);

	if (!pool)
		return -ENOMEM;
	INIT_LIST_HEAD(&pool->runqueues);
	pool->ratelimit_us = opt_ratelimit_us;
	p->priv = pool;
	return 0;
}

static void c2_pool_destroy(struct cpupool *p)
{
	struct c2_runqueue *rq, *next;

	list_for_each_entry_safe(rq, next, &c2_pool(p)->runqueues, list) {
		list_del(&rq->list);
		xfree(rq);
	}
	XFREE(p->priv);
}

static unsigned int cpus_per_queue(void)
{
	return !strcmp(opt_runqueue, "cpu") ? 1 : max(opt_max_cpus, 1U);
}

static spinlock_t *c2_cpu_add(struct cpupool *p, unsigned int cpu)
{
	struct c2_pool *pool = c2_pool(p);
	unsigned int id = cpu / cpus_per_queue();
	struct c2_runqueue *rq;
	unsigned long flags;

	list_for_each_entry(rq, &pool->runqueues, list)
		if (rq->id == id)
			goto found;
	rq = xzalloc(struct c2_runqueue);
	if (!rq)
		return NULL;
	spinlock_init(&rq->lock, sched);
	rq->id = id;
	rq->max_weight = 1;
	INIT_LIST_HEAD(&rq->queue);
	INIT_LIST_HEAD(&rq->members);
	list_add_tail(&rq->list, &pool->runqueues);
found:
	spin_lock_irqsave(&rq->lock, flags);
	cpumask_set_cpu(cpu, &rq->cpus);
	cpumask_set_cpu(cpu, &rq->idle);
	sched_cpus[cpu].priv = rq;
	spin_unlock_irqrestore(&rq->lock, flags);
	return &rq->lock;
}

/* Its queue stays, for the next CPU with its number: whoever found its lock may still be waiting for it. */
static void c2_cpu_remove(struct cpupool *p, unsigned int cpu)
{
	struct c2_runqueue *rq = c2_rq(cpu);

	cpumask_clear_cpu(cpu, &rq->cpus);
	cpumask_clear_cpu(cpu, &rq->idle);
	cpumask_clear_cpu(cpu, &rq->tickled);
}

static void *c2_dom_alloc(struct cpupool *p, struct domain *d)
{
	struct c2_domain *dom = xzalloc(struct c2_domain);

	if (!dom)
		return NULL;
	dom->domain = d;
	dom->weight = C2_DEFAULT_WEIGHT;
	c2_budget_init(dom);
	return dom;
}

static void c2_dom_free(struct domain *d)
{
	struct c2_domain *dom = d->sched_priv;

	kill_timer(&dom->replenish);
	xfree(dom);
}

static void *c2_vcpu_alloc(struct vcpu *v)
{
	struct c2_vcpu *s = xzalloc(struct c2_vcpu);

	if (!s)
		return NULL;
	s->vcpu = v;
	s->dom = v->domain->sched_priv;
	s->weight = s->dom->weight;
	s->credit = C2_CREDIT_INIT;
	INIT_LIST_HEAD(&s->queued);
	INIT_LIST_HEAD(&s->member);
	return s;
}

static void c2_vcpu_free(struct vcpu *v)
{
	/* The timer walks the domain's vCPUs. It is not needed any more: vCPUs go only with their domain. */
	kill_timer(&c2(v)->dom->replenish);
	xfree(c2(v));
}

static void c2_insert(struct vcpu *v)
{
	c2_join(c2(v), c2_rq(v->processor));
}

static void c2_remove(struct vcpu *v)
{
	if (c2(v)->rq)
		c2_leave(c2(v));
}

static void c2_wake(struct vcpu *v)
{
	struct c2_vcpu *s = c2(v);

	if (s->running || !list_empty(&s->queued) || s->parked)
		return;
	if (v->is_running) /* its last CPU is still saving it */
		s->queue_when_saved = true;
	else
		c2_make_ready(s, NOW());
}

static void c2_sleep(struct vcpu *v)
{
	struct c2_vcpu *s = c2(v);

	s->queue_when_saved = false;
	s->parked = false;
	if (s->running)
		sched_tickle(v->processor);
	else
		c2_dequeue(s);
}

static void c2_yield(struct vcpu *v)
{
	c2(v)->yielding = true;
}

static void c2_context_saved(struct vcpu *v)
{
	struct c2_vcpu *s = c2(v);

	if (!s->queue_when_saved)
		return;
	s->queue_when_saved = false;
	if (vcpu_runnable(v) && !s->running && list_empty(&s->queued) && !s->parked)
		c2_make_ready(s, NOW());
}

static void c2_migrate(struct vcpu *v, unsigned int cpu)
{
	struct c2_vcpu *s = c2(v);

	if (s->rq != c2_rq(cpu)) {
		c2_leave(s);
		c2_join(s, c2_rq(cpu));
	}
	v->processor = cpu;
}

static void set_weight(struct domain *d, u16 weight)
{
	struct c2_domain *dom = d->sched_priv;
	struct c2_runqueue *rq;
	unsigned long flags;
	spinlock_t *lock;
	struct vcpu *v;

	WRITE_ONCE(dom->weight, weight);
	for_each_vcpu(d, v) {
		lock = vcpu_schedule_lock_irqsave(v, &flags);
		rq = c2(v)->rq;
		if (rq) { /* leaves and joins its list of members only: takes over the weight */
			list_del_init(&c2(v)->member);
			c2_join(c2(v), rq);
		}
		spin_unlock_irqrestore(lock, flags);
	}
}

static int c2_adjust_domain(struct domain *d, struct xen_domctl_scheduler_op *op)
{
	struct c2_domain *dom = d->sched_priv;

	switch (op->cmd) {
	case XEN_DOMCTL_SCHEDOP_getinfo:
		op->u.credit2.weight = dom->weight;
		op->u.credit2.cap = dom->cap;
		return 0;
	case XEN_DOMCTL_SCHEDOP_putinfo:
		if (op->u.credit2.cap != 0xffff && op->u.credit2.cap > 100 * d->max_vcpus)
			return -EINVAL;
		if (op->u.credit2.weight)
			set_weight(d, op->u.credit2.weight);
		if (op->u.credit2.cap != 0xffff) /* that: leave it */
			c2_set_cap(dom, op->u.credit2.cap);
		return 0;
	}
	return -EINVAL;
}

static int c2_adjust_pool(struct cpupool *p, struct xen_sysctl_scheduler_op *op)
{
	struct c2_pool *pool = c2_pool(p);
	u32 us = op->u.sched_credit2.ratelimit_us;

	if (op->cmd == XEN_SYSCTL_SCHEDOP_putinfo) {
		if (us && (us > XEN_SYSCTL_SCHED_RATELIMIT_MAX || us < XEN_SYSCTL_SCHED_RATELIMIT_MIN))
			return -EINVAL;
		WRITE_ONCE(pool->ratelimit_us, us);
	}
	op->u.sched_credit2.ratelimit_us = pool->ratelimit_us;
	return 0;
}

static void c2_dump(struct cpupool *p)
{
	struct c2_runqueue *rq;
	struct c2_vcpu *s;
	unsigned long flags;

	list_for_each_entry(rq, &c2_pool(p)->runqueues, list) {
		spin_lock_irqsave(&rq->lock, flags);
		printk("Runqueue %u: %u CPUs, %u idle, max weight %u\n", rq->id, cpumask_weight(&rq->cpus),
		       cpumask_weight(&rq->idle), rq->max_weight);
		list_for_each_entry(s, &rq->members, member)
			printk("  d%uv%u cpu %u credit %ld weight %u cap %u%s%s%s\n", s->vcpu->domain->domain_id,
			       s->vcpu->vcpu_id, s->vcpu->processor, s->credit, s->weight, s->dom->cap,
			       s->running ? " running" : "", list_empty(&s->queued) ? "" : " waiting",
			       s->parked ? " parked" : "");
		spin_unlock_irqrestore(&rq->lock, flags);
	}
}

const struct scheduler sched_credit2 = {
	.name = "SMP Credit Scheduler rev2",
	.opt_name = "credit2",
	.id = XEN_SCHEDULER_CREDIT2,
	.pool_init = c2_pool_init,
	.pool_destroy = c2_pool_destroy,
	.cpu_add = c2_cpu_add,
	.cpu_remove = c2_cpu_remove,
	.dom_alloc = c2_dom_alloc,
	.dom_free = c2_dom_free,
	.vcpu_alloc = c2_vcpu_alloc,
	.vcpu_free = c2_vcpu_free,
	.insert = c2_insert,
	.remove = c2_remove,
	.pick_cpu = c2_pick_cpu,
	.wake = c2_wake,
	.sleep = c2_sleep,
	.yield = c2_yield,
	.migrate = c2_migrate,
	.schedule = c2_schedule,
	.context_saved = c2_context_saved,
	.adjust_domain = c2_adjust_domain,
	.adjust_pool = c2_adjust_pool,
	.dump = c2_dump,
};

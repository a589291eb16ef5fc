/* SPDX-License-Identifier: GPL-2.0-only */
/* Credit and the queue it orders. */
#include <xen/system.h>
#include "private.h"

static s_time_t time_to_credit(const struct c2_vcpu *s, s_time_t t)
{
	return t * s->rq->max_weight / s->weight;
}

void c2_burn(struct c2_vcpu *s, s_time_t now)
{
	s_time_t delta = now - s->start;

	if (delta <= 0)
		return;
	s->start = now;
	s->credit -= time_to_credit(s, delta);
	/* Time nobody else wanted is not held against it for long. */
	if (s->alone && s->credit < -C2_CREDIT_INIT)
		s->credit = -C2_CREDIT_INIT;
	if (s->dom->cap)
		s->budget -= delta;
}

void c2_enqueue(struct c2_vcpu *s)
{
	struct c2_vcpu *other;

	ASSERT(list_empty(&s->queued) && !s->running);
	list_for_each_entry(other, &s->rq->queue, queued)
		if (s->credit > other->credit)
			break;
	list_add_tail(&s->queued, &other->queued);
	WRITE_ONCE(s->rq->waiting, s->rq->waiting + 1);
}

void c2_dequeue(struct c2_vcpu *s)
{
	if (list_empty(&s->queued))
		return;
	list_del_init(&s->queued);
	WRITE_ONCE(s->rq->waiting, s->rq->waiting - 1);
}

static void update_max_weight(struct c2_runqueue *rq)
{
	struct c2_vcpu *s;

	rq->max_weight = 1;
	list_for_each_entry(s, &rq->members, member)
		rq->max_weight = max_t(unsigned int, rq->max_weight, s->weight);
}

void c2_join(struct c2_vcpu *s, struct c2_runqueue *rq)
{
	s->rq = rq;
	s->weight = s->dom->weight;
	list_add_tail(&s->member, &rq->members);
	update_max_weight(rq);
}

void c2_leave(struct c2_vcpu *s)
{
	c2_dequeue(s);
	list_del_init(&s->member);
	update_max_weight(s->rq);
	s->rq = NULL;
}

void c2_reset_credit(struct c2_runqueue *rq, struct c2_vcpu *s, s_time_t now)
{
	s_time_t gift = C2_CREDIT_GIFT * (1 - s->credit / C2_CREDIT_GIFT);
	struct c2_vcpu *m;
	unsigned int cpu;

	/* Who runs elsewhere is charged first, so that all start from what they really used. */
	for_each_cpu(cpu, &rq->cpus) {
		struct vcpu *v = sched_cpus[cpu].curr;

		if (v && !is_idle_vcpu(v) && c2(v)->running)
			c2_burn(c2(v), now);
	}
	/*
	 * Equal gifts keep the order of the queue: nobody on it is richer than s, so nobody reaches the limit. The limit
	 * is higher for who sleeps: one that works little is ahead of those who work all the time when it wakes.
	 */
	list_for_each_entry(m, &rq->members, member)
		m->credit = min(m->credit + gift, vcpu_runnable(m->vcpu) ? C2_CREDIT_GIFT : C2_CREDIT_INIT);
}

/*
 * The CPU of @from whose vCPU has the least credit below @s's. If there is none, one that runs without a time slice
 * because nobody waited until now. NR_CPUS: neither.
 */
static unsigned int poorest_cpu(struct c2_vcpu *s, const cpumask_t *from, s_time_t now)
{
	unsigned int cpu, best = NR_CPUS, unsliced = NR_CPUS;
	s_time_t lowest = s->credit;

	for_each_cpu(cpu, from) {
		struct vcpu *v = sched_cpus[cpu].curr;
		s_time_t credit;

		if (!v || is_idle_vcpu(v) || !c2(v)->running || c2(v)->rq != s->rq)
			continue;
		c2_burn(c2(v), now);
		if (c2(v)->alone)
			unsliced = cpu;
		credit = c2(v)->credit + (cpu == s->vcpu->processor ? 0 : C2_MIGRATE_RESIST);
		if (credit < lowest) {
			lowest = credit;
			best = cpu;
		}
	}
	return best < NR_CPUS ? best : unsliced;
}

void c2_tickle(struct c2_vcpu *s, s_time_t now)
{
	struct c2_runqueue *rq = s->rq;
	unsigned int cpu, last = s->vcpu->processor;
	cpumask_t allowed, idle, preferred;

	vcpu_allowed_cpus(s->vcpu, &allowed);
	cpumask_and(&allowed, &allowed, &rq->cpus);
	cpumask_andnot(&allowed, &allowed, &rq->tickled);
	cpumask_and(&idle, &allowed, &rq->idle);
	if (!cpumask_empty(&idle)) {
		cpumask_and(&preferred, &idle, s->vcpu->soft_affinity);
		if (cpumask_empty(&preferred))
			preferred = idle;
		cpu = cpumask_test_cpu(last, &preferred) ? last : cpumask_cycle(last, &preferred);
	} else {
		cpu = poorest_cpu(s, &allowed, now);
	}
	if (cpu >= NR_CPUS)
		return;
	if (!cpumask_test_cpu(cpu, &rq->idle))
		c2(sched_cpus[cpu].curr)->alone = false;
	cpumask_set_cpu(cpu, &rq->tickled);
	sched_tickle(cpu);
}

void c2_make_ready(struct c2_vcpu *s, s_time_t now)
{
	if (!c2_has_budget(s)) {
		s->parked = true;
		return;
	}
	c2_enqueue(s);
	c2_tickle(s, now);
}

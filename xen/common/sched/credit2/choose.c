/* SPDX-License-Identifier: GPL-2.0-only */
/* Which vCPU a CPU runs next and for how long, and which CPU a vCPU should be at. */
#include <xen/system.h>
#include "private.h"

/* The first on the queue that may run on @cpu and is richer than @current_credit. */
static struct c2_vcpu *best_waiting(struct c2_runqueue *rq, unsigned int cpu, s_time_t current_credit)
{
	struct c2_vcpu *s, *next;

	list_for_each_entry_safe(s, next, &rq->queue, queued) {
		s_time_t resist = s->vcpu->processor == cpu || cpumask_test_cpu(cpu, &rq->idle) ? 0 : C2_MIGRATE_RESIST;

		if (s->credit <= current_credit)
			return NULL; /* nor is anybody behind it */
		if (!cpumask_test_cpu(cpu, s->vcpu->hard_affinity))
			continue;
		if (current_credit != LONG_MIN && s->credit <= current_credit + resist)
			continue;
		if (!c2_has_budget(s)) {
			c2_dequeue(s);
			s->parked = true;
			continue;
		}
		return s;
	}
	return NULL;
}

/* A CPU without work takes a waiting vCPU from another queue of the pool. */
static struct c2_vcpu *steal(struct c2_runqueue *mine, unsigned int cpu)
{
	struct c2_runqueue *rq;
	struct c2_vcpu *s, *found = NULL;

	list_for_each_entry(rq, &c2_pool(sched_cpus[cpu].pool)->runqueues, list) {
		/* Only a look without waiting: its owner may be after ours. */
		if (rq == mine || !READ_ONCE(rq->waiting) || !spin_trylock(&rq->lock))
			continue;
		list_for_each_entry(s, &rq->queue, queued) {
			if (cpumask_test_cpu(cpu, s->vcpu->hard_affinity) && !s->vcpu->is_running) {
				found = s;
				c2_leave(s);
				s->vcpu->processor = cpu;
				c2_join(s, mine);
				break;
			}
		}
		spin_unlock(&rq->lock);
		if (found)
			return found;
	}
	return NULL;
}

/* @leaving: will be on the queue as soon as its registers are saved; or NULL. */
static s_time_t slice_of(struct c2_vcpu *s, const struct c2_vcpu *leaving, unsigned int ratelimit_us)
{
	struct c2_runqueue *rq = s->rq;
	s_time_t slice = -1, rival = leaving ? leaving->credit : LONG_MIN;

	s->alone = !leaving && list_empty(&rq->queue);
	if (!s->alone) {
		if (!list_empty(&rq->queue))
			rival = max(rival, list_first_entry(&rq->queue, struct c2_vcpu, queued)->credit);
		/* Until it is as poor as the next one. */
		slice = s->credit > rival ? (s->credit - rival) * s->weight / rq->max_weight : 0;
		slice = min(slice, C2_MAX_SLICE);
		slice = max(slice, max(C2_MIN_SLICE, MICROSECS(ratelimit_us)));
	}
	if (s->dom->cap)
		slice = slice < 0 ? s->budget : min(slice, s->budget);
	return slice;
}

/* @prev keeps its CPU: it has just come, or nobody richer waits. */
static bool keeps_cpu(struct c2_vcpu *prev, s_time_t ran, unsigned int ratelimit_us)
{
	return !prev->yielding && ratelimit_us && ran < MICROSECS(ratelimit_us) && c2_has_budget(prev);
}

/*
 * A CPU that was woken for one may have taken another: who is left must not wait while a CPU that would do is idle. One is
 * enough: that CPU comes here too.
 */
static void use_idle_cpus(struct c2_runqueue *rq, s_time_t now)
{
	struct c2_vcpu *s;
	cpumask_t idle;

	if (list_empty(&rq->queue) || cpumask_empty(&rq->idle))
		return;
	cpumask_andnot(&idle, &rq->idle, &rq->tickled);
	list_for_each_entry(s, &rq->queue, queued) {
		if (cpumask_intersects(&idle, s->vcpu->hard_affinity)) {
			c2_tickle(s, now);
			return;
		}
	}
}

struct sched_decision c2_schedule(unsigned int cpu, struct vcpu *prev_vcpu, s_time_t now)
{
	struct c2_runqueue *rq = c2_rq(cpu);
	unsigned int ratelimit_us = READ_ONCE(c2_pool(sched_cpus[cpu].pool)->ratelimit_us);
	struct c2_vcpu *prev = is_idle_vcpu(prev_vcpu) ? NULL : c2(prev_vcpu), *next;
	bool prev_ready = prev && vcpu_runnable(prev_vcpu) && prev->rq == rq;
	s_time_t floor;

	cpumask_clear_cpu(cpu, &rq->tickled);
	if (prev && prev->running)
		c2_burn(prev, now);
	if (prev_ready && !c2_has_budget(prev)) {
		prev->parked = true;
		prev_ready = false;
	}
	if (prev_ready && !cpumask_test_cpu(cpu, prev_vcpu->hard_affinity))
		prev_ready = false; /* about to be migrated; queued for others when saved */
	floor = prev_ready && !prev->yielding ? prev->credit : LONG_MIN;
	if (prev_ready && keeps_cpu(prev, now - (s_time_t)prev_vcpu->runstate.state_entry_time, ratelimit_us))
		next = prev;
	else
		next = best_waiting(rq, cpu, floor) ?: (prev_ready ? prev : steal(rq, cpu));
	if (prev) {
		prev->yielding = false;
		if (next != prev) {
			prev->running = false;
			if (vcpu_runnable(prev_vcpu) && !prev->parked)
				prev->queue_when_saved = true;
		}
	}
	if (!next) {
		cpumask_set_cpu(cpu, &rq->idle);
		return (struct sched_decision){ idle_vcpu[cpu], -1 };
	}
	cpumask_clear_cpu(cpu, &rq->idle);
	if (next != prev) {
		c2_dequeue(next);
		next->running = true;
		next->start = now;
		next->vcpu->processor = cpu;
	}
	if (next->credit <= 0)
		c2_reset_credit(rq, next, now);
	use_idle_cpus(rq, now);
	return (struct sched_decision){ next->vcpu,
		slice_of(next, prev && prev != next && prev->queue_when_saved ? prev : NULL, ratelimit_us) };
}

/* Who waits or runs on @rq, for each CPU there: in 1/256. */
static unsigned int load_of(const struct c2_runqueue *rq)
{
	unsigned int n = READ_ONCE(rq->waiting) + cpumask_weight(&rq->cpus) - cpumask_weight(&rq->idle);

	return n * 256 / max_t(unsigned int, cpumask_weight(&rq->cpus), 1);
}

unsigned int c2_pick_cpu(const struct vcpu *v)
{
	struct c2_runqueue *rq, *best = NULL, *mine = c2_rq(v->processor);
	unsigned int best_load = ~0U, load, cpu;
	cpumask_t allowed, here, idle;

	vcpu_allowed_cpus(v, &allowed);
	list_for_each_entry(rq, &c2_pool(v->domain->cpupool)->runqueues, list) {
		if (!cpumask_intersects(&allowed, &rq->cpus))
			continue;
		load = load_of(rq); /* of others without their lock: an estimate */
		cpumask_and(&here, &allowed, v->soft_affinity);
		if (!cpumask_intersects(&here, &rq->cpus))
			load += 256; /* reachable, but not where it likes to be */
		if (load < best_load || (load == best_load && rq == mine)) {
			best = rq;
			best_load = load;
		}
	}
	if (!best)
		return cpumask_first(&allowed);
	cpumask_and(&here, &allowed, &best->cpus);
	cpumask_and(&idle, &here, v->soft_affinity);
	if (!cpumask_empty(&idle))
		here = idle;
	cpumask_and(&idle, &here, &best->idle);
	if (!cpumask_empty(&idle))
		here = idle;
	cpu = v->processor;
	return cpumask_test_cpu(cpu, &here) ? cpu : cpumask_cycle(cpu, &here);
}

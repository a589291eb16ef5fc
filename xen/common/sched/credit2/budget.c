/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Caps: a domain may use cap percent of a CPU per period. Its vCPUs draw from the domain's budget in portions; who finds
 * it empty is parked until the timer fills it at the next period.
 */
#include "private.h"

bool c2_has_budget(struct c2_vcpu *s)
{
	struct c2_domain *dom = s->dom;
	s_time_t portion;

	if (!dom->cap)
		return true;
	if (s->budget > 0)
		return true;
	spin_lock(&dom->budget_lock);
	/* What was overdrawn comes off the common budget; then take a share that leaves some for the others. */
	dom->budget += s->budget;
	s->budget = 0;
	portion = max_t(s_time_t, dom->budget_total / (2 * dom->domain->max_vcpus), C2_MIN_SLICE / 2);
	portion = min(portion, dom->budget);
	if (portion > 0) {
		dom->budget -= portion;
		s->budget = portion;
	}
	spin_unlock(&dom->budget_lock);
	return s->budget > 0;
}

static void unpark(struct vcpu *v, s_time_t now)
{
	unsigned long flags;
	spinlock_t *lock = vcpu_schedule_lock_irqsave(v, &flags);
	struct c2_vcpu *s = c2(v);

	if (s && s->parked) {
		s->parked = false;
		if (vcpu_runnable(v) && !s->running && list_empty(&s->queued))
			c2_make_ready(s, now);
	}
	spin_unlock_irqrestore(lock, flags);
}

static void replenish(void *data)
{
	struct c2_domain *dom = data;
	struct domain *d = dom->domain;
	s_time_t now = NOW();
	unsigned long flags;
	struct vcpu *v;

	spin_lock_irqsave(&dom->budget_lock, flags);
	/* Debts stay; savings do not. */
	dom->budget = min(dom->budget, (s_time_t)0) + dom->budget_total;
	spin_unlock_irqrestore(&dom->budget_lock, flags);
	for_each_vcpu(d, v)
		unpark(v, now);
	if (dom->cap)
		set_timer(&dom->replenish, dom->replenish.expires + C2_BUDGET_PERIOD > now ?
				  dom->replenish.expires + C2_BUDGET_PERIOD : now + C2_BUDGET_PERIOD);
}

void c2_budget_init(struct c2_domain *dom)
{
	spinlock_init(&dom->budget_lock, sched_budget);
	init_timer(&dom->replenish, replenish, dom, 0);
}

void c2_set_cap(struct c2_domain *dom, u16 cap)
{
	unsigned long flags;

	spin_lock_irqsave(&dom->budget_lock, flags);
	WRITE_ONCE(dom->cap, cap);
	dom->budget_total = C2_BUDGET_PERIOD * cap / 100;
	dom->budget = dom->budget_total;
	spin_unlock_irqrestore(&dom->budget_lock, flags);
	/* Also without a cap once: it releases who is parked. */
	set_timer(&dom->replenish, NOW() + (cap ? C2_BUDGET_PERIOD : 0));
}

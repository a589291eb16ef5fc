/* SPDX-License-Identifier: GPL-2.0-only */
/* Debug keys that show the objects of common code. */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/event.h>
#include <xen/grant_table.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/softirq.h>
#include "../sched/private.h"

/* Calls fn for each domain, with a reference and no lock held. */
static void for_all_domains(void (*fn)(struct domain *d))
{
	struct domain *d;

	for (domid_t id = 0; (d = get_next_domain(id)); put_domain(d)) {
		fn(d);
		id = d->domain_id + 1;
		process_pending_softirqs();
	}
}

static void dump_grants(unsigned char key)
{
	for_all_domains(gnttab_dump);
}

static void dump_events(unsigned char key)
{
	for_all_domains(evtchn_dump);
}

static void dump_runqueues(unsigned char key)
{
	struct cpupool *p;
	s_time_t now = NOW();

	printk("Scheduling at %ld.%06ld s\n", now / SECONDS(1), now % SECONDS(1) / 1000);
	for (unsigned int id = 0;; id = p->id + 1) {
		spin_lock(&sched_pool_lock);
		p = cpupool_find(id, false);
		spin_unlock(&sched_pool_lock);
		if (!p)
			return;
		printk("Pool %u: %s, %u CPUs, %u domains\n", p->id, p->ops->name, cpumask_weight(&p->cpus), p->nr_domains);
		p->ops->dump(p);
	}
}

static void dump_timers(unsigned char key)
{
	unsigned int cpu;
	s_time_t now = NOW();

	for_each_online_cpu(cpu) {
		s_time_t first = timer_expires_next(cpu);

		if (first == STIME_MAX)
			printk("CPU%u: no timer\n", cpu);
		else
			printk("CPU%u: next timer in %ld us\n", cpu, (first - now) / 1000);
	}
}

static int __init keys_init(void)
{
	register_keyhandler('r', dump_runqueues, "dump run queues", false);
	register_keyhandler('e', dump_events, "dump evtchn info", false);
	register_keyhandler('g', dump_grants, "print grant table usage", false);
	register_keyhandler('a', dump_timers, "dump timer queues", false);
	return 0;
}
initcall(keys_init);

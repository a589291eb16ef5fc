/* SPDX-License-Identifier: GPL-2.0-only */
/* Virtual CPUs: creation, their timers, their end. */
#include <xen/domain.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include "private.h"

/* Where vCPUs without a place in shared_info keep their state until they register one: nobody reads it. */
static vcpu_info_t dummy_vcpu_info;

void vcpu_info_reset(struct vcpu *v)
{
	struct domain *d = v->domain;

	if (d->shared_info && v->vcpu_id < XEN_LEGACY_MAX_VCPUS)
		v->vcpu_info = &d->shared_info->vcpu_info[v->vcpu_id];
	else
		v->vcpu_info = &dummy_vcpu_info;
	v->vcpu_info_mfn = INVALID_MFN;
	v->vcpu_info_page = NULL;
}

static void singleshot_expired(void *data)
{
	send_guest_vcpu_virq(data, VIRQ_TIMER);
}

static void periodic_expired(void *data)
{
	struct vcpu *v = data;
	s_time_t now = NOW(), period = READ_ONCE(v->periodic_period);

	send_guest_vcpu_virq(v, VIRQ_TIMER);
	if (!period)
		return;
	/* Ticks that a busy machine made us miss are dropped, not delivered in a burst. */
	v->periodic_last_event += period;
	if (v->periodic_last_event + period <= now)
		v->periodic_last_event = now;
	set_timer(&v->periodic_timer, v->periodic_last_event + period);
}

static void poll_expired(void *data)
{
	vcpu_unblock(data);
}

struct vcpu *vcpu_create(struct domain *d, unsigned int id)
{
	struct vcpu *v;

	ASSERT(id < d->max_vcpus && !d->vcpu[id]);
	v = xzalloc(struct vcpu);
	if (!v)
		return NULL;
	v->domain = d;
	v->vcpu_id = id;
	v->dirty_cpu = VCPU_CPU_CLEAN;
	tasklet_init(&v->continue_tasklet, NULL, NULL);
	if (!is_idle_domain(d))
		v->pause_flags = VPF_down;
	v->runstate.state = is_idle_domain(d) ? RUNSTATE_running : RUNSTATE_offline;
	v->runstate.state_entry_time = NOW();
	vcpu_info_reset(v);
	init_timer(&v->periodic_timer, periodic_expired, v, 0);
	init_timer(&v->singleshot_timer, singleshot_expired, v, 0);
	init_timer(&v->poll_timer, poll_expired, v, 0);
	if (sched_init_vcpu(v))
		goto free;
	if (arch_vcpu_create(v))
		goto unschedule;
	/* Readers walk d->vcpu[] without a lock: the entry appears when the vCPU is complete. */
	smp_wmb();
	d->vcpu[id] = v;
	sched_insert_vcpu(v);
	return v;

unschedule:
	sched_destroy_vcpu(v);
free:
	xfree(v);
	return NULL;
}

void vcpu_free(struct vcpu *v)
{
	v->domain->vcpu[v->vcpu_id] = NULL;
	kill_timer(&v->periodic_timer);
	kill_timer(&v->singleshot_timer);
	kill_timer(&v->poll_timer);
	tasklet_kill(&v->continue_tasklet);
	xfree(v->continue_info);
	unmap_vcpu_info(v);
	sched_destroy_vcpu(v);
	arch_vcpu_destroy(v);
	xfree(v);
}

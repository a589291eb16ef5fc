/* SPDX-License-Identifier: GPL-2.0-only */
/* VCPU_OP: a guest looks after its own vCPUs. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include "private.h"

#define PERIOD_MIN MILLISECS(1)

/* The context's size and meaning depend on the kind of guest; it is too large for a stack. */
static long initialise(struct vcpu *v, u8_inout arg)
{
	struct domain *d = v->domain;
	void *ctx;
	long rc;

	if (!d->ops->vcpu_set_context)
		return -EOPNOTSUPP;
	ctx = xmalloc_bytes(d->ops->vcpu_context_size);
	if (!ctx)
		return -ENOMEM;
	rc = guest_raw_read(ctx, arg.inout, d->ops->vcpu_context_size) ? -EFAULT : 0;
	if (!rc) {
		spin_lock(&d->lock);
		/* A vCPU with a context would have it replaced under its feet. */
		rc = v->is_initialised ? -EEXIST : d->ops->vcpu_set_context(v, ctx);
		if (!rc)
			v->is_initialised = true;
		spin_unlock(&d->lock);
	}
	xfree(ctx);
	return rc;
}

long do_vcpu_op(u32 cmd, u32 vcpuid, u8_inout arg)
{
	struct domain *d = current->domain;
	struct vcpu *v;

	if (vcpuid >= d->max_vcpus)
		return -ENOENT;
	v = d->vcpu[array_index_nospec(vcpuid, d->max_vcpus)];
	if (!v)
		return -ENOENT;
	if (cmd == VCPUOP_initialise) {
		long rc = v->vcpu_info_page || v->vcpu_id < XEN_LEGACY_MAX_VCPUS ? initialise(v, arg) : -EINVAL;

		return rc != -ERESTART ? rc : (long)hypercall_continuation(__HYPERVISOR_vcpu_op, 3, (unsigned long)cmd,
									   (unsigned long)vcpuid, arg.inout);
	}
	return subop_call(&vcpu_op_table, cmd, v, arg);
}

long vcpu_op_up(struct vcpu *v)
{
	struct domain *d = v->domain;
	bool wake = false;
	long rc = 0;

	spin_lock(&d->lock);
	if (!v->is_initialised)
		rc = -EINVAL;
	else
		wake = test_and_clear_bit(_VPF_down, &v->pause_flags);
	spin_unlock(&d->lock);
	if (wake)
		vcpu_wake(v);
	return rc;
}

long vcpu_op_down(struct vcpu *v)
{
	struct domain *d = v->domain;
	struct vcpu *other;
	bool last = true;

	for_each_vcpu(d, other) {
		if (other != v && !(READ_ONCE(other->pause_flags) & VPF_down))
			last = false;
	}
	if (last) { /* nobody would be left to bring one up */
		domain_shutdown(d, SHUTDOWN_poweroff);
		return 0;
	}
	if (!test_and_set_bit(_VPF_down, &v->pause_flags))
		vcpu_sleep_nosync(v);
	return 0;
}

long vcpu_op_is_up(struct vcpu *v)
{
	return !(READ_ONCE(v->pause_flags) & VPF_down);
}

long vcpu_op_get_runstate_info(struct vcpu *v, vcpu_runstate_info_t *arg)
{
	vcpu_runstate_get(v, arg);
	return 0;
}

long vcpu_op_register_runstate(struct vcpu *v, vcpu_register_runstate_memory_area_t *arg)
{
	vcpu_runstate_info_t rs;
	unsigned long area = (unsigned long)arg->addr.v;

	v->runstate_guest = area;
	if (!area)
		return 0;
	if (v == current)
		return update_runstate_area(v) ? 0 : -EFAULT;
	vcpu_runstate_get(v, &rs);
	return guest_write(addr_out(vcpu_runstate_info_t, area), 0, &rs);
}

/*
 * Nobody is paused for it: two vCPUs that waited for each other would wait for ever. What a vCPU on another CPU does at the
 * same time costs it one tick at most.
 */
long vcpu_op_set_periodic_timer(struct vcpu *v, vcpu_set_periodic_timer_t *arg)
{
	s_time_t now = NOW();

	if (arg->period_ns < PERIOD_MIN || arg->period_ns > STIME_MAX / 2)
		return -EINVAL;
	WRITE_ONCE(v->periodic_last_event, now);
	smp_wmb();
	WRITE_ONCE(v->periodic_period, arg->period_ns);
	smp_mb(); /* either it is seen running here, or it sees the period when it is switched to */
	if (v == current)
		migrate_timer(&v->periodic_timer, smp_processor_id());
	if (READ_ONCE(v->is_running))
		set_timer(&v->periodic_timer, now + arg->period_ns);
	return 0;
}

long vcpu_op_stop_periodic_timer(struct vcpu *v)
{
	WRITE_ONCE(v->periodic_period, 0);
	stop_timer(&v->periodic_timer);
	return 0;
}

long vcpu_op_set_singleshot_timer(struct vcpu *v, vcpu_set_singleshot_timer_t *arg)
{
	if (v != current)
		return -EINVAL;
	if ((arg->flags & VCPU_SSHOTTMR_future) && arg->timeout_abs_ns < NOW())
		return -ETIME;
	migrate_timer(&v->singleshot_timer, smp_processor_id());
	set_timer(&v->singleshot_timer, min_t(u64, arg->timeout_abs_ns, STIME_MAX));
	return 0;
}

long vcpu_op_stop_singleshot_timer(struct vcpu *v)
{
	if (v != current)
		return -EINVAL;
	stop_timer(&v->singleshot_timer);
	return 0;
}

/* Absolute system time; 0 stops it. A time-out so far off that it looks like a mistake fires soon, as guests expect. */
long do_set_timer_op(u64 timeout)
{
	struct vcpu *v = current;
	s_time_t now = NOW(), t = (s_time_t)timeout;

	if (!timeout) {
		stop_timer(&v->singleshot_timer);
		return 0;
	}
	if (t < 0 || t - now > SECONDS(1L << 32))
		t = now + MILLISECS(100);
	migrate_timer(&v->singleshot_timer, smp_processor_id());
	set_timer(&v->singleshot_timer, t);
	return 0;
}

long vcpu_op_register_vcpu_info(struct vcpu *v, vcpu_register_vcpu_info_t *arg)
{
	struct domain *d = v->domain;
	long rc;

	if (v != current && !(READ_ONCE(v->pause_flags) & VPF_down))
		return -EINVAL;
	spin_lock(&d->lock);
	rc = map_vcpu_info(v, _gfn(arg->mfn), arg->offset);
	spin_unlock(&d->lock);
	return rc;
}

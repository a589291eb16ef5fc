/* SPDX-License-Identifier: GPL-2.0-only */
/* SCHED_OP: what a guest asks of the scheduler, and how it ends itself. */
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

GUEST_HANDLES(evtchn_port_t);
#define POLL_PORTS_MAX 128

long do_sched_op(u32 cmd, u8_inout arg)
{
	return subop_call(&sched_op_table, cmd, NULL, arg);
}

/* Before 3.1: yield and block only. */
long do_sched_op_compat(u32 cmd, u64 arg)
{
	switch (cmd) {
	case SCHEDOP_yield:
		return sched_op_yield();
	case SCHEDOP_block:
		return sched_op_block();
	case SCHEDOP_shutdown:
		domain_shutdown(current->domain, (u8)arg);
		return 0;
	}
	return -ENOSYS;
}

long sched_op_yield(void)
{
	vcpu_yield();
	return 0;
}

long sched_op_block(void)
{
	/* Blocking with events masked would be for ever. */
	mask_upcalls(current->vcpu_info, false);
	vcpu_block();
	return 0;
}

long sched_op_shutdown(sched_shutdown_t *arg)
{
	if (arg->reason > SHUTDOWN_MAX)
		return -EINVAL;
	domain_shutdown(current->domain, arg->reason);
	return 0;
}

long sched_op_shutdown_code(sched_shutdown_t *arg)
{
	struct domain *d = current->domain;

	if (arg->reason > SHUTDOWN_MAX)
		return -EINVAL;
	spin_lock(&d->shutdown_lock);
	d->shutdown_code = arg->reason; /* reported if it dies before it says more */
	spin_unlock(&d->shutdown_lock);
	return 0;
}

long sched_op_remote_shutdown(sched_remote_shutdown_t *arg)
{
	struct domain *d;
	long rc = 0;

	if (arg->reason > SHUTDOWN_MAX)
		return -EINVAL;
	d = get_domain_by_id(arg->domain_id);
	if (!d)
		return -ESRCH;
	if (!is_control_domain(current->domain) && current->domain->target != d)
		rc = -EPERM;
	else if (d == current->domain)
		rc = -EINVAL;
	else
		domain_shutdown(d, arg->reason);
	put_domain(d);
	return rc;
}

static void stop_polling(struct vcpu *v)
{
	clear_bit(_VPF_blocked, &v->pause_flags);
	if (xchg(&v->async_poll_evtchn, 0))
		atomic_dec(&v->domain->nr_polling);
}

long sched_op_poll(sched_poll_t *arg)
{
	struct vcpu *v = current;
	evtchn_port_t ports[POLL_PORTS_MAX];
	evtchn_port_t_in in = handle_in(evtchn_port_t, arg->ports);

	if (arg->nr_ports > POLL_PORTS_MAX)
		return -EINVAL;
	if (arg->nr_ports && guest_read_n(ports, in, 0, arg->nr_ports))
		return -EFAULT;
	for (unsigned int i = 0; i < arg->nr_ports; i++)
		if (ports[i] >= v->domain->max_evtchns)
			return -EINVAL;

	set_bit(_VPF_blocked, &v->pause_flags);
	WRITE_ONCE(v->async_poll_evtchn, arg->nr_ports == 1 ? ports[0] : ~0U);
	if (!v->async_poll_evtchn) /* port 0 never comes; wait for the time-out all the same */
		WRITE_ONCE(v->async_poll_evtchn, ~0U);
	atomic_inc(&v->domain->nr_polling);
	smp_mb(); /* pairs with evtchn_check_pollers() */

	if (vcpu_interrupt_due(v)) {
		stop_polling(v);
		return 0;
	}
	for (unsigned int i = 0; i < arg->nr_ports; i++) {
		if (vcpu_has_pending_port(v, ports[i])) {
			stop_polling(v);
			return 0;
		}
	}
	if (arg->timeout) {
		migrate_timer(&v->poll_timer, smp_processor_id());
		set_timer(&v->poll_timer, arg->timeout);
	}
	raise_softirq(SCHEDULE_SOFTIRQ);
	return 0;
}

long sched_op_pin_override(sched_pin_override_t *arg)
{
	return vcpu_pin_override(current, arg->pcpu);
}

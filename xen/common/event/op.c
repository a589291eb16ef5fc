/* SPDX-License-Identifier: GPL-2.0-only */
/* EVENT_CHANNEL_OP: the door, and the operations on a port that is there. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/irq.h>
#include <xen/lib.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include "private.h"

long do_event_channel_op(u32 cmd, u8_inout arg)
{
	return subop_call(&event_channel_op_table, cmd, NULL, arg);
}

/* The old call: number and argument in one structure. */
long do_event_channel_op_compat(evtchn_op_t_inout op)
{
	u32 cmd;

	if (guest_raw_read(&cmd, op.inout, sizeof(cmd)))
		return -EFAULT;
	if (cmd > EVTCHNOP_unmask)
		return -ENOSYS;
	return do_event_channel_op(cmd, (u8_inout){ .inout = (u8 *)op.inout + offsetof(evtchn_op_t, u) });
}

long evtchn_op_close(evtchn_close_t *arg)
{
	return evtchn_close(current->domain, arg->port, true);
}

/* [event_lock, read] */
static long status(const struct domain *d, evtchn_status_t *arg)
{
	struct evtchn *c = evtchn_from_port(d, arg->port);

	if (!c)
		return -EINVAL;
	memset(&arg->u, 0, sizeof(arg->u));
	arg->vcpu = c->notify_vcpu;
	switch (c->state) {
	case ECS_UNBOUND:
		arg->status = EVTCHNSTAT_unbound;
		arg->u.unbound.dom = c->u.unbound.remote;
		break;
	case ECS_INTERDOMAIN:
		arg->status = EVTCHNSTAT_interdomain;
		arg->u.interdomain.dom = c->u.remote.dom->domain_id;
		arg->u.interdomain.port = c->u.remote.port;
		break;
	case ECS_PIRQ:
		arg->status = EVTCHNSTAT_pirq;
		arg->u.pirq = c->u.pirq.irq;
		break;
	case ECS_VIRQ:
		arg->status = EVTCHNSTAT_virq;
		arg->u.virq = c->u.virq;
		break;
	case ECS_IPI:
		arg->status = EVTCHNSTAT_ipi;
		break;
	default:
		arg->status = EVTCHNSTAT_closed;
		arg->vcpu = 0;
	}
	return 0;
}

long evtchn_op_status(evtchn_status_t *arg)
{
	struct domain *d = get_domain_by_any_id(arg->dom);
	long rc;

	if (!d)
		return -ESRCH;
	if (d != current->domain && !is_control_domain(current->domain)) {
		rc = -EPERM;
	} else {
		read_lock(&d->event_lock);
		rc = status(d, arg);
		read_unlock(&d->event_lock);
	}
	put_domain(d);
	return rc;
}

long evtchn_op_bind_vcpu(evtchn_bind_vcpu_t *arg)
{
	struct domain *d = current->domain;
	struct evtchn *c = evtchn_from_port(d, arg->port);
	unsigned long flags;
	long rc = 0;

	if (arg->vcpu >= d->max_vcpus || !d->vcpu[array_index_nospec(arg->vcpu, d->max_vcpus)])
		return -ENOENT;
	if (!c)
		return -EINVAL;
	write_lock(&d->event_lock);
	spin_lock_irqsave(&c->lock, flags);
	switch (c->state) {
	case ECS_VIRQ:
		if (!virq_is_global(c->u.virq)) {
			rc = -EINVAL;
			break;
		}
		fallthrough;
	case ECS_UNBOUND:
	case ECS_INTERDOMAIN:
	case ECS_PIRQ:
		if (c->consumer)
			rc = -EINVAL;
		else
			WRITE_ONCE(c->notify_vcpu, arg->vcpu);
		break;
	default: /* an IPI is for its vCPU */
		rc = -EINVAL;
	}
	spin_unlock_irqrestore(&c->lock, flags);
	if (!rc && c->state == ECS_PIRQ) {
		cpumask_t cpu = cpumask_of(d->vcpu[arg->vcpu]->processor);

		pirq_set_affinity(d, c->u.pirq.irq, &cpu);
	}
	write_unlock(&d->event_lock);
	return rc;
}

long evtchn_op_unmask(evtchn_unmask_t *arg)
{
	return evtchn_port_unmask(current->domain, arg->port);
}

long evtchn_op_set_priority(evtchn_set_priority_t *arg)
{
	struct domain *d = current->domain;
	struct evtchn *c = evtchn_from_port(d, arg->port);
	unsigned long flags;
	long rc;

	if (!c)
		return -EINVAL;
	spin_lock_irqsave(&c->lock, flags);
	rc = c->state == ECS_FREE || c->state == ECS_RESERVED ? -EINVAL :
	     d->evtchn_port_ops->set_priority(d, c, arg->priority);
	spin_unlock_irqrestore(&c->lock, flags);
	return rc;
}

long evtchn_op_reset(evtchn_reset_t *arg)
{
	struct domain *d = get_domain_by_any_id(arg->dom);
	long rc;

	if (!d)
		return -ESRCH;
	if (d != current->domain && !is_control_domain(current->domain))
		rc = -EPERM;
	else
		do
			rc = evtchn_reset(d);
		while (rc == -ERESTART && !hypercall_preempt_check());
	put_domain(d);
	/* What is closed stays closed: the caller simply asks again. */
	return rc == -ERESTART ? -EAGAIN : rc;
}

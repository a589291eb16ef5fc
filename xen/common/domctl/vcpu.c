/* SPDX-License-Identifier: GPL-2.0-only */
/* A vCPU's registers, place and times, for tools. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/nospec.h>
#include <xen/system.h>
#include <xen/xenctl-bitmap.h>
#include "../sched/private.h"

static struct vcpu *find_vcpu(const struct domain *d, u32 id)
{
	return id < d->max_vcpus ? d->vcpu[array_index_nospec(id, d->max_vcpus)] : NULL;
}

/* HVM state comes by sethvmcontext; what it does here is a reset. */
long domctl_setvcpucontext(struct domain *d, struct xen_domctl_vcpucontext *arg)
{
	struct vcpu *v = find_vcpu(d, arg->vcpu);
	void *ctx;
	long rc;

	if (!v)
		return -ESRCH;
	if (!d->ops->vcpu_set_context || !arg->ctxt.p)
		return -EINVAL;
	ctx = xmalloc_bytes(d->ops->vcpu_context_size);
	if (!ctx)
		return -ENOMEM;
	rc = guest_raw_read(ctx, arg->ctxt.p, d->ops->vcpu_context_size) ? -EFAULT : 0;
	if (!rc) {
		domain_pause(d);
		rc = d->ops->vcpu_set_context(v, ctx);
		if (!rc)
			v->is_initialised = true;
		domain_unpause(d);
	}
	xfree(ctx);
	return rc;
}

long domctl_getvcpucontext(struct domain *d, struct xen_domctl_vcpucontext *arg)
{
	struct vcpu *v = find_vcpu(d, arg->vcpu);
	void *ctx;
	long rc;

	if (!v)
		return -ESRCH;
	if (!v->is_initialised)
		return -ENODATA;
	if (v == current || !d->ops->vcpu_get_context)
		return -EINVAL;
	ctx = xzalloc_bytes(d->ops->vcpu_context_size);
	if (!ctx)
		return -ENOMEM;
	vcpu_pause(v);
	d->ops->vcpu_get_context(v, ctx);
	vcpu_unpause(v);
	rc = guest_raw_write(arg->ctxt.p, ctx, d->ops->vcpu_context_size) ? -EFAULT : 0;
	xfree(ctx);
	return rc;
}

long domctl_getvcpuinfo(struct domain *d, struct xen_domctl_getvcpuinfo *arg)
{
	struct vcpu *v = find_vcpu(d, arg->vcpu);
	struct vcpu_runstate_info rs;

	if (!v)
		return -ESRCH;
	vcpu_runstate_get(v, &rs);
	arg->online = !(v->pause_flags & VPF_down);
	arg->blocked = !!(v->pause_flags & VPF_blocked);
	arg->running = v->is_running;
	arg->cpu_time = rs.time[RUNSTATE_running];
	arg->cpu = v->processor;
	return 0;
}

/* What the masks come to now: of hard affinity the CPUs of the pool, of soft affinity those that are reachable. */
static int effective_affinity(struct vcpu *v, struct xen_domctl_vcpuaffinity *arg)
{
	cpumask_t hard, soft;
	int rc = 0;

	vcpu_allowed_cpus(v, &hard);
	cpumask_and(&soft, v->soft_affinity, &hard);
	if (arg->flags & XEN_VCPUAFFINITY_HARD)
		rc = cpumask_to_guest(&arg->cpumap_hard, &hard);
	if (!rc && (arg->flags & XEN_VCPUAFFINITY_SOFT))
		rc = cpumask_to_guest(&arg->cpumap_soft, &soft);
	return rc;
}

static struct vcpu *affinity_vcpu(struct domain *d, const struct xen_domctl_vcpuaffinity *arg, long *rc)
{
	struct vcpu *v = find_vcpu(d, arg->vcpu);

	*rc = -EINVAL;
	if (!(arg->flags & (XEN_VCPUAFFINITY_HARD | XEN_VCPUAFFINITY_SOFT)) ||
	    (arg->flags & ~(XEN_VCPUAFFINITY_HARD | XEN_VCPUAFFINITY_SOFT | XEN_VCPUAFFINITY_FORCE)))
		return NULL;
	*rc = -ESRCH;
	return v;
}

long domctl_setvcpuaffinity(struct domain *d, struct xen_domctl_vcpuaffinity *arg)
{
	cpumask_t hard, soft, old;
	struct vcpu *v;
	long rc;

	v = affinity_vcpu(d, arg, &rc);
	if (!v)
		return rc;
	rc = 0;
	if (arg->flags & XEN_VCPUAFFINITY_HARD)
		rc = cpumask_from_guest(&hard, &arg->cpumap_hard);
	if (!rc && (arg->flags & XEN_VCPUAFFINITY_SOFT))
		rc = cpumask_from_guest(&soft, &arg->cpumap_soft);
	if (rc)
		return rc;
	old = *v->hard_affinity;
	if (arg->flags & XEN_VCPUAFFINITY_FORCE)
		vcpu_pin_override(v, -1); /* fails when there is none: fine */
	if (arg->flags & XEN_VCPUAFFINITY_HARD)
		rc = vcpu_set_affinity(v, &hard, true);
	if (!rc && (arg->flags & XEN_VCPUAFFINITY_SOFT)) {
		rc = vcpu_set_affinity(v, &soft, false);
		if (rc && (arg->flags & XEN_VCPUAFFINITY_HARD))
			vcpu_set_affinity(v, &old, true);
	}
	return rc ?: effective_affinity(v, arg);
}

long domctl_getvcpuaffinity(struct domain *d, struct xen_domctl_vcpuaffinity *arg)
{
	struct vcpu *v;
	long rc;

	v = affinity_vcpu(d, arg, &rc);
	if (!v)
		return rc;
	rc = 0;
	if (arg->flags & XEN_VCPUAFFINITY_HARD)
		rc = cpumask_to_guest(&arg->cpumap_hard, v->hard_affinity);
	if (!rc && (arg->flags & XEN_VCPUAFFINITY_SOFT))
		rc = cpumask_to_guest(&arg->cpumap_soft, v->soft_affinity);
	return rc;
}

/* Memory of one node so far: what is asked for has to contain it. */
long domctl_setnodeaffinity(struct domain *d, struct xen_domctl_nodeaffinity *arg)
{
	cpumask_t nodes; /* as long as any node mask */
	int rc = cpumask_from_guest(&nodes, &arg->nodemap);

	if (rc)
		return rc;
	return cpumask_test_cpu(0, &nodes) ? 0 : -EINVAL;
}

long domctl_getnodeaffinity(struct domain *d, struct xen_domctl_nodeaffinity *arg)
{
	cpumask_t nodes = cpumask_of(0);

	return cpumask_to_guest(&arg->nodemap, &nodes);
}

long domctl_scheduler_op(struct domain *d, struct xen_domctl_scheduler_op *arg)
{
	const struct scheduler *ops = d->cpupool->ops;

	if (arg->sched_id != ops->id || arg->cmd > XEN_DOMCTL_SCHEDOP_getvcpuinfo)
		return -EINVAL;
	return ops->adjust_domain(d, arg);
}

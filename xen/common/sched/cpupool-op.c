/* SPDX-License-Identifier: GPL-2.0-only */
/* XEN_SYSCTL_cpupool_op. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/xenctl-bitmap.h>
#include "private.h"

static long info(struct xen_sysctl_cpupool_op *op)
{
	struct cpupool *p;
	cpumask_t cpus;

	spin_lock(&sched_pool_lock);
	p = cpupool_find(op->cpupool_id, false); /* the next one: tools walk them all */
	if (p) {
		op->cpupool_id = p->id;
		op->sched_id = p->ops->id;
		op->n_dom = p->nr_domains;
		cpus = p->cpus;
	}
	spin_unlock(&sched_pool_lock);
	return p ? cpumask_to_guest(&op->cpumap, &cpus) : -ENOENT;
}

static long free_info(struct xen_sysctl_cpupool_op *op)
{
	cpumask_t cpus = { { 0 } };
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (!READ_ONCE(sched_cpus[cpu].pool))
			cpumask_set_cpu(cpu, &cpus);
	return cpumask_to_guest(&op->cpumap, &cpus);
}

long sysctl_cpupool_op(struct xen_sysctl_cpupool_op *op)
{
	switch (op->op) {
	case XEN_SYSCTL_CPUPOOL_OP_INFO:
		return info(op);
	case XEN_SYSCTL_CPUPOOL_OP_FREEINFO:
		return free_info(op);
	case XEN_SYSCTL_CPUPOOL_OP_CREATE:
	case XEN_SYSCTL_CPUPOOL_OP_DESTROY:
	case XEN_SYSCTL_CPUPOOL_OP_ADDCPU:
	case XEN_SYSCTL_CPUPOOL_OP_RMCPU:
	case XEN_SYSCTL_CPUPOOL_OP_MOVEDOMAIN:
		return hypercall_missing("cpupools other than Pool-0");
	}
	return -ENOSYS;
}

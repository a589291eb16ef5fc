/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine and its domains, as tools list them. */
#include <xen/console.h>
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/smp.h>
#include <xen/sysctl.h>
#include <xen/system.h>
#include "../sched/private.h"

GUEST_HANDLES(xen_domctl_getdomaininfo_t);
GUEST_HANDLES(xen_sysctl_cpuinfo_t);
GUEST_HANDLES(xen_sysctl_cputopo_t);
GUEST_HANDLES(xen_sysctl_meminfo_t);

/* Machines of one socket, one thread per core, as long as the architecture does not know better. */
__attribute__((weak)) void arch_cpu_topology(unsigned int cpu, u32 *core, u32 *socket)
{
	*core = cpu;
	*socket = 0;
}

__attribute__((weak)) void arch_do_physinfo(struct xen_sysctl_physinfo *pi)
{
	pi->threads_per_core = 1;
	pi->cores_per_socket = cpumask_weight(&cpu_online_map);
	pi->capabilities |= XEN_SYSCTL_PHYSCAP_pv;
}

static unsigned int last_cpu(const cpumask_t *mask)
{
	unsigned int cpu, last = 0;

	for_each_cpu(cpu, mask)
		last = cpu;
	return last;
}

long sysctl_readconsole(struct xen_sysctl_readconsole *arg)
{
	return console_read_ring(arg);
}

static u64 outstanding_claims(void)
{
	u64 sum = 0;
	struct domain *d;

	for (domid_t id = 0; (d = get_next_domain(id)); put_domain(d)) {
		sum += d->outstanding_pages;
		id = d->domain_id + 1;
	}
	return sum;
}

long sysctl_physinfo(struct xen_sysctl_physinfo *pi)
{
	memset(pi, 0, sizeof(*pi));
	pi->nr_cpus = cpumask_weight(&cpu_online_map);
	pi->max_cpu_id = last_cpu(&cpu_present_map);
	pi->nr_nodes = 1;
	pi->total_pages = total_pages;
	pi->free_pages = avail_domheap_pages();
	pi->outstanding_pages = outstanding_claims();
	pi->max_mfn = max_page - 1;
	pi->capabilities = XEN_SYSCTL_PHYSCAP_gnttab_v1;
	arch_do_physinfo(pi);
	return 0;
}

long sysctl_getdomaininfolist(struct xen_sysctl_getdomaininfolist *arg)
{
	xen_domctl_getdomaininfo_t_out out = handle_out(xen_domctl_getdomaininfo_t, arg->buffer);
	struct xen_domctl_getdomaininfo info;
	domid_t id = arg->first_domain;
	struct domain *d;
	u32 n;

	for (n = 0; n < arg->max_domains && (d = get_next_domain(id)); n++) {
		domain_info(d, &info);
		id = d->domain_id + 1;
		put_domain(d);
		if (guest_write(out, n, &info))
			return -EFAULT;
	}
	arg->num_domains = n;
	return 0;
}

long sysctl_debug_keys(struct xen_sysctl_debug_keys *arg)
{
	char_in keys = addr_in(char, arg->keys.p);
	char c;

	for (u32 i = 0; i < arg->nr_keys; i++) {
		if (guest_read(&c, keys, i))
			return -EFAULT;
		handle_keypress(c, false);
	}
	return 0;
}

static u64 cpu_idle_time(unsigned int cpu)
{
	struct vcpu_runstate_info rs = { 0 };

	if (idle_vcpu[cpu])
		vcpu_runstate_get(idle_vcpu[cpu], &rs);
	return rs.time[RUNSTATE_running];
}

long sysctl_getcpuinfo(struct xen_sysctl_getcpuinfo *arg)
{
	xen_sysctl_cpuinfo_t_out out = handle_out(xen_sysctl_cpuinfo_t, arg->info);
	u32 n = min(arg->max_cpus, last_cpu(&cpu_online_map) + 1);

	for (u32 cpu = 0; cpu < n; cpu++) {
		xen_sysctl_cpuinfo_t info = { .idletime = cpu_idle_time(cpu) };

		if (guest_write(out, cpu, &info))
			return -EFAULT;
	}
	arg->nr_cpus = n;
	return 0;
}

long sysctl_availheap(struct xen_sysctl_availheap *arg)
{
	arg->avail_bytes = (u64)avail_domheap_pages() << PAGE_SHIFT;
	return 0;
}

long sysctl_cputopoinfo(struct xen_sysctl_cputopoinfo *arg)
{
	xen_sysctl_cputopo_t_out out = handle_out(xen_sysctl_cputopo_t, arg->cputopo);
	u32 n = last_cpu(&cpu_present_map) + 1;

	if (handle_is_null(out)) {
		arg->num_cpus = n;
		return 0;
	}
	n = min(n, arg->num_cpus);
	for (u32 cpu = 0; cpu < n; cpu++) {
		xen_sysctl_cputopo_t t = { XEN_INVALID_CORE_ID, XEN_INVALID_SOCKET_ID, XEN_INVALID_NODE_ID };

		if (cpumask_test_cpu(cpu, &cpu_present_map)) {
			arch_cpu_topology(cpu, &t.core, &t.socket);
			t.node = 0;
		}
		if (guest_write(out, cpu, &t))
			return -EFAULT;
	}
	arg->num_cpus = n;
	return 0;
}

long sysctl_numainfo(struct xen_sysctl_numainfo *arg)
{
	xen_sysctl_meminfo_t_out meminfo = handle_out(xen_sysctl_meminfo_t, arg->meminfo);
	u32_out distance = addr_out(u32, arg->distance.p);
	xen_sysctl_meminfo_t m = { (u64)total_pages << PAGE_SHIFT, (u64)avail_domheap_pages() << PAGE_SHIFT };
	u32 self = 10; /* distances count from there (ACPI 5.2.17) */

	if (arg->num_nodes) {
		if (!handle_is_null(meminfo) && guest_write(meminfo, 0, &m))
			return -EFAULT;
		if (!handle_is_null(distance) && guest_write(distance, 0, &self))
			return -EFAULT;
	}
	arg->num_nodes = 1;
	return 0;
}

long sysctl_cpu_hotplug(struct xen_sysctl_cpu_hotplug *arg)
{
	switch (arg->op) {
	case XEN_SYSCTL_CPU_HOTPLUG_ONLINE:
		return cpu_up(arg->cpu);
	case XEN_SYSCTL_CPU_HOTPLUG_OFFLINE:
		return cpu_down(arg->cpu);
	}
	return -EOPNOTSUPP;
}

long sysctl_get_cpu_levelling_caps(struct xen_sysctl_cpu_levelling_caps *arg)
{
	arg->caps = 0;
	return 0;
}

long sysctl_sched_id(struct xen_sysctl_sched_id *arg)
{
	spin_lock(&sched_pool_lock);
	arg->sched_id = cpupool_find(0, true)->ops->id;
	spin_unlock(&sched_pool_lock);
	return 0;
}

long sysctl_scheduler_op(struct xen_sysctl_scheduler_op *arg)
{
	struct cpupool *p;

	if (arg->cmd > XEN_SYSCTL_SCHEDOP_getinfo)
		return -EINVAL;
	spin_lock(&sched_pool_lock);
	p = cpupool_find(arg->cpupool_id, true);
	spin_unlock(&sched_pool_lock);
	if (!p)
		return -ESRCH;
	if (p->ops->id != arg->sched_id)
		return -EINVAL;
	return p->ops->adjust_pool ? p->ops->adjust_pool(p, arg) : -EOPNOTSUPP;
}

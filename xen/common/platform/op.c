/* SPDX-License-Identifier: GPL-2.0-only */
/* What the hardware domain does to the machine: clock, CPUs. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/platform.h>
#include <xen/smp.h>
#include <xen/symbols.h>
#include <xen/system.h>
#include <xen/xenctl-bitmap.h>

__attribute__((weak)) void arch_cpu_ids(unsigned int cpu, u32 *apic_id, u32 *acpi_id)
{
	*apic_id = *acpi_id = cpu;
}

long platform_settime64(struct xenpf_settime64 *arg)
{
	if (arg->mbz)
		return -EINVAL;
	if (arg->nsecs >= 1000000000)
		return -EINVAL;
	do_settime(arg->secs, arg->nsecs, arg->system_time);
	return 0;
}

long platform_settime32(struct xenpf_settime32 *arg)
{
	if (arg->nsecs >= 1000000000)
		return -EINVAL;
	do_settime(arg->secs, arg->nsecs, arg->system_time);
	return 0;
}

long platform_get_cpuinfo(struct xenpf_pcpuinfo *arg)
{
	unsigned int cpu, last = 0;

	for_each_present_cpu(cpu)
		last = cpu;
	arg->max_present = last;
	arg->flags = 0;
	if (arg->xen_cpuid > last || !cpumask_test_cpu(arg->xen_cpuid, &cpu_present_map)) {
		arg->flags = XEN_PCPU_FLAGS_INVALID;
		return 0;
	}
	if (cpu_online(arg->xen_cpuid))
		arg->flags |= XEN_PCPU_FLAGS_ONLINE;
	arch_cpu_ids(arg->xen_cpuid, &arg->apic_id, &arg->acpi_id);
	return 0;
}

long platform_cpu_online(struct xenpf_cpu_ol *arg)
{
	if (arg->cpuid >= nr_cpu_ids || !cpumask_test_cpu(arg->cpuid, &cpu_present_map))
		return -EINVAL;
	return cpu_online(arg->cpuid) ? 0 : cpu_up(arg->cpuid);
}

long platform_cpu_offline(struct xenpf_cpu_ol *arg)
{
	if (!arg->cpuid)
		return -EOPNOTSUPP; /* the boot CPU */
	if (arg->cpuid >= nr_cpu_ids || !cpumask_test_cpu(arg->cpuid, &cpu_present_map))
		return -EINVAL;
	return cpu_online(arg->cpuid) ? cpu_down(arg->cpuid) : 0;
}

/* For each CPU of the bitmap: ns it has been idle. The bits of CPUs that are not there are cleared. */
long platform_getidletime(struct xenpf_getidletime *arg)
{
	struct xenctl_bitmap map = { .nr_bits = arg->cpumap_nr_cpus };
	u64_out idletime = addr_out(u64, arg->idletime.p);
	struct vcpu_runstate_info rs;
	cpumask_t cpus;
	unsigned int cpu;
	int rc;

	map.bitmap.p = arg->cpumap_bitmap.p;
	rc = cpumask_from_guest(&cpus, &map);
	if (rc)
		return rc;
	for_each_cpu(cpu, &cpus) {
		if (cpu >= nr_cpu_ids || !idle_vcpu[cpu]) {
			cpumask_clear_cpu(cpu, &cpus);
			continue;
		}
		vcpu_runstate_get(idle_vcpu[cpu], &rs);
		if (guest_write(idletime, cpu, &rs.time[RUNSTATE_running]))
			return -EFAULT;
	}
	arg->now = NOW();
	return cpumask_to_guest(&map, &cpus);
}

/* Symbol number .symnum; it moves on, and is left when there are no more. */
long platform_get_symbol(struct xenpf_symdata *arg)
{
	char_out out = addr_out(char, arg->name.p);
	unsigned long addr;
	char name[128], type;
	u32 len;

	if (!symbol_get(arg->symnum, &addr, &type, name, sizeof(name))) {
		arg->namelen = 0; /* the end */
		return 0;
	}
	len = strlen(name) + 1;
	arg->address = addr;
	arg->type = type;
	if (guest_write_n(out, 0, name, min(len, arg->namelen)))
		return -EFAULT;
	arg->namelen = len;
	arg->symnum++;
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/cpumask.h>
#include <xen/errno.h>
#include <xen/mm.h>
#include <xen/percpu.h>

extern char __per_cpu_start[], __per_cpu_end[], __per_cpu_pristine[];

/* CPU 0: 0. Others: distance of their copy from the template. */
unsigned long __per_cpu_offset[NR_CPUS];

cpumask_t cpu_possible_map, cpu_present_map, cpu_online_map;
unsigned int nr_cpu_ids = 1;

/* First thing in C: keeps what the variables are at birth, before CPU 0 begins to use the template. */
void __init percpu_init_boot(void)
{
	memcpy(__per_cpu_pristine, __per_cpu_start, __per_cpu_end - __per_cpu_start);
}

static unsigned int percpu_order(void)
{
	return get_order_from_bytes(__per_cpu_end - __per_cpu_start);
}

int percpu_alloc(unsigned int cpu)
{
	char *area = alloc_xenheap_pages(percpu_order(), 0);

	if (!area)
		return -ENOMEM;
	memcpy(area, __per_cpu_pristine, __per_cpu_end - __per_cpu_start);
	__per_cpu_offset[cpu] = area - __per_cpu_start;
	return 0;
}

void percpu_free(unsigned int cpu)
{
	free_xenheap_pages(__per_cpu_start + __per_cpu_offset[cpu], percpu_order());
	__per_cpu_offset[cpu] = 0;
}

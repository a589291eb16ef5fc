/* SPDX-License-Identifier: GPL-2.0-only */
/* Vectors: each CPU has its own table from vector to irq, so that vectors last for machines with many devices. */
#include <xen/errno.h>
#include <xen/lib.h>
#include <xen/percpu.h>
#include <asm/irq.h>

/* irq + 1, 0: free. Written under vector_lock, read by the CPU itself with interrupts off. */
static DEFINE_PER_CPU(u16, vector_irq)[256];
static DEFINE_SPINLOCK(vector_lock, vector);

int vector_to_irq(u8 vector)
{
	return (int)READ_ONCE(this_cpu(vector_irq)[vector]) - 1;
}

static void free_slot(unsigned int cpu, u8 vector)
{
	if (vector && cpu_online(cpu))
		WRITE_ONCE(per_cpu(vector_irq, cpu)[vector], 0);
}

static u8 find_free(unsigned int cpu, unsigned int first, unsigned int last)
{
	/* Neighbouring vectors share a priority class, which buffers two interrupts: spread them over the classes. */
	for (unsigned int low = 0; low < 16; low++)
		for (unsigned int v = (first & ~15U) + low; v <= last; v += 16)
			if (v >= first && v != LEGACY_SYSCALL_VECTOR && !per_cpu(vector_irq, cpu)[v])
				return v;
	return 0;
}

static unsigned int used_vectors(unsigned int cpu)
{
	unsigned int n = 0;

	for (unsigned int v = FIRST_DYNAMIC_VECTOR; v <= LAST_DYNAMIC_VECTOR; v++)
		n += !!per_cpu(vector_irq, cpu)[v];
	return n;
}

/* The CPU of @mask with the fewest lines that still has room. */
static int choose(const cpumask_t *mask, unsigned int first, unsigned int last, u8 *vector)
{
	unsigned int best = NR_CPUS, best_used = ~0U, cpu;

	for_each_cpu(cpu, mask) {
		unsigned int used = used_vectors(cpu);
		u8 v;

		if (used >= best_used)
			continue;
		v = find_free(cpu, first, last);
		if (!v)
			continue;
		best = cpu;
		best_used = used;
		*vector = v;
	}
	return best < NR_CPUS ? (int)best : -ENOSPC;
}

int assign_irq_vector(struct irq_desc *desc, const cpumask_t *mask)
{
	unsigned int first = desc->hypervisor_priority ? FIRST_HIPRIORITY_VECTOR : FIRST_DYNAMIC_VECTOR;
	unsigned int last = desc->hypervisor_priority ? LAST_HIPRIORITY_VECTOR : LAST_DYNAMIC_VECTOR;
	cpumask_t cpus;
	u8 vector = 0;
	int cpu;

	cpumask_and(&cpus, mask, &cpu_online_map);
	if (cpumask_empty(&cpus))
		cpumask_copy(&cpus, &cpu_online_map);
	if (desc->vector && cpumask_test_cpu(desc->cpu, &cpus))
		return 0;

	spin_lock(&vector_lock);
	cpu = choose(&cpus, first, last, &vector);
	if (cpu >= 0) {
		per_cpu(vector_irq, cpu)[vector] = desc->irq + 1;
		/* What was sent to the old place must still find the line, until one has arrived at the new place. */
		free_slot(desc->old_cpu, desc->old_vector);
		desc->old_vector = desc->vector;
		desc->old_cpu = desc->cpu;
		desc->moved = desc->vector;
		desc->vector = vector;
		desc->cpu = cpu;
	}
	spin_unlock(&vector_lock);
	return cpu < 0 ? cpu : 0;
}

void release_old_vector(struct irq_desc *desc)
{
	spin_lock(&vector_lock);
	free_slot(desc->old_cpu, desc->old_vector);
	desc->old_vector = 0;
	spin_unlock(&vector_lock);
}

void release_irq_vector(struct irq_desc *desc)
{
	release_old_vector(desc);
	spin_lock(&vector_lock);
	free_slot(desc->cpu, desc->vector);
	desc->vector = 0;
	spin_unlock(&vector_lock);
}

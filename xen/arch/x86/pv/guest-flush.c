/* SPDX-License-Identifier: GPL-2.0-only */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/guest_access.h>
#include "guest-flush.h"

/*
 * A vCPU that is being scheduled in while we look loads CR3 after it has set dirty_cpu, which flushes what it should:
 * the change that the flush is for came before we looked.
 */
static void add_vcpu(const struct vcpu *v, cpumask_t *mask)
{
	unsigned int cpu = READ_ONCE(v->dirty_cpu);

	if (cpu < NR_CPUS)
		cpumask_set_cpu(cpu, mask);
}

void domain_dirty_cpus(const struct domain *d, cpumask_t *mask)
{
	struct vcpu *v;

	cpumask_clear(mask);
	for_each_vcpu (d, v)
		add_vcpu(v, mask);
}

int vcpu_bitmap_to_cpus(const struct domain *d, const void *bitmap, cpumask_t *mask)
{
	const u8 *at = bitmap;

	cpumask_clear(mask);
	for (unsigned int first = 0; first < d->max_vcpus; first += 64) {
		unsigned int nr = min(d->max_vcpus - first, 64U), bit;
		unsigned long word = 0;

		/* No byte beyond the last vCPU's is touched. */
		if (guest_raw_read(&word, at + first / 8, DIV_ROUND_UP(nr, 8)))
			return -EFAULT;
		for_each_set_bit(bit, &word, nr)
			if (d->vcpu[first + bit])
				add_vcpu(d->vcpu[first + bit], mask);
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* TLB flushes that a PV guest asks for, by its own vCPU numbers. */
#ifndef PV_GUEST_FLUSH_H
#define PV_GUEST_FLUSH_H

#include <xen/cpumask.h>

struct domain;

/* CPUs that may hold translations of @d's address spaces. */
void domain_dirty_cpus(const struct domain *d, cpumask_t *mask);
/* The same for the vCPUs whose bits are set in the guest's bitmap at @bitmap. -EFAULT */
int vcpu_bitmap_to_cpus(const struct domain *d, const void *bitmap, cpumask_t *mask);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_SYSCTL_H
#define XEN_SYSCTL_H

#include <xen/types.h>

struct xen_sysctl_physinfo;

/* Arch: numbers of core and socket; capabilities, frequency and hw_cap of the machine (the rest is filled). */
void arch_cpu_topology(unsigned int cpu, u32 *core, u32 *socket);
void arch_do_physinfo(struct xen_sysctl_physinfo *pi);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_PLATFORM_H
#define XEN_PLATFORM_H

#include <xen/types.h>

/* Arch: how firmware tables call a CPU. */
void arch_cpu_ids(unsigned int cpu, u32 *apic_id, u32 *acpi_id);

#endif

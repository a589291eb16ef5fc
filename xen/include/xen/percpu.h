/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Per-CPU variables: DEFINE_PER_CPU(type, name) puts a template into .data.percpu; CPU n's copy lies
 * __per_cpu_offset[n] bytes further. CPU 0 uses the template itself, so it works from the first
 * instruction of C. Copies of offline CPUs do not exist: per_cpu() is for online CPUs only.
 */
#ifndef XEN_PERCPU_H
#define XEN_PERCPU_H

#include <asm/current.h>
#include <xen/config.h>

#define DECLARE_PER_CPU(type, name) extern __typeof__(type) per_cpu__##name
#define DEFINE_PER_CPU(type, name) \
	__section(".data.percpu") __typeof__(type) per_cpu__##name
/* Read on every entry or exit: kept apart from what other CPUs write. */
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) \
	__section(".data.percpu.read_mostly") __typeof__(type) per_cpu__##name

extern unsigned long __per_cpu_offset[NR_CPUS];

#define percpu_at(var, off) \
	(*({ unsigned long p_ = (unsigned long)&per_cpu__##var; \
	     __asm__("" : "+r"(p_)); (__typeof__(per_cpu__##var) *)(p_ + (off)); }))
#define per_cpu(var, cpu) percpu_at(var, __per_cpu_offset[cpu])
#define this_cpu(var) percpu_at(var, get_cpu_info()->per_cpu_offset)

/* Allocates and fills the copy for @cpu before it is started. -ENOMEM. Boot CPU, CPU hotplug lock. */
void percpu_init_boot(void);
int percpu_alloc(unsigned int cpu);
/* Frees @cpu's copy once it is dead. */
void percpu_free(unsigned int cpu);

#endif

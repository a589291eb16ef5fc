/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TIME_PRIVATE_H
#define TIME_PRIVATE_H

#include <xen/percpu.h>
#include <asm/time.h>

/* System time was .stime when the TSC was .tsc. Written by the CPU itself with interrupts off. */
struct cpu_time {
	u64 tsc;
	s_time_t stime;
	s_time_t master;           /* what the platform timer said then */
	struct time_scale scale;   /* ticks to ns */
	struct time_scale inverse; /* ns to ticks */
	u32 version;
};
DECLARE_PER_CPU(struct cpu_time, cpu_time);
struct cpu_time read_cpu_time(void);

void platform_timer_init(void);
s_time_t platform_timer_max_gap(void);
void wallclock_init(void);
void cmos_register_guest(void);

#endif

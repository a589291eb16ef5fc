/* SPDX-License-Identifier: GPL-2.0-only */
/* One-shot timers in system time (ns since boot), one heap per CPU, run from TIMER_SOFTIRQ. Arming never allocates. */
#ifndef XEN_TIMER_H
#define XEN_TIMER_H

#include <xen/types.h>

struct timer {
	s_time_t expires;           /* [t] timer lock of .cpu */
	void (*function)(void *);   /* [I] */
	void *data;                 /* [I] */
	struct timer *child, *next, *prev; /* [t] pairing heap: first child, right sibling, left sibling or parent */
	u16 cpu;                    /* [t] */
	u8 status;                  /* [t] */
};

void init_timer(struct timer *t, void (*fn)(void *), void *data, unsigned int cpu);
void set_timer(struct timer *t, s_time_t expires); /* re-arms if armed; any context */
void stop_timer(struct timer *t);                  /* may still be running on another CPU */
void migrate_timer(struct timer *t, unsigned int new_cpu);
void kill_timer(struct timer *t);                  /* stops it and waits for a running handler; not from the handler */
bool timer_is_active(const struct timer *t);
s_time_t timer_expires_next(unsigned int cpu);     /* the first deadline on @cpu, STIME_MAX: none */
void timer_subsys_init(void);                      /* boot, once */
void timer_cpu_up(unsigned int cpu);
void timer_cpu_dead(unsigned int cpu);             /* its timers move to another CPU */
/* Arch: program this CPU's timer interrupt for @deadline (0: none); false when it has already passed. */
bool reprogram_timer(s_time_t deadline);

/* Arch time. */
s_time_t NOW(void);                                /* ns since boot, monotonic across CPUs within the calibration error */
void get_wallclock(u64 *sec, u32 *nsec);           /* Unix time at system time 0 */
u64 wallclock_at(s_time_t t);                       /* Unix time; 0: not known yet */
void do_settime(u64 sec, u32 nsec, u64 system_time_base);

#endif

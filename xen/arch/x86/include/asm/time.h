/* SPDX-License-Identifier: GPL-2.0-only */
/* Time: a platform counter that all CPUs can read, and each CPU's TSC calibrated against it. */
#ifndef ASM_TIME_H
#define ASM_TIME_H

#include <xen/timer.h>

/* ns = ((ticks << shift) * mul) >> 32, negative shift to the right: the form of the PV clock ABI. */
struct time_scale {
	s8 shift;
	u32 mul;
};
u64 scale_delta(u64 ticks, const struct time_scale *s);
/* The scale by which @ticks are @ns. @ticks > 0, @ns > 0 */
struct time_scale time_scale_ratio(u64 ns, u64 ticks);

struct platform_timer {
	const char *id, *name;          /* for clocksource=, for the log */
	u64 frequency;                  /* Hz, set by init */
	unsigned int bits;              /* of the counter */
	bool (*init)(void);             /* false: the machine has none */
	u64 (*read)(void);
};
extern struct platform_timer hpet_timer, pm_timer, pit_timer;

void early_time_init(void);             /* CPU 0: platform timer, TSC frequency; NOW() runs from here */
void init_xen_time(void);               /* wall clock, periodic calibration */
void init_percpu_time(void);            /* an AP, before it is online */
s_time_t platform_time(u64 *tsc);       /* ns since early_time_init() by the platform timer, and the TSC then */
extern u32 cpu_khz;                     /* TSC, kHz */
extern bool tsc_synced;                 /* all CPUs' TSCs show the same; set during SMP bring-up */
void tsc_sync_check(unsigned int ap, bool is_ap); /* both CPUs call it while @ap comes up */
u64 cmos_read_time(void);               /* Unix time by the battery clock */
u64 ns_to_tsc(s_time_t t);              /* this CPU's TSC at system time @t */
void udelay(unsigned int us);
void disable_pit(void);
static inline u32 host_cpu_khz(void) { return cpu_khz; }
bool host_tsc_is_reliable(void);        /* constant, and the same on all CPUs */
struct domain;

/* TSC modes of settscinfo, xl.cfg's tsc_mode (guest-tsc.c). */
enum { TSC_MODE_DEFAULT, TSC_MODE_ALWAYS_EMULATE, TSC_MODE_NEVER_EMULATE };
/* Sets d->arch.{tsc_mode, tsc_khz, vtsc}; @khz 0: this host's. d is paused or not yet started. */
void domain_set_tsc_mode(struct domain *d, u32 mode, u32 khz);
u32 domain_tsc_khz(const struct domain *d);
bool tsc_khz_is_native(u32 khz);         /* the processor's TSC can pass for one of @khz */
u64 domain_tsc_at(const struct domain *d, s_time_t when); /* the emulated TSC */
u64 pv_guest_tsc(const struct domain *d); /* what RDTSC gives a PV guest */

#endif

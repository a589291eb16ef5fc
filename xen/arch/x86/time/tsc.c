/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System time: each CPU extrapolates from its last stamp with its TSC.
 *
 * Where the TSC is constant and the same on all CPUs, the stamp of boot serves for ever. Otherwise a timer on
 * CPU 0 compares with the platform timer every second: one stamp for all CPUs when their TSCs agree, else each CPU
 * makes its own. Stamps never step back: the rate is chosen so that the error is gone at the next comparison.
 */
#include <xen/console.h>
#include <xen/domain.h>
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/percpu.h>
#include <xen/smp.h>
#include <xen/softirq.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "private.h"

#define CALIBRATION_PERIOD SECONDS(1)
#define BOOT_MEASUREMENT MILLISECS(50)

u32 cpu_khz __read_mostly;
bool tsc_synced __read_mostly = true;
DEFINE_PER_CPU(struct cpu_time, cpu_time);
static DEFINE_SPINLOCK(stamp_lock, platform_time); /* a leaf; not taken by interrupt handlers */
static struct cpu_time shared_stamp;   /* what CPU 0 found last */
static struct timer calibration_timer;
static bool time_runs __read_mostly;

/* System time at @tsc by the stamp @t. */
static s_time_t stime_at(const struct cpu_time *t, u64 tsc)
{
	s64 delta = tsc - t->tsc;

	return delta >= 0 ? t->stime + (s_time_t)scale_delta(delta, &t->scale)
			  : t->stime - (s_time_t)scale_delta(-delta, &t->scale);
}

/* This CPU's stamp; an interrupt may replace it meanwhile. */
struct cpu_time read_cpu_time(void)
{
	const struct cpu_time *t = &this_cpu(cpu_time);
	struct cpu_time copy;
	u32 version;

	do {
		version = READ_ONCE(t->version);
		barrier();
		copy = *t;
		barrier();
	} while (version != READ_ONCE(t->version));
	return copy;
}

/* Interrupts off. */
static void set_cpu_time(const struct cpu_time *n)
{
	struct cpu_time *t = &this_cpu(cpu_time);
	u32 version = t->version + 1;

	*t = *n;
	barrier();
	WRITE_ONCE(t->version, version);
}

s_time_t NOW(void)
{
	struct cpu_time t;

	if (unlikely(!time_runs))
		return 0;
	t = read_cpu_time();
	return stime_at(&t, rdtsc_ordered());
}

u64 ns_to_tsc(s_time_t when)
{
	struct cpu_time t = read_cpu_time();
	s64 ns = when - t.stime;

	return ns < 0 ? t.tsc : t.tsc + scale_delta(ns, &t.inverse);
}

void udelay(unsigned int us)
{
	u64 start = rdtsc(), ticks = (u64)us * (cpu_khz ?: 3000000) / 1000;

	while (rdtsc() - start < ticks)
		cpu_relax();
}

/* The stamp that follows @old, given the platform's @master time at @tsc and the pair of the last comparison. */
static struct cpu_time next_stamp(const struct cpu_time *old, u64 tsc, s_time_t master)
{
	struct cpu_time n = { .tsc = tsc, .stime = stime_at(old, tsc), .master = master, .version = old->version };
	s64 error = master - n.stime, ns = master - old->master, ticks = tsc - old->tsc;

	n.scale = old->scale;
	n.inverse = old->inverse;
	if (error > (s64)MILLISECS(100)) /* this CPU lost time (its TSC stood still): going forward hurts nobody */
		n.stime = master;
	else if (ticks > 0 && ns > (s64)MILLISECS(10)) {
		s64 limit = ns / 10;

		error = error > limit ? limit : error < -limit ? -limit : error;
		n.scale = time_scale_ratio(ns + error, ticks);
		n.inverse = time_scale_ratio(ticks, ns + error);
	}
	return n;
}

bool host_tsc_is_reliable(void)
{
	return tsc_synced && boot_cpu_has(X86_FEATURE_ITSC);
}

static struct cpu_time read_shared_stamp(void)
{
	struct cpu_time n;

	spin_lock(&stamp_lock);
	n = shared_stamp;
	spin_unlock(&stamp_lock);
	return n;
}

/* Each CPU: takes CPU 0's stamp, or makes its own. */
static void calibrate_softirq(void)
{
	struct cpu_time n = read_shared_stamp();
	unsigned long flags;

	if (!tsc_synced) {
		struct cpu_time old = read_cpu_time();
		u64 tsc;
		s_time_t master = platform_time(&tsc);

		n = next_stamp(&old, tsc, master);
	}
	local_irq_save(flags);
	set_cpu_time(&n);
	local_irq_restore(flags);
	if (!is_idle_vcpu(current))
		update_vcpu_system_time(current);
}

static s_time_t calibration_gap(void)
{
	s_time_t gap = platform_timer_max_gap() / 2;

	return min_t(s_time_t, gap, CALIBRATION_PERIOD);
}

static void calibrate(void *unused)
{
	struct cpu_time old = read_cpu_time();
	u64 tsc;
	s_time_t master = platform_time(&tsc); /* also keeps the platform counter from wrapping unseen */

	if (!host_tsc_is_reliable() && master - old.master >= CALIBRATION_PERIOD) {
		struct cpu_time n = next_stamp(&old, tsc, master);

		spin_lock(&stamp_lock);
		shared_stamp = n;
		spin_unlock(&stamp_lock);
		cpumask_raise_softirq(&cpu_online_map, TIME_CALIBRATE_SOFTIRQ);
	}
	set_timer(&calibration_timer, NOW() + calibration_gap());
}

/* TSC frequency by the platform timer. */
void __init early_time_init(void)
{
	u64 tsc0, tsc1;
	s_time_t t0, t1;
	struct cpu_time n = { 0 };

	platform_timer_init();
	t0 = platform_time(&tsc0);
	do
		t1 = platform_time(&tsc1);
	while (t1 - t0 < BOOT_MEASUREMENT);
	cpu_khz = (u64)((unsigned __int128)(tsc1 - tsc0) * 1000000 / (t1 - t0));
	n.scale = time_scale_ratio(t1 - t0, tsc1 - tsc0);
	n.inverse = time_scale_ratio(tsc1 - tsc0, t1 - t0);
	n.tsc = tsc1;
	n.stime = n.master = t1;
	set_cpu_time(&n);
	shared_stamp = n;
	time_runs = true;
	printk("Detected %u.%03u MHz processor.\n", cpu_khz / 1000, cpu_khz % 1000);
}

void __init init_xen_time(void)
{
	wallclock_init();
	open_softirq(TIME_CALIBRATE_SOFTIRQ, calibrate_softirq);
	init_timer(&calibration_timer, calibrate, NULL, 0);
	set_timer(&calibration_timer, NOW() + calibration_gap());
}

void init_percpu_time(void)
{
	struct cpu_time n = read_shared_stamp();
	u64 tsc;

	if (!tsc_synced) {
		n.stime = n.master = platform_time(&tsc);
		n.tsc = tsc;
	}
	set_cpu_time(&n);
}

/*
 * While an AP comes up, it and the CPU that starts it take turns at reading the TSC under one lock: a value below
 * one that was seen before means that the TSCs differ.
 */
static struct {
	u32 lock;
	u64 last;
	unsigned int arrived, done;
	bool warped;
} sync;

static void sync_rounds(void)
{
	for (unsigned int i = 0; i < 1000 && !READ_ONCE(sync.warped); i++) {
		u64 now;

		while (__atomic_exchange_n(&sync.lock, 1, __ATOMIC_ACQUIRE))
			cpu_relax();
		now = rdtsc_ordered();
		if (now < sync.last)
			sync.warped = true;
		sync.last = now;
		__atomic_store_n(&sync.lock, 0, __ATOMIC_RELEASE);
	}
}

void tsc_sync_check(unsigned int ap, bool is_ap)
{
	if (!is_ap) {
		while (READ_ONCE(sync.arrived) != ap)
			cpu_relax();
		sync_rounds();
		while (READ_ONCE(sync.done) != ap)
			cpu_relax();
		if (sync.warped && tsc_synced) {
			tsc_synced = false;
			printk("TSC: CPU%u's differs from CPU0's: each CPU keeps its own time\n", ap);
		}
		sync.last = 0;
		sync.warped = false;
		return;
	}
	WRITE_ONCE(sync.arrived, ap);
	sync_rounds();
	WRITE_ONCE(sync.done, ap);
}

static void dump_clocks(unsigned char key)
{
	unsigned int cpu;
	u64 tsc;
	s_time_t master = platform_time(&tsc);

	printk("Clocks (key '%c'): platform %ld ns, TSC %u kHz, %s, %s\n", key, master, cpu_khz,
	       tsc_synced ? "synchronous" : "not synchronous",
	       host_tsc_is_reliable() ? "constant" : "calibrated every second");
	for_each_online_cpu(cpu) {
		const struct cpu_time *t = &per_cpu(cpu_time, cpu);

		printk("CPU%u: stamp %ld ns, %ld ns from platform time, mul %08x shift %d\n", cpu, t->stime,
		       stime_at(t, tsc) - master, t->scale.mul, t->scale.shift);
	}
}

static int __init time_key_init(void)
{
	register_keyhandler('t', dump_clocks, "display multi-cpu clock info", false);
	return 0;
}
initcall(time_key_init);

/* SPDX-License-Identifier: GPL-2.0-only */
/* Platform timers: HPET, ACPI PM timer, PIT. One is chosen at boot (clocksource=) and read under a lock. */
#include <xen/lib.h>
#include <xen/lock.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <asm/acpi.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "private.h"

/* HPET: IA-PC HPET specification 1.0a, 2.3 */
#define HPET_CAPABILITIES 0x000
#define HPET_PERIOD_FS 0x004
#define HPET_CONFIG 0x010
#define HPET_CONFIG_ENABLE 1U
#define HPET_CONFIG_LEGACY 2U
#define HPET_COUNTER 0x0f0
#define HPET_TIMER_CONFIG(n) (0x100 + 0x20 * (n))
#define HPET_TIMER_ENABLE 4U
#define HPET_MAX_PERIOD_FS 100000000U
#define FS_PER_SECOND 1000000000000000UL

static volatile char *hpet;

static bool __init hpet_init(void)
{
	const struct acpi_hpet *t = acpi_hpet();
	u32 caps, period;

	if (!t || !t->address.address)
		return false;
	hpet = ioremap(t->address.address, 1024);
	if (!hpet)
		return false;
	caps = readl(hpet + HPET_CAPABILITIES);
	period = readl(hpet + HPET_PERIOD_FS);
	if (!period || period > HPET_MAX_PERIOD_FS || caps == ~0U) {
		printk(XENLOG_WARNING "HPET at %#lx gives an impossible period of %u fs, not used\n", t->address.address,
		       period);
		return false;
	}
	for (unsigned int n = 0; n <= (caps >> 8 & 0x1f); n++)
		writel(readl(hpet + HPET_TIMER_CONFIG(n)) & ~HPET_TIMER_ENABLE, hpet + HPET_TIMER_CONFIG(n));
	writel((readl(hpet + HPET_CONFIG) & ~HPET_CONFIG_LEGACY) | HPET_CONFIG_ENABLE, hpet + HPET_CONFIG);
	hpet_timer.frequency = FS_PER_SECOND / period;
	return true;
}

static u64 hpet_read(void) { return readl(hpet + HPET_COUNTER); }

struct platform_timer hpet_timer = { "hpet", "HPET", 0, 32, hpet_init, hpet_read };

/* ACPI specification 4.8.3.3 */
#define PM_TIMER_HZ 3579545

static bool __init pm_init(void)
{
	if (!pm_info.timer_port)
		return false;
	pm_timer.frequency = PM_TIMER_HZ;
	pm_timer.bits = pm_info.timer_32bit ? 32 : 24;
	return true;
}

static u64 pm_read(void) { return inl(pm_info.timer_port); }

struct platform_timer pm_timer = { "acpi", "ACPI PM Timer", 0, 24, pm_init, pm_read };

/* 8254: channel 0 counts down freely from 65536 */
#define PIT_HZ 1193182
#define PIT_CHANNEL0 0x40
#define PIT_MODE 0x43

static bool __init pit_init(void)
{
	outb(0x34, PIT_MODE); /* channel 0, both bytes, rate generator */
	outb(0, PIT_CHANNEL0);
	outb(0, PIT_CHANNEL0);
	pit_timer.frequency = PIT_HZ;
	return true;
}

static u64 pit_read(void)
{
	u8 lo, hi;

	outb(0x00, PIT_MODE); /* latch channel 0 */
	lo = inb(PIT_CHANNEL0);
	hi = inb(PIT_CHANNEL0);
	return 0x10000 - (lo | hi << 8);
}

struct platform_timer pit_timer = { "pit", "PIT", 0, 16, pit_init, pit_read };

/* Nobody listens to the PIT's interrupt any more: stop it from firing on emulators that work for each tick. */
void __init disable_pit(void)
{
	outb(0x30, PIT_MODE); /* channel 0, one shot, never started */
}

static char opt_clocksource[10] __initdata;
string_param("clocksource", opt_clocksource);

static struct platform_timer *source;
static DEFINE_SPINLOCK(platform_lock, platform_time);
static u64 last_count, total_count; /* platform_lock */
static struct time_scale source_scale;

static void __init choose_source(void)
{
	static struct platform_timer *const all[] __initconst = { &hpet_timer, &pm_timer, &pit_timer };

	for (unsigned int i = 0; i < ARRAY_SIZE(all) && *opt_clocksource; i++)
		if (!strcmp(opt_clocksource, all[i]->id)) {
			if (all[i]->init())
				source = all[i];
			else
				printk(XENLOG_WARNING "clocksource=%s: this machine has none\n", opt_clocksource);
		}
	for (unsigned int i = 0; !source; i++) /* there is always a PIT */
		if (all[i]->init())
			source = all[i];
	if (*opt_clocksource && strcmp(opt_clocksource, source->id) && strcmp(opt_clocksource, "tsc"))
		printk(XENLOG_WARNING "clocksource=%s is not available (known: hpet, acpi, pit, tsc)\n", opt_clocksource);
	if (source != &pit_timer)
		disable_pit();
}

void __init platform_timer_init(void)
{
	choose_source();
	source_scale = time_scale_ratio(1000000000, source->frequency);
	last_count = source->read();
	printk("Platform timer is %lu.%03luMHz %s\n", source->frequency / 1000000, source->frequency / 1000 % 1000,
	       source->name);
}

/* How long the counter may go unread, ns: half its range. */
s_time_t platform_timer_max_gap(void)
{
	return scale_delta(1UL << (source->bits - 1), &source_scale);
}

/*
 * The counter's value and the TSC belong together only if nothing came in between (an SMI, or a host that runs
 * somebody else): of a few tries the one with the least time between two TSC reads is taken.
 */
s_time_t platform_time(u64 *tsc)
{
	u64 mask = (1UL << source->bits) - 1, best_gap = ~0UL, count = 0, at = 0;
	unsigned long flags;
	s_time_t t;

	spin_lock_irqsave(&platform_lock, flags);
	for (unsigned int i = 0; i < 5; i++) {
		u64 before = rdtsc_ordered(), c = source->read(), gap = rdtsc_ordered() - before;

		if (gap < best_gap) {
			best_gap = gap;
			count = c;
			at = before + gap / 2;
		}
	}
	total_count += (count - last_count) & mask;
	last_count = count;
	t = scale_delta(total_count, &source_scale);
	spin_unlock_irqrestore(&platform_lock, flags);
	if (tsc)
		*tsc = at;
	return t;
}

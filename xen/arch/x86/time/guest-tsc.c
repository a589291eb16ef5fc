/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A domain's own TSC (xen-tscmode(7)): runs at the frequency its domain was first started with, from the
 * beginning of its life, whatever host it is on. It is what trapped RDTSC instructions read while d->arch.vtsc.
 */
#include <xen/domain.h>
#include <xen/lib.h>
#include <asm/system.h>
#include <asm/time.h>

u32 domain_tsc_khz(const struct domain *d)
{
	return d->arch.tsc_khz ?: cpu_khz;
}

/* Modulo 2^64: a CPU's last time stamp may be older than a young domain, and guests count from the stamp they are shown. */
u64 domain_tsc_at(const struct domain *d, s_time_t when)
{
	s_time_t lived = when - d->arch.tsc_elapsed_base;
	struct time_scale s = time_scale_ratio(domain_tsc_khz(d) * 1000UL, SECONDS(1));

	return lived >= 0 ? scale_delta(lived, &s) : -scale_delta(-lived, &s);
}

u64 pv_guest_tsc(const struct domain *d)
{
	return unlikely(d->arch.vtsc) ? domain_tsc_at(d, NOW()) : rdtsc();
}

/* Emulated if told so, or where the processor's TSC has another frequency than the one the guest started with. */
void domain_set_tsc_mode(struct domain *d, u32 mode, u32 khz)
{
	d->arch.tsc_mode = mode;
	d->arch.tsc_khz = khz ?: cpu_khz;
	d->arch.vtsc = mode == TSC_MODE_ALWAYS_EMULATE ||
		       (mode == TSC_MODE_DEFAULT && !tsc_khz_is_native(d->arch.tsc_khz));
}

/* Calibration does not find the same frequency twice: what is within 100 ppm is the same. */
bool tsc_khz_is_native(u32 khz)
{
	u32 diff = khz > cpu_khz ? khz - cpu_khz : cpu_khz - khz;

	return diff <= cpu_khz / 10000;
}

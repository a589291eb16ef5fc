/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TSC modes (xen-tscmode(7)). Guests read the processor's TSC; `always_emulate` traps RDTSC, with the same
 * frequency. A frequency of another host is not emulated by scaling on PV, so it is refused, not lied about.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/domctl.h>
#include <asm/time.h>

long domctl_gettscinfo(struct domain *d, struct xen_domctl_tsc_info *op)
{
	if (d == current->domain)
		return -EINVAL;
	domain_pause(d);
	op->tsc_mode = d->arch.tsc_mode;
	op->gtsc_khz = d->arch.tsc_khz ?: cpu_khz;
	op->incarnation = d->arch.tsc_incarnation;
	op->elapsed_nsec = NOW() - d->arch.tsc_elapsed_base;
	op->pad = 0;
	domain_unpause(d);
	return 0;
}

long domctl_settscinfo(struct domain *d, struct xen_domctl_tsc_info *op)
{
	if (d == current->domain)
		return -EINVAL;
	switch (op->tsc_mode) {
	case 0: /* default: RDTSC is right by itself, the PV clock tells its frequency */
	case 2: /* never emulate */
		break;
	case 1: /* always emulate */
		break;
	default:
		return hc_fail(-EINVAL, "%pd: TSC mode %u", d, op->tsc_mode);
	}
	domain_pause(d);
	d->arch.tsc_mode = op->tsc_mode;
	d->arch.vtsc = op->tsc_mode == 1;
	d->arch.tsc_khz = op->gtsc_khz ?: cpu_khz;
	d->arch.tsc_incarnation = op->incarnation + 1;
	d->arch.tsc_elapsed_base = NOW() - op->elapsed_nsec;
	domain_unpause(d);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/* TSC modes (xen-tscmode(7)) as the toolstack reads and sets them; time/guest-tsc.c carries them out. */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/lib.h>
#include <asm/domctl.h>
#include <asm/hvm/hvm.h>
#include <asm/time.h>

long domctl_gettscinfo(struct domain *d, struct xen_domctl_tsc_info *op)
{
	if (d == current->domain)
		return -EINVAL;
	domain_pause(d);
	op->tsc_mode = d->arch.tsc_mode;
	op->gtsc_khz = domain_tsc_khz(d);
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
	if (op->tsc_mode > TSC_MODE_NEVER_EMULATE)
		return hc_fail(-EINVAL, "%pd: TSC mode %u", d, op->tsc_mode);
	domain_pause(d);
	domain_set_tsc_mode(d, op->tsc_mode, op->gtsc_khz);
	d->arch.tsc_incarnation = op->incarnation + 1;
	d->arch.tsc_elapsed_base = NOW() - op->elapsed_nsec;
	if (is_hvm_domain(d))
		hvm_tsc_mode_changed(d);
	domain_unpause(d);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end of a domain, a step at a time: each step may say -ERESTART when it has worked for long enough, and goes
 * on where it stopped when domain_kill() is called again. After the last step only references keep the domain.
 */
#include <xen/domain.h>
#include <xen/errno.h>
#include <xen/event.h>
#include <xen/grant_table.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/system.h>
#include "private.h"

static int stop(struct domain *d)
{
	domain_pause(d);
	clear_global_virq_handlers(d);
	return 0;
}

static int forget_vcpu_infos(struct domain *d)
{
	struct vcpu *v;

	for_each_vcpu(d, v)
		unmap_vcpu_info(v);
	return 0;
}

static int (*const steps[])(struct domain *d) = {
	stop,
	evtchn_destroy,
	gnttab_release_mappings,
	forget_vcpu_infos,
	arch_domain_relinquish,
};

int domain_kill(struct domain *d)
{
	int rc = 0;

	if (d == current->domain)
		return -EINVAL;
	switch (d->is_dying) {
	case DOMDYING_dead:
		return 0;
	case DOMDYING_alive:
		d->is_dying = DOMDYING_dying;
		smp_mb(); /* whoever looks at is_dying under a lock of a step sees it from here on */
		break;
	case DOMDYING_dying:
		break;
	}
	for (; d->relinquish_step < ARRAY_SIZE(steps); d->relinquish_step++) {
		rc = steps[d->relinquish_step](d);
		if (rc)
			return rc;
	}
	domain_set_outstanding_pages(d, 0);
	d->is_dying = DOMDYING_dead;
	/* The controller hears of it before the last reference may make the number unknown. */
	send_global_virq(VIRQ_DOM_EXC);
	put_domain(d);
	return 0;
}

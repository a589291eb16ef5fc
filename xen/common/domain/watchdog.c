/* SPDX-License-Identifier: GPL-2.0-only */
/* Two timers per domain that shut it down unless the guest rewinds them in time. */
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/lib.h>
#include <xen/system.h>
#include "private.h"

#define NR_WATCHDOGS ARRAY_SIZE(((struct domain *)0)->watchdog_timer)

static void expired(void *data)
{
	struct domain *d = data;

	if (d->is_shutting_down || d->is_dying)
		return;
	printk(XENLOG_WARNING "Watchdog of d%u expired\n", d->domain_id);
	domain_shutdown(d, SHUTDOWN_watchdog);
}

/* id 0: any free one, its number + 1 is returned; timeout in seconds, 0 stops it. */
long sched_op_watchdog(sched_watchdog_t *arg)
{
	struct domain *d = current->domain;
	unsigned int i = arg->id - 1;
	long rc = 0;

	if (arg->id > NR_WATCHDOGS)
		return -EINVAL;
	spin_lock(&d->lock);
	if (!arg->id) {
		for (i = 0; i < NR_WATCHDOGS && (d->watchdog_inuse & (1U << i)); i++)
			;
		rc = !arg->timeout ? -EINVAL : i == NR_WATCHDOGS ? -ENOSPC : i + 1;
	} else if (!(d->watchdog_inuse & (1U << i))) {
		rc = -EINVAL;
	}
	if (rc >= 0) {
		if (arg->timeout) {
			d->watchdog_inuse |= 1U << i;
			set_timer(&d->watchdog_timer[i], NOW() + SECONDS(arg->timeout));
		} else {
			d->watchdog_inuse &= ~(1U << i);
			stop_timer(&d->watchdog_timer[i]);
		}
	}
	spin_unlock(&d->lock);
	return rc;
}

void watchdog_domain_init(struct domain *d)
{
	for (unsigned int i = 0; i < NR_WATCHDOGS; i++)
		init_timer(&d->watchdog_timer[i], expired, d, 0);
}

void watchdog_domain_destroy(struct domain *d)
{
	for (unsigned int i = 0; i < NR_WATCHDOGS; i++)
		kill_timer(&d->watchdog_timer[i]);
}

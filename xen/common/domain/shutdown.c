/* SPDX-License-Identifier: GPL-2.0-only */
/* Shutdown as the guest asks for it or a crash forces it, and going on afterwards. The toolstack does the rest. */
#include <xen/domain.h>
#include <xen/event.h>
#include <xen/lib.h>
#include <xen/system.h>
#include <public/sched.h>
#include "private.h"

void domain_shutdown(struct domain *d, u8 reason)
{
	evtchn_port_t suspend_port;
	struct vcpu *v;

	spin_lock(&d->shutdown_lock);
	if (d->shutdown_code == SHUTDOWN_CODE_INVALID)
		d->shutdown_code = reason;
	reason = d->shutdown_code;
	if (is_hardware_domain(d)) {
		spin_unlock(&d->shutdown_lock);
		hwdom_shutdown(reason);
		return;
	}
	if (d->is_shutting_down) {
		spin_unlock(&d->shutdown_lock);
		return;
	}
	d->is_shutting_down = true;
	for_each_vcpu(d, v) {
		v->paused_for_shutdown = true;
		atomic_inc(&v->pause_count);
	}
	d->is_shut_down = true;
	suspend_port = reason == SHUTDOWN_suspend ? d->suspend_evtchn : 0;
	spin_unlock(&d->shutdown_lock);

	for_each_vcpu(d, v)
		vcpu_sleep_nosync(v);
	if (suspend_port)
		evtchn_send(d, suspend_port);
	else
		send_global_virq(VIRQ_DOM_EXC);
}

void domain_resume(struct domain *d)
{
	struct vcpu *v;

	/* Something else than the shutdown keeps it still while we go through the vCPUs. */
	domain_pause(d);
	spin_lock(&d->shutdown_lock);
	d->is_shutting_down = d->is_shut_down = false;
	d->shutdown_code = SHUTDOWN_CODE_INVALID;
	for_each_vcpu(d, v) {
		if (v->paused_for_shutdown)
			vcpu_unpause(v);
		v->paused_for_shutdown = false;
	}
	spin_unlock(&d->shutdown_lock);
	domain_unpause(d);
}

void domain_crash_at(struct domain *d, const char *func, int line)
{
	if (d->is_shutting_down)
		return;
	printk(XENLOG_ERR "Domain %u crashed (%s:%d)\n", d->domain_id, func, line);
	if (d == current->domain)
		arch_dump_vcpu(current);
	domain_shutdown(d, SHUTDOWN_crash);
}
